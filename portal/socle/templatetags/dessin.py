"""Drawings computed for the page: icons and the two circles that close on each other. Plain SVG, no style attribute."""

from math import sqrt

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()

_RAYON = 11
_CENTRE = (26, 15)
_ECART_MAXIMAL = 26  # distance between the centres when nothing is done
_ECART_MINIMAL = 6  # and just before everything is: two circles can still be told apart


@register.simple_tag
def picto(nom: str, libelle: str = ""):
    """An icon of static/img/pictos.svg; silent for screen readers unless it carries a label of its own."""
    if libelle:
        return format_html(
            '<svg class="icone" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            libelle,
            static("img/pictos.svg"),
            nom,
        )
    return format_html('<svg class="icone" aria-hidden="true"><use href="{}#{}"/></svg>', static("img/pictos.svg"), nom)


@register.inclusion_tag("composants/avancee.html")
def avancee(fait: int, total: int, libelle: str = "", texte: bool = True) -> dict:
    """Progress as the pair: apart when nothing is done, one circle when everything is."""
    part = min(max(fait / total, 0), 1) if total else 0
    return {"fait": fait, "total": total, "libelle": libelle, "texte": texte, "part": part} | _geometrie(part)


def _geometrie(part: float) -> dict:
    """Centres of the circles and outline of their overlap, as strings that no locale rewrites."""
    demi = 0.0 if part == 1 else (_ECART_MAXIMAL - part * (_ECART_MAXIMAL - _ECART_MINIMAL)) / 2
    milieu, hauteur = _CENTRE
    lentille = ""
    if demi < _RAYON:
        h = sqrt(_RAYON**2 - demi**2)
        arc = f"A{_RAYON} {_RAYON} 0 0 1 {milieu}"
        lentille = f"M{milieu} {hauteur - h:.2f}{arc} {hauteur + h:.2f}{arc} {hauteur - h:.2f}Z"
    return {"gauche": f"{milieu - demi:.2f}", "droite": f"{milieu + demi:.2f}", "lentille": lentille}


@register.filter
def pages_voisines(paginateur, numero: int) -> list[int | None]:
    """Numbers to offer around a page; None stands for those left out."""
    return [
        page if isinstance(page, int) else None
        for page in paginateur.get_elided_page_range(numero, on_each_side=1, on_ends=1)
    ]
