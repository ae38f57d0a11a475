"""References inside the content of the demonstration: "@key" stands for a page of the same content."""

import re
from collections.abc import Mapping

from wagtail.models import Page

LIEN = re.compile(r'<a href="@(?P<cle>\w+)">')


def resoudre(valeur, pages: Mapping[str, Page]):
    """The value with its references replaced: an identifier in a field, a link to a page in rich text.

    Raises KeyError when a reference names no page.
    """
    if isinstance(valeur, dict):
        return {cle: resoudre(interne, pages) for cle, interne in valeur.items()}
    if isinstance(valeur, list):
        return [resoudre(interne, pages) for interne in valeur]
    if not isinstance(valeur, str):
        return valeur
    if valeur.startswith("@"):
        return pages[valeur[1:]].pk
    return LIEN.sub(lambda lien: f'<a linktype="page" id="{pages[lien["cle"]].pk}">', valeur)


def en_blocs(elements: list[dict]) -> list[dict]:
    """Blocks written as {type: value}, in the form in which a StreamField stores them."""
    return [{"type": genre, "value": valeur} for element in elements for genre, valeur in element.items()]
