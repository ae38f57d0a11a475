"""How much of a file is opened, and an archive that is weighed before anything in it is understood.

Parts are unfolded one by one, never past what the archive announces; then their marks (`<`) and their longest mark are
counted on the bytes, which costs nothing, before a parser sees them. Entities are refused, so nothing grows afterwards.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from django.utils.translation import gettext as _

from .lignes import FichierRefuse


@dataclass(frozen=True, kw_only=True)
class Limites:
    """What a screen reads within a request; the command line is given more."""

    octets: int = 2 * 1024 * 1024
    deploye: int = 40 * 1024 * 1024  # what the archive holds once unfolded
    membres: int = 2_000
    feuilles: int = 20
    balises: int = 900_000  # opening and closing, in all the parts that are read
    rangees: int = 10_000  # empty ones included: a sheet formatted to its last row stops there
    colonnes: int = 60
    texte: int = 2_000  # signs of a cell: nobody typed more by hand, it will be refused for its length anyway


SEUIL_DE_BALISE = 300_000  # bytes between two `<`: more than the longest text of a cell, escapes included
_DEMESURE = re.compile(rb"<[^<]{%d}" % SEUIL_DE_BALISE)


def abime() -> FichierRefuse:
    """What one says of a workbook that no reader makes out."""
    return FichierRefuse(
        _("Ce classeur est abîmé : ouvrez-le dans un tableur, enregistrez-le en XLSX, puis recommencez.")
    )


def trop_lourd() -> FichierRefuse:
    """What one says of a workbook that would hold the portal."""
    return FichierRefuse(_("Ce classeur est trop lourd une fois ouvert : découpez-le en plusieurs fichiers."))


class Archive:
    """The members of a workbook, read within limits."""

    def __init__(self, octets: bytes, limites: Limites):
        self.limites, self._balises = limites, 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(octets))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as erreur:
            raise abime() from erreur
        membres = self._zip.infolist()
        self.noms = {membre.filename.casefold(): membre for membre in membres}
        if len(membres) > limites.membres or sum(membre.file_size for membre in membres) > limites.deploye:
            raise trop_lourd()

    def lire(self, nom: str) -> bytes:
        """A part, empty when there is none; raises FichierRefuse when it is too much."""
        membre = self.noms.get(nom.casefold().lstrip("/"))
        if membre is None:
            return b""
        try:
            octets = self._zip.read(membre)
        except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, NotImplementedError, EOFError) as erreur:
            raise abime() from erreur
        self._balises += octets.count(b"<")
        if self._balises > self.limites.balises or _DEMESURE.search(octets):
            raise trop_lourd()
        return octets


def analyser(
    octets: bytes,
    ouvrir: Callable[[str, dict[str, str]], None],
    fermer: Callable[[str], None] | None = None,
    dire: Callable[[str], None] | None = None,
) -> None:
    """Tell the elements of an XML part by their local names; refuses declarations of entities. One pass, no tree."""
    if not octets:
        return
    lecteur = expat.ParserCreate()
    lecteur.buffer_text = True
    lecteur.StartDoctypeDeclHandler = _refuser_les_entites
    lecteur.StartElementHandler = lambda nom, attributs: ouvrir(nom.rpartition(":")[2], attributs)
    if fermer is not None:
        lecteur.EndElementHandler = lambda nom: fermer(nom.rpartition(":")[2])
    lecteur.CharacterDataHandler = dire
    try:
        lecteur.Parse(octets, True)
    except (expat.ExpatError, ValueError, LookupError) as erreur:  # a part out of place, an unknown encoding…
        raise abime() from erreur


def _refuser_les_entites(*_declaration: object) -> None:
    raise abime()
