"""A trame in the CMS says the same as its file."""

import pytest
from hypothesis import HealthCheck, given, settings

from espace_structures.bilans.blocs import BLOCS_REGLES
from espace_structures.bilans.enums import GenreRegle
from espace_structures.bilans.metier.definition import PARAMETRES, PLACES_MESSAGE
from espace_structures.bilans.metier.trame_cms import definition_de_trame, ranger
from espace_structures.bilans.metier.trame_fichier import TRAME_LIVREE
from espace_structures.bilans.metier.trame_yaml import ecrire, lire
from espace_structures.bilans.models import Trame
from tests.fabriques.bilans import PETITE_TRAME
from tests.fabriques.trames import definitions


@pytest.mark.django_db
def test_trame_livree_passe_par_le_cms_sans_rien_perdre():
    texte = TRAME_LIVREE.read_text(encoding="utf-8")
    trame = Trame()
    ranger(lire(texte), trame)
    trame.save()

    relue = definition_de_trame(Trame.objects.get(code="parrainage"))

    assert ecrire(relue) == texte


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(definitions())
def test_trame_quelconque_passe_par_le_cms_sans_rien_perdre(definition):
    trame = Trame()
    ranger(definition, trame)

    assert definition_de_trame(trame) == definition


@pytest.mark.django_db
def test_trame_passe_par_une_revision_sans_rien_perdre():
    trame = Trame()
    ranger(PETITE_TRAME, trame)
    trame.save()

    revision = trame.save_revision()

    assert definition_de_trame(revision.as_object()) == PETITE_TRAME


def test_trame_rangee_deux_fois_garde_les_memes_blocs():
    premiere, seconde = Trame(), Trame()
    ranger(PETITE_TRAME, premiere)
    ranger(PETITE_TRAME, seconde)

    assert premiere.sections.get_prep_value() == seconde.sections.get_prep_value()


@pytest.mark.parametrize("genre", GenreRegle)
def test_bloc_de_regle_a_les_parametres_et_les_valeurs_de_son_genre(genre):
    bloc = dict(BLOCS_REGLES)[genre.value]
    communs = {"code", "severite", "message", "portee", "source"}
    aide = str(bloc.child_blocks["message"].field.help_text)

    assert set(bloc.child_blocks) - communs == set(PARAMETRES[genre])
    assert {place for place in PLACES_MESSAGE[genre] if f"{{{place}}}" in aide} == PLACES_MESSAGE[genre]
    assert {nom: bloc.child_blocks[nom].required for nom in PARAMETRES[genre]} == {
        nom: parametre.requis for nom, parametre in PARAMETRES[genre].items()
    }
