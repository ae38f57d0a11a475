"""The account of a person: an e-mail address and a name. What it may do comes from memberships (room `structures`).

Beside it, what the support did in that person's place, and for how long an account may sleep.
"""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


class CompteManager(BaseUserManager["Compte"]):
    """Creates accounts by e-mail address."""

    use_in_migrations = True

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """The whole address in lower case: two accounts never differ by capitals alone."""
        return (email or "").strip().lower()

    def create_user(self, email: str, password: str | None = None, **champs) -> "Compte":
        """A new account; raises ValueError without an address. No password means sign-in after a reset only."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        compte = self.model(email=self.normalize_email(email), **champs)
        compte.set_password(password)
        compte.save(using=self._db)
        return compte

    def create_superuser(self, email: str, password: str | None = None, **champs) -> "Compte":
        """A new account with every right."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **champs)

    def get_by_natural_key(self, username: str | None) -> "Compte":
        return self.get(email=self.normalize_email(username))


class Compte(AbstractUser):
    """A person who signs in. The e-mail address is the login, unique whatever its capitals."""

    username = None  # type: ignore[assignment]
    first_name = models.CharField(_("prénom"), max_length=150)
    last_name = models.CharField(_("nom"), max_length=150)
    email = models.EmailField(
        _("adresse électronique"),
        unique=True,
        error_messages={"unique": _("Un compte existe déjà avec cette adresse électronique.")},
    )

    # What became of an account that nobody uses (metier.inactivite).
    averti_inactivite_le = models.DateTimeField(_("averti de son inactivité le"), null=True, blank=True, editable=False)
    desactive_le = models.DateTimeField(_("désactivé pour inactivité le"), null=True, blank=True, editable=False)
    efface_le = models.DateTimeField(_("effacé le"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects: CompteManager = CompteManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="comptes_compte_email_unique_sans_casse",
                violation_error_message=_("Un compte existe déjà avec cette adresse électronique."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)


class Assistance(models.Model):
    """A sign-in of the support in the place of somebody: who, whose account, why, from when to when."""

    compte = models.ForeignKey(
        Compte, on_delete=models.CASCADE, related_name="assistances_recues", verbose_name=_("compte")
    )
    par = models.ForeignKey(
        Compte, on_delete=models.SET_NULL, null=True, related_name="assistances_donnees", verbose_name=_("par")
    )
    motif = models.CharField(_("motif"), max_length=300)
    debut = models.DateTimeField(_("début"))
    fin = models.DateTimeField(_("fin"), null=True, blank=True)

    class Meta:
        verbose_name = _("connexion d’assistance")
        verbose_name_plural = _("connexions d’assistance")
        ordering = ["-debut", "-pk"]
        default_permissions = ()
        permissions = [("assister_compte", "Peut se connecter à la place d’une personne pour l’aider")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fin__isnull=True) | models.Q(fin__gte=models.F("debut")),
                name="comptes_assistance_fin_apres_debut",
                violation_error_message=_("Une connexion d’assistance finit après avoir commencé."),
            ),
            models.CheckConstraint(
                condition=~models.Q(par=models.F("compte")),
                name="comptes_assistance_jamais_a_sa_propre_place",
                violation_error_message=_("On ne se connecte pas à sa propre place."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compte} – {self.debut:%d/%m/%Y %H:%M}"


@register_setting(icon="user", order=320)
class ReglagesComptes(BaseGenericSetting):
    """How long an account may stay unused: one row for the whole portal."""

    inactivite_mois = models.PositiveSmallIntegerField(
        _("désactivation d’un compte inutilisé, en mois"),
        default=24,
        validators=[MinValueValidator(6), MaxValueValidator(36)],
        help_text=_(
            "Après la dernière connexion. La personne est prévenue un mois avant ; un an après la désactivation, son "
            "nom et son adresse sont effacés."
        ),
    )

    class Meta:
        verbose_name = _("comptes inutilisés")
        verbose_name_plural = _("comptes inutilisés")

    def __str__(self) -> str:
        return str(_("Réglages des comptes"))
