"""Distances: the same in Python and in the database."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.db.models import FloatField, Value
from hypothesis import given
from hypothesis import strategies as st

from portal.socle.geographie.communes import commune
from portal.socle.geographie.distance import Cadre, DistanceKm, cadre, distance_km

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
lieux = st.builds(lambda lat, lon: SimpleNamespace(latitude=lat, longitude=lon), latitudes, longitudes)
TOUR = 2 * 20_015.2


@pytest.mark.parametrize(
    ("depart", "arrivee", "kilometres"),
    [
        ("75056", "69123", 392),  # Paris, Lyon
        ("75056", "93048", 7),  # Paris, Montreuil
        ("75056", "97411", 9360),  # Paris, Saint-Denis de La Réunion
        ("93048", "93048", 0),
    ],
)
def test_distance_est_celle_des_cartes(depart, arrivee, kilometres):
    assert distance_km(commune(depart), commune(arrivee)) == pytest.approx(kilometres, rel=0.01, abs=0.5)


@given(lieux, lieux)
def test_distance_va_dans_les_deux_sens_et_ne_depasse_pas_un_demi_tour(a, b):
    aller = distance_km(a, b)

    assert aller == pytest.approx(distance_km(b, a), abs=1e-6)
    assert 0 <= aller <= TOUR / 2 + 1
    assert distance_km(a, a) == 0


@given(lieux, lieux, st.floats(0.1, 2000))
def test_cadre_contient_tout_ce_qui_est_a_portee(centre, lieu, rayon):
    boite = cadre(centre.latitude, centre.longitude, rayon)

    dedans = boite.sud <= lieu.latitude <= boite.nord and boite.ouest <= lieu.longitude <= boite.est
    assert dedans or distance_km(centre, lieu) > rayon * (1 - 1e-9)


def test_cadre_est_juste_a_paris_et_se_rend_aux_poles_et_a_l_antimeridien():
    paris = cadre(48.8566, 2.3522, 10)

    assert paris == pytest.approx((48.7667, 2.2155, 48.9465, 2.4889), abs=1e-4)
    assert cadre(89.99, 0, 10)[1:] == (-180, 90, 180)
    assert cadre(0, 179.99, 10)[1::2] == (-180, 180)


def _posee(latitude, longitude):
    """A row with that position."""
    Group.objects.create(name="repère")
    return Group.objects.filter(name="repère").annotate(
        latitude=Value(latitude, output_field=FloatField()), longitude=Value(longitude, output_field=FloatField())
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ici", "la"),
    [
        ((48.8566, 2.3522), (48.8566, 2.3522)),
        ((48.8566, 2.3522), (48.85661, 2.35221)),
        ((48.8566, 2.3522), (48.8634, 2.4426)),
        ((48.8566, 2.3522), (-20.8789, 55.4481)),
        ((0.0, 0.0), (0.0, 180.0)),
        ((45.0, 10.0), (-45.0, -170.0)),  # the antipodes, where rounding may carry the sine above 1
        ((90.0, 0.0), (-90.0, 0.0)),
    ],
)
def test_distance_de_la_base_est_celle_de_python_a_dix_metres(ici, la):
    depart, arrivee = (SimpleNamespace(latitude=lat, longitude=lon) for lat, lon in (ici, la))

    lue = _posee(*la).annotate(distance=DistanceKm(*ici)).get().distance

    assert lue == pytest.approx(distance_km(depart, arrivee), abs=0.01)


@pytest.mark.django_db
@pytest.mark.parametrize("position", [(None, None), (48.8, None), (None, 2.3)])
def test_distance_de_la_base_est_inconnue_sans_position(position):
    rangees = _posee(*position)

    assert rangees.annotate(distance=DistanceKm(48.8566, 2.3522)).get().distance is None


@pytest.mark.django_db
def test_distance_de_la_base_filtre_et_range_avec_son_cadre():
    rangees = _posee(48.8634, 2.4426)

    pres = rangees.annotate(distance=DistanceKm(48.8566, 2.3522)).order_by("distance")

    assert (pres.filter(distance__lte=7).count(), pres.filter(distance__lte=6).count()) == (1, 0)
    assert rangees.filter(cadre(48.8566, 2.3522, 10).filtre()).count() == 1
    assert rangees.filter(Cadre(0, 0, 1, 1).filtre("latitude", "longitude")).count() == 0
