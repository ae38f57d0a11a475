"""What the public page of a structure shows."""

from __future__ import annotations

from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone
from wagtail.models import Page

from espace_structures.structures.enums import StatutStructure

from ..querysets import dans_la_langue
from .verification import VerifieeMixin


class FicheMontree(VerifieeMixin):
    """The context of a sheet."""

    @property
    def est_fermee(self) -> bool:
        return self.structure.statut == StatutStructure.FERMEE

    @property
    def accueils(self) -> list[str]:
        """How the structure welcomes, in the words of the form."""
        voies = ("sur_rendez_vous", "sans_rendez_vous", "en_ligne")
        return [self._meta.get_field(voie).verbose_name for voie in voies if getattr(self, voie)]

    @property
    def image_de_partage(self):
        """A logo makes a poor social card: cut to its format, nothing of it is read."""
        return self.image_sociale

    def actions_montrees(self, le: date) -> list:
        """Published actions, those that go on first, in the language of the sheet where they are translated."""
        siennes = Page._meta.get_field("actionpage").related_model.objects.live().sources().child_of(self.originale)
        actions = sorted(siennes.pour_cartes(le).recentes(), key=lambda action: action.est_terminee(le))
        return dans_la_langue(actions, self.langue, preparer=lambda pages: pages.pour_cartes(le))

    def get_context(self, request, *args, **kwargs):
        le = timezone.localdate()
        if self.logo is not None:
            prefetch_related_objects([self.logo], "renditions")
        return super().get_context(request, *args, **kwargs) | {
            "structure": self.structure,
            "implantations": list(self.structure.implantations.all()),
            "publics": list(self.publics.all()),
            "antennes": list(self.antennes.all()),
            "actions": self.actions_montrees(le),
            "est_perimee": self.est_perimee(le),
            "suite": self._fiche_du_successeur(),
        }

    def _fiche_du_successeur(self):
        """The published sheet of the structure that takes over, in the language of this one where there is one."""
        if self.structure.successeur_id is None:
            return None
        fiches = type(self).objects.live().sources().filter(structure=self.structure.successeur_id)
        return next(iter(dans_la_langue(list(fiches.select_related("locale")[:1]), self.langue)), None)
