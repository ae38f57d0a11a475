"""The animation's own words in the place of the portal's: what they may quote, and the mail that they make."""

import logging
import re
from collections.abc import Mapping

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .registre import CourrielDeclare, declare

journal = logging.getLogger(__name__)

CLE = "portail:textes_de_courriels"
# A reader that was slower than a change may write the old list again: never for long.
DUREE = 300
_REPERE = re.compile(r"\{([^{}]*)\}")
_LIGNE_VIDE = re.compile(r"\n[^\S\n]*\n\s*")


class VariableAbsente(Exception):
    """The text quotes what the mail does not give this time."""


def verifier(texte: str, courriel: CourrielDeclare) -> None:
    """Refuses a text that quotes what the mail does not give, or whose braces are not in pairs."""
    permis = (
        _("Repères possibles pour ce courriel : %(reperes)s.") % {"reperes": reperes(courriel)}
        if courriel.variables
        else _("Ce courriel n’a aucun repère : écrivez-le sans accolades.")
    )
    inconnus = sorted({nom for nom in _REPERE.findall(texte) if nom not in courriel.variables})
    if inconnus:
        noms = ", ".join(f"{{{nom}}}" for nom in inconnus)
        raise ValidationError(
            _("Ce courriel ne connaît pas %(noms)s. %(permis)s") % {"noms": noms, "permis": permis}, code="repere"
        )
    reste = _REPERE.sub("", texte)
    if "{" in reste or "}" in reste:
        raise ValidationError(
            _("Une accolade est seule : un repère s’écrit entre deux accolades. %(permis)s") % {"permis": permis},
            code="accolade",
        )


def reperes(courriel: CourrielDeclare) -> str:
    """What the text of a mail may quote, as it is written."""
    return ", ".join(f"{{{nom}}}" for nom in courriel.variables)


def rediger(gabarit: str, contexte: Mapping[str, object], langue: str) -> tuple[str, str, str] | None:
    """Subject, text and HTML in the words of the animation; None when the portal's own template is to be used.

    An edited text never breaks a mail: when it quotes what the context lacks, the portal's template is used.
    """
    from .modeles import TexteDeCourriel

    courriel = declare(gabarit)
    if courriel is None or (gabarit, langue) not in _modifies():
        return None
    texte = TexteDeCourriel.objects.filter(gabarit=gabarit, langue=langue).first()
    if texte is None:  # deleted meanwhile
        return None
    try:
        return composer(courriel, texte.objet, texte.corps, contexte, langue)
    except VariableAbsente as absente:
        journal.warning("Mail %s (%s): edited text set aside, no value for {%s}.", gabarit, langue, absente)
        return None


def composer(
    courriel: CourrielDeclare, objet: str, corps: str, contexte: Mapping[str, object], langue: str
) -> tuple[str, str, str]:
    """Subject on one line, text version, HTML version."""
    with translation.override(langue):
        valeurs = {nom: str(contexte[nom]) for nom in courriel.variables if contexte.get(nom) is not None}
        paragraphes = [
            p for p in _LIGNE_VIDE.split(corps.replace("\r\n", "\n").strip()) if _remplir(p, valeurs).strip()
        ]
        sujet = " ".join(_remplir(objet, valeurs).strip().splitlines())
        complet = {
            "NOM_PORTAIL": settings.WAGTAIL_SITE_NAME,
            "objet_du_courriel": sujet,
            "bouton_url": contexte.get("lien", ""),
            "bouton_texte": str(courriel.bouton) or _("Ouvrir la page"),
            "raison": _raison(courriel, valeurs),
        }
        texte = render_to_string(
            "courriels/personnalise.txt",
            {**complet, "paragraphes": [mark_safe(_remplir(p, valeurs).strip()) for p in paragraphes]},  # noqa: S308
        )
        html = render_to_string(
            "courriels/personnalise.html",
            {**complet, "paragraphes": [_remplir_en_html(p, valeurs) for p in paragraphes]},
        )
        return sujet, texte.strip() + "\n", html


def exemple(courriel: CourrielDeclare, objet: str, corps: str, langue: str) -> str:
    """The HTML of a text with the name of each value in the place of it, to look at."""
    with translation.override(langue):
        contexte = {nom: f"[{libelle}]" for nom, libelle in courriel.variables.items()}
    return composer(courriel, objet, corps, {**contexte, "lien": settings.WAGTAILADMIN_BASE_URL}, langue)[2]


def brancher() -> None:
    """Listens to the texts, wherever they are changed."""
    from .modeles import TexteDeCourriel

    for signal in (post_save, post_delete):
        signal.connect(_oublier, sender=TexteDeCourriel, dispatch_uid="socle.textes_de_courriels")


def _oublier(**_kwargs: object) -> None:
    cache.delete(CLE)  # for the transaction itself
    transaction.on_commit(lambda: cache.delete(CLE))


def _modifies() -> set[tuple[str, str]]:
    """The mails, by template and language, that have an edited text: nearly always none, and no query then."""
    from .modeles import TexteDeCourriel

    return cache.get_or_set(CLE, lambda: set(TexteDeCourriel.objects.values_list("gabarit", "langue")), DUREE) or set()


def _remplir(texte: str, valeurs: Mapping[str, str]) -> str:
    """Every quote replaced at once: what a value holds is never read as a quote."""
    return _REPERE.sub(lambda repere: _valeur(repere[1], valeurs), texte)


def _remplir_en_html(texte: str, valeurs: Mapping[str, str]) -> SafeString:
    """The same, escaped; an address of the portal can be followed."""

    def remplacer(repere: re.Match[str]) -> str:
        valeur = _valeur(repere[1], valeurs)
        if repere[1].startswith("lien") and valeur.startswith(("https://", "http://")):
            return format_html('<a href="{0}">{0}</a>', valeur)
        return escape(valeur)

    # Braces are not touched by escaping.
    rempli = _REPERE.sub(remplacer, escape(texte.strip()))
    return mark_safe(rempli.strip().replace("\n", "<br>"))  # noqa: S308 - text and values are escaped just above


def _raison(courriel: CourrielDeclare, valeurs: Mapping[str, str]) -> str:
    """Why one receives it: a sentence of the portal, which may hold values as gettext writes them."""
    try:
        return str(courriel.raison) % valeurs if courriel.raison else ""
    except KeyError as absente:
        raise VariableAbsente(str(absente)) from None


def _valeur(nom: str, valeurs: Mapping[str, str]) -> str:
    try:
        return valeurs[nom]
    except KeyError:
        raise VariableAbsente(nom) from None
