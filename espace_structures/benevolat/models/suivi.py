"""Beside the files: who opened them, and what remains once they are erased."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.models import Structure
from portal.socle.geographie import DepartementField

from ..enums import Consultation, Mesure, Sexe, Situation, Source, TrancheAge
from .benevole import Benevole

_AXES = ["annee", "departement", "mesure", "source", "sexe", "tranche_age", "situation"]


class AccesDossier(models.Model):
    """Somebody opened, changed or exported a volunteer's file. Kept a year; erased with the file."""

    benevole = models.ForeignKey(Benevole, on_delete=models.CASCADE, related_name="acces")
    structure = models.ForeignKey(Structure, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    compte = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(_("action"), max_length=10, choices=Consultation)
    le = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("accès à un dossier")
        verbose_name_plural = _("accès aux dossiers")
        ordering = ["-le", "-pk"]
        indexes = [models.Index(fields=["le"], name="benevolat_acces_le")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} – {self.le:%d/%m/%Y}"


class Compteur(models.Model):
    """How many, once nobody can be recognised: what erased files leave to the funnel and to the bilan.

    `sexe`, `tranche_age` and `situation` only go with the measures of engagements, `source` with those of candidatures.
    """

    annee = models.PositiveSmallIntegerField(_("année"), validators=[MinValueValidator(1993), MaxValueValidator(2100)])
    structure = models.ForeignKey(
        Structure, null=True, blank=True, on_delete=models.CASCADE, related_name="compteurs_benevolat"
    )
    departement = DepartementField(blank=True)
    mesure = models.CharField(_("mesure"), max_length=12, choices=Mesure)
    source = models.CharField(_("source"), max_length=16, choices=Source, blank=True)
    sexe = models.CharField(_("sexe"), max_length=1, choices=Sexe, blank=True)
    tranche_age = models.CharField(_("âge"), max_length=8, choices=TrancheAge, blank=True)
    situation = models.CharField(_("situation"), max_length=12, choices=Situation, blank=True)
    nombre = models.PositiveIntegerField(_("nombre"), default=0)

    class Meta:
        verbose_name = _("compteur")
        verbose_name_plural = _("compteurs")
        ordering = ["annee", "mesure", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", *_AXES],
                condition=models.Q(structure__isnull=False),
                name="benevolat_compteur_unique",
                violation_error_message=_("Ce compteur existe déjà."),
            ),
            models.UniqueConstraint(
                fields=_AXES,
                condition=models.Q(structure__isnull=True),
                name="benevolat_compteur_region_unique",
                violation_error_message=_("Ce compteur existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annee} {self.get_mesure_display()} : {self.nombre}"
