"""The communes of France: found by name or postcode as people type them. Data and licences: donnees/SOURCES.md."""

import csv
import gzip
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from django.conf import settings

from ..entrees.textes import normaliser, resserrer
from .departements import DEPARTEMENTS
from .saisie import Demande, lire

FICHIER = Path(__file__).parent / "donnees" / "communes.csv.gz"
ANCIENNES = FICHIER.with_name("anciennes.csv.gz")
LIMITE = 8
VILLES_A_ARRONDISSEMENTS = ("75056", "69123", "13055")


class Commune(NamedTuple):
    """A commune, or an arrondissement municipal of Paris, Lyon or Marseille. Immutable."""

    code: str
    nom: str
    codes_postaux: tuple[str, ...]
    population: int
    latitude: float
    longitude: float
    # Worked out from neighbours rather than known: a few kilometres off at worst.
    position_estimee: bool

    @property
    def departement(self) -> str:
        """Code of its département."""
        return self.code[:3] if self.code.startswith("97") else self.code[:2]

    @property
    def region(self) -> str:
        """Code of its region."""
        return DEPARTEMENTS[self.departement][1]

    @property
    def code_postal(self) -> str:
        """Its first postcode; empty for the few that have none."""
        return self.codes_postaux[0] if self.codes_postaux else ""

    @property
    def libelle(self) -> str:
        """Name and département, which tell homonyms apart: « Montreuil (93) »."""
        return f"{self.nom} ({self.departement})"

    def __str__(self) -> str:
        return self.libelle


class _Cle(NamedTuple):
    """What a commune is looked for by: its name, and each name that it took over."""

    mots: str  # « le kremlin bicetre »
    serre: str  # « lekremlinbicetre »
    commune: Commune
    ancien: str = ""  # the former name, as it is written


# Communes of that very name, whose name begins so, with a word that begins so.
_Rangees: TypeAlias = tuple[tuple[Commune, ...], tuple[Commune, ...], tuple[Commune, ...]]


@lru_cache(maxsize=1)
def toutes() -> dict[str, Commune]:
    """Every commune by its code; read once a process."""
    with gzip.open(FICHIER, "rt", encoding="utf-8", newline="") as fichier:
        lignes = csv.reader(fichier, delimiter=";")
        next(lignes)
        return {
            code: Commune(
                code, nom, tuple(postaux.split()), int(population), float(latitude), float(longitude), estimee == "1"
            )
            for code, nom, postaux, population, latitude, longitude, estimee in lignes
        }


@lru_cache(maxsize=1)
def _cles() -> list[_Cle]:
    """Keys of all communes, the most populated first, so that the first found are the likeliest."""
    noms = [(une.nom, une, "") for une in toutes().values()]
    with gzip.open(ANCIENNES, "rt", encoding="utf-8", newline="") as fichier:
        lignes = csv.reader(fichier, delimiter=";")
        next(lignes)
        noms += [(nom, toutes()[code], nom) for nom, code in lignes]
    noms.sort(key=lambda nomme: (-nomme[1].population, nomme[1].code, nomme[2]))
    return [_Cle(mots := normaliser(nom), resserrer(mots), une, ancien) for nom, une, ancien in noms]


def commune(code: str) -> Commune | None:
    """The commune of an official code, or None."""
    return toutes().get(code)


def chercher_communes(
    texte: str, *, limite: int = LIMITE, departements: Collection[str] | None = None
) -> list[Commune]:
    """The likeliest communes for what was typed so far, the most populated first.

    Those whose name begins so (the very name is never left out), then those with a word that begins so.
    """
    exactes, debuts, mots = _trouvees(lire(texte), departements)
    premieres = _par_population([*exactes, *debuts[: max(0, limite - len(exactes))]])
    return [*premieres, *mots][:limite]


def ancien_nom(une: Commune, texte: str) -> str:
    """The former name by which a text finds this commune; empty when its own name says as much."""
    serre, mot = resserrer(lire(texte).mots), f" {lire(texte).mots}"
    cles = [cle for cle in _cles() if cle.commune is une and serre]
    trouvees = [cle for cle in cles if cle.serre.startswith(serre)] or [cle for cle in cles if mot in cle.mots]
    return "" if any(not cle.ancien for cle in trouvees) else next((cle.ancien for cle in trouvees), "")


