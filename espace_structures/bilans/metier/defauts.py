"""What is wrong with a trame: places, reasons, and the refusal that carries them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .definition import Question, Tableau


@dataclass(frozen=True)
class Defaut:
    """What is wrong with a trame: where, and why it cannot stand."""

    lieu: str
    raison: str

    def __str__(self) -> str:
        return _("%(lieu)s : %(raison)s") % {"lieu": self.lieu, "raison": self.raison}


class TrameInvalide(ValueError):
    """A trame that cannot be used; `defauts` says everything that must be mended."""

    def __init__(self, defauts: Iterable[Defaut]):
        self.defauts = tuple(defauts)
        super().__init__("\n".join(str(defaut) for defaut in self.defauts))


def dans(lieu: str, suite: str) -> str:
    """A place inside another: "section C > tableau C2"."""
    return f"{lieu} > {suite}" if lieu else suite


def nom_section(code: str) -> str:
    return _("section %(code)s") % {"code": code}


def nom_element(element: Tableau | Question) -> str:
    if isinstance(element, Tableau):
        return _("tableau %(code)s") % {"code": element.code}
    return _("question %(code)s") % {"code": element.code}


def nom_regle(code: str) -> str:
    return _("règle %(code)s") % {"code": code}


def nom_indicateur(code: str) -> str:
    return _("indicateur %(code)s") % {"code": code}


def longueur(lieu: str, valeur: str, champ) -> list[Defaut]:
    """A text must fit the column that will hold it once the campaign is frozen."""
    maximum = champ.field.max_length
    if maximum is None or len(valeur) <= maximum:
        return []
    raison = _("« %(debut)s… » compte %(longueur)d caractères : %(maximum)d au plus") % {
        "debut": valeur[:30],
        "longueur": len(valeur),
        "maximum": maximum,
    }
    return [Defaut(lieu, raison)]
