"""Writing a trame as YAML: keys in order, short mappings on one line, default values left out. See `trame_yaml`."""

from __future__ import annotations

import dataclasses
import enum
from decimal import Decimal
from typing import Any

import yaml

from .definition import Choix, Colonne, DefinitionTrame, Ligne, Question, Tableau


class _Redacteur(yaml.SafeDumper):
    """Writes texts, lists and mappings in the order given, short mappings on one line."""

    def ignore_aliases(self, data):
        return True

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


class _SurUneLigne(dict):
    """A mapping short enough to stand on one line."""


def _texte(redacteur: _Redacteur, texte: str) -> yaml.Node:
    """Texts of several lines as a block; rare line separators escaped, for YAML would turn them into spaces."""
    style = "|" if "\n" in texte else None
    if any(separateur in texte for separateur in "\x85\u2028\u2029"):
        style = '"'
    return redacteur.represent_scalar("tag:yaml.org,2002:str", texte, style=style)


_Redacteur.add_representer(
    _SurUneLigne, lambda redacteur, dico: redacteur.represent_mapping("tag:yaml.org,2002:map", dico, flow_style=True)
)
_Redacteur.add_representer(
    Decimal,
    lambda redacteur, nombre: redacteur.represent_scalar(
        "tag:yaml.org,2002:int" if nombre == nombre.to_integral_value() else "tag:yaml.org,2002:float",
        _chiffres(nombre),
    ),
)
_Redacteur.add_representer(str, _texte)
_Redacteur.add_representer(bool, lambda redacteur, valeur: redacteur.represent_str("oui" if valeur else "non"))


def _chiffres(nombre: Decimal) -> str:
    """A number in plain digits, without useless zeros."""
    texte = f"{nombre:f}"
    return (texte.rstrip("0").rstrip(".") if "." in texte else texte) or "0"


def ecrire(definition: DefinitionTrame) -> str:
    """The file that holds the definition; `lire` gives it back."""
    return yaml.dump(
        _simple(definition), Dumper=_Redacteur, allow_unicode=True, sort_keys=False, width=116, default_flow_style=False
    )


def _simple(valeur: Any) -> Any:
    """Plain mappings, lists and scalars; what has its default value is left out."""
    if isinstance(valeur, enum.Enum):
        return str(valeur.value)
    if isinstance(valeur, tuple):
        return [_simple(partie) for partie in valeur]
    if isinstance(valeur, dict):
        return _SurUneLigne(valeur)
    if not dataclasses.is_dataclass(valeur):
        return valeur
    simple = {
        champ.name: _simple(lue)
        for champ in dataclasses.fields(valeur)
        if (lue := getattr(valeur, champ.name)) != champ.default and lue != {}
    }
    if isinstance(valeur, Tableau | Question):
        simple = {"tableau" if isinstance(valeur, Tableau) else "question": simple.pop("code"), **simple}
    return _SurUneLigne(simple) if _tient_sur_une_ligne(valeur) else _ranger_cles(simple)


# What is made of parts comes last: what describes the whole is read before them.
_EN_DERNIER = ("elements", "colonnes", "lignes", "choix", "grisees", "sections", "regles", "indicateurs")


def _ranger_cles(simple: dict[str, Any]) -> dict[str, Any]:
    premieres = {cle: lue for cle, lue in simple.items() if cle not in _EN_DERNIER}
    return premieres | {cle: simple[cle] for cle in _EN_DERNIER if cle in simple}


def _tient_sur_une_ligne(valeur: Any) -> bool:
    return isinstance(valeur, Choix | Colonne) or (isinstance(valeur, Ligne) and not (valeur.aide or valeur.definition))
