"""Searching without accents in any list, and cleaning what a request brings."""

import unicodedata
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from espace_structures.structures.models import Structure
from portal.socle.choix import filtrer_par_mots
from portal.socle.entrees.requetes import nettoyer_parametres
from tests.fabriques.structures import StructureFactory


def nfd(texte: str) -> str:
    return unicodedata.normalize("NFD", texte)


@pytest.mark.django_db
@pytest.mark.parametrize("cherche", ["réseau", nfd("réseau"), "RESEAU", "reseau ÎLE", "oeuvre", "100%"])
@pytest.mark.parametrize(
    "garde", ["Réseau d’œuvres 100% Île", nfd("Réseau d’œuvres 100% Île"), "RÉSEAU D’OEUVRES 100% ÎLE"]
)
def test_recherche_dans_une_liste_laisse_les_accents_de_cote(garde, cherche):
    trouvee = StructureFactory(nom=garde)
    StructureFactory(nom="Rosée 1000")

    assert list(filtrer_par_mots(Structure.objects.all(), cherche, ("nom",))) == [trouvee]


@pytest.mark.django_db
@pytest.mark.parametrize("cherche", ["l'ouest", "L’OUEST", "nord est", "Nord-Est", "nord–est"])
@pytest.mark.parametrize("garde", ["Les Portes de l’Ouest Nord-Est", "Les Portes de l'Ouest Nord‑Est"])
def test_recherche_ne_distingue_ni_les_apostrophes_ni_les_tirets(garde, cherche):
    trouvee = StructureFactory(nom=garde)
    StructureFactory(nom="Les Portes du Sud")

    assert list(Structure.objects.filter(nom__icontains=cherche)) == [trouvee]


def test_parametres_nettoyes_sauf_les_mots_de_passe_et_le_texte_riche():
    riche = '{"blocks":[{"text":"' + nfd("é") + '"}],"entityMap":{}}'
    lus = QueryDict(mutable=True)
    lus.setlist("noms", [nfd("Zoé"), "Le\u200bfèvre\x00"])
    lus["mot_de_passe"] = lus["x-password1"] = nfd("é\u200b")
    lus["corps"] = riche

    propres = nettoyer_parametres(lus)

    assert dict(propres.lists()) == {
        "noms": ["Zoé", "Lefèvre"],
        "mot_de_passe": [nfd("é\u200b")],
        "x-password1": [nfd("é\u200b")],
        "corps": [riche],
    }


def test_parametres_sans_rien_a_nettoyer_restent_les_memes():
    lus = QueryDict("q=abc&page=2")

    assert nettoyer_parametres(lus) is lus


@pytest.mark.parametrize("forme", ["multipart", None])
def test_traduction_envoyee_par_le_back_office_est_nettoyee(forme):
    fabrique = APIRequestFactory()
    valeur = {"value": nfd("réseau") + "\u200b"}
    if forme:
        requete = fabrique.put("/", valeur, format=forme)
    else:
        requete = fabrique.put("/", urlencode(valeur), content_type="application/x-www-form-urlencoded")
    lues = []

    @api_view(["PUT"])
    @permission_classes([])
    @authentication_classes([])
    def vue(request):
        lues.append(request.POST["value"])
        return Response()

    vue(requete)

    assert lues == ["réseau"]
