"""What is known of a public page beside its text: when it was last confirmed, who is interested, what was reported."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from espace_structures.structures.models import Structure

from ..enums import EtatSignalement, MotifSignalement
from ..querysets import InteretQuerySet, SignalementQuerySet
from .action import ActionPage


class Fraicheur(models.Model):
    """When a sheet or an action was last confirmed. Outside the page, so that no revision rewinds it."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="fraicheur", primary_key=True)
    confirmee_le = models.DateField(_("vérifiée le"))
    confirmee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    demandee_le = models.DateField(_("confirmation demandée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("vérification")
        verbose_name_plural = _("vérifications")

    def __str__(self) -> str:
        return f"{self.page} – {self.confirmee_le}"


class Interet(models.Model):
    """A structure tells another that its action interests it."""

    action = models.ForeignKey(ActionPage, on_delete=models.CASCADE, related_name="interets")
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="interets")
    compte = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    message = models.TextField(_("message"), max_length=1000, blank=True)
    cree_le = models.DateTimeField(_("créé le"))

    objects = InteretQuerySet.as_manager()

    class Meta:
        verbose_name = _("intérêt pour une action")
        verbose_name_plural = _("intérêts pour des actions")
        ordering = ["-cree_le"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "structure"],
                name="vitrines_interet_unique",
                violation_error_message=_("Votre structure a déjà dit son intérêt pour cette action."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure} – {self.action}"


class Signalement(models.Model):
    """A visitor says that something is wrong on a public page. The address is erased once the report is closed."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="signalements")
    motif = models.CharField(_("motif"), max_length=12, choices=MotifSignalement)
    message = models.TextField(_("message"), max_length=1500)
    courriel = models.EmailField(_("votre adresse électronique"), blank=True)
    cree_le = models.DateTimeField(_("reçu le"))
    etat = models.CharField(_("état"), max_length=10, choices=EtatSignalement, default=EtatSignalement.NOUVEAU)
    traite_le = models.DateTimeField(_("traité le"), null=True, blank=True)
    traite_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reponse = models.TextField(_("réponse"), max_length=1500, blank=True)

    objects = SignalementQuerySet.as_manager()

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ["-cree_le"]

    def __str__(self) -> str:
        return f"{self.page} – {self.get_motif_display()}"
