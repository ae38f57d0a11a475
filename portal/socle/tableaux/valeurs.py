"""The table itself: columns with headers of one or several levels, rows of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property

from django.utils import formats

from ..nombres import ecrire_euros, ecrire_nombre, ecrire_pourcentage

Valeur = str | int | Decimal | date | None  # None is an empty cell, never a zero


class Nature(Enum):
    """How a value is written. `TAUX` is a quotient (0.43 for 43 %), `POURCENTAGE` already counts in hundredths (43),
    `BRUT` is written without grouping nor fixed decimals."""

    TEXTE = "texte"
    ENTIER = "entier"
    DECIMAL = "decimal"
    MONTANT = "montant"
    POURCENTAGE = "pourcentage"
    TAUX = "taux"
    DATE = "date"
    BRUT = "brut"


@dataclass(frozen=True, kw_only=True)
class Colonne:
    """`entetes` go from the widest level to the column itself. `discrete`: quiet ink. `largeur`: characters."""

    entetes: tuple[str, ...]
    nature: Nature = Nature.TEXTE
    largeur: int | None = None
    discrete: bool = False


@dataclass(frozen=True, kw_only=True)
class LigneDeTableau:
    """Values in the order of the columns. `forte`: a total. `natures`, if any, replace those of the columns."""

    valeurs: Sequence[Valeur]
    forte: bool = False
    natures: Sequence[Nature] | None = None


@dataclass(frozen=True, kw_only=True)
class Entete:
    """A header cell as a screen shows it."""

    texte: str
    colonnes: int = 1
    lignes: int = 1
    discrete: bool = False


@dataclass(frozen=True, kw_only=True)
class CelluleAffichee:
    """A body cell as a screen shows it; `est_intitule`: the header of its row."""

    texte: str
    est_intitule: bool = False
    discrete: bool = False
    est_nombre: bool = False


@dataclass(frozen=True, kw_only=True)
class LigneAffichee:
    cellules: tuple[CelluleAffichee, ...]
    forte: bool = False


@dataclass(frozen=True, kw_only=True)
class Tableau:
    """The first column names the rows. `code` is short and unique in a document (sheet name, anchor)."""

    code: str
    titre: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[LigneDeTableau, ...] = ()
    notes: tuple[str, ...] = ()
    figees: int = 1  # columns that stay in sight

    @cached_property
    def niveaux(self) -> list[list[Entete]]:
        """Header rows for a screen: equal neighbours merged, a column without groups as tall as the header."""
        profondeur = max(len(colonne.entetes) for colonne in self.colonnes)
        return [list(self._niveau(rang, profondeur)) for rang in range(profondeur)]

    def _niveau(self, rang: int, profondeur: int):
        """Cells of one header row; a column with fewer levels stands in the first row and spans what it lacks."""
        groupe: Entete | None = None
        chemin_groupe: tuple[str, ...] = ()
        for colonne in self.colonnes:
            manque = profondeur - len(colonne.entetes)
            if 0 < rang <= manque:
                continue  # covered by the cell above
            place = max(0, rang - manque)
            chemin = colonne.entetes[: place + 1]
            est_feuille = place == len(colonne.entetes) - 1
            if groupe is not None and not est_feuille and chemin == chemin_groupe:
                groupe = replace(groupe, colonnes=groupe.colonnes + 1)
                continue
            if groupe is not None:
                yield groupe
            entete = Entete(texte=chemin[-1], lignes=1 if rang else manque + 1, discrete=colonne.discrete)
            groupe, chemin_groupe = (None, ()) if est_feuille else (entete, chemin)
            if est_feuille:
                yield entete
        if groupe is not None:
            yield groupe

    @cached_property
    def lignes_affichees(self) -> list[LigneAffichee]:
        """Body rows for a screen, every value written in the reader's language."""
        return [self._afficher_ligne(ligne) for ligne in self.lignes]

    def _afficher_ligne(self, ligne: LigneDeTableau) -> LigneAffichee:
        natures = ligne.natures or [colonne.nature for colonne in self.colonnes]
        cellules = tuple(
            CelluleAffichee(
                texte=afficher(valeur, nature),
                est_intitule=rang == 0,
                discrete=colonne.discrete,
                est_nombre=nature is not Nature.TEXTE,
            )
            for rang, (colonne, valeur, nature) in enumerate(zip(self.colonnes, ligne.valeurs, natures, strict=True))
        )
        return LigneAffichee(cellules=cellules, forte=ligne.forte)


def afficher(valeur: Valeur, nature: Nature) -> str:
    """A value as a person reads it, in the current language; an empty cell is an empty string."""
    if valeur is None:
        return ""
    if isinstance(valeur, date):
        return formats.date_format(valeur, "SHORT_DATE_FORMAT")
    if isinstance(valeur, str):
        return valeur
    if nature is Nature.TAUX:
        return ecrire_pourcentage(valeur)
    if nature is Nature.POURCENTAGE:
        return ecrire_pourcentage(Decimal(valeur) / 100)
    return ecrire_euros(valeur) if nature is Nature.MONTANT else ecrire_nombre(valeur)