def reconnaitre_commune(texte: str, *, departements: Collection[str] | None = None) -> list[Commune]:
    """What a text typed without help means: one commune, several to choose from, or none.

    The very name wins, unless homonyms, or larger communes that begin so, may be meant as well: « Saint-Ouen » is a
    village of the Somme and what everybody calls Saint-Ouen-sur-Seine. A postcode or a département settles it.
    A name of the portal's region that was lost in a merger wins over smaller homonyms elsewhere (« Rocquencourt »), and
    a homonym elsewhere never wins alone over a commune of the region that bears the name (« Billancourt »).
    """
    demande = lire(texte)
    exactes, debuts, mots = _trouvees(demande, departements)
    if not exactes:
        return [*debuts, *mots][:LIMITE]
    serre = resserrer(demande.mots)
    actuelles = [une for une in exactes if resserrer(normaliser(une.nom)) == serre]
    if demande.departements:
        return actuelles or list(exactes)
    if exactes[0] not in actuelles and _est_d_ici(exactes[0]):
        return [exactes[0]]
    plus_grandes = [  # a former name elsewhere that only begins so is not what people mean
        une
        for une in debuts
        if une.population > exactes[0].population
        and (_est_d_ici(une) or resserrer(normaliser(une.nom)).startswith(serre))
    ]
    proches = [*exactes[:LIMITE], *plus_grandes[: max(0, LIMITE - len(exactes))]]
    if not any(_est_d_ici(une) for une in proches):
        proches += [une for une in (*debuts, *mots) if _est_d_ici(une) and _porte(une, demande.mots)]
    return _par_population(proches[:LIMITE])


def _est_d_ici(une: Commune) -> bool:
    return une.region == settings.PORTAIL_REGION


def _porte(une: Commune, mots: str) -> bool:
    """Whether the name holds these words whole: « Billancourt » in « Boulogne-Billancourt »."""
    return f" {mots} " in f" {normaliser(une.nom)} "


def region_d_abord(communes: list[Commune], region: str) -> list[Commune]:
    """The same communes, those of a region (official code) first: whoever says Saint-Denis there means theirs."""
    return sorted(communes, key=lambda une: une.region != region)


def _par_population(communes: Iterable[Commune]) -> list[Commune]:
    return sorted(communes, key=lambda une: (-une.population, une.code))


def _trouvees(demande: Demande, departements: Collection[str] | None) -> _Rangees:
    """Communes of that very name, whose name begins so, with a word that begins so; the most populated first."""
    if not demande.mots and not demande.code_postal:
        return (), (), ()
    permis = None if departements is None else frozenset(departements)
    rangees = _comparer(demande, permis)
    if demande.mots and demande.code_postal and not any(rangees):
        # A CEDEX, or a postcode typed wrong: the name within the same département.
        rangees = _comparer(demande._replace(code_postal=""), permis)
    return rangees


@lru_cache(maxsize=128)  # a form asks twice, and many people ask for the same places
def _comparer(demande: Demande, departements: frozenset[str] | None) -> _Rangees:
    serre, mot = resserrer(demande.mots), f" {demande.mots}"
    exactes: list[Commune] = []
    debuts: list[Commune] = []
    milieux: list[Commune] = []
    for cle in _cles():
        if cle.serre.startswith(serre):
            rangee = exactes if cle.serre == serre else debuts
        elif mot in cle.mots:
            rangee = milieux
        else:
            continue
        if _convient(cle.commune, demande, departements):
            rangee.append(cle.commune)
    # Several names may lead to one commune: it is found once, by the nearest.
    uniques = list(dict.fromkeys(exactes))
    premieres = list(dict.fromkeys([*uniques, *debuts]))
    toutes_trouvees = list(dict.fromkeys([*premieres, *milieux]))
    return tuple(uniques), tuple(premieres[len(uniques) :]), tuple(toutes_trouvees[len(premieres) :])


def _convient(une: Commune, demande: Demande, departements: Collection[str] | None) -> bool:
    if departements is not None and une.departement not in departements:
        return False
    if demande.code_postal:
        # A whole postcode of Paris, Lyon or Marseille is that of an arrondissement, never of the whole city.
        if len(demande.code_postal) == 5 and une.code in VILLES_A_ARRONDISSEMENTS:
            return False
        return any(code.startswith(demande.code_postal) for code in une.codes_postaux)
    return not demande.departements or une.departement in demande.departements
