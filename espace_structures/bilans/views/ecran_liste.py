"""What the list of bilans shows: its rows and its tabs, in the words of the reader. No query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espace_structures.structures.droits import Appartenances
from espace_structures.structures.enums import TypeStructure
from portal.socle.dates import jours_restants
from portal.socle.geographie import nom_departement

from ..enums import ETATS_LUS_PAR_FINANCEUR, ETATS_MODIFIABLES, EtatBilan
from ..forms.suivi import RETARD, FiltresDesBilans
from ..libelles import Etat, Public, choix_etats, etat_pour, phrase_depuis, public_avec
from ..metier.suivi import Compteurs
from ..models import Bilan


@dataclass(frozen=True)
class LigneDeListe:
    """A bilan of the list; `adresse` is empty when this account follows it without opening it."""

    structure: str
    exercice: str
    type_structure: str
    departements: str
    etat: Etat
    date: str
    est_en_retard: bool
    adresse: str


@dataclass(frozen=True)
class Onglet:
    libelle: str
    nombre: int
    adresse: str
    est_courant: bool


def lignes(bilans: Iterable[Bilan], liens: Appartenances, jour: date) -> list[LigneDeListe]:
    """The rows, from bilans with their campaign, sheets and `limite_le` (`metier.suivi.avec_limite`)."""
    return [_ligne(bilan, liens, jour) for bilan in bilans]


def _ligne(bilan: Bilan, liens: Appartenances, jour: date) -> LigneDeListe:
    s_ouvre = (
        liens.est_animation or bilan.structure_id in liens.roles_structures or bilan.etat in ETATS_LUS_PAR_FINANCEUR
    )
    return LigneDeListe(
        structure=bilan.nom_structure,
        exercice=str(bilan.campagne.exercice),
        type_structure=str(TypeStructure(bilan.type_structure).label),
        departements=", ".join(nom_departement(feuille.departement) for feuille in bilan.feuilles.all()),
        etat=etat_pour(bilan.etat, public_avec(liens, bilan.structure_id)),
        date=_date(bilan, jour),
        est_en_retard=bilan.etat in ETATS_MODIFIABLES and bilan.limite_le < jour,
        adresse=reverse("espace:bilan", args=[bilan.pk]) if s_ouvre else "",
    )


def _date(bilan: Bilan, jour: date) -> str:
    """The date that matters in that state, as a sentence."""
    if bilan.etat == EtatBilan.VALIDE:
        return _("Validé le %(jour)s") % {"jour": date_format(timezone.localdate(bilan.valide_le), "DATE_FORMAT")}
    if bilan.etat == EtatBilan.TRANSMIS:
        transmis = timezone.localdate(bilan.transmis_le)
        return _("Transmis le %(jour)s, %(depuis)s") % {
            "jour": date_format(transmis, "DATE_FORMAT"),
            "depuis": phrase_depuis(transmis, jour),
        }
    retard = -jours_restants(bilan.limite_le, jour)
    if retard > 0:
        return ngettext("En retard de %(jours)d jour", "En retard de %(jours)d jours", retard) % {"jours": retard}
    return _("À transmettre avant le %(jour)s inclus") % {"jour": date_format(bilan.limite_le, "DATE_FORMAT")}


def onglets(compteurs: Compteurs, public: Public, filtre: FiltresDesBilans) -> list[Onglet]:
    """A tab a state, with how many bilans stand there; the other filters are kept."""
    nombres = {
        EtatBilan.A_SAISIR: compteurs.a_saisir,
        EtatBilan.EN_COURS: compteurs.en_cours,
        EtatBilan.TRANSMIS: compteurs.transmis,
        EtatBilan.A_COMPLETER: compteurs.a_completer,
        EtatBilan.VALIDE: compteurs.valides,
    }
    courant = filtre.lus["etat"]
    choix = [
        ("", _("Attendus") if public != Public.STRUCTURE else _("Tous"), compteurs.attendus),
        *((code, libelle, nombres[EtatBilan(code)]) for code, libelle in choix_etats(public)),
        (RETARD, _("En retard"), compteurs.en_retard),
    ]
    return [
        Onglet(libelle, nombre, f"?{filtre.adresse(etat=code)}", est_courant=code == courant)
        for code, libelle, nombre in choix
    ]
