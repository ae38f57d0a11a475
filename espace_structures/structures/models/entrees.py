"""How people come in: invited by those in charge, or asking to join."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ..enums import EtatDemande, RoleFinanceur, RoleStructure
from ..querysets import DemandeQuerySet, InvitationQuerySet
from .financeur import Financeur
from .structure import Structure


class Invitation(models.Model):
    """An invitation by e-mail to a structure or to a funder. Pending while neither accepted nor cancelled.

    The link of the mail holds a secret; only its digest is kept. Sending again makes a new secret: the old link dies.
    """

    structure = models.ForeignKey(
        Structure, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    financeur = models.ForeignKey(
        Financeur, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    courriel = models.EmailField(_("adresse électronique"))
    role = models.CharField(_("rôle"), max_length=16, choices=[*RoleStructure.choices, *RoleFinanceur.choices])
    message = models.TextField(_("message"), max_length=1000, blank=True)
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    invitee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("par")
    )
    creee_le = models.DateTimeField(_("créée le"))
    envoyee_le = models.DateTimeField(_("envoyée le"))
    expire_le = models.DateTimeField(_("valable jusqu’au"))
    acceptee_le = models.DateTimeField(_("acceptée le"), null=True, blank=True)
    acceptee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    annulee_le = models.DateTimeField(_("annulée le"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-creee_le"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(structure__isnull=True) ^ models.Q(financeur__isnull=True),
                name="structures_invitation_une_organisation",
                violation_error_message=_("Une invitation vaut pour une structure ou pour un financeur."),
            ),
            models.CheckConstraint(
                condition=models.Q(structure__isnull=False, role__in=[role.value for role in RoleStructure])
                | models.Q(financeur__isnull=False, role__in=[role.value for role in RoleFinanceur]),
                name="structures_invitation_role_de_l_organisation",
                violation_error_message=_("Ce rôle n’existe pas dans cette organisation."),
            ),
            models.CheckConstraint(
                condition=models.Q(acceptee_le__isnull=True) | models.Q(annulee_le__isnull=True),
                name="structures_invitation_acceptee_ou_annulee",
                violation_error_message=_("Une invitation acceptée ne s’annule plus."),
            ),
            models.UniqueConstraint(
                "structure",
                Lower("courriel"),
                condition=models.Q(acceptee_le__isnull=True, annulee_le__isnull=True, structure__isnull=False),
                name="structures_invitation_en_attente_unique",
                violation_error_message=_("Une invitation attend déjà cette personne : renvoyez-la plutôt."),
            ),
            models.UniqueConstraint(
                "financeur",
                Lower("courriel"),
                condition=models.Q(acceptee_le__isnull=True, annulee_le__isnull=True, financeur__isnull=False),
                name="structures_invitation_financeur_en_attente_unique",
                violation_error_message=_("Une invitation attend déjà cette personne : renvoyez-la plutôt."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.courriel} – {self.organisation}"

    @property
    def organisation(self) -> Structure | Financeur:
        """The structure or the funder that invites."""
        return self.structure or self.financeur

    def get_role_lisible(self) -> str:
        """The role in words, whatever the kind of organisation."""
        return dict([*RoleStructure.choices, *RoleFinanceur.choices])[self.role]


class DemandeAdhesion(models.Model):
    """Someone asks to join a structure; nobody is disturbed before the address is confirmed."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="demandes")
    courriel = models.EmailField(_("adresse électronique"))
    prenom = models.CharField(_("prénom"), max_length=150)
    nom = models.CharField(_("nom"), max_length=150)
    fonction = models.CharField(_("fonction"), max_length=150, blank=True)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="demandes_adhesion"
    )
    # Of who has no account: an account says its own.
    langue = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES, blank=True)
    etat = models.CharField(_("état"), max_length=12, choices=EtatDemande, default=EtatDemande.A_CONFIRMER)
    creee_le = models.DateTimeField(_("créée le"))
    confirmee_le = models.DateTimeField(_("adresse confirmée le"), null=True, blank=True)
    traitee_le = models.DateTimeField(_("traitée le"), null=True, blank=True)
    traitee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    motif = models.TextField(_("motif"), max_length=1000, blank=True)

    objects = DemandeQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande d’adhésion")
        verbose_name_plural = _("demandes d’adhésion")
        ordering = ["-creee_le"]
        constraints = [
            models.UniqueConstraint(
                "structure",
                Lower("courriel"),
                condition=models.Q(etat__in=[EtatDemande.A_CONFIRMER, EtatDemande.EN_ATTENTE]),
                name="structures_demande_en_cours_unique",
                violation_error_message=_("Une demande est déjà en cours pour cette structure avec cette adresse."),
            ),
            models.CheckConstraint(
                condition=~models.Q(etat=EtatDemande.REFUSEE) | ~models.Q(motif=""),
                name="structures_demande_refus_motive",
                violation_error_message=_("Dites pourquoi la demande est refusée."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom} – {self.structure}"
