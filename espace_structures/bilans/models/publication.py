"""Figures given to the public: frozen the day they are published, so that what was said then can be found again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.socle.geographie import DepartementField

from .campagne import Campagne


class Publication(models.Model):
    """The figures of an exercice on the public site: who published them, when, from how many bilans."""

    wagtail_reference_index_ignore = True

    campagne = models.OneToOneField(Campagne, on_delete=models.PROTECT, related_name="publication")
    publiee_le = models.DateTimeField(_("publiée le"))
    publiee_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    bilans_valides = models.PositiveIntegerField(_("bilans validés"))
    bilans_attendus = models.PositiveIntegerField(_("bilans attendus"))

    class Meta:
        verbose_name = _("publication des chiffres")
        verbose_name_plural = _("publications des chiffres")

    def __str__(self) -> str:
        return f"{self.campagne}"


class ChiffrePublie(models.Model):
    """A figure of the region (no département) or of a département. What small numbers would reveal has no row."""

    wagtail_reference_index_ignore = True

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="chiffres")
    departement = DepartementField(blank=True)
    code = models.CharField(max_length=20)
    valeur = models.DecimalField(_("valeur"), max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = _("chiffre publié")
        verbose_name_plural = _("chiffres publiés")
        constraints = [
            models.UniqueConstraint(fields=["publication", "departement", "code"], name="bilans_chiffre_publie_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.departement} {self.valeur}"
