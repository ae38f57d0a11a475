"""The short form: a good first draft in five minutes, nothing typed is lost, nobody else's pages are touched."""

import re
from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Dessin

from espace_structures.structures.enums import RoleStructure
from espace_structures.structures.models import MembreStructure
from espace_structures.vitrines.enums import EtatEditorial
from espace_structures.vitrines.metier.brouillons import creer_action
from espace_structures.vitrines.metier.etats import etat_editorial
from espace_structures.vitrines.metier.mediatheque import collection_de
from espace_structures.vitrines.metier.saisies import ActionSaisie
from espace_structures.vitrines.models import ActionPage, FichePage
from tests.fabriques.fichiers import dessin, fichier, octets
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, membre
from tests.fabriques.vitrines import action, annuaire, chiffre, fiche, photo, public, temoignage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def structure_du_module(ecrire_pour_le_module):
    return ecrire_pour_le_module(une_structure)


@pytest.fixture
def structure(structure_du_module):
    return deepcopy(structure_du_module)


def une_structure():
    """A structure of Paris and the Hauts-de-Seine, with its published sheet."""
    cree = StructureFactory(nom="L’Envol", departements=["75", "92"])
    fiche(
        annuaire(site_public()),
        cree,
        contact_nom="Aïssatou Diallo",
        contact_courriel="aissatou@envol.example",
        contact_telephone="01 99 00 12 34",
    )
    return cree


@pytest.fixture
def client(client, structure):
    """The browser of somebody who writes for it."""
    client.force_login(membre(structure, first_name="Ana", last_name="Roy"))
    return client


def jpeg(nom="atelier.jpg"):
    """A small photograph."""
    tampon = BytesIO()
    Dessin.new("RGB", (64, 48), "#0B6E6E").save(tampon, "JPEG")
    return SimpleUploadedFile(nom, tampon.getvalue(), content_type="image/jpeg")


def vides(prefixe, nombre, **champs):
    """A formset as the browser posts it, every line empty."""
    return {f"{prefixe}-TOTAL_FORMS": str(nombre), f"{prefixe}-INITIAL_FORMS": str(nombre)} | {
        f"{prefixe}-{rang}-{nom}": valeur for rang in range(nombre) for nom, valeur in champs.items()
    }


def donnees(**champs):
    """What is necessary, and empty lines."""
    return (
        {
            "titre": "Un café avec des recruteurs",
            "but": "Faire se rencontrer des jeunes et des entreprises.",
            "departements": ["75"],
            "debut": "2026-03-01",
        }
        | vides("chiffre", 3, annee="2026")
        | vides("photo", 3, personnes="on")
        | champs
    )


def page(reponse) -> BeautifulSoup:
    return BeautifulSoup(reponse.content.decode(), "html.parser")


def erreurs(reponse) -> list[str]:
    return [ligne.get_text(" ", strip=True) for ligne in page(reponse).select("#erreurs li")]


def creer(client, **champs):
    return client.post(reverse("espace:action-nouvelle"), donnees(**champs))


def brouillon() -> ActionPage:
    """The latest draft of the only action."""
    return ActionPage.objects.get().get_latest_revision_as_object()


# --- A new action ---------------------------------------------------------------------------------------------------


def test_formulaire_propose_ce_que_la_fiche_dit_deja(client, structure):
    ecran = page(client.get(reverse("espace:action-nouvelle")))

    assert ecran.select_one("#id_contact_nom")["value"] == "Aïssatou Diallo"
    assert ecran.select_one("#id_contact_courriel")["value"] == "aissatou@envol.example"
    assert [case["value"] for case in ecran.select("[name=departements]")] == ["75", "92"]
    assert ecran.select("[name=departements][checked]") == []


def test_structure_d_un_seul_departement_le_trouve_coche(client):
    seule = StructureFactory(departements=["93"])
    client.force_login(membre(seule))

    ecran = page(client.get(reverse("espace:action-nouvelle")))

    assert [case["value"] for case in ecran.select("[name=departements][checked]")] == ["93"]


