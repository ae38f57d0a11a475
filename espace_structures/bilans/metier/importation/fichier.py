"""Reading the lines of the file: encoding, headers, columns. Nothing is understood yet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from portal.socle.tableaux import deproteger

from ..extraction import COLONNES_LONGUES

csv.field_size_limit(10_000_000)  # a long text is refused with its line number, not by the reader


class Faute(NamedTuple):
    """What is wrong, where (line of the file, the first is 1), and what to do."""

    ligne: int
    raison: str


class LigneLue(NamedTuple):
    """A line of the right shape; a text that spans several lines counts from the first."""

    numero: int
    exercice: str
    siret: str
    structure: str
    type_structure: str
    departement: str
    etat: str
    code: str
    valeur: str

    @property
    def identite(self) -> tuple[str, ...]:
        return self[1:7]


def lire_lignes(fichier: BinaryIO, fautes: list[Faute]) -> Iterator[LigneLue]:
    """The lines of the right shape; the others are added to `fautes`."""
    illisibles = _lignes_illisibles(fichier)
    fautes += [
        Faute(numero, _("Le texte n’est pas en UTF-8 : enregistrez le fichier en « CSV UTF-8 », puis recommencez."))
        for numero in illisibles
    ]
    fichier.seek(0)
    texte = io.TextIOWrapper(fichier, encoding="utf-8-sig", errors="replace", newline="")
    lecteur = csv.reader(texte, delimiter=";", strict=True)
    try:
        yield from _decouper(lecteur, set(illisibles), fautes)
    except csv.Error:
        fautes.append(
            Faute(
                lecteur.line_num,
                _("Les guillemets de cette ligne ne se referment pas : la lecture s’arrête là. Corrigez-les."),
            )
        )
    finally:
        texte.detach()


def _lignes_illisibles(fichier: BinaryIO) -> list[int]:
    """Numbers of the lines that are not UTF-8 (no character of UTF-8 holds a line break)."""
    illisibles = []
    for numero, ligne in enumerate(fichier, 1):
        try:
            ligne.decode("utf-8")
        except UnicodeDecodeError:
            illisibles.append(numero)
    return illisibles


def _decouper(lecteur, illisibles: set[int], fautes: list[Faute]) -> Iterator[LigneLue]:
    entetes = next(lecteur, None)
    if entetes is None or tuple(entete.strip().casefold() for entete in entetes) != COLONNES_LONGUES:
        fautes.append(
            Faute(
                1,
                _("La première ligne doit être : %(colonnes)s (séparées par des points-virgules).")
                % {"colonnes": ";".join(COLONNES_LONGUES)},
            )
        )
        return
    precedente = lecteur.line_num
    for champs in lecteur:
        numero, precedente = precedente + 1, lecteur.line_num
        if not champs:  # an empty line says nothing
            continue
        if len(champs) != len(COLONNES_LONGUES):
            fautes.append(
                Faute(
                    numero,
                    _("Cette ligne compte %(lues)s colonnes au lieu de %(attendues)s : vérifiez les points-virgules.")
                    % {"lues": len(champs), "attendues": len(COLONNES_LONGUES)},
                )
            )
        elif illisibles.isdisjoint(range(numero, precedente + 1)):
            yield LigneLue(numero, *map(deproteger, champs))
