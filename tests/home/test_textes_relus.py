"""Rows kept before the present rules of entry are brought to them once."""

from importlib import import_module

import pytest
from django.apps import apps

from espace_structures.benevolat.models import Benevole
from portal.socle.entrees.relecture import relire
from tests.fabriques.benevolat import BenevoleFactory
from tests.fabriques.pages import article, liste_actualites, site_public
from tests.fabriques.structures import FinanceurFactory

pytestmark = pytest.mark.django_db

migration = import_module("home.migrations.0006_textes_relus")


def relu(objet, **bruts):
    """The row, once these values were written as no entrance would today, and read again."""
    type(objet).objects.filter(pk=objet.pk).update(**bruts)
    migration.relire_tout(apps, None)
    objet = type(objet).objects.get(pk=objet.pk)
    return {nom: getattr(objet, nom) for nom in bruts}


def test_lignes_anciennes_se_lisent_comme_les_entrees():
    personne = relu(
        BenevoleFactory(),
        prenom="Zoe\u0301",
        courriel="zoe\u200b@exemple.fr",
        telephone="06\u202f12.34 56 78",
        metier="re\u0301\u00adgisseuse",
    )
    assert personne == {
        "prenom": "Zoé",
        "courriel": "zoe@exemple.fr",
        "telephone": "+33612345678",
        "metier": "régisseuse",
    }


def test_page_et_blocs_se_relisent_sans_perdre_de_bloc():
    page = article(liste_actualites(site_public()))
    corps = [{"type": "texte", "value": "<p>A\u0300 l\u2019e\u0301cole</p>", "id": "a1"}]

    relus = relu(page, title="Re\u0301seau", chapo="e\u0301te\u0301", corps=corps)

    assert (relus["title"], relus["chapo"]) == ("Réseau", "été")
    assert relus["corps"].get_prep_value() == [{"type": "texte", "value": "<p>À l’école</p>", "id": "a1"}]


def test_ligne_qui_en_heurterait_une_autre_reste_et_se_dit(caplog):
    propre, sale = FinanceurFactory(nom="Région"), FinanceurFactory()

    assert relu(sale, nom="Re\u0301gion", sigle="Re\u0301") == {"nom": "Re\u0301gion", "sigle": "Re\u0301"}
    assert f"structures.Financeur {sale.pk} left as it was" in caplog.text
    assert relu(propre, sigle="\u200bRe\u0301") == {"sigle": "Ré"}


def test_seules_les_lignes_changees_sont_ecrites(monkeypatch):
    monkeypatch.setattr("portal.socle.entrees.relecture.LOT", 2)
    personnes = BenevoleFactory.create_batch(5)
    Benevole.objects.filter(pk__in=[personnes[0].pk, personnes[4].pk]).update(nom="Lefe\u0300vre")

    assert [relire(Benevole), relire(Benevole)] == [2, 0]
