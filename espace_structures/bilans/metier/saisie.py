"""Saving answers: one transaction under lock, the history of every cell, nothing lost when two people type at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, FilteredRelation, Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from .. import journal
from ..enums import TYPES_NUMERIQUES, EtatBilan
from ..models import Bilan, Cellule, Feuille, Modification, Reponse

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

Valeur = Decimal | str | None


class SaisieRefusee(Exception):
    """Nothing was saved; the message tells the user why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Conflit:
    """A cell that somebody else filled since the form was shown, otherwise than the user now does."""

    code: str
    valeur: Valeur  # theirs
    par: str
    le: datetime


class ConflitDeSaisie(Exception):
    """Somebody saved other answers in the same cells since the form was shown. Nothing was saved.

    `conflits`: these cells; `fusions`: cells changed since that the user had left as they were, with their value now;
    `version`: the sheet's, to send again with.
    """

    def __init__(self, *, conflits: list[Conflit], fusions: dict[str, Valeur], version: int):
        super().__init__(_("D’autres réponses ont été enregistrées entre-temps dans les mêmes cases."))
        self.conflits = conflits
        self.fusions = fusions
        self.version = version


def refus_de_saisie(bilan: Bilan, *, par: Compte, le: datetime) -> str:
    """Why this account cannot type in this bilan at that moment, as a sentence; empty when it can.

    Whose bilan it is belongs to the rights; no query while the campaign is within its own dates.
    """
    if not par.is_active:
        return _("Votre compte est désactivé : adressez-vous à la personne responsable de votre structure.")
    if bilan.etat == EtatBilan.VALIDE:
        return _("Ce bilan est validé : il ne se modifie plus. Pour une correction, écrivez à l’animation régionale.")
    if not bilan.est_modifiable:
        return _("Ce bilan est transmis : il ne se modifie plus, à moins que le financeur ne vous le renvoie.")
    return _refus_de_la_campagne(bilan, timezone.localdate(le))


def _refus_de_la_campagne(bilan: Bilan, jour: date) -> str:
    campagne = bilan.campagne
    if campagne.est_gelee and campagne.ouvre_le <= jour <= campagne.envoi_jusqu_au:
        return ""  # no need to look for an extension
    if bilan.est_ouvert(jour):
        return ""
    if not campagne.est_gelee or jour < campagne.ouvre_le:
        return _("La saisie n’est pas encore ouverte : elle commence le %(jour)s.") % {
            "jour": formats.date_format(campagne.ouvre_le, "DATE_FORMAT")
        }
    return _("La campagne est close depuis le %(jour)s : demandez un délai à l’animation régionale.") % {
        "jour": formats.date_format(bilan.limite(), "DATE_FORMAT")
    }


@transaction.atomic
def enregistrer(feuille: Feuille, valeurs: Mapping[str, Valeur], *, version: int, par: Compte, le: datetime) -> Feuille:
    """Save these answers (by cell code) and no other; None empties a cell. `version`: the sheet's when it was shown.

    Cells that others changed since keep their new value where the user left the old one; where both typed, raises
    ConflitDeSaisie. Raises SaisieRefusee when the bilan or the campaign is closed to typing.
    """
    feuille = (
        Feuille.objects.select_for_update(of=("self", "bilan"))
        .select_related("bilan__campagne", "bilan__structure")
        .get(pk=feuille.pk)
    )
    valeurs = {code: None if valeur == "" else valeur for code, valeur in valeurs.items()}
    refus = refus_de_saisie(feuille.bilan, par=par, le=le)
    if refus:
        raise SaisieRefusee(refus)
    cases = _cases(feuille, valeurs)
    fusions = _fusionner(feuille, cases, valeurs, version)
    changees = [
        case
        for code, case in cases.items()
        if code not in fusions and ecrire_valeur(case.valeur) != ecrire_valeur(valeurs[code])
    ]
    if changees:
        _ecrire(feuille, changees, valeurs, par, le)
    return feuille


@dataclass(frozen=True)
class _Case:
    """A cell and what it holds in the sheet."""

    cellule: Cellule
    valeur: Valeur


