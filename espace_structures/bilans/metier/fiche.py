"""A bilan laid out for reading: its sections, tables with totals, last year's figures. Pure: values in, rows out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from portal.socle.nombres import ecrire_euros, ecrire_nombre, ecrire_pourcentage

from ..enums import TYPES_ADDITIFS, TypeReponse
from .definition import CelluleDef, Colonne, DefinitionTrame, Ligne, Question, Tableau

Valeurs = Mapping[str, Decimal | str]


@dataclass(frozen=True)
class Case:
    """A figure and last year's, written out; both empty when nobody answered."""

    valeur: str
    anterieur: str = ""
    est_total: bool = False
    existe: bool = True  # False: this row and this column do not meet


@dataclass(frozen=True)
class LigneDeFiche:
    libelle: str
    cases: tuple[Case, ...]
    est_dont: bool = False
    est_total: bool = False


@dataclass(frozen=True)
class EnteteGroupe:
    """A cell of the first header row: a group of columns, or a column without a group as tall as the header."""

    libelle: str
    colonnes: int
    est_groupe: bool


@dataclass(frozen=True)
class TableauLu:
    code: str
    titre: str
    intitule_lignes: str
    groupes: tuple[EnteteGroupe, ...]  # empty when the header has one row
    colonnes: tuple[str, ...]  # of the last header row
    lignes: tuple[LigneDeFiche, ...]
    genre: str = "tableau"


@dataclass(frozen=True)
class QuestionLue:
    code: str
    libelle: str
    case: Case
    est_texte: bool
    genre: str = "question"


@dataclass(frozen=True)
class SectionLue:
    code: str
    titre: str
    elements: tuple[TableauLu | QuestionLue, ...]


@dataclass(frozen=True)
class _Rang:
    """A column to show: one of the table, or the total of its additive columns (`colonne` None)."""

    colonne: Colonne | None

    @property
    def groupe(self) -> str:
        return self.colonne.groupe if self.colonne else ""

    @property
    def libelle(self) -> str:
        return self.colonne.libelle if self.colonne else _("Total")


def lire_sections(definition: DefinitionTrame, valeurs: Valeurs, precedent: Valeurs) -> tuple[SectionLue, ...]:
    """Every section of the trame filled with these values, computed cells included in them."""
    return tuple(
        SectionLue(
            code=section.code,
            titre=section.titre,
            elements=tuple(
                _tableau(element, definition, valeurs, precedent)
                if isinstance(element, Tableau)
                else _question(definition.cellules[element.code], valeurs, precedent)
                for element in section.elements
            ),
        )
        for section in definition.sections
    )


def ecrire_reponse(cellule: CelluleDef | Question | Tableau, valeur: Decimal | str | None) -> str:
    """An answer in the reader's language; an empty string when there is none."""
    if valeur is None or valeur == "":
        return ""
    if isinstance(valeur, Decimal):
        if cellule.type == TypeReponse.MONTANT:
            return ecrire_euros(valeur)
        if cellule.type == TypeReponse.POURCENTAGE:
            return ecrire_pourcentage(valeur / 100)
        return ecrire_nombre(valeur)
    if cellule.type == TypeReponse.CHOIX and not isinstance(cellule, Tableau):
        return next((choix.libelle for choix in cellule.choix if choix.code == valeur), valeur)
    if cellule.type == TypeReponse.DATE and (jour := parse_date(valeur)):
        return formats.date_format(jour, "DATE_FORMAT")
    return valeur


def _question(cellule: CelluleDef, valeurs: Valeurs, precedent: Valeurs) -> QuestionLue:
    return QuestionLue(
        code=cellule.code,
        libelle=cellule.libelle,
        case=Case(
            ecrire_reponse(cellule, valeurs.get(cellule.code)),
            ecrire_reponse(cellule, precedent.get(cellule.code)) if cellule.est_numerique else "",
            est_total=bool(cellule.calcul),
        ),
        est_texte=cellule.type == TypeReponse.TEXTE,
    )


def _tableau(tableau: Tableau, definition: DefinitionTrame, valeurs: Valeurs, precedent: Valeurs) -> TableauLu:
    s_additionne = tableau.type in TYPES_ADDITIFS
    rangs = _rangs(tableau, avec_total=s_additionne and tableau.a_total_lignes)
    lignes = [_ligne(tableau, ligne, rangs, definition, valeurs, precedent) for ligne in tableau.lignes]
    if s_additionne and tableau.a_total_colonnes:
        # The total stands after the rows that it adds up, before the non-exclusive ones when these come last.
        dernier = max(rang for rang, ligne in enumerate(tableau.lignes) if not ligne.dont)
        lignes.insert(dernier + 1, _ligne(tableau, None, rangs, definition, valeurs, precedent))
    deux_niveaux = any(rang.groupe for rang in rangs)
    return TableauLu(
        code=tableau.code,
        titre=tableau.titre,
        intitule_lignes=tableau.intitule_lignes or _("Modalité"),
        groupes=tuple(_groupes(rangs)) if deux_niveaux else (),
        colonnes=tuple(rang.libelle for rang in rangs if rang.groupe or not deux_niveaux),
        lignes=tuple(lignes),
    )


def _rangs(tableau: Tableau, *, avec_total: bool) -> list[_Rang]:
    rangs = [_Rang(colonne) for colonne in tableau.colonnes]
    if avec_total:
        dernier = max(rang for rang, colonne in enumerate(tableau.colonnes) if not colonne.dont)
        rangs.insert(dernier + 1, _Rang(None))
    return rangs


def _groupes(rangs: list[_Rang]):
    for groupe, voisins in groupby(rangs, key=lambda rang: rang.groupe):
        if groupe:
            yield EnteteGroupe(groupe, len(list(voisins)), est_groupe=True)
        else:
            yield from (EnteteGroupe(rang.libelle, 1, est_groupe=False) for rang in voisins)


def _ligne(
    tableau: Tableau,
    ligne: Ligne | None,
    rangs: list[_Rang],
    definition: DefinitionTrame,
    valeurs: Valeurs,
    precedent: Valeurs,
) -> LigneDeFiche:
    """A row of the table, or (without `ligne`) the total of its additive rows."""
    cases = []
    for rang in rangs:
        codes = _codes(tableau, ligne, rang.colonne, definition)
        cases.append(
            Case(
                ecrire_reponse(tableau, _somme(codes, valeurs)),
                ecrire_reponse(tableau, _somme(codes, precedent)),
                est_total=ligne is None or rang.colonne is None,
                existe=bool(codes),
            )
        )
    return LigneDeFiche(
        libelle=ligne.libelle if ligne else _("Total"),
        cases=tuple(cases),
        est_dont=ligne is not None and ligne.dont,
        est_total=ligne is None,
    )


def _codes(tableau: Tableau, ligne: Ligne | None, colonne: Colonne | None, definition: DefinitionTrame) -> list[str]:
    """Cells behind what is shown at that row and column: one, or those that a total adds up."""
    lignes = [ligne] if ligne else [li for li in tableau.lignes if not li.dont]
    colonnes = [colonne] if colonne else [co for co in tableau.colonnes if not co.dont]
    codes = (f"{tableau.code}.{li.code}.{co.code}" for li in lignes for co in colonnes)
    return [code for code in codes if code in definition.cellules]


def _somme(codes: list[str], valeurs: Valeurs) -> Decimal | str | None:
    trouvees = [valeurs[code] for code in codes if code in valeurs]
    if not trouvees:
        return None
    if len(trouvees) == 1:
        return trouvees[0]
    return sum((valeur for valeur in trouvees if isinstance(valeur, Decimal)), Decimal(0))
