"""The action menu of the editor says what one does with a page that is read, in the words of the space."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from espace_structures.structures.models import Moderateur
from espace_structures.vitrines.metier.moderation import installer_moderation, renvoyer, soumettre
from espace_structures.vitrines.models import FichePage
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import action, annuaire, fiche

from .test_editeur import saisie as formulaire

pytestmark = pytest.mark.django_db

LUNDI = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def page():
    structures = annuaire(site_public())
    installer_moderation()
    creee = fiche(structures, StructureFactory(nom="Relais", departements=["93"]), live=False)
    return FichePage.objects.get(pk=creee.pk)


@pytest.fixture
def autrice(page):
    return membre(page.structure)


def moderatrice():
    personne = CompteFactory()
    Moderateur.objects.create(compte=personne, departement="93")
    return personne


def gestes(client, page) -> list[str]:
    """Labels of the menu at the foot of the editor, without the one that saves and the one that unfolds."""
    texte = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    pied = texte[texte.index("<footer") : texte.index("</footer>")]
    libelles = re.findall(r"<(?:button|a)[^>]*>(.*?)</(?:button|a)>", pied, re.S)
    lus = [" ".join(re.sub(r"<[^>]+>", " ", libelle).split()) for libelle in libelles]
    return [mots for mots in lus if mots and "brouillon" not in mots and "Plus d" not in mots]


def test_qui_modere_lit_ses_decisions(page, autrice, client):
    soumettre(page, par=autrice, le=LUNDI)
    client.force_login(animateur())

    vus = gestes(client, page)

    assert vus == [
        "Retirer de la relecture",
        "Renvoyer à la structure",
        "Publier",
        "Publier avec un mot",
    ]


def test_qui_ecrit_envoie_en_relecture_avant_et_apres_un_retour(page, autrice, client):
    client.force_login(autrice)

    avant = gestes(client, page)
    soumettre(page, par=autrice, le=LUNDI)
    renvoyer(page, par=animateur(), motif="Le contact manque.", le=LUNDI)
    apres = gestes(client, page)

    assert avant == ["Envoyer en relecture"]
    assert apres == ["Envoyer en relecture"]


def test_un_menu_ne_change_pas_celui_des_autres_pages(page, autrice, client):
    soumettre(page, par=autrice, le=LUNDI)
    client.force_login(animateur())
    gestes(client, page)

    accueil = gestes(client, page.get_parent().get_parent())

    assert accueil[:2] == ["Dépublier", "Publier"]
    assert "Envoyer en relecture" not in accueil


def test_l_autrice_lit_comment_reprendre_sa_page(page, autrice, client):
    soumettre(page, par=autrice, le=LUNDI)
    client.force_login(autrice)

    texte = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    assert "pour la modifier avant la réponse, retirez-la d’abord de la relecture." in texte
    assert "Ce(tte) page" not in texte


def test_un_retour_dans_l_editeur_dit_ce_qui_est_fait(page, autrice, client):
    soumettre(page, par=autrice, le=LUNDI)
    client.force_login(moderatrice())
    saisie = {
        "action-workflow-action": "true",
        "workflow-action-name": "reject",
        "workflow-action-extra-data": '{"comment": "Le contact manque."}',
    }

    reponse = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), formulaire(**saisie), follow=True)

    dits = [str(message).strip() for message in reponse.context["messages"]]
    assert dits == ["«\u00a0Relais\u00a0» est renvoyée à la structure, qui reçoit votre mot par courriel."]


def test_un_retour_sans_un_mot_n_est_pas_donne_meme_hors_de_la_fenetre(page, autrice, client, mailoutbox):
    soumettre(page, par=autrice, le=LUNDI)
    client.force_login(moderatrice())
    saisie = {
        "action-workflow-action": "true",
        "workflow-action-name": "reject",
        "workflow-action-extra-data": '{"comment": " "}',
    }

    reponse = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), formulaire(**saisie), follow=True)

    assert "elle attend votre réponse" in "".join(str(message) for message in reponse.context["messages"])
    assert page.current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS


def test_accueil_du_back_office_montre_a_l_autrice_ses_pages_et_leur_etat(page, autrice, client):
    action(page, "Un atelier", live=False)
    client.force_login(autrice)

    accueil = client.get(reverse("wagtailadmin_home")).text

    assert "Relais" in accueil
    assert "Un atelier" in accueil
    assert "Brouillon" in accueil
