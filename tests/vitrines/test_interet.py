"""« Cette action m’intéresse », between peers."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse

from espace_structures.structures.enums import RoleStructure, StatutStructure
from espace_structures.structures.models import MembreStructure, Structure
from espace_structures.vitrines.metier import interets
from espace_structures.vitrines.models import Interet
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur, membre, responsable
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = pytest.mark.django_db
LE = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def cible():
    autrice = StructureFactory(nom="L’autrice")
    return action(fiche(annuaire(site_public()), autrice), "Un café", contact_courriel="contact@autrice.example")


@pytest.fixture
def autrice(cible):
    return Structure.objects.get(nom="L’autrice")


@pytest.fixture
def curieuse():
    return StructureFactory(nom="La curieuse")


@pytest.fixture
def adresse(cible):
    return f"/espace/actions/{cible.pk}/interet/"


def test_interet_previent_responsables_et_contact(
    client, cible, autrice, curieuse, adresse, django_capture_on_commit_callbacks
):
    chef = responsable(autrice, email="chef@autrice.example")
    compte = membre(curieuse, RoleStructure.LECTEUR, email="lou@curieuse.example", first_name="Lou", last_name="Roy")
    client.force_login(compte)

    with django_capture_on_commit_callbacks(execute=True):
        reponse = client.post(adresse, {"structure": curieuse.pk, "message": "On peut venir voir\u00a0?"})

    assert (reponse.status_code, reponse.url) == (302, cible.url)
    interet = interets.de(cible).get()
    assert (interet.structure, interet.compte, interet.message) == (curieuse, compte, "On peut venir voir\u00a0?")
    assert sorted(message.to[0] for message in mail.outbox) == sorted([chef.email, "contact@autrice.example"])
    for message in mail.outbox:
        for attendu in ("La curieuse", "Lou Roy", "lou@curieuse.example", "On peut venir voir\u00a0?"):
            assert attendu in message.body


def test_contact_qui_est_responsable_recoit_un_seul_courriel(
    cible, autrice, curieuse, django_capture_on_commit_callbacks
):
    responsable(autrice, email="contact@autrice.example")

    with django_capture_on_commit_callbacks(execute=True):
        interets.exprimer(cible, curieuse, par=membre(curieuse), message="", le=LE)

    assert [message.to for message in mail.outbox] == [["contact@autrice.example"]]


def test_une_seule_fois_par_structure(client, cible, curieuse, adresse):
    interets.exprimer(cible, curieuse, par=membre(curieuse), message="", le=LE)
    client.force_login(membre(curieuse))

    reponse = client.post(adresse, {"structure": curieuse.pk, "message": "Encore."})

    assert (reponse.status_code, Interet.objects.count()) == (422, 1)
    contenu = reponse.content.decode()
    assert "Votre structure a déjà dit son intérêt pour cette action" in contenu
    assert "Encore." in contenu


def test_sa_propre_action_est_refusee_par_le_metier(cible, autrice):
    with pytest.raises(interets.InteretRefuse, match="est la vôtre"):
        interets.exprimer(cible, autrice, par=membre(autrice), message="", le=LE)


def test_membre_de_deux_structures_choisit_sauf_l_autrice(client, autrice, curieuse, adresse):
    troisieme, compte = StructureFactory(nom="La troisième"), membre(curieuse)
    for structure in (autrice, troisieme):
        MembreStructure.objects.create(compte=compte, structure=structure, role=RoleStructure.LECTEUR)
    client.force_login(compte)

    choix = client.get(adresse).context["formulaire"].fields["structure"].queryset

    assert list(choix) == [curieuse, troisieme]


def test_structure_pour_laquelle_on_agit_est_proposee_d_abord(client, curieuse, adresse):
    troisieme, compte = StructureFactory(nom="La troisième"), membre(curieuse)
    MembreStructure.objects.create(compte=compte, structure=troisieme, role=RoleStructure.LECTEUR)
    client.force_login(compte)
    client.post(reverse("espace:choisir-organisation"), {"organisation": f"structures-{troisieme.pk}"})

    lu = BeautifulSoup(client.get(adresse).content.decode(), "html.parser")

    assert [option.text.strip() for option in lu.select("main option[selected]")] == ["La troisième"]


def test_structure_d_autrui_est_refusee(client, curieuse, adresse):
    client.force_login(membre(curieuse))

    reponse = client.post(adresse, {"structure": StructureFactory().pk})

    assert (reponse.status_code, Interet.objects.count()) == (422, 0)


def test_qui_peut(client, cible, autrice, curieuse, adresse):
    fermee = StructureFactory(statut=StatutStructure.FERMEE)
    comptes = [membre(curieuse), membre(autrice), membre(fermee), animateur()]

    statuts = []
    for compte in comptes:
        client.force_login(compte)
        statuts.append(client.get(adresse).status_code)

    assert statuts == [200, 403, 403, 403]


def test_action_qui_n_est_pas_publiee_est_introuvable(client, cible, curieuse, adresse):
    client.force_login(membre(curieuse))
    assert client.get(adresse).status_code == 200

    cible.unpublish()

    assert client.get(adresse).status_code == 404
