"""A structure takes another name."""

from datetime import UTC, date, datetime

import pytest
from wagtail.models import ModelLogEntry

from espace_structures.structures.metier.renommage import RENOMMER, RenommageRefuse, renommer
from tests.fabriques.structures import StructureFactory, animateur

pytestmark = pytest.mark.django_db

LE = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # already July in Paris


def test_ancien_nom_est_garde_avec_son_jour():
    structure, compte = StructureFactory(nom="Le Relais"), animateur()

    renommer(structure, nom="  Les  Deux Rives ", par=compte, le=LE)

    structure.refresh_from_db()
    assert structure.nom == "Les Deux Rives"
    assert [(a.nom, a.jusqu_au) for a in structure.anciens_noms.all()] == [("Le Relais", date(2026, 7, 1))]
    entree = ModelLogEntry.objects.get(action=RENOMMER)
    assert (entree.user, entree.data) == (compte, {"avant": "Le Relais", "apres": "Les Deux Rives"})


def test_nom_repris_n_est_plus_un_ancien_nom():
    structure = StructureFactory(nom="Le Relais")
    renommer(structure, nom="Les Deux Rives", par=None, le=LE)

    renommer(structure, nom="Le Relais", par=None, le=LE)

    assert [a.nom for a in structure.anciens_noms.all()] == ["Les Deux Rives"]


@pytest.mark.parametrize(
    ("nom", "message"),
    [
        (" ", "Écrivez le nouveau nom de la structure."),
        ("Le Relais", "La structure porte déjà ce nom : écrivez le nouveau."),
        ("x" * 201, "Ce nom dépasse 200 signes : raccourcissez-le."),
    ],
)
def test_renommage_refuse(nom, message):
    structure = StructureFactory(nom="Le Relais")

    with pytest.raises(RenommageRefuse) as refus:
        renommer(structure, nom=nom, par=None, le=LE)

    structure.refresh_from_db()
    assert (str(refus.value), structure.nom) == (message, "Le Relais")
