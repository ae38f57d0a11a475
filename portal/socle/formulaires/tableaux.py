"""A table of fields as a crispy-forms layout object: a real <table> where each input is named by its row and column.

Totals are computed here and shown as <output>, then kept up to date by the script as one types (`data-termes`: the
signed names of the fields added up, `data-base`: what is added besides).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from crispy_forms.layout import LayoutObject
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .elements import AUCUN_ENTOURAGE, Colonne, Controle, Entourage, Rangee, Somme

Rang = Colonne | None  # a column to show; None is the total of the additive ones


class TableauLayout(LayoutObject):
    """A table of fields. `champs` names the field of each (row, column); a place without a field is greyed.

    `se_complete`: a button offers to write 0 in its empty cells (it posts `zeros`, the code of the table).
    """

    template = "formulaires/tableau.html"

    def __init__(
        self,
        *,
        code: str,
        titre: str,
        lignes: Sequence[Rangee],
        colonnes: Sequence[Colonne],
        champs: Mapping[tuple[str, str], str],
        valeurs: Mapping[str, Decimal],
        intitule_lignes: str = "",
        aide: str = "",
        definition: str = "",
        totalise: bool = True,
        se_complete: bool = False,
        centimes: bool = False,
        controles: Sequence[Controle] = (),
        entourage: Entourage = AUCUN_ENTOURAGE,
    ):
        self.fields = list(champs.values())
        self.code, self.titre, self.aide, self.definition = code, titre, aide, definition
        self.intitule_lignes = intitule_lignes or _("Ligne")
        self.lignes, self.colonnes, self.champs, self.valeurs = lignes, colonnes, champs, valeurs
        self.se_complete = se_complete
        self.totalise, self.centimes, self.controles, self.entourage = totalise, centimes, controles, entourage

    def render(self, form: Any, context: Any, template_pack: str = "", **_options: Any) -> str:
        form.rendered_fields.update(self.fields)
        return render_to_string(
            self.template,
            {
                "tableau": self,
                "entete": self._entete(),
                "rangees": self._rangees(form),
                "largeur": 1 + len(self._rangs),
                "vides": sum(form[nom].value() in (None, "") for nom in self.fields),
            },
        )

    @property
    def id(self) -> str:
        return f"t-{self.code}"

    @cached_property
    def _rangs(self) -> list[Rang]:
        """The columns to show: the total stands right after those that it adds up."""
        rangs: list[Rang] = list(self.colonnes)
        additives = [rang for rang, colonne in enumerate(self.colonnes) if not colonne.dont]
        if self.totalise and len(additives) > 1:
            rangs.insert(additives[-1] + 1, None)
        return rangs

    # --- Header -----------------------------------------------------------------------------------------------------

    @cached_property
    def _deux_niveaux(self) -> bool:
        return any(colonne.groupe for colonne in self.colonnes)

    @cached_property
    def _suites(self) -> list[tuple[str, str, list[Rang]]]:
        """Runs of columns that share a group: id of its header, its label, the columns."""
        suites = groupby(self._rangs, key=lambda rang: rang.groupe if rang else "")
        return [(f"{self.id}-g-{numero}", groupe, list(rangs)) for numero, (groupe, rangs) in enumerate(suites)]

    @cached_property
    def _groupe_de(self) -> dict[str, str]:
        """Id of the group header above each column, by code of column."""
        return {rang.code: id_ for id_, groupe, rangs in self._suites if groupe for rang in rangs if rang}

    def _entete(self) -> list[list[dict[str, Any]]]:
        """The header, one or two rows of cells; what has no group is as tall as the header."""
        hauteur = 2 if self._deux_niveaux else 1
        premier: list[dict[str, Any]] = [self._th(self.intitule_lignes, hauteur=hauteur, classe="coin")]
        second: list[dict[str, Any]] = []
        for id_, groupe, rangs in self._suites:
            if groupe:
                premier.append(
                    {"libelle": groupe, "id": id_, "portee": "colgroup", "largeur": len(rangs), "hauteur": 1}
                )
                second += [self._th_colonne(rang, hauteur=1) for rang in rangs]
            else:
                premier += [self._th_colonne(rang, hauteur=hauteur) for rang in rangs]
        return [premier, second] if self._deux_niveaux else [premier]

    def _th_colonne(self, rang: Rang, *, hauteur: int) -> dict[str, Any]:
        if rang is None:
            return self._th(_("Total"), hauteur=hauteur, classe="num total")
        return self._th(
            rang.libelle, hauteur=hauteur, classe="num dont" if rang.dont else "num", id_=f"{self.id}-c-{rang.code}"
        )

    @staticmethod
    def _th(libelle: str, *, hauteur: int, classe: str, id_: str = "") -> dict[str, Any]:
        return {"libelle": libelle, "id": id_, "portee": "col", "largeur": 1, "hauteur": hauteur, "classe": classe}

    # --- Body -------------------------------------------------------------------------------------------------------

    def _rangees(self, form: Any) -> list[dict[str, Any]]:
        """The rows, and the total right after those that it adds up."""
        rangees = [self._rangee(form, ligne) for ligne in self.lignes]
        additives = [rang for rang, ligne in enumerate(self.lignes) if not ligne.dont]
        if self.totalise and len(additives) > 1:
            rangees.insert(additives[-1] + 1, self._rangee_totale())
        return rangees

    def _rangee(self, form: Any, ligne: Rangee) -> dict[str, Any]:
        id_ligne = f"{self.id}-l-{ligne.code}"
        cases = [self._case(form, ligne, rang, id_ligne) for rang in self._rangs]
        return {
            "ligne": ligne,
            "id": id_ligne,
            "cases": cases,
            "remarques": [case for case in cases if case.get("erreurs") or case.get("note")],
        }

    def _rangee_totale(self) -> dict[str, Any]:
        cases = [
            {"somme": self._somme([], [rang] if rang else []), "etiquette": self._etiquette(rang)}
            for rang in self._rangs
        ]
        return {"ligne": None, "cases": cases, "remarques": []}

    def _case(self, form: Any, ligne: Rangee, rang: Rang, id_ligne: str) -> dict[str, Any]:
        """A total, an input, or nothing when this row and this column do not meet."""
        if rang is None:
            return {"somme": self._somme([ligne], []), "etiquette": self._etiquette(rang)}
        nom = self.champs.get((ligne.code, rang.code))
        if nom is None:
            return {}
        champ = form[nom]
        groupe = self._groupe_de.get(rang.code)
        nommee_par = [id_ligne, *([groupe] if groupe else []), f"{self.id}-c-{rang.code}"]
        aides = [f"{id_ligne}-aide"] if ligne.aide else []
        attrs = self.entourage.attributs(champ, aides, **{"aria-labelledby": " ".join(nommee_par)})
        return self.entourage.habiller(champ, champ.as_widget(attrs=attrs), self._etiquette(rang))

    @staticmethod
    def _etiquette(rang: Rang) -> str:
        if rang is None:
            return _("Total")
        return f"{rang.groupe} – {rang.libelle}" if rang.groupe else rang.libelle

    def _somme(self, lignes: Sequence[Rangee], colonnes: Sequence[Colonne]) -> Somme:
        """Sum over these rows and columns; none given means all the additive ones."""
        noms = [
            self.champs[ligne.code, colonne.code]
            for ligne in lignes or [ligne for ligne in self.lignes if not ligne.dont]
            for colonne in colonnes or [colonne for colonne in self.colonnes if not colonne.dont]
            if (ligne.code, colonne.code) in self.champs
        ]
        connues = [self.valeurs[nom] for nom in noms if nom in self.valeurs]
        return Somme(
            termes=tuple((1, nom) for nom in noms),
            valeur=sum(connues, Decimal(0)) if connues else None,
            centimes=self.centimes,
        )
