"""Numbers and dates in templates. What is not known is never shown as zero: a dash that says "non renseigné"."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..entrees.identifiants import telephone_lisible
from ..nombres import ecrire_date, ecrire_euros, ecrire_nombre, ecrire_pourcentage

register = template.Library()


def _absent(valeur) -> bool:
    return valeur is None or valeur == ""


def non_renseigne():
    """The dash of an absent value, read aloud as words."""
    texte = _("non renseigné")
    return format_html(
        '<span class="discret" title="{}"><span aria-hidden="true">—</span>'
        '<span class="visually-hidden">{}</span></span>',
        texte,
        texte,
    )


@register.filter
def telephone(valeur):
    """{{ "+33612345678"|telephone }}: 06 12 34 56 78, as one reads it aloud; nothing for nothing."""
    return telephone_lisible(valeur) if valeur else ""


@register.filter(is_safe=True)
def nombre(valeur, decimales=None):
    """{{ valeur|nombre }}: 1 234,5; {{ valeur|nombre:2 }} forces two decimals."""
    return non_renseigne() if _absent(valeur) else ecrire_nombre(valeur, decimales)


@register.filter(is_safe=True)
def pourcentage(valeur, decimales=1):
    """{{ part|pourcentage }}: 0.43 gives 43,0 %."""
    return non_renseigne() if _absent(valeur) else ecrire_pourcentage(valeur, decimales)


@register.filter(is_safe=True)
def euros(valeur):
    """{{ montant|euros }}: 15 250 €, or 15 250,50 €."""
    return non_renseigne() if _absent(valeur) else ecrire_euros(valeur)


@register.filter(is_safe=True)
def date_longue(valeur: date | datetime | None):
    """{{ jour|date_longue }}: mardi 24 novembre 2026."""
    return non_renseigne() if valeur is None or _absent(valeur) else ecrire_date(valeur)
