"""The consolidation: sums of sheets, worked out by the database in a fixed number of queries whatever their number.

Counts and amounts are added; a number with a `ponderation` becomes a weighted mean; choices are counted. A cell that
nobody answered has no value: empty is not zero. Computed cells are worked out again on the sums.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, Count, F, Q, Sum, TextField, Value, When

from ..enums import TypeReponse
from ..models import Campagne, Feuille, Reponse
from ..querysets import BilanQuerySet
from .calculs import deplier
from .definition import DefinitionTrame
from .definitions import definition_connue
from .expressions import completer

Valeurs = dict[str, Decimal]
Groupe = tuple[str, str]  # département, type of structure
CENTIME = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Consolidation:
    """Values by cell code, computed cells and means included; `choix`: how many sheets gave each answer of a list."""

    definition: DefinitionTrame
    total: Valeurs
    par_departement: dict[str, Valeurs] = field(default_factory=dict)
    par_type: dict[str, Valeurs] = field(default_factory=dict)
    choix: dict[str, Counter[str]] = field(default_factory=dict)
    textes: Counter[str] = field(default_factory=Counter)


def consolider(campagne: Campagne, bilans: BilanQuerySet, *, feuilles: Q | None = None) -> Consolidation:
    """Sums these bilans of the campaign; `feuilles`, a filter on Feuille, keeps some of their sheets only.

    Five queries at most, beside those that read the trame of the campaign when it is not in cache.
    """
    definition = definition_connue(campagne)
    codes = dict(campagne.cellules.values_list("pk", "code"))
    reponses = Reponse.objects.filter(feuille__bilan__in=bilans)
    if feuilles is not None:
        reponses = reponses.filter(feuille__in=Feuille.objects.filter(feuilles))
    sommes = _sommes(reponses, codes, definition)
    moyennes = _Moyennes(definition)
    moyennes.lire(reponses, codes)
    choix, textes = _non_numeriques(reponses, codes, definition)
    departements = sorted({groupe[0] for groupe in sommes} | {groupe[0] for groupe in moyennes.groupes})
    types = sorted({groupe[1] for groupe in sommes} | {groupe[1] for groupe in moyennes.groupes})

    def releve(garder) -> Valeurs:
        retenus = completer(_additionner(valeurs for groupe, valeurs in sommes.items() if garder(groupe)), definition)
        return retenus | moyennes.calculer(garder)

    return Consolidation(
        definition=definition,
        total=releve(lambda groupe: True),
        par_departement={code: releve(lambda groupe, code=code: groupe[0] == code) for code in departements},
        par_type={code: releve(lambda groupe, code=code: groupe[1] == code) for code in types},
        choix=choix,
        textes=textes,
    )


def _sommes(reponses, codes: Mapping[int, str], definition: DefinitionTrame) -> dict[Groupe, Valeurs]:
    """Sum of each additive cell by département × type of structure: one query."""
    additives = {code for code, cellule in definition.cellules.items() if cellule.est_additionnable}
    sommes: dict[Groupe, Valeurs] = defaultdict(dict)
    lignes = (
        reponses.filter(nombre__isnull=False)
        .order_by()
        .values_list("cellule_id", "feuille__departement", "feuille__bilan__type_structure")
        .annotate(somme=Sum("nombre"))
    )
    for cellule, departement, type_structure, somme in lignes:
        if codes[cellule] in additives:
            sommes[departement, type_structure][codes[cellule]] = au_centime(somme)
    return sommes


def au_centime(somme: Decimal) -> Decimal:
    """The exact sum of answers, kept with two decimals at most: SQLite adds them up as floating-point numbers."""
    return somme.quantize(CENTIME)


def _additionner(releves: Iterable[Valeurs]) -> Valeurs:
    total: Valeurs = {}
    for releve in releves:
        for code, valeur in releve.items():
            total[code] = total.get(code, Decimal(0)) + valeur
    return total


def _non_numeriques(reponses, codes, definition) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Answers of lists counted by choice, texts and dates counted: one query."""
    choix: dict[str, Counter[str]] = {}
    textes: Counter[str] = Counter()
    lignes = (
        reponses.filter(nombre__isnull=True)
        .order_by()
        .values_list(
            "cellule_id", Case(When(cellule__type=TypeReponse.CHOIX, then=F("texte")), default=Value("", TextField()))
        )
        .annotate(nombre_de_feuilles=Count("pk"))
    )
    for cellule, choisi, nombre in lignes:
        if choisi:
            choix.setdefault(codes[cellule], Counter())[choisi] += nombre
        else:
            textes[codes[cellule]] += nombre
    return choix, textes


