"""When an action takes place, as people say it."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.socle.dates import date_longue


def dire_la_periode(debut: date, fin: date | None, *, le: date) -> str:
    """« Depuis mars 2026 », « À partir de mars 2027 », « De mars à juin 2026 », « Le 12 mars 2026 »."""
    if fin is None:
        modele = _("À partir %(de_mois)s") if debut > le else _("Depuis %(mois)s")
        return modele % {"mois": _mois(debut), "de_mois": _de(_mois(debut))}
    if fin == debut:
        return _("Le %(jour)s") % {"jour": date_longue(debut)}
    if (debut.year, debut.month) == (fin.year, fin.month):
        return _("En %(mois)s") % {"mois": _mois(debut)}
    premier = date_format(debut, "F") if debut.year == fin.year else _mois(debut)
    return _capitale(_("%(de_debut)s à %(fin)s") % {"de_debut": _de(premier), "fin": _mois(fin)})


def _mois(jour: date) -> str:
    return date_format(jour, "F Y")


def _de(mois: str) -> str:
    """« de mars », « d’avril »: French drops the vowel; other languages have their own words for it."""
    if (get_language() or "fr").startswith("fr") and mois[0] in "ao":
        return f"d’{mois}"
    return _("de %(mois)s") % {"mois": mois}


def _capitale(texte: str) -> str:
    return texte[:1].upper() + texte[1:]
