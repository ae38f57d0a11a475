"""For whom somebody acts: with several memberships one chooses, and the choice is remembered by the session.

One answer for all screens, `request.organisation`, put there by `OrganisationMiddleware` and read when first asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .droits import Appartenances
from .enums import RoleFinanceur, RoleStructure
from .models import Financeur, Structure

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CLE = "organisation"


@dataclass(frozen=True)
class OrganisationPossible:
    """An organisation of the account: "structures-12" or "financeurs-3", its name, the role one has there."""

    code: str
    nom: str
    role: str


class OrganisationMiddleware:
    """Puts on each request for whom it acts; costs nothing until somebody asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organisation = OrganisationCourante(request)
        return self.get_response(request)


class OrganisationCourante:
    """The structure or the funder that a request acts for; none when the account acts for all of its own.

    Asked of the session at each request: somebody who left, or lost their access, acts for it no more.
    """

    def __init__(self, request: HttpRequest):
        self._request = request

    @cached_property
    def _toutes(self) -> Appartenances:
        return Appartenances.de(self._request.user)

    @cached_property
    def codes(self) -> list[str]:
        """Codes of the organisations of the account, structures first: costs no query of its own."""
        return [
            *(f"structures-{pk}" for pk in self._toutes.roles_structures),
            *(f"financeurs-{financeur.pk}" for financeur in self._toutes.financeurs()),
        ]

    @property
    def se_choisit(self) -> bool:
        """There is something to choose: the animation acts for the region unless it says otherwise."""
        return len(self.codes) + self.est_animation > 1 and bool(self.codes)

    @property
    def est_animation(self) -> bool:
        return self._toutes.est_animation

    @property
    def code(self) -> str:
        """The code chosen while it still holds; the only one; empty otherwise."""
        if self.codes and not self.se_choisit:
            return self.codes[0]
        choisi = self._request.session.get(CLE, "") if self.codes else ""
        return choisi if choisi in self.codes else ""

    @cached_property
    def objet(self) -> Structure | Financeur | None:
        """The organisation itself; None for all."""
        genre, _tiret, pk = self.code.partition("-")
        if not pk:
            return None
        return (Structure if genre == "structures" else Financeur).objects.get(pk=pk)

    @property
    def structure(self) -> Structure | None:
        """The structure one acts for; None for all, and for a funder."""
        return self.objet if isinstance(self.objet, Structure) else None

    @cached_property
    def liens(self) -> Appartenances:
        """The memberships that count here: those of the organisation, all when none is chosen."""
        return self._toutes.limitees_a(self.code) if self.code else self._toutes

    @property
    def choix(self) -> list[OrganisationPossible]:
        """What the account may choose from, by name."""
        liens = self._toutes
        noms = dict(Structure.objects.filter(pk__in=list(liens.roles_structures)).values_list("pk", "nom"))
        choix = [
            OrganisationPossible(f"structures-{pk}", noms[pk], str(RoleStructure(role).label))
            for pk, role in liens.roles_structures.items()
        ]
        choix += [
            OrganisationPossible(
                f"financeurs-{membre.financeur_id}", str(membre.financeur), str(RoleFinanceur(membre.role).label)
            )
            for membre in liens.membres_financeurs
        ]
        return sorted(choix, key=lambda choisi: choisi.nom.casefold())

    def choisir(self, code: str) -> bool:
        """Remember for whom the account acts; an empty code means all. Whether the code is one of its own."""
        if code and code not in self.codes:
            return False
        self._request.session[CLE] = code
        return True

    def refus(self, sinon: str = "") -> PermissionDenied:
        """The refusal of a screen that this organisation has no part in, which says so when another one has."""
        if self.code and len(self.codes) > 1:
            return PermissionDenied(
                _("Vous agissez pour %(organisation)s : pour cet écran, changez d’organisation en haut de la page.")
                % {"organisation": self.objet}
            )
        return PermissionDenied(sinon) if sinon else PermissionDenied()
