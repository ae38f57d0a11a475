"""Reading one cell, and a line compared with the record that it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.socle.entrees.identifiants import (
    normaliser_siret,
    normaliser_telephone,
    valider_siret,
    valider_telephone,
)
from portal.socle.entrees.nombres import NombreIllisible
from portal.socle.entrees.nombres import lire_nombre as lire_nombre_saisi
from portal.socle.entrees.textes import plier

from .lignes import CelluleRefusee, Colonne, Ecart, LigneLue, SortDeLigne, ecritures, plier_intitule

# Typed in a cell, this word empties the value; an empty cell leaves it alone.
VIDE = "(vide)"
Lecteurs = Mapping[str, Callable[[str], Any]]

# --- Lines -----------------------------------------------------------------------------------------------------------


def phrase(numero: int, titre: str | Promise, raison: str) -> str:
    """A refusal that names the line and the column."""
    return _("Ligne %(ligne)s, %(colonne)s : %(raison)s") % {"ligne": numero, "colonne": titre, "raison": raison}


def lire_cellules(
    lue: LigneLue, lecteurs: Lecteurs, colonnes: Mapping[str, Colonne]
) -> tuple[dict[str, Any], list[str]]:
    """Values by field and refusals of a line; an empty cell says nothing, « (vide) » empties where that is allowed."""
    valeurs: dict[str, Any] = {}
    refus = []
    for code, texte in lue.valeurs.items():
        colonne = colonnes[code]
        try:
            if texte.casefold() == VIDE:
                if not colonne.effacable:
                    raise CelluleRefusee(_("cette valeur ne peut pas être vidée."))
                valeurs[code] = lecteurs[code]("")
            elif texte:
                valeurs[code] = lecteurs[code](texte)
            elif colonne.obligatoire and code == "siret":
                raise CelluleRefusee(_("il faut le SIRET : il dit de quelle structure parle la ligne."))
        except CelluleRefusee as erreur:
            refus.append(phrase(lue.numero, colonne.titre, str(erreur)))
    return valeurs, refus


def comparer(
    avant: Mapping[str, Any],
    apres: Mapping[str, Any],
    colonnes: Mapping[str, Colonne],
    montrer: Mapping[str, Callable[[Any], str]],
) -> tuple[Ecart, ...]:
    """The cells that change, in the order of the columns."""

    def dire(code: str, valeur: Any) -> str:
        return "" if _est_vide(valeur) else montrer.get(code, str)(valeur)

    def change(code: str) -> bool:
        sans = _est_vide(apres[code]) and _est_vide(avant.get(code))
        return not sans and apres[code] != avant.get(code)

    return tuple(
        Ecart(colonne=str(colonne.titre), avant=dire(code, avant.get(code)), apres=dire(code, apres[code]))
        for code, colonne in colonnes.items()
        if code in apres and change(code)
    )


def _est_vide(valeur: Any) -> bool:
    return valeur is None or valeur == ""


def sort_de(refus: Sequence[str], connue: bool, ecarts: Sequence[Ecart]) -> SortDeLigne:
    """The fate of a line."""
    if refus:
        return SortDeLigne.REFUSEE
    if not connue:
        return SortDeLigne.CREEE
    return SortDeLigne.MODIFIEE if ecarts else SortDeLigne.INCHANGEE


# --- Cells -----------------------------------------------------------------------------------------------------------


def valider(valeur: str, validateur: Callable[[str], None]) -> str:
    """The value, once the validator of its field lets it through."""
    try:
        validateur(valeur)
    except ValidationError as erreur:
        raise CelluleRefusee(" ".join(erreur.messages)) from erreur
    return valeur


def lire_texte(texte: str, *, longueur: int) -> str:
    """A text on one line, short enough; control characters are refused."""
    propre = " ".join(texte.split())
    if any(unicodedata.category(signe) == "Cc" for signe in propre):
        raise CelluleRefusee(_("ce texte contient des signes invisibles qu’on ne peut pas garder. Retapez-le."))
    if len(propre) > longueur:
        raise CelluleRefusee(
            _("ce texte compte %(nombre)s signes, %(maximum)s au plus. Raccourcissez-le.")
            % {"nombre": len(propre), "maximum": longueur}
        )
    return propre


def lire_choix(texte: str, choix: Sequence[tuple[str, Any]]) -> str:
    """The code of a choice, given as its code, its label in a language of the portal, or either side of its dash."""
    voulu = plier_intitule(texte)
    for code, libelle in choix:
        parts = (plier_intitule(part) for part in str(libelle).split(" – "))
        if voulu in {plier(code), *ecritures(libelle), *parts}:
            return code
    raise CelluleRefusee(
        _("« %(valeur)s » n’est pas dans la liste. Écrivez : %(choix)s.")
        % {"valeur": texte, "choix": " ; ".join(str(libelle) for _code, libelle in choix)}
    )


def lire_courriel(texte: str) -> str:
    return valider(lire_texte(texte, longueur=254), validate_email) if texte else ""


def lire_telephone(texte: str) -> str:
    return valider(normaliser_telephone(texte), valider_telephone) if texte else ""


def lire_siret(texte: str) -> str:
    """A SIRET with a valid key; what spreadsheets do to long numbers is undone where nothing is lost."""
    propre = texte.strip()
    exposant = re.fullmatch(r"([0-9])[.,]?([0-9]*)[eE]\+?13", propre)
    if exposant and len(exposant[2]) == 13:
        propre = exposant[1] + exposant[2]
    elif re.fullmatch(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+", propre):
        raise CelluleRefusee(
            _("le tableur a arrondi ce SIRET (« %(valeur)s ») : mettez la colonne au format Texte et retapez-le.")
            % {"valeur": texte}
        )
    siret = normaliser_siret(re.sub(r"(?<=[0-9]{14})[.,]0+$", "", propre))
    if siret.isascii() and siret.isdigit() and 9 <= len(siret) < 14:
        raise CelluleRefusee(
            _(
                "« %(valeur)s » compte %(nombre)s chiffres au lieu de 14 : le tableur a peut-être effacé des zéros "
                "au début."
            )
            % {"valeur": texte, "nombre": len(siret)}
        )
    return valider(siret, valider_siret)


def lire_jour(texte: str) -> date | None:
    """A day as 03/04/2026, 3.4.2026 or 2026-04-03; days before months."""
    if not texte:
        return None
    propre = texte.strip().replace(".", "/").replace(" ", "")
    for forme in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"):
        try:
            jour = datetime.strptime(propre, forme).date()  # noqa: DTZ007
        except ValueError:
            continue
        if 1990 <= jour.year <= 2100:
            return jour
    raise CelluleRefusee(
        _("« %(valeur)s » n’est pas une date : écrivez-la jour/mois/année, 03/04/2026.") % {"valeur": texte}
    )


def lire_nombre(texte: str, *, decimales: int, unites: tuple[str, ...], maximum: Decimal | int) -> Decimal | None:
    """A number that is not negative, None when the cell is emptied."""
    try:
        nombre = lire_nombre_saisi(texte, decimales=decimales, unites=unites)
    except NombreIllisible as erreur:
        if erreur.raison == "decimales":
            raison = (
                _("« %(valeur)s » a trop de décimales.")
                if decimales
                else _("« %(valeur)s » n’est pas un nombre entier.")
            )
        else:
            raison = _("« %(valeur)s » n’est pas un nombre qu’on peut lire : écrivez 12 345,67.")
        raise CelluleRefusee(raison % {"valeur": texte}) from erreur
    if nombre is not None and not 0 <= nombre <= maximum:
        raise CelluleRefusee(_("« %(valeur)s » n’est pas un nombre possible ici.") % {"valeur": texte})
    return nombre
