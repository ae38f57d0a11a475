"""How a structure welcomes a person: the steps of the welcome, with their dates."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.models import Structure

from ..enums import Honorabilite
from .benevole import Benevole


class Accueil(models.Model):
    """The checklist of one person in one structure. Of honorability only what was seen, when and by whom is kept.

    The document itself is never collected (domaine.md §7, S69). Where minors in child protection are concerned the
    attestation is required, less than six months old when shown, and renewed every three years (S70-S73).
    """

    benevole = models.ForeignKey(Benevole, on_delete=models.CASCADE, related_name="accueils")
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="accueils")
    entretien_le = models.DateField(_("entretien le"), null=True, blank=True)
    charte_le = models.DateField(_("charte signée le"), null=True, blank=True)
    formation_le = models.DateField(_("formation le"), null=True, blank=True)
    mineurs = models.BooleanField(_("accompagne des personnes mineures"), default=False)
    mineurs_proteges = models.BooleanField(_("accompagne des mineurs de la protection de l’enfance"), default=False)
    honorabilite = models.CharField(_("pièce vue"), max_length=12, choices=Honorabilite, blank=True)
    honorabilite_le = models.DateField(_("vérifiée le"), null=True, blank=True)
    honorabilite_jusqu_au = models.DateField(_("à vérifier de nouveau le"), null=True, blank=True)
    honorabilite_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    honorabilite_rappelee_le = models.DateTimeField(_("rappel envoyé le"), null=True, blank=True)
    modifie_le = models.DateTimeField(_("modifié le"))

    class Meta:
        verbose_name = _("accueil")
        verbose_name_plural = _("accueils")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["benevole", "structure"],
                name="benevolat_accueil_unique",
                violation_error_message=_("Cette personne a déjà une fiche d’accueil."),
            ),
            models.CheckConstraint(
                condition=models.Q(honorabilite="", honorabilite_le__isnull=True)
                | (~models.Q(honorabilite="") & models.Q(honorabilite_le__isnull=False)),
                name="benevolat_accueil_honorabilite_datee",
                violation_error_message=_("Dites quelle pièce a été vue, et quand."),
            ),
            models.CheckConstraint(
                condition=models.Q(mineurs_proteges=False) | models.Q(mineurs=True),
                name="benevolat_accueil_mineurs",
                violation_error_message=_("Les mineurs de la protection de l’enfance sont des personnes mineures."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benevole} – {self.structure}"
