"""XLSX workbooks written row by row: memory does not grow with the number of rows.

Texts are written as texts whatever they start with: nothing becomes a formula nor a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import BinaryIO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from .valeurs import Colonne, Nature, Tableau, Valeur

LIGNES_MAXIMALES = 1_048_576
TEXTE_MAXIMAL = 32_767
# The colours of the portal.
_ENCRE, _ENCRE_DISCRETE, _SABLE, _PRIMAIRE, _FILET = "#1B2A41", "#4A5A70", "#F7F1E7", "#0B6E6E", "#C9C2B4"
_FORMATS = {
    Nature.TEXTE: "@",
    Nature.ENTIER: "#,##0",
    Nature.DECIMAL: "#,##0.00",
    Nature.MONTANT: '#,##0.00" €"',
    Nature.POURCENTAGE: '0.0" %"',
    Nature.TAUX: "0.0%",
    Nature.DATE: "dd/mm/yyyy",
    Nature.BRUT: "General",
}
_LARGEURS = {Nature.TEXTE: 24, Nature.ENTIER: 11, Nature.DATE: 12, Nature.MONTANT: 15}
_INTERDITS_NOM = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


class Classeur:
    """A workbook under way. `mention` (name, scope, date) is printed at the top of every page."""

    def __init__(
        self,
        sortie: str | BinaryIO,
        *,
        titre: str,
        mention: str,
        cree_le: datetime,
        lignes_maximales: int = LIGNES_MAXIMALES,
    ):
        self._classeur = xlsxwriter.Workbook(
            sortie,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._classeur.set_properties({"title": titre, "created": timezone.localtime(cree_le).replace(tzinfo=None)})
        self._mention = mention
        self.lignes_maximales = lignes_maximales
        self._noms: set[str] = set()
        self._feuilles: list[FeuilleClasseur] = []
        self._formats: dict[tuple, xlsxwriter.format.Format] = {}

    def feuille(self, tableau: Tableau) -> FeuilleClasseur:
        """A new sheet with the title, the headers and the rows of the table; more rows may follow."""
        feuille = self._classeur.add_worksheet(self._nom_libre(tableau.code))
        feuille.set_landscape()
        feuille.set_paper(9)  # A4
        feuille.fit_to_pages(1, 0)
        mention = self._mention.replace("&", "&&")[:200]
        feuille.set_header(f"&L&9{mention}")
        feuille.set_footer(f"&L&9{tableau.titre.replace('&', '&&')[:150]}&R&9&P / &N")
        self._feuilles.append(FeuilleClasseur(self, feuille, tableau))
        return self._feuilles[-1]

    def fermer(self) -> None:
        """Ends the file: nothing can be read before."""
        for feuille in self._feuilles:
            feuille.poser_filtre()
        self._classeur.close()

    def format(self, nature: Nature | None = None, **proprietes):
        """The format of a kind of value, made once."""
        cle = (nature, *sorted(proprietes.items()))
        if cle not in self._formats:
            reglages = {"font_color": _ENCRE, "valign": "top"} | proprietes
            if nature is not None:
                reglages["num_format"] = _FORMATS[nature]
            self._formats[cle] = self._classeur.add_format(reglages)
        return self._formats[cle]

    def _nom_libre(self, voulu: str) -> str:
        """A sheet name that spreadsheets accept and that the workbook does not have yet."""
        base = voulu.translate(_INTERDITS_NOM).strip("' ")[:31] or "…"
        nom, rang = base, 1
        while nom.casefold() in self._noms:
            rang += 1
            suffixe = f" ({rang})"
            nom = base[: 31 - len(suffixe)] + suffixe
        self._noms.add(nom.casefold())
        return nom


class FeuilleClasseur:
    """A sheet under way: title, mention, header rows (all frozen), then rows in order."""

    def __init__(self, classeur: Classeur, feuille, tableau: Tableau):
        self._classeur, self._feuille, self._tableau = classeur, feuille, tableau
        self._colonnes = tableau.colonnes
        self._rang = self._entete = self._derniere = 0
        self._normaux = [classeur.format(colonne.nature, **_encre(colonne)) for colonne in self._colonnes]
        self._preparer_colonnes()
        self._ecrire_titre()
        self._ecrire_entetes()
        for ligne in tableau.lignes:
            self.ecrire(ligne.valeurs, forte=ligne.forte, natures=ligne.natures)

    def ecrire(
        self, valeurs: Sequence[Valeur], *, forte: bool = False, natures: Sequence[Nature] | None = None
    ) -> None:
        """One row; `natures`, if any, replace those of the columns. Past the last row, a new sheet goes on."""
        if self._rang >= self._classeur.lignes_maximales:
            suite = self._classeur.feuille(replace(self._tableau, lignes=()))
            self.poser_filtre()
            self._feuille, self._rang, self._entete = suite._feuille, suite._rang, suite._entete
        formats = self._normaux if not forte and natures is None else self._formats_de(forte, natures)
        for rang, valeur in enumerate(valeurs):
            if valeur is not None:
                self._ecrire_cellule(rang, valeur, formats[rang])
        if not forte:
            self._derniere = self._rang
        self._rang += 1

    def poser_filtre(self) -> None:
        """Filter buttons on the last header row, over the rows written so far, totals apart."""
        if self._derniere > self._entete:
            self._feuille.autofilter(self._entete, 0, self._derniere, len(self._colonnes) - 1)

    def _ecrire_cellule(self, rang: int, valeur: str | int | Decimal | date, mise_en_forme) -> None:
        if isinstance(valeur, str):
            self._feuille.write_string(self._rang, rang, _borner(valeur), mise_en_forme)
        elif isinstance(valeur, date):
            self._feuille.write_datetime(self._rang, rang, valeur, mise_en_forme)
        else:
            self._feuille.write_number(self._rang, rang, _flottant(valeur), mise_en_forme)

    def _formats_de(self, forte: bool, natures: Sequence[Nature] | None) -> list:
        appuye = {"bold": True, "top": 1, "border_color": _FILET} if forte else {}
        return [
            self._classeur.format(natures[rang] if natures else colonne.nature, **_encre(colonne), **appuye)
            for rang, colonne in enumerate(self._colonnes)
        ]

    def _preparer_colonnes(self) -> None:
        for rang, colonne in enumerate(self._colonnes):
            mot = max((len(mot) for mot in colonne.entetes[-1].split()), default=0)
            largeur = colonne.largeur or max(_LARGEURS.get(colonne.nature, 12), min(mot + 2, 30))
            self._feuille.set_column(rang, rang, largeur)

    def _ecrire_titre(self) -> None:
        titre = self._classeur.format(bold=True, font_size=13, font_color=_PRIMAIRE)
        self._feuille.write_string(0, 0, self._tableau.titre, titre)
        self._feuille.write_string(1, 0, self._classeur._mention, self._classeur.format(font_color=_ENCRE_DISCRETE))
        for rang, note in enumerate(self._tableau.notes, 2):
            self._feuille.write_string(rang, 0, note, self._classeur.format(font_color=_ENCRE_DISCRETE, italic=True))
        self._rang = 2 + len(self._tableau.notes)

    def _ecrire_entetes(self) -> None:
        """Header rows, equal neighbours merged but in the last; all stay in sight, with the named columns."""
        premiere, profondeur = self._rang, max(len(colonne.entetes) for colonne in self._colonnes)
        for niveau in range(profondeur):
            self._ecrire_niveau(niveau, profondeur)
            self._rang += 1
        self._feuille.freeze_panes(self._rang, self._tableau.figees)
        self._feuille.repeat_rows(premiere, self._rang - 1)
        self._entete, self._derniere = self._rang - 1, self._rang - 1

    def _ecrire_niveau(self, niveau: int, profondeur: int) -> None:
        style = self._classeur.format(
            bold=True, bg_color=_SABLE, text_wrap=True, border=1, border_color=_FILET, align="center"
        )
        rang = 0
        for chemin, colonnes in groupby(self._colonnes, key=lambda colonne: _chemin(colonne, niveau, profondeur)):
            largeur = len(list(colonnes))
            texte = chemin[-1] if chemin else ""
            if largeur > 1 and chemin and niveau < profondeur - 1:
                self._feuille.merge_range(self._rang, rang, self._rang, rang + largeur - 1, texte, style)
            else:
                for place in range(rang, rang + largeur):
                    self._feuille.write(self._rang, place, texte or None, style)
            rang += largeur


def _chemin(colonne: Colonne, niveau: int, profondeur: int) -> tuple[str, ...]:
    """Headers down to this level; short headers stand at the bottom, by the rows that they name."""
    place = niveau - (profondeur - len(colonne.entetes))
    return colonne.entetes[: place + 1] if place >= 0 else ()


def _encre(colonne: Colonne) -> dict:
    return {"font_color": _ENCRE_DISCRETE} if colonne.discrete else {}


def _flottant(nombre: int | Decimal) -> int | float:
    """What a spreadsheet stores: whole numbers stay whole."""
    return int(nombre) if nombre == int(nombre) else float(nombre)


def _borner(texte: str) -> str:
    """A text that fits in a cell; a longer one says that it was cut."""
    if len(texte) <= TEXTE_MAXIMAL:
        return texte
    marque = _(" […] texte coupé : voir le CSV")
    return texte[: TEXTE_MAXIMAL - len(marque)] + marque
