"""The images and documents of a structure: a collection of its own, that no other structure opens."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from espace_structures.structures.models import Structure


class Mediatheque(models.Model):
    """Which collection is whose. A name would not do: structures are renamed, and two may bear the same."""

    structure = models.OneToOneField(
        Structure, on_delete=models.CASCADE, related_name="mediatheque", verbose_name=_("structure"), primary_key=True
    )
    collection = models.OneToOneField(
        Collection, on_delete=models.PROTECT, related_name="mediatheque", verbose_name=_("collection")
    )

    class Meta:
        verbose_name = _("médiathèque")
        verbose_name_plural = _("médiathèques")

    def __str__(self) -> str:
        return str(self.structure)
