"""Structures by their SIRET: what each line would do, given the records that exist. Pure: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.socle.entrees.identifiants import siret_lisible, telephone_lisible
from portal.socle.entrees.textes import plier
from portal.socle.geographie import DEPARTEMENTS, nom_departement
from portal.socle.importation import intitules
from portal.socle.importation.cellules import (
    adresses_douteuses,
    comparer,
    lire_cellules,
    lire_choix,
    lire_courriel,
    lire_rna,
    lire_siret,
    lire_telephone,
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

from ...enums import TypeStructure
from ...models import Structure

COLONNES = (
    ColonneAttendue("siret", gettext_lazy("SIRET"), intitules.SIRET, obligatoire=True, exemple="000 000 018 00010"),
    ColonneAttendue(
        "nom",
        gettext_lazy("Nom"),
        (gettext_lazy("nom"), "structure", "nom de la structure", "raison sociale", "dénomination"),
        obligatoire=True,
        exemple="Mission locale des Deux-Rives",
    ),
    ColonneAttendue("type", gettext_lazy("Type"), ("type de structure",), exemple="Mission locale"),
    ColonneAttendue(
        "departements",
        gettext_lazy("Départements"),
        ("département", "départements d’intervention", "dpt"),
        exemple="75, 93",
    ),
    ColonneAttendue(
        "rna", gettext_lazy("RNA"), (gettext_lazy("numéro RNA"), "n° rna"), effacable=True, exemple="W751234567"
    ),
    ColonneAttendue(
        "referent_nom",
        gettext_lazy("Référent ou référente"),
        (gettext_lazy("référent ou référente parrainage"), "référent", "référent parrainage", "nom du référent"),
        effacable=True,
        exemple="Camille Durand",
    ),
    ColonneAttendue(
        "referent_courriel",
        gettext_lazy("Courriel"),
        (gettext_lazy("adresse électronique du référent"), "courriel du référent", *intitules.COURRIEL),
        effacable=True,
        exemple="camille.durand@exemple.fr",
    ),
    ColonneAttendue(
        "referent_telephone",
        gettext_lazy("Téléphone"),
        (gettext_lazy("téléphone du référent"), *intitules.TELEPHONE),
        effacable=True,
        exemple="01 23 45 67 89",
    ),
)
_PAR_CODE = {colonne.code: colonne for colonne in COLONNES}
# What a new structure cannot do without.
_DUS = ("nom", "type", "departements")


@dataclass(frozen=True, kw_only=True)
class StructureConnue:
    """A record as it stands, with its départements."""

    pk: int
    valeurs: Mapping[str, Any]
    fermee: bool = False


def prevoir(lecture: Lecture, connues: Iterable[StructureConnue], noms: Mapping[str, Sequence[str]]) -> Prevision:
    """What the file would do. `connues`: the records that it names; `noms`: SIRET that bear each folded name."""
    par_siret = {connue.valeurs["siret"]: connue for connue in connues}
    vus: dict[str, int] = {}
    homonymes: dict[str, set[str]] = {nom: set(sirets) for nom, sirets in noms.items()}
    lignes = []
    for lue in lecture.lignes:
        ligne = _prevoir_ligne(lue, par_siret)
        siret = ligne.valeurs.get("siret", "")
        if siret in vus:
            ligne = _refuser(ligne, "siret", _("ce SIRET est déjà à la ligne %(ligne)s.") % {"ligne": vus[siret]})
        elif siret:
            vus[siret] = lue.numero
        lignes.append(_signaler(ligne, homonymes))
    return Prevision(lignes=tuple(lignes), ignorees=lecture.ignorees)


def _prevoir_ligne(lue: LigneLue, par_siret: Mapping[str, StructureConnue]) -> LignePrevue:
    valeurs, refus = lire_cellules(lue, LECTEURS, _PAR_CODE)
    connue = par_siret.get(valeurs.get("siret", ""))
    if "siret" in valeurs and connue is None:
        refus += [
            phrase(lue.numero, _PAR_CODE[code].titre, _("il faut une valeur pour créer la structure."))
            for code in _DUS
            if code not in valeurs and not any(str(_PAR_CODE[code].titre) in dit for dit in refus)
        ]
    avant = connue.valeurs if connue else {}
    if not refus:
        refus = _refus_du_modele(lue.numero, {**avant, **valeurs})
    alertes = _alertes(connue, valeurs)
    if connue:
        valeurs.pop("nom", None)
    ecarts = comparer(avant, valeurs, _PAR_CODE, MONTRER) if not refus else ()
    return LignePrevue(
        numero=lue.numero,
        intitule=str(avant.get("nom") or lue.valeurs.get("nom") or lue.valeurs.get("siret", "")),
        sort=sort_de(refus, connue is not None, ecarts),
        cible=connue.pk if connue else None,
        valeurs=valeurs,
        ecarts=ecarts,
        refus=tuple(refus),
        alertes=(*alertes, *adresses_douteuses(lue.numero, ecarts, LECTEURS, _PAR_CODE)),
    )


def _refus_du_modele(numero: int, valeurs: Mapping[str, Any]) -> list[str]:
    """What the model itself refuses, by cell: rows are written at once, past its own checks."""
    try:
        structure = Structure(**{code: valeur for code, valeur in valeurs.items() if code != "departements"})
        structure.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as erreur:
        return [
            phrase(numero, _PAR_CODE[champ].titre, raison)
            for champ, raisons in erreur.message_dict.items()
            for raison in raisons
        ]
    return []


def _alertes(connue: StructureConnue | None, valeurs: Mapping[str, Any]) -> tuple[str, ...]:
    """What the import leaves alone: the name and the closing of a structure have screens of their own."""
    if connue is None:
        return ()
    alertes = []
    if "nom" in valeurs and valeurs["nom"] != connue.valeurs["nom"]:
        alertes.append(
            _(
                "Le fichier dit « %(nom)s » ; le nom reste. Renommez la structure depuis sa fiche : "
                "l’ancien nom et les pages suivront."
            )
            % {"nom": valeurs["nom"]}
        )
    if connue.fermee:
        alertes.append(_("Cette structure est fermée, et le reste."))
    return tuple(alertes)


def _refuser(ligne: LignePrevue, code: str, raison: str) -> LignePrevue:
    refus = (*ligne.refus, phrase(ligne.numero, _PAR_CODE[code].titre, raison))
    return replace(ligne, sort=SortDeLigne.REFUSEE, refus=refus, ecarts=())


def _signaler(ligne: LignePrevue, homonymes: dict[str, set[str]]) -> LignePrevue:
    """A warning when the name is borne by another SIRET, in the records or above in the file: the same structure?"""
    siret, nom = ligne.valeurs.get("siret", ""), plier(ligne.intitule)
    if ligne.sort != SortDeLigne.CREEE:
        return ligne
    autres = sorted(homonymes.setdefault(nom, set()) - {siret})
    homonymes[nom].add(siret)
    if not autres:
        return ligne
    alerte = _("Même nom qu’une autre structure (SIRET %(sirets)s) : vérifiez que ce n’est pas un doublon.") % {
        "sirets": ", ".join(siret_lisible(autre) for autre in autres)
    }
    return replace(ligne, alertes=(*ligne.alertes, alerte))


# --- Cells of a structure --------------------------------------------------------------------------------------------


def lire_departements(texte: str) -> tuple[str, ...]:
    """Codes of the départements, given as codes or as names, whatever stands between them."""
    codes = set()
    for part in re.split(r"[,;/\n|]+| et ", texte):
        if part.strip():
            codes.add(_lire_departement(part.strip()))
    if not codes:
        raise CelluleRefusee(_("il faut au moins un département."))
    return tuple(sorted(codes))


def _lire_departement(texte: str) -> str:
    code = texte.upper().zfill(2) if texte.isdigit() else texte.upper()
    if code in DEPARTEMENTS:
        return code
    par_nom = {plier(nom): connu for connu, (nom, _region) in DEPARTEMENTS.items()}
    par_nom |= {plier(f"{connu} {nom}"): connu for connu, (nom, _region) in DEPARTEMENTS.items()}
    trouve = par_nom.get(plier(texte))
    if trouve is None:
        raise CelluleRefusee(
            _("« %(valeur)s » n’est pas un département : écrivez son code ou son nom, séparés par des virgules.")
            % {"valeur": texte}
        )
    return trouve


LECTEURS: dict[str, Callable[[str], Any]] = {
    "siret": lire_siret,
    "nom": lambda texte: lire_texte(texte, longueur=200),
    "type": lambda texte: lire_choix(texte, TypeStructure.choices),
    "departements": lire_departements,
    "rna": lire_rna,
    "referent_nom": lambda texte: lire_texte(texte, longueur=150),
    "referent_courriel": lire_courriel,
    "referent_telephone": lire_telephone,
}
MONTRER: dict[str, Callable[[Any], str]] = {
    "siret": siret_lisible,
    "type": lambda code: str(TypeStructure(code).label),
    "departements": lambda codes: ", ".join(nom_departement(code) for code in codes),
    "referent_telephone": telephone_lisible,
}
