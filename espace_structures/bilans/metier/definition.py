"""The definition of a trame as plain values: what the YAML file, the CMS and the frozen rows of a campaign all say.

Codes are `table.row.column` (`C2.18_21.F`) or `question` (`B2`). A reference names one or several cells:

    B2              the question B2
    C2              every additive cell of table C2
    C2.18_21        the additive columns of one row
    C2.*.F          one column, over the additive rows
    C2.18_21.F      one cell

An expression is references joined by " + " and " - ": `B1 + B2 - B4`. A row or a column marked `dont` ("of which") is
not additive: it belongs to no total unless it is named (`F.F1.QPV`, `F.*.QPV`, `C7.PRIJ`).

A name starting with @ is not a cell but a fact the portal knows: `@objectif` (filleuls promised by all conventions of
the exercice), `@objectif_P102`, `@montant_P102`… one pair per budget line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from ..enums import (
    TYPES_ADDITIFS,
    TYPES_NUMERIQUES,
    FormatIndicateur,
    GenreRegle,
    Portee,
    Severite,
    TypeReponse,
)


@dataclass(frozen=True, kw_only=True)
class Choix:
    """An answer of a closed list."""

    code: str
    libelle: str


@dataclass(frozen=True, kw_only=True)
class Ligne:
    """A row of a table. `dont`: counted inside other rows, outside the column totals (non-exclusive)."""

    code: str
    libelle: str
    aide: str = ""
    definition: str = ""
    dont: bool = False


@dataclass(frozen=True, kw_only=True)
class Colonne:
    """A column of a table. `groupe`: first header level. `dont`: outside the row totals."""

    code: str
    libelle: str
    groupe: str = ""
    dont: bool = False


@dataclass(frozen=True, kw_only=True)
class CelluleDef:
    """One cell to fill (or to compute): the unit of answers, exports and rules."""

    code: str
    libelle: str  # row and column, or the question: understandable alone
    type: TypeReponse
    section: str
    element: str
    ligne: str = ""
    colonne: str = ""
    additive: bool = True  # belongs to the totals of its table
    calcul: str = ""  # expression; a computed cell is never stored
    choix: tuple[Choix, ...] = ()
    longueur: int | None = None
    ponderation: str = ""  # expression: weight of a non-additive number in a consolidation
    obligatoire: bool = False
    aide: str = ""
    definition: str = ""

    @property
    def est_numerique(self) -> bool:
        return self.type in TYPES_NUMERIQUES

    @property
    def est_additionnable(self) -> bool:
        """Counts and amounts add up from one sheet to another; averages, percentages, texts do not."""
        return self.type in TYPES_ADDITIFS


@dataclass(frozen=True, kw_only=True)
class Question:
    """A single question of a section."""

    code: str
    libelle: str
    type: TypeReponse = TypeReponse.EFFECTIF
    aide: str = ""
    definition: str = ""
    calcul: str = ""
    choix: tuple[Choix, ...] = ()
    longueur: int | None = None  # characters, for texts
    ponderation: str = ""
    obligatoire: bool = False


@dataclass(frozen=True, kw_only=True)
class Tableau:
    """A table of a section: rows × columns of one type. `grisees`: "row.column" cells that do not apply."""

    code: str
    titre: str
    lignes: tuple[Ligne, ...]
    colonnes: tuple[Colonne, ...]
    type: TypeReponse = TypeReponse.EFFECTIF
    aide: str = ""
    definition: str = ""
    intitule_lignes: str = ""  # header of the column of row labels
    grisees: tuple[str, ...] = ()
    obligatoire: bool = False

    @property
    def a_total_lignes(self) -> bool:
        """A total column makes sense: at least two additive columns."""
        return sum(not colonne.dont for colonne in self.colonnes) > 1

    @property
    def a_total_colonnes(self) -> bool:
        """A total row makes sense: at least two additive rows."""
        return sum(not ligne.dont for ligne in self.lignes) > 1


@dataclass(frozen=True, kw_only=True)
class Section:
    """A screen of the entry: its tables and questions in order."""

    code: str
    titre: str
    elements: tuple[Tableau | Question, ...]
    aide: str = ""


@dataclass(frozen=True, kw_only=True)
class Regle:
    """A coherence rule. Which parameters it takes depends on its kind: see `PARAMETRES`."""

    code: str
    genre: GenreRegle
    severite: Severite
    message: str
    portee: Portee = Portee.FEUILLE
    parametres: dict[str, str | Decimal | bool] = field(default_factory=dict)
    source: str = ""  # the rule of the field it comes from, e.g. "R14"


@dataclass(frozen=True, kw_only=True)
class Indicateur:
    """A rate or a mean computed from the answers, always shown with its denominator."""

    code: str
    libelle: str
    numerateur: str
    denominateur: str
    format: FormatIndicateur = FormatIndicateur.POURCENTAGE
    definition: str = ""


@dataclass(frozen=True, kw_only=True)
class Parametre:
    """A parameter of a kind of rule. `nature`: "expression", "nombre" or "booleen"."""

    nature: str
    requis: bool = True


# Parameters of each kind of rule, and the placeholders its message may use.
PARAMETRES: dict[GenreRegle, dict[str, Parametre]] = {
    # somme(parties) = total                                   message: {parties} {total} {ecart}
    GenreRegle.PARTITION: {"parties": Parametre(nature="expression"), "total": Parametre(nature="expression")},
    # partie <= tout                                           message: {partie} {tout} {ecart}
    GenreRegle.INCLUSION: {"partie": Parametre(nature="expression"), "tout": Parametre(nature="expression")},
    # stock(N) = precedent(N-1)                                message: {stock} {precedent} {ecart}
    GenreRegle.FLUX: {"stock": Parametre(nature="expression"), "precedent": Parametre(nature="expression")},
    # condition > 0  =>  cible answered (and > 0 if `positif`) message: {condition} {cible}
    GenreRegle.REQUIS_SI: {
        "condition": Parametre(nature="expression"),
        "cible": Parametre(nature="expression"),
        "positif": Parametre(nature="booleen", requis=False),
    },
    # minimum <= valeur <= maximum                             message: {valeur} {minimum} {maximum}
    GenreRegle.INTERVALLE: {
        "valeur": Parametre(nature="expression"),
        "minimum": Parametre(nature="nombre", requis=False),
        "maximum": Parametre(nature="nombre", requis=False),
    },
    # minimum <= numerateur / denominateur <= maximum, when denominateur >= seuil (default: > 0)
    #                                     message: {numerateur} {denominateur} {rapport} {minimum} {maximum},
    #                                              {rapport_pct} writes the ratio as a percentage
    GenreRegle.RATIO: {
        "numerateur": Parametre(nature="expression"),
        "denominateur": Parametre(nature="expression"),
        "minimum": Parametre(nature="nombre", requis=False),
        "maximum": Parametre(nature="nombre", requis=False),
        "seuil": Parametre(nature="nombre", requis=False),
    },
    # |valeur(N) - valeur(N-1)| / valeur(N-1) <= maximum       message: {valeur} {precedent} {variation_pct}
    GenreRegle.EVOLUTION: {"valeur": Parametre(nature="expression"), "maximum": Parametre(nature="nombre")},
    # not all of the table's additive rows' total in one row, when the total >= seuil
    #                                                          message: {total} {ligne}
    GenreRegle.CONCENTRATION: {"tableau": Parametre(nature="expression"), "seuil": Parametre(nature="nombre")},
    # never an anomaly: a sentence shown under the rates       message: no placeholder
    GenreRegle.MENTION: {},
}
PLACES_MESSAGE: dict[GenreRegle, frozenset[str]] = {
    GenreRegle.PARTITION: frozenset({"parties", "total", "ecart"}),
    GenreRegle.INCLUSION: frozenset({"partie", "tout", "ecart"}),
    GenreRegle.FLUX: frozenset({"stock", "precedent", "ecart"}),
    GenreRegle.REQUIS_SI: frozenset({"condition", "cible"}),
    GenreRegle.INTERVALLE: frozenset({"valeur", "minimum", "maximum"}),
    GenreRegle.RATIO: frozenset({"numerateur", "denominateur", "rapport", "rapport_pct", "minimum", "maximum"}),
    GenreRegle.EVOLUTION: frozenset({"valeur", "precedent", "variation_pct"}),
    GenreRegle.CONCENTRATION: frozenset({"total", "ligne"}),
    GenreRegle.MENTION: frozenset(),
}


@dataclass(frozen=True, kw_only=True)
class DefinitionTrame:
    """A whole trame. Immutable; `cellules` gives every cell by code, in the order of the form."""

    code: str
    titre: str
    sections: tuple[Section, ...]
    regles: tuple[Regle, ...] = ()
    indicateurs: tuple[Indicateur, ...] = ()
    description: str = ""

    @cached_property
    def cellules(self) -> dict[str, CelluleDef]:
        """Every cell by code, in the order of the form. On duplicate codes the first wins (`verifier` refuses them)."""
        trouvees: dict[str, CelluleDef] = {}
        for section in self.sections:
            for element in section.elements:
                for cellule in cellules_de(element, section.code):
                    trouvees.setdefault(cellule.code, cellule)
        return trouvees

    @cached_property
    def elements(self) -> dict[str, Tableau | Question]:
        """Tables and questions by code."""
        return {element.code: element for section in self.sections for element in section.elements}

    def section(self, code: str) -> Section:
        """The section of that code; raises KeyError."""
        for section in self.sections:
            if section.code == code:
                return section
        raise KeyError(code)

    @property
    def tableaux(self) -> Iterator[Tableau]:
        return (element for element in self.elements.values() if isinstance(element, Tableau))


def cellules_de(element: Tableau | Question, section: str) -> Iterator[CelluleDef]:
    """The cells of a table (row by row) or of a question."""
    if isinstance(element, Question):
        yield CelluleDef(
            code=element.code,
            libelle=element.libelle,
            type=element.type,
            section=section,
            element=element.code,
            calcul=element.calcul,
            choix=element.choix,
            longueur=element.longueur,
            ponderation=element.ponderation,
            obligatoire=element.obligatoire,
            aide=element.aide,
            definition=element.definition,
        )
        return
    for ligne in element.lignes:
        for colonne in element.colonnes:
            if f"{ligne.code}.{colonne.code}" in element.grisees:
                continue
            yield CelluleDef(
                code=f"{element.code}.{ligne.code}.{colonne.code}",
                libelle=f"{ligne.libelle} – {colonne.libelle}",
                type=element.type,
                section=section,
                element=element.code,
                ligne=ligne.code,
                colonne=colonne.code,
                additive=not (ligne.dont or colonne.dont),
                obligatoire=element.obligatoire,
                aide=ligne.aide,
                definition=ligne.definition,
            )
