"""The support signs in as a person: with a reason, seen by all, never above one's own rights, ended when it must be."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from espace_structures.bilans.enums import EtatBilan
from espace_structures.comptes.droits import peut_assister
from espace_structures.comptes.metier.assistance import (
    DUREE,
    AssistanceRefusee,
    commencer,
    dernieres,
    peut_continuer,
    terminer,
)
from espace_structures.comptes.models import Assistance
from espace_structures.structures.models import Moderateur
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_ouverte
from tests.fabriques.comptes import MOT_DE_PASSE, CompteFactory, avec_application
from tests.fabriques.structures import StructureFactory, animateur, responsable

pytestmark = pytest.mark.django_db

LE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MOTIF = "Le tableau G2 ne s’enregistre pas."
TERMINER = "/espace/compte/assistance/terminer/"
BANDEAU = "Vous agissez à la place de <strong>Alix Martin</strong>"


@pytest.fixture
def alix():
    return responsable(
        StructureFactory(nom="Mission de Pantin"), email="alix@exemple.fr", first_name="Alix", last_name="Martin"
    )


@pytest.fixture
def animation():
    return animateur(email="sacha@exemple.fr", first_name="Sacha", last_name="Petit")


@pytest.fixture
def assistante(client, animation):
    """A person of the animation who has just proven who they are."""
    client.force_login(animation)
    client.post("/compte/reauthenticate/", {"password": MOT_DE_PASSE})
    return client


def adresse(compte) -> str:
    return reverse("cms_a_sa_place", args=(compte.pk,))


def prendre_la_place(client, compte, motif=MOTIF):
    return client.post(adresse(compte), {"motif": motif})


def connecte(client) -> str | None:
    return client.session.get("_auth_user_id")


# --- Who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("par", "cible", "attendu"),
    [
        ("animation", "membre", True),
        ("superadministration", "membre", True),
        ("membre", "autre membre", False),
        ("animation désactivée", "membre", False),
        ("animation", "membre désactivé", False),
        ("animation", "superadministration", False),
        ("superadministration", "autre superadministration", False),
        ("animation", "autre animation", False),
        ("superadministration", "animation", False),
        ("animation", "elle-même", False),
        ("animation", "plus de droits", False),
        ("superadministration", "plus de droits", True),
        ("animation déjà à la place d’une autre personne", "membre", False),
    ],
)
def test_droit_de_se_connecter_a_la_place(par, cible, attendu):
    auteur = {
        "animation": animateur,
        "superadministration": lambda: CompteFactory(is_superuser=True),
        "membre": CompteFactory,
        "animation désactivée": lambda: animateur(is_active=False),
        "animation déjà à la place d’une autre personne": animateur,
    }[par]()
    auteur.is_hijacked = par.startswith("animation déjà")

    def plus_de_droits():
        compte = CompteFactory()
        compte.user_permissions.add(Permission.objects.get(codename="add_group"))
        return compte

    vise = {
        "membre": lambda: responsable(StructureFactory()),
        "autre membre": CompteFactory,
        "membre désactivé": lambda: CompteFactory(is_active=False),
        "superadministration": lambda: CompteFactory(is_superuser=True),
        "autre superadministration": lambda: CompteFactory(is_superuser=True),
        "animation": animateur,
        "autre animation": animateur,
        "elle-même": lambda: auteur,
        "plus de droits": plus_de_droits,
    }[cible]()

    assert peut_assister(auteur, vise) is attendu


def test_refus_du_metier_se_lit(animation):
    cible = CompteFactory(is_superuser=True, first_name="Ada", last_name="Root")

    with pytest.raises(AssistanceRefusee) as refus:
        commencer(cible, par=animation, motif=MOTIF, le=LE)

    assert str(refus.value) == "Vous ne pouvez pas vous connecter à la place de Ada Root."
    assert Assistance.objects.count() == 0


def test_motif_vide_est_refuse_par_le_metier(animation, alix):
    with pytest.raises(AssistanceRefusee) as refus:
        commencer(alix, par=animation, motif="  ", le=LE)

    assert str(refus.value) == "Dites pourquoi\u00a0: la personne lira ce motif."


# --- Beginning -------------------------------------------------------------------------------------------------------


def test_prendre_la_place_demande_une_preuve_recente(client, animation, alix):
    client.force_login(animation)

    reponse = prendre_la_place(client, alix)

    assert reponse.url.startswith("/compte/reauthenticate/")
    assert (connecte(client), Assistance.objects.count()) == (str(animation.pk), 0)


def test_prendre_la_place_change_le_compte_previent_et_note(
    assistante, animation, alix, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        reponse = prendre_la_place(assistante, alix)

    assistance = Assistance.objects.get()
    assert (reponse.status_code, reponse.url, connecte(assistante)) == (302, "/espace/", str(alix.pk))
    assert (assistance.compte, assistance.par, assistance.motif, assistance.fin) == (alix, animation, MOTIF, None)
    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["alix@exemple.fr"], "L’animation régionale s’est connectée à votre place")
    ]
    assert "Sacha Petit s’est connecté·e à votre place" in mail.outbox[0].body
    assert f"Motif\u00a0: {MOTIF}" in mail.outbox[0].body
    assert list(ModelLogEntry.objects.values_list("action", "user", "object_id")) == [
        ("comptes.assistance_debut", animation.pk, str(alix.pk))
    ]


def test_adresse_demandee_n_emmene_nulle_part_ailleurs(assistante, alix):
    reponse = assistante.post(f"{adresse(alix)}?next=/cms/pages/", {"motif": MOTIF, "next": "/cms/pages/", "": "/cms/"})

    assert reponse.url == "/espace/"


def test_motif_absent_garde_l_ecran_et_le_compte(assistante, animation, alix):
    reponse = prendre_la_place(assistante, alix, motif="")

    assert reponse.status_code == 422
    assert reponse.context["formulaire"].errors == {"motif": ["Dites pourquoi\u00a0: la personne lira ce motif."]}
    assert connecte(assistante) == str(animation.pk)


def test_motif_trop_long_est_garde(assistante, alix):
    reponse = prendre_la_place(assistante, alix, motif="x" * 301)

    assert (reponse.status_code, "x" * 301 in reponse.content.decode()) == (422, True)


def test_ecran_du_motif_ne_fait_que_demander(assistante, animation, alix):
    page = assistante.get(adresse(alix))

    assert (page.status_code, connecte(assistante)) == (200, str(animation.pk))
    assert "Se connecter à la place de Alix Martin" in page.content.decode()


def test_sans_jeton_le_changement_est_refuse(animation, alix):
    client = Client(enforce_csrf_checks=True)
    client.force_login(animation)

    assert prendre_la_place(client, alix).status_code == 403
    assert connecte(client) == str(animation.pk)


@pytest.mark.parametrize("methode", ["get", "post"])
@pytest.mark.parametrize("cible", ["superadministration", "autre animation", "moi"])
def test_ecran_est_refuse_quand_le_droit_manque(assistante, animation, methode, cible):
    compte = {
        "superadministration": lambda: CompteFactory(is_superuser=True),
        "autre animation": animateur,
        "moi": lambda: animation,
    }[cible]()

    reponse = getattr(assistante, methode)(adresse(compte), {"motif": MOTIF})

    assert (reponse.status_code, reponse.url, connecte(assistante)) == (302, "/cms/", str(animation.pk))
    assert Assistance.objects.count() == 0


def test_compte_inconnu_n_existe_pas(assistante):
    assert assistante.get(reverse("cms_a_sa_place", args=(999_999,))).status_code == 404


def test_adresses_de_la_bibliotheque_ne_sont_pas_servies(assistante, alix):
    assert [
        assistante.post(chemin, {"user_pk": alix.pk}).status_code for chemin in ("/hijack/acquire/", "/hijack/")
    ] == [
        404,
        404,
    ]


def test_boutons_sont_dans_la_liste_et_sur_l_ecran_du_compte(assistante, alix):
    autre = animateur()

    liste = assistante.get("/cms/users/").content.decode()
    ecran = assistante.get(reverse("wagtailusers_users:edit", args=(alix.pk,))).content.decode()

    assert (liste.count(adresse(alix)), liste.count(adresse(autre)), ecran.count(adresse(alix))) == (1, 0, 1)


# --- Meanwhile -------------------------------------------------------------------------------------------------------


@pytest.fixture
def a_sa_place(assistante, alix):
    prendre_la_place(assistante, alix)
    return assistante


@pytest.mark.parametrize("chemin", ["/espace/", "/espace/bilans/", "/en/espace/", "/inconnue/"])
def test_bandeau_est_sur_chaque_page(a_sa_place, chemin):
    page = a_sa_place.get(chemin).content.decode()

    attendu = "Alix Martin</strong>" if chemin.startswith("/en/") else BANDEAU
    assert page.count(attendu) == 1
    assert TERMINER in page


def test_bandeau_est_aussi_dans_le_back_office(assistante, alix):
    Moderateur.objects.create(compte=alix, departement="93")

    prendre_la_place(assistante, alix)

    page = assistante.get("/cms/")
    assert (page.status_code, page.content.decode().count(BANDEAU)) == (200, 1)


def test_bandeau_n_est_nulle_part_ailleurs(assistante):
    assert TERMINER not in assistante.get("/espace/").content.decode()
    assert TERMINER not in Client().get("/compte/login/").content.decode()


@pytest.mark.parametrize("methode", ["get", "post"])
@pytest.mark.parametrize(
    "chemin",
    [
        "/compte/password/change/",
        "/compte/password/reset/",
        "/compte/email/",
        "/compte/reauthenticate/",
        "/compte/2fa/",
        "/compte/2fa/totp/activate/",
        "/compte/2fa/webauthn/add/",
        "/compte/2fa/recovery-codes/generate/",
        "/compte/3rdparty/",
        "/en/compte/password/change/",
        "/espace/compte/code-qr.svg",
    ],
)
def test_ecrans_du_compte_sont_fermes(a_sa_place, chemin, methode):
    reponse = getattr(a_sa_place, methode)(chemin)

    assert (reponse.status_code, reponse.templates[0].name) == (403, "comptes/ferme.html")


def test_profil_du_back_office_est_ferme(assistante, alix):
    alix.user_permissions.add(Permission.objects.get(codename="access_admin"))
    prendre_la_place(assistante, alix)

    assert assistante.get("/cms/account/").status_code == 403


def test_second_facteur_de_la_personne_n_est_pas_demande_a_qui_aide(settings, client):
    settings.PORTAIL_SECOND_FACTEUR_OBLIGATOIRE = True
    from tests.fabriques.structures import FinanceurFactory, agent

    animation, agente = animateur(), agent(FinanceurFactory())
    avec_application(animation)
    client.force_login(animation)
    client.post("/compte/reauthenticate/", {"password": MOT_DE_PASSE})
    prendre_la_place(client, agente)

    assert client.get("/espace/").status_code == 200


def test_acte_fait_entre_temps_porte_le_nom_de_qui_aide(a_sa_place, animation, alix):
    from espace_structures.comptes.journal import au_nom_de

    with au_nom_de(Assistance.objects.get()):
        log(alix, "wagtail.edit", user=alix, data={"champ": "nom"})
    log(alix, "wagtail.edit", user=alix)

    pendant, apres = ModelLogEntry.objects.filter(action="wagtail.edit").order_by("pk")
    assert pendant.user == alix
    assert pendant.data == {
        "champ": "nom",
        "assistance": {"numero": Assistance.objects.get().pk, "par": animation.pk, "nom": "Sacha Petit"},
    }
    assert apres.data == {}


def test_requete_faite_entre_temps_marque_le_journal(assistante, animation):
    """Through a real screen: the bilan is sent by a responsable, in reality by the support."""
    structure = StructureFactory(departements=["75"])
    bilan = bilan_de(structure, campagne_ouverte(2026), EtatBilan.EN_COURS, REPONSES_COHERENTES)
    aidee = responsable(structure)
    prendre_la_place(assistante, aidee)

    assistante.post(reverse("espace:transmettre", args=(bilan.pk,)))

    entree = ModelLogEntry.objects.for_instance(bilan).latest("pk")
    assert (entree.user, entree.data["assistance"]["par"]) == (aidee, animation.pk)


def test_place_de_quelqu_un_ne_mene_pas_a_une_autre(assistante):
    gestionnaire = CompteFactory()
    gestionnaire.user_permissions.set(
        Permission.objects.filter(codename__in=("access_admin", "change_compte", "view_compte"))
    )
    prendre_la_place(assistante, gestionnaire)

    prendre_la_place(assistante, CompteFactory())

    assert connecte(assistante) == str(gestionnaire.pk)
    assert Assistance.objects.count() == 1


# --- The end ---------------------------------------------------------------------------------------------------------


def test_terminer_rend_son_propre_compte(a_sa_place, animation, alix):
    reponse = a_sa_place.post(TERMINER)

    assert (reponse.url, connecte(a_sa_place)) == (
        reverse("wagtailusers_users:edit", args=(alix.pk,)),
        str(animation.pk),
    )
    assert Assistance.objects.get().fin is not None
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "comptes.assistance_debut",
        "comptes.assistance_fin",
    ]
    assert TERMINER not in a_sa_place.get("/espace/").content.decode()


@pytest.mark.parametrize("methode", ["get", "post"])
def test_terminer_n_est_rien_pour_les_autres(client, alix, methode):
    client.force_login(alix)

    assert getattr(client, methode)(TERMINER).status_code == 403


@pytest.mark.parametrize("chemin", ["/compte/logout/"])
def test_deconnexion_finit_aussi_l_assistance(a_sa_place, chemin):
    a_sa_place.post(chemin)

    assert connecte(a_sa_place) is None
    assert Assistance.objects.get().fin is not None


@pytest.mark.parametrize("qui", ["qui aide", "la personne"])
def test_compte_desactive_arrete_aussitot_l_assistance(a_sa_place, animation, alix, qui):
    compte = animation if qui == "qui aide" else alix
    avant = a_sa_place.get("/espace/").status_code
    compte.is_active = False
    compte.save(update_fields=["is_active"])

    reponse = a_sa_place.get("/espace/")

    assert (avant, reponse.status_code, reponse.url) == (200, 302, "/compte/login/")
    assert connecte(a_sa_place) is None
    assert Assistance.objects.get().fin is not None


def test_droit_perdu_arrete_aussitot_l_assistance(a_sa_place, animation):
    animation.groups.clear()

    assert a_sa_place.get("/espace/").url == "/compte/login/"


def test_assistance_s_arrete_au_bout_d_une_heure(a_sa_place):
    Assistance.objects.update(debut=datetime(2026, 1, 5, 9, 0, tzinfo=UTC))

    assert a_sa_place.get("/espace/").url == "/compte/login/"


@pytest.mark.parametrize("chemin", ["/espace/", "/compte/2fa/", TERMINER])
def test_assistance_dont_on_ne_sait_plus_rien_s_arrete(a_sa_place, chemin):
    Assistance.objects.all().delete()

    assert a_sa_place.post(chemin).url == "/compte/login/"
    assert connecte(a_sa_place) is None


def test_duree_et_fin_bornent_l_assistance(animation, alix):
    assistance = commencer(alix, par=animation, motif=MOTIF, le=LE)

    assert peut_continuer(assistance, le=LE + DUREE - timedelta(seconds=1)) is True
    assert peut_continuer(assistance, le=LE + DUREE) is False
    assert peut_continuer(terminer(assistance, le=LE), le=LE) is False
    assistance.par = None
    assert peut_continuer(assistance, le=LE) is False


def test_terminer_deux_fois_garde_la_premiere_fin(animation, alix):
    assistance = commencer(alix, par=animation, motif=MOTIF, le=LE)
    terminer(assistance, le=LE + timedelta(minutes=5))

    assert terminer(assistance, le=LE + timedelta(minutes=9)).fin == LE + timedelta(minutes=5)
    assert ModelLogEntry.objects.filter(action="comptes.assistance_fin").count() == 1


# --- What the person sees --------------------------------------------------------------------------------------------


def test_personne_voit_qui_quand_et_pourquoi(client, animation, alix):
    terminer(commencer(alix, par=animation, motif=MOTIF, le=LE), le=LE + timedelta(minutes=12))
    client.force_login(alix)

    page = client.get("/compte/2fa/").content.decode()

    assert [texte in page for texte in ("24 novembre 2026, 10:00", "10:12", "Sacha Petit", MOTIF)] == [True] * 4


def test_personne_ne_voit_que_les_siennes(client, animation, alix):
    commencer(alix, par=animation, motif=MOTIF, le=LE)
    autre = responsable(StructureFactory())
    client.force_login(autre)

    assert "Personne ne s’est connecté à votre place." in client.get("/compte/2fa/").content.decode()


@pytest.mark.parametrize("nombre", [1, 3])
def test_liste_des_connexions_coute_une_requete(django_assert_num_queries, animation, alix, nombre):
    for rang in range(nombre):
        commencer(alix, par=animation, motif=MOTIF, le=LE + timedelta(days=rang))

    with django_assert_num_queries(1):
        noms = [str(assistance.par) for assistance in dernieres(alix)]

    assert noms == ["Sacha Petit"] * nombre


def test_assistance_se_nomme_par_la_personne_et_l_instant(animation, alix):
    assert str(commencer(alix, par=animation, motif=MOTIF, le=LE)) == "Alix Martin – 24/11/2026 09:00"


@pytest.mark.parametrize("valeurs", [{"fin": LE - timedelta(minutes=1)}, {"par": "soi"}])
def test_base_refuse_une_assistance_impossible(animation, alix, valeurs):
    if valeurs.get("par") == "soi":
        valeurs = {"par": alix}

    with pytest.raises(IntegrityError), transaction.atomic():
        Assistance.objects.create(**{"compte": alix, "par": animation, "motif": MOTIF, "debut": LE} | valeurs)


# --- Deactivation, whatever the session -------------------------------------------------------------------------------


@pytest.mark.parametrize("rester", ["", "on"])
def test_desactivation_ferme_la_session_ouverte_meme_gardee(client, rester):
    compte = CompteFactory()
    client.post("/compte/login/", {"login": compte.email, "password": MOT_DE_PASSE, "remember": rester})
    avant = client.get("/espace/").status_code
    compte.is_active = False
    compte.save(update_fields=["is_active"])

    assert (avant, client.get("/espace/").status_code, client.get("/compte/2fa/").status_code) == (200, 302, 302)
