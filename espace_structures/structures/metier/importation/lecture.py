"""Reading a spreadsheet of any habit: CSV in the usual encodings and separators, or XLSX. Nothing is understood yet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.socle.entrees.textes import plier
from portal.socle.tableaux import deproteger

from .classeurs import est_classeur, feuilles_du_classeur
from .commun import Colonne, FichierRefuse, LigneLue

OCTETS_MAXIMUM = 2 * 1024 * 1024
LIGNES_MAXIMUM = 2000
COLONNES_MAXIMUM = 60
TEXTE_MAXIMUM = 2000
SEPARATEURS = (";", ",", "\t")
# The template says "Exemple" in this column: such a line is a lesson, not a record.
NOTE = Colonne("note", "Note", autres=("remarque", "commentaire"))
EXEMPLE = "exemple"

Rangee = tuple[int, Sequence[str]]  # number in the file (the first is 1), cells


@dataclass(frozen=True, kw_only=True)
class Lecture:
    """The lines that say something, and the headings that nobody reads."""

    lignes: tuple[LigneLue, ...]
    colonnes: tuple[str, ...]
    ignorees: tuple[str, ...] = ()


def lire(octets: bytes, colonnes: Sequence[Colonne]) -> Lecture:
    """The lines of a CSV or XLSX file; raises FichierRefuse, whose message says what to do."""
    if not octets.strip():
        raise FichierRefuse(_("Le fichier est vide : remplissez le modèle, enregistrez-le, puis recommencez."))
    if len(octets) > OCTETS_MAXIMUM:
        raise FichierRefuse(_("Le fichier dépasse 2 Mo : découpez-le en plusieurs fichiers."))
    if est_classeur(octets):
        return _lire_classeur(octets, colonnes)
    return _lire_texte(_decoder(octets), colonnes)


# --- CSV -------------------------------------------------------------------------------------------------------------


def _decoder(octets: bytes) -> str:
    """The text, in UTF-8 or in the Windows-1252 of older spreadsheets."""
    for encodage in ("utf-8-sig", "cp1252"):
        try:
            texte = octets.decode(encodage)
        except UnicodeDecodeError:
            continue
        if "\x00" not in texte:
            return texte
    raise FichierRefuse(
        _("Ce fichier n’est ni un CSV ni un classeur XLSX : enregistrez-le dans l’un de ces formats, puis recommencez.")
    )


def _lire_texte(texte: str, colonnes: Sequence[Colonne]) -> Lecture:
    """The lines of a CSV, cut by the separator under which most headings are known."""
    essais = [_choisir(_decouper(texte, separateur), colonnes) for separateur in SEPARATEURS]
    meilleur = max(essais, key=lambda essai: len(essai.places))
    return meilleur.lire()


def _decouper(texte: str, separateur: str) -> Iterator[Rangee]:
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    precedente = 0
    try:
        for cellules in lecteur:
            numero, precedente = precedente + 1, lecteur.line_num
            yield numero, [deproteger(cellule) for cellule in cellules]
    except csv.Error as erreur:
        raise FichierRefuse(
            _("Ligne %(ligne)s : les guillemets ne se referment pas. Corrigez-les, puis recommencez.")
            % {"ligne": precedente + 1}
        ) from erreur


# --- XLSX ------------------------------------------------------------------------------------------------------------


def _lire_classeur(octets: bytes, colonnes: Sequence[Colonne]) -> Lecture:
    """The lines of the only sheet that bears the headings."""
    essais = [(nom, _choisir(rangees, colonnes)) for nom, rangees in feuilles_du_classeur(octets, COLONNES_MAXIMUM)]
    reconnues = [(nom, essai) for nom, essai in essais if not essai.manquantes]
    if len(reconnues) > 1:
        raise FichierRefuse(
            _("Plusieurs feuilles du classeur portent ces intitulés (%(feuilles)s) : n’en gardez qu’une.")
            % {"feuilles": ", ".join(nom for nom, _essai in reconnues)}
        )
    choisi = reconnues[0][1] if reconnues else max((e for _nom, e in essais), key=lambda essai: len(essai.places))
    return choisi.lire()


# --- Headings --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Essai:
    """A table under trial: where each known column stands, and what is left of the rows below the headings."""

    places: dict[str, int]
    ignorees: tuple[str, ...]
    manquantes: tuple[str, ...]
    doubles: tuple[str, ...]
    suite: Iterator[Rangee]

    def lire(self) -> Lecture:
        """The lines; raises FichierRefuse when headings are missing or said twice, or when there are too many lines."""
        if self.manquantes:
            raise FichierRefuse(
                _("Ces intitulés manquent à la première ligne : %(manquent)s. Partez du modèle à télécharger.")
                % {"manquent": ", ".join(self.manquantes)}
            )
        if self.doubles:
            raise FichierRefuse(
                _("Ces colonnes sont là deux fois : %(doubles)s. N’en gardez qu’une de chaque.")
                % {"doubles": ", ".join(self.doubles)}
            )
        lignes = tuple(self._lignes())
        if not lignes:
            raise FichierRefuse(_("Le fichier n’a aucune ligne sous les intitulés : ajoutez-en, puis recommencez."))
        return Lecture(
            lignes=lignes,
            colonnes=tuple(code for code in self.places if code != NOTE.code),
            ignorees=self.ignorees,
        )

    def _lignes(self) -> Iterator[LigneLue]:
        nombre = 0
        for numero, cellules in self.suite:
            valeurs = {
                code: str(cellules[place]).strip() if place < len(cellules) else ""
                for code, place in self.places.items()
            }
            note = valeurs.pop(NOTE.code, "")
            if not any(valeurs.values()) or plier(note).startswith(EXEMPLE):
                continue
            nombre += 1
            if nombre > LIGNES_MAXIMUM:
                raise FichierRefuse(
                    _("Le fichier compte plus de %(nombre)s lignes : découpez-le en plusieurs fichiers.")
                    % {"nombre": LIGNES_MAXIMUM}
                )
            yield LigneLue(numero=numero, valeurs={c: _borner(v) for c, v in valeurs.items()})


def _borner(texte: str) -> str:
    """A cell that nobody typed by hand is cut: it will be refused for its length anyway."""
    return texte[:TEXTE_MAXIMUM]


def _choisir(rangees: Iterable[Rangee], colonnes: Sequence[Colonne]) -> _Essai:
    """The table read from its first row that holds something."""
    suite = iter(rangees)
    entetes = next((cellules for _numero, cellules in suite if any(str(c).strip() for c in cellules)), [])
    connues = {nom: colonne for colonne in (*colonnes, NOTE) for nom in colonne.noms}
    places: dict[str, int] = {}
    ignorees, doubles = [], []
    for place, entete in enumerate(entetes[:COLONNES_MAXIMUM]):
        colonne = connues.get(plier(str(entete)))
        if colonne is None:
            ignorees += [str(entete).strip()] if str(entete).strip() else []
        elif colonne.code in places:
            doubles.append(str(colonne.titre))
        else:
            places[colonne.code] = place
    manquantes = tuple(str(c.titre) for c in colonnes if c.obligatoire and c.code not in places)
    return _Essai(places=places, ignorees=tuple(ignorees), manquantes=manquantes, doubles=tuple(doubles), suite=suite)
