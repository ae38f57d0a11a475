"""A heading that nobody knows is matched once on a screen, without script, and remembered; so is what not to read."""

import pytest
from django.urls import reverse

from portal.socle.importation.modeles import CorrespondanceDeColonne, memoire
from portal.socle.importation.tables import comprendre
from tests.fabriques.importation import en_csv, envoi, ligne
from tests.fabriques.structures import animateur

pytestmark = pytest.mark.django_db
ENTETES = ["Identifiant", "Nom", "Type", "Départements", "Divers", "Couleur"]
RANGEE = [*ligne(7), "x@exemple.fr", "bleu"]


@pytest.fixture
def animation(client):
    client.force_login(animateur())
    return client


def envoyer(client, *rangees):
    adresse = reverse("wagtailsnippets_structures_structure:importer")
    return client.post(adresse, {"fichier": envoi(en_csv(*rangees))})


def test_colonne_inconnue_se_dit_une_fois_puis_se_reconnait(animation):
    ecran = envoyer(animation, ENTETES, RANGEE)
    assert ecran.url.startswith(reverse("wagtailsnippets_structures_structure:colonnes"))
    page = animation.get(ecran.url)
    champs = [champ for _colonne, champ in page.context["form"].lignes()]
    assert [champ.initial for champ in champs] == ["?", "nom", "type", "departements", "?", "-"]
    assert "x@exemple.fr" in page.content.decode()

    suite = animation.post(
        ecran.url,
        dict(zip((c.html_name for c in champs), ["siret", "nom", "type", "departements", "-", "-"], strict=True)),
    )

    assert suite.url.startswith(reverse("wagtailsnippets_structures_structure:apercu"))
    prevision = animation.get(suite.url).context["prevision"]
    assert [(prevue.sort, prevue.refus) for prevue in prevision.lignes] == [("CREEE", ())]
    assert memoire("structures", "animation") == {"identifiant": "siret", "divers": ""}
    assert envoyer(animation, ENTETES, RANGEE).url.startswith(reverse("wagtailsnippets_structures_structure:apercu"))
    assert memoire("structures", "structure-1") == {}


def test_reponse_incomplete_ou_double_ne_se_garde_pas(animation):
    ecran = envoyer(animation, ENTETES, RANGEE)

    reponse = animation.post(ecran.url, {"colonne_0": "?", "colonne_1": "nom", "colonne_2": "nom", "colonne_4": "-"})

    assert reponse.status_code == 422
    assert set(reponse.context["form"].errors) == {"colonne_0", "colonne_2", "colonne_3", "colonne_5", "__all__"}
    assert not CorrespondanceDeColonne.objects.exists()


def test_apercu_ramene_aux_colonnes_tant_qu_elles_ne_sont_pas_dites(animation):
    ecran = envoyer(animation, ENTETES, RANGEE)

    reponse = animation.get(ecran.url.replace("/colonnes/", "/apercu/"))

    assert reponse.url == ecran.url


def test_dire_autrement_ce_qui_etait_retenu_le_change(animation):
    CorrespondanceDeColonne.objects.create(genre="structures", detenteur="animation", entete="couleur", code="rna")
    ecran = envoyer(animation, ["SIRET", "Nom", "Couleur"], [ligne(7)[0], "Le Relais", ""])

    colonnes = ecran.url.replace("/apercu/", "/colonnes/")
    animation.post(colonnes, {"colonne_0": "siret", "colonne_1": "nom", "colonne_2": "-"})

    assert memoire("structures", "animation") == {"couleur": ""}


def test_avancement_se_demande_a_l_apercu(animation):
    ecran = envoyer(animation, ["SIRET", "Nom", "Type", "Départements"], ligne(7))

    assert animation.get(f"{ecran.url}&avancement=1").json() == {}


def test_table_vide_ne_dit_rien():
    assert comprendre([], (), {}).colonnes == ()
