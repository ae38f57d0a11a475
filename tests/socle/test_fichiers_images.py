"""Images are taken whatever the phone, written again without what they say about people; the rest is refused."""

import re
import struct
import subprocess
import sys
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from PIL import Image

from portal.socle.fichiers.commun import sans_chemin
from portal.socle.fichiers.images import TAILLE_MAXIMALE, assainir
from tests.fabriques.fichiers import APPAREIL, PDF, SVG, dessin, exif, fichier, octets, photo, png_immense, profil_srgb

FORMATS = [("jpg", "JPEG"), ("jpeg", "JPEG"), ("png", "PNG"), ("webp", "WEBP"), ("gif", "GIF"), ("avif", "AVIF")]
SECRETS = (b"Exif", APPAREIL.encode(), b"chez Camille", b"xmp", b"XML:com.adobe", b"ICC_PROFILE", b"iCCP", b"ICCP")


def refus(envoi: UploadedFile) -> str:
    with pytest.raises(ValidationError) as leve:
        assainir(envoi)
    return leve.value.messages[0]


def relire(envoi: UploadedFile) -> Image.Image:
    image = Image.open(BytesIO(envoi.read()))
    image.load()
    return image


def couleurs(image: Image.Image) -> dict[str, tuple]:
    """Colours near the four corners."""
    image, (large, haut) = image.convert("RGB"), image.size
    coins = {"no": (2, 2), "ne": (large - 3, 2), "so": (2, haut - 3), "se": (large - 3, haut - 3)}
    return {nom: "rouge" if image.getpixel(coin)[1] < 128 else "blanc" for nom, coin in coins.items()}


# --- What is kept ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("suffixe", "genre"), FORMATS)
def test_image_perd_ce_qu_elle_dit_des_personnes(suffixe, genre):
    envoi = photo(f"photo.{suffixe}", genre, **({} if genre == "GIF" else {"icc_profile": profil_srgb()}))
    avant = envoi.read()
    assert [secret for secret in SECRETS if secret in avant] != []

    propre = assainir(envoi)

    contenu = propre.read()
    assert [secret for secret in SECRETS if secret in contenu] == []
    propre.seek(0)
    image = relire(propre)
    assert (image.format, dict(image.getexif()), couleurs(image)) == (
        genre,
        {},
        {"no": "rouge", "so": "rouge", "ne": "blanc", "se": "blanc"},
    )
    assert (propre.size, propre.content_type) == (len(contenu), f"image/{genre.lower()}")


@pytest.mark.parametrize(
    ("orientation", "taille", "attendues"),
    [
        (1, (60, 40), {"no": "rouge", "so": "rouge", "ne": "blanc", "se": "blanc"}),
        (3, (60, 40), {"no": "blanc", "so": "blanc", "ne": "rouge", "se": "rouge"}),
        (6, (40, 60), {"no": "rouge", "ne": "rouge", "so": "blanc", "se": "blanc"}),
    ],
)
def test_image_est_remise_droite(orientation, taille, attendues):
    image = relire(assainir(photo(exif=exif(orientation))))

    assert (image.size, couleurs(image)) == (taille, attendues)