def test_structure_sans_departement_choisit_dans_la_region(client):
    client.force_login(membre(StructureFactory(departements=[])))

    ecran = page(client.get(reverse("espace:action-nouvelle")))

    assert [case["value"] for case in ecran.select("[name=departements]")] == [
        "75", "77", "78", "91", "92", "93", "94", "95",
    ]  # fmt: skip


def test_trois_reponses_suffisent_pour_un_brouillon(client, structure):
    reponse = creer(client)

    cree = ActionPage.objects.get()
    assert reponse.url == reverse("espace:action", args=[cree.pk])
    assert (cree.title, cree.but, cree.debut, cree.live) == (
        "Un café avec des recruteurs",
        "Faire se rencontrer des jeunes et des entreprises.",
        date(2026, 3, 1),
        False,
    )
    assert cree.get_parent().specific.structure == structure
    assert (str(cree.owner), str(cree.latest_revision.user)) == ("Ana Roy", "Ana Roy")
    assert etat_editorial(cree) == EtatEditorial.BROUILLON


def test_formulaire_entier_fait_une_action_complete(client, structure):
    qpv = public("qpv")

    creer(
        client,
        publics=[str(qpv.pk)],
        departements=["75", "92"],
        lieu="Paris 20e",
        fin="2026-06-30",
        deroulement="Chaque mardi.\n\nUn café & <b>des</b> rencontres,\npuis un retour.",
        citation="J’ai repris confiance.",
        auteur="Aïcha, marraine",
        accord="on",
        contact_nom="Ana Roy",
        **{
            "chiffre-0-valeur": "1 234,5",
            "chiffre-0-unite": "heures",
            "chiffre-0-libelle": "passées ensemble",
            "photo-0-fichier": jpeg(),
            "photo-0-alternative": "Deux personnes autour d’un café.",
            "photo-0-auteur": "Ana Roy",
            "photo-0-consentement_jusqu_au": "2090-01-01",
        },
    )

    cree = brouillon()
    assert [str(qui) for qui in cree.publics.all()] == [str(qpv)]
    assert [ligne.departement for ligne in cree.departements.all()] == ["75", "92"]
    assert (cree.lieu, cree.fin, cree.contact_nom) == ("Paris 20e", date(2026, 6, 30), "Ana Roy")
    assert cree.deroulement == (
        "<p>Chaque mardi.</p><p>Un café &amp; &lt;b&gt;des&lt;/b&gt; rencontres,<br/>puis un retour.</p>"
    )
    assert [(c.valeur, c.unite, c.libelle, c.annee) for c in cree.chiffres.all()] == [
        (Decimal("1234.5"), "heures", "passées ensemble", 2026)
    ]
    assert [(t.citation, t.auteur, t.accord) for t in cree.temoignages.all()] == [
        ("J’ai repris confiance.", "Aïcha, marraine", True)
    ]
    (photo_posee,) = cree.photos.all()
    assert (photo_posee.alternative, photo_posee.auteur, photo_posee.consentement_jusqu_au) == (
        "Deux personnes autour d’un café.",
        "Ana Roy",
        date(2090, 1, 1),
    )
    assert photo_posee.image.collection == collection_de(structure)
    assert str(photo_posee.image.uploaded_by_user) == "Ana Roy"


def test_structure_sans_fiche_la_recoit_avec_sa_premiere_action(client):
    FichePage.objects.all().delete()
    nouvelle = StructureFactory(nom="Nouvelle")
    client.force_login(membre(nouvelle))

    creer(client)

    cree = ActionPage.objects.get()
    assert cree.get_parent().specific.structure == nouvelle
    assert cree.get_parent().live is False


# --- Refusals -------------------------------------------------------------------------------------------------------


def test_formulaire_vide_dit_tout_ce_qui_manque(client):
    reponse = client.post(
        reverse("espace:action-nouvelle"), vides("chiffre", 3, annee="2026") | vides("photo", 3, personnes="on")
    )

    assert reponse.status_code == 422
    assert erreurs(reponse) == [
        "Titre – Donnez un titre à l’action.",
        "But de l’action – Dites en une phrase ce que l’action change, et pour qui.",
        "Départements – Cochez au moins un département.",
        "Début – Dites quand l’action a commencé\u00a0: le mois suffit, mettez le premier jour.",
    ]
    assert ActionPage.objects.count() == 0


