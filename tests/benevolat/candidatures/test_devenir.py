"""The stepped form as visitors use it: order, resuming, sending, and what machines and forgers meet."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail, signing
from django.db import connection
from django.urls import reverse

from espace_structures.benevolat.candidatures.metier.depot import CONFIRMATION
from espace_structures.benevolat.enums import EtatAppel, EtatCandidature
from espace_structures.benevolat.metier.liens import jeton
from espace_structures.benevolat.models import Benevole, Candidature
from espace_structures.structures.enums import StatutStructure
from tests.fabriques.benevolat import AppelFactory, BenevoleFactory, EntrepriseFactory
from tests.fabriques.machines import ouvert
from tests.fabriques.structures import StructureFactory, animateur, responsable
from tests.fabriques.vitrines import public

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
LE = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)


class Horloge:
    """The moment that the portal reads; moved by hand."""

    def __init__(self, monkeypatch):
        self.maintenant = LE
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.maintenant)
        monkeypatch.setattr("time.time", lambda: self.maintenant.timestamp())

    def a(self, moment: datetime) -> None:
        self.maintenant = moment


@pytest.fixture(autouse=True)
def horloge(monkeypatch):
    return Horloge(monkeypatch)


def qui(**autres) -> dict:
    return {"prenom": "Awa", "situation": "RETRAITE", "est_majeur": "on", "ouvert": ouvert()} | autres


OU = {"commune": "Montreuil (93)", "modalite": "LES_DEUX", "rayon_km": "10", "en_soiree": "on", "regulier": "on"}
DOMAINE = {"secteur": "Q", "metier": "Infirmière", "langues": ["en", "ar"], "autres_langues": ["sw"]}
FIN = {
    "nom": "Diop",
    "courriel": "Awa@Exemple.fr",
    "message": "Bonjour.",
    "source": "PROCHE",
    "accepte_reorientation": "on",
    "charte": "on",
    "consentement": "on",
}


def adresse(etape: str) -> str:
    return reverse("benevolat:devenir_etape", args=[etape])


def remplir(client, suite="", choix="animation", **fin):
    """All steps up to the review."""
    client.post(adresse("vous") + suite, qui())
    client.post(adresse("ou"), OU)
    client.post(adresse("domaine"), DOMAINE)
    client.post(adresse("aider"), {"publics": [public("qpv").pk]})
    if not suite:
        client.post(adresse("structure"), {"choix": choix})
    return client.post(adresse("coordonnees"), FIN | fin)


def envoyer(client):
    return client.post(adresse("relire"))


def lien_recu() -> str:
    return re.search(r"https?://[^/\s]+(/devenir/confirmer/\S+)", mail.outbox[-1].body)[1]


# --- Start -----------------------------------------------------------------------------------------------------------


def test_depart_dit_la_suite_et_mene_a_la_premiere_etape(client):
    reponse = client.get(reverse("benevolat:devenir"))

    assert reponse.status_code == 200
    assert "sous 7\u00a0jours" in reponse.content.decode() or "sous 7 jours" in reponse.content.decode()
    assert adresse("vous") in reponse.content.decode()
    assert Benevole.objects.count() == 0


def test_depart_garde_l_appel_la_campagne_et_rien_d_autre(client):
    appel = AppelFactory(titre="Marraine santé")

    page = client.get(reverse("benevolat:devenir"), {"appel": appel.pk, "campagne": "fete", "x": "1"}).content.decode()

    assert "Marraine santé" in page
    assert f"{adresse('vous')}?appel={appel.pk}&amp;campagne=fete" in page


@pytest.mark.parametrize("champs", [{"etat": EtatAppel.CLOS}, {"jusqu_au": date(2026, 3, 2)}])
def test_appel_passe_le_dit_et_laisse_continuer(client, champs):
    appel = AppelFactory(**champs)

    page = client.get(reverse("benevolat:devenir"), {"appel": appel.pk}).content.decode()

    assert "Cet appel est terminé" in page
    assert "Commencer" in page


def test_structure_fermee_le_dit(client):
    structure = StructureFactory(statut=StatutStructure.FERMEE)

    assert "ne reçoit plus de candidature" in client.get(f"/devenir/?structure={structure.pk}").content.decode()


def test_structure_et_appel_choisis_sont_annonces(client):
    structure = StructureFactory(nom="Passerelle")
    complet = AppelFactory(etat=EtatAppel.COMPLET)

    assert "Votre candidature ira à Passerelle" in client.get(f"/devenir/?structure={structure.pk}").content.decode()
    assert "liste d’attente" in client.get(f"/devenir/?appel={complet.pk}").content.decode()


@pytest.mark.parametrize("suite", ["?appel=abc", "?appel=" + "9" * 40, "?campagne=<b>", "?entreprise=INCONNU"])
def test_parametres_faux_sont_ignores(client, suite):
    assert client.get("/devenir/" + suite).status_code == 200


# --- Steps -----------------------------------------------------------------------------------------------------------


def test_premiere_etape_ouvre_un_brouillon_et_un_temoin_protege(client):
    reponse = client.post(adresse("vous"), qui())

    temoin = reponse.cookies["devenir"]
    assert (reponse.status_code, reponse.url) == (302, adresse("ou"))
    assert (temoin["httponly"], temoin["samesite"], temoin["max-age"]) == (True, "Lax", 7 * 24 * 3600)
    brouillon = Benevole.objects.get()
    assert (brouillon.prenom, brouillon.confirme_le) == ("Awa", None)


def test_etape_inconnue_n_existe_pas(client):
    assert client.get("/devenir/ailleurs/").status_code == 404


def test_etape_sans_brouillon_revient_au_depart(client):
    assert client.get(adresse("domaine")).url == reverse("benevolat:devenir")


def test_etape_trop_tot_mene_a_la_premiere_incomplete(client):
    client.post(adresse("vous"), qui())

    assert client.get(adresse("relire")).url == adresse("ou")


# Named by hand: a signature holds the second of its making, and two processes must name the same test alike.
@pytest.mark.parametrize(
    "temoin",
    ["", "faux", "a:b:c", signing.dumps([1, ["vous"]], salt="autre")],
    ids=["vide", "faux", "trois_parties", "signe_pour_autre_chose"],
)
def test_temoin_faux_n_ouvre_rien(client, temoin):
    BenevoleFactory(pk=1, confirme_le=None)
    client.cookies["devenir"] = temoin

    assert client.get(adresse("ou")).url == reverse("benevolat:devenir")


def test_temoin_vieux_de_huit_jours_n_ouvre_rien(client, horloge):
    client.post(adresse("vous"), qui())
    horloge.a(LE + timedelta(days=8))

    assert client.get(adresse("ou")).url == reverse("benevolat:devenir")


def test_majeur_obligatoire(client):
    reponse = client.post(adresse("vous"), qui(est_majeur=""))

    assert reponse.status_code == 422
    assert "réservé aux personnes majeures" in reponse.content.decode()
    assert Benevole.objects.count() == 0


def test_ou_demande_une_forme_et_un_moment(client):
    client.post(adresse("vous"), qui())

    reponse = client.post(adresse("ou"), OU | {"regulier": "", "en_soiree": ""})

    assert reponse.status_code == 422
    page = reponse.content.decode()
    assert "Cochez au moins une façon d’aider." in page
    assert "Cochez au moins un moment" in page


def test_revenir_en_arriere_garde_ce_qui_est_juste(client):
    client.post(adresse("vous"), qui())

    reponse = client.post(adresse("ou"), {"commune": "nulle part", "modalite": "DISTANCE", "retour": "1"})

    assert reponse.url == adresse("vous")
    assert Benevole.objects.get().modalite == "DISTANCE"
    assert client.post(adresse("vous"), qui(retour="1")).url == reverse("benevolat:devenir")


def test_reponses_reviennent_a_chaque_etape(client):
    remplir(client)

    page = client.get(adresse("domaine")).content.decode()
    assert re.search(r'value="ar"[^>]*checked', page)
    assert '<option value="sw" selected>' in page
    assert "Montreuil (93)" in client.get(adresse("ou")).content.decode()
    assert 'value="awa@exemple.fr"' in client.get(adresse("coordonnees")).content.decode()
    assert re.search(r'value="animation"[^>]*checked', client.get(adresse("structure")).content.decode())


def test_corriger_depuis_la_relecture_y_ramene(client):
    remplir(client)

    assert client.post(adresse("domaine"), DOMAINE).url == adresse("relire")
    assert client.post(adresse("structure"), {"choix": "animation"}).url == adresse("relire")


def test_appel_choisi_est_garde_jusqu_au_bout(client):
    appel = AppelFactory(titre="Marraine santé")
    entreprise = EntrepriseFactory(code="ABCD2345")

    reponse = remplir(client, f"?appel={appel.pk}&campagne=fete&entreprise=abcd2345", code_entreprise=entreprise.code)

    candidature = Candidature.objects.get()
    assert reponse.url == adresse("relire")
    assert (candidature.appel, candidature.structure) == (appel, appel.structure)
    assert (candidature.campagne, candidature.entreprise) == ("fete", entreprise)
    assert "Marraine santé" in client.get(adresse("relire")).content.decode()
    assert "L’appel que vous avez choisi" in client.get(adresse("structure")).content.decode()


def test_appel_complet_et_structure_fermee_au_moment_du_choix(client):
    appel = AppelFactory()
    remplir(client, f"?appel={appel.pk}")
    appel.etat = EtatAppel.COMPLET
    appel.save()

    assert "liste d’attente" in client.get(adresse("structure")).content.decode()
    assert "liste d’attente" in client.get(adresse("relire")).content.decode()
    appel.structure.statut = StatutStructure.FERMEE
    appel.structure.save()
    reponse = client.post(adresse("structure"), {"choix": f"structure-{appel.structure_id}"})
    assert reponse.status_code == 422
    assert "Cette structure ne reçoit plus de candidature" in reponse.content.decode()


def test_choix_se_laisse_sans_repondre_en_revenant(client):
    client.post(adresse("vous"), qui())
    client.post(adresse("ou"), OU)
    client.post(adresse("domaine"), {})
    client.post(adresse("aider"), {})

    assert client.post(adresse("structure"), {}).status_code == 422
    assert client.post(adresse("structure"), {"retour": "1"}).url == adresse("aider")


def test_code_d_entreprise_inconnu_se_corrige(client):
    reponse = remplir(client, code_entreprise="RIEN")

    assert reponse.status_code == 422
    assert "Nous ne connaissons pas ce code" in reponse.content.decode()


def test_reprendre_avec_un_autre_appel(client):
    client.post(adresse("vous"), qui())
    appel = AppelFactory()

    assert "Reprendre" in client.get(reverse("benevolat:devenir")).content.decode()
    reponse = client.post(f"/devenir/?appel={appel.pk}", {"reprendre": "1"})

    assert reponse.url == adresse("ou")
    assert Candidature.objects.get().appel == appel


def test_effacer_et_recommencer(client):
    client.post(adresse("vous"), qui())

    reponse = client.post(reverse("benevolat:devenir"), {"recommencer": "1"})

    assert reponse.url == adresse("vous")
    assert reponse.cookies["devenir"].value == ""
    assert Benevole.objects.count() == Candidature.objects.count() == 0
    assert client.post(reverse("benevolat:devenir")).url == adresse("vous")


# --- Machines and crowds ---------------------------------------------------------------------------------------------


def test_reseau_partage_commence_deux_cents_fois_puis_garde_ce_qui_est_ecrit(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"devenir": "1/h/ip"}
    client.post(adresse("vous"), qui())
    client.cookies.clear()

    reponse = client.post(adresse("vous"), qui(prenom="Inès"))

    assert reponse.status_code == 429
    assert "réessayez dans une heure" in reponse.content.decode()
    assert 'value="Inès"' in reponse.content.decode()


def test_une_adresse_ne_recoit_pas_plus_de_cinq_messages(client, django_capture_on_commit_callbacks):
    remplir(client)
    with django_capture_on_commit_callbacks(execute=True):
        envoyer(client)
        statuts = [client.post(reverse("benevolat:devenir_envoyee")).status_code for _fois in range(5)]

    assert statuts == [302, 302, 302, 302, 429]
    assert len(mail.outbox) == 5
    assert envoyer(client).status_code == 429


# --- Sending and confirming ------------------------------------------------------------------------------------------


@pytest.fixture
def envoye(client, django_capture_on_commit_callbacks):
    """A candidature sent to a structure; its address of confirmation."""
    structure = StructureFactory(nom="Passerelle")
    responsable(structure)
    remplir(client, f"?structure={structure.pk}")
    with django_capture_on_commit_callbacks(execute=True):
        envoyer(client)
        envoyer(client)  # a double click
    return lien_recu()


def test_envoi_ecrit_a_la_personne_seule_une_fois(client, envoye):
    assert [message.to for message in mail.outbox] == [["awa@exemple.fr"]]
    assert Candidature.objects.get().etat == EtatCandidature.A_CONFIRMER
    page = client.get(reverse("benevolat:devenir_envoyee")).content.decode()
    assert "awa@exemple.fr" in page


def test_lire_le_lien_ne_confirme_pas(client, envoye):
    reponse = client.get(envoye)

    assert "Confirmer ma candidature" in reponse.content.decode()
    assert reponse["Referrer-Policy"] == "strict-origin"
    assert Candidature.objects.get().etat == EtatCandidature.A_CONFIRMER


def test_confirmer_transmet_une_seule_fois(client, envoye, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        reponse = client.post(envoye)
        encore = client.post(envoye)

    candidature = Candidature.objects.get()
    assert (reponse.status_code, encore.status_code) == (200, 200)
    assert "Votre candidature est confirmée" in reponse.content.decode()
    assert (candidature.etat, candidature.recue_le, candidature.promise_le) == ("NOUVELLE", LE, date(2026, 3, 10))
    assert len(mail.outbox) == 2
    assert "Merci, Awa" in client.get(envoye).content.decode()
    assert client.get(adresse("ou")).url == reverse("benevolat:devenir")


def test_adresse_douteuse_est_dite_puis_gardee_si_on_insiste(client):
    refus = remplir(client, courriel="awa@hotmial.fr", telephone="06\u202f12\u202f34\u202f56\u202f78")
    champ = BeautifulSoup(refus.content, "html.parser").find("input", {"name": "courriel_gardee"})

    suite = client.post(adresse("coordonnees"), FIN | {"courriel": "awa@hotmial.fr", "courriel_gardee": champ["value"]})

    assert "« hotmial.fr » ressemble à une faute de frappe : s’agit-il de « hotmail.fr »" in refus.content.decode()
    assert (suite.status_code, suite.url) == (302, adresse("relire"))
    assert Benevole.objects.get().courriel == "awa@hotmial.fr"


def test_personne_connue_ne_se_devine_pas_a_l_ecran(client, envoye):
    inconnue = client.get(reverse("benevolat:devenir_envoyee")).content.decode()
    BenevoleFactory(courriel="awa@exemple.fr")
    connue = client.get(reverse("benevolat:devenir_envoyee")).content.decode()

    jeton_csrf = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert jeton_csrf.sub("", connue) == jeton_csrf.sub("", inconnue)


def test_deuxieme_candidature_au_meme_endroit_le_dit(client, envoye, django_capture_on_commit_callbacks):
    client.post(envoye)
    structure = Candidature.objects.get().structure
    remplir(client, f"?structure={structure.pk}")
    with django_capture_on_commit_callbacks(execute=True):
        envoyer(client)

    reponse = client.post(lien_recu())

    assert "déjà une candidature en cours" in reponse.content.decode()
    assert (Benevole.objects.count(), Candidature.objects.count()) == (1, 1)
    assert client.get(lien_recu()).status_code == 410


def test_lien_faux_vieux_ou_d_une_autre_adresse_n_ouvre_rien(client, envoye, horloge):
    faux = [
        envoye[:-2] + "x/",
        reverse("benevolat:devenir_confirmer", args=["faux"]),
        reverse("benevolat:devenir_confirmer", args=[jeton(CONFIRMATION, BenevoleFactory.build(pk=999))]),
        reverse("benevolat:devenir_confirmer", args=[signing.dumps([Benevole.objects.get().pk, 1], salt="autre")]),
    ]
    assert [client.post(un).status_code for un in faux] == [410] * 4
    client.post(adresse("coordonnees"), FIN | {"courriel": "autre@exemple.fr"})
    assert client.post(envoye).status_code == 410
    assert Candidature.objects.get().etat == EtatCandidature.A_CONFIRMER


def test_lien_de_huit_jours_n_ouvre_rien(client, envoye, horloge):
    horloge.a(LE + timedelta(days=7, seconds=1))

    assert client.get(envoye).status_code == 410


def test_lien_d_un_brouillon_pas_envoye_n_ouvre_rien(client):
    remplir(client)
    brouillon = Benevole.objects.get()

    assert client.post(reverse("benevolat:devenir_confirmer", args=[jeton(CONFIRMATION, brouillon)])).status_code == 410
    assert client.post(reverse("benevolat:devenir_envoyee")).url == adresse("relire")


def test_envoyee_sans_brouillon_ne_dit_aucune_adresse(client):
    assert client.post(reverse("benevolat:devenir_envoyee")).status_code == 200


def test_brouillon_efface_dans_une_autre_fenetre(client):
    """Between the cookie read and the row locked: the visitor is sent to the start."""
    client.post(adresse("vous"), qui())
    etapes = ["lecture", "effacement"]

    def autre_fenetre(executer, sql, *suite):
        if etapes == ["effacement"]:
            etapes.clear()
            Benevole.objects.all().delete()
        elif etapes and Candidature._meta.db_table in sql:
            etapes.remove("lecture")
        return executer(sql, *suite)

    with connection.execute_wrapper(autre_fenetre):
        reponse = client.post(adresse("ou"), OU)

    assert reponse.url == reverse("benevolat:devenir")
    assert (etapes, reponse.cookies["devenir"].value) == ([], "")


def test_orientation_propose_l_animation_sans_structure(client, django_capture_on_commit_callbacks):
    chef = animateur()
    remplir(client)
    with django_capture_on_commit_callbacks(execute=True):
        envoyer(client)
        client.post(lien_recu()) if mail.outbox else None
    with django_capture_on_commit_callbacks(execute=True):
        client.post(lien_recu())

    assert [chef.email] in [message.to for message in mail.outbox]
    assert Candidature.objects.get().structure is None


def test_anglais(client):
    assert client.get("/en/devenir/").status_code == 200
