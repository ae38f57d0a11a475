"""Every screen of the back office that takes a file checks it: none is a side door."""

import os
import re
from io import BytesIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Dessin
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from tests.fabriques.comptes import CompteFactory
from tests.fabriques.fichiers import PDF, SVG, dessin, exif, fichier, octets, photo

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
Image, Document = get_image_model(), get_document_model()
NOM = re.compile(r"original_images/sortie-du-12-mai-[0-9a-f]{16}\.jpg")
ENTETES = {"headers": {"X-Requested-With": "XMLHttpRequest"}}
SVG_REFUSE = "Les dessins SVG ne sont pas acceptés\u00a0: enregistrez l’image en PNG ou en JPEG."
TROP_LOURD = "Ce fichier pèse 40\u00a0Mo\u00a0; le maximum est de %d\u00a0Mo. Allégez-le."
FAUX_PDF = "Le nom du fichier finit par .pdf, mais son contenu est autre (.svg)\u00a0: vérifiez-le."


@pytest.fixture
def cms(client):
    client.force_login(CompteFactory(is_superuser=True))
    return client


@pytest.fixture(autouse=True)
def _deux_collections():
    """The collection field stands in the forms, as when each structure has its own."""
    Collection.get_first_root_node().add_child(name="Structure")


def racine() -> int:
    return Collection.get_first_root_node().pk


def champs(prefixe: str = "", **autres) -> dict:
    donnees = {"title": "Sortie", "collection": racine(), "description": "", "tags": ""} | autres
    return {f"{prefixe}{nom}": valeur for nom, valeur in donnees.items()}


def est_propre(champ) -> bool:
    """Whether an image that is stored says nothing about people any more."""
    with champ.open() as flux:
        contenu = flux.read()
    return b"Exif" not in contenu and dict(Dessin.open(BytesIO(contenu)).getexif()) == {}


# --- Images: the doors -----------------------------------------------------------------------------------------------


def par_le_formulaire(cms, envoi, **autres):
    return cms.post(reverse("wagtailimages:add"), champs(file=envoi, **autres))


def par_la_fenetre_de_choix(cms, envoi, **autres):
    return cms.post(
        reverse("wagtailimages_chooser:create"), champs("image-chooser-upload-", file=envoi, **autres), **ENTETES
    )


def par_l_envoi_multiple(cms, envoi, **autres):
    return cms.post(reverse("wagtailimages:add_multiple"), champs(**{"files[]": envoi}, **autres), **ENTETES)


def par_le_remplacement(cms, envoi, **autres):
    if not Image.objects.exists():
        Image.objects.create(title="Ancienne", file=SimpleUploadedFile("ancienne.jpg", octets(dessin())))
    ancienne = Image.objects.get()
    return cms.post(reverse("wagtailimages:edit", args=[ancienne.pk]), champs(file=envoi, **autres))


PORTES = [par_le_formulaire, par_la_fenetre_de_choix, par_l_envoi_multiple, par_le_remplacement]
porte = pytest.mark.parametrize("envoyer", PORTES)


@porte
def test_image_est_assainie_par_chaque_porte(cms, envoyer):
    envoi = photo()
    assert b"Exif" in envoi.read()
    envoi.seek(0)

    envoyer(cms, envoi)

    image = Image.objects.get()
    assert (image.title, bool(NOM.fullmatch(image.file.name)), est_propre(image.file)) == ("Sortie", True, True)
    assert (image.width, image.height, image.file_size) == (60, 40, image.file.size)


@porte
def test_photo_heic_devient_un_jpeg_par_chaque_porte(cms, envoyer):
    envoyer(cms, fichier("Sortie du 12 mai.heic", octets(dessin(), "HEIF", exif=exif())))

    image = Image.objects.get()
    assert (bool(NOM.fullmatch(image.file.name)), est_propre(image.file)) == (True, True)


@porte
@pytest.mark.parametrize("nom", ["logo.svg", "logo.png"])
def test_fichier_refuse_l_est_par_chaque_porte(cms, envoyer, nom):
    reponse = envoyer(cms, fichier(nom, SVG))

    assert SVG_REFUSE in lire(reponse)
    assert list(Image.objects.exclude(title="Ancienne")) == []
    assert UploadedFile.objects.count() == 0


