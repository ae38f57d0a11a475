"""Files as people send them: honest ones, and those that are not what their name says."""

import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
POSITION = (48.0, 51.0, 24.0)
APPAREIL = "Appareil de Camille"


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes in its photos: its name, which way it was held, where it was."""
    donnees = Image.Exif()
    donnees[0x0110] = APPAREIL
    donnees[0x0112] = orientation
    donnees[0x8825] = {1: "N", 2: POSITION, 3: "E", 4: POSITION}
    return donnees


def dessin(taille=(60, 40), mode: str = "RGB") -> Image.Image:
    """A picture whose left half is red, the other one white."""
    image = Image.new(mode, taille, "white")
    image.paste("red", (0, 0, taille[0] // 2, taille[1]))
    return image


def octets(image: Image.Image, genre: str = "JPEG", **options) -> bytes:
    sortie = BytesIO()
    image.save(sortie, genre, **options)
    return sortie.getvalue()


def photo(nom: str = "Sortie du 12 mai.jpg", genre: str = "JPEG", taille=(60, 40), **options) -> SimpleUploadedFile:
    """A photo as a phone takes it, with its position."""
    secrets = {"exif": exif()} | ({"comment": b"chez Camille"} if genre in ("JPEG", "GIF") else {})
    if genre in ("JPEG", "WEBP", "PNG", "AVIF"):
        secrets |= {"xmp": b"<x:xmpmeta>chez Camille</x:xmpmeta>"} if genre != "PNG" else {"pnginfo": _textes()}
    if genre == "GIF":
        del secrets["exif"]
    return SimpleUploadedFile(nom, octets(dessin(taille), genre, **(secrets | options)))


def _textes() -> PngImagePlugin.PngInfo:
    textes = PngImagePlugin.PngInfo()
    textes.add_text("Comment", "chez Camille")
    textes.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>chez Camille</x:xmpmeta>")
    return textes


def profil_srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def png_immense(largeur: int, hauteur: int) -> bytes:
    """A PNG of a few bytes that announces so many pixels."""

    def morceau(genre: bytes, contenu: bytes) -> bytes:
        return struct.pack(">I", len(contenu)) + genre + contenu + struct.pack(">I", zlib.crc32(genre + contenu))

    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + morceau(b"IHDR", entete)
        + morceau(b"IDAT", zlib.compress(b"\0" * 1000))
        + morceau(b"IEND", b"")
    )


def archive(**membres: bytes) -> bytes:
    """A zip that holds these members; two underscores stand for a slash."""
    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nom, contenu in membres.items():
            zip_.writestr(nom, contenu)
    return sortie.getvalue()


def ooxml(principal: str = "word/document.xml", types: bytes = b"<Types/>", **autres: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": types, principal: b"<x/>"} | autres)


def odf(genre: str = "text", **autres: bytes) -> bytes:
    return archive(
        **{"mimetype": f"application/vnd.oasis.opendocument.{genre}".encode(), "content.xml": b"<x/>"} | autres
    )


def fichier(nom: str, contenu: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(nom, contenu)
