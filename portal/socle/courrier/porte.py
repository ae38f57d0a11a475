"""The door of mails, as settings name it (EMAIL_BACKEND): what a library sends by itself goes through the courier too.

Wagtail writes to people about the workflow of the pages that belong to no structure: such a mail is put in our
layout, written in the log, and leaves by the queue, as all the others do.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from .destinataires import langue_connue
from .redaction import rediger
from .registre import courriel
from .remise import deposer

CLE = "portail.autre"


class Porte(BaseEmailBackend):
    """Hands each mail to the courier; the mail server is the courier's to call (`remise.serveur`)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            _deposer(message)
        return len(email_messages)


def _deposer(message: EmailMessage) -> None:
    modele = courriel(CLE)
    assert modele is not None  # noqa: S101 - test_registre holds it
    langue = langue_connue(get_language())
    valeurs = {"objet": message.subject, "texte": message.body}
    contenu = rediger(modele, valeurs, langue, repondre_a=", ".join(message.reply_to or []))
    deposer(CLE, sorted(set(message.recipients())), contenu, langue=langue)
