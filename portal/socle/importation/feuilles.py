"""A sheet as it is read, and cells written as a person would type them in French."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from .lignes import FichierRefuse
from .limites import Limites

RANGEES_D_ENTETE = 30  # merged cells count above this row alone: headings, never values
Rangee = tuple[int, list[str]]  # number in the file (the first is 1), cells


@dataclass(kw_only=True)
class Feuille:
    """A table under reading. `faute`: a cell that must not be taken for an empty one; said when the sheet is chosen."""

    nom: str
    limites: Limites
    rangees: list[Rangee] = field(default_factory=list)
    rangees_masquees: list[int] = field(default_factory=list)
    colonnes_masquees: list[int] = field(default_factory=list)
    fusions: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row, column; last row, column
    faute: str = ""

    def ajouter(self, numero: int, cellules: dict[int, str], *, masquee: bool = False) -> None:
        """A row that holds something."""
        if not cellules or numero > self.limites.rangees:
            return
        self.rangees.append((numero, [cellules.get(rang, "") for rang in range(max(cellules) + 1)]))
        if masquee:
            self.rangees_masquees.append(numero)

    def etendre_les_fusions(self) -> None:
        """A merged heading is that of every column, and of every row, that it covers."""
        par_numero = dict(self.rangees)
        for haut, gauche, bas, droite in self.fusions[:500]:
            origine = par_numero.get(haut, [])
            if haut > RANGEES_D_ENTETE or gauche >= len(origine) or not origine[gauche]:
                continue
            for numero in range(haut, min(bas, RANGEES_D_ENTETE) + 1):
                rangee = par_numero.get(numero)
                if rangee is None:
                    continue
                rangee += [""] * (min(droite + 1, self.limites.colonnes) - len(rangee))
                for rang in range(gauche, min(droite + 1, self.limites.colonnes)):
                    rangee[rang] = rangee[rang] or origine[gauche]


def lettres(rang: int) -> str:
    """The letters of a column: 0 is A, 27 is AB."""
    return (lettres(rang // 26 - 1) if rang >= 26 else "") + chr(ord("A") + rang % 26)


def exiger_des_feuilles(nombre: int, limites: Limites) -> None:
    """Refuses a workbook without a sheet, or with too many."""
    if not 0 < nombre <= limites.feuilles:
        raise FichierRefuse(_("Ce classeur n’a pas de feuille lisible : gardez-en une seule, avec vos lignes."))


# --- Values ----------------------------------------------------------------------------------------------------------


def ecrire_nombre(texte: str) -> str:
    """A number of a workbook as one would type it in French."""
    try:
        nombre = float(texte)
        entier = nombre.is_integer() and abs(nombre) < 1e16
        return str(int(nombre)) if entier else f"{Decimal(repr(nombre)):f}".replace(".", ",")
    except (ValueError, OverflowError, InvalidOperation):
        return texte


def ecrire_date(texte: str) -> str:
    """An ISO date or moment as a French day; anything else as it stands."""
    try:
        return f"{datetime.fromisoformat(texte):%d/%m/%Y}"
    except ValueError:
        return texte


def date_de_serie(texte: str, origine: date) -> str:
    """The day that a spreadsheet counts from its origin; a moment of the day alone is an hour."""
    try:
        serie = float(texte)
        if 0 <= serie < 1:
            minutes = round(serie * 1440)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        return f"{origine + timedelta(days=int(serie)):%d/%m/%Y}"
    except (ValueError, OverflowError):
        return texte


def sans_resultat(repere: str) -> str:
    """A formula whose result was never worked out would be taken for an empty cell."""
    return _(
        "La cellule %(cellule)s contient une formule sans résultat : ouvrez le fichier dans un tableur, "
        "enregistrez-le, puis recommencez."
    ) % {"cellule": repere}


def en_erreur(repere: str, erreur: str) -> str:
    """A value that is none."""
    return _("La cellule %(cellule)s contient une erreur de calcul (%(erreur)s) : corrigez-la, puis recommencez.") % {
        "cellule": repere,
        "erreur": erreur[:20],
    }


def protege() -> str:
    """What one says of a workbook behind a password."""
    return _("Ce classeur est protégé par un mot de passe : retirez la protection, enregistrez-le, puis recommencez.")


def noms_de_colonnes(rangs: Iterable[int]) -> str:
    """« A, C »."""
    return ", ".join(lettres(rang) for rang in rangs)
