"""Workbooks of Excel: strings apart, formats apart, a part a sheet."""

from __future__ import annotations

import re
from datetime import date
from posixpath import normpath

from portal.socle.tableaux.csv import oui_ou_non

from .feuilles import (
    Feuille,
    date_de_serie,
    ecrire_date,
    ecrire_nombre,
    en_erreur,
    exiger_des_feuilles,
    lettres,
    sans_resultat,
)
from .limites import Archive, abime, analyser

_DATES_USUELLES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_REPERE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Xlsx:
    """A workbook of Excel: strings apart, formats apart, a part a sheet."""

    def __init__(self, archive: Archive):
        self._archive, self._limites = archive, archive.limites
        self._declarees: list[tuple[str, str, str]] = []  # name, relation, state
        self._origine = date(1899, 12, 30)
        analyser(archive.lire("xl/workbook.xml"), self._lire_classeur)

    def _lire_classeur(self, nom: str, attributs: dict[str, str]) -> None:
        if nom == "sheet" and len(self._declarees) <= self._limites.feuilles:
            relation = next((v for cle, v in attributs.items() if cle.rpartition(":")[2] == "id" and ":" in cle), "")
            self._declarees.append((attributs.get("name", ""), relation, attributs.get("state", "visible")))
        elif nom == "workbookPr" and attributs.get("date1904") in ("1", "true"):
            self._origine = date(1904, 1, 1)

    def feuilles(self) -> tuple[list[Feuille], list[str]]:
        """Visible sheets read, hidden ones named."""
        cibles: dict[str, str] = {}

        def relation(nom: str, attributs: dict[str, str]) -> None:
            if nom == "Relationship" and attributs.get("Type", "").endswith("/worksheet"):
                cibles[attributs.get("Id", "")] = attributs.get("Target", "")

        analyser(self._archive.lire("xl/_rels/workbook.xml.rels"), relation)
        declarees = [une for une in self._declarees if une[1] in cibles]
        exiger_des_feuilles(len(declarees), self._limites)
        self._chaines = self._lire_chaines()
        self._dates = self._lire_formats()
        visibles = declarees if len(declarees) == 1 else [une for une in declarees if une[2] == "visible"]
        lues = [self._lire_feuille(nom, cibles[relation]) for nom, relation, _etat in visibles]
        return lues, [une[0] for une in declarees if une not in visibles]

    def _lire_chaines(self) -> list[str]:
        chaines: list[str] = []
        morceaux: list[str] = []
        etat = {"texte": False, "phonetique": False}

        def ouvrir(nom: str, _attributs: dict[str, str]) -> None:
            if nom == "si":
                morceaux.clear()
            elif nom == "rPh":
                etat["phonetique"] = True
            etat["texte"] = nom == "t" and not etat["phonetique"]

        def fermer(nom: str) -> None:
            etat["texte"] = False
            if nom == "rPh":
                etat["phonetique"] = False
            elif nom == "si":
                chaines.append("".join(morceaux)[: self._limites.texte])

        analyser(
            self._archive.lire("xl/sharedStrings.xml"),
            ouvrir,
            fermer,
            lambda texte: morceaux.append(texte) if etat["texte"] else None,
        )
        return chaines

    def _lire_formats(self) -> list[bool]:
        """Whether each format of cell is that of a date."""
        propres: dict[str, bool] = {}
        formats: list[bool] = []
        dans_les_cellules = [False]

        def ouvrir(nom: str, attributs: dict[str, str]) -> None:
            if nom == "numFmt":
                code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", attributs.get("formatCode", "")[:200]).casefold()
                propres[attributs.get("numFmtId", "")] = bool(re.search(r"[dmyhsj]", code)) and "general" not in code
            elif nom in ("cellXfs", "cellStyleXfs"):
                dans_les_cellules[0] = nom == "cellXfs"
            elif nom == "xf" and dans_les_cellules[0]:
                numero = attributs.get("numFmtId", "0")
                formats.append(propres.get(numero, numero.isdigit() and int(numero[:4]) in _DATES_USUELLES))

        analyser(self._archive.lire("xl/styles.xml"), ouvrir)
        return formats

    def _lire_feuille(self, nom: str, cible: str) -> Feuille:
        chemin = cible.lstrip("/") if cible.startswith("/") else normpath(f"xl/{cible}")
        feuille = Feuille(nom=nom, limites=self._limites)
        lecture = _FeuilleXlsx(feuille, self._chaines, self._dates, self._origine)
        analyser(self._archive.lire(chemin), lecture.ouvrir, lecture.fermer, lecture.dire)
        return feuille


