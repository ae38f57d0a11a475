"""What a PDF would do by itself when it is opened. No library is needed: actions are names written in its objects.

Everything here reads the file once, from left to right: a file made to be slow is read as fast as another.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

OBJETS_MAXIMUM: Final = 16 * 1024 * 1024
# A name may hide letters behind their code: /J#61vaScript.
_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
_RENVOI = rb"(?:<<|\d+\s+\d+\s+R\b)"
# As actions are written, so that the address of a page about JavaScript is no script. A comment between the name and
# its value (%) could only be there to hide it.
_ACTION = re.compile(
    rb"/S\s*+(?:/(?:JavaScript|Launch|ImportData|Rendition)\b|%)"
    rb"|/JavaScript\s*+(?:" + _RENVOI + rb"|%)"
    rb"|/JS\s*+(?:\(|<|\d+\s+\d+\s+R\b|%)"
    rb"|/Subtype\s*+(?:/RichMedia\b|%)"
)
_DEBUT_DE_FLUX = re.compile(rb"stream\r?\n")
_FIN_DE_FLUX: Final = b"endstream"
_PAQUET = re.compile(rb"/ObjStm\b")


def est_actif(octets: bytes) -> bool:
    """Whether a PDF runs a script, launches a program or plays a rich medium, even within its packed objects."""
    # The streams themselves (images, fonts) are noise where any name may come up by chance.
    return any(_ACTION.search(_CODE.sub(_lettre, texte)) for texte in (_hors_des_flux(octets), *_objets(octets)))


def _lettre(code: re.Match[bytes]) -> bytes:
    return bytes([int(code[1], 16)])


def _flux(octets: bytes, depart: int = 0) -> tuple[int, int] | None:
    """Where the next stream begins and ends; None when there is none."""
    debut = _DEBUT_DE_FLUX.search(octets, depart)
    fin = octets.find(_FIN_DE_FLUX, debut.end()) if debut else -1
    return (debut.end(), fin) if debut and fin >= 0 else None


def _hors_des_flux(octets: bytes) -> bytes:
    """The file without what its streams hold."""
    morceaux, depart = [], 0
    while trouve := _flux(octets, depart):
        debut, fin = trouve
        morceaux.append(octets[depart:debut])
        depart = fin + len(_FIN_DE_FLUX)
    return b"".join([*morceaux, octets[depart:]])


def _objets(octets: bytes) -> Iterator[bytes]:
    """The packed objects of a PDF, unpacked; what cannot be is left aside, as readers do."""
    reste, depart = OBJETS_MAXIMUM, 0
    while reste > 0 and (paquet := _PAQUET.search(octets, depart)):
        trouve = _flux(octets, paquet.end())
        if trouve is None:
            return
        debut, fin = trouve
        depart = fin
        try:
            ouvert = zlib.decompressobj().decompress(octets[debut:fin], reste)
        except zlib.error:
            continue
        reste -= len(ouvert)
        yield ouvert
