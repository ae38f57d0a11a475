"""Dates as people type or paste them, where only one day can be meant. Pure functions, no clock.

Days come before months, as everywhere here; the international order is read when the year comes first. Two figures of
a year are those of this century up to 68, of the last one from 69 on (as `strptime` reads them).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from .textes import nettoyer, plier

_PARIS = ZoneInfo("Europe/Paris")
_ORIGINE_DES_TABLEURS = date(1899, 12, 30)
_SERIES = range(20_000, 80_000)  # from 1954 to 2119

_MOIS = {
    nom: rang
    for rang, noms in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev feb february",
            "mars mar march",
            "avril avr apr april",
            "mai may",
            "juin jun june",
            "juillet juil jul july",
            "aout aou aug august",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        1,
    )
    for nom in noms.split()
}
_JOURS = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
)

_HEURE = r"(?P<heure>[0-9]{1,2})(?:[:h](?P<minute>[0-9]{2})(?:[:m](?P<seconde>[0-9]{2})(?:[.,][0-9]+)?)?| ?h)"
_FUSEAU = r"(?P<fuseau>Z|[+-][0-9]{2}:?[0-9]{2})?"
_ISO = re.compile(
    rf"(?P<an>[0-9]{{4}})(?P<sep>[-/.])(?P<mois>[0-9]{{1,2}})(?P=sep)(?P<jour>[0-9]{{1,2}})"
    rf"(?:(?:T| )(?:a )?{_HEURE}{_FUSEAU})?",
    re.IGNORECASE,
)
_CHIFFRES = re.compile(
    rf"(?P<jour>[0-9]{{1,2}}) ?(?P<sep>[-/. ]) ?(?P<mois>[0-9]{{1,2}}) ?(?P=sep) ?"
    rf"(?P<an>[0-9]{{4}}|[0-9]{{2}})(?:(?: a|,)? {_HEURE})?",
    re.IGNORECASE,
)
_HEURE_A_LA_FIN = re.compile(rf"(?P<avant>.*[0-9]{{4}})(?:,| a)? {_HEURE}", re.IGNORECASE)
_SERIE = re.compile(r"[0-9]{5}(?:[.,][0-9]+)?")


class DateIllisible(ValueError):
    """A text that is not one day. `raison`: "illisible", "sans_jour", "sans_annee", "inexistante" or "heure"."""

    def __init__(self, raison: str):
        super().__init__(raison)
        self.raison = raison

    def phrase(self, lu: str) -> str:
        """What to write instead of what was read (`lu`, short enough to be quoted)."""
        if self.raison == "heure":
            texte = _("« %(lu)s » n’est pas une heure : écrivez par exemple 14:30.")
        elif self.raison == "sans_jour":
            texte = _("« %(lu)s » ne dit pas quel jour : écrivez-le aussi, par exemple 01/09/2025.")
        elif self.raison == "sans_annee":
            texte = _("« %(lu)s » ne dit pas de quelle année : écrivez-la aussi, par exemple 01/09/2025.")
        else:
            texte = _("« %(lu)s » n’est pas une date : écrivez le jour, le mois et l’année, par exemple 30/06/2027.")
        return texte % {"lu": lu}


def lire_date(texte: str, *, tableur: bool = False) -> date | None:
    """The day that a text says, None when it is empty; an hour after it is left aside.

    `tableur`: the number of days that a spreadsheet shows when it forgets the format of a cell (45901) is read too.
    Raises DateIllisible.
    """
    lu = lire_instant(texte, tableur=tableur)
    return lu and lu.date()


def lire_instant(texte: str, *, tableur: bool = False) -> datetime | None:
    """The moment that a text says, in Paris time and without zone; midnight when no hour is told."""
    propre = " ".join(nettoyer(texte).replace("à", "a").split())
    if not propre:
        return None
    if tableur and _SERIE.fullmatch(propre):
        return _de_la_serie(float(propre.replace(",", ".")))
    if trouve := _ISO.fullmatch(propre) or _CHIFFRES.fullmatch(propre):
        return _assembler(int(trouve["an"]), int(trouve["mois"]), int(trouve["jour"]), trouve)
    heure = _HEURE_A_LA_FIN.fullmatch(propre)
    return _assembler(*_en_lettres(heure["avant"] if heure else propre), heure)


def lire_heure(texte: str) -> time | None:
    """The hour of the day that a text says (« 14h30 », « 9 h », « 14:30 »), None when it is empty.

    Raises DateIllisible.
    """
    propre = re.sub(r"(?<=[0-9]) ?([:hHmM]) ?(?=[0-9])", r"\1", " ".join(nettoyer(texte).split()))
    if not propre:
        return None
    if not (trouve := re.fullmatch(_HEURE, propre, re.IGNORECASE)):
        raise DateIllisible("heure")
    try:
        return _heure(trouve)
    except ValueError:
        raise DateIllisible("heure") from None


def _en_lettres(texte: str) -> tuple[int, int, int]:
    """Year, month and day of « lundi 1er septembre 2025 », « 1-sept.-25 » or "September 1st, 2025"."""
    mots = [mot for mot in plier(texte).split() if mot not in ("le", "of")]
    if mots and mots[0] in _JOURS.split() and not (mots[0] in _MOIS and len(mots) <= 3):
        mots = mots[1:]
    mois = [mot for mot in mots if mot in _MOIS]
    chiffres = [re.sub(r"(?<=[0-9])(?:er|st|nd|rd|th)$", "", mot) for mot in mots if mot not in _MOIS]
    if len(mois) != 1 or len(mots) > 3 or not all(re.fullmatch("[0-9]{1,4}", chiffre) for chiffre in chiffres):
        if re.fullmatch(r"[0-9]{1,2}[-/. ][0-9]{1,2}", texte):
            raise DateIllisible("sans_annee")
        raise DateIllisible(
            "sans_jour" if re.fullmatch(r"(?:[0-9]{1,2}[-/. ])?(?:19|20)[0-9]{2}", texte) else "illisible"
        )
    if len(chiffres) < 2:
        raise DateIllisible("sans_annee" if chiffres and len(chiffres[0]) <= 2 else "sans_jour")
    jour, an = chiffres
    if len(jour) > 2 or len(an) not in (2, 4) or mots[2] in _MOIS:
        raise DateIllisible("illisible")
    return int(an), _MOIS[mois[0]], int(jour)


def _assembler(an: int, mois: int, jour: int, heure: re.Match[str] | None) -> datetime:
    if an < 100:  # « 25 », or « 0025 » as a browser completes it
        an += 2000 if an < 69 else 1900
    try:
        lu = datetime.combine(date(an, mois, jour), _heure(heure))
        fuseau = heure.groupdict().get("fuseau") if heure else None
        if fuseau:
            decalage = datetime.strptime(fuseau.upper(), "%z").tzinfo
            lu = lu.replace(tzinfo=decalage).astimezone(_PARIS).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise DateIllisible("inexistante") from None
    return lu


def _heure(trouve: re.Match[str] | None) -> time:
    if trouve is None or trouve["heure"] is None:
        return time()
    return time(int(trouve["heure"]), int(trouve["minute"] or 0), int(trouve["seconde"] or 0))


def _de_la_serie(jours: float) -> datetime:
    if int(jours) not in _SERIES:
        raise DateIllisible("illisible")
    instant = datetime.combine(_ORIGINE_DES_TABLEURS, time()) + timedelta(days=jours)
    return (instant + timedelta(milliseconds=500)).replace(microsecond=0)
