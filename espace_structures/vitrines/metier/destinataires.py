"""Who is written to about a public page, each in the language of their back office."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from espace_structures.comptes.models import Compte
from espace_structures.structures.models import MembreStructure, Structure
from portal.socle.courriels import envoyer

from ..models import ActionPage, FichePage


def responsables_de(structure: Structure | int) -> QuerySet[Compte]:
    """Accounts in charge of a structure."""
    membres = MembreStructure.objects.actifs().responsables().filter(structure=structure)
    return Compte.objects.filter(pk__in=membres.values("compte")).order_by("pk")


def structure_de(page: FichePage | ActionPage) -> Structure:
    """The structure whose page it is: named on a sheet, that of the sheet above for an action."""
    if isinstance(page, FichePage):
        return page.structure
    return Structure.objects.get(fiches__path=page.path[: -page.steplen])


def ecrire(gabarit: str, comptes: QuerySet[Compte], contexte: Mapping[str, object]) -> int:
    """One mail a person, in the language that the person chose in the back office, French otherwise; how many."""
    par_langue: dict[str, list[str]] = {}
    for adresse, langue in comptes.values_list("email", "wagtail_userprofile__preferred_language"):
        par_langue.setdefault(langue or settings.LANGUAGE_CODE, []).append(adresse)
    for langue, adresses in sorted(par_langue.items()):
        with translation.override(langue):
            envoyer(f"courriels/{gabarit}", adresses, contexte, langue=langue)
    return sum(len(adresses) for adresses in par_langue.values())
