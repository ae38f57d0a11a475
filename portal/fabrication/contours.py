"""Outlines of the départements as GeoJSON: metropolitan France from the drawing, overseas from Natural Earth."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from shapely.geometry import MultiPolygon, Polygon
from shapely.ops import polylabel

from portal.socle.geographie.departements import DEPARTEMENTS

from .calage import inverse
from .sources import lire_json

# Overseas départements inside the shape of France: west, south, east, north.
CADRES_OUTRE_MER = {
    "971": (-62.0, 15.7, -60.9, 16.6),
    "972": (-61.3, 14.3, -60.7, 14.95),
    "973": (-55.0, 2.0, -51.0, 6.0),
    "974": (55.0, -21.5, 56.0, -20.7),
    "976": (44.9, -13.1, 45.4, -12.5),
}
FRANCE = "250"  # ISO 3166-1 numeric


def outre_mer(paquet: Path) -> dict[str, MultiPolygon]:
    """Outlines of the overseas départements, cut out of the country's."""
    topologie = lire_json(paquet, "countries-10m.json")
    arcs = [_arc(arc, topologie["transform"]) for arc in topologie["arcs"]]
    pays = next(une for une in topologie["objects"]["countries"]["geometries"] if une.get("id") == FRANCE)
    pieces = [Polygon(_anneau(anneaux[0], arcs)).buffer(0) for anneaux in pays["arcs"]]
    trouves = {}
    for code, (ouest, sud, est, nord) in CADRES_OUTRE_MER.items():
        dedans = [piece for piece in pieces if ouest <= piece.centroid.x <= est and sud <= piece.centroid.y <= nord]
        trouves[code] = MultiPolygon(dedans)
    return trouves


def _arc(arc: list[list[int]], transformation: Mapping[str, list[float]]) -> np.ndarray:
    return np.cumsum(np.array(arc), axis=0) * transformation["scale"] + transformation["translate"]


def _anneau(indices: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    morceaux = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.concatenate([morceaux[0], *(morceau[1:] for morceau in morceaux[1:])])


def en_degres(forme: MultiPolygon) -> MultiPolygon:
    """From the Mercator plane to longitudes and latitudes."""
    return MultiPolygon(
        [Polygon(np.stack(inverse(*np.array(piece.exterior.coords).T), axis=1)) for piece in forme.geoms]
    )


def ecrire(formes: Mapping[str, MultiPolygon], chemin: Path, *, tolerance: float, source: str) -> None:
    """One compact GeoJSON, three decimals (about a hundred metres)."""
    entites = [
        {
            "type": "Feature",
            "properties": {
                "code": code,
                "nom": DEPARTEMENTS[code][0],
                "region": DEPARTEMENTS[code][1],
                "repere": _repere(formes[code]),
            },
            "geometry": _geometrie(formes[code], tolerance),
        }
        for code in DEPARTEMENTS
        if code in formes
    ]
    collection = {"type": "FeatureCollection", "source": source, "features": entites}
    chemin.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _repere(forme: MultiPolygon) -> list[float]:
    """Where its code is written: the point farthest from its edges, inside even when it is a crescent."""
    point = polylabel(max(forme.geoms, key=lambda piece: piece.area), tolerance=0.005)
    return [round(point.x, 3), round(point.y, 3)]


def _geometrie(forme: MultiPolygon, tolerance: float) -> dict[str, Any]:
    pieces = sorted((piece for piece in forme.geoms), key=lambda piece: -piece.area)
    # Islets smaller than a pixel at the scale of a département say nothing.
    gardees = [piece for piece in pieces if piece is pieces[0] or piece.area > 2e-4]
    anneaux = [_arrondi(piece.simplify(tolerance) if tolerance else piece) for piece in gardees]
    return {"type": "MultiPolygon", "coordinates": [[anneau] for anneau in anneaux if len(anneau) > 3]}


def _arrondi(piece: Polygon) -> list[list[float]]:
    points: list[list[float]] = []
    for x, y in piece.exterior.coords:
        point = [round(float(x), 3), round(float(y), 3)]
        if not points or point != points[-1]:
            points.append(point)
    return points
