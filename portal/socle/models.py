"""What the jobs that run by themselves leave behind: their runs, and the mails that must not leave twice."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from .courrier.modeles import AdresseEnDefaut, CourrielEnvoye, TexteDeCourriel  # noqa: F401 - tables of the ground
from .importation.modeles import CorrespondanceDeColonne  # noqa: F401

ESSAIS_PAR_JOUR = 3
ATTENTE_APRES_ECHEC = timedelta(minutes=30)
# A run without an end for so long died with its process.
DUREE_MAXIMALE = timedelta(hours=2)


class ExecutionDeTacheQuerySet(models.QuerySet["ExecutionDeTache"]):
    """Questions about the runs."""

    def dernieres(self) -> "ExecutionDeTacheQuerySet":
        """The latest run of each job."""
        plus_recente = self.model._default_manager.filter(code=OuterRef("code")).order_by("-jour").values("pk")[:1]
        return self.filter(pk=Subquery(plus_recente))


class ExecutionDeTache(models.Model):
    """The run of a job on a day: one row whatever the number of attempts, so that nobody runs it beside another."""

    code = models.CharField(_("code de la tâche"), max_length=100)
    jour = models.DateField(_("jour"))
    essais = models.PositiveSmallIntegerField(_("nombre d’essais"), default=1)
    commencee_le = models.DateTimeField(_("commencée le"), db_index=True)
    terminee_le = models.DateTimeField(_("terminée le"), null=True, blank=True)
    compte_rendu = models.CharField(_("compte rendu"), max_length=500, blank=True)
    erreur = models.CharField(_("erreur"), max_length=500, blank=True)

    objects = ExecutionDeTacheQuerySet.as_manager()

    class Meta:
        verbose_name = _("exécution de tâche")
        verbose_name_plural = _("exécutions de tâches")
        ordering = ["-jour", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "jour"],
                name="socle_execution_une_par_jour",
                violation_error_message=_("Cette tâche a déjà une exécution ce jour-là."),
            ),
            models.CheckConstraint(
                condition=Q(erreur="") | Q(terminee_le__isnull=False),
                name="socle_execution_erreur_terminee",
                violation_error_message=_("Une exécution en échec est une exécution terminée."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.jour})"

    @property
    def duree(self) -> timedelta | None:
        """Time taken; None while it runs."""
        return self.terminee_le - self.commencee_le if self.terminee_le else None

    @property
    def est_en_echec(self) -> bool:
        return bool(self.erreur)

    def est_en_cours(self, *, le: datetime) -> bool:
        """Whether it is running: started, not ended, and not for so long that its process must be dead."""
        return self.terminee_le is None and le < self.commencee_le + DUREE_MAXIMALE

    def est_interrompue(self, *, le: datetime) -> bool:
        """Whether its process died before the end."""
        return self.terminee_le is None and not self.est_en_cours(le=le)

    def nouvel_essai_le(self) -> datetime | None:
        """From when the planner may try again on the same day; None when it succeeded or was tried enough."""
        if self.essais >= ESSAIS_PAR_JOUR or (self.terminee_le and not self.erreur):
            return None
        if self.terminee_le is None:
            return self.commencee_le + DUREE_MAXIMALE
        return self.terminee_le + ATTENTE_APRES_ECHEC


class Envoi(models.Model):
    """A mail sent by a job: the same job never writes twice to the same person about the same object and date."""

    code = models.CharField(_("code de la tâche"), max_length=100)
    objet = models.CharField(_("objet"), max_length=150)
    destinataire = models.CharField(_("empreinte du destinataire"), max_length=64)
    echeance = models.DateField(_("échéance"))
    envoye_le = models.DateTimeField(_("envoyé le"))

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")
        ordering = ["-envoye_le"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "objet", "destinataire", "echeance"],
                name="socle_envoi_unique",
                violation_error_message=_("Ce courriel est déjà parti."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.objet} ({self.echeance})"
