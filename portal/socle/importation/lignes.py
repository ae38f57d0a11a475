"""What every import shares: columns, lines as texts, and what a line would do."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from portal.socle.entrees.textes import plier

_MENTIONS = re.compile(r"\b(?:obligatoire|facultati(?:f|ve)|optionnel(?:le)?|requise?)\b")


class FichierRefuse(Exception):
    """The file cannot be read at all; the message is fit for the user."""


class CelluleRefusee(ValueError):
    """A cell that cannot be kept; the message is fit for the user."""


class SortDeLigne(models.TextChoices):
    """What a line of an imported file would do to the records."""

    REFUSEE = "REFUSEE", gettext_lazy("Refusée")
    CREEE = "CREEE", gettext_lazy("Créée")
    RATTACHEE = "RATTACHEE", gettext_lazy("Rattachée")
    MODIFIEE = "MODIFIEE", gettext_lazy("Modifiée")
    INCHANGEE = "INCHANGEE", gettext_lazy("Inchangée")


def plier_intitule(texte: str) -> str:
    """A heading as it is compared: « Prénom (obligatoire) » is « prenom », a question is what it asks for."""
    plie = " ".join(_MENTIONS.sub(" ", plier(texte)).split())
    return re.sub(r"^.*\b(?:votre|vos) (?=.)", "", plie)


def ecritures(texte: str | Promise) -> set[str]:
    """The folded forms of a heading or of a label, in every language of the portal."""
    formes = set()
    for langue, _nom in settings.LANGUAGES:
        with override(langue):
            formes.add(plier_intitule(str(texte)))
    return formes


@dataclass(frozen=True)
class ColonneAttendue:
    """A column of the file. `autres`: other headings it answers to; `faibles`: those it takes for want of better.

    `complements`: headings read before the value (a postcode before the commune). `effacable`: « (vide) » may empty it.
    """

    code: str
    titre: str | Promise
    autres: tuple[str | Promise, ...] = ()
    obligatoire: bool = False
    effacable: bool = False
    exemple: str = ""
    faibles: tuple[str, ...] = ()
    complements: tuple[str, ...] = ()

    @cached_property
    def noms(self) -> frozenset[str]:
        return frozenset().union(*(ecritures(nom) for nom in (self.code, self.titre, *self.autres)))

    @cached_property
    def noms_faibles(self) -> frozenset[str]:
        return frozenset(plier_intitule(nom) for nom in self.faibles)

    @cached_property
    def noms_de_complement(self) -> frozenset[str]:
        return frozenset(plier_intitule(nom) for nom in self.complements)


# The template says "Exemple" in this column: such a line is a lesson, not a record.
NOTE = ColonneAttendue("note", "Note", autres=("remarque", "commentaire"))


@dataclass(frozen=True, kw_only=True)
class LigneLue:
    """A line of the file as texts, by code of column."""

    numero: int
    valeurs: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Lecture:
    """The lines that say something; the headings that nobody reads; what the person must know of the file."""

    lignes: tuple[LigneLue, ...]
    colonnes: tuple[str, ...]
    ignorees: tuple[str, ...] = ()
    remarques: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ecart:
    """A cell that the import would change, as people read it; `avant` is empty for a new record."""

    colonne: str
    avant: str
    apres: str


@dataclass(frozen=True, kw_only=True)
class LignePrevue:
    """What a line would do. `valeurs` are those to write, by field; `cible` the record that exists."""

    numero: int
    intitule: str
    sort: SortDeLigne
    cible: int | None = None
    valeurs: dict[str, Any] = field(default_factory=dict)
    ecarts: tuple[Ecart, ...] = ()
    refus: tuple[str, ...] = ()
    alertes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Prevision:
    """What the whole file would do."""

    lignes: tuple[LignePrevue, ...]
    ignorees: tuple[str, ...] = ()

    def de(self, sort: SortDeLigne) -> list[LignePrevue]:
        """The lines of this fate, in the order of the file."""
        return [ligne for ligne in self.lignes if ligne.sort == sort]

    @property
    def est_refusee(self) -> bool:
        return any(ligne.refus for ligne in self.lignes)

    @property
    def a_ecrire(self) -> list[LignePrevue]:
        return [ligne for ligne in self.lignes if ligne.sort not in (SortDeLigne.REFUSEE, SortDeLigne.INCHANGEE)]

    @cached_property
    def empreinte(self) -> str:
        """Changes as soon as the file or a record that it touches does: what was shown is what will be written."""
        dit = repr([(ligne.numero, ligne.sort, ligne.cible, ligne.ecarts, ligne.refus) for ligne in self.lignes])
        return hashlib.sha256(dit.encode()).hexdigest()
