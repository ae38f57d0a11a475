"""States of a call for projects. They are derived from its dates, never stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatutAppel(models.TextChoices):
    A_VENIR = "a-venir", _("À venir")
    OUVERT = "ouvert", _("Ouvert")
    CLOT_BIENTOT = "clot-bientot", _("Clôt bientôt")
    CLOS = "clos", _("Clos")

    @property
    def forme(self) -> str:
        """Name of the shape and colour that go with the word, in the components of the design."""
        return "bientot_clos" if self is StatutAppel.CLOT_BIENTOT else self.value.replace("-", "_")
