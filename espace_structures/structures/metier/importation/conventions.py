"""Conventions by structure, funder, exercice, line and number: what each line of the file would do. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.socle.entrees.identifiants import siret_lisible
from portal.socle.entrees.textes import plier
from portal.socle.importation import intitules
from portal.socle.importation.cellules import (
    comparer,
    lire_cellules,
    lire_choix,
    lire_jour,
    lire_nombre,
    lire_siret,
    lire_texte,
    phrase,
    sort_de,
)
from portal.socle.importation.lignes import (
    CelluleRefusee,
    ColonneAttendue,
    Lecture,
    LigneLue,
    LignePrevue,
    Prevision,
    SortDeLigne,
)
from portal.socle.nombres import ecrire_euros, ecrire_nombre

from ...enums import LigneBudgetaire

COLONNES = (
    ColonneAttendue("siret", gettext_lazy("SIRET"), intitules.SIRET, obligatoire=True, exemple="000 000 018 00010"),
    ColonneAttendue(
        "financeur",
        gettext_lazy("Financeur"),
        ("sigle du financeur", "nom du financeur"),
        obligatoire=True,
        exemple="DRIEETS",
    ),
    ColonneAttendue("exercice", gettext_lazy("Exercice"), ("année",), obligatoire=True, exemple="2026"),
    ColonneAttendue(
        "ligne",
        gettext_lazy("Ligne budgétaire"),
        ("ligne", "bop", "programme"),
        obligatoire=True,
        exemple=LigneBudgetaire.P102.value,
    ),
    ColonneAttendue("numero", gettext_lazy("Numéro"), ("n°", "numéro de convention"), exemple="2026-17"),
    ColonneAttendue(
        "signee_le",
        gettext_lazy("Signée le"),
        ("date de signature", "signature"),
        effacable=True,
        exemple="03/04/2026",
    ),
    ColonneAttendue(
        "objectif",
        gettext_lazy("Objectif conventionné"),
        (gettext_lazy("objectif conventionné"), "objectif", "nombre de filleuls", "places"),
        effacable=True,
        exemple="50",
    ),
    ColonneAttendue(
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
    try:
        annee = lire_nombre(texte, decimales=0, unites=(), maximum=2100)
    except CelluleRefusee:
        annee = None
    if annee is None or annee < 1993:
        raise CelluleRefusee(_("« %(valeur)s » n’est pas une année de 1993 à 2100.") % {"valeur": texte})
    return int(annee)


def _lire_objectif(texte: str) -> int | None:
    nombre = lire_nombre(texte, decimales=0, unites=(), maximum=OBJECTIF_MAXIMUM)
    return None if nombre is None else int(nombre)


LECTEURS: dict[str, Callable[[str], Any]] = {
    "siret": lire_siret,
    "exercice": lire_exercice,
    "ligne": lambda texte: lire_choix(texte, LigneBudgetaire.choices),
    "numero": lambda texte: lire_texte(texte, longueur=50),
    "signee_le": lire_jour,
    "objectif": _lire_objectif,
    "montant": lambda texte: lire_nombre(texte, decimales=2, unites=("€", "euros", "eur"), maximum=MONTANT_MAXIMUM),
}
MONTRER: dict[str, Callable[[Any], str]] = {
    "siret": siret_lisible,
    "ligne": lambda code: str(LigneBudgetaire(code).label),
    "signee_le": lambda jour: f"{jour:%d/%m/%Y}",
    "objectif": ecrire_nombre,
    "montant": ecrire_euros,
}
