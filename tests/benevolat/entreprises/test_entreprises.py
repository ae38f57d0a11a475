"""The companies' door: a pledge, a code, counts; nothing before the address answers."""

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail, signing
from django.urls import reverse
from django.utils import timezone

from espace_structures.benevolat.entreprises.metier import entreprises
from espace_structures.benevolat.enums import EtatCandidature, EtatEntreprise
from espace_structures.benevolat.metier.liens import ENTREPRISE, jeton, revoquer
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import Candidature, Entreprise
from espace_structures.benevolat.taches import effacer_les_entreprises
from tests.fabriques.benevolat import LE, BenevoleFactory, CandidatureFactory, EntrepriseFactory
from tests.fabriques.machines import ouvert
from tests.fabriques.structures import animateur

pytestmark = pytest.mark.django_db


def saisie(**champs):
    fin = timezone.localdate() + timedelta(days=300)
    return {
        "nom": "Acme",
        "contact_nom": "Lou Petit",
        "contact_fonction": "DRH",
        "courriel": "lou@acme.exemple.fr",
        "promesse": "12",
        "jusqu_au": fin.isoformat(),
        "message": "",
        "ouvert": ouvert(),
        **champs,
    }


@pytest.fixture
def poster(client, django_capture_on_commit_callbacks):
    def poster_a(adresse, **donnees):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(adresse, donnees)

    return poster_a


def lien_du_courriel(message):
    return urlsplit(re.search(r"http\S+/entreprises/suivi/\S+", message.body)[0]).path


def page(entreprise):
    return reverse("benevolat:entreprise", args=[jeton(ENTREPRISE, entreprise)])


# --- Code -----------------------------------------------------------------------------------------------------------


def test_le_code_se_lit_sans_doute_et_ne_sert_que_confirme():
    entreprise = EntrepriseFactory(code="ABCD2345", jusqu_au=date(2026, 6, 30))

    assert entreprises.par_code(" abcd 2345 ", jour=date(2026, 6, 30)) == entreprise
    assert entreprises.par_code("ABCD2345", jour=date(2026, 7, 1)) is None
    assert entreprises.par_code("", jour=date(2026, 6, 1)) is None
    Entreprise.objects.update(etat=EtatEntreprise.CLOSE)
    assert entreprises.par_code("ABCD2345", jour=date(2026, 6, 30)) is None


def test_un_code_deja_pris_est_tire_de_nouveau(monkeypatch):
    EntrepriseFactory(code="AAAAAAAA")
    tires = iter(["AAAAAAAA", "BBBBBBBB"])  # chance is Django's: no seed makes two draws the same
    monkeypatch.setattr(entreprises, "get_random_string", lambda *_args: next(tires))

    assert entreprises._code_libre() == "BBBBBBBB"


def test_l_alphabet_ne_confond_rien():
    assert not set("0O1I") & set(entreprises.ALPHABET)


# --- The pledge, by form --------------------------------------------------------------------------------------------


def test_de_la_promesse_a_la_page(client, poster):
    animateur(email="animation@exemple.fr")

    reponse = poster(reverse("benevolat:entreprises"), **saisie())

    assert reponse.url == reverse("benevolat:entreprises_merci")
    entreprise = Entreprise.objects.get()
    assert (entreprise.etat, entreprise.promesse) == (EtatEntreprise.A_CONFIRMER, 12)
    assert [message.to for message in mail.outbox] == [["lou@acme.exemple.fr"]]
    adresse = lien_du_courriel(mail.outbox[0])
    assert client.get(adresse).status_code == 200
    entreprise.refresh_from_db()
    assert entreprise.etat == EtatEntreprise.A_CONFIRMER  # reading changes nothing
    assert entreprise.code not in client.get(adresse).content.decode()

    assert poster(adresse, geste="confirmer").url == adresse
    poster(adresse, geste="confirmer")

    entreprise.refresh_from_db()
    assert entreprise.etat == EtatEntreprise.ACTIVE
    assert sorted(message.to[0] for message in mail.outbox[1:]) == ["animation@exemple.fr", "lou@acme.exemple.fr"]
    lue = client.get(adresse).content.decode()
    assert entreprise.code in lue
    assert f"entreprise={entreprise.code}" in lue
    assert '<blockquote class="a-transmettre" lang="en">' in lue


