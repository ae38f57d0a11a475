"""The rail: each role finds its own ways, and no others."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from espace_structures.bilans.enums import EtatBilan
from espace_structures.comptes.models import Compte
from espace_structures.structures.droits import Appartenances
from espace_structures.structures.enums import PerimetreFinanceur, RoleStructure
from espace_structures.structures.models import MembreStructure, Moderateur
from espace_structures.tableau_de_bord.rail import GroupeRail, LienRail, groupes_du_rail
from tests.fabriques.bilans import bilan_de, campagne_ouverte
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.espace_vitrines import en_relecture
from tests.fabriques.pages import site_public
from tests.fabriques.structures import FinanceurFactory, StructureFactory, agent, animateur, membre, responsable
from tests.fabriques.vitrines import annuaire

pytestmark = pytest.mark.django_db

A_FAIRE = GroupeRail("Mon espace", [LienRail("accueil", "À faire", "/espace/")])
ADMINISTRATION = GroupeRail("Administration", [LienRail("cadenas", "Administration du portail", "/cms/")])


def _relu(compte: Compte) -> Compte:
    """The account as a new request finds it: nothing remembered."""
    return Compte.objects.get(pk=compte.pk)


def test_rail_of_an_account_without_membership_leads_nowhere_else():
    assert groupes_du_rail(Appartenances.de(CompteFactory())) == [A_FAIRE]


def test_rail_of_an_editor_leads_to_the_back_office():
    compte = CompteFactory()
    compte.user_permissions.add(Permission.objects.get(codename="access_admin"))

    assert groupes_du_rail(Appartenances.de(_relu(compte))) == [A_FAIRE, ADMINISTRATION]


def test_rail_of_a_member_shows_the_bilans_still_to_send():
    structure, autre = StructureFactory(nom="L’Envol"), StructureFactory()
    campagne = campagne_ouverte(2025)
    bilan = bilan_de(structure, campagne, EtatBilan.EN_COURS)
    bilan_de(autre, campagne, EtatBilan.EN_COURS)
    bilan_de(structure, campagne_ouverte(2024), EtatBilan.VALIDE)

    assert groupes_du_rail(Appartenances.de(membre(structure))) == [
        A_FAIRE,
        GroupeRail("À remplir", [LienRail("edition", "Bilan 2025", f"/espace/bilans/{bilan.pk}/", "L’Envol")]),
        GroupeRail(
            "Ma structure",
            [
                LienRail("structure", "Ma fiche", "/espace/fiche/"),
                LienRail("paire", "Mes actions", "/espace/actions/"),
                LienRail("edition", "Éditeur du site", "/cms/"),
            ],
        ),
        GroupeRail(
            "Bénévoles",
            [
                LienRail("personne", "Candidatures", "/espace/benevolat/candidatures/"),
                LienRail("edition", "Appels à bénévoles", "/espace/benevolat/appels/"),
                LienRail("paire", "Bénévoles engagés", "/espace/benevolat/benevoles/"),
                LienRail("horloge", "Renouvellement", "/espace/benevolat/renouvellement/"),
            ],
        ),
        GroupeRail("Bilans", [LienRail("bilan", "Mes bilans", "/espace/bilans/")]),
    ]


@pytest.mark.parametrize("role", [RoleStructure.LECTEUR, RoleStructure.REDACTEUR])
def test_rail_of_a_member_who_writes_no_page_has_no_line_about_pages(role):
    groupes = groupes_du_rail(Appartenances.de(membre(StructureFactory(), role)))

    assert [groupe.titre for groupe in groupes] == ["Mon espace", "Bilans"]


def test_rail_of_a_responsable_leads_to_the_members_of_the_structure_chosen():
    premiere, choisie = StructureFactory(nom="Arc"), StructureFactory(nom="Pont")
    compte = responsable(premiere)
    MembreStructure.objects.create(compte=compte, structure=choisie, role=RoleStructure.RESPONSABLE)
    liens = Appartenances.de(compte)

    adresses = {
        code: [lien.url for groupe in groupes_du_rail(liens.limitees_a(code)) for lien in groupe.liens][3]
        for code in (f"structures-{choisie.pk}", f"structures-{premiere.pk}")
    }

    assert adresses == {
        f"structures-{choisie.pk}": f"/espace/structures/{choisie.pk}/membres/",
        f"structures-{premiere.pk}": f"/espace/structures/{premiere.pk}/membres/",
    }


def test_rail_of_a_moderator_counts_the_pages_of_their_departements():
    page_annuaire = annuaire(site_public())
    for code in ("93", "93", "75"):
        en_relecture(page_annuaire, StructureFactory(departements=[code]))
    compte = Moderateur.objects.create(compte=CompteFactory(), departement="93").compte

    assert groupes_du_rail(Appartenances.de(compte)) == [
        A_FAIRE,
        GroupeRail("Administration", [LienRail("horloge", "Pages à relire", "/cms/relecture/", compte=2)]),
    ]


def test_rail_of_a_funder_counts_the_bilans_to_review_in_its_scope():
    financeur = FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["93"])
    campagne = campagne_ouverte(2025)
    bilan_de(StructureFactory(departements=["93"]), campagne, EtatBilan.TRANSMIS)
    bilan_de(StructureFactory(departements=["93"]), campagne, EtatBilan.VALIDE)
    bilan_de(StructureFactory(departements=["75"]), campagne, EtatBilan.TRANSMIS)

    assert groupes_du_rail(Appartenances.de(agent(financeur))) == [
        A_FAIRE,
        GroupeRail(
            "Bilans",
            [
                LienRail("bilan", "Suivre les bilans", "/espace/bilans/", compte=1),
                LienRail(
                    "consolidation", "Consolider et extraire", "/espace/bilans/consolidation/2025/", "exercice 2025"
                ),
            ],
        ),
    ]


def test_rail_of_the_animation_leads_everywhere():
    campagne_ouverte(2024)
    campagne_ouverte(2025)

    groupes = groupes_du_rail(Appartenances.de(animateur()))

    assert [groupe.titre for groupe in groupes] == ["Mon espace", "Bénévoles", "Bilans", "Administration"]
    assert [lien.url for groupe in groupes for lien in groupe.liens] == [
        "/espace/",
        "/espace/benevolat/candidatures/",
        "/espace/benevolat/appels/",
        "/espace/benevolat/benevoles/",
        "/espace/benevolat/renouvellement/",
        "/espace/benevolat/region/",
        "/espace/bilans/",
        "/espace/bilans/consolidation/2025/",
        "/cms/relecture/",
        "/cms/",
    ]


def test_rail_of_a_deactivated_account_is_bare():
    structure = StructureFactory()
    compte = membre(structure)
    avant = len(groupes_du_rail(Appartenances.de(compte)))
    compte.is_active = False
    compte.save()

    assert avant == 4
    assert groupes_du_rail(Appartenances.de(_relu(compte))) == [A_FAIRE]


@pytest.mark.parametrize("combien", [1, 3])
def test_rail_of_a_member_costs_five_queries(combien, django_assert_num_queries):
    structure = StructureFactory()
    for rang in range(combien):
        bilan_de(structure, campagne_ouverte(2020 + rang))
    compte = _relu(membre(structure))

    # Animation or not, structures, funders, moderation: what every screen reads of the account; then the bilans.
    with django_assert_num_queries(5):
        groupes = groupes_du_rail(Appartenances.de(compte))

    assert len(groupes[1].liens) == combien


def test_ecran_marks_its_line_of_the_rail(client):
    client.force_login(animateur())

    a_faire = client.get(reverse("espace:accueil")).content.decode()
    bilans = client.get(reverse("espace:bilans")).content.decode()

    assert '<a href="/espace/" aria-current="page">' in a_faire
    assert '<a href="/espace/bilans/" aria-current="page">' in bilans
    assert '<a href="/espace/">' in bilans
