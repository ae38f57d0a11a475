"""HTML pasted from anywhere, brought down to the few tags that our pages use."""

import nh3

# The features of TEXTE_COURT (portal/socle/blocs/commun.py), and what separates paragraphs.
BALISES = {"p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li"}
ATTRIBUTS = {"a": {"href"}}
PROTOCOLES = {"http", "https", "mailto", "tel"}
# Their very content goes away with the tag.
CONTENUS_RETIRES = {
    "script",
    "style",
    "title",
    "head",
    "xml",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
}


def nettoyer_html(texte: str) -> str:
    """The text with paragraphs, bold, italic, lists and links; no style, class, script nor word processor's tag."""
    return nh3.clean(
        texte,
        tags=BALISES,
        attributes=ATTRIBUTS,
        url_schemes=PROTOCOLES,
        clean_content_tags=CONTENUS_RETIRES,
        link_rel="noopener noreferrer",
    ).strip()