class _Moyennes:
    """Weighted means: each sheet's answer counts as much as the weight that its other answers give it.

    A sheet without a weight (none of its cells answered) or with a weight that is not positive is left out.
    """

    def __init__(self, definition: DefinitionTrame):
        self._ponderations = {
            code: forme_lineaire(cellule.ponderation, definition)
            for code, cellule in definition.cellules.items()
            if cellule.ponderation and cellule.est_numerique and not cellule.est_additionnable
        }
        self._termes: dict[str, dict[Groupe, tuple[Decimal, Decimal]]] = {}  # by code: sum of value × weight, of weight
        self.groupes: set[Groupe] = set()

    def lire(self, reponses, codes: Mapping[int, str]) -> None:
        """Reads the answers to average and the weights of their sheets: two queries, none without such a cell."""
        if not self._ponderations:
            return
        pks = {code: pk for pk, code in codes.items()}
        poids = self._poids(reponses, pks)
        lignes = (
            reponses.filter(cellule__in=[pks[code] for code in self._ponderations], nombre__isnull=False)
            .order_by()
            .values_list("cellule_id", "feuille_id", "nombre", "feuille__departement", "feuille__bilan__type_structure")
        )
        for cellule, feuille, nombre, departement, type_structure in lignes:
            code, groupe = codes[cellule], (departement, type_structure)
            masse = poids.get(feuille, {}).get(code)
            if masse is None or masse <= 0:
                continue
            self.groupes.add(groupe)
            produits, total = self._termes.setdefault(code, {}).get(groupe, (Decimal(0), Decimal(0)))
            self._termes[code][groupe] = (produits + nombre * masse, total + masse)

    def _poids(self, reponses, pks: Mapping[str, int]) -> dict[int, dict[str, Decimal]]:
        """Weight of each averaged cell in each sheet, added up by the database."""
        noms = {f"poids_{rang}": code for rang, code in enumerate(self._ponderations)}
        citees = {pks[code] for forme in self._ponderations.values() for code in forme}
        sommes = {nom: _somme_signee(self._ponderations[code], pks) for nom, code in noms.items()}
        lignes = (
            reponses.filter(cellule__in=citees, nombre__isnull=False).order_by().values("feuille_id").annotate(**sommes)
        )
        return {
            ligne["feuille_id"]: {code: ligne[nom] for nom, code in noms.items() if ligne[nom] is not None}
            for ligne in lignes
        }

    def calculer(self, garder) -> Valeurs:
        """The means over the groups kept; a cell without any weight has none."""
        moyennes = {}
        for code, termes in self._termes.items():
            retenus = [terme for groupe, terme in termes.items() if garder(groupe)]
            if retenus:
                produits = sum((produit for produit, _poids in retenus), Decimal(0))
                moyennes[code] = produits / sum((poids for _produit, poids in retenus), Decimal(0))
        return moyennes


def _somme_signee(forme: Mapping[str, int], pks: Mapping[str, int]) -> Sum:
    """Sum over one sheet of the answers that a linear form names, each times its coefficient."""
    par_coefficient: dict[int, list[int]] = defaultdict(list)
    for code, coefficient in forme.items():
        par_coefficient[coefficient].append(pks[code])
    cas = [
        When(cellule__in=cellules, then=F("nombre") * Value(coefficient))
        for coefficient, cellules in par_coefficient.items()
    ]
    return Sum(Case(*cas))


def forme_lineaire(expression: str, definition: DefinitionTrame) -> dict[str, int]:
    """The typed cells that an expression adds up, each with its coefficient; computed cells are followed down."""
    forme: Counter[str] = Counter()
    for signe, code in deplier(expression, definition):
        forme[code] += signe
    return {code: coefficient for code, coefficient in forme.items() if coefficient}
