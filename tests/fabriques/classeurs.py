"""Workbooks written part by part: ODS, and what no spreadsheet would write."""

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

_ESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = " ".join(
    f'xmlns:{nom}="urn:oasis:names:tc:opendocument:xmlns:{nom}:1.0"' for nom in ("office", "table", "text", "style")
)


def zip_de(parts: dict[str, str | bytes]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as sortie:
        for nom, contenu in parts.items():
            sortie.writestr(nom, contenu)
    return tampon.getvalue()


def xlsx_brut(rangees: str, *, avant: str = "", apres: str = "", classeur: str = "", **parts: str | bytes) -> bytes:
    """A workbook of one sheet, from the XML of its rows; `parts`: sharedStrings, styles…"""
    feuille = f"<worksheet {_ESPACE}>{avant}<sheetData>{rangees}</sheetData>{apres}</worksheet>"
    return zip_de(
        {
            "xl/workbook.xml": f'<workbook {_ESPACE} xmlns:r="{_RELATION}"><sheets><sheet name="Liste" sheetId="1" '
            f'r:id="r1"/></sheets>{classeur}</workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{_RELATION}/worksheet" '
            'Target="worksheets/feuille.xml"/></Relationships>',
            "xl/worksheets/feuille.xml": feuille,
        }
        | {f"xl/{nom}.xml": contenu for nom, contenu in parts.items()}
    )


def rangee(numero: int, textes: Sequence[str], attributs: str = "") -> str:
    """The XML of a row of texts."""
    cellules = "".join(f'<c t="inlineStr"><is><t>{escape(texte)}</t></is></c>' for texte in textes)
    return f'<row r="{numero}" {attributs}>{cellules}</row>'


def ods(*feuilles: tuple[str, str], automatiques: str = "", entete: str = "") -> bytes:
    """A workbook of LibreOffice: the name of each sheet and the XML of its rows."""
    tables = "".join(f"<table:table table:name={quoteattr(nom)}{contenu}</table:table>" for nom, contenu in feuilles)
    contenu = (
        f"{entete}<office:document-content {_ODF}><office:automatic-styles>{automatiques}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zip_de({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": contenu})


def rangee_ods(textes: Sequence[str], attributs: str = "") -> str:
    cellules = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(texte)}</text:p></table:table-cell>'
        for texte in textes
    )
    return f"<table:table-row {attributs}>{cellules}</table:table-row>"


def mentir_sur_la_taille(octets: bytes, vraie: int, dite: int) -> bytes:
    """The same archive, whose directory announces another size."""
    return octets.replace(struct.pack("<L", vraie), struct.pack("<L", dite))
