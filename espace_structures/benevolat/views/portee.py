"""Whose volunteers a screen of the gated space shows: the structure one acts for, all of one's own, or the region."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from espace_structures.structures.models import Structure

from ..querysets import structures_de


@dataclass(frozen=True)
class Portee:
    """Structures whose volunteers are shown. `pks` None: all, and what has no structure; `seule`: the one chosen."""

    pks: list[int] | None
    seule: Structure | None = None

    @property
    def toutes(self) -> bool:
        return self.pks is None

    @property
    def structures(self) -> QuerySet[Structure]:
        return Structure.objects.all() if self.pks is None else Structure.objects.filter(pk__in=self.pks)

    def filtrer(self, lignes: QuerySet, champ: str = "structure") -> QuerySet:
        """The rows of these structures."""
        return lignes if self.pks is None else lignes.filter(**{f"{champ}__in": self.pks})


def portee(request: HttpRequest) -> Portee:
    """What the screen shows; 403 for who follows no volunteer in the organisation they act for."""
    organisation = request.organisation
    siennes = structures_de(organisation.liens)
    seule = organisation.structure
    if seule is not None and (siennes is None or seule.pk in siennes):
        return Portee([seule.pk], seule)
    if siennes == []:
        raise organisation.refus(
            _("Les candidatures sont suivies par les contributrices, contributeurs et responsables de la structure.")
        )
    return Portee(siennes)


def structure_unique(request: HttpRequest) -> Structure | None:
    """The only structure of the screen: what one adds there needs no question."""
    trouvees = list(portee(request).structures[:2])
    return trouvees[0] if len(trouvees) == 1 else None
