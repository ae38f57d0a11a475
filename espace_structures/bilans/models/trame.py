"""The trame: the form of a bilan as data, written by the staff in the back office."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from portal.socle.champs import FluxField

from ..blocs import BLOCS_INDICATEURS, BLOCS_REGLES, BLOCS_SECTIONS


class Trame(LockableMixin, PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Sections, tables, questions, coherence rules and indicators of a bilan. A campaign freezes the live version."""

    code = models.SlugField(_("code"), max_length=60, unique=True, help_text=_("Sert aux fichiers et aux commandes."))
    titre = models.CharField(_("titre"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    sections = FluxField(BLOCS_SECTIONS, verbose_name=_("sections"), blank=True, collapsed=True)
    regles = FluxField(BLOCS_REGLES, verbose_name=_("règles de cohérence"), blank=True, collapsed=True)
    indicateurs = FluxField(BLOCS_INDICATEURS, verbose_name=_("indicateurs"), blank=True, collapsed=True)

    class Meta:
        verbose_name = _("trame de bilan")
        verbose_name_plural = _("trames de bilan")
        ordering = ["titre"]

    def __str__(self) -> str:
        return self.titre

    def get_preview_template(self, request, mode_name: str) -> str:
        """The form, read-only, as a structure will see it."""
        return "bilans/trame_apercu.html"
