"""Mails of the portal: two versions of the same text, sent once the transaction is over, one message a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.template.context import make_context
from django.template.loader import get_template, render_to_string
from django.utils import translation

from .courrier import textes
from .courrier.remise import Contenu, deposer


def adresse_absolue(chemin: str) -> str:
    """Full address of a path of the portal, for links in mails: there is no request to build it from."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/{chemin.lstrip('/')}"


def envoyer(gabarit: str, destinataires: Iterable[str], contexte: Mapping[str, object], *, langue: str) -> None:
    """Write a mail now and send it on commit, to each address apart: nobody sees who else receives it.

    `gabarit` is a path without extension ("courriels/bilan_transmis"): <gabarit>_objet.txt, <gabarit>.txt and
    <gabarit>.html are rendered in `langue`. Each mail is a line of the log (`courrier.remise`): a mail server that
    fails is written there and never breaks the request.
    """
    adresses = sorted({adresse for adresse in destinataires if adresse})
    if not adresses:
        return
    deposer(gabarit, adresses, Contenu(*_rediger(gabarit, contexte, langue)), langue=langue)


def _rediger(gabarit: str, contexte: Mapping[str, object], langue: str) -> tuple[str, str, str]:
    """Subject on one line, text version, HTML version."""
    if modifie := textes.rediger(gabarit, contexte, langue):
        return modifie
    complet = {**contexte, "NOM_PORTAIL": settings.WAGTAIL_SITE_NAME}
    with translation.override(langue):
        # One line; a plain split() would also undo non-breaking spaces.
        objet = " ".join(_en_texte(f"{gabarit}_objet.txt", complet).strip().splitlines())
        texte = _en_texte(f"{gabarit}.txt", complet).strip() + "\n"
        return objet, texte, render_to_string(f"{gabarit}.html", complet)


def _en_texte(nom: str, contexte: dict[str, object]) -> str:
    """Plain text: nothing is escaped as if it were HTML."""
    gabarit: Any = get_template(nom)
    return gabarit.template.render(make_context(contexte, autoescape=False))
