"""Files to import: workbooks and CSV of every habit."""

import io
import zipfile

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from .structures import siret_fictif

ENTETES = ["SIRET", "Nom", "Type", "Départements"]
CONVENTIONS = ["SIRET", "Financeur", "Exercice", "Ligne budgétaire", "Numéro", "Signée le", "Objectif", "Montant"]


def ligne(numero: int = 7, nom: str = "Le Relais", genre: str = "Association", departements: str = "75") -> list[str]:
    """A line of structure with a valid SIRET."""
    return [siret_fictif(numero), nom, genre, departements]


def en_csv(*rangees, separateur: str = ";", encodage: str = "utf-8") -> bytes:
    return "\r\n".join(separateur.join(map(str, rangee)) for rangee in rangees).encode(encodage)


def en_xlsx(*rangees, feuilles: dict | None = None) -> bytes:
    """A workbook with these rows, or several sheets by name."""
    classeur = openpyxl.Workbook()
    classeur.remove(classeur.active)
    for nom, lignes in (feuilles or {"Feuille": rangees}).items():
        feuille = classeur.create_sheet(nom)
        for rangee in lignes:
            feuille.append(list(rangee))
    return octets_de(classeur)


def octets_de(classeur) -> bytes:
    """The file of a workbook."""
    tampon = io.BytesIO()
    classeur.save(tampon)
    return tampon.getvalue()


def avec_membre(octets: bytes, nom: str, contenu: bytes = b"x") -> bytes:
    """The same archive with one more member."""
    tampon = io.BytesIO(octets)
    with zipfile.ZipFile(tampon, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(nom, contenu)
    return tampon.getvalue()


def envoi(octets: bytes, nom: str = "structures.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(nom, octets)
