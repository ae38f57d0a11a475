"""What images and documents share: size, extension, the name under which a file is kept."""

import re
import secrets
from collections.abc import Collection
from pathlib import PurePosixPath, PureWindowsPath

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext as _

MEGAOCTET = 1024 * 1024
TAILLE_MAXIMALE = 10 * MEGAOCTET
DEBUT = 4096
MARQUES_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_CHEMIN = re.compile(r"^(?:[a-z]:[\\/]|[\\/]|~[\\/]|file:)", re.IGNORECASE)


def extension(nom: str) -> str:
    """Extension of a file name in small letters, without its dot."""
    return PurePosixPath(nom).suffix.lower().removeprefix(".")


def exiger_taille(fichier: UploadedFile, maximum: int = TAILLE_MAXIMALE) -> None:
    """Refuses an empty or too heavy file, without reading it."""
    taille = fichier.size or 0
    if not taille:
        raise ValidationError(_("Ce fichier est vide : choisissez-en un autre."), code="vide")
    if taille > maximum:
        raise ValidationError(
            _("Ce fichier pèse %(taille)s Mo ; le maximum est de %(maximum)s Mo. Allégez-le."),
            code="trop_lourd",
            params={"taille": _en_megaoctets(taille), "maximum": _en_megaoctets(maximum)},
        )


def _en_megaoctets(octets: int) -> str:
    """ "10", "10,1": rounded up, so that a file that is too heavy never seems to weigh the maximum."""
    dixiemes = -(-octets * 10 // MEGAOCTET)
    entier, reste = divmod(dixiemes, 10)
    return f"{entier},{reste}" if reste else str(entier)


def exiger_extension(nom: str, permises: Collection[str]) -> str:
    """The extension of this name; refuses those that are not allowed."""
    trouvee = extension(nom)
    if trouvee not in permises:
        raise ValidationError(
            _("Ce format n’est pas accepté. Formats acceptés : %(formats)s."),
            code="format",
            params={"formats": ", ".join(sorted(permises))},
        )
    return trouvee


def debut(fichier: UploadedFile) -> bytes:
    """The first bytes of a file, left at its beginning."""
    fichier.seek(0)
    octets = fichier.read(DEBUT)
    fichier.seek(0)
    return octets


def vrai_format(octets: bytes) -> str:
    """Extension that the first bytes of a file call for, with its dot; empty when nothing is recognised."""
    if octets[4:8] == b"ftyp" and octets[8:12] in MARQUES_HEIF:  # puremagic takes it for a film
        return ".heic"
    try:
        return puremagic.from_string(octets)
    except (puremagic.PureError, ValueError):
        return ""


def nom_imprevisible(nom: str, suffixe: str) -> str:
    """Name under which a file is kept: a few words of its own, and sixteen signs that nobody guesses."""
    mots = slugify(PurePosixPath(sans_chemin(nom)).stem)[:40].strip("-") or "fichier"
    return f"{mots}-{secrets.token_hex(8)}.{suffixe}"


def sans_chemin(titre: str) -> str:
    """The title, without the folders of the computer it comes from (C:\\Users\\…, /home/…)."""
    return PureWindowsPath(titre).name or titre if _CHEMIN.match(titre) else titre
