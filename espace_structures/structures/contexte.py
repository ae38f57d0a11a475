"""For whom somebody acts: with several memberships one chooses, and the choice is remembered by the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .droits import Appartenances
from .enums import RoleFinanceur, RoleStructure
from .models import Financeur, Structure

if TYPE_CHECKING:
    from django.http import HttpRequest

    from espace_structures.comptes.models import Compte

CLE = "organisation"


@dataclass(frozen=True)
class Choix:
    """An organisation of the account: "structures-12" or "financeurs-3", its name, the role one has there."""

    code: str
    nom: str
    role: str


def organisation_courante(request: HttpRequest) -> Structure | Financeur | None:
    """The structure or the funder chosen, or the only one; None when the account acts for all of its own.

    Asked of the session at each request: somebody who left, or lost their access, acts for it no more.
    """
    if not hasattr(request, "_organisation_courante"):
        request._organisation_courante = _trouver(request)
    return request._organisation_courante


def codes(compte: Compte) -> list[str]:
    """Codes of the organisations of the account, structures first: costs no query of its own."""
    liens = Appartenances.de(compte)
    return [
        *(f"structures-{pk}" for pk in liens.roles_structures),
        *(f"financeurs-{financeur.pk}" for financeur in liens.financeurs()),
    ]


def choix_possibles(compte: Compte) -> list[Choix]:
    """What the account may choose from, by name."""
    liens = Appartenances.de(compte)
    noms = dict(Structure.objects.filter(pk__in=list(liens.roles_structures)).values_list("pk", "nom"))
    choix = [
        Choix(f"structures-{pk}", noms[pk], str(RoleStructure(role).label))
        for pk, role in liens.roles_structures.items()
    ]
    choix += [
        Choix(f"financeurs-{membre.financeur_id}", str(membre.financeur), str(RoleFinanceur(membre.role).label))
        for membre in liens.membres_financeurs
    ]
    return sorted(choix, key=lambda choisi: choisi.nom.casefold())


def choisir(request: HttpRequest, code: str) -> bool:
    """Remember for whom the account acts; an empty code means all. Whether the code is one of its own."""
    if code and code not in codes(request.user):
        return False
    request.session[CLE] = code
    return True


def code_courant(request: HttpRequest) -> str:
    """The code chosen while it still holds; the only one; empty otherwise."""
    possibles = codes(request.user)
    if len(possibles) == 1:
        return possibles[0]
    choisi = request.session.get(CLE, "")
    return choisi if choisi in possibles else ""


def _trouver(request: HttpRequest) -> Structure | Financeur | None:
    genre, _tiret, pk = code_courant(request).partition("-")
    if not pk:
        return None
    return (Structure if genre == "structures" else Financeur).objects.get(pk=pk)
