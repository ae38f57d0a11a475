"""A candidature: one person, one structure, from the confirmed address to an answer."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.models import Structure

from ..enums import (
    ETATS_EN_COURS,
    Auteur,
    EtatCandidature,
    MotifRefus,
    MotifRetrait,
    Source,
)
from ..querysets import CandidatureQuerySet
from .appel import AppelBenevoles
from .benevole import Benevole
from .entreprise import Entreprise


class Etiquette(models.Model):
    """A label of a structure's own, to sort its candidatures."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="etiquettes_benevolat")
    nom = models.CharField(_("nom"), max_length=40)

    class Meta:
        verbose_name = _("étiquette")
        verbose_name_plural = _("étiquettes")
        ordering = ["nom"]
        constraints = [
            models.UniqueConstraint(
                "structure",
                Lower("nom"),
                name="benevolat_etiquette_unique",
                violation_error_message=_("Cette étiquette existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class Candidature(models.Model):
    """What one person asks of one structure; of the animation régionale while `structure` is empty."""

    benevole = models.ForeignKey(Benevole, on_delete=models.CASCADE, related_name="candidatures")
    structure = models.ForeignKey(
        Structure, null=True, blank=True, on_delete=models.CASCADE, related_name="candidatures"
    )
    appel = models.ForeignKey(
        AppelBenevoles, null=True, blank=True, on_delete=models.SET_NULL, related_name="candidatures"
    )
    message = models.TextField(_("ce que vous voulez nous dire"), max_length=2000, blank=True)
    etat = models.CharField(_("état"), max_length=16, choices=EtatCandidature, default=EtatCandidature.A_CONFIRMER)
    etat_depuis = models.DateTimeField(_("dans cet état depuis"))
    creee_le = models.DateTimeField(_("créée le"))
    # When it reached this structure: what delays are counted from.
    recue_le = models.DateTimeField(_("reçue le"), null=True, blank=True)
    promise_le = models.DateField(_("réponse promise pour le"), null=True, blank=True)
    repondue_le = models.DateTimeField(_("première réponse le"), null=True, blank=True)
    rencontre_le = models.DateTimeField(_("rencontre le"), null=True, blank=True)
    rencontre_lieu = models.CharField(_("lieu de la rencontre"), max_length=200, blank=True)
    confiee_a = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confiée à"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    motif_refus = models.CharField(_("motif du refus"), max_length=16, choices=MotifRefus, blank=True)
    motif_retrait = models.CharField(_("motif du retrait"), max_length=12, choices=MotifRetrait, blank=True)
    precision = models.TextField(_("précision"), max_length=1000, blank=True)
    # If nobody answers, the candidature may be offered to the next structure.
    accepte_reorientation = models.BooleanField(_("accepte d’être réorientée"), default=False)
    suite_de = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="suites", verbose_name=_("suite de")
    )
    structure_relancee_le = models.DateTimeField(_("structure relancée le"), null=True, blank=True)
    animation_alertee_le = models.DateTimeField(_("animation alertée le"), null=True, blank=True)
    source = models.CharField(_("comment nous avez-vous connus"), max_length=16, choices=Source, blank=True)
    campagne = models.CharField(_("code de campagne"), max_length=40, blank=True)
    entreprise = models.ForeignKey(
        Entreprise, null=True, blank=True, on_delete=models.SET_NULL, related_name="candidatures"
    )
    etiquettes = models.ManyToManyField(Etiquette, blank=True, related_name="candidatures")
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = CandidatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidature")
        verbose_name_plural = _("candidatures")
        ordering = ["-recue_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["benevole", "structure"],
                condition=models.Q(etat__in=ETATS_EN_COURS),
                name="benevolat_candidature_en_cours_unique",
                violation_error_message=_("Une candidature est déjà en cours auprès de cette structure."),
            ),
            models.UniqueConstraint(
                fields=["benevole"],
                condition=models.Q(etat__in=ETATS_EN_COURS, structure__isnull=True),
                name="benevolat_candidature_animation_unique",
                violation_error_message=_("Une candidature est déjà en cours auprès de l’animation régionale."),
            ),
            models.CheckConstraint(
                condition=models.Q(etat=EtatCandidature.A_CONFIRMER) | models.Q(recue_le__isnull=False),
                name="benevolat_candidature_recue",
                violation_error_message=_("Une candidature confirmée dit quand elle a été reçue."),
            ),
            models.CheckConstraint(
                condition=~models.Q(etat=EtatCandidature.REFUSEE) | ~models.Q(motif_refus=""),
                name="benevolat_candidature_refus_motive",
                violation_error_message=_("Choisissez la raison du refus."),
            ),
            models.CheckConstraint(
                condition=~models.Q(etat=EtatCandidature.RENCONTRE_PREVUE) | models.Q(rencontre_le__isnull=False),
                name="benevolat_candidature_rencontre_datee",
                violation_error_message=_("Donnez la date de la rencontre."),
            ),
        ]
        indexes = [
            models.Index(fields=["structure", "etat"], name="benevolat_cand_etat"),
            models.Index(fields=["etat", "recue_le"], name="benevolat_cand_recue"),
        ]

    def __str__(self) -> str:
        return f"{self.benevole} – {self.structure or _('Animation régionale')}"


class Message(models.Model):
    """A message of the file, read by both sides; the mail that announces it does not repeat it."""

    candidature = models.ForeignKey(Candidature, on_delete=models.CASCADE, related_name="messages")
    auteur = models.CharField(_("auteur"), max_length=10, choices=Auteur)
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    texte = models.TextField(_("message"), max_length=4000)
    ecrit_le = models.DateTimeField(_("écrit le"))
    lu_le = models.DateTimeField(_("lu le"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["ecrit_le", "pk"]

    def __str__(self) -> str:
        return f"{self.candidature} – {self.get_auteur_display()}"


class Note(models.Model):
    """What members of the structure write for themselves. The person may read it when asking for their data."""

    candidature = models.ForeignKey(Candidature, on_delete=models.CASCADE, related_name="notes")
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    texte = models.TextField(_("note"), max_length=2000)
    ecrite_le = models.DateTimeField(_("écrite le"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-ecrite_le", "-pk"]

    def __str__(self) -> str:
        return f"{self.candidature} – {self.ecrite_le:%d/%m/%Y}"


class ModeleMessage(models.Model):
    """A ready-made message: of a structure, or offered to all by the animation (`structure` empty)."""

    structure = models.ForeignKey(
        Structure, null=True, blank=True, on_delete=models.CASCADE, related_name="modeles_messages"
    )
    titre = models.CharField(_("titre"), max_length=100)
    texte = models.TextField(
        _("texte"),
        max_length=4000,
        help_text=_("Vous pouvez écrire {prenom}, {structure} et {signature} : ils seront remplacés."),
    )

    class Meta:
        verbose_name = _("modèle de message")
        verbose_name_plural = _("modèles de messages")
        ordering = ["titre", "pk"]

    def __str__(self) -> str:
        return self.titre
