"""The context of the bilan to read: its figures, and what its reader may do. A fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espace_structures.structures.models import Convention
from portal.socle.geographie import nom_departement
from portal.socle.nombres import ecrire_euros, ecrire_nombre, ecrire_pourcentage

from .. import journal
from ..enums import EtatBilan, FormatIndicateur, GenreRegle, Severite
from ..libelles import Public, etat_pour, phrase_echeance, public_de
from ..metier.controle import AnomalieSituee, anomalies_du_bilan, faits_du_bilan
from ..metier.definitions import definition_connue
from ..metier.fiche import lire_sections
from ..metier.indicateurs import ValeurIndicateur, calculer
from ..metier.lecture import nombres
from ..metier.releves import RelevesDuBilan, releves_du_bilan
from ..models import Bilan

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

_TITRES = {
    Severite.BLOQUANTE: gettext_lazy("Anomalies bloquantes"),
    Severite.A_JUSTIFIER: gettext_lazy("Points justifiés par la structure, ou à justifier"),
    Severite.INFORMATION: gettext_lazy("Pour information"),
}


@dataclass(frozen=True)
class OngletFeuille:
    libelle: str
    adresse: str
    est_courant: bool


@dataclass(frozen=True)
class IndicateurLu:
    """A rate with the two numbers that it comes from."""

    libelle: str
    definition: str
    valeur: str
    numerateur: str
    denominateur: str


@dataclass(frozen=True)
class AnomalieLue:
    message: str
    lieu: str
    justification: str
    est_justifiee: bool


def ecran(bilan: Bilan, compte: Compte, *, departement: str, jour: date) -> dict[str, Any]:
    """Context of the bilan to read; `departement` empty or unknown: all its sheets together."""
    definition = definition_connue(bilan.campagne)
    releves = releves_du_bilan(bilan, definition)
    choisi = departement if departement in releves.par_departement else ""
    valeurs, precedent = releves.de(choisi)
    # What the conventions promise holds for the structure as a whole: a sheet alone is not compared with it.
    faits = faits_du_bilan(bilan) if not choisi else {}
    public = public_de(compte, bilan.structure_id)
    peut_instruire = bilan.etat in (EtatBilan.TRANSMIS, EtatBilan.VALIDE) and compte.has_perm("bilans.instruire", bilan)
    return {
        "bilan": bilan,
        "exercice": str(bilan.campagne.exercice),
        "exercice_precedent": str(bilan.campagne.exercice - 1),
        "etat": etat_pour(bilan.etat, public),
        "perimetre": nom_departement(choisi) if choisi else _("Ensemble du bilan"),
        "feuilles": _feuilles(releves, choisi),
        "sections": lire_sections(definition, valeurs, precedent),
        "a_un_precedent": bool(precedent),
        "indicateurs": [_indicateur(lu) for lu in calculer(definition, nombres(valeurs) | faits)],
        "mentions": [regle.message for regle in definition.regles if regle.genre == GenreRegle.MENTION],
        "anomalies": _anomalies(bilan),
        "conventions": list(
            Convention.objects.filter(structure=bilan.structure_id)
            .de_exercice(bilan.campagne.exercice)
            .select_related("financeur")
            .order_by("financeur__nom", "ligne", "numero")
        ),
        "evenements": journal.historique(bilan),
        "echeance": phrase_echeance(bilan.limite(), jour) if bilan.est_modifiable else "",
        "montre_motif": bool(bilan.motif_renvoi) and bilan.etat in (EtatBilan.A_COMPLETER, EtatBilan.TRANSMIS),
        "lit_pour_examiner": public != Public.STRUCTURE,
        "peut_valider": peut_instruire and bilan.etat == EtatBilan.TRANSMIS,
        "peut_rouvrir": peut_instruire and bilan.etat == EtatBilan.VALIDE,
        "peut_transmettre": bilan.est_ouvert(jour) and compte.has_perm("bilans.transmettre", bilan),
    }


def _feuilles(releves: RelevesDuBilan, choisi: str) -> list[OngletFeuille]:
    """A tab a sheet, after the one that adds them up; none when there is a single sheet."""
    if len(releves.par_departement) < 2:
        return []
    return [
        OngletFeuille(_("Ensemble"), "?feuille=", est_courant=not choisi),
        *(
            OngletFeuille(nom_departement(code), f"?feuille={code}", est_courant=code == choisi)
            for code in releves.par_departement
        ),
    ]


def _indicateur(lu: ValeurIndicateur) -> IndicateurLu:
    indicateur = lu.indicateur
    return IndicateurLu(
        libelle=indicateur.libelle,
        definition=indicateur.definition,
        valeur="" if lu.valeur is None else _ecrire(indicateur.format, lu.valeur),
        numerateur="" if lu.numerateur is None else ecrire_nombre(lu.numerateur),
        denominateur="" if lu.denominateur is None else ecrire_nombre(lu.denominateur),
    )


def _ecrire(format_: FormatIndicateur, valeur: Decimal) -> str:
    if format_ == FormatIndicateur.POURCENTAGE:
        return ecrire_pourcentage(valeur)
    return ecrire_euros(valeur) if format_ == FormatIndicateur.MONTANT else ecrire_nombre(valeur)


def _anomalies(bilan: Bilan) -> list[dict[str, Any]]:
    """The anomalies by severity, each with the sentence of the structure."""
    situees = anomalies_du_bilan(bilan)
    groupes = (
        {
            "titre": _TITRES[severite],
            "severite": severite.value,
            "anomalies": [_anomalie(situee) for situee in situees if situee.anomalie.severite == severite],
        }
        for severite in _TITRES
    )
    return [groupe for groupe in groupes if groupe["anomalies"]]


def _anomalie(situee: AnomalieSituee) -> AnomalieLue:
    return AnomalieLue(
        message=situee.anomalie.message,
        lieu=nom_departement(situee.feuille.departement) if situee.feuille else _("Ensemble du bilan"),
        justification=situee.justification.texte if situee.justification else "",
        est_justifiee=situee.est_justifiee,
    )
