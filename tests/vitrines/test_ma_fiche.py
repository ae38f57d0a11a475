"""The sheet of one's structure in the gated space: opened in one gesture, written whole, never lost."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse

from espace_structures.structures.enums import RoleStructure
from espace_structures.vitrines.enums import EtatEditorial
from espace_structures.vitrines.metier.etats import etat_editorial
from espace_structures.vitrines.metier.mediatheque import collection_de
from espace_structures.vitrines.models import Antenne, FichePage
from tests.fabriques.espace_vitrines import fiche_en
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import annuaire, public
from tests.vitrines.test_formulaire_action import jpeg

pytestmark = pytest.mark.django_db

MONTREUIL = "93048"


@pytest.fixture
def structure():
    return StructureFactory(nom="L’Envol", siret="00000001600015", referent_nom="Ana Roy")


@pytest.fixture
def page_annuaire():
    return annuaire(site_public())


@pytest.fixture
def client(client, structure):
    """The browser of somebody who writes for the structure."""
    client.force_login(membre(structure))
    return client


def lire(reponse) -> BeautifulSoup:
    return BeautifulSoup(reponse.content.decode(), "html.parser")


def erreurs(reponse) -> list[str]:
    return [ligne.get_text(" ", strip=True) for ligne in lire(reponse).select("#erreurs li")]


def donnees(page, **champs) -> dict:
    """What is necessary, and empty antennas."""
    return {
        "version": str(page.latest_revision_id or 0),
        "accroche": "Nous relions des bénévoles et des jeunes.",
        "antenne-TOTAL_FORMS": "2",
        "antenne-INITIAL_FORMS": "2",
    } | champs


def enregistrer(client, page, **champs):
    return client.post(reverse("espace:fiche-modifier", args=[page.pk]), donnees(page, **champs))


def brouillon() -> FichePage:
    return FichePage.objects.get().get_latest_revision_as_object()


# --- Opening --------------------------------------------------------------------------------------------------------


def test_structure_sans_fiche_est_invitee_a_l_ouvrir(client):
    ecran = lire(client.get(reverse("espace:fiche")))

    assert ecran.select_one(".vide button").text == "Ouvrir ma fiche"
    assert ecran.select_one(".vide form")["action"] == reverse("espace:fiche-ouvrir")


def test_ouverture_mene_au_formulaire_deja_entame(client, structure, page_annuaire):
    reponse = client.post(reverse("espace:fiche-ouvrir"), {"structure": structure.pk}, follow=True)

    page = FichePage.objects.get()
    assert reponse.redirect_chain == [(reverse("espace:fiche-modifier", args=[page.pk]), 302)]
    assert (page.structure, page.live) == (structure, False)
    assert lire(reponse).select_one("#id_contact_nom")["value"] == "Ana Roy"


def test_ouverture_sans_annuaire_dit_quoi_faire(client):
    reponse = client.post(reverse("espace:fiche-ouvrir"), follow=True)

    assert "L’annuaire n’est pas encore ouvert" in lire(reponse).select_one(".messages").text


def test_qui_lit_seulement_apprend_comment_l_ecrire(client, structure):
    client.force_login(membre(structure, RoleStructure.REDACTEUR))

    ecran = lire(client.get(reverse("espace:fiche")))

    assert ecran.select(".vide button") == []
    assert "demandez le rôle de contributrice" in ecran.select_one(".vide").text


# --- Writing --------------------------------------------------------------------------------------------------------


def test_fiche_entiere_va_dans_le_brouillon(client, structure, page_annuaire):
    page = fiche_en(page_annuaire, "publiee", structure, accroche="Une phrase bien assez longue.")
    qpv = public("qpv")

    reponse = enregistrer(
        client,
        page,
        presentation="Une association.\n\nDepuis 1998.",
        publics=[str(qpv.pk)],
        en_ligne="on",
        accueil="Du lundi au jeudi.",
        territoire="Montreuil et Bagnolet",
        adresse="12 rue des Lilas",
        commune="Montreuil (93)",
        contact_nom="Aïssatou Diallo",
        contact_courriel="aissatou@envol.example",
        contact_telephone="01 99 00 12 34",
        site="envol.example",
        logo=jpeg("logo.jpg"),
        **{"antenne-0-nom": "Antenne de Bagnolet", "antenne-0-commune": "93170", "antenne-0-horaires": "Le mardi"},
    )

    lue = brouillon()
    assert reponse.url == reverse("espace:fiche")
    assert (lue.accroche, lue.presentation) == (
        "Nous relions des bénévoles et des jeunes.",
        "<p>Une association.</p><p>Depuis 1998.</p>",
    )
    assert [str(qui) for qui in lue.publics.all()] == [str(qpv)]
    assert (lue.sur_rendez_vous, lue.en_ligne, lue.sans_rendez_vous) == (False, True, False)
    assert (lue.code_postal, lue.code_commune) == ("93100", MONTREUIL)
    assert (round(lue.latitude, 1), round(lue.longitude, 1)) == (48.9, 2.4)
    assert lue.site == "https://envol.example"
    assert lue.logo.collection == collection_de(structure)
    assert [(a.nom, a.code_postal, a.horaires, a.latitude is not None) for a in lue.antennes.all()] == [
        ("Antenne de Bagnolet", "93170", "Le mardi", True)
    ]
    assert FichePage.objects.get().accroche == "Une phrase bien assez longue."
    assert etat_editorial(FichePage.objects.get()) == EtatEditorial.PUBLIEE_MODIFIEE


def test_repere_place_a_la_main_y_reste(client, structure, page_annuaire):
    page = fiche_en(page_annuaire, "brouillon", structure)

    enregistrer(client, page, commune="Montreuil (93)", position_corrigee="on", latitude="48,85", longitude=" 2.45 ")

    assert (brouillon().latitude, brouillon().longitude) == (48.85, 2.45)


def test_sans_commune_pas_de_repere(client, structure, page_annuaire):
    page = fiche_en(page_annuaire, "brouillon", structure, latitude=48.0, longitude=2.0)

    enregistrer(client, page)

    assert (brouillon().latitude, brouillon().longitude) == (None, None)


@pytest.mark.parametrize(
    ("champs", "attendues"),
    [
        ({"accroche": ""}, ["Votre structure en une phrase – Dites en une phrase ce que fait votre structure."]),
        (
            {"accroche": "Trop court."},
            [
                "Votre structure en une phrase – "
                "Cette phrase est trop courte pour qui ne vous connaît pas\u00a0: étoffez-la."
            ],
        ),
        (
            {"position_corrigee": "on", "latitude": "nord"},
            [
                "Latitude – Écrivez un nombre de degrés, par exemple 48,8566.",
                "Longitude – Pour placer le repère à la main, donnez la latitude et la longitude.",
            ],
        ),
        ({"code_postal": "931"}, ["Code postal – Un code postal compte cinq chiffres."]),
        (
            {"contact_courriel": "ana@"},
            ["Adresse électronique – Cette adresse n’est pas complète\u00a0: vérifiez-la, par exemple a@b.fr."],
        ),
        (
            {"antenne-1-horaires": "Le mardi"},
            ["Antenne 2 – Nom de l’antenne – Donnez un nom à cette antenne, ou videz toutes ses lignes."],
        ),
    ],
)
def test_refus_disent_quoi_faire_et_ne_perdent_rien(client, structure, page_annuaire, champs, attendues):
    page = fiche_en(page_annuaire, "brouillon", structure)

    reponse = enregistrer(client, page, **{"territoire": "Montreuil"} | champs)

    assert (reponse.status_code, erreurs(reponse)) == (422, attendues)
    assert lire(reponse).select_one("#id_territoire")["value"] == "Montreuil"
    assert brouillon().territoire == ""


def test_logo_a_choisir_a_nouveau_apres_un_refus(client, structure, page_annuaire):
    page = fiche_en(page_annuaire, "brouillon", structure)

    reponse = enregistrer(client, page, accroche="", logo=jpeg())

    assert "Les fichiers sont à choisir à nouveau" in lire(reponse).select_one("#erreurs").text


def test_logo_et_antenne_se_retirent(client, structure, page_annuaire):
    page = fiche_en(page_annuaire, "brouillon", structure)
    enregistrer(client, page, logo=jpeg(), **{"antenne-0-nom": "Bagnolet"})
    page = FichePage.objects.get()

    enregistrer(client, page, sans_logo="on", **{"antenne-0-nom": "Bagnolet", "antenne-0-retirer": "on"})

    assert (brouillon().logo, brouillon().antennes.count()) == (None, 0)


def test_antenne_connue_garde_son_identite(client, structure, page_annuaire):
    page = fiche_en(page_annuaire, "brouillon", structure)
    antenne = Antenne.objects.create(page=page, nom="Bagnolet", position_corrigee=True, latitude=48.86, longitude=2.41)
    FichePage.objects.get().save_revision()
    page = FichePage.objects.get()

    enregistrer(client, page, **{"antenne-0-identifiant": str(antenne.pk), "antenne-0-nom": "Bagnolet centre"})

    (lue,) = brouillon().antennes.all()
    assert (lue.pk, lue.nom, lue.latitude) == (antenne.pk, "Bagnolet centre", 48.86)


def test_presentation_mise_en_forme_dans_l_editeur_n_est_pas_aplatie(client, structure, page_annuaire):
    page = fiche_en(page_annuaire, "brouillon", structure, presentation="<p><b>Gras</b></p>")

    ecran = lire(client.get(reverse("espace:fiche-modifier", args=[page.pk])))
    enregistrer(client, page)

    assert ecran.select("#id_presentation") == []
    assert "La présentation a été mise en forme dans l’éditeur" in ecran.select_one("main").text
    assert brouillon().presentation == "<p><b>Gras</b></p>"


def test_deux_personnes_a_la_fois_la_seconde_voit_les_deux_textes(client, structure, page_annuaire):
    page = fiche_en(page_annuaire, "brouillon", structure)
    autre = FichePage.objects.get()
    autre.accroche = "Ce qu’une autre personne a écrit entre-temps."
    autre.save_revision()

    reponse = enregistrer(client, page, territoire="Le mien")

    ecran = lire(reponse)
    assert reponse.status_code == 409
    assert ecran.select_one("#id_territoire")["value"] == "Le mien"
    assert ecran.select_one("section[aria-labelledby=autre-version] dd").text == autre.accroche
    assert brouillon().territoire == ""
    assert enregistrer(client, FichePage.objects.get(), territoire="Le mien").status_code == 302
    assert brouillon().territoire == "Le mien"


def test_fiche_en_relecture_ne_se_modifie_pas(client, structure, page_annuaire):
    page = fiche_en(page_annuaire, "en_relecture", structure)

    reponse = client.get(reverse("espace:fiche-modifier", args=[page.pk]))

    assert reponse.url == reverse("espace:fiche")


# --- What the animation holds ---------------------------------------------------------------------------------------


def test_nom_et_siret_se_lisent_sans_se_modifier(client, structure, page_annuaire):
    page = fiche_en(page_annuaire, "brouillon", structure)

    enregistrer(client, page, title="Autre nom", nom="Autre nom", siret="1", structure="1")

    ecran = lire(client.get(reverse("espace:fiche-modifier", args=[page.pk])))
    assert [dd.text for dd in ecran.select("section[aria-labelledby=identite-tenue] dd")] == [
        "L’Envol",
        "00000001600015",
    ]
    assert (brouillon().title, brouillon().structure) == ("L’Envol", structure)


def test_correction_se_demande_a_l_animation(client, structure, django_capture_on_commit_callbacks):
    relectrice = animateur()

    with django_capture_on_commit_callbacks(execute=True):
        reponse = client.post(reverse("espace:fiche-corriger"), {"message": "Nous avons changé de nom."})

    (courriel,) = mail.outbox
    assert reponse.url == reverse("espace:fiche")
    assert (courriel.to, courriel.subject) == (
        [relectrice.email],
        "Correction demandée pour «\u00a0L’Envol\u00a0»",
    )
    assert "Nous avons changé de nom." in courriel.body
    assert reverse("wagtailsnippets_structures_structure:edit", args=[structure.pk]) in courriel.body


def test_correction_vide_ne_part_pas(client):
    reponse = client.post(reverse("espace:fiche-corriger"), {"message": ""})

    assert (reponse.status_code, mail.outbox) == (422, [])
    assert "Dites ce qui est à corriger." in reponse.content.decode()


# --- Where it stands ------------------------------------------------------------------------------------------------


def test_fiche_s_envoie_depuis_son_ecran(client, structure, page_annuaire):
    page = fiche_en(page_annuaire, "brouillon", structure)

    reponse = client.post(reverse("espace:page-soumettre", args=[page.pk]), follow=True)

    assert reponse.redirect_chain == [(reverse("espace:fiche"), 302)]
    assert lire(reponse).select_one("main .etat").text.strip() == "En relecture"


def test_fiche_incomplete_ne_part_pas(client, structure, page_annuaire):
    client.post(reverse("espace:fiche-ouvrir"))
    page = FichePage.objects.get()

    reponse = client.post(reverse("espace:page-soumettre", args=[page.pk]), follow=True)

    assert "La page n’est pas complète" in lire(reponse).select_one(".messages").text
    assert etat_editorial(FichePage.objects.get()) == EtatEditorial.BROUILLON


@pytest.mark.parametrize("ecran", ["espace:fiche", "espace:page-apercu", "espace:page-retrait"])
def test_ecran_d_une_page_se_lit_en_anglais_sans_quitter_l_espace(client, structure, page_annuaire, ecran):
    page = fiche_en(page_annuaire, "publiee", structure)
    adresse = reverse(ecran, args=[] if ecran == "espace:fiche" else [page.pk])

    reponse = client.get(adresse)

    assert [lien["href"] for lien in lire(reponse).select("header a[lang=en]")] == [f"/en{adresse}"]


def test_motif_du_renvoi_de_la_fiche_se_lit_pendant_que_l_on_corrige(client, structure, page_annuaire):
    page = fiche_en(page_annuaire, "renvoyee", structure)

    motif = lire(client.get(reverse("espace:fiche-modifier", args=[page.pk]))).select_one("main .motif p")

    assert motif.get_text(" ", strip=True) == "À reprendre\u00a0: Ajoutez une date."
