"""Every form that anybody may send: a person always gets a way through, and nothing is dropped in silence."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from espace_structures.benevolat.models import Benevole, Entreprise
from espace_structures.structures.models import DemandeAdhesion
from espace_structures.vitrines.models import Signalement
from portal.socle.formulaires.machines import CONFIRMER
from tests.fabriques.benevolat import BenevoleFactory, EntrepriseFactory
from tests.fabriques.machines import ouvert
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory
from tests.fabriques.vitrines import annuaire, fiche

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


def signaler():
    cible = fiche(annuaire(site_public()))
    return f"/signaler/{cible.pk}/", {"motif": "COORDONNEES", "message": "Mes mots."}, Signalement.objects.exists


def rejoindre():
    adresse = reverse("rejoindre_structure", args=[StructureFactory().pk])
    return (
        adresse,
        {"prenom": "Awa", "nom": "Diop", "courriel": "awa@exemple.fr", "message": "Mes mots."},
        DemandeAdhesion.objects.exists,
    )


def devenir():
    adresse = reverse("benevolat:devenir_etape", args=["vous"])
    return adresse, {"prenom": "Mes mots.", "situation": "RETRAITE", "est_majeur": "on"}, Benevole.objects.exists


def lien_de_benevole():
    BenevoleFactory(courriel="awa@exemple.fr")
    return reverse("benevolat:lien_perdu"), {"courriel": "awa@exemple.fr"}, lambda: bool(mail.outbox)


def entreprise():
    fin = timezone.localdate() + timedelta(days=300)
    valeurs = {"nom": "Mes mots.", "contact_nom": "Lou", "courriel": "lou@acme.example", "promesse": "12"}
    return reverse("benevolat:entreprises"), valeurs | {"jusqu_au": fin.isoformat()}, Entreprise.objects.exists


def lien_d_entreprise():
    EntrepriseFactory(courriel="awa@exemple.fr")
    return reverse("benevolat:entreprises_lien"), {"courriel": "awa@exemple.fr"}, lambda: bool(mail.outbox)


FORMULAIRES = [signaler, rejoindre, devenir, lien_de_benevole, entreprise, lien_d_entreprise]
DOUTES = {
    "rempli par le navigateur": {"rien_ici": "https://exemple.fr"},
    "aussitôt": {"ouvert": lambda: ouvert(-60)},
    "le lendemain": {"ouvert": lambda: ouvert(90_000)},
    "sans heure": {"ouvert": ""},
    "case cochée d’avance": {"rien_ici": "x", "confirme": "on"},
}


@pytest.fixture
def envoyer(client, django_capture_on_commit_callbacks):
    def envoyer_a(adresse, **valeurs):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(adresse, valeurs)

    return envoyer_a


def lire_le_formulaire(reponse) -> dict[str, str]:
    """What a browser without script would send again: every input of the page, as it is shown."""
    form = BeautifulSoup(reponse.content, "html.parser").select_one("form:has([name=ouvert])")
    lues = {
        entree["name"]: entree.get("value", "on" if entree["type"] == "checkbox" else "")
        for entree in form.select("input[name]")
        if entree["type"] not in ("checkbox", "radio") or entree.has_attr("checked")
    }
    lues |= {zone["name"]: zone.text.strip() for zone in form.select("textarea[name]")}
    return lues | {
        choix["name"]: choisi["value"] for choix in form.select("select") if (choisi := choix.select_one("[selected]"))
    }


@pytest.mark.parametrize("doute", DOUTES)
@pytest.mark.parametrize("public", FORMULAIRES, ids=lambda public: public.__name__)
def test_envoi_douteux_garde_tout_et_part_une_fois_confirme(envoyer, public, doute):
    adresse, valeurs, est_recu = public()
    champs = {"ouvert": ouvert} | DOUTES[doute]
    champs = {nom: valeur() if callable(valeur) else valeur for nom, valeur in champs.items()}

    demande = envoyer(adresse, **valeurs | champs)
    avant = est_recu()
    vues = lire_le_formulaire(demande)
    sans_la_case = envoyer(adresse, **vues)
    toujours_pas = est_recu()
    confirme = envoyer(adresse, **lire_le_formulaire(sans_la_case) | {"confirme": "on"})

    assert (demande.status_code, sans_la_case.status_code, confirme.status_code) == (422, 422, 302)
    assert (avant, toujours_pas, est_recu()) == (False, False, True)
    assert {nom: vues[nom] for nom in valeurs} == valeurs
    assert "cochez «\u00a0Je suis une personne\u00a0»" in demande.content.decode()


@pytest.mark.parametrize("public", FORMULAIRES, ids=lambda public: public.__name__)
def test_envoi_ordinaire_part_sans_case(client, envoyer, public):
    adresse, valeurs, est_recu = public()

    page = client.get(adresse).content.decode()
    reponse = envoyer(adresse, **valeurs, ouvert=ouvert())

    assert 'name="ouvert"' in page
    assert 'name="confirme"' not in page
    assert (reponse.status_code, est_recu()) == (302, True)


def test_case_demandee_il_y_a_deux_jours_se_redemande(envoyer):
    adresse, valeurs, est_recu = rejoindre()

    reponse = envoyer(adresse, **valeurs, ouvert=ouvert(180_000, CONFIRMER), confirme="on")

    assert (reponse.status_code, est_recu()) == (422, False)
    assert 'name="confirme"' in reponse.content.decode()


def test_case_cochee_le_reste_quand_un_autre_champ_est_refuse(envoyer):
    adresse, valeurs, _est_recu = rejoindre()

    reponse = envoyer(adresse, **valeurs | {"nom": ""}, ouvert=ouvert(mot=CONFIRMER), confirme="on")

    vues = lire_le_formulaire(reponse)
    assert (reponse.status_code, vues["confirme"]) == (422, "on")
    assert envoyer(adresse, **vues | {"nom": "Diop"}).status_code == 302
