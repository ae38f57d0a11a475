"""A trame as a YAML file that one can edit by hand: French keys, everything read as text, nothing lost either way.

Every scalar is read as it is written: `18_21`, `7_8` or `non` stay codes and words, where plain YAML would make numbers
and booleans of them. Booleans are written `oui` and `non`, numbers with a point or a comma.
"""

from __future__ import annotations

import dataclasses
import enum
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..enums import FormatIndicateur, GenreRegle, Portee, Severite, TypeReponse
from .defauts import Defaut, TrameInvalide, dans
from .definition import (
    PARAMETRES,
    Choix,
    Colonne,
    DefinitionTrame,
    Indicateur,
    Ligne,
    Question,
    Regle,
    Section,
    Tableau,
)
from .trame_yaml_ecriture import ecrire
from .verification import verifier

__all__ = ["ecrire", "lire"]

# A table or a question starts with the key that says which it is, and gives its code.
_ELEMENTS: dict[str, tuple[str, type]] = {
    "tableau": (gettext_noop("tableau %(code)s"), Tableau),
    "question": (gettext_noop("question %(code)s"), Question),
}
_ENUMERATIONS: dict[str, type[enum.Enum]] = {
    classe.__name__: classe for classe in (FormatIndicateur, GenreRegle, Portee, Severite, TypeReponse)
}
_PARTIES: dict[str, tuple[str, type]] = {
    "tuple[Choix, ...]": (gettext_noop("réponse %(code)s"), Choix),
    "tuple[Ligne, ...]": (gettext_noop("ligne %(code)s"), Ligne),
    "tuple[Colonne, ...]": (gettext_noop("colonne %(code)s"), Colonne),
    "tuple[Section, ...]": (gettext_noop("section %(code)s"), Section),
    "tuple[Regle, ...]": (gettext_noop("règle %(code)s"), Regle),
    "tuple[Indicateur, ...]": (gettext_noop("indicateur %(code)s"), Indicateur),
}


class _CleRefusee(yaml.MarkedYAMLError):
    """A key that YAML accepts and that a trame does not; the message is fit for the user."""


class _ChargeurTexte(yaml.BaseLoader):
    """Reads every scalar as text and refuses a key written twice."""

    def construct_mapping(self, node, deep=False):
        vues: set[str] = set()
        for cle, _valeur in node.value:
            lue = self.construct_object(cle, deep=True)
            if not isinstance(lue, str):
                raise _CleRefusee(problem=_("une clé n’est pas un mot"), problem_mark=cle.start_mark)
            if lue in vues:
                raison = _("la clé « %(cle)s » est écrite deux fois") % {"cle": lue}
                raise _CleRefusee(problem=raison, problem_mark=cle.start_mark)
            vues.add(lue)
        return super().construct_mapping(node, deep=deep)


def lire(texte: str) -> DefinitionTrame:
    """The definition that a file holds; raises TrameInvalide with every defect found, structure and meaning."""
    try:
        # A BaseLoader builds texts, lists and mappings, never objects.
        donnees = yaml.load(texte, Loader=_ChargeurTexte)  # noqa: S506
    except yaml.YAMLError as erreur:
        raise TrameInvalide([_defaut_de_syntaxe(erreur)]) from erreur
    if not isinstance(donnees, dict):
        raise TrameInvalide([Defaut(_("fichier"), _("il ne décrit pas une trame : il commence par code, titre…"))])
    lecteur = _Lecteur()
    definition = lecteur.objet(DefinitionTrame, donnees, "")
    # What could not be read was replaced by something neutral: the same place is not blamed twice.
    lieux = {defaut.lieu for defaut in lecteur.defauts}
    autres = [
        d for d in verifier(definition) if not any(d.lieu == lieu or d.lieu.startswith(f"{lieu} >") for lieu in lieux)
    ]
    if defauts := [*lecteur.defauts, *autres]:
        raise TrameInvalide(defauts)
    return definition


def _defaut_de_syntaxe(erreur: yaml.YAMLError) -> Defaut:
    repere = getattr(erreur, "problem_mark", None)
    if repere is None:
        return Defaut(_("fichier"), _("il n’est pas écrit en YAML : %(erreur)s") % {"erreur": erreur})
    lieu = _("fichier, ligne %(ligne)d, colonne %(colonne)d") % {"ligne": repere.line + 1, "colonne": repere.column + 1}
    probleme = getattr(erreur, "problem", None) or ""
    if isinstance(erreur, _CleRefusee):
        return Defaut(lieu, probleme)
    return Defaut(lieu, _("le YAML ne se lit pas à cet endroit (%(probleme)s)") % {"probleme": probleme})


