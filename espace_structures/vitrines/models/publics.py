"""The publics that structures welcome: a list that the animation keeps up (domaine.md §1)."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..querysets import PublicQuerySet


class Public(models.Model):
    """A public welcomed, in the words of the calls for projects; named in both languages of the portal."""

    code = models.SlugField(
        _("code"), max_length=30, unique=True, help_text=_("Sert dans les adresses et les exports.")
    )
    nom = models.CharField(_("nom"), max_length=100, unique=True)
    nom_anglais = models.CharField(_("nom en anglais"), max_length=100)
    rang = models.PositiveSmallIntegerField(_("rang"), default=100)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("public accueilli")
        verbose_name_plural = _("publics accueillis")
        ordering = ["rang", "nom"]

    def __str__(self) -> str:
        return self.nom_anglais if get_language() == "en" else self.nom
