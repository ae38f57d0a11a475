"""Conventions by structure, funder, exercice, line and number: what each line of the file would do. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.socle.entrees.nombres import NombreIllisible, lire_nombre
from portal.socle.entrees.textes import plier
from portal.socle.nombres import ecrire_euros, ecrire_nombre

from ...enums import LigneBudgetaire, SortDeLigne
from .cellules import comparer, lire_cellules, lire_siret, sort_de
from .commun import (
    CelluleRefusee,
    Colonne,
    LigneLue,
    LignePrevue,
    Prevision,
    lire_choix,
    lire_texte,
    phrase,
)
from .lecture import Lecture

COLONNES = (
    Colonne(
        "siret", gettext_lazy("SIRET"), ("n° siret", "numéro siret"), obligatoire=True, exemple="000 000 018 00010"
    ),
    Colonne(
        "financeur",
        gettext_lazy("Financeur"),
        ("sigle du financeur", "nom du financeur"),
        obligatoire=True,
        exemple="DRIEETS",
    ),
    Colonne("exercice", gettext_lazy("Exercice"), ("année",), obligatoire=True, exemple="2026"),
    Colonne(
        "ligne",
        gettext_lazy("Ligne budgétaire"),
        ("ligne", "bop", "programme"),
        obligatoire=True,
        exemple=LigneBudgetaire.P102.value,
    ),
    Colonne("numero", gettext_lazy("Numéro"), ("n°", "numéro de convention"), exemple="2026-17"),
    Colonne(
        "signee_le",
        gettext_lazy("Signée le"),
        ("date de signature", "signature"),
        effacable=True,
        exemple="03/04/2026",
    ),
    Colonne(
        "objectif",
        gettext_lazy("Objectif conventionné"),
        ("objectif", "nombre de filleuls", "places"),
        effacable=True,
        exemple="50",
    ),
    Colonne(
        "montant",
        gettext_lazy("Montant notifié (€)"),
        ("montant", "montant notifié", "subvention"),
        effacable=True,
        exemple="15 250,00",
    ),
)
_PAR_CODE = {colonne.code: colonne for colonne in COLONNES}
_CLE = ("siret", "financeur", "exercice", "ligne")
OBJECTIF_MAXIMUM = 2_147_483_647
MONTANT_MAXIMUM = Decimal("9999999999.99")

Cle = tuple[str, int, int, str, str]  # SIRET, funder, exercice, line, number


@dataclass(frozen=True, kw_only=True)
class ConventionConnue:
    """A record as it stands."""

    pk: int
    cle: Cle
    valeurs: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Connu:
    """What the database knows of what the file names."""

    structures: Mapping[str, tuple[int, str, bool]]  # SIRET: primary key, name, closed
    financeurs: Iterable[tuple[int, str, str]]  # primary key, name, acronym
    conventions: Iterable[ConventionConnue]


def prevoir(lecture: Lecture, connu: Connu) -> Prevision:
    """What the file would do."""
    financeurs = list(connu.financeurs)
    lecteurs = LECTEURS | {"financeur": lambda texte: lire_financeur(texte, financeurs)}
    montrer = MONTRER | {"financeur": {pk: sigle or nom for pk, nom, sigle in financeurs}.get}
    par_cle = {convention.cle: convention for convention in connu.conventions}
    numeros = defaultdict(set)
    for cle in par_cle:
        numeros[cle[:4]].add(cle[4])
    vues: dict[Cle, int] = {}
    lignes = []
    for lue in lecture.lignes:
        ligne = _prevoir_ligne(lue, connu, lecteurs, montrer, par_cle)
        cle = cle_de(ligne.valeurs) if not ligne.refus else None
        if cle in vues:
            raison = _("cette convention est déjà à la ligne %(ligne)s.") % {"ligne": vues[cle]}
            refus = (*ligne.refus, phrase(lue.numero, _PAR_CODE["numero"].titre, raison))
            ligne = replace(ligne, sort=SortDeLigne.REFUSEE, refus=refus, ecarts=())
        elif cle is not None:
            vues[cle] = lue.numero
            ligne = _signaler(ligne, numeros[cle[:4]] - {cle[4]})
        lignes.append(ligne)
    return Prevision(lignes=tuple(lignes), ignorees=lecture.ignorees)


def cle_de(valeurs: Mapping[str, Any]) -> Cle:
    """What makes a convention one and the same."""
    return (
        valeurs["siret"],
        valeurs["financeur"],
        valeurs["exercice"],
        valeurs["ligne"],
        valeurs.get("numero", ""),
    )


def _prevoir_ligne(lue: LigneLue, connu: Connu, lecteurs, montrer, par_cle) -> LignePrevue:
    valeurs, refus = lire_cellules(lue, lecteurs, _PAR_CODE)
    structure = connu.structures.get(valeurs.get("siret", ""))
    if "siret" in valeurs and structure is None:
        raison = _("aucune structure ne porte ce SIRET : importez-la ou créez-la d’abord.")
        refus.insert(0, phrase(lue.numero, _PAR_CODE["siret"].titre, raison))
    refus += [
        phrase(
            lue.numero, _PAR_CODE[code].titre, _("il faut une valeur : elle dit de quelle convention parle la ligne.")
        )
        for code in _CLE[1:]
        if not lue.valeurs.get(code)
    ]
    connue = par_cle.get(cle_de(valeurs)) if not refus else None
    # The number identifies: an empty one is a convention without number, not a number to keep.
    ecarts = comparer(connue.valeurs if connue else {}, valeurs, _PAR_CODE, montrer) if not refus else ()
    nom = structure[1] if structure else lue.valeurs.get("siret", "")
    return LignePrevue(
        numero=lue.numero,
        intitule=" – ".join(filter(None, (nom, lue.valeurs.get("financeur"), lue.valeurs.get("exercice")))),
        sort=sort_de(refus, connue is not None, ecarts),
        cible=connue.pk if connue else None,
        valeurs=valeurs | ({"structure": structure[0]} if structure else {}),
        ecarts=ecarts,
        refus=tuple(refus),
        alertes=(_("Cette structure est fermée : la convention est gardée, sans bilan à venir."),)
        if structure and structure[2] and ecarts
        else (),
    )


def _signaler(ligne: LignePrevue, autres: set[str]) -> LignePrevue:
    """A warning when only the number tells a new convention from one that exists."""
    if ligne.sort != SortDeLigne.CREEE or not autres:
        return ligne
    alerte = _(
        "Une convention existe déjà avec ce financeur, cet exercice et cette ligne (numéro : %(numeros)s) : "
        "vérifiez que ce n’est pas la même."
    ) % {"numeros": ", ".join(sorted(numero or _("sans numéro") for numero in autres))}
    return replace(ligne, alertes=(*ligne.alertes, alerte))


# --- Cells of a convention -------------------------------------------------------------------------------------------


def lire_financeur(texte: str, financeurs: Iterable[tuple[int, str, str]]) -> int:
    """The funder of this name, or of this acronym when only one bears it."""
    voulu = plier(texte)
    par_nom = [pk for pk, nom, _sigle in financeurs if plier(nom) == voulu]
    trouves = par_nom or [pk for pk, _nom, sigle in financeurs if sigle and plier(sigle) == voulu]
    if not trouves:
        raise CelluleRefusee(
            _("aucun financeur ne s’appelle « %(valeur)s » : créez-le d’abord, ou corrigez son nom ou son sigle.")
            % {"valeur": texte}
        )
    if len(trouves) > 1:
        raise CelluleRefusee(
            _("plusieurs financeurs portent le sigle « %(valeur)s » : écrivez le nom entier.") % {"valeur": texte}
        )
    return trouves[0]


def lire_exercice(texte: str) -> int:
    """A civil year, from 1993 to 2100."""
    if not (texte.isascii() and texte.isdigit() and 1993 <= int(texte[:6]) <= 2100):
        raise CelluleRefusee(_("« %(valeur)s » n’est pas une année de 1993 à 2100.") % {"valeur": texte})
    return int(texte)


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


def _lire_nombre(texte: str, *, decimales: int, unites: tuple[str, ...], maximum: Decimal | int) -> Decimal | None:
    try:
        nombre = lire_nombre(texte, decimales=decimales, unites=unites)
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


def _lire_objectif(texte: str) -> int | None:
    nombre = _lire_nombre(texte, decimales=0, unites=(), maximum=OBJECTIF_MAXIMUM)
    return None if nombre is None else int(nombre)


LECTEURS: dict[str, Callable[[str], Any]] = {
    "siret": lire_siret,
    "exercice": lire_exercice,
    "ligne": lambda texte: lire_choix(texte, LigneBudgetaire.choices),
    "numero": lambda texte: lire_texte(texte, longueur=50),
    "signee_le": lire_jour,
    "objectif": _lire_objectif,
    "montant": lambda texte: _lire_nombre(texte, decimales=2, unites=("€", "euros", "eur"), maximum=MONTANT_MAXIMUM),
}
MONTRER: dict[str, Callable[[Any], str]] = {
    "siret": lambda siret: f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}",
    "ligne": lambda code: str(LigneBudgetaire(code).label),
    "signee_le": lambda jour: f"{jour:%d/%m/%Y}",
    "objectif": ecrire_nombre,
    "montant": ecrire_euros,
}
