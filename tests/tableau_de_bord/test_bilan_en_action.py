"""From the qualitative part of a bilan to the draft of an action, in one gesture."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from espace_structures.bilans.enums import EtatBilan, TypeReponse
from espace_structures.bilans.metier.definition import DefinitionTrame, Question, Section
from espace_structures.structures.enums import RoleStructure
from espace_structures.tableau_de_bord.metier.bilan_en_action import LONGUEUR_RECIT, section_qualitative
from espace_structures.vitrines.models import ActionPage, FichePage
from tests.fabriques.bilans import PETITE_TRAME, REPONSES_COHERENTES, bilan_de, campagne_ouverte
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, membre
from tests.fabriques.vitrines import annuaire

pytestmark = pytest.mark.django_db


def texte(code, libelle="Récit"):
    return Question(code=code, libelle=libelle, type=TypeReponse.TEXTE, longueur=3000)


RECITS = Section(
    code="H",
    titre="Qualitatif",
    elements=(texte("H1", "Déroulement de l’action"), texte("H2", "Partenariats"), texte("H3", "Réussites")),
)
TRAME = replace(PETITE_TRAME, code="recits", sections=(*PETITE_TRAME.sections[:3], RECITS), indicateurs=())


@pytest.fixture
def structure():
    annuaire(site_public())
    return StructureFactory(nom="L’Envol", departements=["75", "92"], referent_nom="Ana Roy")


@pytest.fixture
def client(client, structure):
    """The browser of somebody who writes for the structure."""
    client.force_login(membre(structure))
    return client


def bilan(structure, reponses, definition=TRAME, etat=EtatBilan.TRANSMIS):
    chiffres = {code: valeur for code, valeur in REPONSES_COHERENTES.items() if code[0] in "BCF"}
    return bilan_de(structure, campagne_ouverte(2026, definition=definition), etat, chiffres | reponses)


def en_faire_une_action(client, un_bilan):
    return client.post(reverse("espace:bilan-vers-action", args=[un_bilan.pk]), follow=True)


def test_recit_du_bilan_devient_un_brouillon(client, structure):
    un_bilan = bilan(structure, {"H1": "Chaque mardi,\nun café.\n\nPuis un bilan.", "H3": "Dix embauches."})

    reponse = en_faire_une_action(client, un_bilan)

    action = ActionPage.objects.get()
    assert reponse.redirect_chain == [(reverse("espace:action-modifier", args=[action.pk]), 302)]
    assert "Voici un brouillon d’après le bilan 2026." in reponse.content.decode()
    assert (action.title, action.live) == ("Notre année 2026", False)
    assert action.but == "Chaque mardi, un café. Puis un bilan."
    assert action.deroulement == (
        "<p>Chaque mardi,<br/>un café.</p><p>Puis un bilan.</p><p>Réussites\u00a0:</p><p>Dix embauches.</p>"
    )
    assert (action.debut, action.fin) == (date(2026, 1, 1), date(2026, 12, 31))
    assert [ligne.departement for ligne in action.departements.all()] == ["75", "92"]
    assert action.contact_nom == "Ana Roy"
    assert action.get_parent().specific.structure == structure


def test_chiffres_du_bilan_portent_leur_annee(client, structure):
    en_faire_une_action(client, bilan(structure, {"H1": "Un récit."}))

    assert [(c.valeur, c.libelle, c.annee) for c in ActionPage.objects.get().chiffres.all()] == [
        (Decimal(20), "Entrants", 2026),
        (Decimal(28), "Accompagnés", 2026),
        (Decimal(12), "Sortis", 2026),
    ]


def test_trame_sans_ces_chiffres_n_en_donne_pas(client, structure):
    sobre = DefinitionTrame(code="sobre", titre="Sobre", sections=(RECITS,))
    un_bilan = bilan_de(structure, campagne_ouverte(2026, definition=sobre), EtatBilan.EN_COURS, {"H2": "Un club."})

    en_faire_une_action(client, un_bilan)

    assert (ActionPage.objects.get().chiffres.count(), ActionPage.objects.get().but) == (0, "Un club.")


def test_chiffre_sans_reponse_n_est_pas_un_zero(client, structure):
    un_bilan = bilan_de(structure, campagne_ouverte(2026, definition=TRAME), EtatBilan.EN_COURS, {"H1": "Un récit."})

    en_faire_une_action(client, un_bilan)

    assert ActionPage.objects.get().chiffres.count() == 0


def test_recit_trop_long_est_abrege(client, structure):
    long = "mot " * (LONGUEUR_RECIT // 4 + 10)

    en_faire_une_action(client, bilan(structure, {"H1": long}))

    action = ActionPage.objects.get()
    assert (len(action.but), action.but[-1]) == (600, "…")
    assert len(action.deroulement) == LONGUEUR_RECIT + len("<p></p>")


def test_bilan_sans_recit_dit_quoi_faire(client, structure):
    reponse = en_faire_une_action(client, bilan(structure, {"H1": "  "}))

    assert "La partie qualitative de ce bilan est vide" in reponse.content.decode()
    assert (ActionPage.objects.count(), FichePage.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("definition", "attendue"),
    [
        (TRAME, "H"),
        (PETITE_TRAME, "G"),
        (DefinitionTrame(code="a", titre="A", sections=(PETITE_TRAME.sections[0],)), None),
        (
            DefinitionTrame(
                code="b",
                titre="B",
                sections=(
                    Section(code="X", titre="X", elements=(texte("X1"),)),
                    Section(code="Y", titre="Y", elements=(texte("Y1"),)),
                ),
            ),
            "Y",
        ),
    ],
)
def test_section_qualitative_est_celle_qui_demande_le_plus_de_textes(definition, attendue):
    section = section_qualitative(definition)

    assert (section.code if section else None) == attendue


def test_trame_sans_texte_n_a_pas_de_geste(client, structure):
    entrants = Section(code="B", titre="Flux", elements=(Question(code="B1", libelle="En cours au 1er janvier"),))
    muette = DefinitionTrame(code="muette", titre="Muette", sections=(entrants,))
    un_bilan = bilan_de(structure, campagne_ouverte(2026, definition=muette), EtatBilan.TRANSMIS, {"B1": 1})

    page = client.get(reverse("espace:bilan", args=[un_bilan.pk])).content.decode()
    reponse = en_faire_une_action(client, un_bilan)

    assert "En faire une action" not in page
    assert "La partie qualitative de ce bilan est vide" in reponse.content.decode()


# --- Where the gesture stands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("etat", [EtatBilan.EN_COURS, EtatBilan.TRANSMIS])
def test_geste_est_une_fois_sur_l_ecran_du_bilan(client, structure, etat):
    un_bilan = bilan(structure, {"H1": "Un récit."}, etat=etat)

    page = client.get(reverse("espace:bilan", args=[un_bilan.pk])).content.decode()

    assert page.count("En faire une action") == 1


@pytest.mark.parametrize("role", [RoleStructure.LECTEUR, RoleStructure.REDACTEUR])
def test_geste_n_est_pas_pour_qui_n_ecrit_pas_les_pages(client, structure, role):
    client.force_login(membre(structure, role))
    un_bilan = bilan(structure, {"H1": "Un récit."})

    page = client.get(reverse("espace:bilan", args=[un_bilan.pk])).content.decode()

    assert "En faire une action" not in page
    assert en_faire_une_action(client, un_bilan).status_code == 403
