"""A place with an address: where one goes, and where the pin stands on the map."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.socle.geographie import CommuneField


class LieuMixin(models.Model):
    """Postal address and position. The position follows the commune unless someone moved the pin."""

    adresse = models.CharField(_("adresse"), max_length=250, blank=True, help_text=_("Numéro et voie."))
    code_postal = models.CharField(
        _("code postal"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{5}$", _("Un code postal compte cinq chiffres."))],
    )
    code_commune = CommuneField(blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    position_corrigee = models.BooleanField(
        _("position corrigée à la main"),
        default=False,
        help_text=_("Coché, le repère reste où vous l’avez mis ; décoché, il se place au centre de la commune."),
    )

    class Meta:
        abstract = True
