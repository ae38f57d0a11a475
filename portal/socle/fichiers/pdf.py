"""What a PDF would do by itself when it is opened. No library is needed: actions are names written in its objects."""

import re
import zlib
from typing import Final

OBJETS_MAXIMUM: Final = 16 * 1024 * 1024
# A name may hide letters behind their code: /J#61vaScript.
_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
_VIDE = rb"(?:\s|%[^\r\n]*[\r\n])*"
_RENVOI = rb"(?:<<|\d+\s+\d+\s+R\b)"
# As actions are written, so that the address of a page about JavaScript is no script.
_ACTION = re.compile(
    rb"/S" + _VIDE + rb"/(?:JavaScript|Launch|ImportData|Rendition)\b"
    rb"|/JavaScript" + _VIDE + _RENVOI + rb"|/JS" + _VIDE + rb"(?:\(|<|\d+\s+\d+\s+R\b)"
    rb"|/Subtype" + _VIDE + rb"/RichMedia\b"
)
_FLUX = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_OBJETS = re.compile(rb"/ObjStm\b(?:(?!endobj).)*?stream\r?\n(.*?)endstream", re.DOTALL)


def est_actif(octets: bytes) -> bool:
    """Whether a PDF runs a script, launches a program or plays a rich medium, even within its packed objects."""
    # The streams themselves (images, fonts) are noise where any name may come up by chance.
    return any(_ACTION.search(_CODE.sub(_lettre, texte)) for texte in (_FLUX.sub(b"", octets), *_objets(octets)))


def _lettre(code: re.Match[bytes]) -> bytes:
    return bytes([int(code[1], 16)])


def _objets(octets: bytes) -> list[bytes]:
    """The packed objects of a PDF, unpacked; what cannot be is left aside, as readers do."""
    ouverts, reste = [], OBJETS_MAXIMUM
    for flux in _OBJETS.finditer(octets):
        try:
            ouverts.append(zlib.decompressobj().decompress(flux[1], reste))
        except zlib.error:
            continue
        reste -= len(ouverts[-1])
        if reste <= 0:
            break
    return ouverts
