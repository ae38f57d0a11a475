"""The rail keeps its word: what it offers to somebody who acts for an organisation opens, the rest stays refused."""

import itertools

import pytest
from django.urls import reverse

from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import RoleStructure
from espace_structures.structures.models import MembreFinanceur, MembreStructure
from tests.fabriques.bilans import campagne_ouverte
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import FinanceurFactory, StructureFactory, animateur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]

SANS_SECONDE = itertools.product([None, *RoleStructure], [None], [False, True], [False, True])
# Of two structures, one is enough to tell one role from another.
AVEC_SECONDE = itertools.product(
    [RoleStructure.LECTEUR, RoleStructure.RESPONSABLE], [RoleStructure.CONTRIBUTEUR], [False, True], [False]
)
APPARTENANCES = [*SANS_SECONDE, *AVEC_SECONDE]
# Every line of the rail, and what who is not offered it gets.
REFUS = {
    "/espace/": 200,
    "/espace/bilans/": 200,
    "/espace/bilans/consolidation/2025/": 403,
    "/espace/benevolat/candidatures/": 403,
    "/espace/benevolat/appels/": 403,
    "/espace/benevolat/benevoles/": 403,
    "/espace/benevolat/renouvellement/": 403,
    "/espace/benevolat/region/": 403,
    "/espace/fiche/": 403,
    "/espace/actions/": 403,
}
# A member who writes no page reads where those of the structure stand, though the rail leads elsewhere first.
LUES_PAR_LES_MEMBRES = {"/espace/fiche/", "/espace/actions/"}
HORS_DE_L_ESPACE = {"/cms/", "/cms/relecture/"}


def un_compte(premiere, seconde, financeur, animation) -> Compte:
    compte = animateur() if animation else CompteFactory()
    for role, nom in ((premiere, "Arc"), (seconde, "Pont")):
        if role is not None:
            structure = StructureFactory(nom=nom)
            MembreStructure.objects.create(compte=compte, structure=structure, role=role)
    if financeur:
        MembreFinanceur.objects.create(compte=compte, financeur=FinanceurFactory(nom="Conseil départemental"))
    return compte


def organisations(compte) -> list[str]:
    codes = [f"structures-{pk}" for pk in compte.membres_structures.values_list("structure", flat=True)]
    return ["", *codes, *(f"financeurs-{pk}" for pk in compte.membres_financeurs.values_list("financeur", flat=True))]


@pytest.mark.usefixtures("refus_sans_page")
@pytest.mark.parametrize(("premiere", "seconde", "financeur", "animation"), APPARTENANCES, ids=str)
def test_rail_offre_ce_que_l_organisation_courante_permet(client, premiere, seconde, financeur, animation):
    campagne_ouverte(2025)
    compte = un_compte(premiere, seconde, financeur, animation)
    client.force_login(compte)

    for organisation in organisations(compte):
        client.post(reverse("espace:choisir-organisation"), {"organisation": organisation})
        accueil = client.get(reverse("espace:accueil"))
        offertes = {lien.url for groupe in accueil.context["groupes"] for lien in groupe.liens}
        membres = {adresse for adresse in offertes if adresse.endswith("/membres/")}
        agit_pour_une_structure = not organisation.startswith("financeurs") and compte.membres_structures.exists()

        statuts = {adresse: client.get(adresse).status_code for adresse in offertes | set(REFUS)}

        assert offertes - membres <= set(REFUS) | HORS_DE_L_ESPACE
        assert {adresse: statut for adresse, statut in statuts.items() if adresse in offertes} == dict.fromkeys(
            offertes, 200
        )
        for adresse in set(REFUS) - offertes:
            lue = agit_pour_une_structure and adresse in LUES_PAR_LES_MEMBRES
            assert (organisation, adresse, statuts[adresse]) == (organisation, adresse, 200 if lue else REFUS[adresse])


def test_refus_dit_de_changer_d_organisation(client):
    compte = un_compte(RoleStructure.CONTRIBUTEUR, None, True, False)
    client.force_login(compte)
    candidatures = reverse("espace:candidatures")
    assert client.get(candidatures).status_code == 200

    client.post(reverse("espace:choisir-organisation"), {"organisation": organisations(compte)[-1]})
    refus = client.get(candidatures)

    assert refus.status_code == 403
    assert "Vous agissez pour Conseil départemental" in refus.content.decode()


def test_animation_membre_d_une_structure_garde_la_region_et_peut_choisir(client):
    compte = un_compte(RoleStructure.CONTRIBUTEUR, None, False, True)
    client.force_login(compte)

    avant = client.get(reverse("espace:candidatures"))
    client.post(reverse("espace:choisir-organisation"), {"organisation": organisations(compte)[-1]})
    apres = client.get(reverse("espace:candidatures"))

    assert avant.context["portee"].toutes
    assert "J’agis pour" in avant.content.decode()
    assert apres.context["portee"].seule == compte.membres_structures.get().structure