@pytest.mark.parametrize(
    ("adresse", "nom", "maximum"), [("wagtailimages:add", "film.jpg", 20), ("wagtaildocs:add", "film.pdf", 10)]
)
def test_fichier_de_quarante_mega_est_refuse(cms, adresse, nom, maximum):

    reponse = cms.post(reverse(adresse), champs(file=fichier(nom, b"\0" * (40 * 1024 * 1024))))

    assert TROP_LOURD % maximum in lire(reponse)
    assert (Image.objects.count(), Document.objects.count()) == (0, 0)


def lire(reponse) -> str:
    """What the screen says, whether it answers with a page or with JSON."""
    if "json" in reponse["Content-Type"]:
        return " ".join(str(valeur) for valeur in reponse.json().values())
    return reponse.content.decode()


def test_formulaire_refuse_garde_ce_qui_etait_ecrit(cms):
    page = par_le_formulaire(cms, fichier("logo.svg", SVG), title="Sortie au musée", tags="musée").content.decode()

    assert 'value="Sortie au musée"' in page
    assert 'value="musée"' in page


def test_image_remplacee_disparait_du_disque(cms):
    par_le_remplacement(cms, photo())
    premiere = Image.objects.get().file

    par_le_remplacement(cms, photo("Autre.jpg"))

    assert (premiere.storage.exists(premiere.name), est_propre(Image.objects.get().file)) == (False, True)


def test_titre_propose_perd_le_chemin_de_l_ordinateur(cms):
    par_le_formulaire(cms, photo(), title=r"C:\Users\camille\Photos\sortie")

    assert Image.objects.get().title == "sortie"


# --- Images: the upload that waits for its title ---------------------------------------------------------------------


def test_image_qui_attend_son_titre_est_deja_assainie(cms):
    reponse = par_l_envoi_multiple(cms, photo(), title="x" * 256)

    attente = UploadedFile.objects.get()
    assert (Image.objects.count(), reponse.json()["uploaded_file_id"]) == (0, attente.pk)
    assert est_propre(attente.file)

    cms.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[attente.pk]),
        champs(f"uploaded-image-{attente.pk}-"),
        **ENTETES,
    )

    image = Image.objects.get()
    assert (image.title, bool(NOM.fullmatch(image.file.name)), est_propre(image.file)) == ("Sortie", True, True)
    assert UploadedFile.objects.count() == 0


def test_titre_modifie_apres_un_envoi_multiple_ne_touche_pas_le_fichier(cms):
    par_l_envoi_multiple(cms, photo())
    image = Image.objects.get()

    cms.post(
        reverse("wagtailimages:edit_multiple", args=[image.pk]), champs(f"image-{image.pk}-", title="Autre"), **ENTETES
    )

    garde = Image.objects.get()
    assert (garde.title, garde.file.name) == ("Autre", image.file.name)


# --- The picture of an account ---------------------------------------------------------------------------------------


def test_portrait_d_un_compte_est_assaini():
    envoi = photo()
    assert b"Exif" in envoi.read()
    envoi.seek(0)

    formulaire = AvatarSettingsPanel.form_class({}, {"avatar": envoi}, instance=UserProfile())

    assert formulaire.is_valid()
    assert b"Exif" not in formulaire.cleaned_data["avatar"].read()


def test_portrait_d_un_compte_refuse_ce_qui_n_est_pas_une_image():
    formulaire = AvatarSettingsPanel.form_class({}, {"avatar": fichier("moi.png", SVG)}, instance=UserProfile())

    assert formulaire.errors == {"avatar": [SVG_REFUSE]}


def test_portrait_d_un_compte_reste_facultatif():
    assert AvatarSettingsPanel.form_class({}, {}, instance=UserProfile()).is_valid()


# --- Documents -------------------------------------------------------------------------------------------------------


def document_par_le_formulaire(cms, envoi, **autres):
    return cms.post(reverse("wagtaildocs:add"), champs(file=envoi, **autres))


