"""Dates as people write them."""

from datetime import date

from django import template

from portal.socle.dates import date_longue as _date_longue

register = template.Library()


@register.filter
def date_longue(jour: date | None) -> str:
    """« 1er mars 2021 » rather than « 1 mars 2021 »; empty without a date."""
    return _date_longue(jour) if jour else ""