def test_apercu_cache_dans_la_photo_disparait():
    double = BytesIO()
    dessin().save(double, "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40), "blue")])
    assert Image.open(double).format == "MPO"

    image = relire(assainir(fichier("telephone.jpg", double.getvalue())))

    assert (image.format, getattr(image, "n_frames", 1)) == ("JPEG", 1)


def test_animation_devient_une_image_fixe():
    animee = octets(dessin(), "GIF", save_all=True, append_images=[Image.new("RGB", (60, 40), "blue")])
    assert Image.open(BytesIO(animee)).n_frames == 2

    image = relire(assainir(fichier("danse.gif", animee)))

    assert (image.n_frames, couleurs(image)["no"]) == (1, "rouge")


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_png_de_tout_mode_reste_lisible(mode):
    image = relire(assainir(fichier("logo.png", octets(Image.new(mode, (60, 40)), "PNG"))))

    assert (image.size, image.mode in ("L", "RGB", "RGBA")) == ((60, 40), True)


def test_gris_de_seize_bits_garde_ses_nuances():
    rangee = struct.pack("<60H", *[0] * 20, *[32_768] * 20, *[65_535] * 20)
    bandes = Image.frombytes("I;16", (60, 40), rangee * 40)

    image = relire(assainir(fichier("scanner.png", octets(bandes, "PNG"))))

    assert (image.mode, [image.getpixel((abscisse, 20)) for abscisse in (10, 30, 50)]) == ("L", [0, 128, 255])


@pytest.mark.parametrize("nom", ["IMG_0412.HEIC", "img.heif", "IMG_0412.jpg", "img.jpeg"])
def test_photo_heic_devient_un_jpeg_quel_que_soit_son_nom(nom):
    contenu = octets(dessin(), "HEIF", exif=exif())
    assert APPAREIL.encode() in contenu

    propre = assainir(fichier(nom, contenu))

    assert re.fullmatch(r"img(-0412)?-[0-9a-f]{16}\.jpg", propre.name.replace("_", "-"))
    image = relire(propre)
    assert (image.format, propre.content_type, dict(image.getexif())) == ("JPEG", "image/jpeg", {})
    assert couleurs(image) == {"no": "rouge", "so": "rouge", "ne": "blanc", "se": "blanc"}


def test_photo_heic_est_remise_droite():
    image = relire(assainir(fichier("img.heic", octets(dessin(), "HEIF", exif=exif(6).tobytes()))))

    assert (image.size, couleurs(image)["ne"], couleurs(image)["so"]) == ((40, 60), "rouge", "blanc")


PHOTO_DE_TELEPHONE = """
import resource, sys
import django
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
django.setup()
from portal.socle.fichiers.images import assainir
contenu = open(sys.argv[1], "rb").read()
avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
propre = assainir(SimpleUploadedFile("photo.jpg", contenu))
apres = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print((apres - avant) // 1024, *Image.open(propre).size)
"""


def test_photo_de_quarante_huit_millions_de_points_tient_en_peu_de_memoire(tmp_path):
    """In a process of its own, which holds nothing before; whole, the picture would take 150 MB a copy."""
    tourne = exif(6)
    dessin((8064, 6048)).save(tmp_path / "photo", "JPEG", quality=70, exif=tourne)

    lu = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", PHOTO_DE_TELEPHONE, tmp_path / "photo"], capture_output=True, text=True, check=True
    )

    memoire, large, haut = map(int, lu.stdout.split())
    assert (large, haut) == (3000, 4000)
    assert memoire < 250


@pytest.mark.parametrize(("suffixe", "genre"), [("png", "PNG"), ("webp", "WEBP"), ("avif", "AVIF"), ("gif", "GIF")])
def test_transparence_est_gardee(suffixe, genre):
    transparente = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    transparente.paste((255, 0, 0, 255), (0, 0, 30, 40))

    image = relire(assainir(fichier(f"logo.{suffixe}", octets(transparente, genre)))).convert("RGBA")

    assert (image.getpixel((50, 20))[3], image.getpixel((5, 20))[3]) == (0, 255)


def test_couleurs_d_un_profil_deviennent_celles_des_ecrans():
    imprimeur = octets(dessin(mode="RGB").convert("CMYK"), "JPEG", icc_profile=profil_srgb())

    image = relire(assainir(fichier("affiche.jpg", imprimeur)))

    assert (image.mode, couleurs(image)["no"]) == ("RGB", "rouge")


@pytest.mark.parametrize("profil", [profil_srgb(), b"profil casse"], ids=["sRGB", "broken"])
def test_profil_de_couleurs_ne_reste_pas(profil):
    image = relire(assainir(photo(icc_profile=profil)))

    assert ("icc_profile" in image.info, couleurs(image)["no"]) == (False, "rouge")


def test_profil_avec_transparence():
    contenu = octets(Image.new("RGBA", (60, 40), (255, 0, 0, 0)), "PNG", icc_profile=profil_srgb())

    image = relire(assainir(fichier("logo.png", contenu)))

    assert (image.mode, image.getpixel((5, 5))[3]) == ("RGBA", 0)


def test_image_trop_grande_est_ramenee_a_quatre_mille_points():
    image = relire(assainir(fichier("panorama.jpg", octets(dessin((5000, 1000))))))

    assert image.size == (4000, 800)


def test_image_n_est_pas_agrandie():
    assert relire(assainir(photo(taille=(60, 40)))).size == (60, 40)


def test_fichier_temporaire_est_reecrit_sur_place(settings):
    contenu = octets(dessin((300, 200)), exif=exif())
    envoi = TemporaryUploadedFile("grande.jpg", "image/jpeg", len(contenu), None)
    envoi.write(contenu)
    envoi.seek(0)

    propre = assainir(envoi)

    with open(propre.temporary_file_path(), "rb") as garde:
        octets_gardes = garde.read()
    assert (b"Exif" in contenu, b"Exif" in octets_gardes, len(octets_gardes)) == (True, False, propre.size)


# --- Names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "debut"),
    [
        ("Été à Évry.JPG", "ete-a-evry"),
        ("x" * 90 + ".jpg", "x" * 40),
        ("???.jpg", "fichier"),
    ],
)
def test_nom_garde_ses_mots_et_ne_se_devine_pas(nom, debut):
    noms = {assainir(photo(nom)).name for _rang in range(2)}

    assert len(noms) == 2
    assert [bool(re.fullmatch(rf"{debut}-[0-9a-f]{{16}}\.jpg", garde)) for garde in noms] == [True, True]