@pytest.mark.parametrize(
    ("champs", "attendues"),
    [
        ({"titre": "… !"}, ["Titre – Le titre ne contient ni lettre ni chiffre\u00a0: écrivez quelques mots."]),
        (
            {"fin": "2026-01-01"},
            ["Fin – La fin de l’action précède son début\u00a0: corrigez l’une des deux dates."],
        ),
        (
            {"debut": "hier"},
            [
                "Début – «\u00a0hier\u00a0» n’est pas une date\u00a0: écrivez le jour, le mois et l’année, "
                "par exemple 30/06/2027."
            ],
        ),
        (
            {"but": "x" * 601},
            [
                "But de l’action – Ce texte compte 601 caractères, 600 au plus\u00a0: retirez-en 1. "
                "Il n’a pas été coupé."
            ],
        ),
        (
            {"citation": "Merci."},
            [
                "Qui parle – Dites qui parle\u00a0: un prénom et une qualité.",
                "Cette personne est d’accord pour être citée – Un témoignage paraît avec l’accord de qui parle\u00a0: "
                "cochez la case ou retirez-le.",
            ],
        ),
        (
            {"auteur": "Aïcha"},
            ["Ce que dit une personne – Écrivez ce que dit cette personne, ou videz aussi «\u00a0Qui parle\u00a0»."],
        ),
        (
            {"chiffre-1-valeur": "12", "chiffre-1-annee": ""},
            [
                "Chiffre 2 – Ce que le chiffre compte – "
                "Dites ce que ce chiffre compte\u00a0: un nombre seul ne se comprend pas.",
                "Chiffre 2 – Année – Un chiffre porte toujours son année.",
            ],
        ),
        (
            {"chiffre-0-libelle": "binômes", "chiffre-0-annee": "1900"},
            [
                "Chiffre 1 – Valeur – Écrivez le nombre, ou videz toute la ligne.",
                "Chiffre 1 – Année – L’année va de 1993 à 2100.",
            ],
        ),
        (
            {"chiffre-0-valeur": "123456789012", "chiffre-0-libelle": "binômes"},
            ["Chiffre 1 – Valeur – Ce nombre est trop grand\u00a0: vérifiez ce qui a été collé."],
        ),
        (
            {"photo-0-alternative": "Une table.", "photo-0-auteur": "Ana", "photo-0-personnes": ""},
            ["Photo 1 – Fichier – Choisissez le fichier de la photo, ou videz ces lignes."],
        ),
        (
            {"departements": ["13"]},
            [
                "Départements – Sélectionnez un choix valide. 13 n’en fait pas partie.",
            ],
        ),
    ],
)
def test_refus_disent_quoi_faire_et_ou(client, champs, attendues):
    reponse = creer(client, **champs)

    assert (reponse.status_code, erreurs(reponse)) == (422, attendues)
    assert ActionPage.objects.count() == 0


def test_refus_garde_tout_ce_qui_a_ete_ecrit(client):
    ecran = page(creer(client, titre="", lieu="Paris 20e", **{"chiffre-0-libelle": "binômes", "photo-1-auteur": "Ana"}))

    assert ecran.select_one("#id_but").text.strip() == "Faire se rencontrer des jeunes et des entreprises."
    assert ecran.select_one("#id_lieu")["value"] == "Paris 20e"
    assert ecran.select_one("#id_chiffre-0-libelle")["value"] == "binômes"
    assert ecran.select_one("#id_photo-1-auteur")["value"] == "Ana"
    assert [case["value"] for case in ecran.select("[name=departements][checked]")] == ["75"]
    assert ecran.select_one("#id_debut")["value"] == "2026-03-01"


def test_refus_dit_que_les_photos_sont_a_choisir_a_nouveau(client):
    sans = page(creer(client, titre="")).select_one("#erreurs").text
    avec = page(creer(client, titre="", **{"photo-0-fichier": jpeg()})).select_one("#erreurs").text

    assert "Les fichiers sont à choisir à nouveau" not in sans
    assert "Les fichiers sont à choisir à nouveau\u00a0: le navigateur ne les garde pas." in avec


