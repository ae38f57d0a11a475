"""Wagtail's editor as a structure finds it: its fields, what it refuses, what happens when others act."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.test.utils.form_data import nested_form_data, rich_text

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Structure
from espace_structures.vitrines.forms.pages import liens_de
from espace_structures.vitrines.metier.mediatheque import collection_de
from espace_structures.vitrines.metier.moderation import installer_moderation
from espace_structures.vitrines.models import FichePage
from tests.fabriques.pages import image, site_public
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import annuaire, fiche

pytestmark = pytest.mark.django_db

LE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def structures():
    page = annuaire(site_public())
    installer_moderation()
    return page


@pytest.fixture
def page(structures):
    creee = fiche(structures, StructureFactory(nom="Relais", departements=["93"]))
    creee.save_revision().publish()
    return FichePage.objects.get(pk=creee.pk)


@pytest.fixture
def autrice(page):
    return membre(page.structure, email="autrice@relais.example")


def image_de(structure) -> Image:
    nouvelle = image()
    nouvelle.collection = collection_de(structure)
    nouvelle.save()
    return nouvelle


def saisie(**champs) -> dict:
    """The form of the sheet, filled in."""
    return nested_form_data(
        {
            "accroche": "Une accroche toute nouvelle pour les lecteurs.",
            "presentation": rich_text("<p>Bonjour.</p>"),
            "logo": "",
            "accueil": "",
            "adresse": "1 rue de la Paix",
            "code_postal": "93100",
            "code_commune": "Montreuil (93)",
            "territoire": "",
            "latitude": "",
            "longitude": "",
            "contact_nom": "Nora Ba",
            "contact_courriel": "nora@relais.example",
            "contact_telephone": "01 40 00 00 00",
            "site": "",
            "antennes-TOTAL_FORMS": "0",
            "antennes-INITIAL_FORMS": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        }
        | champs
    )


def enregistrer(client, page, **champs):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), saisie(**champs))


def brouillon(page) -> FichePage:
    return FichePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_editeur_ne_montre_que_ce_qui_est_a_la_structure(page, autrice, client):
    client.force_login(autrice)

    texte = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    assert "Seule l’animation régionale modifie ces informations" in texte
    for nom in ("title", "slug", "structure", "seo_title", "search_description", "motif_intervention"):
        assert f'name="{nom}"' not in texte


def test_enregistrer_tidie_le_telephone_et_place_le_repere(page, autrice, client):
    client.force_login(autrice)

    reponse = enregistrer(client, page)

    ecrit = brouillon(page)
    assert reponse.status_code == 302
    assert (ecrit.contact_telephone, ecrit.code_commune, ecrit.title) == ("+33140000000", "93048", "Relais")
    assert (round(ecrit.latitude, 1), round(ecrit.longitude, 1)) == (48.9, 2.4)
    assert FichePage.objects.get(pk=page.pk).accroche != ecrit.accroche


def test_repere_corrige_a_la_main_reste(page, autrice, client):
    client.force_login(autrice)

    enregistrer(client, page, position_corrigee="on", latitude="48.85", longitude="2.35")

    assert (brouillon(page).latitude, brouillon(page).longitude) == (48.85, 2.35)


def test_logo_vient_de_sa_mediatheque(page, autrice, client, structures):
    autre = fiche(structures, StructureFactory(nom="Autre"))
    sienne, autrui = image_de(page.structure), image_de(autre.structure)
    client.force_login(autrice)

    refus = enregistrer(client, page, logo=str(autrui.pk))
    accord = enregistrer(client, page, logo=str(sienne.pk))

    assert "Choisissez un fichier de la médiathèque de votre structure." in refus.text
    assert accord.status_code == 302
    assert brouillon(page).logo == sienne


def test_lien_vers_le_brouillon_d_autrui_est_refuse(page, autrice, client, structures):
    autre = fiche(structures, StructureFactory(nom="Autre"), live=False)
    document = Document.objects.create(title="Autre", collection=collection_de(autre.structure))
    client.force_login(autrice)

    refus = [
        enregistrer(client, page, presentation=rich_text(f'<p><a linktype="{genre}" id="{pk}">là</a></p>'))
        for genre, pk in (("page", autre.pk), ("document", document.pk), ("page", 999_999))
    ]
    accord = enregistrer(client, page, presentation=rich_text(f'<p><a linktype="page" id="{structures.pk}">là</a></p>'))

    assert ["n’est pas à vous" in reponse.text for reponse in refus] == [True, True, True]
    assert accord.status_code == 302


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("", (set(), set())),
        ('<a linktype="page" id="12">x</a><a id="4" linktype="document">y</a>', ({12}, {4})),
        ('<a href="https://exemple.fr">x</a><a linktype="page" id="x">y</a>', (set(), set())),
    ],
)
def test_liens_d_un_texte(texte, attendus):
    assert liens_de(texte) == attendus


def test_animation_qui_publie_dit_pourquoi(page, autrice, client, django_capture_on_commit_callbacks):
    client.force_login(animateur(first_name="Ida", last_name="Rey"))
    mail.outbox.clear()

    refus = enregistrer(client, page, slug="relais", search_description="", **{"action-publish": "1"})
    with django_capture_on_commit_callbacks(execute=True):
        enregistrer(
            client,
            page,
            slug="relais",
            search_description="",
            motif_intervention="Le numéro était faux.",
            **{"action-publish": "1"},
        )

    assert "Dites à la structure pourquoi vous modifiez sa page" in refus.text
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["autrice@relais.example"], "Modifiée\u00a0: «\u00a0Relais\u00a0»")
    assert "Ida Rey" in message.body
    assert "Le numéro était faux." in message.body


def test_retrait_par_l_animation_dit_pourquoi(page, autrice, client, django_capture_on_commit_callbacks):
    client.force_login(animateur())
    adresse = reverse("wagtailadmin_pages:unpublish", args=[page.pk])

    ecran = client.get(adresse).text
    client.post(adresse)
    restee = FichePage.objects.get(pk=page.pk).live
    with django_capture_on_commit_callbacks(execute=True):
        client.post(adresse, {"motif": "La structure a déménagé."})

    assert "Pourquoi cette page quitte le site" in ecran
    assert restee
    assert not FichePage.objects.get(pk=page.pk).live
    assert mail.outbox[-1].to == ["autrice@relais.example"]
    assert "La structure a déménagé." in mail.outbox[-1].body


def test_retrait_par_la_structure_de_confiance_ne_demande_rien(page, autrice, client):
    Structure.objects.update(de_confiance=True)
    client.force_login(autrice)
    adresse = reverse("wagtailadmin_pages:unpublish", args=[page.pk])

    ecran = client.get(adresse).text
    reponse = client.post(adresse)

    assert "Pourquoi cette page quitte le site" not in ecran
    assert reponse.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not FichePage.objects.get(pk=page.pk).live


def test_structure_fermee_pendant_la_saisie_rend_ce_qui_fut_tape(page, autrice, client):
    client.force_login(autrice)
    ouvert = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code
    Structure.objects.update(statut=StatutStructure.FERMEE)
    avant = page.revisions.count()

    reponse = enregistrer(client, page)
    automatique = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), saisie(), headers={"Accept": "application/json"}
    )

    assert (ouvert, reponse.status_code, automatique.status_code) == (200, 403, 400)
    assert "«\u00a0Relais\u00a0» est fermée" in reponse.text
    assert "Une accroche toute nouvelle pour les lecteurs." in reponse.text
    assert "Nora Ba" in reponse.text
    assert automatique.json()["error_message"].startswith("«\u00a0Relais\u00a0» est fermée")
    assert page.revisions.count() == avant


def test_structure_fermee_pendant_l_ajout_rend_ce_qui_fut_tape(page, autrice, client):
    client.force_login(autrice)
    repreneuse = StructureFactory(nom="Suite")
    Structure.objects.filter(pk=page.structure_id).update(statut=StatutStructure.FERMEE, successeur=repreneuse)
    adresse = reverse("wagtailadmin_pages:add", args=["vitrines", "actionpage", page.pk])

    reponse = client.post(adresse, {"title": "Un atelier en cours d’écriture"})
    lecture = client.get(adresse)

    assert (reponse.status_code, lecture.status_code) == (403, 403)
    assert "Un atelier en cours d’écriture" in reponse.text
    assert "«\u00a0Suite\u00a0» prend la suite" in reponse.text
    assert not page.get_children().exists()


@pytest.mark.parametrize("adresse", ["wagtailimages_chooser", "wagtaildocs_chooser"])
@pytest.mark.parametrize("numero", ["9" * 25, "9" * 5_000, "٣"])
def test_numero_de_fichier_sans_fin_n_existe_pas(page, autrice, client, adresse, numero):
    client.force_login(autrice)

    assert client.get(reverse(f"{adresse}:chosen_multiple"), {"id": numero}).status_code == 404
