"""Engagements: a volunteer in a structure, season after season, and the campaigns that renew them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.models import Structure
from portal.socle.geographie import DepartementField

from ..enums import CanalReponse, MotifSortie, OrigineEngagement, Reponse, StatutEngagement
from ..querysets import DemandeRenouvellementQuerySet, EngagementQuerySet
from .benevole import Benevole
from .candidature import Candidature


class Engagement(models.Model):
    """One person in one structure. Leaving closes it, coming back reopens it: the seasons keep the history."""

    benevole = models.ForeignKey(Benevole, on_delete=models.CASCADE, related_name="engagements")
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="engagements")
    departement = DepartementField()  # where the person acts: which sheet of the bilan counts them
    statut = models.CharField(_("statut"), max_length=8, choices=StatutEngagement, default=StatutEngagement.ACTIF)
    depuis = models.DateField(_("depuis le"))
    pause_jusqu_au = models.DateField(_("en pause jusqu’au"), null=True, blank=True)
    sorti_le = models.DateField(_("terminé le"), null=True, blank=True)
    motif_sortie = models.CharField(_("raison"), max_length=16, choices=MotifSortie, blank=True)
    precision = models.TextField(_("précision"), max_length=1000, blank=True)
    origine = models.CharField(_("origine"), max_length=12, choices=OrigineEngagement)
    candidature = models.OneToOneField(
        Candidature, null=True, blank=True, on_delete=models.SET_NULL, related_name="engagement"
    )
    cree_le = models.DateTimeField(_("créé le"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        ordering = ["benevole__nom", "benevole__prenom", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["benevole", "structure"],
                name="benevolat_engagement_unique",
                violation_error_message=_("Cette personne est déjà engagée dans cette structure."),
            ),
            models.CheckConstraint(
                condition=models.Q(statut=StatutEngagement.EN_PAUSE, pause_jusqu_au__isnull=False)
                | (~models.Q(statut=StatutEngagement.EN_PAUSE) & models.Q(pause_jusqu_au__isnull=True)),
                name="benevolat_engagement_pause_datee",
                violation_error_message=_("Une pause a une fin ; un engagement qui n’est pas en pause n’en a pas."),
            ),
            models.CheckConstraint(
                condition=(models.Q(statut=StatutEngagement.SORTI, sorti_le__isnull=False) & ~models.Q(motif_sortie=""))
                | (~models.Q(statut=StatutEngagement.SORTI) & models.Q(sorti_le__isnull=True, motif_sortie="")),
                name="benevolat_engagement_sortie_motivee",
                violation_error_message=_("Une sortie a une date et une raison."),
            ),
        ]
        indexes = [models.Index(fields=["structure", "statut"], name="benevolat_engagement_statut")]

    def __str__(self) -> str:
        return f"{self.benevole} – {self.structure}"


class Saison(models.Model):
    """A season of an engagement, both days included. Seasons of an engagement never overlap."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="saisons")
    debut = models.DateField(_("début"))
    fin = models.DateField(_("fin"))

    class Meta:
        verbose_name = _("saison")
        verbose_name_plural = _("saisons")
        ordering = ["debut"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "debut"],
                name="benevolat_saison_unique",
                violation_error_message=_("Cette saison existe déjà."),
            ),
            models.CheckConstraint(
                condition=models.Q(fin__gte=models.F("debut")),
                name="benevolat_saison_a_l_endroit",
                violation_error_message=_("Une saison finit après avoir commencé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement} {self.debut:%d/%m/%Y}–{self.fin:%d/%m/%Y}"


class CampagneRenouvellement(models.Model):
    """Asks the volunteers whose season ends whether they go on: of one structure, or of all (`structure` empty)."""

    structure = models.ForeignKey(
        Structure, null=True, blank=True, on_delete=models.CASCADE, related_name="campagnes_renouvellement"
    )
    titre = models.CharField(_("titre"), max_length=120)
    # Those whose season ends on or before this day are asked.
    fin_de_saison = models.DateField(_("saisons qui finissent au plus tard le"))
    message = models.TextField(_("mot d’accompagnement"), max_length=1000, blank=True)
    lancee_le = models.DateTimeField(_("lancée le"))
    lancee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    close_le = models.DateTimeField(_("close le"), null=True, blank=True)

    class Meta:
        verbose_name = _("campagne de renouvellement")
        verbose_name_plural = _("campagnes de renouvellement")
        ordering = ["-lancee_le", "-pk"]

    def __str__(self) -> str:
        return self.titre


class DemandeRenouvellement(models.Model):
    """The question asked of one volunteer at the end of one season, and the answer. Asked once a season."""

    campagne = models.ForeignKey(CampagneRenouvellement, on_delete=models.CASCADE, related_name="demandes")
    saison = models.OneToOneField(Saison, on_delete=models.CASCADE, related_name="demande")
    envoyee_le = models.DateTimeField(_("envoyée le"))
    rappels = models.PositiveSmallIntegerField(_("rappels envoyés"), default=0)
    rappelee_le = models.DateTimeField(_("dernier rappel le"), null=True, blank=True)
    reponse = models.CharField(_("réponse"), max_length=8, choices=Reponse, blank=True)
    repondue_le = models.DateTimeField(_("répondue le"), null=True, blank=True)
    canal = models.CharField(_("canal"), max_length=10, choices=CanalReponse, blank=True)
    a_appeler = models.BooleanField(_("à appeler"), default=False)
    version_lien = models.PositiveIntegerField(_("version du lien"), default=1)

    objects = DemandeRenouvellementQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande de renouvellement")
        verbose_name_plural = _("demandes de renouvellement")
        ordering = ["saison__engagement__benevole__nom", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reponse="", repondue_le__isnull=True)
                | (~models.Q(reponse="") & models.Q(repondue_le__isnull=False)),
                name="benevolat_renouvellement_reponse_datee",
                violation_error_message=_("Une réponse a une date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.saison} – {self.get_reponse_display()}"
