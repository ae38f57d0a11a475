"""Closed lists of the room: where a page stands, what a visitor may report, how a report ends."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MotifSignalement(models.TextChoices):
    COORDONNEES = "COORDONNEES", _("L’adresse, le téléphone ou le courriel ne sont plus bons")
    FERMEE = "FERMEE", _("La structure a fermé ou ne propose plus de parrainage")
    CONTENU = "CONTENU", _("Une information est fausse")
    PHOTO = "PHOTO", _("Une photo me montre, ou montre mon enfant, sans mon accord")
    AUTRE = "AUTRE", _("Autre chose")


class EtatSignalement(models.TextChoices):
    NOUVEAU = "NOUVEAU", _("Nouveau")
    CORRIGE = "CORRIGE", _("Corrigé")
    SANS_SUITE = "SANS_SUITE", _("Sans suite")


class EtatEditorial(models.TextChoices):
    """Where a page stands between its first draft and its readers; worked out from Wagtail's own records."""

    BROUILLON = "BROUILLON", _("Brouillon")
    EN_MODERATION = "EN_MODERATION", _("En relecture")
    RENVOYEE = "RENVOYEE", _("À reprendre")
    PUBLIEE = "PUBLIEE", _("Publiée")
    PUBLIEE_MODIFIEE = "PUBLIEE_MODIFIEE", _("Publiée, avec des changements en attente")
    RETIREE = "RETIREE", _("Retirée du site")
