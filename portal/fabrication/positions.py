"""Where each commune is: known by its name in its region, otherwise estimated from its neighbours."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from math import log
from statistics import fmean
from typing import Any, NamedTuple

from portal.socle.entrees.textes import normaliser

from .sources import Point

Lieu = tuple[float, float]  # longitude, latitude
# How many times larger or smaller a place may be than the commune that it is taken for: populations of the source may
# be twenty years old, but another name or half a name proves less than the very name.
ECART_DU_NOM = log(10)
ECART_D_UN_AUTRE_NOM = log(3)
# Beginnings of names that say nothing by themselves.
DEBUTS_VAGUES = ("saint", "sainte", "notre dame", "bois", "villeneuve", "la chapelle", "le mesnil")


class Placee(NamedTuple):
    """Position of a commune."""

    longitude: float
    latitude: float
    estimee: bool


class Annuaire:
    """The populated places, by region and name."""

    def __init__(self, points: Iterable[Point]):
        self.par_nom: dict[tuple[str, str], list[Point]] = defaultdict(list)
        self.par_autre_nom: dict[tuple[str, str], list[Point]] = defaultdict(list)
        for point in points:
            self.par_nom[point.region, point.nom].append(point)
            for autre in point.autres_noms:
                self.par_autre_nom[point.region, autre].append(point)

    def sous_leur_nom(self, region: str, nom: str) -> list[Point]:
        """Places of that very name."""
        return self.par_nom[region, nom]

    def sous_un_autre_nom(self, region: str, nom: str) -> list[Point]:
        """Places that also bear that name."""
        return self.par_autre_nom[region, nom]

    def sous_un_debut(self, region: str, nom: str) -> list[Point]:
        """Places that bear the beginning of a double name, the longest first: « Évry » for « Évry-Courcouronnes »."""
        mots = nom.split()
        for nombre in range(len(mots) - 1, 0, -1):
            debut = " ".join(mots[:nombre])
            if len(debut) >= 4 and debut not in DEBUTS_VAGUES and self.par_nom[region, debut]:
                return self.par_nom[region, debut]
        return []


def placer(
    communes: list[dict[str, Any]],
    annuaire: Annuaire,
    *,
    chefs_lieux: Mapping[str, str],
    epci: Mapping[str, str],
    est_dans: Callable[[str, Lieu], bool],
) -> dict[str, Placee]:
    """Position of every commune; `est_dans(departement, lieu)` refuses a homonym of elsewhere."""
    connues: dict[str, Lieu] = {}
    prises: set[Point] = set()
    # In this order for all communes: a place known by its name is never lent to another.
    for chercher, ecart_permis in (
        (annuaire.sous_leur_nom, ECART_DU_NOM),
        (annuaire.sous_un_autre_nom, ECART_D_UN_AUTRE_NOM),
        (annuaire.sous_un_debut, ECART_D_UN_AUTRE_NOM),
    ):
        for une in communes:
            if une["code"] in connues:
                continue
            trouve = _connue(une, chercher, ecart_permis, chefs_lieux.get(une["code"]), est_dans, prises)
            if trouve:
                prises.add(trouve)
                connues[une["code"]] = (trouve.longitude, trouve.latitude)
    estimation = Estimation(communes, connues, epci)
    return {
        une["code"]: Placee(*connues[une["code"]], estimee=False)
        if une["code"] in connues
        else Placee(*estimation(une), estimee=True)
        for une in communes
    }


def _connue(
    une: dict[str, Any],
    chercher: Callable[[str, str], list[Point]],
    ecart_permis: float,
    chef_lieu: str | None,
    est_dans: Callable[[str, Lieu], bool],
    prises: set[Point],
) -> Point | None:
    population = max(une.get("population", 1), 1)
    for nom in filter(None, (une["nom"], chef_lieu)):
        ecarts = [
            (abs(log(max(point.population, 1) / population)), point)
            for point in chercher(une["region"], normaliser(nom))
            if point not in prises and est_dans(une["departement"], (point.longitude, point.latitude))
        ]
        # The seat of a merged commune may be much smaller than the whole: its name is enough.
        permis = [paire for paire in ecarts if paire[0] < ecart_permis or nom is chef_lieu]
        if permis:
            return min(permis, key=lambda paire: paire[0])[1]
    return None


class Estimation:
    """Middle of the known communes of the same postcode, else intercommunality, arrondissement, département."""

    def __init__(self, communes: list[dict[str, Any]], connues: Mapping[str, Lieu], epci: Mapping[str, str]):
        self.epci = epci
        self.voisines: dict[tuple[str, str], dict[str, Lieu]] = defaultdict(dict)
        for une in communes:
            if une["code"] in connues:
                for groupe in self.groupes(une):
                    self.voisines[groupe][une["code"]] = connues[une["code"]]

    def groupes(self, une: dict[str, Any]) -> list[tuple[str, str]]:
        """Neighbourhoods of a commune, the closest first; never across a département."""
        departement = une["departement"]
        proches = [*une.get("codesPostaux", []), self.epci.get(une["code"], ""), une.get("arrondissement", "")]
        return [(departement, proche) for proche in proches if proche] + [(departement, "")]

    def __call__(self, une: dict[str, Any]) -> Lieu:
        for groupe in self.groupes(une):
            lieux = [lieu for code, lieu in self.voisines[groupe].items() if code != une["code"]]
            if lieux:
                return fmean(lieu[0] for lieu in lieux), fmean(lieu[1] for lieu in lieux)
        raise ValueError(f"No known commune in the département of {une['code']}")
