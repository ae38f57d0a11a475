"""What the two imports share: columns, lines, what a line would do, and reading one cell."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.socle.entrees.textes import nettoyer, plier

from ...enums import SortDeLigne

# Typed in a cell, this word empties the value; an empty cell leaves it alone.
VIDE = "(vide)"


class FichierRefuse(Exception):
    """The file cannot be read at all; the message is fit for the user."""


class CelluleRefusee(ValueError):
    """A cell that cannot be kept; the message is fit for the user."""


@dataclass(frozen=True)
class Colonne:
    """A column of the file. `autres`: other headings it answers to. `effacable`: « (vide) » may empty it."""

    code: str
    titre: str | Promise
    autres: tuple[str, ...] = ()
    obligatoire: bool = False
    effacable: bool = False
    exemple: str = ""

    @cached_property
    def noms(self) -> frozenset[str]:
        return frozenset(plier(nom) for nom in (self.code, str(self.titre), *self.autres))


@dataclass(frozen=True, kw_only=True)
class LigneLue:
    """A line of the file as texts, by code of column."""

    numero: int
    valeurs: dict[str, str]


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
        return [ligne for ligne in self.lignes if ligne.sort in (SortDeLigne.CREEE, SortDeLigne.MODIFIEE)]

    @cached_property
    def empreinte(self) -> str:
        """Changes as soon as the file or a record that it touches does: what was shown is what will be written."""
        dit = repr([(ligne.numero, ligne.sort, ligne.cible, ligne.ecarts, ligne.refus) for ligne in self.lignes])
        return hashlib.sha256(dit.encode()).hexdigest()


# --- Words -----------------------------------------------------------------------------------------------------------


def phrase(numero: int, titre: str | Promise, raison: str) -> str:
    """A refusal that names the line and the column."""
    return _("Ligne %(ligne)s, %(colonne)s : %(raison)s") % {"ligne": numero, "colonne": titre, "raison": raison}


# --- Cells -----------------------------------------------------------------------------------------------------------


def lire_texte(texte: str, *, longueur: int) -> str:
    """A text on one line, short enough; control characters are refused."""
    propre = " ".join(nettoyer(texte).split())
    if any(unicodedata.category(signe) == "Cc" for signe in propre):
        raise CelluleRefusee(_("ce texte contient des signes invisibles qu’on ne peut pas garder. Retapez-le."))
    if len(propre) > longueur:
        raise CelluleRefusee(
            _("ce texte compte %(nombre)s signes, %(maximum)s au plus. Raccourcissez-le.")
            % {"nombre": len(propre), "maximum": longueur}
        )
    return propre


def lire_choix(texte: str, choix: Sequence[tuple[str, str]]) -> str:
    """The code of a choice, given as its code, its label, or either side of the dash of its label."""
    voulu = plier(texte)
    for code, libelle in choix:
        ecritures = {plier(code), plier(str(libelle)), *(plier(part) for part in str(libelle).split(" – "))}
        if voulu in ecritures:
            return code
    raise CelluleRefusee(
        _("« %(valeur)s » n’est pas dans la liste. Écrivez : %(choix)s.")
        % {"valeur": texte, "choix": " ; ".join(str(libelle) for _code, libelle in choix)}
    )


def selon(lecteur: Callable[[str], str]) -> Callable[[str], str]:
    """A reader of `portal.socle.entrees` whose refusal is that of a cell; an empty cell stays empty."""

    def lire(texte: str) -> str:
        try:
            return lecteur(texte) if texte else ""
        except ValidationError as erreur:
            raise CelluleRefusee(" ".join(erreur.messages)) from erreur

    return lire
