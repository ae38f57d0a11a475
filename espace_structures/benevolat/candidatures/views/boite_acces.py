"""What the screens of the inbox read and write, within the structures one acts for."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from espace_structures.structures.models import Structure

from ...models import Candidature
from ...views.portee import Portee, portee


def candidatures_suivies(request: HttpRequest, lieu: Portee) -> QuerySet[Candidature]:
    """The confirmed candidatures of these structures."""
    return lieu.filtrer(Candidature.objects.visibles_par(request.user))


def structure_d_ecriture(request: HttpRequest, pk: int | None) -> Structure:
    """The structure for which something is written: the only one, or one of one's own."""
    lieu = portee(request)
    if lieu.seule is not None:
        return lieu.seule
    possibles = lieu.structures if not lieu.toutes else Structure.objects.none()
    structure = possibles.filter(pk=pk).first() if pk else (possibles.first() if len(possibles) == 1 else None)
    if structure is None:
        raise PermissionDenied(_("Choisissez d’abord pour quelle structure vous agissez, en haut de l’écran."))
    return structure
