"""The form of one section of a sheet, made from the cells that the campaign froze."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..enums import TYPES_ADDITIFS, TypeReponse
from ..metier.champs import champ_de
from ..metier.definition import CelluleDef, DefinitionTrame, Section, Tableau
from ..metier.expressions import completer
from ..metier.lecture import Reponses, nombres
from ..metier.saisie import Valeur


@dataclass(frozen=True, kw_only=True)
class Erreur:
    """A refusal, for the summary at the top: where it is, what it is about, what to do."""

    id: str
    libelle: str
    message: str


class SectionForm(forms.Form):
    """One field a cell to type, named by its code; `version` is the sheet's when the form was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, donnees: Any = None, *, definition: DefinitionTrame, section: Section, reponses: Reponses, version: int
    ):
        self.definition, self.section, self.reponses = definition, section, reponses
        self.cellules = {
            cellule.code: cellule
            for cellule in definition.cellules.values()
            if cellule.section == section.code and not cellule.calcul
        }
        initial = {code: reponses[code] for code in self.cellules if code in reponses}
        super().__init__(donnees, auto_id="c-%s", initial=initial | {"version": version})
        for cellule in self.cellules.values():
            self.fields[cellule.code] = _champ(cellule)

    @property
    def valeurs(self) -> dict[str, Valeur]:
        """Answers of a valid form, by cell code; None where nothing is answered."""
        return {
            code: self.cleaned_data[code] if cellule.est_numerique else self.cleaned_data[code] or None
            for code, cellule in self.cellules.items()
        }

    @cached_property
    def nombres_affiches(self) -> dict[str, Decimal]:
        """The numbers that the screen shows, refused ones apart: what its totals add up."""
        affiches = {}
        for code, cellule in self.cellules.items():
            if not cellule.est_numerique:
                continue
            try:
                valeur = self.fields[code].to_python(self.data.get(code) if self.is_bound else self.reponses.get(code))
            except ValidationError:
                continue
            if valeur is not None:
                affiches[code] = valeur
        return affiches

    @cached_property
    def releve(self) -> dict[str, Decimal]:
        """Numbers of the whole sheet with what this screen shows in place of what was saved; computed cells too."""
        ailleurs = {code: valeur for code, valeur in nombres(self.reponses).items() if code not in self.cellules}
        return completer(ailleurs | self.nombres_affiches, self.definition)

    @property
    def erreurs(self) -> list[Erreur]:
        """What is refused, in the order of the screen."""
        if "version" in self.errors:
            return [Erreur(id="saisie", libelle=_("Formulaire"), message=_("Il est incomplet : rechargez la page."))]
        return [
            Erreur(id=f"c-{code}", libelle=nom_complet(self.cellules[code], self.definition), message=message)
            for code in self.cellules
            for message in self.errors.get(code, ())
        ]

    def ecrire_zeros(self, tableau: str) -> int:
        """Post 0 in the empty cells of a table, if it may be completed so; how many there were."""
        element = self.definition.elements.get(tableau)
        if not isinstance(element, Tableau) or not se_complete_de_zeros(element):
            return 0
        vides = [
            code
            for code, cellule in self.cellules.items()
            if cellule.element == tableau and not self.data.get(code, "").strip()
        ]
        self.data = self.data.copy()
        self.data.update(dict.fromkeys(vides, "0"))
        return len(vides)

    def remplacer(self, valeurs: Mapping[str, Valeur], *, version: int) -> None:
        """Show these values and this version in place of what was posted, and keep all the rest as typed."""
        donnees = self.data.copy()
        for code, valeur in valeurs.items():
            donnees[code] = self.fields[code].prepare_value(valeur) if valeur is not None else ""
        donnees["version"] = version
        self.data = donnees
        self.__dict__.pop("nombres_affiches", None)
        self.__dict__.pop("releve", None)


def se_complete_de_zeros(tableau: Tableau) -> bool:
    """Zeros may be written at once in its empty cells. Where every row is a "dont", an empty cell says something: the
    structure does not follow these persons."""
    return tableau.type in TYPES_ADDITIFS and not all(ligne.dont for ligne in tableau.lignes)


def nom_complet(cellule: CelluleDef, definition: DefinitionTrame) -> str:
    """The cell as one names it away from its table: its code, its table, its row and column."""
    element = definition.elements[cellule.element]
    if not cellule.ligne:
        return f"{cellule.code} – {cellule.libelle}"
    return f"{element.code} – {element.titre} : {cellule.libelle}"  # type: ignore[union-attr]


def _champ(cellule: CelluleDef) -> forms.Field:
    """The field of the cell, dressed for the screen."""
    classe = "form-control"
    saisie: forms.Widget | None = forms.TextInput()
    if cellule.type == TypeReponse.CHOIX:
        saisie, classe = forms.Select(), "form-select"
    elif cellule.type == TypeReponse.DATE:
        saisie = None
    elif not cellule.est_numerique and not cellule.ligne:
        saisie = forms.Textarea(attrs={"rows": 6})  # in a table, a text is a few words: one line is enough
    champ = champ_de(cellule, label=cellule.libelle, **({"widget": saisie} if saisie else {}))
    champ.widget.attrs["class"] = classe
    return champ
