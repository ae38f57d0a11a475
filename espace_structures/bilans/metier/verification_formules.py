"""Checking what a trame computes: expressions, parameters and messages of rules, indicators, cycles."""

from __future__ import annotations

from decimal import Decimal
from string import Formatter

from django.utils.translation import gettext as _

from espace_structures.structures.enums import LigneBudgetaire

from ..enums import GenreRegle, Portee, Severite
from ..models import Cellule, IndicateurGele
from .defauts import Defaut, dans, longueur, nom_element, nom_indicateur, nom_regle, nom_section
from .definition import PARAMETRES, PLACES_MESSAGE, DefinitionTrame, Question, Regle, Tableau
from .expressions import ExpressionInvalide, Terme, analyser

# What the portal knows of a structure for an exercice: promised filleuls and granted amounts, by budget line.
FAITS = frozenset(
    {"@objectif", *(f"@{fait}_{ligne}" for fait in ("objectif", "montant") for ligne in LigneBudgetaire.values)}
)
_TYPES = {"expression": str, "nombre": Decimal, "booleen": bool}


def verifier_formules(definition: DefinitionTrame) -> list[Defaut]:
    """Defects of calculations, then rules, then indicators."""
    defauts = _calculs(definition) + _cycles(definition)
    for regle in definition.regles:
        defauts += _regle(regle, definition)
    for indicateur in definition.indicateurs:
        lieu = nom_indicateur(indicateur.code)
        for nom, expression, champ in (
            (_("numérateur"), indicateur.numerateur, IndicateurGele.numerateur),
            (_("dénominateur"), indicateur.denominateur, IndicateurGele.denominateur),
        ):
            ici = dans(lieu, nom)
            defauts += _expression(ici, expression, definition, faits=True) + longueur(ici, expression, champ)
    return defauts


def _expression(
    lieu: str, expression: str, definition: DefinitionTrame, *, faits: bool = False, numerique: bool = True
) -> list[Defaut]:
    """Defects of one expression. `faits`: it may read @facts; `numerique`: it reads numbers only."""
    try:
        termes = analyser(expression, definition)
    except ExpressionInvalide as erreur:
        return [Defaut(lieu, str(erreur))]
    return [defaut for terme in termes for defaut in _terme(lieu, terme, definition, faits, numerique)]


def _terme(lieu: str, terme: Terme, definition: DefinitionTrame, faits: bool, numerique: bool) -> list[Defaut]:
    reference = {"code": terme.reference}
    if terme.reference.startswith("@"):
        if terme.reference not in FAITS:
            raison = _("le portail ne connaît pas « %(code)s » : il connaît @objectif, @objectif_P102, @montant_P102…")
            return [Defaut(lieu, raison % reference)]
        if not faits:
            return [Defaut(lieu, _("« %(code)s » ne se lit pas dans un calcul, seulement dans une règle") % reference)]
        return []
    if numerique and not all(definition.cellules[code].est_numerique for code in terme.cellules):
        return [Defaut(lieu, _("« %(code)s » n’est pas un nombre : il ne se calcule pas") % reference)]
    return []


def _calculs(definition: DefinitionTrame) -> list[Defaut]:
    defauts: list[Defaut] = []
    for section in definition.sections:
        for question in section.elements:
            if not isinstance(question, Question):
                continue
            lieu = dans(nom_section(section.code), nom_element(question))
            for nom, expression, champ in (
                (_("calcul"), question.calcul, Cellule.calcul),
                (_("pondération"), question.ponderation, Cellule.ponderation),
            ):
                if expression:
                    ici = dans(lieu, nom)
                    defauts += _expression(ici, expression, definition) + longueur(ici, expression, champ)
    return defauts


def _cycles(definition: DefinitionTrame) -> list[Defaut]:
    """A computed cell that reads itself, directly or through others."""
    lues: dict[str, list[str]] = {}
    for cellule in definition.cellules.values():
        if cellule.calcul:
            try:
                termes = analyser(cellule.calcul, definition)
            except ExpressionInvalide:
                continue  # reported with the calculations
            lues[cellule.code] = [code for terme in termes for code in terme.cellules]
    return [
        Defaut(
            dans(nom_section(definition.cellules[code].section), _("question %(code)s") % {"code": code}),
            _("le calcul tourne en rond : il finit par se lire lui-même"),
        )
        for code in lues
        if _atteint(code, code, lues, set())
    ]


