"""What tables and questions are made of, as plain values: rows, columns, sums, hints, and what surrounds an input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..entrees.nombres import ecrire_saisie


@dataclass(frozen=True, kw_only=True)
class Rangee:
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