def test_les_pages_publiques_s_ouvrent(client):
    for nom in ("entreprises", "entreprises_merci", "entreprises_lien"):
        assert client.get(reverse(f"benevolat:{nom}")).status_code == 200


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"nom": ""}, "Écrivez le nom de l’entreprise."),
        ({"courriel": "lou"}, "Écrivez une adresse complète"),
        ({"promesse": "0"}, "au moins une personne"),
        ({"promesse": "5001"}, "5 000"),
        ({"jusqu_au": "2020-01-01"}, "Choisissez un jour à venir"),
    ],
)
def test_une_saisie_refusee_garde_ce_qui_est_ecrit(poster, champs, attendu):
    reponse = poster(reverse("benevolat:entreprises"), **saisie(**champs))

    assert reponse.status_code == 422
    lu = reponse.content.decode()
    assert attendu in lu
    assert "Lou Petit" in lu
    assert not Entreprise.objects.exists()


def test_trop_de_demandes_attendent(poster):
    for _fois in range(3):
        poster(reverse("benevolat:entreprises"), **saisie())

    assert poster(reverse("benevolat:entreprises"), **saisie()).status_code == 429
    assert Entreprise.objects.count() == 3


# --- The link -------------------------------------------------------------------------------------------------------


def test_le_lien_perdu_repond_la_meme_chose_a_tout_le_monde(poster):
    EntrepriseFactory(courriel="lou@acme.exemple.fr")
    EntrepriseFactory(courriel="Lou@acme.exemple.fr", etat=EtatEntreprise.A_CONFIRMER)
    adresse = reverse("benevolat:entreprises_lien")

    connue = poster(adresse, courriel="LOU@acme.exemple.fr", ouvert=ouvert())
    inconnue = poster(adresse, courriel="personne@exemple.fr", ouvert=ouvert())

    assert (connue.status_code, connue.url) == (inconnue.status_code, inconnue.url)
    assert len(mail.outbox) == 2
    assert poster(adresse, courriel="", ouvert=ouvert()).status_code == 422


def test_un_lien_faux_revoque_ou_d_une_autre_ne_s_ouvre_pas(client):
    entreprise = EntrepriseFactory()
    adresse = page(entreprise)
    revoquer(entreprise)
    etranger = signing.dumps([entreprise.pk, 2], salt="benevolat.suivi")

    assert client.get(adresse).status_code == 410
    assert client.get(reverse("benevolat:entreprise", args=["faux"])).status_code == 410
    assert client.get(reverse("benevolat:entreprise", args=[etranger])).status_code == 410
    assert client.get(page(entreprise)).status_code == 200


def test_la_page_d_une_entreprise_est_discrete_et_jamais_gardee(client):
    for adresse in (page(EntrepriseFactory()), reverse("benevolat:entreprise", args=["faux"])):
        reponse = client.get(adresse)

        assert "no-store" in reponse["Cache-Control"]
        assert (reponse["Referrer-Policy"], reponse["X-Robots-Tag"]) == ("strict-origin", "noindex")


# --- Changes --------------------------------------------------------------------------------------------------------


def test_changer_puis_clore_depuis_la_page(client, poster):
    entreprise = EntrepriseFactory(jusqu_au=timezone.localdate() + timedelta(days=30))
    fin = timezone.localdate() + timedelta(days=60)

    poster(page(entreprise), geste="changer", promesse="20", jusqu_au=fin.isoformat())
    entreprise.refresh_from_db()
    assert (entreprise.promesse, entreprise.jusqu_au) == (20, fin)
    assert poster(page(entreprise), geste="changer", promesse="", jusqu_au=fin.isoformat()).status_code == 422
    poster(page(entreprise), geste="clore")
    entreprise.refresh_from_db()
    assert entreprise.etat == EtatEntreprise.CLOSE
    poster(page(entreprise), geste="changer", promesse="30", jusqu_au=fin.isoformat())
    entreprise.refresh_from_db()
    assert entreprise.promesse == 20
    assert "plus ouvert" in client.get(page(entreprise)).content.decode()


def test_une_promesse_non_confirmee_ne_se_clot_pas():
    with pytest.raises(BenevolatRefuse, match="Confirmez d’abord"):
        entreprises.clore(EntrepriseFactory(etat=EtatEntreprise.A_CONFIRMER))


