"""« Toujours d’actualité ? »: asked once a year, by mail, with a link that only buttons make act."""

import re
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail, signing

from espace_structures.structures.enums import RoleStructure, StatutStructure
from espace_structures.structures.models import MembreStructure, Structure
from espace_structures.vitrines.metier import fraicheur
from espace_structures.vitrines.models import ActionPage, FichePage, Fraicheur
from espace_structures.vitrines.taches import demander_les_confirmations
from tests.fabriques.pages import langue, site_public
from tests.fabriques.structures import StructureFactory, animateur, membre, responsable
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = pytest.mark.django_db
LE = datetime(2026, 11, 24, 8, tzinfo=UTC)
JOUR = date(2026, 11, 24)
IL_Y_A_UN_AN = {"first_published_at": datetime(2025, 11, 24, 8, tzinfo=UTC)}
HIER = {"first_published_at": datetime(2026, 11, 23, 8, tzinfo=UTC)}


@pytest.fixture
def liste():
    return annuaire(site_public())


@pytest.fixture
def page_fiche(liste):
    return fiche(liste, StructureFactory(nom="Relais 93"), **IL_Y_A_UN_AN)


@pytest.fixture
def chef(page_fiche):
    return responsable(page_fiche.structure, email="chef@relais.example")


@pytest.fixture
def demander(django_capture_on_commit_callbacks):
    """Runs the job and gives the mails of this run."""

    def demander_le(le):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            demander_les_confirmations(le=le)
        return list(mail.outbox)

    return demander_le


def liens(message) -> list[str]:
    """Paths of the links of a mail."""
    return re.findall(r"http://[^/]+(/verifier/\S+)", message.body)


# --- The yearly mail --------------------------------------------------------------------------------------------------


def test_demande_un_an_apres_un_courriel_par_responsable_un_lien_par_page(page_fiche, chef, demander):
    action(page_fiche, "Un café", **IL_Y_A_UN_AN)
    action(page_fiche, "Toute neuve", **HIER)
    membre(page_fiche.structure)

    messages = demander(LE)

    assert [message.to for message in messages] == [[chef.email]]
    assert ("Relais 93" in messages[0].body, "Un café" in messages[0].body) == (True, True)
    assert "Toute neuve" not in messages[0].body
    assert len(liens(messages[0])) == 2


def test_rien_avant_un_an_ni_pour_une_structure_fermee_ni_pour_une_action_terminee(liste, demander):
    fermee = fiche(liste, **IL_Y_A_UN_AN)
    Structure.objects.filter(pk=fermee.structure_id).update(statut=StatutStructure.FERMEE)
    vive = fiche(liste, **HIER)
    action(vive, "Finie", fin=date(2026, 11, 23), **IL_Y_A_UN_AN)
    action(vive, "Brouillon", live=False, **IL_Y_A_UN_AN)
    for page in (fermee, vive):
        responsable(page.structure)
    assert FichePage.objects.perimees(JOUR).exists()

    assert demander(LE) == []


def test_demande_une_fois_puis_un_rappel_puis_rien_d_un_an(page_fiche, chef, demander):
    envois = {jours: len(demander(LE + timedelta(days=jours))) for jours in (0, 1, 29, 30, 31, 60, 364, 365)}

    assert envois == {0: 1, 1: 0, 29: 0, 30: 1, 31: 0, 60: 0, 364: 0, 365: 1}


def test_rappel_le_dit(page_fiche, chef, demander):
    assert "il y a un mois" not in demander(LE)[0].body
    assert "il y a un mois" in demander(LE + timedelta(days=30))[0].body


def test_sans_reponse_animation_le_voit(page_fiche, chef, demander):
    demander(LE)
    assert fraicheur.sans_reponse(JOUR + timedelta(days=29)) == []

    assert fraicheur.sans_reponse(JOUR + timedelta(days=30)) == [page_fiche]
    fraicheur.confirmer(page_fiche, par=chef, le=JOUR + timedelta(days=30))

    assert fraicheur.sans_reponse(JOUR + timedelta(days=30)) == []


def test_jamais_demandee_n_est_pas_sans_reponse(page_fiche):
    assert (fraicheur.est_perimee(page_fiche, le=JOUR), fraicheur.sans_reponse(JOUR)) == (True, [])


# --- The answer -------------------------------------------------------------------------------------------------------


def test_lien_se_lit_sans_rien_changer_puis_confirme(client, page_fiche, chef, demander):
    lien = liens(demander(LE)[0])[0]
    avant = Fraicheur.objects.get()

    contenu = client.get(lien).content.decode()

    assert "Oui, tout est juste" in contenu
    assert "L’action est terminée" not in contenu
    assert Fraicheur.objects.get().confirmee_le == avant.confirmee_le
    reponse = client.post(lien, {"geste": "confirmer"})
    assert (reponse.status_code, reponse.url) == (302, page_fiche.url)
    confirmee = Fraicheur.objects.get()
    assert (confirmee.confirmee_par, confirmee.demandee_le) == (chef, None)
    assert confirmee.confirmee_le > avant.confirmee_le


def test_action_dite_terminee_garde_sa_page_et_porte_sa_fin(client, page_fiche, chef):
    page = action(page_fiche, "Un café", **IL_Y_A_UN_AN)
    page.save_revision()
    brouillon = ActionPage.objects.get(pk=page.pk)
    brouillon.but = "Un brouillon que personne n’a relu."
    brouillon.save_revision()
    lien = f"/verifier/{fraicheur.jeton(page, chef)}/"
    assert "L’action est terminée" in client.get(lien).content.decode()

    reponse = client.post(lien, {"geste": "terminer"})

    assert (reponse.status_code, reponse.url) == (302, page.url)
    publiee = ActionPage.objects.get(pk=page.pk)
    assert publiee.fin is not None
    assert (publiee.live, publiee.but) == (True, "Rapprocher des jeunes et des entreprises.")
    attendue = publiee.get_latest_revision_as_object()
    assert (attendue.fin, attendue.but) == (publiee.fin, "Un brouillon que personne n’a relu.")


