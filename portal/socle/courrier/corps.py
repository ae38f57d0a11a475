"""The body of a mail: plain text with values, laid out for both versions.

An empty line ends a paragraph. Lines that begin by `> ` are somebody's own words; lines that begin by `- ` are a list;
`[words](lien_x)` is a link to the value of that name; a value that holds several lines of its own is a list. A line
`[bouton]` alone says where the button goes: at the end without it.

A paragraph that quotes an empty value is left out whole, so that « Une réponse est promise pour le {promise}. » needs
no condition. What a value holds is never read as anything but words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

from .valeurs import LigneEcrite

Valeurs = Mapping[str, str | list[LigneEcrite]]

REPERE = re.compile(r"\{([^{}]*)\}")
LIEN = re.compile(r"\[([^\]\[]+)\]\((\w+)\)")
_LIGNE_VIDE = re.compile(r"\n[^\S\n]*\n\s*")
_BOUTON = re.compile(r"^\[bouton\]\s*$", re.MULTILINE)
# Written by a library, addresses included; what a person wrote is never made into links.
TEXTE_D_UN_OUTIL = "texte"
_SEUL = re.compile(r"^\{(\w+)\}$")
_CITATION, _LISTE, _TEXTE = "> ", "- ", ""


def autour_du_bouton(corps: str) -> tuple[str, str]:
    """What comes before the button, and after."""
    avant, _ici, apres = _BOUTON.sub("\0", corps.replace("\r\n", "\n"), count=1).partition("\0")
    return avant, apres


class VariableAbsente(Exception):
    """The text quotes what the mail does not give."""


def noms_cites(texte: str) -> set[str]:
    """The values that a text quotes, links included."""
    return set(REPERE.findall(texte)) | {nom for _mots, nom in LIEN.findall(texte)}


def remplir(texte: str, valeurs: Valeurs) -> str:
    """Every quote replaced at once, in plain text: what a value holds is never read as a quote."""

    def lien(trouve: re.Match[str]) -> str:
        return f"{trouve[1]}\n{_une(trouve[2], valeurs)}"

    morceaux = _par_morceaux(texte, LIEN, lien, lambda reste: REPERE.sub(lambda r: _en_texte(r[1], valeurs), reste))
    return "".join(morceaux)


def en_texte(corps: str, valeurs: Valeurs) -> str:
    """The text version."""
    paragraphes = []
    for paragraphe in _paragraphes(corps, valeurs):
        lignes = [
            f"- {remplir(contenu, valeurs)}" if genre == _LISTE else remplir(contenu, valeurs)
            for genre, contenu in _lignes(paragraphe)
        ]
        paragraphes.append("\n".join(lignes).strip())
    return "\n\n".join(paragraphes)


def en_html(corps: str, valeurs: Valeurs) -> SafeString:
    """The HTML version, escaped."""
    return mark_safe("\n".join(_html(p, valeurs) for p in _paragraphes(corps, valeurs)))  # noqa: S308 - escaped below


def _paragraphes(corps: str, valeurs: Valeurs) -> list[str]:
    """Those that have something to say."""
    tous = _LIGNE_VIDE.split(corps.replace("\r\n", "\n").strip())
    return [p for p in tous if p.strip() and all(_connue(nom, valeurs) for nom in noms_cites(p))]


def _connue(nom: str, valeurs: Valeurs) -> bool:
    try:
        return bool(valeurs[nom])
    except KeyError:
        raise VariableAbsente(nom) from None


def _lignes(paragraphe: str) -> list[tuple[str, str]]:
    """(kind, content) of each line."""
    lues = []
    for ligne in paragraphe.strip().split("\n"):
        genre = next((g for g in (_CITATION, _LISTE) if ligne.startswith(g)), _TEXTE)
        lues.append((genre, ligne.removeprefix(genre)))
    return lues


def _html(paragraphe: str, valeurs: Valeurs) -> SafeString:
    blocs = []
    for genre, lignes in groupby(_lignes(paragraphe), key=lambda ligne: (ligne[0], _est_liste(ligne[1], valeurs))):
        contenus = [contenu for _genre, contenu in lignes]
        if genre[1]:
            blocs += [_liste(contenu, valeurs) for contenu in contenus]
            continue
        ecrits = [_en_ligne(contenu, valeurs) for contenu in contenus]
        if genre[0] == _LISTE:
            blocs.append(format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((e,) for e in ecrits))))
        else:
            balise = "blockquote" if genre[0] == _CITATION else "p"
            blocs.append(
                format_html("<{0}>{1}</{0}>", balise, format_html_join(mark_safe("<br>"), "{}", ((e,) for e in ecrits)))
            )
    return mark_safe("\n".join(blocs))  # noqa: S308 - each block is escaped


def _est_liste(contenu: str, valeurs: Valeurs) -> bool:
    seul = _SEUL.match(contenu.strip())
    return bool(seul) and isinstance(valeurs.get(seul[1]), list)  # type: ignore[index]


def _liste(contenu: str, valeurs: Valeurs) -> SafeString:
    lignes = valeurs[contenu.strip()[1:-1]]
    elements = (
        (format_html('<a href="{}">{}</a>', ligne.lien, ligne.texte) if ligne.lien else ligne.texte,)
        for ligne in lignes
        if isinstance(ligne, LigneEcrite)
    )
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", elements))


def _en_ligne(contenu: str, valeurs: Valeurs) -> SafeString:
    """Words and values escaped; addresses can be followed."""

    def lien(trouve: re.Match[str]) -> str:
        return format_html('<a href="{}">{}</a>', _une(trouve[2], valeurs), trouve[1])

    def valeur(trouve: re.Match[str]) -> str:
        ecrite = _en_texte(trouve[1], valeurs)
        if trouve[1] == TEXTE_D_UN_OUTIL:
            return urlize(ecrite, autoescape=True).replace("\n", "<br>")
        if trouve[1].startswith("lien") and ecrite.startswith(("https://", "http://")):
            return format_html('<a href="{0}">{0}</a>', ecrite)
        return escape(ecrite).replace("\n", "<br>")

    # Braces are not touched by escaping.
    morceaux = _par_morceaux(contenu, LIEN, lien, lambda reste: REPERE.sub(valeur, escape(reste)))
    return mark_safe("".join(morceaux))  # noqa: S308 - text and values are escaped just above


def _par_morceaux(
    texte: str, motif: re.Pattern[str], trouve: Callable[[re.Match[str]], str], reste: Callable[[str], str]
) -> list[str]:
    """What matches on one side, what stands between on the other: neither is read twice."""
    morceaux, debut = [], 0
    for rencontre in motif.finditer(texte):
        morceaux += [reste(texte[debut : rencontre.start()]), trouve(rencontre)]
        debut = rencontre.end()
    return [*morceaux, reste(texte[debut:])]


def _en_texte(nom: str, valeurs: Valeurs) -> str:
    valeur = _valeur(nom, valeurs)
    if isinstance(valeur, str):
        return valeur
    return "\n".join(f"- {ligne.texte}" + (f"\n  {ligne.lien}" if ligne.lien else "") for ligne in valeur)


def _une(nom: str, valeurs: Valeurs) -> str:
    valeur = _valeur(nom, valeurs)
    return valeur if isinstance(valeur, str) else ""


def _valeur(nom: str, valeurs: Valeurs) -> str | list[LigneEcrite]:
    try:
        return valeurs[nom]
    except KeyError:
        raise VariableAbsente(nom) from None
