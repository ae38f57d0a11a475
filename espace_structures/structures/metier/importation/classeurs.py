"""XLSX workbooks from outside: what is not one, what hides something, and cells written as a person would type them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from .commun import FichierRefuse

DEPLOYE_MAXIMUM = 40 * 1024 * 1024  # what the archive holds once unfolded
FEUILLES_MAXIMUM = 20
RANGEES_MAXIMUM = 10_000  # empty ones included: a sheet formatted to its last row stops there
_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")


def est_classeur(octets: bytes) -> bool:
    """Whether the file is an archive, as every XLSX is."""
    return octets.startswith(_SIGNATURES)


def feuilles_du_classeur(octets: bytes, colonnes: int) -> list[tuple[str, Iterator[tuple[int, Sequence[str]]]]]:
    """Name and rows of each visible sheet that holds something; raises FichierRefuse."""
    avec_formules = _verifier_archive(octets)
    try:
        feuilles = _ouvrir(octets, data_only=True)
        formules = _ouvrir(octets, data_only=False) if avec_formules else [None] * len(feuilles)
        if not 0 < len(feuilles) <= FEUILLES_MAXIMUM:
            raise FichierRefuse(_("Ce classeur n’a pas de feuille lisible : gardez-en une seule, avec vos lignes."))
        return [
            (feuille.title, iter(_rangees(feuille, formule, colonnes)))
            for feuille, formule in zip(feuilles, formules, strict=True)
            if feuille.sheet_state == "visible" or len(feuilles) == 1
        ]
    except FichierRefuse:
        raise
    except Exception as erreur:  # openpyxl fails in a hundred ways on a damaged workbook
        raise FichierRefuse(
            _("Ce classeur est abîmé : ouvrez-le dans un tableur, enregistrez-le en XLSX, puis recommencez.")
        ) from erreur


def _ouvrir(octets: bytes, *, data_only: bool) -> list[Any]:
    return load_workbook(io.BytesIO(octets), read_only=True, data_only=data_only, keep_links=False).worksheets


def _verifier_archive(octets: bytes) -> bool:
    """Refuses what is not a plain workbook of a bearable size; says whether it holds formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            contenus = archive.infolist()
            _verifier_contenus(contenus)
            return any(
                b"<f" in archive.read(contenu)
                for contenu in contenus
                if contenu.filename.casefold().startswith("xl/worksheets/")
            )
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, NotImplementedError) as erreur:
        raise FichierRefuse(
            _("Ce classeur est abîmé : ouvrez-le dans un tableur, enregistrez-le en XLSX, puis recommencez.")
        ) from erreur


def _verifier_contenus(contenus: list[zipfile.ZipInfo]) -> None:
    noms = [contenu.filename.casefold() for contenu in contenus]
    if "xl/workbook.xml" not in noms:
        raise FichierRefuse(_("Ce fichier n’est pas un classeur XLSX : enregistrez-le en XLSX ou en CSV."))
    if any(nom.endswith("vbaproject.bin") for nom in noms):
        raise FichierRefuse(_("Ce classeur contient des macros : enregistrez-le en XLSX, sans macro."))
    if sum(contenu.file_size for contenu in contenus) > DEPLOYE_MAXIMUM:
        raise FichierRefuse(_("Ce classeur est trop lourd une fois ouvert : découpez-le en plusieurs fichiers."))


def _rangees(feuille: Any, formule: Any, colonnes: int) -> list[tuple[int, Sequence[str]]]:
    """Rows of a sheet, read at once: a damaged sheet is refused here, not half-way."""
    valeurs = list(_cellules(feuille, colonnes))
    for numero, (cellules, textes) in enumerate(zip(valeurs, _cellules(formule, colonnes), strict=False), 1):
        _refuser_sans_resultat(numero, cellules, textes)
    return [(numero, [_en_texte(valeur) for valeur in cellules]) for numero, cellules in enumerate(valeurs, 1)]


def _cellules(feuille: Any, colonnes: int) -> Iterator[tuple[object, ...]]:
    if feuille is None:
        return iter(())
    feuille.reset_dimensions()  # what a sheet says of its size is not to be trusted
    return feuille.iter_rows(max_row=RANGEES_MAXIMUM, max_col=colonnes, values_only=True)


def _refuser_sans_resultat(numero: int, valeurs: Sequence[object], textes: Sequence[object]) -> None:
    """A formula whose result was never worked out would be taken for an empty cell."""
    for rang, (valeur, texte) in enumerate(zip(valeurs, textes, strict=False), 1):
        if valeur is None and texte is not None:
            raise FichierRefuse(
                _(
                    "La cellule %(cellule)s contient une formule sans résultat : ouvrez le fichier dans un tableur, "
                    "enregistrez-le, puis recommencez."
                )
                % {"cellule": f"{get_column_letter(rang)}{numero}"}
            )


def _en_texte(valeur: object) -> str:
    """A cell as one would type it in French: the value of a formula, never its text."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return _("oui") if valeur else _("non")
    if isinstance(valeur, datetime | date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, float):
        entier = valeur.is_integer() and abs(valeur) < 1e16
        return str(int(valeur)) if entier else f"{Decimal(repr(valeur)):f}".replace(".", ",")
    return str(valeur)