@pytest.mark.parametrize(
    ("titre", "attendu"),
    [
        (r"C:\Users\camille.durand\Photos\sortie.jpg", "sortie.jpg"),
        ("/dossier/camille/sortie.jpg", "sortie.jpg"),
        ("~/Photos/sortie.jpg", "sortie.jpg"),
        ("file:///dossier/camille/sortie.jpg", "sortie.jpg"),
        ("Rencontre du 12/05 à Évry", "Rencontre du 12/05 à Évry"),
        ("/", "/"),
    ],
)
def test_titre_ne_porte_pas_le_chemin_de_l_ordinateur(titre, attendu):
    assert sans_chemin(titre) == attendu


# --- What is refused -------------------------------------------------------------------------------------------------


class Illisible(BytesIO):
    """A file that nobody may read."""

    def read(self, *_taille):
        raise AssertionError("read")


def test_fichier_de_quarante_mega_est_refuse_sans_etre_lu():
    envoi = UploadedFile(Illisible(), "film.jpg", "image/jpeg", 40 * 1024 * 1024)

    assert refus(envoi) == "Ce fichier pèse 40\u00a0Mo\u00a0; le maximum est de 20\u00a0Mo. Allégez-le."


def test_fichier_un_peu_trop_lourd_ne_semble_pas_peser_le_maximum():
    envoi = UploadedFile(Illisible(), "film.jpg", "image/jpeg", TAILLE_MAXIMALE + 1)

    assert refus(envoi) == "Ce fichier pèse 20,1\u00a0Mo\u00a0; le maximum est de 20\u00a0Mo. Allégez-le."


@pytest.mark.parametrize(
    ("nom", "contenu", "phrase"),
    [
        ("vide.jpg", b"", "Ce fichier est vide\u00a0: choisissez-en un autre."),
        ("logo.svg", SVG, "Les dessins SVG ne sont pas acceptés\u00a0: enregistrez l’image en PNG ou en JPEG."),
        ("logo.svgz", b"x", "Les dessins SVG ne sont pas acceptés\u00a0: enregistrez l’image en PNG ou en JPEG."),
        ("logo.png", SVG, "Les dessins SVG ne sont pas acceptés\u00a0: enregistrez l’image en PNG ou en JPEG."),
        (
            "photo.tiff",
            octets(dessin(), "TIFF"),
            "Ce format n’est pas accepté. Formats acceptés\u00a0: avif, gif, heic, heif, jpeg, jpg, png, webp.",
        ),
        (
            "photo",
            octets(dessin()),
            "Ce format n’est pas accepté. Formats acceptés\u00a0: avif, gif, heic, heif, jpeg, jpg, png, webp.",
        ),
        (
            "photo.jpg",
            PDF,
            "Ce fichier n’est pas une image que le portail sait lire (.pdf)\u00a0: prenez un JPEG ou un PNG.",
        ),
        (
            "photo.jpg",
            octets(dessin(), "TIFF"),
            "Ce fichier n’est pas une image que le portail sait lire (.tiff)\u00a0: prenez un JPEG ou un PNG.",
        ),
        (
            "photo.jpg",
            b"bonjour tout le monde",
            "Ce fichier n’est pas une image que le portail sait lire\u00a0: prenez un JPEG ou un PNG.",
        ),
        (
            "photo.jpg",
            octets(dessin(), "PNG"),
            "Le nom du fichier finit par .jpg, mais c’est une image PNG\u00a0: corrigez son nom.",
        ),
        (
            "photo.png",
            octets(dessin(), "WEBP"),
            "Le nom du fichier finit par .png, mais c’est une image WebP\u00a0: corrigez son nom.",
        ),
        (
            "photo.jpg",
            octets(dessin((600, 400)))[:-300],
            "Cette image est abîmée ou incomplète\u00a0: ouvrez-la et enregistrez-la à nouveau.",
        ),
        (
            "bombe.png",
            png_immense(8000, 5001),
            "Cette image a trop de pixels\u00a0: le maximum est de 40\u00a0millions. Réduisez ses dimensions.",
        ),
        (
            "bombe.png",
            png_immense(60_000, 60_000),
            "Cette image a trop de pixels\u00a0: le maximum est de 40\u00a0millions. Réduisez ses dimensions.",
        ),
    ],
    ids=lambda valeur: valeur if isinstance(valeur, str) and len(valeur) < 12 else "",
)
def test_fichier_qui_n_est_pas_une_image_acceptee(nom, contenu, phrase):
    assert refus(fichier(nom, contenu)) == phrase
