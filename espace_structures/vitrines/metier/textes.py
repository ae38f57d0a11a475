"""Between the plain text of our forms and the rich text of pages: paragraphs, and nothing else."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from django.utils.html import escape

# What a plain text holds; anything else was laid out in the editor and stays there.
_SIMPLES = {"p", "br"}


def en_paragraphes(texte: str) -> str:
    """Rich text of a plain one: a blank line parts paragraphs, a line break stays one. What looks like HTML is text."""
    normal = texte.replace("\r\n", "\n").replace("\r", "\n")
    blocs = (bloc.strip() for bloc in re.split(r"\n[^\S\n]*\n", normal))
    return "".join(f"<p>{escape(bloc).replace(chr(10), '<br/>')}</p>" for bloc in blocs if bloc)


def en_texte(riche: str) -> str | None:
    """The plain text of a rich one made of paragraphs; None when it holds more (links, bold), which would be lost."""
    soupe = BeautifulSoup(riche, "html.parser")
    if any(balise.name not in _SIMPLES for balise in soupe.find_all(True)):
        return None
    for saut in soupe.find_all("br"):
        saut.replace_with("\n")
    paragraphes = [paragraphe.get_text() for paragraphe in soupe.find_all("p")] or [soupe.get_text()]
    return "\n\n".join(paragraphe.strip() for paragraphe in paragraphes if paragraphe.strip())
