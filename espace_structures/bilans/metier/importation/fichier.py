"""Reading the lines of the file: a CSV as it comes, whatever its length, or a workbook. Nothing is understood yet."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from portal.socle.importation.classeurs import feuilles_du_classeur
from portal.socle.importation.feuilles import Rangee
from portal.socle.importation.lignes import FichierRefuse
from portal.socle.importation.limites import Limites
from portal.socle.importation.tables import ENTETE_AU_PLUS_BAS
from portal.socle.importation.textes import (
    GuillemetsOuverts,
    decouper,
    encodage_ancien,
    encodage_de,
    est_archive,
    refuser_les_anciens_classeurs,
    separateurs,
)

from ..extraction import COLONNES_LONGUES

# A workbook is read in memory, by somebody who has the command line; a CSV has no limit.
LIMITES = Limites(
    octets=100 * 1024 * 1024,
    deploye=1024 * 1024 * 1024,
    feuilles=200,
    balises=60_000_000,
    rangees=1_048_576,
    texte=40_000,
)
DEBUT = 65_536


class Faute(NamedTuple):
    """What is wrong, where (line of the file, the first is 1), and what to do."""

    ligne: int
    raison: str


class LigneDuFichier(NamedTuple):
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


def lire_lignes(fichier: BinaryIO, fautes: list[Faute]) -> Iterator[LigneDuFichier]:
    """The lines of the right shape; the others are added to `fautes`."""
    debut = fichier.read(DEBUT)
    fichier.seek(0)
    try:
        refuser_les_anciens_classeurs(debut)
        if est_archive(debut):
            yield from _du_classeur(fichier.read(LIMITES.octets), fautes)
        else:
            yield from _du_texte(fichier, debut, fautes)
    except GuillemetsOuverts as erreur:
        fautes.append(
            Faute(
                erreur.ligne,
                _("Les guillemets de cette ligne ne se referment pas : la lecture s’arrête là. Corrigez-les."),
            )
        )
    except FichierRefuse as refus:
        fautes.append(Faute(0, str(refus)))


def _du_classeur(octets: bytes, fautes: list[Faute]) -> Iterator[LigneDuFichier]:
    """The rows of the sheet that bears the headings, short of their empty cells."""
    feuilles, _masquees = feuilles_du_classeur(octets, LIMITES)
    choisie = next((f for f in feuilles if _places(f.rangees[:ENTETE_AU_PLUS_BAS])), feuilles[0])
    if choisie.faute:
        raise FichierRefuse(choisie.faute)
    largeur = len(COLONNES_LONGUES)
    yield from _ranger(((n, cellules + [""] * (largeur - len(cellules))) for n, cellules in choisie.rangees), fautes)


def _du_texte(fichier: BinaryIO, debut: bytes, fautes: list[Faute]) -> Iterator[LigneDuFichier]:
    encodage, illisibles = _encodage(fichier, debut)
    fautes += [
        Faute(numero, _("Le texte n’est pas en UTF-8 : enregistrez le fichier en « CSV UTF-8 », puis recommencez."))
        for numero in illisibles
    ]
    fichier.seek(0)
    texte = io.TextIOWrapper(fichier, encoding=encodage, errors="replace", newline="")
    try:
        separateur = _separateur(debut.decode(encodage, errors="replace"))
        for ligne in _ranger(decouper(texte, separateur), fautes):
            if not illisibles or not any("\ufffd" in str(champ) for champ in ligne):
                yield ligne
    finally:
        texte.detach()


def _encodage(fichier: BinaryIO, debut: bytes) -> tuple[str, list[int]]:
    """The encoding, and the numbers of the lines that are not in it: two encodings in one file are a fault."""
    if (trouve := encodage_de(debut)) in ("utf-16", "utf-16-le", "utf-16-be"):
        return trouve, []
    illisibles, melange, echantillon = [], debut.startswith(b"\xef\xbb\xbf"), b""
    for numero, ligne in enumerate(fichier, 1):
        try:
            ligne.decode("utf-8")
            melange = melange or not ligne.isascii()
        except UnicodeDecodeError:
            illisibles.append(numero)
            echantillon += ligne[: max(0, DEBUT - len(echantillon))]
    ancien = encodage_ancien(echantillon) if illisibles and not melange else None
    return (ancien, []) if ancien else ("utf-8-sig", illisibles)


def _separateur(debut: str) -> str:
    """What cuts the headings of this file as they should be."""
    premieres = debut.splitlines(keepends=True)[: ENTETE_AU_PLUS_BAS + 1]
    for separateur in separateurs(premieres[0] if premieres else ""):
        try:
            if _places(list(islice(decouper(premieres, separateur), ENTETE_AU_PLUS_BAS))):
                return separateur
        except GuillemetsOuverts:
            continue
    return ";"


def _places(rangees: Sequence[Rangee]) -> tuple[int, tuple[int, ...]] | None:
    """Which row bears the headings, and where each column is; titles may stand above, empty columns after."""
    for rang, (_numero, cellules) in enumerate(rangees):
        entetes = [cellule.strip().casefold() for cellule in cellules]
        if sorted(filter(None, entetes)) == sorted(COLONNES_LONGUES):
            return rang, tuple(map(entetes.index, COLONNES_LONGUES))
    return None


def _ranger(rangees: Iterable[Rangee], fautes: list[Faute]) -> Iterator[LigneDuFichier]:
    suite = iter(rangees)
    premieres: list[Rangee] = []
    trouvees = None
    while trouvees is None and len(premieres) < ENTETE_AU_PLUS_BAS and (rangee := next(suite, None)) is not None:
        premieres.append(rangee)
        trouvees = _places(premieres)
    if trouvees is None:
        fautes.append(
            Faute(
                1,
                _("La première ligne doit être : %(colonnes)s (séparées par des points-virgules).")
                % {"colonnes": ";".join(COLONNES_LONGUES)},
            )
        )
        return
    places = trouvees[1]
    largeur = max(places) + 1
    for numero, champs in suite:
        if not any(champs):  # an empty line says nothing
            continue
        if len(champs) < largeur or any(champs[largeur:]):
            fautes.append(
                Faute(
                    numero,
                    _("Cette ligne compte %(lues)s colonnes au lieu de %(attendues)s : vérifiez les points-virgules.")
                    % {"lues": len(champs), "attendues": len(COLONNES_LONGUES)},
                )
            )
        else:
            yield LigneDuFichier(numero, *(champs[place] for place in places))