class _Lecteur:
    """Builds the dataclasses of `definition` from mappings of texts; keeps what is wrong and goes on."""

    def __init__(self) -> None:
        self.defauts: list[Defaut] = []

    def refuser(self, lieu: str, raison: str, **valeurs: object) -> None:
        self.defauts.append(Defaut(lieu or _("trame"), raison % valeurs))

    def objet(self, classe: type, donnees: dict[str, Any], lieu: str) -> Any:
        """An instance of `classe`; its keys are the names of its fields."""
        champs = {champ.name: champ for champ in dataclasses.fields(classe)}
        for cle in donnees:
            if cle not in champs:
                self.refuser(
                    lieu, _("la clé « %(cle)s » est inconnue ; possibles : %(liste)s"), cle=cle, liste=", ".join(champs)
                )
        valeurs = {}
        for nom, champ in champs.items():
            if nom in donnees:
                valeurs[nom] = self.valeur(str(champ.type), donnees[nom], lieu, nom)
            elif champ.default is dataclasses.MISSING and champ.default_factory is dataclasses.MISSING:
                self.refuser(lieu, _("la clé « %(cle)s » manque"), cle=nom)
                valeurs[nom] = self.neutre(str(champ.type))
        if classe is Regle:
            valeurs["parametres"] = self.parametres(valeurs["genre"], valeurs.get("parametres") or {}, lieu)
        return classe(**valeurs)

    @staticmethod
    def neutre(nature: str) -> Any:
        if nature in _ENUMERATIONS:
            return next(iter(_ENUMERATIONS[nature]))
        return () if nature.startswith("tuple") else ""

    def valeur(self, nature: str, lue: Any, lieu: str, cle: str) -> Any:
        """A value of the type that the field declares."""
        if nature.startswith("tuple"):
            return self.liste(nature, lue, lieu, cle)
        if nature.startswith("dict"):
            return self.dictionnaire(lue, lieu, cle)
        if not isinstance(lue, str):
            self.refuser(lieu, _("la clé « %(cle)s » attend un texte"), cle=cle)
            return self.neutre(nature)
        if nature in _ENUMERATIONS:
            return self.choisi(_ENUMERATIONS[nature], lue, lieu, cle)
        if nature == "bool":
            return self.oui_non(lue, lieu, cle)
        if nature == "int | None":
            return self.entier(lue, lieu, cle)
        return lue

    def liste(self, nature: str, lue: Any, lieu: str, cle: str) -> tuple:
        if lue == "":
            return ()
        if not isinstance(lue, list):
            self.refuser(lieu, _("la clé « %(cle)s » attend une liste"), cle=cle)
            return ()
        if nature == "tuple[str, ...]":
            return tuple(str(valeur) for valeur in lue)
        if nature == "tuple[Tableau | Question, ...]":
            elements = [self.element(donnees, lieu, rang) for rang, donnees in enumerate(lue, 1)]
            return tuple(element for element in elements if element is not None)
        mot, classe = _PARTIES[nature]
        objets = []
        for rang, donnees in enumerate(lue, 1):
            code = donnees.get("code") if isinstance(donnees, dict) else None
            ici = dans(lieu, _(mot) % {"code": code if isinstance(code, str) and code else f"n° {rang}"})
            if isinstance(donnees, dict):
                objets.append(self.objet(classe, donnees, ici))
            else:
                self.refuser(ici, _("« %(lu)s » ne se lit pas : écrivez des clés et leurs valeurs"), lu=donnees)
        return tuple(objets)

    def element(self, donnees: Any, lieu: str, rang: int) -> Tableau | Question | None:
        genres = [cle for cle in _ELEMENTS if isinstance(donnees, dict) and cle in donnees]
        if len(genres) != 1:
            ici = dans(lieu, _("élément n° %(rang)d") % {"rang": rang})
            self.refuser(ici, _("il doit porter la clé « tableau » ou la clé « question », suivie de son code"))
            return None
        cle = genres[0]
        code = donnees[cle] if isinstance(donnees[cle], str) else ""
        contenu = {nom: valeur for nom, valeur in donnees.items() if nom != cle}
        mot, classe = _ELEMENTS[cle]
        return self.objet(classe, {"code": code, **contenu}, dans(lieu, _(mot) % {"code": code or f"n° {rang}"}))

    def dictionnaire(self, lue: Any, lieu: str, cle: str) -> dict[str, str]:
        if lue == "":
            return {}
        if isinstance(lue, dict) and all(isinstance(valeur, str) for valeur in lue.values()):
            return lue
        self.refuser(lieu, _("la clé « %(cle)s » attend des noms et leurs valeurs"), cle=cle)
        return {}

    def parametres(self, genre: GenreRegle, lus: dict[str, str], lieu: str) -> dict[str, str | Decimal | bool]:
        """Parameters of a rule, in the nature that its kind declares; unknown ones are left to `verifier`."""
        valeurs: dict[str, str | Decimal | bool] = {}
        for nom, lu in lus.items():
            nature = PARAMETRES[genre][nom].nature if nom in PARAMETRES[genre] else "expression"
            ici = dans(lieu, _("paramètre %(nom)s") % {"nom": nom})
            if nature == "nombre":
                valeurs[nom] = self.nombre(lu, ici)
            elif nature == "expression":
                valeurs[nom] = lu
            elif self.oui_non(lu, ici, nom):  # "non" is what an absent parameter says
                valeurs[nom] = True
        return valeurs

    def choisi(self, classe: type[enum.Enum], lue: str, lieu: str, cle: str) -> enum.Enum:
        try:
            return classe(lue)
        except ValueError:
            liste = ", ".join(str(membre.value) for membre in classe)
            raison = _("« %(lu)s » ne convient pas à la clé « %(cle)s » ; possibles : %(liste)s")
            self.refuser(lieu, raison, lu=lue, cle=cle, liste=liste)
            return next(iter(classe))

    def oui_non(self, lue: str, lieu: str, cle: str) -> bool:
        if lue not in ("oui", "non"):
            self.refuser(
                lieu, _("« %(lu)s » ne convient pas à la clé « %(cle)s » : écrivez oui ou non"), lu=lue, cle=cle
            )
        return lue == "oui"

    def entier(self, lue: str, lieu: str, cle: str) -> int | None:
        if lue.isascii() and lue.isdigit():
            return int(lue)
        self.refuser(
            lieu, _("« %(lu)s » ne convient pas à la clé « %(cle)s » : écrivez un nombre entier"), lu=lue, cle=cle
        )
        return None

    def nombre(self, lu: str, lieu: str) -> Decimal:
        try:
            nombre = Decimal(lu.replace(",", "."))
        except InvalidOperation:
            nombre = Decimal("NaN")
        if not nombre.is_finite():
            self.refuser(lieu, _("« %(lu)s » n’est pas un nombre"), lu=lu)
            return Decimal(0)
        return nombre
