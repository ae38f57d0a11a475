"""Images are opened and written again: upright, no larger than useful, without what they say about people.

A photo of a phone is decoded at the size that is kept, so that 48 million pixels hold in little memory: measured, a
JPEG peaks 190 MB above the rest of the process, a HEIC 350 MB.
"""

from io import BytesIO
from typing import Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

from .commun import MEGAOCTET, debut, exiger_extension, exiger_taille, extension, nom_imprevisible, vrai_format

PIXELS_MAXIMUM: Final = 40_000_000
# A JPEG is never decoded whole (MPO: that of a phone, with a preview); a HEIC has no transparency to carry along.
PIXELS_D_UN_TELEPHONE: Final = {"JPEG": 85_000_000, "MPO": 85_000_000, "HEIF": 50_000_000}
PLUS_GRAND_COTE: Final = 4000
TAILLE_MAXIMALE: Final = 20 * MEGAOCTET  # what a phone writes at its best

register_heif_opener(thumbnails=False)


class Format(NamedTuple):
    """How a format is named, written, and in which modes of colour."""

    nom: str
    modes: tuple[str, ...]
    options: dict[str, Any]


_FORMATS = {
    "JPEG": Format("JPEG", ("L", "RGB"), {"quality": 88, "optimize": True, "progressive": True}),
    "PNG": Format("PNG", ("L", "LA", "RGB", "RGBA"), {}),
    "WEBP": Format("WebP", ("RGB", "RGBA"), {"quality": 88}),
    "GIF": Format("GIF", ("L", "RGB", "RGBA"), {}),
    "AVIF": Format("AVIF", ("RGB", "RGBA"), {"quality": 80}),
    "HEIF": Format("HEIC", (), {}),  # read alone: no browser shows it, it becomes a JPEG
}
EXTENSIONS: Final = {
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "gif": "GIF",
    "avif": "AVIF",
    "heic": "HEIF",
    "heif": "HEIF",
}


def assainir(fichier: UploadedFile) -> UploadedFile:
    """The same upload, its content written again; raises ValidationError when it is not an image that we take.

    Position, camera, thumbnail, comments and colour profile are gone (colours are converted to sRGB), an animation
    becomes its first picture, and the file has a name that nobody can guess. The upload is changed in place, so that a
    form that keeps it aside (Wagtail's uploads that wait for a title) keeps the clean one.
    """
    exiger_taille(fichier, TAILLE_MAXIMALE)
    nom = fichier.name or ""
    entete = debut(fichier)
    if b"<svg" in entete.lower() or extension(nom) in ("svg", "svgz"):
        raise ValidationError(
            _("Les dessins SVG ne sont pas acceptés : enregistrez l’image en PNG ou en JPEG."), code="svg"
        )
    suffixe = exiger_extension(nom, EXTENSIONS)
    with _ouvrir(fichier, entete) as image:
        genre = "JPEG" if image.format == "MPO" else str(image.format)  # MPO: a JPEG of a phone, with a preview
        if genre == "HEIF" and EXTENSIONS[suffixe] in ("HEIF", "JPEG"):  # phones call it both ways
            genre, suffixe = "JPEG", "jpg"
        else:
            _exiger_le_bon_nom(genre, suffixe)
        _exiger_peu_de_pixels(image)
        octets = _reecrire(image, genre)
    _remplacer(fichier, octets)
    fichier.name = nom_imprevisible(nom, suffixe)
    fichier.content_type = f"image/{genre.lower()}"
    return fichier


def _ouvrir(fichier: UploadedFile, entete: bytes) -> Image.Image:
    """The image, of which only the header was read."""
    try:
        return Image.open(fichier, formats=tuple(_FORMATS))
    except Image.DecompressionBombError as erreur:
        raise _trop_de_pixels() from erreur
    except Exception as erreur:  # a hostile file may make a decoder raise anything
        raise ValidationError(
            _("Ce fichier n’est pas une image que le portail sait lire%(precision)s : prenez un JPEG ou un PNG."),
            code="pas_une_image",
            params={"precision": f" ({vu})" if (vu := vrai_format(entete)) else ""},
        ) from erreur


def _exiger_le_bon_nom(genre: str, suffixe: str) -> None:
    if EXTENSIONS[suffixe] != genre:
        raise ValidationError(
            _("Le nom du fichier finit par .%(suffixe)s, mais c’est une image %(genre)s : corrigez son nom."),
            code="extension",
            params={"suffixe": suffixe, "genre": _FORMATS[genre].nom},
        )


def _exiger_peu_de_pixels(image: Image.Image) -> None:
    maximum = PIXELS_D_UN_TELEPHONE.get(str(image.format), PIXELS_MAXIMUM)
    if image.width * image.height > maximum:
        raise _trop_de_pixels(maximum)


def _trop_de_pixels(maximum: int = PIXELS_MAXIMUM) -> ValidationError:
    return ValidationError(
        _("Cette image a trop de pixels : le maximum est de %(maximum)d millions. Réduisez ses dimensions."),
        code="trop_de_pixels",
        params={"maximum": maximum // 1_000_000},
    )


def _reecrire(image: Image.Image, genre: str) -> bytes:
    """Bytes of a fresh image that holds the same picture and nothing else."""
    ecriture, sortie = _FORMATS[genre], BytesIO()
    try:
        propre = _en_srgb(ImageOps.exif_transpose(_reduire(image)), ecriture.modes)
        propre.info = {}
        propre.save(sortie, format=genre, **ecriture.options)
    except Exception as erreur:  # a hostile file may make a decoder raise anything
        raise ValidationError(
            _("Cette image est abîmée ou incomplète : ouvrez-la et enregistrez-la à nouveau."), code="abimee"
        ) from erreur
    return sortie.getvalue()


def _reduire(image: Image.Image) -> Image.Image:
    """The picture, no larger than what is kept, in eight bits a colour; a JPEG is reduced while it is decoded."""
    rapport = min(1.0, PLUS_GRAND_COTE / max(image.size))
    taille = (max(1, round(image.width * rapport)), max(1, round(image.height * rapport)))
    image.draft(None, taille)
    image.load()
    if image.mode.startswith("I"):  # sixteen bits of grey: converting alone would turn them white
        image = image.point(lambda valeur: valeur * (1 / 256)).convert("L")
    if image.size != taille:
        if image.mode in ("1", "P", "PA"):  # they have no colours in between
            image = image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
        image.thumbnail(taille, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _en_srgb(image: Image.Image, modes: tuple[str, ...]) -> Image.Image:
    """A copy in the colours that screens expect, in a mode that the format can hold."""
    mode = _mode(image, modes)
    profil = image.info.get("icc_profile")
    if profil and image.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profil))
            cible = "RGBA" if image.mode == "RGBA" else "RGB"
            convertie = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=cible)
            return (convertie or image).convert(mode)
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: the colours are taken as they are
    return image.convert(mode) if image.mode != mode else image.copy()


def _mode(image: Image.Image, modes: tuple[str, ...]) -> str:
    """The mode that loses nothing one sees, among those that the format can hold."""
    transparente = image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info
    if transparente and "RGBA" in modes:
        return "RGBA"
    return image.mode if image.mode in modes and not transparente else "RGB"


def _remplacer(fichier: UploadedFile, octets: bytes) -> None:
    """Other content in the same upload, whether it is in memory or in a temporary file."""
    fichier.seek(0)
    fichier.truncate()
    fichier.write(octets)
    fichier.flush()
    fichier.seek(0)
    fichier.size = len(octets)