def document_par_la_fenetre_de_choix(cms, envoi, **autres):
    return cms.post(
        reverse("wagtaildocs_chooser:create"), champs("document-chooser-upload-", file=envoi, **autres), **ENTETES
    )


def document_par_l_envoi_multiple(cms, envoi, **autres):
    return cms.post(reverse("wagtaildocs:add_multiple"), champs(**{"files[]": envoi}, **autres), **ENTETES)


def document_par_le_remplacement(cms, envoi, **autres):
    ancien = Document.objects.create(title="Ancienne", file=SimpleUploadedFile("ancien.pdf", PDF))
    return cms.post(reverse("wagtaildocs:edit", args=[ancien.pk]), champs(file=envoi, **autres))


porte_des_documents = pytest.mark.parametrize(
    "envoyer",
    [
        document_par_le_formulaire,
        document_par_la_fenetre_de_choix,
        document_par_l_envoi_multiple,
        document_par_le_remplacement,
    ],
)


@porte_des_documents
def test_document_est_garde_par_chaque_porte(cms, envoyer):
    envoyer(cms, fichier("Bilan 2025.pdf", PDF))

    document = Document.objects.get()
    assert (document.title, document.file.read(), document.file_size) == ("Sortie", PDF, len(PDF))
    assert re.fullmatch(r"documents/bilan-2025-[0-9a-f]{16}\.pdf", document.file.name)


@porte_des_documents
def test_document_refuse_l_est_par_chaque_porte(cms, envoyer):
    reponse = envoyer(cms, fichier("facture.pdf", SVG))

    assert FAUX_PDF in lire(reponse)
    assert "n’est pas autorisée" not in lire(reponse)  # Wagtail's model adds nothing about the file left out
    assert list(Document.objects.exclude(title="Ancienne")) == []
    assert UploadedFile.objects.count() == 0


def test_document_qui_attend_son_titre_a_ete_verifie(cms):
    document_par_l_envoi_multiple(cms, fichier("Bilan 2025.pdf", PDF), title="x" * 256)
    attente = UploadedFile.objects.get(for_content_type=ContentType.objects.get_for_model(Document))

    cms.post(
        reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[attente.pk]),
        champs(f"uploaded-document-{attente.pk}-"),
        **ENTETES,
    )

    document = Document.objects.get()
    assert (document.title, document.file.read()) == ("Sortie", PDF)
    assert re.fullmatch(r"documents/bilan-2025-[0-9a-f]{16}\.pdf", document.file.name)


def test_titre_d_un_document_perd_le_chemin_de_l_ordinateur(cms):
    document_par_le_formulaire(cms, fichier("Bilan.pdf", PDF), title="/dossier/camille/Bilan")

    assert Document.objects.get().title == "Bilan"


@pytest.mark.parametrize(("nom", "contenu"), [("Bilan.pdf", PDF), ("note.txt", b"bonjour")])
def test_document_se_telecharge_et_ne_s_ouvre_jamais_dans_le_site(cms, client, nom, contenu):
    document_par_le_formulaire(cms, fichier(nom, contenu))
    document = Document.objects.get()
    client.logout()

    reponse = client.get(document.url)

    assert reponse.status_code == 200
    assert reponse["Content-Disposition"].startswith("attachment; filename=")
    assert (reponse["X-Content-Type-Options"], reponse["Content-Security-Policy"]) == ("nosniff", "default-src 'none'")


# --- On disk ---------------------------------------------------------------------------------------------------------


def test_fichiers_sont_lisibles_par_le_serveur_web_et_par_lui_seul_modifiables(cms):
    par_le_formulaire(cms, photo())
    grande = fichier("Grande.png", octets(Dessin.effect_noise((1500, 1500), 90), "PNG"))
    assert grande.size > 2 * 1024 * 1024  # waits in a temporary file
    par_le_formulaire(cms, grande)

    droits = {oct(os.stat(image.file.path).st_mode & 0o777) for image in Image.objects.all()}
    assert (Image.objects.count(), droits) == (2, {"0o644"})
