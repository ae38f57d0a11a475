"""Dates as people write them: in French the first of a month is « 1er »."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language


def date_longue(jour: date) -> str:
    """The date in full, in the active language."""
    texte = date_format(jour, "DATE_FORMAT")
    if jour.day == 1 and (get_language() or "").startswith("fr"):
        return f"1er{texte.removeprefix('1')}"
    return texte
