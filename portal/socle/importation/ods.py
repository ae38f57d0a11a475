"""Workbooks of LibreOffice: one part, rows and cells repeated by a number."""

from __future__ import annotations

from portal.socle.tableaux.csv import oui_ou_non

from .feuilles import (
    Feuille,
    ecrire_date,
    ecrire_nombre,
    en_erreur,
    exiger_des_feuilles,
    lettres,
    protege,
    sans_resultat,
)
from .lignes import FichierRefuse
from .limites import Archive, analyser


class Ods:
    """A workbook of LibreOffice: one part, rows and cells repeated by a number."""

    def __init__(self, archive: Archive):
        if b"encryption-data" in archive.lire("META-INF/manifest.xml"):
            raise FichierRefuse(protege())
        self._archive, self._limites = archive, archive.limites
        self._feuilles: list[Feuille] = []
        self._masquees: list[str] = []
        self._styles_masques: set[str] = set()
        self._style = ""
        self._muet = 0  # inside an annotation or a shape: not the text of the cell
        self._numero = self._colonne = self._place = 0
        self._repetee, self._masquee = 1, False
        self._rangee: dict[int, str] = {}
        self._attributs: dict[str, str] | None = None
        self._paragraphes: list[list[str]] = []
        self._dans_un_paragraphe = False

    def feuilles(self) -> tuple[list[Feuille], list[str]]:
        """Visible sheets read, hidden ones named."""
        analyser(self._archive.lire("content.xml"), self._ouvrir, self._fermer, self._dire)
        exiger_des_feuilles(len(self._feuilles), self._limites)
        if len(self._feuilles) == len(self._masquees) == 1:
            return self._feuilles, []
        return [f for f in self._feuilles if f.nom not in self._masquees], self._masquees

    def _ouvrir(self, nom: str, attributs: dict[str, str]) -> None:
        if nom in ("annotation", "frame", "custom-shape", "control", "shapes", "tracked-changes"):
            self._muet += 1
        elif self._muet:
            return
        elif nom in ("table-cell", "covered-table-cell"):
            self._attributs = attributs
            self._paragraphes.clear()
        elif nom == "p":
            self._paragraphes.append([])
            self._dans_un_paragraphe = True
        elif nom == "s" and self._dans_un_paragraphe:
            self._dire(" " * min(_entier(attributs.get("text:c", "1")), 100))
        elif nom in ("tab", "line-break") and self._dans_un_paragraphe:
            self._dire("\t" if nom == "tab" else "\n")
        elif nom == "table-row":
            self._rangee, self._place = {}, 0
            self._repetee = _entier(attributs.get("table:number-rows-repeated", "1"))
            self._masquee = attributs.get("table:visibility", "visible") != "visible"
        elif nom == "table-column":
            repetee = _entier(attributs.get("table:number-columns-repeated", "1"))
            if attributs.get("table:visibility", "visible") != "visible":
                fin = min(self._colonne + repetee, self._limites.colonnes)
                self._feuilles[-1].colonnes_masquees += range(self._colonne, fin)
            self._colonne += repetee
        elif nom == "table":
            self._feuilles.append(Feuille(nom=attributs.get("table:name", ""), limites=self._limites))
            exiger_des_feuilles(len(self._feuilles), self._limites)
            self._numero = self._colonne = 0
            if attributs.get("table:style-name") in self._styles_masques:
                self._masquees.append(self._feuilles[-1].nom)
        elif nom == "style":
            self._style = attributs.get("style:name", "")
        elif nom == "table-properties" and attributs.get("table:display") == "false":
            self._styles_masques.add(self._style)

    def _fermer(self, nom: str) -> None:
        if nom in ("annotation", "frame", "custom-shape", "control", "shapes", "tracked-changes"):
            self._muet -= 1
        elif self._muet:
            return
        elif nom == "p":
            self._dans_un_paragraphe = False
        elif nom in ("table-cell", "covered-table-cell") and self._attributs is not None:
            self._ranger(self._attributs)
            self._attributs = None
        elif nom == "table-row":
            feuille = self._feuilles[-1]
            dernier = min(self._numero + self._repetee, self._limites.rangees) if self._rangee else 0
            for numero in range(self._numero + 1, dernier + 1):
                feuille.ajouter(numero, self._rangee, masquee=self._masquee)
            self._numero += self._repetee

    def _dire(self, texte: str) -> None:
        if self._dans_un_paragraphe and not self._muet:
            self._paragraphes[-1].append(texte)

    def _ranger(self, attributs: dict[str, str]) -> None:
        """A cell ends: its text goes to each of the columns that it stands for."""
        place, feuille = self._place, self._feuilles[-1]
        self._place += _entier(attributs.get("table:number-columns-repeated", "1"))
        repere = f"{lettres(min(place, self._limites.colonnes))}{self._numero + 1}"
        texte = self._lire(attributs)
        if texte.startswith(("#N/A", "#REF!", "#VALUE!", "#VALEUR!", "#NAME?", "#NOM ?", "#DIV/0!", "Err:")):
            feuille.faute = feuille.faute or en_erreur(repere, texte)
        elif "table:formula" in attributs and not texte and "office:value-type" not in attributs:
            feuille.faute = feuille.faute or sans_resultat(repere)
        if not texte:
            return
        for rang in range(place, min(self._place, self._limites.colonnes)):
            self._rangee[rang] = texte
        large, haut = (_entier(attributs.get(f"table:number-{sens}-spanned", "1")) for sens in ("columns", "rows"))
        if (large, haut) != (1, 1) and len(feuille.fusions) < 500:
            feuille.fusions.append((self._numero + 1, place, self._numero + haut, place + large - 1))

    def _lire(self, attributs: dict[str, str]) -> str:
        genre = attributs.get("office:value-type", "")
        if genre in ("float", "percentage", "currency"):
            return ecrire_nombre(attributs.get("office:value", "")[:400])
        if genre == "date":
            return ecrire_date(attributs.get("office:date-value", ""))
        if genre == "boolean":
            return oui_ou_non(attributs.get("office:boolean-value") == "true")
        texte = "\n".join("".join(morceaux) for morceaux in self._paragraphes)
        return (texte or attributs.get("office:string-value", ""))[: self._limites.texte]


def _entier(texte: str) -> int:
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 9 else 1