def test_action_terminee_dans_ses_deux_langues(page_fiche, chef):
    page = action(page_fiche)
    traduite = page.copy_for_translation(langue("en"), copy_parents=True)
    traduite.save_revision().publish()

    fraicheur.terminer(page, par=chef, le=JOUR)

    assert {str(version.locale): version.fin for version in ActionPage.objects.all()} == {
        str(page.locale): JOUR,
        str(traduite.locale): JOUR,
    }


def test_action_deja_finie_garde_sa_fin(page_fiche, chef):
    page = action(page_fiche, fin=date(2026, 5, 1))

    fraicheur.terminer(page, par=chef, le=JOUR)

    assert ActionPage.objects.get(pk=page.pk).fin == date(2026, 5, 1)
    assert Fraicheur.objects.get().confirmee_le == JOUR


def test_action_pas_commencee_ne_se_termine_pas(client, page_fiche, chef):
    page = action(page_fiche, debut=date(2090, 1, 1))

    reponse = client.post(f"/verifier/{fraicheur.jeton(page, chef)}/", {"geste": "terminer"})

    assert reponse.status_code == 422
    assert "Cette action n’a pas encore commencé" in reponse.content.decode()
    assert (ActionPage.objects.get().fin, Fraicheur.objects.count()) == (None, 0)


class SigneurAncien(signing.TimestampSigner):
    """Signs as if it were some days ago."""

    def __init__(self, jours: float):
        super().__init__(salt=fraicheur.SEL)
        self.jours = jours

    def timestamp(self):
        return signing.b62_encode(int(time.time() - 86_400 * self.jours))


@pytest.mark.parametrize(("jours", "statut"), [(29.9, 200), (30.1, 410)])
def test_lien_vaut_trente_jours(client, page_fiche, chef, jours, statut):
    jeton = SigneurAncien(jours).sign_object({"page": page_fiche.pk, "compte": chef.pk})

    assert client.get(f"/verifier/{jeton}/").status_code == statut


def test_lien_falsifie_ne_vaut_rien(client, page_fiche, chef):
    assert client.get(f"/verifier/{fraicheur.jeton(page_fiche, chef)}x/").status_code == 410


@pytest.mark.parametrize("perte", ["compte", "membre", "role", "page"])
def test_lien_ne_vaut_plus_pour_qui_n_ecrit_plus(client, page_fiche, chef, perte):
    lien = f"/verifier/{fraicheur.jeton(page_fiche, chef)}/"
    assert client.get(lien).status_code == 200

    if perte == "compte":
        type(chef).objects.filter(pk=chef.pk).update(is_active=False)
    elif perte == "page":
        page_fiche.unpublish()
    else:
        champs = {"actif": False} if perte == "membre" else {"role": RoleStructure.LECTEUR}
        MembreStructure.objects.filter(compte=chef).update(**champs)

    assert client.post(lien, {"geste": "confirmer"}).status_code == 410
    assert Fraicheur.objects.count() == 0


# --- In the gated space -----------------------------------------------------------------------------------------------


def test_confirmer_depuis_l_espace(client, page_fiche, chef):
    client.force_login(chef)

    reponse = client.post(f"/espace/pages/{page_fiche.pk}/confirmer/")

    assert (reponse.status_code, reponse.url) == (302, "/espace/fiche/")
    assert Fraicheur.objects.get().confirmee_par == chef


def test_confirmer_qui_peut(client, page_fiche, chef):
    brouillon = action(page_fiche, live=False)
    comptes = [chef, membre(page_fiche.structure), membre(page_fiche.structure, RoleStructure.LECTEUR)]
    comptes.append(responsable(StructureFactory()))

    statuts = []
    for compte in comptes:
        client.force_login(compte)
        statuts.append(client.get(f"/espace/pages/{page_fiche.pk}/confirmer/").status_code)

    assert statuts == [200, 200, 403, 404]
    client.force_login(chef)
    assert client.get(f"/espace/pages/{brouillon.pk}/confirmer/").status_code == 404


@pytest.mark.parametrize("nombre", [1, 3])
def test_animation_lit_les_pages_sans_reponse_en_deux_requetes(liste, django_assert_num_queries, nombre):
    for rang in range(nombre):
        page = fiche(liste, StructureFactory(nom=f"Relais {rang}"), **IL_Y_A_UN_AN)
        for muette in (page, action(page, f"Action {rang}", **IL_Y_A_UN_AN)):
            Fraicheur.objects.create(page=muette, confirmee_le=date(2025, 1, 1), demandee_le=date(2026, 2, 1))

    with django_assert_num_queries(2):
        lignes = [(page.title, getattr(page, "nom_structure", "")) for page in fraicheur.sans_reponse(JOUR)]

    assert lignes == [
        ligne for rang in range(nombre) for ligne in ((f"Relais {rang}", ""), (f"Action {rang}", f"Relais {rang}"))
    ]


def test_back_office_montre_a_l_animation_les_pages_sans_reponse(client, page_fiche):
    anime = animateur()
    client.force_login(anime)
    Fraicheur.objects.create(page=page_fiche, confirmee_le=date(2020, 1, 1), demandee_le=date(2020, 2, 1))

    contenu = client.get("/cms/").content.decode()

    assert "1 page que sa structure ne confirme pas" in contenu
    assert f'<a href="/cms/pages/{page_fiche.pk}/edit/">Relais 93</a>' in contenu