def _atteint(depart: str, but: str, lues: dict[str, list[str]], vues: set[str]) -> bool:
    a_voir = list(lues.get(depart, ()))
    while a_voir:
        code = a_voir.pop()
        if code == but:
            return True
        if code not in vues:
            vues.add(code)
            a_voir += lues.get(code, ())
    return False


def _regle(regle: Regle, definition: DefinitionTrame) -> list[Defaut]:
    lieu = nom_regle(regle.code)
    attendus = PARAMETRES[regle.genre]
    defauts = [
        Defaut(lieu, _("le paramètre « %(nom)s » n’existe pas pour ce genre de règle") % {"nom": nom})
        for nom in regle.parametres
        if nom not in attendus
    ]
    for nom, parametre in attendus.items():
        ici = dans(lieu, _("paramètre %(nom)s") % {"nom": nom})
        valeur = regle.parametres.get(nom)
        if valeur is None or valeur == "":
            defauts += [Defaut(ici, _("il manque"))] if parametre.requis else []
        elif not isinstance(valeur, _TYPES[parametre.nature]):
            defauts.append(Defaut(ici, _("« %(valeur)s » n’est pas de la bonne nature") % {"valeur": valeur}))
        elif isinstance(valeur, str):
            numerique = not (regle.genre == GenreRegle.REQUIS_SI and nom == "cible")
            defauts += _parametre(ici, valeur, regle, definition, numerique)
    return defauts + _bornes(lieu, regle) + _message(lieu, regle)


def _parametre(lieu: str, expression: str, regle: Regle, definition: DefinitionTrame, numerique: bool) -> list[Defaut]:
    if regle.genre == GenreRegle.CONCENTRATION:
        if isinstance(definition.elements.get(expression), Tableau):
            return _expression(lieu, expression, definition)
        return [Defaut(lieu, _("le tableau « %(code)s » n’existe pas dans la trame") % {"code": expression})]
    defauts = _expression(lieu, expression, definition, faits=True, numerique=numerique)
    if not defauts and "@" in expression and regle.portee != Portee.BILAN:
        raison = _("les conventions sont celles de toute la structure : la règle doit porter sur l’ensemble du bilan")
        defauts.append(Defaut(lieu, raison))
    return defauts


def _bornes(lieu: str, regle: Regle) -> list[Defaut]:
    """An interval or a ratio has at least one bound, and they are in order."""
    if regle.genre not in (GenreRegle.INTERVALLE, GenreRegle.RATIO):
        return []
    minimum, maximum = regle.parametres.get("minimum"), regle.parametres.get("maximum")
    if minimum is None and maximum is None:
        return [Defaut(lieu, _("donnez un minimum, un maximum ou les deux"))]
    if isinstance(minimum, Decimal) and isinstance(maximum, Decimal) and minimum > maximum:
        raison = _("le minimum %(minimum)s dépasse le maximum %(maximum)s") % {"minimum": minimum, "maximum": maximum}
        return [Defaut(lieu, raison)]
    return []


def _message(lieu: str, regle: Regle) -> list[Defaut]:
    """The message only uses the placeholders of its kind; a mention is an information."""
    ici = dans(lieu, _("message"))
    defauts: list[Defaut] = []
    if regle.genre == GenreRegle.MENTION and regle.severite != Severite.INFORMATION:
        defauts.append(Defaut(lieu, _("une mention n’est jamais une anomalie : sa sévérité est « information »")))
    try:
        morceaux = list(Formatter().parse(regle.message))
    except ValueError:
        return [*defauts, Defaut(ici, _("une accolade n’est pas fermée, ou pas ouverte"))]
    permises = PLACES_MESSAGE[regle.genre]
    for _texte, nom, forme, conversion in morceaux:
        if nom is None:
            continue
        if nom not in permises or forme or conversion:
            liste = ", ".join(f"{{{place}}}" for place in sorted(permises)) or _("aucune")
            raison = _("« {%(nom)s} » n’est pas une valeur de ce genre de règle ; possibles : %(liste)s")
            defauts.append(Defaut(ici, raison % {"nom": nom, "liste": liste}))
    return defauts
