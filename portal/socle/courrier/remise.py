"""Delivering mails: a line of the log each, then a task of the queue "courriels" that hands it to the mail server.

The content lives in the arguments of the task alone, so that it disappears with it (`socle.menage`). With a queue in
the database a mail that failed leaves again later; delivered at once (development, tests) it cannot: nothing keeps it.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.mail import DNS_NAME, EmailMultiAlternatives, get_connection, make_msgid
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task, task_backends

from portal.socle.planification.envois import empreinte

from .modeles import AdresseEnDefaut, CourrielEnvoye, EtatCourriel

journal = logging.getLogger(__name__)
FILE = "courriels"
PORTE = "portal.socle.courrier.porte.Porte"
# How long to wait after the first failure, the second… then one gives up.
ATTENTES = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))


@dataclass(frozen=True)
class Contenu:
    """What everybody gets."""

    objet: str
    texte: str
    html: str
    repondre_a: str = ""


def deposer(gabarit: str, adresses: Iterable[str], contenu: Contenu, *, langue: str) -> None:
    """Writes one line of the log a person and sends on commit; an address at fault is written down, not written to."""
    maintenant = timezone.now()
    empreintes = {adresse: empreinte(adresse) for adresse in adresses}
    en_defaut = set(
        AdresseEnDefaut.objects.filter(destinataire__in=set(empreintes.values())).values_list("destinataire", flat=True)
    )
    lignes = CourrielEnvoye.objects.bulk_create(
        CourrielEnvoye(
            gabarit=gabarit[:100],
            destinataire=cle,
            langue=langue[:2],
            cree_le=maintenant,
            etat=EtatCourriel.RETENU if cle in en_defaut else EtatCourriel.EN_ATTENTE,
            etat_le=maintenant,
        )
        for cle in empreintes.values()
    )
    a_remettre = [
        (ligne.pk, adresse)
        for adresse, ligne in zip(empreintes, lignes, strict=True)
        if ligne.etat == EtatCourriel.EN_ATTENTE
    ]
    if not a_remettre:
        return

    def enfiler() -> None:
        for numero, adresse in a_remettre:
            remettre.enqueue(numero, 0, adresse, contenu.objet, contenu.texte, contenu.html, contenu.repondre_a)

    if file_durable():
        enfiler()  # in the same transaction: no mail is lost between the commit and the queue
    else:
        transaction.on_commit(enfiler)


def file_durable(alias: str = FILE) -> bool:
    """Whether what is put in this queue waits in the database for a worker, instead of being done at once."""
    return task_backends[alias].supports_defer


def serveur() -> str:
    """What hands mails over: the one that settings name, behind the door (`porte`) or without it."""
    return settings.EMAIL_BACKEND if settings.EMAIL_BACKEND != PORTE else settings.PORTAIL_COURRIEL_SERVEUR


@task(backend=FILE)
def remettre(numero: int, essai: int, adresse: str, objet: str, texte: str, html: str, repondre_a: str = "") -> None:
    """Hands a mail to the mail server, once: attempt number `essai` belongs to whoever takes it first."""
    if not _prendre(numero, essai):
        return
    message = EmailMultiAlternatives(
        objet, texte, to=[adresse], reply_to=[repondre_a] if repondre_a else None, connection=get_connection(serveur())
    )
    message.attach_alternative(html, "text/html")
    if not serveur().startswith("anymail."):  # providers give their own number
        message.extra_headers["Message-ID"] = make_msgid(domain=str(DNS_NAME))
    try:
        message.send()
    except (SMTPException, OSError, AnymailError) as erreur:
        _noter_l_echec(numero, erreur)
        if file_durable() and essai < len(ATTENTES):
            plus_tard = remettre.using(run_after=timezone.now() + ATTENTES[essai])
            plus_tard.enqueue(numero, essai + 1, adresse, objet, texte, html, repondre_a)
    except Exception as erreur:  # a mail that cannot be written: trying again would change nothing
        _noter_l_echec(numero, erreur)
    else:
        CourrielEnvoye.objects.filter(pk=numero).update(
            etat=EtatCourriel.REMIS, etat_le=timezone.now(), identifiant=_identifiant(message)[:200], erreur=""
        )


def _prendre(numero: int, essai: int) -> bool:
    """Takes this attempt; False when somebody else has it. One statement: no lock is held while the server answers."""
    a_partir = CourrielEnvoye.objects.filter(
        pk=numero, essais=essai, etat__in=(EtatCourriel.EN_ATTENTE, EtatCourriel.ECHEC)
    )
    return bool(a_partir.update(essais=F("essais") + 1))


def _noter_l_echec(numero: int, erreur: Exception) -> None:
    """In the log, its kind alone: the words of a mail server quote addresses."""
    journal.error("Mail %d not sent: the mail server failed (%s).", numero, type(erreur).__name__)
    CourrielEnvoye.objects.filter(pk=numero).update(
        etat=EtatCourriel.ECHEC, etat_le=timezone.now(), erreur=type(erreur).__name__[:100]
    )


def _identifiant(message: EmailMultiAlternatives) -> str:
    """The number of this mail: the provider's, or else its Message-ID."""
    statut = getattr(message, "anymail_status", None)
    return str(getattr(statut, "message_id", None) or message.extra_headers.get("Message-ID", ""))
