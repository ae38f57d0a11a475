"""Puts the drawing of the départements on the globe: from the plane of an SVG file to longitudes and latitudes.

The drawing is a Mercator-like projection of metropolitan France whose parameters nobody published. They are found by
least squares: a first guess matches the middle of each outline with the middle of its communes, then communes that fall
outside their own département pull the transformation until as few as possible are left out.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.ops import nearest_points

Positions = Mapping[str, Sequence[tuple[float, float]]]  # by département: (longitude, latitude)
TOURS = 60
# Second step: how far around a corner of the drawing the places left out pull it, in degrees, from far to near.
PORTEES = (0.15,) * 6 + (0.08,) * 10 + (0.04,) * 20
FREIN = 0.5


def mercator(longitude, latitude):
    """Web Mercator in degrees: x is the longitude."""
    return longitude, np.degrees(np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2)))


def inverse(x, y):
    """Longitude and latitude of a point of that plane."""
    return x, np.degrees(2 * np.arctan(np.exp(np.radians(y))) - np.pi / 2)


def lire_svg(texte: str) -> dict[str, list[np.ndarray]]:
    """Rings of each département of the drawing, y upwards."""
    contours = {}
    for trace in re.findall(r"<path\s.*?/>", texte, re.DOTALL):
        code = re.search(r'\bid="(\w+)"', trace)
        chemin = re.search(r'\bd="([^"]+)"', trace)
        if code and chemin:
            contours[code[1].upper()] = _anneaux(chemin[1])
    return contours


def _anneaux(chemin: str) -> list[np.ndarray]:
    """Rings of a path that only knows m (relative) and z."""
    if set(re.findall(r"[a-zA-Z]", chemin)) - {"m", "z"}:
        raise ValueError("The drawing uses commands that this reader does not know.")
    anneaux, depart = [], np.zeros(2)
    for morceau in re.findall(r"m([^mz]+)z", chemin):
        pas = np.array([float(nombre) for nombre in re.findall(r"-?[\d.]+", morceau)]).reshape(-1, 2)
        sommets = depart + np.cumsum(pas, axis=0)
        depart = sommets[0]
        anneaux.append(sommets * [1, -1])
    return anneaux


def polygone(anneaux: Sequence[np.ndarray]) -> MultiPolygon:
    """Shape of a département; a drawing has no hole but islands."""
    pieces = [Polygon(anneau).buffer(0) for anneau in anneaux if len(anneau) > 3]
    return MultiPolygon([p for piece in pieces for p in getattr(piece, "geoms", [piece]) if not p.is_empty])


class Transformation:
    """A polynomial of degree 2 from the drawing to the Mercator plane."""

    def __init__(self, depart: np.ndarray, arrivee: np.ndarray, *, degre: int):
        self.degre = degre
        self.milieu, self.echelle = depart.mean(axis=0), depart.std()
        self.coefficients = np.linalg.lstsq(self._base(depart), arrivee, rcond=None)[0]

    def _base(self, points: np.ndarray) -> np.ndarray:
        u, v = ((points - self.milieu) / self.echelle).T
        colonnes = [np.ones_like(u), u, v]
        if self.degre >= 2:
            colonnes += [u * u, u * v, v * v]
        if self.degre >= 3:
            colonnes += [u**3, u * u * v, u * v * v, v**3]
        return np.stack(colonnes, axis=1)

    def __call__(self, points: np.ndarray) -> np.ndarray:
        return self._base(points) @ self.coefficients


def caler(contours: Mapping[str, list[np.ndarray]], positions: Positions) -> dict[str, MultiPolygon]:
    """Outlines in the Mercator plane."""
    nuages = {code: np.array([mercator(*lieu) for lieu in positions[code]]) for code in contours}
    dessins = {code: polygone(anneaux) for code, anneaux in contours.items()}
    centres = np.array([dessins[code].centroid.coords[0] for code in contours])
    milieux = np.array([nuage.mean(axis=0) for nuage in nuages.values()])
    retour = Transformation(milieux, centres, degre=1)
    tous = np.concatenate(list(nuages.values()))
    for tour in range(TOURS):
        degre = 1 if tour < 10 else 2 if tour < 25 else 3
        cibles = np.concatenate([_rentrer(dessins[code], retour(nuage)) for code, nuage in nuages.items()])
        retour = Transformation(tous, cibles, degre=degre)
    aller = Transformation(retour(tous), tous, degre=3)
    cales = {code: [aller(anneau) for anneau in anneaux] for code, anneaux in contours.items()}
    for portee in PORTEES:
        cales = _tirer(cales, nuages, portee)
    return {code: polygone(anneaux) for code, anneaux in cales.items()}


def _tirer(
    cales: Mapping[str, list[np.ndarray]], nuages: Mapping[str, np.ndarray], portee: float
) -> dict[str, list[np.ndarray]]:
    """Moves every corner towards the places left out around it; neighbours share corners, hence move together."""
    lieux, manques = [], []
    for code, anneaux in cales.items():
        rentres = _rentrer(polygone(anneaux), nuages[code])
        lieux.append(nuages[code])
        manques.append(nuages[code] - rentres)
    lieu, manque = np.concatenate(lieux), np.concatenate(manques)

    def deplacer(anneau: np.ndarray) -> np.ndarray:
        carres = ((anneau[:, None, :] - lieu[None, :, :]) ** 2).sum(axis=2)
        poids = np.exp(-carres / (2 * portee**2))
        return anneau + (poids @ manque) / (poids.sum(axis=1, keepdims=True) + FREIN)

    return {code: [deplacer(anneau) for anneau in anneaux] for code, anneaux in cales.items()}


def _rentrer(dessin: MultiPolygon, nuage: np.ndarray) -> np.ndarray:
    """Where each point should be drawn: where it is when inside its département, else on the nearest edge."""
    cibles = nuage.copy()
    for rang, lieu in enumerate(nuage):
        point = Point(lieu)
        if not dessin.contains(point):
            cibles[rang] = nearest_points(dessin, point)[0].coords[0]
    return cibles


def part_a_l_interieur(formes: Mapping[str, MultiPolygon], positions: Positions, *, tolerance: float = 0.0) -> float:
    """Share of the places that fall inside the outline of their own département."""
    dedans = total = 0
    for code, forme in formes.items():
        large = forme.buffer(tolerance) if tolerance else forme
        for lieu in positions[code]:
            total += 1
            dedans += large.contains(Point(mercator(*lieu)))
    return dedans / total
