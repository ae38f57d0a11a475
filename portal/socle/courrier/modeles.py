"""What is kept of mails: that one left and what became of it; addresses left alone; texts of the animation.

Neither an address in clear nor the body of a mail: an address is known by its digest
(`planification.envois.empreinte`).
"""

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import PreviewableMixin


class EtatCourriel(models.TextChoices):
    EN_ATTENTE = "EN_ATTENTE", _("En attente d’envoi")
    REMIS = "REMIS", _("Remis au serveur de courriel")
    DELIVRE = "DELIVRE", _("Arrivé")
    REBOND = "REBOND", _("Refusé par la boîte du destinataire")
    PLAINTE = "PLAINTE", _("Signalé comme indésirable")
    ECHEC = "ECHEC", _("Pas parti")
    RETENU = "RETENU", _("Retenu : adresse en défaut")


class CourrielEnvoye(models.Model):
    """One mail to one person. Kept twelve months."""

    gabarit = models.CharField(_("modèle"), max_length=100)
    destinataire = models.CharField(_("empreinte du destinataire"), max_length=64, db_index=True)
    langue = models.CharField(_("langue"), max_length=2)
    cree_le = models.DateTimeField(_("écrit le"), db_index=True)
    etat = models.CharField(_("état"), max_length=10, choices=EtatCourriel, default=EtatCourriel.EN_ATTENTE)
    etat_le = models.DateTimeField(_("depuis"))
    essais = models.PositiveSmallIntegerField(_("essais"), default=0)
    identifiant = models.CharField(_("identifiant chez le prestataire"), max_length=200, blank=True, db_index=True)
    erreur = models.CharField(_("erreur"), max_length=100, blank=True)  # its kind, never its words

    class Meta:
        verbose_name = _("courriel envoyé")
        verbose_name_plural = _("courriels envoyés")
        ordering = ["-cree_le", "-pk"]
        indexes = [models.Index(fields=["etat", "cree_le"], name="socle_courriel_etat")]

    @property
    def titre(self) -> str:
        from .registre import titre_de  # which reads a setting when it is imported

        return titre_de(self.gabarit)

    def __str__(self) -> str:
        return f"{self.titre} – {self.cree_le:%d/%m/%Y %H:%M}"


class GenreDefaut(models.TextChoices):
    REBOND = "REBOND", _("Boîte qui n’existe pas ou plus")
    PLAINTE = "PLAINTE", _("Courriel signalé comme indésirable")


class AdresseEnDefaut(models.Model):
    """An address that nothing more is written to, until somebody of the animation lifts it."""

    destinataire = models.CharField(_("empreinte de l’adresse"), max_length=64, unique=True)
    genre = models.CharField(_("raison"), max_length=8, choices=GenreDefaut)
    depuis = models.DateTimeField(_("depuis"))

    class Meta:
        verbose_name = _("adresse en défaut")
        verbose_name_plural = _("adresses en défaut")
        ordering = ["-depuis"]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} – {self.depuis:%d/%m/%Y}"


class TexteDeCourriel(PreviewableMixin, models.Model):
    """The animation's own words for a mail, in a language; without a row the mail keeps the words of the portal."""

    gabarit = models.CharField(_("modèle"), max_length=100)  # the key of the mail
    langue = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    objet = models.CharField(pgettext_lazy("courriel", "Objet"), max_length=150)
    corps = models.TextField(_("texte"), max_length=5000)
    modifie_le = models.DateTimeField(_("modifié le"), auto_now=True)

    class Meta:
        verbose_name = _("texte de courriel")
        verbose_name_plural = _("textes de courriels")
        ordering = ["gabarit", "langue"]
        constraints = [
            models.UniqueConstraint(
                fields=["gabarit", "langue"],
                name="socle_texte_de_courriel_unique",
                violation_error_message=_("Ce courriel a déjà un texte dans cette langue : modifiez-le."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gabarit} ({self.langue})"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The mail with the name of each value in the place of it."""
        from .redaction import exemple
        from .registre import courriel

        voulu = courriel(self.gabarit)
        return HttpResponse(exemple(voulu, self.langue, objet=self.objet, corps=self.corps).html if voulu else "")