class _FeuilleXlsx:
    """The rows of a sheet as its elements come."""

    def __init__(self, feuille: Feuille, chaines: list[str], dates: list[bool], origine: date):
        self._feuille, self._chaines, self._dates, self._origine = feuille, chaines, dates, origine
        self._rangee = 0
        self._place = -1
        self._masquee = self._ecoute = False
        self._cellules: dict[int, str] = {}
        self._genre = self._format = ""
        self._morceaux: list[str] = []
        self._formule = self._valeur = self._phonetique = False

    def ouvrir(self, nom: str, attributs: dict[str, str]) -> None:
        if nom == "c":
            trouve = _REPERE.fullmatch(attributs.get("r", ""))
            self._place = _rang(trouve[1]) if trouve else self._place + 1
            self._genre, self._format = attributs.get("t", "n"), attributs.get("s", "0")
            self._morceaux.clear()
            self._formule = self._valeur = False
        elif nom == "v" or (nom == "t" and not self._phonetique):
            self._ecoute = self._valeur = True
        elif nom == "f":
            self._formule = True
        elif nom == "row":
            annonce = attributs.get("r", "")
            self._rangee = int(annonce) if annonce.isdigit() and len(annonce) < 8 else self._rangee + 1
            self._masquee = attributs.get("hidden") in ("1", "true")
            self._cellules, self._place = {}, -1
        elif nom == "rPh":
            self._phonetique = True
        elif nom == "col" and attributs.get("hidden") in ("1", "true"):
            debut, fin = (attributs.get(cle, "0") for cle in ("min", "max"))
            if debut.isdigit() and fin.isdigit() and len(fin) < 8:
                dernier = min(int(fin), self._feuille.limites.colonnes)
                self._feuille.colonnes_masquees += range(int(debut) - 1, dernier)
        elif nom == "mergeCell":
            self._fusionner(attributs.get("ref", ""))

    def fermer(self, nom: str) -> None:
        self._ecoute = False
        if nom == "c":
            self._ranger()
        elif nom == "row":
            self._feuille.ajouter(self._rangee, self._cellules, masquee=self._masquee)
        elif nom == "rPh":
            self._phonetique = False

    def dire(self, texte: str) -> None:
        if self._ecoute:
            self._morceaux.append(texte)

    def _ranger(self) -> None:
        """A cell ends: its text, or what is wrong with it."""
        if self._place >= self._feuille.limites.colonnes or self._rangee > self._feuille.limites.rangees:
            return
        brut = "".join(self._morceaux)
        repere = f"{lettres(self._place)}{self._rangee}"
        if self._formule and not brut and not (self._valeur and self._genre == "str"):
            self._feuille.faute = self._feuille.faute or sans_resultat(repere)
        elif self._genre == "e":
            self._feuille.faute = self._feuille.faute or en_erreur(repere, brut)
        elif texte := self._lire(brut):
            self._cellules[self._place] = texte

    def _lire(self, brut: str) -> str:
        if self._genre == "s":
            rang = int(brut) if brut.isdigit() and len(brut) < 10 else -1
            if not 0 <= rang < len(self._chaines):
                raise abime()
            return self._chaines[rang]
        if self._genre in ("str", "inlineStr"):
            return brut[: self._feuille.limites.texte]
        if not brut:
            return ""
        if self._genre == "b":
            return oui_ou_non(brut.strip() in ("1", "true"))
        if self._genre == "d":
            return ecrire_date(brut)
        format_ = int(self._format) if self._format.isdigit() and len(self._format) < 7 else 0
        if format_ < len(self._dates) and self._dates[format_]:
            return date_de_serie(brut, self._origine)
        return ecrire_nombre(brut[:400])

    def _fusionner(self, reference: str) -> None:
        bornes = [_REPERE.fullmatch(part) for part in reference.split(":")]
        if len(bornes) == 2 and bornes[0] and bornes[1] and len(self._feuille.fusions) < 500:
            (haut, bas) = (int(borne[2]) for borne in bornes if borne)
            (gauche, droite) = (_rang(borne[1]) for borne in bornes if borne)
            self._feuille.fusions.append((haut, gauche, bas, droite))


def _rang(lettres_: str) -> int:
    rang = 0
    for lettre in lettres_:
        rang = rang * 26 + ord(lettre) - ord("A") + 1
    return rang - 1
