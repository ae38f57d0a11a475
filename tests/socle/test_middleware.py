"""Before every view: the gated space is closed, nothing of it is cached, and one content security policy holds."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from espace_structures.structures.enums import RoleStructure
from tests.fabriques.adresses import adresses_de_l_espace, ecrans_de_l_espace
from tests.fabriques.structures import StructureFactory, animateur, membre, responsable

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]

STRICTE = {
    "default-src": ["'self'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
    "object-src": ["'none'"],
}


def politique(reponse) -> dict[str, list[str]]:
    """The directives of the content security policy of a response."""
    return {
        nom: sources
        for nom, *sources in (directive.split() for directive in reponse["Content-Security-Policy"].split(";"))
    }


# --- The gated space is closed ---------------------------------------------------------------------------------------


def test_espace_a_des_ecrans_tous_nommes_une_seule_fois():
    noms = [nom for nom, _arguments in ecrans_de_l_espace()]

    assert "espace:accueil" in noms
    assert len(noms) > 8
    assert sorted(noms) == sorted(set(noms))


@pytest.mark.parametrize("langue", ["fr", "en"])
@pytest.mark.parametrize("methode", ["get", "head", "post", "put", "delete", "options"])
def test_espace_ferme_au_visiteur_a_chaque_adresse(client, langue, methode):
    prefixe = {"fr": "", "en": "/en"}[langue]
    adresses = adresses_de_l_espace(langue)

    suites = {adresse: getattr(client, methode)(adresse) for adresse in adresses}

    assert {adresse: (r.status_code, r.headers.get("Location")) for adresse, r in suites.items()} == {
        adresse: (302, f"{prefixe}/compte/login/?next={adresse}") for adresse in adresses
    }


@pytest.mark.parametrize("langue", ["fr", "en"])
def test_espace_n_est_jamais_garde_en_cache(client, langue):
    adresses = adresses_de_l_espace(langue)
    visiteur = {adresse: client.get(adresse)["Cache-Control"] for adresse in adresses}
    client.force_login(responsable(StructureFactory()))

    membre = {adresse: client.get(adresse)["Cache-Control"] for adresse in adresses}

    attendu = dict.fromkeys(adresses, "max-age=0, no-cache, no-store, must-revalidate, private")
    assert (visiteur, membre) == (attendu, attendu)


def test_espace_rend_la_main_apres_la_connexion_avec_ses_parametres(client):
    reponse = client.get("/espace/?etat=TRANSMIS&p=2")

    assert reponse.url == "/compte/login/?next=/espace/%3Fetat%3DTRANSMIS%26p%3D2"


def test_espace_s_ouvre_a_une_personne_connectee(client):
    client.force_login(responsable(StructureFactory()))

    assert client.get(reverse("espace:accueil")).status_code == 200


# --- The back office is not theirs -----------------------------------------------------------------------------------


def test_back_office_refuse_un_membre_et_accepte_l_animation(client):
    client.force_login(membre(StructureFactory(), RoleStructure.LECTEUR))
    refus = client.get("/cms/").status_code
    client.force_login(animateur())

    assert (refus, client.get("/cms/").status_code) == (403, 200)


# --- Content security policy -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "adresse", ["/", "/en/", "/compte/login/", "/compte/password/reset/", "/nulle-part/", "/healthz"]
)
def test_politique_de_securite_est_stricte_hors_du_back_office(client, adresse):
    assert politique(client.get(adresse)) == STRICTE


def test_politique_de_securite_est_stricte_dans_l_espace(client):
    client.force_login(responsable(StructureFactory()))

    assert politique(client.get(reverse("espace:accueil"))) == STRICTE


def test_politique_de_securite_ne_s_assouplit_que_dans_le_back_office(client):
    client.force_login(animateur())

    assert politique(client.get("/cms/")) == STRICTE | {
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "blob:", "data:"],
    }


def test_politique_de_securite_ne_se_laisse_pas_tromper_par_un_chemin_voisin(client):
    assert politique(client.get("/cmsx/")) == STRICTE


@pytest.mark.parametrize("adresse", ["/", "/compte/login/", "/cms/"])
def test_page_ne_s_encadre_pas_et_ne_dit_pas_d_ou_l_on_vient(client, adresse):
    reponse = client.get(adresse)

    assert (reponse["X-Frame-Options"], reponse["X-Content-Type-Options"], reponse["Referrer-Policy"]) == (
        "DENY",
        "nosniff",
        "same-origin",
    )


def test_apercu_de_l_editeur_s_encadre_chez_nous(client):
    client.force_login(animateur())
    page = Page.objects.get(depth=2)

    reponse = client.get(reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,)))

    assert (reponse.status_code, reponse["X-Frame-Options"]) == (200, "SAMEORIGIN")