@pytest.mark.parametrize(
    ("fichier", "attendue"),
    [
        (
            SimpleUploadedFile("photo.jpg", b"<svg onload='alert(1)'/>"),
            "Les dessins SVG ne sont pas acceptés\u00a0: enregistrez l’image en PNG ou en JPEG.",
        ),
        (SimpleUploadedFile("photo.jpg", b""), "Ce fichier est vide\u00a0: choisissez-en un autre."),
    ],
)
def test_photo_qui_n_en_est_pas_une_est_refusee(client, fichier, attendue):
    champs = {"photo-0-fichier": fichier, "photo-0-alternative": "Une table.", "photo-0-auteur": "Ana"}

    reponse = creer(client, **champs | {"photo-0-personnes": ""})

    assert erreurs(reponse) == [f"Photo 1 – Fichier – {attendue}"]


def test_photo_heic_d_un_telephone_est_prise(client):
    champs = {
        "photo-0-fichier": fichier("IMG_0412.HEIC", octets(dessin(), "HEIF")),
        "photo-0-alternative": "Une table.",
    }

    creer(client, **champs | {"photo-0-auteur": "Ana", "photo-0-personnes": ""})

    assert re.fullmatch(r"original_images/img_0412-[0-9a-f]{16}\.jpg", brouillon().photos.get().image.file.name)


def test_photo_sans_texte_ni_auteur_ni_accord_est_refusee(client):
    reponse = creer(client, **{"photo-0-fichier": jpeg()})

    assert erreurs(reponse) == [
        "Photo 1 – Ce que la photo montre – Dites en une phrase ce que la photo montre, pour qui ne la voit pas.",
        "Photo 1 – Auteur ou autrice de la photo – Dites qui a pris la photo\u00a0: vous, une personne de l’équipe…",
        "Photo 1 – Leur accord vaut jusqu’au – "
        "On reconnaît des personnes\u00a0: dites jusqu’à quand elles acceptent de paraître.",
    ]


def test_accord_deja_fini_est_refuse(client):
    champs = {"photo-0-fichier": jpeg(), "photo-0-alternative": "Une table.", "photo-0-auteur": "Ana"}

    reponse = creer(client, **champs | {"photo-0-consentement_jusqu_au": "2020-01-01"})

    assert erreurs(reponse) == [
        "Photo 1 – Leur accord vaut jusqu’au – "
        "Cette date est passée\u00a0: la photo ne paraîtrait pas. Donnez-en une à venir."
    ]


def test_photo_d_une_autre_action_ne_se_prend_pas(client, structure):
    autre = photo(action(fiche(FichePage.objects.get().get_parent(), StructureFactory())))

    reponse = creer(
        client,
        **{"photo-0-image": str(autre.image_id), "photo-0-alternative": "x", "photo-0-auteur": "y"},
        **{"photo-0-personnes": ""},
    )

    assert erreurs(reponse)[0] == ("Photo 1 – Image – Cette photo n’est plus dans l’action\u00a0: rechargez la page.")
    assert ActionPage.objects.filter(live=False).count() == 0


def test_annuaire_absent_se_dit_sans_rien_perdre(client):
    FichePage.objects.get().get_parent().delete()

    reponse = creer(client)

    assert reponse.status_code == 422
    assert "L’annuaire n’est pas encore ouvert" in page(reponse).select_one("#erreurs").text
    assert page(reponse).select_one("#id_titre")["value"] == "Un café avec des recruteurs"


# --- Several structures ---------------------------------------------------------------------------------------------


def test_formulaire_va_a_la_structure_pour_laquelle_il_etait_montre(client, structure):
    autre = StructureFactory(nom="Autre")
    compte = membre(structure)
    MembreStructure.objects.create(compte=compte, structure=autre, role=RoleStructure.RESPONSABLE)
    client.force_login(compte)

    creer(client, structure=str(autre.pk))

    assert ActionPage.objects.get().get_parent().specific.structure == autre


def test_structure_d_une_autre_dans_l_envoi_ne_sert_a_rien(client, structure):
    etrangere = StructureFactory()

    creer(client, structure=str(etrangere.pk))

    assert ActionPage.objects.get().get_parent().specific.structure == structure


