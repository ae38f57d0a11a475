"""Reading one cell, and a line compared with the record that it names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.socle.entrees import courriels, identifiants
from portal.socle.entrees.dates import DateIllisible, lire_date
from portal.socle.entrees.nombres import NombreIllisible
from portal.socle.entrees.nombres import lire_nombre as lire_nombre_saisi
from portal.socle.entrees.textes import nettoyer, plier

from .lignes import CelluleRefusee, ColonneAttendue, Ecart, LigneLue, SortDeLigne, ecritures, plier_intitule

# Typed in a cell, this word empties the value; an empty cell leaves it alone.
VIDE = "(vide)"
Lecteurs = Mapping[str, Callable[[str], Any]]

# --- Lines -----------------------------------------------------------------------------------------------------------


def phrase(numero: int, titre: str | Promise, raison: str) -> str:
    """A refusal that names the line and the column."""
    return _("Ligne %(ligne)s, %(colonne)s : %(raison)s") % {"ligne": numero, "colonne": titre, "raison": raison}


def lire_cellules(
    lue: LigneLue, lecteurs: Lecteurs, colonnes: Mapping[str, ColonneAttendue]
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
    colonnes: Mapping[str, ColonneAttendue],
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


def adresses_douteuses(
    numero: int, ecarts: Sequence[Ecart], lecteurs: Lecteurs, colonnes: Mapping[str, ColonneAttendue]
) -> tuple[str, ...]:
    """A remark for each address to write whose domain looks like a slip: it is pointed out, never corrected."""
    titres = {str(colonnes[code].titre) for code, lecteur in lecteurs.items() if lecteur is lire_courriel}
    return tuple(
        phrase(
            numero,
            ecart.colonne,
            _("« %(lu)s » ressemble à une faute de frappe : s’agit-il de « %(domaine)s » ?")
            % {"lu": ecart.apres.rpartition("@")[2], "domaine": domaine},
        )
        for ecart in ecarts
        if ecart.colonne in titres and (domaine := courriels.domaine_probable(ecart.apres))
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


def lire_texte(texte: str, *, longueur: int) -> str:
    """A text on one line, short enough; control characters are refused."""
    propre = " ".join(nettoyer(texte).split())
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


def selon(lecteur: Callable[[str], str]) -> Callable[[str], str]:
    """A reader of `portal.socle.entrees` whose refusal is that of a cell; an empty cell stays empty."""

    def lire(texte: str) -> str:
        try:
            return lecteur(texte) if texte else ""
        except ValidationError as erreur:
            raise CelluleRefusee(" ".join(erreur.messages)) from erreur

    return lire


lire_rna = selon(identifiants.lire_rna)
lire_siret = selon(identifiants.lire_siret)
lire_telephone = selon(identifiants.lire_telephone)


def lire_courriel(texte: str) -> str:
    """An address, cleaned, of a length that the database holds."""
    return selon(courriels.lire_courriel)(lire_texte(texte, longueur=254))


def lire_jour(texte: str) -> date | None:
    """A day from 1990 to 2100; the number of days that a spreadsheet shows in its place is read too."""
    try:
        jour = lire_date(texte, tableur=True)
    except DateIllisible as erreur:
        raise CelluleRefusee(erreur.phrase(texte)) from erreur
    if jour and not 1990 <= jour.year <= 2100:
        raise CelluleRefusee(_("« %(valeur)s » n’est pas de 1990 à 2100 : vérifiez l’année.") % {"valeur": texte})
    return jour


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
