"""What a mail may be given, and how it is written in the language at work: never before the mail itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.socle.dates import date_longue
from portal.socle.nombres import ecrire_date, ecrire_nombre

if TYPE_CHECKING:
    from wagtail.models import Page


def adresse_absolue(chemin: str) -> str:
    """Full address of a path of the portal, for links in mails: there is no request to build it from."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/{chemin.lstrip('/')}"


class Lien:
    """A page of the portal by its name: its full address is in the language at work when it is written."""

    def __init__(self, nom: str, *arguments: object, **requete: object) -> None:
        self.nom, self.arguments, self.requete = nom, arguments, requete

    def avec(self, **requete: object) -> Lien:
        """The same page, with this in its query."""
        return Lien(self.nom, *self.arguments, **self.requete | requete)

    def __str__(self) -> str:
        question = f"?{urlencode(self.requete)}" if self.requete else ""
        return adresse_absolue(reverse(self.nom, args=self.arguments)) + question


class LienDePage:
    """A public page: its translation where there is one in the language at work, itself otherwise."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def __str__(self) -> str:
        langue = get_language()
        if self.page.locale.language_code == langue:
            return self.page.full_url
        traduite = self.page.get_translations().filter(locale__language_code=langue, live=True).first()
        return (traduite or self.page).full_url


class Phrase:
    """A sentence within a mail: a lazy translation, and the values that it quotes as gettext writes them."""

    def __init__(self, texte: str | Promise, **valeurs: object) -> None:
        self.texte, self.valeurs = texte, valeurs

    def __str__(self) -> str:
        # Numbers stay numbers: a plural chooses by them.
        quotees = {nom: v if isinstance(v, int) else ecrire(v) for nom, v in self.valeurs.items()}
        # Given a lazy plural, `%` chooses; a lazy text is written first.
        return str(self.texte % quotees)


@dataclass(frozen=True)
class Echeance:
    """A last day: it is written with the day of the week."""

    jour: date


@dataclass(frozen=True)
class LigneAvecLien:
    """A line of a list that leads somewhere."""

    texte: object
    lien: object


def ecrire(valeur: Any) -> str:
    """This value for people, in the language at work."""
    if valeur is None:
        return ""
    if isinstance(valeur, Echeance):
        return ecrire_date(valeur.jour)
    if isinstance(valeur, datetime):
        local = timezone.localtime(valeur)
        return _("%(jour)s à %(heure)s") % {
            "jour": formats.date_format(local, "l j F Y"),
            "heure": formats.date_format(local, "H:i"),
        }
    if isinstance(valeur, date):
        return date_longue(valeur)
    if isinstance(valeur, int | Decimal):
        return ecrire_nombre(valeur)
    return str(valeur)


def ecrire_toutes(valeurs: Mapping[str, object]) -> dict[str, str | list[LigneEcrite]]:
    """All the values of a mail: a text each, or the lines of a list."""
    return {
        nom: [_ecrire_la_ligne(ligne) for ligne in valeur] if isinstance(valeur, list | tuple) else ecrire(valeur)
        for nom, valeur in valeurs.items()
    }


@dataclass(frozen=True)
class LigneEcrite:
    """A line of a list, written; where it leads, if anywhere."""

    texte: str
    lien: str = ""


def _ecrire_la_ligne(ligne: object) -> LigneEcrite:
    if isinstance(ligne, LigneAvecLien):
        return LigneEcrite(ecrire(ligne.texte), ecrire(ligne.lien))
    return LigneEcrite(ecrire(ligne))


def joindre(adresses: str | Iterable[str]) -> str:
    """Addresses as a header of a mail lists them."""
    return adresses if isinstance(adresses, str) else ", ".join(sorted({adresse for adresse in adresses if adresse}))