def _cases(feuille: Feuille, valeurs: Mapping[str, Valeur]) -> dict[str, _Case]:
    """The cells named by `valeurs` with their present answer, one query. Refuses what no form shows."""
    cellules = (
        Cellule.objects.filter(campagne=feuille.bilan.campagne_id, code__in=list(valeurs), calcul="")
        .annotate(actuelle=FilteredRelation("reponses", condition=Q(reponses__feuille=feuille.pk)))
        .annotate(nombre_actuel=F("actuelle__nombre"), texte_actuel=F("actuelle__texte"))
        .only("pk", "code", "type")
        .order_by("ordre")
    )
    cases = {
        cellule.code: _Case(
            cellule, cellule.nombre_actuel if cellule.nombre_actuel is not None else cellule.texte_actuel or None
        )
        for cellule in cellules
    }
    for code, valeur in valeurs.items():
        if code not in cases:
            raise SaisieRefusee(
                _("La case « %(code)s » n’existe pas dans ce bilan : rechargez la page.") % {"code": code}
            )
        est_nombre = cases[code].cellule.type in TYPES_NUMERIQUES
        if valeur is not None and isinstance(valeur, Decimal) is not est_nombre:
            raise TypeError(f"{code}: {valeur!r} is not what a cell of type {cases[code].cellule.type} holds")
    return cases


def _fusionner(
    feuille: Feuille, cases: Mapping[str, _Case], valeurs: Mapping[str, Valeur], version: int
) -> dict[str, Valeur]:
    """Cells changed by others since `version` that the user left alone, with their value now.

    Raises ConflitDeSaisie when the user typed something else in some of the cells changed since.
    """
    if version >= feuille.version:
        return {}
    codes = {case.cellule.pk: code for code, case in cases.items()}
    depuis: dict[str, list[Modification]] = {}
    for modification in (
        Modification.objects.filter(feuille=feuille, version__gt=version, cellule__in=list(codes))
        .select_related("par")
        .order_by("version", "pk")
    ):
        depuis.setdefault(codes[modification.cellule_id], []).append(modification)
    fusions: dict[str, Valeur] = {}
    conflits: list[Conflit] = []
    for code, modifications in depuis.items():
        saisie, actuelle = ecrire_valeur(valeurs[code]), cases[code].valeur
        if saisie == ecrire_valeur(actuelle):
            continue
        if saisie == modifications[0].avant:  # what the form showed: the user did not touch it
            fusions[code] = actuelle
        else:
            derniere = modifications[-1]
            auteur = str(derniere.par) if derniere.par else _("un compte supprimé")
            conflits.append(Conflit(code=code, valeur=actuelle, par=auteur, le=derniere.le))
    if conflits:
        conflits.sort(key=lambda conflit: list(cases).index(conflit.code))
        raise ConflitDeSaisie(conflits=conflits, fusions=fusions, version=feuille.version)
    return fusions


def _ecrire(feuille: Feuille, changees: list[_Case], valeurs: Mapping[str, Valeur], par: Compte, le: datetime) -> None:
    """Write the changed answers, their history, the new version and, the first time, the state of the bilan."""
    feuille.version += 1
    feuille.enregistree_le = le
    Feuille.objects.filter(pk=feuille.pk).update(version=feuille.version, enregistree_le=le)
    videes = [case.cellule for case in changees if valeurs[case.cellule.code] is None]
    if videes:
        Reponse.objects.filter(feuille=feuille, cellule__in=videes).delete()
    Reponse.objects.bulk_create(
        [
            _reponse(feuille, case.cellule, valeur)
            for case in changees
            if (valeur := valeurs[case.cellule.code]) is not None
        ],
        update_conflicts=True,
        unique_fields=["feuille", "cellule"],
        update_fields=["nombre", "texte"],
    )
    Modification.objects.bulk_create(
        Modification(
            feuille=feuille,
            cellule=case.cellule,
            version=feuille.version,
            avant=ecrire_valeur(case.valeur),
            apres=ecrire_valeur(valeurs[case.cellule.code]),
            par=par,
            le=le,
        )
        for case in changees
    )
    bilan = feuille.bilan
    if bilan.etat == EtatBilan.A_SAISIR:
        bilan.etat, bilan.modifie_le = EtatBilan.EN_COURS, le
        Bilan.objects.filter(pk=bilan.pk).update(etat=bilan.etat, modifie_le=le)
        journal.noter(bilan, journal.COMMENCER, par=par, le=le)


def _reponse(feuille: Feuille, cellule: Cellule, valeur: Decimal | str) -> Reponse:
    if isinstance(valeur, Decimal):
        return Reponse(feuille=feuille, cellule=cellule, nombre=valeur)
    return Reponse(feuille=feuille, cellule=cellule, texte=valeur)


def ecrire_valeur(valeur: Valeur) -> str:
    """A value as the history keeps it: "" when empty, numbers without useless zeros."""
    if valeur is None:
        return ""
    if isinstance(valeur, Decimal):
        return f"{valeur.normalize():f}" if valeur else "0"
    return valeur
