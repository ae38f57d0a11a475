"""Crispy-forms layout objects of ours: a table of fields as a real <table>, and a single question.

Each input is named by its row and its column; totals are computed here and shown as <output>, then kept up to date by
the script as one types (`data-termes`: the signed names of the fields added up, `data-base`: what is added besides).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from crispy_forms.layout import LayoutObject
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .nombres import ecrire_saisie


@dataclass(frozen=True, kw_only=True)
class Ligne:
    """A row. `dont`: counted inside other rows, shown indented, outside the column totals."""

    code: str
    libelle: str
    aide: str = ""
    definition: str = ""
    dont: bool = False


@dataclass(frozen=True, kw_only=True)
class Colonne:
    """A column. `groupe`: header of the first level. `dont`: outside the row totals."""

    code: str
    libelle: str
    groupe: str = ""
    dont: bool = False


@dataclass(frozen=True, kw_only=True)
class Somme:
    """A number that the form computes: signed fields on this screen, plus what comes from elsewhere (`base`)."""

    termes: tuple[tuple[int, str], ...]
    valeur: Decimal | None
    base: Decimal | None = None
    centimes: bool = False

    @property
    def affichee(self) -> str:
        return "" if self.valeur is None else ecrire_saisie(self.valeur, centimes=self.centimes)

    @property
    def data_termes(self) -> str:
        return " ".join(f"{'+' if signe > 0 else '-'}{nom}" for signe, nom in self.termes)

    @property
    def data_base(self) -> str:
        return "" if self.base is None else str(self.base)


@dataclass(frozen=True, kw_only=True)
class Controle:
    """A hint under a table: what it adds up to, and what another answer announces."""

    somme: Somme
    attendu: Somme
    libelle_attendu: str

    @property
    def ecart(self) -> Decimal | None:
        """None as long as one of the two is unknown."""
        if self.somme.valeur is None or self.attendu.valeur is None:
            return None
        return self.somme.valeur - self.attendu.valeur

    @property
    def phrases(self) -> dict[str, str]:
        """What the hint says, {n} being the difference: the script uses the same words."""
        return {"juste": _("le compte y est"), "manque": _("il en manque {n}"), "trop": _("{n} de trop")}

    @property
    def verdict(self) -> str:
        if self.ecart is None:
            return ""
        cle = "juste" if self.ecart == 0 else "manque" if self.ecart < 0 else "trop"
        return self.phrases[cle].replace("{n}", ecrire_saisie(abs(self.ecart)))


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question: a field (`nom`), or a number that the form computes (`somme`)."""

    code: str
    libelle: str
    nom: str = ""
    somme: Somme | None = None
    unite: str = ""
    aide: str = ""
    definition: str = ""
    longueur: int | None = None


@dataclass(frozen=True, kw_only=True)
class Entourage:
    """What surrounds the fields: last year's values (`reperes`) and remarks (`notes`), by name of field."""

    reperes: Mapping[str, str]
    intitule_reperes: str
    notes: Mapping[str, str]

    def attributs(self, champ: Any, aides: Iterable[str] = (), **attrs: str) -> dict[str, str]:
        """Attributes of an input: what describes it, the error first, and whether it is refused."""
        descriptions = [
            *([f"{champ.auto_id}-erreur"] if champ.errors else []),
            *([f"{champ.auto_id}-note"] if champ.name in self.notes else []),
            *([f"{champ.auto_id}-repere"] if champ.name in self.reperes else []),
            *aides,
        ]
        if descriptions:
            attrs["aria-describedby"] = " ".join(descriptions)
        if champ.errors:
            attrs["aria-invalid"] = "true"
        return attrs

    def habiller(self, champ: Any, html: str, etiquette: str) -> dict[str, Any]:
        """What the templates need to show around one input."""
        return {
            "html": html,
            "id": champ.auto_id,
            "etiquette": etiquette,
            "erreurs": champ.errors,
            "note": self.notes.get(champ.name, ""),
            "repere": self.reperes.get(champ.name, ""),
        }


AUCUN_ENTOURAGE = Entourage(reperes={}, intitule_reperes="", notes={})


