"""The list that a structure already keeps: the screens of every import, behind the door of its volunteers."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portal.socle.importation import vues

from ...views.portee import structure_unique
from ..forms.engagements import ImportForm
from ..metier.importation import ImportDeBenevoles


class Ecran:
    """For the one structure for which one acts: a list belongs to one."""

    http_method_names = ["get", "head", "post"]

    @cached_property
    def genre(self) -> ImportDeBenevoles:
        structure = structure_unique(self.request)
        if structure is None or not self.request.user.has_perm("benevolat.suivre", structure):
            raise PermissionDenied(_("Choisissez d’abord la structure pour laquelle vous agissez."))
        return ImportDeBenevoles(structure)

    def dispatch(self, request, *args, **kwargs):
        self.genre  # noqa: B018 - the door, before anything is read
        return super().dispatch(request, *args, **kwargs)

    def adresse(self, ecran: str) -> str:
        noms = {"envoi": "importer", "colonnes": "colonnes", "apercu": "apercu"}
        return reverse(f"espace:benevoles-{noms[ecran]}" if ecran in noms else "espace:benevoles")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"structure": self.genre.structure}


class Importer(Ecran, vues.Envoi):
    template_name = "benevolat/engagements/importer.html"
    form_class = ImportForm


class Colonnes(Ecran, vues.Colonnes):
    template_name = "benevolat/engagements/colonnes.html"


class Apercu(Ecran, vues.Apercu):
    template_name = "benevolat/engagements/apercu.html"
