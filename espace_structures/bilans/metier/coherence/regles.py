"""One function for each kind of rule: the typed cells and the words of the anomaly, or None when the rule holds.

A rule whose operands are all empty holds: completeness is `obligatoires`' business.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from ...enums import GenreRegle
from ..definition import Regle, Tableau
from ..expressions import analyser
from .contexte import Contexte, borne, expression
from .ecriture import nombre, nommer, pourcentage, rediger


class Constat(NamedTuple):
    """What a broken rule says, and where."""

    message: str
    cellules: tuple[str, ...]


def _partition(regle: Regle, contexte: Contexte) -> Constat | None:
    """The parts add up to the total."""
    return _comparer(regle, contexte, "parties", "total", lambda parties, total: parties == total)


def _inclusion(regle: Regle, contexte: Contexte) -> Constat | None:
    """The part is at most the whole. Nothing says that a part of zero has a whole."""
    partie = contexte.valeur(expression(regle, "partie"))
    if partie is None or (partie == 0 and contexte.valeur(expression(regle, "tout")) is None):
        return None
    return _comparer(regle, contexte, "partie", "tout", lambda partie, tout: partie <= tout)


def _comparer(
    regle: Regle, contexte: Contexte, nom_a: str, nom_b: str, tient: Callable[[Decimal, Decimal], bool]
) -> Constat | None:
    exp_a, exp_b = expression(regle, nom_a), expression(regle, nom_b)
    a, b = contexte.valeur(exp_a), contexte.valeur(exp_b)
    cellules = contexte.cellules_saisies(exp_a, exp_b)
    if a is None or b is None:
        vide, autre, valeur = (exp_a, exp_b, b) if a is None else (exp_b, exp_a, a)
        # Two empty sides hold; so do a side that `obligatoires` reports and a fact (@…) that the portal does not know.
        if valeur is None or contexte.est_reclamee(vide):
            return None
        return Constat(_non_renseigne(vide, autre, valeur, contexte), cellules)
    if tient(a, b):
        return None
    return Constat(rediger(regle.message, {nom_a: nombre(a), nom_b: nombre(b), "ecart": nombre(abs(a - b))}), cellules)


def _non_renseigne(vide: str, autre: str, valeur: Decimal, contexte: Contexte) -> str:
    return _(
        "« %(vide)s » : non renseigné, alors que « %(autre)s » vaut %(valeur)s. "
        "Remplissez l’un ou corrigez l’autre ; écrivez 0 là où il n’y a personne."
    ) % {
        "vide": nommer(vide, contexte.definition),
        "autre": nommer(autre, contexte.definition),
        "valeur": nombre(valeur),
    }


def _flux(regle: Regle, contexte: Contexte) -> Constat | None:
    """The year starts with what the year before ended with."""
    stock = contexte.valeur(expression(regle, "stock"))
    precedent = contexte.valeur_precedente(expression(regle, "precedent"))
    if stock is None or precedent is None or stock == precedent:
        return None
    places = {"stock": nombre(stock), "precedent": nombre(precedent), "ecart": nombre(abs(stock - precedent))}
    return Constat(rediger(regle.message, places), contexte.cellules_saisies(expression(regle, "stock")))


def _requis_si(regle: Regle, contexte: Contexte) -> Constat | None:
    """A positive condition asks for an answer (a positive one when the rule says so)."""
    cible = expression(regle, "cible")
    condition = contexte.valeur(expression(regle, "condition"))
    if condition is None or condition <= 0:
        return None
    valeur = contexte.valeur(cible)
    if not contexte.est_repondue(cible):
        if contexte.est_reclamee(cible):
            return None
    elif not regle.parametres.get("positif") or (valeur is not None and valeur > 0):
        return None
    places = {"condition": nombre(condition), "cible": nombre(valeur)}
    return Constat(rediger(regle.message, places), contexte.cellules_saisies(cible, expression(regle, "condition")))


def _intervalle(regle: Regle, contexte: Contexte) -> Constat | None:
    """The value lies between its bounds, bounds included."""
    valeur = contexte.valeur(expression(regle, "valeur"))
    if valeur is None or _entre(valeur, regle):
        return None
    places = {"valeur": nombre(valeur)} | _bornes(regle)
    return Constat(rediger(regle.message, places), contexte.cellules_saisies(expression(regle, "valeur")))


def _ratio(regle: Regle, contexte: Contexte) -> Constat | None:
    """The quotient lies between its bounds, once the denominator is large enough to mean something."""
    exp_num, exp_den = expression(regle, "numerateur"), expression(regle, "denominateur")
    numerateur, denominateur = contexte.valeur(exp_num), contexte.valeur(exp_den)
    if numerateur is None or denominateur is None or denominateur <= 0:
        return None
    if denominateur < (borne(regle, "seuil") or 0):
        return None
    rapport = numerateur / denominateur
    if _entre(rapport, regle):
        return None
    places = {
        "numerateur": nombre(numerateur),
        "denominateur": nombre(denominateur),
        "rapport": nombre(rapport),
        "rapport_pct": pourcentage(rapport),
    } | _bornes(regle)
    return Constat(rediger(regle.message, places), contexte.cellules_saisies(exp_num, exp_den))


def _evolution(regle: Regle, contexte: Contexte) -> Constat | None:
    """The value did not change beyond the bound since the exercice before."""
    exp_valeur = expression(regle, "valeur")
    valeur, precedent = contexte.valeur(exp_valeur), contexte.valeur_precedente(exp_valeur)
    maximum = borne(regle, "maximum")
    if valeur is None or not precedent or maximum is None:
        return None
    variation = (valeur - precedent) / abs(precedent)
    if abs(variation) <= maximum:
        return None
    places = {
        "valeur": nombre(valeur),
        "precedent": nombre(precedent),
        "variation_pct": pourcentage(variation, signe=True),
    }
    return Constat(rediger(regle.message, places), contexte.cellules_saisies(exp_valeur))


def _concentration(regle: Regle, contexte: Contexte) -> Constat | None:
    """Not everybody stands in one row of the table, once there are enough people."""
    par_ligne: dict[tuple[str, str], list[str]] = {}
    for terme in analyser(expression(regle, "tableau"), contexte.definition):
        for code in terme.cellules:
            cellule = contexte.definition.cellules.get(code)
            if cellule is not None and cellule.ligne:
                par_ligne.setdefault((cellule.element, cellule.ligne), []).append(code)
    sommes = {
        rang: sum((contexte.nombres.get(code, Decimal(0)) for code in codes), Decimal(0))
        for rang, codes in par_ligne.items()
    }
    occupees = [rang for rang, somme in sommes.items() if somme]
    total = sum(sommes.values(), Decimal(0))
    if len(par_ligne) < 2 or len(occupees) != 1 or total <= 0 or total < (borne(regle, "seuil") or 0):
        return None
    places = {"total": nombre(total), "ligne": _libelle_ligne(occupees[0], contexte)}
    return Constat(rediger(regle.message, places), tuple(par_ligne[occupees[0]]))


def _libelle_ligne(rang: tuple[str, str], contexte: Contexte) -> str:
    element, code = rang
    tableau = contexte.definition.elements[element]
    lignes = tableau.lignes if isinstance(tableau, Tableau) else ()
    return next((ligne.libelle for ligne in lignes if ligne.code == code), code)


def _mention(_regle: Regle, _contexte: Contexte) -> Constat | None:
    """A sentence shown under the rates: never an anomaly."""
    return None


def _entre(valeur: Decimal, regle: Regle) -> bool:
    minimum, maximum = borne(regle, "minimum"), borne(regle, "maximum")
    return (minimum is None or valeur >= minimum) and (maximum is None or valeur <= maximum)


def _bornes(regle: Regle) -> dict[str, str]:
    """Both bounds in words; a bound that the rule does not set is an empty word, never « non renseigné »."""
    bornes = {nom: borne(regle, nom) for nom in ("minimum", "maximum")}
    return {nom: "" if valeur is None else nombre(valeur) for nom, valeur in bornes.items()}


EXAMENS: dict[GenreRegle, Callable[[Regle, Contexte], Constat | None]] = {
    GenreRegle.PARTITION: _partition,
    GenreRegle.INCLUSION: _inclusion,
    GenreRegle.FLUX: _flux,
    GenreRegle.REQUIS_SI: _requis_si,
    GenreRegle.INTERVALLE: _intervalle,
    GenreRegle.RATIO: _ratio,
    GenreRegle.EVOLUTION: _evolution,
    GenreRegle.CONCENTRATION: _concentration,
    GenreRegle.MENTION: _mention,
}