def test_une_promesse_terminee_ne_se_rouvre_pas_par_un_lien_ancien():
    entreprise = EntrepriseFactory(etat=EtatEntreprise.CLOSE)

    assert entreprises.confirmer(entreprise, le=LE).etat == EtatEntreprise.CLOSE


def test_sans_confirmation_tout_s_efface_au_septieme_jour():
    EntrepriseFactory(etat=EtatEntreprise.A_CONFIRMER, creee_le=LE)
    EntrepriseFactory(creee_le=LE)

    assert effacer_les_entreprises(le=LE + timedelta(days=7, seconds=-1)) == "Entreprises effacées : 0."
    assert effacer_les_entreprises(le=LE + timedelta(days=7)) == "Entreprises effacées : 1."
    assert Entreprise.objects.get().etat == EtatEntreprise.ACTIVE


# --- Counts ---------------------------------------------------------------------------------------------------------


def test_les_nombres_comptent_des_personnes_une_fois():
    entreprise = EntrepriseFactory()
    personne = BenevoleFactory()
    vue = {"rencontre_le": datetime(2026, 3, 5, tzinfo=UTC)}
    CandidatureFactory(entreprise=entreprise, benevole=personne)
    CandidatureFactory(entreprise=entreprise, benevole=personne, etat=EtatCandidature.ACCEPTEE)
    CandidatureFactory(entreprise=entreprise, etat=EtatCandidature.RENCONTRE_PREVUE, **vue)
    CandidatureFactory(entreprise=entreprise, etat=EtatCandidature.A_CONFIRMER)
    CandidatureFactory()

    bilan = entreprises.bilan(entreprise, le=datetime(2026, 3, 6, tzinfo=UTC))
    la_veille = entreprises.bilan(entreprise, le=datetime(2026, 3, 4, tzinfo=UTC))

    assert (bilan.inscrites, bilan.rencontrees, bilan.engagees) == (2, 2, 1)
    assert la_veille.rencontrees == 1
    assert bilan.territoires == ()


@pytest.mark.parametrize(
    ("lieux", "attendu"),
    [
        ({"Paris": 4}, ()),
        ({"Paris": 5}, (("Paris", 5),)),
        ({"Paris": 8, "Essonne": 5, "Yvelines": 2}, (("Paris", 8), ("Autres lieux", 7))),
        ({"Paris": 8, "Yvelines": 2}, ()),
        ({"Paris": 8, "Essonne": 3, "": 6}, (("Paris", 8), ("Autres lieux", 9))),
    ],
)
def test_aucun_detail_sous_cinq_meme_par_soustraction(lieux, attendu):
    assert entreprises._sans_petits_nombres(lieux) == attendu


def test_la_page_montre_ou_habitent_cinq_personnes_sans_dire_qui(client):
    entreprise = EntrepriseFactory(jusqu_au=timezone.localdate())
    for _rang in range(5):
        CandidatureFactory(entreprise=entreprise)
    CandidatureFactory(entreprise=entreprise, benevole__code_commune="")
    Candidature.objects.update(recue_le=LE)

    lu = client.get(page(entreprise)).content.decode()

    assert "Diop" not in lu
    assert "Seine-Saint-Denis" not in lu  # five and one: the one would be found by subtraction


# --- Back office ----------------------------------------------------------------------------------------------------


def test_l_animation_suit_et_clot_sans_ajouter(client):
    entreprise = EntrepriseFactory(nom="Acme")
    CandidatureFactory(entreprise=entreprise)
    client.force_login(animateur())
    liste = reverse("wagtailsnippets_benevolat_entreprise:list")
    modifier = reverse("wagtailsnippets_benevolat_entreprise:edit", args=[entreprise.pk])

    assert "Acme" in client.get(liste).content.decode()
    client.post(modifier, {"etat": EtatEntreprise.A_CONFIRMER})
    entreprise.refresh_from_db()
    assert entreprise.etat == EtatEntreprise.ACTIVE
    client.post(modifier, {"etat": EtatEntreprise.CLOSE})
    entreprise.refresh_from_db()
    assert entreprise.etat == EtatEntreprise.CLOSE
    assert client.get(reverse("wagtailsnippets_benevolat_entreprise:add")).status_code == 302
