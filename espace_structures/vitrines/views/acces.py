"""Which structure the screens of a member are about, which pages, and who may write them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from espace_structures.structures.droits import Appartenances
from espace_structures.structures.models import Structure
from portal.socle.parametres import lire_identifiant

from ..metier.destinataires import structure_de
from ..metier.mes_pages import page_du_membre
from ..models import ActionPage, FichePage


def structure_courante(request: HttpRequest, *, ecrire: bool = False) -> Structure:
    """The structure that the person chose to work for; the first that they write for while they chose none.

    403 for who belongs to none, acts for a funder, or wants to write where they only read.
    """
    liens = request.organisation.liens
    editees = liens.structures_editees()
    pk = next(iter([*editees, *liens.roles_structures]), None)
    if pk is None or (ecrire and pk not in editees):
        raise request.organisation.refus()
    return Structure.objects.prefetch_related("implantations").get(pk=pk)


def structure_postee(request: HttpRequest) -> Structure:
    """The structure that the form was shown for, whatever was switched to meanwhile in another tab."""
    liens = Appartenances.de(request.user)
    pk = lire_identifiant(request.POST.get("structure", ""))
    if pk not in liens.roles_structures:
        return structure_courante(request, ecrire=True)
    if pk not in liens.structures_editees():
        raise PermissionDenied
    return Structure.objects.prefetch_related("implantations").get(pk=pk)


def page_du_compte(
    request: HttpRequest, pk: int, *, ecrire: bool = False, modele: type | None = None
) -> tuple[FichePage | ActionPage, Structure]:
    """A page of one's structures with its structure: 404 for any other page, 403 when one may only read it."""
    page = page_du_membre(request.user, pk)
    if page is None or (modele is not None and not isinstance(page, modele)):
        raise Http404(_("Cette page n’est pas de votre structure."))
    structure = structure_de(page)
    if ecrire and not request.user.has_perm("vitrines.ecrire", structure):
        raise PermissionDenied
    return page, structure
