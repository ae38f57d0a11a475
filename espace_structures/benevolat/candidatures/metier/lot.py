"""The same step for several candidatures: each on its own, under its own lock; one that cannot stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...metier.refus import BenevolatRefuse
from ...models import Candidature, ModeleMessage
from . import candidatures as etapes
from . import etiquettes, messagerie
from .gestes import gestes_possibles

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


@dataclass(frozen=True)
class Resultat:
    """What was done, and what could not be, with the reason of each."""

    faites: list[Candidature] = field(default_factory=list)
    impossibles: list[tuple[Candidature, str]] = field(default_factory=list)

    def __str__(self) -> str:
        faites = ngettext("%(n)s faite", "%(n)s faites", len(self.faites)) % {"n": len(self.faites)}
        if not self.impossibles:
            return f"{faites}."
        ratees = ngettext("%(n)s impossible", "%(n)s impossibles", len(self.impossibles)) % {"n": len(self.impossibles)}
        raisons = " ".join(f"{candidature.benevole} – {raison}" for candidature, raison in self.impossibles)
        return _("%(faites)s, %(ratees)s : %(raisons)s") % {"faites": faites, "ratees": ratees, "raisons": raisons}


def confier(candidatures: Iterable[Candidature], *, a: Compte | None, par: Compte, le: datetime) -> Resultat:
    return _un_par_un(candidatures, lambda une: etapes.confier(une, a=a, par=par, le=le))


def etiqueter(candidatures: Iterable[Candidature], *, noms: Iterable[str]) -> Resultat:
    noms = list(noms)
    return _un_par_un(candidatures, lambda une: etiquettes.ajouter(une, noms))


def ecrire(candidatures: Iterable[Candidature], *, texte: str, par: Compte, le: datetime) -> Resultat:
    """The same words to each, their own first name and structure in the places kept for them."""
    modele = ModeleMessage(texte=texte)
    return _un_par_un(
        candidatures,
        lambda une: messagerie.ecrire_a_la_personne(
            une, texte=messagerie.remplir(modele, une, signature=str(par)), par=par, le=le
        ),
    )


def mettre_en_attente(candidatures: Iterable[Candidature], *, par: Compte, le: datetime) -> Resultat:
    return _un_par_un(candidatures, lambda une: etapes.mettre_en_attente(une, par=par, le=le))


def contacter(candidatures: Iterable[Candidature], *, par: Compte, le: datetime) -> Resultat:
    return _un_par_un(candidatures, lambda une: etapes.contacter(une, par=par, le=le))


def refuser(candidatures: Iterable[Candidature], *, motif: str, precision: str, par: Compte, le: datetime) -> Resultat:
    return _un_par_un(candidatures, lambda une: etapes.refuser(une, motif=motif, precision=precision, par=par, le=le))


def empechement(candidature: Candidature, geste: str) -> str:
    """Why this step cannot be taken now, for the screen that asks to confirm; empty when it can."""
    if geste == "etiqueter":
        return "" if candidature.structure_id else _("elle n’a pas encore de structure")
    if geste == "ecrire":
        possible = candidature.etat in messagerie.ETATS_ECRITS
    else:
        possible = geste in gestes_possibles(candidature)
    if possible:
        return ""
    return _("son état ne le permet pas : « %(etat)s »") % {"etat": candidature.get_etat_display()}


def _un_par_un(candidatures: Iterable[Candidature], geste: Callable[[Candidature], object]) -> Resultat:
    resultat = Resultat()
    for candidature in candidatures:
        try:
            geste(candidature)
        except BenevolatRefuse as refus:
            resultat.impossibles.append((candidature, str(refus)))
        else:
            resultat.faites.append(candidature)
    return resultat