class TableauLayout(LayoutObject):
    """A table of fields. `champs` names the field of each (row, column); a place without a field is greyed."""

    template = "formulaires/tableau.html"

    def __init__(
        self,
        *,
        code: str,
        titre: str,
        lignes: Sequence[Ligne],
        colonnes: Sequence[Colonne],
        champs: Mapping[tuple[str, str], str],
        valeurs: Mapping[str, Decimal],
        intitule_lignes: str = "",
        aide: str = "",
        definition: str = "",
        totalise: bool = True,
        centimes: bool = False,
        controles: Sequence[Controle] = (),
        entourage: Entourage = AUCUN_ENTOURAGE,
    ):
        self.fields = list(champs.values())
        self.code, self.titre, self.aide, self.definition = code, titre, aide, definition
        self.intitule_lignes = intitule_lignes
        self.lignes, self.colonnes, self.champs, self.valeurs = lignes, colonnes, champs, valeurs
        self.totalise, self.centimes, self.controles, self.entourage = totalise, centimes, controles, entourage

    def render(self, form: Any, context: Any, template_pack: str = "", **_options: Any) -> str:
        form.rendered_fields.update(self.fields)
        return render_to_string(
            self.template,
            {
                "tableau": self,
                "groupes": self._groupes(),
                "entetes": [self._entete(colonne) for colonne in self.colonnes],
                "rangees": [self._rangee(form, ligne) for ligne in self.lignes],
                "totaux": self._totaux(),
                "total_general": self._somme([], []),
                "largeur": 1 + len(self.colonnes) + self.total_par_ligne,
            },
        )

    @property
    def id(self) -> str:
        return f"t-{self.code}"

    @property
    def total_par_ligne(self) -> bool:
        return self.totalise and sum(not colonne.dont for colonne in self.colonnes) > 1

    @property
    def total_par_colonne(self) -> bool:
        return self.totalise and sum(not ligne.dont for ligne in self.lignes) > 1

    @cached_property
    def deux_niveaux(self) -> bool:
        return any(colonne.groupe for colonne in self.colonnes)

    def _groupes(self) -> list[dict[str, Any]]:
        """First level of the header: runs of columns that share a group; a column without one spans both levels."""
        if not self.deux_niveaux:
            return []
        return [
            {"libelle": groupe, "id": self._id_groupe(rang), "colonnes": [self._entete(c) for c in colonnes]}
            for rang, (groupe, colonnes) in enumerate(self._suites())
        ]

    def _suites(self) -> list[tuple[str, list[Colonne]]]:
        return [(groupe, list(colonnes)) for groupe, colonnes in groupby(self.colonnes, key=lambda c: c.groupe)]

    def _id_groupe(self, rang: int) -> str:
        return f"{self.id}-g-{rang}"

    @cached_property
    def _groupe_de(self) -> dict[str, str]:
        """Id of the group header above each column, by code of column."""
        return {
            colonne.code: self._id_groupe(rang)
            for rang, (groupe, colonnes) in enumerate(self._suites())
            for colonne in colonnes
            if groupe
        }

    def _totaux(self) -> list[dict[str, Any]]:
        """The bottom row, one total a column; empty when it would make no sense."""
        if not self.total_par_colonne:
            return []
        return [
            {"etiquette": self._etiquette(colonne), "somme": self._somme([], [colonne])} for colonne in self.colonnes
        ]

    @staticmethod
    def _etiquette(colonne: Colonne) -> str:
        return f"{colonne.groupe} – {colonne.libelle}" if colonne.groupe else colonne.libelle

    def _entete(self, colonne: Colonne) -> dict[str, Any]:
        return {"id": f"{self.id}-c-{colonne.code}", "colonne": colonne}

    def _rangee(self, form: Any, ligne: Ligne) -> dict[str, Any]:
        id_ligne = f"{self.id}-l-{ligne.code}"
        cases = [self._case(form, ligne, colonne, id_ligne) for colonne in self.colonnes]
        return {
            "ligne": ligne,
            "id": id_ligne,
            "cases": cases,
            "remarques": [case for case in cases if case and (case["erreurs"] or case["note"])],
            "total": self._somme([ligne], []),
        }

    def _case(self, form: Any, ligne: Ligne, colonne: Colonne, id_ligne: str) -> dict[str, Any] | None:
        nom = self.champs.get((ligne.code, colonne.code))
        if nom is None:
            return None
        champ = form[nom]
        groupe = self._groupe_de.get(colonne.code)
        nommee_par = [id_ligne, *([groupe] if groupe else []), f"{self.id}-c-{colonne.code}"]
        aides = [f"{id_ligne}-aide"] if ligne.aide else []
        attrs = self.entourage.attributs(champ, aides, **{"aria-labelledby": " ".join(nommee_par)})
        return self.entourage.habiller(champ, champ.as_widget(attrs=attrs), self._etiquette(colonne))

    def _somme(self, lignes: Sequence[Ligne], colonnes: Sequence[Colonne]) -> Somme:
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


class QuestionLayout(LayoutObject):
    """A single question: label, input, unit, help; or a computed number shown as <output>."""

    template = "formulaires/question.html"

    def __init__(self, question: Question, *, entourage: Entourage = AUCUN_ENTOURAGE, repere: str = ""):
        self.question, self.entourage, self.repere = question, entourage, repere
        self.fields = [question.nom] if question.nom else []

    def render(self, form: Any, context: Any, template_pack: str = "", **_options: Any) -> str:
        form.rendered_fields.update(self.fields)
        contexte: dict[str, Any] = {"question": self.question, "repere": self.repere}
        contexte["intitule_reperes"] = self.entourage.intitule_reperes
        if self.question.nom:
            champ = form[self.question.nom]
            aides = [f"{champ.auto_id}-aide"] if self.question.aide else []
            if self.question.longueur:
                aides.append(f"{champ.auto_id}-compteur")
            attrs = self.entourage.attributs(champ, aides)
            contexte["case"] = self.entourage.habiller(champ, champ.as_widget(attrs=attrs), self.question.libelle)
            contexte["longueur_actuelle"] = len(champ.value() or "") if self.question.longueur else None
        return render_to_string(self.template, contexte)