def test_structure_qu_on_ne_fait_que_lire_est_refusee(client, structure):
    lue = StructureFactory()
    compte = membre(structure)
    MembreStructure.objects.create(compte=compte, structure=lue, role=RoleStructure.LECTEUR)
    client.force_login(compte)

    assert creer(client, structure=str(lue.pk)).status_code == 403


# --- Written again --------------------------------------------------------------------------------------------------


@pytest.fixture
def ecrite(client, structure):
    """A draft with a figure, a testimony and a picture."""
    cree = action(FichePage.objects.get(), "Un café", departements=("75", "92"), live=False)
    chiffre(cree, sort_order=0)
    temoignage(cree)
    photo(cree, alternative="Une table.", auteur="Ana", sort_order=0)
    cree = ActionPage.objects.get()
    cree.save_revision()
    return ActionPage.objects.get()


def champs_de(client, ecrite) -> dict:
    """What a browser sends back when nothing is changed."""
    formulaire = page(client.get(reverse("espace:action-modifier", args=[ecrite.pk]))).select_one("main form")
    envoi = {}
    for champ in formulaire.select("input, textarea"):
        if champ.get("type") in ("checkbox",) and not champ.has_attr("checked"):
            continue
        if champ.get("type") in ("file",) or champ.get("name") in (None, "csrfmiddlewaretoken"):
            continue
        par_defaut = "on" if champ.get("type") == "checkbox" else ""
        valeur = champ.text.removeprefix("\n") if champ.name == "textarea" else champ.get("value", par_defaut)
        envoi.setdefault(champ["name"], []).append(valeur)
    return envoi


def test_formulaire_renvoye_tel_quel_ne_change_rien(client, ecrite):
    avant = ecrite.get_latest_revision().content

    reponse = client.post(reverse("espace:action-modifier", args=[ecrite.pk]), champs_de(client, ecrite))
    assert (reponse.status_code, erreurs(reponse)) == (302, [])

    apres = ActionPage.objects.get().get_latest_revision().content
    suivis = ("title", "but", "departements", "chiffres", "temoignages", "photos", "publics", "contact_nom")
    assert {nom: apres[nom] for nom in suivis} == {nom: avant[nom] for nom in suivis}


def test_modification_reste_dans_le_brouillon(client, ecrite):
    ecrite.get_latest_revision().publish()
    envoi = champs_de(client, ecrite) | {"titre": "Un café, chaque mois"}

    client.post(reverse("espace:action-modifier", args=[ecrite.pk]), envoi)

    assert ActionPage.objects.get().title == "Un café"
    assert brouillon().title == "Un café, chaque mois"
    assert etat_editorial(ActionPage.objects.get()) == EtatEditorial.PUBLIEE_MODIFIEE


def test_lignes_videes_ou_retirees_quittent_l_action(client, ecrite):
    envoi = champs_de(client, ecrite) | {
        "chiffre-0-valeur": "",
        "chiffre-0-libelle": "",
        "citation": "",
        "auteur": "",
        "photo-0-retirer": "on",
        "departements": ["92"],
    }

    client.post(reverse("espace:action-modifier", args=[ecrite.pk]), envoi)

    lue = brouillon()
    assert [lue.chiffres.count(), lue.temoignages.count(), lue.photos.count()] == [0, 0, 0]
    assert [ligne.departement for ligne in lue.departements.all()] == ["92"]


def test_photo_remplacee_garde_sa_place(client, ecrite):
    avant = ecrite.photos.get()
    envoi = champs_de(client, ecrite) | {"photo-0-fichier": jpeg()}

    client.post(reverse("espace:action-modifier", args=[ecrite.pk]), envoi)

    (apres,) = brouillon().photos.all()
    assert (apres.pk, apres.translation_key, apres.image_id == avant.image_id) == (
        avant.pk,
        avant.translation_key,
        False,
    )


