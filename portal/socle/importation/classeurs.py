"""Workbooks from outside, XLSX or ODS: what each visible sheet holds, and what is hidden."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .feuilles import Feuille
from .lignes import FichierRefuse
from .limites import Archive, Limites
from .ods import Ods
from .xlsx import Xlsx


def feuilles_du_classeur(octets: bytes, limites: Limites) -> tuple[list[Feuille], list[str]]:
    """The visible sheets that hold something, and the names of the hidden ones; raises FichierRefuse."""
    archive = Archive(octets, limites)
    noms = archive.noms
    if any(nom.endswith("vbaproject.bin") for nom in noms):
        raise FichierRefuse(_("Ce classeur contient des macros : enregistrez-le en XLSX, sans macro."))
    if "xl/workbook.xml" in noms:
        feuilles, masquees = Xlsx(archive).feuilles()
    elif "content.xml" in noms:
        feuilles, masquees = Ods(archive).feuilles()
    else:
        raise FichierRefuse(_("Ce fichier n’est pas un classeur XLSX : enregistrez-le en XLSX ou en CSV."))
    for feuille in feuilles:
        feuille.etendre_les_fusions()
    return feuilles, masquees
