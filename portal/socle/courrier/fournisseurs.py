"""Mail providers that the portal knows how to write through and how to listen to: their settings, their webhook."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, path
from django.utils.module_loading import import_string

# "name:password", as the webhook's caller sends them in basic authentication.
LONGUEUR_DU_SECRET = 20


@dataclass(frozen=True)
class Fournisseur:
    """A provider of django-anymail: its class names there, and its settings, read from variables of the same name."""

    classe: str
    exiges: tuple[str, ...]
    possibles: tuple[str, ...] = ()
    # Whether it lets us refuse, mail by mail, that it spies on who opens and clicks.
    pistage_refusable: bool = True


FOURNISSEURS = {
    "brevo": Fournisseur("Brevo", ("BREVO_API_KEY",), pistage_refusable=False),
    "mailersend": Fournisseur("MailerSend", ("MAILERSEND_API_TOKEN", "MAILERSEND_SIGNING_SECRET")),
    "mailgun": Fournisseur(
        "Mailgun", ("MAILGUN_API_KEY", "MAILGUN_WEBHOOK_SIGNING_KEY"), ("MAILGUN_SENDER_DOMAIN", "MAILGUN_API_URL")
    ),
    "mailjet": Fournisseur("Mailjet", ("MAILJET_API_KEY", "MAILJET_SECRET_KEY")),
    "postmark": Fournisseur("Postmark", ("POSTMARK_SERVER_TOKEN",), ("POSTMARK_MESSAGE_STREAM",)),
    "sendgrid": Fournisseur("SendGrid", ("SENDGRID_API_KEY", "SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY")),
    "sparkpost": Fournisseur("SparkPost", ("SPARKPOST_API_KEY",), ("SPARKPOST_API_URL",)),
}


def reglages(nom: str, environnement: Mapping[str, str], exiger: Callable[[str], str]) -> tuple[str, dict[str, Any]]:
    """What hands mails over (PORTAIL_COURRIEL_SERVEUR) and ANYMAIL; ImproperlyConfigured when one is wrong."""
    fournisseur = FOURNISSEURS.get(nom)
    if fournisseur is None:
        raise ImproperlyConfigured(
            f"PORTAIL_COURRIEL_FOURNISSEUR is “{nom}”; known providers: {', '.join(FOURNISSEURS)}."
        )
    secret = exiger("PORTAIL_COURRIEL_SECRET")
    if ":" not in secret or len(secret) < LONGUEUR_DU_SECRET:
        raise ImproperlyConfigured(
            f"PORTAIL_COURRIEL_SECRET must read name:password and have at least {LONGUEUR_DU_SECRET} characters."
        )
    anymail: dict[str, Any] = {"WEBHOOK_SECRET": secret, "REQUESTS_TIMEOUT": 10}
    anymail |= {reglage: exiger(reglage) for reglage in fournisseur.exiges}
    anymail |= {reglage: environnement[reglage] for reglage in fournisseur.possibles if environnement.get(reglage)}
    if fournisseur.pistage_refusable:
        anymail["SEND_DEFAULTS"] = {"track_opens": False, "track_clicks": False}
    return f"anymail.backends.{nom}.EmailBackend", anymail


def adresses(nom: str) -> list[URLPattern]:
    """Where this provider tells what became of mails; nothing without a provider. Anymail checks who calls."""
    if not nom:
        return []
    vue = import_string(f"anymail.webhooks.{nom}.{FOURNISSEURS[nom].classe}TrackingWebhookView")
    return [path(f"courriels/evenements/{nom}/", vue.as_view(), name="courriels_evenements")]