def test_texte_mis_en_forme_dans_l_editeur_n_est_pas_aplati(client, ecrite):
    ecrite.deroulement = "<p>Voir <a href='https://envol.example'>le site</a>.</p>"
    ecrite.save_revision()
    ecran = page(client.get(reverse("espace:action-modifier", args=[ecrite.pk])))

    reponse = client.post(reverse("espace:action-modifier", args=[ecrite.pk]), champs_de(client, ecrite))
    assert (reponse.status_code, erreurs(reponse)) == (302, [])

    assert ecran.select_one("#id_deroulement") is None
    assert "Le déroulement a été mis en forme dans l’éditeur" in ecran.select_one("main").text
    assert brouillon().deroulement == "<p>Voir <a href='https://envol.example'>le site</a>.</p>"


def test_second_temoignage_ecrit_dans_l_editeur_reste(client, ecrite):
    temoignage(ecrite, citation="Un second.", auteur="Bob, parrain")
    ActionPage.objects.get().save_revision()
    envoi = champs_de(client, ecrite) | {"citation": "Le premier, repris."}

    client.post(reverse("espace:action-modifier", args=[ecrite.pk]), envoi)

    assert [t.citation for t in brouillon().temoignages.all()] == ["Le premier, repris.", "Un second."]


def test_deux_personnes_a_la_fois_la_seconde_voit_les_deux_textes(client, ecrite):
    envoi = champs_de(client, ecrite) | {"titre": "Mon titre"}
    autre = ActionPage.objects.get()
    autre.title = "Le titre d’une autre"
    autre.save_revision()

    reponse = client.post(reverse("espace:action-modifier", args=[ecrite.pk]), envoi)

    ecran = page(reponse)
    assert reponse.status_code == 409
    assert ecran.select_one("#id_titre")["value"] == "Mon titre"
    assert ecran.select_one("section[aria-labelledby=autre-version] dd").text == "Le titre d’une autre"
    assert brouillon().title == "Le titre d’une autre"
    version = ecran.select_one("[name=version]")["value"]
    client.post(reverse("espace:action-modifier", args=[ecrite.pk]), envoi | {"version": version})
    assert brouillon().title == "Mon titre"


def test_action_en_relecture_ne_se_modifie_pas(client, ecrite, structure):
    client.post(reverse("espace:page-soumettre", args=[ecrite.pk]))

    reponse = client.get(reverse("espace:action-modifier", args=[ecrite.pk]))

    assert reponse.url == reverse("espace:action", args=[ecrite.pk])


@pytest.mark.parametrize("champ", ["structure", "photo-0-image", "version"])
def test_numero_sans_fin_est_refuse_sans_panne(client, champ):
    reponse = client.post(reverse("espace:action-nouvelle"), donnees(**{champ: "9" * 5_000, "titre": ""}))

    assert reponse.status_code == 422


@pytest.mark.parametrize("numero", ["9" * 25, "-1", "x"])
def test_public_qui_n_existe_pas_est_refuse(client, numero):
    assert erreurs(creer(client, publics=[numero])) == [
        f"Publics – «\u00a0{numero}\u00a0» n’est pas une valeur correcte."
    ]


@pytest.mark.parametrize("chemin", ["/fiches/{}/points.geojson", "/espace/actions/{}/interet/"])
def test_page_d_un_numero_sans_fin_n_existe_pas(client, chemin):
    assert client.get(chemin.format("9" * 25)).status_code == 404


def test_second_clic_rend_le_brouillon_du_premier(client):
    adresses = [client.post(reverse("espace:action-nouvelle"), donnees()).url for _clic in range(2)]
    client.post(reverse("espace:action-nouvelle"), donnees(but="Autre chose, sous le même titre."))

    assert adresses == [reverse("espace:action", args=[ActionPage.objects.order_by("pk").first().pk])] * 2
    assert ActionPage.objects.count() == 2


def test_meme_action_une_minute_plus_tard_en_est_une_autre(structure):
    valeurs = ActionSaisie(titre="Un café", but="Se rencontrer.", debut=date(2026, 3, 1))
    page_fiche, par = FichePage.objects.get(structure=structure), membre(structure)
    moments = [datetime(2026, 3, 3, 13, minute, tzinfo=UTC) for minute in (5, 5, 6)]

    creees = [creer_action(page_fiche, par=par, valeurs=valeurs, le=le) for le in moments]

    assert [creee.pk == creees[0].pk for creee in creees] == [True, True, False]
