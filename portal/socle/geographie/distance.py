"""How far places are: in Python and in the database, by the same formula (haversine on a sphere)."""

from __future__ import annotations

from math import asin, cos, degrees, radians, sin, sqrt
from typing import NamedTuple, Protocol

from django.db.models import Case, Expression, F, FloatField, Q, Value, When
from django.db.models.functions import ASin, Cast, Cos, Least, Power, Radians, Sin, Sqrt

RAYON_TERRE = 6371.0088  # mean, in kilometres


class Lieu(Protocol):
    """Whatever has a position in decimal degrees."""

    @property
    def latitude(self) -> float: ...

    @property
    def longitude(self) -> float: ...


class Cadre(NamedTuple):
    """A box of positions, in decimal degrees."""

    sud: float
    ouest: float
    nord: float
    est: float

    def filtre(self, champ_lat: str = "latitude", champ_lon: str = "longitude") -> Q:
        """Condition on the rows inside the box: quick, before the exact distance is worked out."""
        return Q(**{f"{champ_lat}__range": (self.sud, self.nord), f"{champ_lon}__range": (self.ouest, self.est)})


def distance_km(a: Lieu, b: Lieu) -> float:
    """Kilometres between two places, as the crow flies."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    ecart_lat, ecart_lon = lat_b - lat_a, radians(b.longitude) - radians(a.longitude)
    h = sin(ecart_lat / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(ecart_lon / 2) ** 2
    # Rounding may carry h a hair above 1, where the arc sine stops.
    return 2 * RAYON_TERRE * asin(sqrt(min(1.0, h)))


def cadre(latitude: float, longitude: float, rayon_km: float) -> Cadre:
    """The smallest box that holds every place within `rayon_km`."""
    angle = rayon_km / RAYON_TERRE
    ecart_lat = degrees(angle)
    sud, nord = latitude - ecart_lat, latitude + ecart_lat
    if sud <= -90 or nord >= 90:
        return Cadre(max(sud, -90.0), -180.0, min(nord, 90.0), 180.0)
    ecart_lon = degrees(asin(min(1.0, sin(angle) / cos(radians(latitude)))))
    # A box that crosses the antimeridian would hold nothing: it takes every longitude instead.
    if longitude - ecart_lon < -180 or longitude + ecart_lon > 180:
        return Cadre(sud, -180.0, nord, 180.0)
    return Cadre(sud, longitude - ecart_lon, nord, longitude + ecart_lon)


def DistanceKm(
    latitude: float, longitude: float, champ_lat: str = "latitude", champ_lon: str = "longitude"
) -> Expression:
    """The same distance, worked out by the database (SQLite or PostgreSQL); null where the row has no position.

    `Structure.objects.annotate(distance=DistanceKm(lat, lon)).filter(distance__lte=10)`
    """
    lat, lon = Cast(F(champ_lat), FloatField()), Cast(F(champ_lon), FloatField())
    h = Power(Sin((Radians(lat) - Value(radians(latitude))) / Value(2.0)), Value(2.0)) + Value(
        cos(radians(latitude))
    ) * Cos(Radians(lat)) * Power(Sin((Radians(lon) - Value(radians(longitude))) / Value(2.0)), Value(2.0))
    distance = Value(2 * RAYON_TERRE) * ASin(Sqrt(Least(Value(1.0), h)))
    # PostgreSQL's LEAST forgets nulls: without the case, an unknown position would stand at the antipodes.
    sans_position = Q(**{f"{champ_lat}__isnull": True}) | Q(**{f"{champ_lon}__isnull": True})
    return Case(When(sans_position, then=Value(None)), default=distance, output_field=FloatField())
