"""The companies' door: an employer pledges volunteers, who apply under its code."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import EtatEntreprise


class Entreprise(models.Model):
    """An employer, its pledge and its code. It sees counts, never who applied."""

    nom = models.CharField(_("nom"), max_length=200)
    contact_nom = models.CharField(_("nom du contact"), max_length=150)
    contact_fonction = models.CharField(_("fonction"), max_length=150, blank=True)
    courriel = models.EmailField(_("adresse électronique"))
    langue = models.CharField(_("langue"), max_length=2, default="fr")
    promesse = models.PositiveSmallIntegerField(
        _("bénévoles promis"), validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    jusqu_au = models.DateField(_("jusqu’au"))
    message = models.TextField(_("message"), max_length=1000, blank=True)
    code = models.CharField(_("code"), max_length=12, unique=True)
    etat = models.CharField(_("état"), max_length=12, choices=EtatEntreprise, default=EtatEntreprise.A_CONFIRMER)
    creee_le = models.DateTimeField(_("créée le"))
    confirmee_le = models.DateTimeField(_("confirmée le"), null=True, blank=True)
    version_lien = models.PositiveIntegerField(_("version du lien"), default=1)

    class Meta:
        verbose_name = _("entreprise engagée")
        verbose_name_plural = _("entreprises engagées")
        ordering = ["nom", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(promesse__gte=1),
                name="benevolat_entreprise_promesse",
                violation_error_message=_("Une entreprise s’engage pour au moins une personne."),
            ),
        ]

    def __str__(self) -> str:
        return self.nom
