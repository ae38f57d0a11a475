"""For whom the screens of the inbox act: the structure chosen, all of one's own, or all for the animation."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from espace_structures.structures.contexte import organisation_courante
from espace_structures.structures.models import Structure

from ..models import Candidature
from ..querysets import structures_de


@dataclass(frozen=True)
class Perimetre:
    """Structures whose candidatures are shown. `pks` None: all, and those that have no structure."""

    pks: list[int] | None
    seule: Structure | None = None

    @property
    def toutes(self) -> bool:
        return self.pks is None

    def filtrer(self, lignes: QuerySet) -> QuerySet:
        """The rows of these structures."""
        return lignes if self.pks is None else lignes.filter(structure__in=self.pks)


def perimetre(request: HttpRequest) -> Perimetre:
    """403 for whoever follows no volunteer there."""
    siennes = structures_de(request.user)
    organisation = organisation_courante(request)
    if isinstance(organisation, Structure) and (siennes is None or organisation.pk in siennes):
        return Perimetre([organisation.pk], organisation)
    if siennes is None:
        return Perimetre(None)
    if organisation is not None or not siennes:
        raise PermissionDenied(
            _("Les candidatures sont suivies par les contributrices, contributeurs et responsables de la structure.")
        )
    return Perimetre(siennes)


def candidatures_suivies(request: HttpRequest, lieu: Perimetre) -> QuerySet[Candidature]:
    """The confirmed candidatures of the perimeter."""
    return lieu.filtrer(Candidature.objects.visibles_par(request.user))


def structure_d_ecriture(request: HttpRequest, pk: int | None) -> Structure:
    """The structure for which something is written: the only one, or one of one's own."""
    lieu = perimetre(request)
    if lieu.seule is not None:
        return lieu.seule
    possibles = Structure.objects.filter(pk__in=lieu.pks or [])
    structure = possibles.filter(pk=pk).first() if pk else (possibles.first() if len(possibles) == 1 else None)
    if structure is None:
        raise PermissionDenied(_("Choisissez d’abord pour quelle structure vous agissez, en haut de l’écran."))
    return structure
