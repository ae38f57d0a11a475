"""What the portal knows of the volunteers of a structure, proposed to section D of its bilan (domaine.md §2.2 D).

Nothing is written by itself: each figure is shown beside the answer already given, and somebody ticks what is taken.
The codes are those of the cells of the trame; a trame without one of them is proposed nothing there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from espace_structures.benevolat.enums import Mesure, Sexe, Situation, TrancheAge
from espace_structures.benevolat.metier.compteurs import compter, mobilises
from espace_structures.benevolat.models import Accueil
from espace_structures.bilans.metier.definition import DefinitionTrame
from espace_structures.bilans.metier.definitions import definition_connue
from espace_structures.bilans.metier.lecture import Reponses, reponses_de
from espace_structures.bilans.metier.saisie import enregistrer

if TYPE_CHECKING:
    from espace_structures.bilans.models import Feuille
    from espace_structures.comptes.models import Compte

# What volunteers say of themselves → row or column of the trame; nothing said is "non renseigné".
COLONNES_D1 = {Sexe.FEMME: "F", Sexe.HOMME: "H", "": "NR"}
LIGNES_D2 = {
    TrancheAge.MOINS_30: "moins_30",
    TrancheAge.DE_30_A_44: "30_44",
    TrancheAge.DE_45_A_59: "45_59",
    TrancheAge.DES_60: "60_plus",
    "": "nr",
}
LIGNES_D3 = {
    Situation.EN_ACTIVITE: "en_activite",
    Situation.RETRAITE: "retraite",
    Situation.ETUDIANT: "etudiant",
    Situation.DEMANDEUR: "DE",
    Situation.AUTRE: "autre",
    "": "nr",
}


@dataclass(frozen=True)
class Proposition:
    """A figure that the portal knows, beside the answer given (None: no answer yet)."""

    code: str
    tableau: str
    libelle: str
    proposee: Decimal
    actuelle: Decimal | None

    @property
    def est_nouvelle(self) -> bool:
        """No answer yet: taken unless unticked."""
        return self.actuelle is None

    @property
    def est_identique(self) -> bool:
        return self.actuelle == self.proposee


def propositions(feuille: Feuille, *, jour: date, reponses: Reponses | None = None) -> list[Proposition]:
    """The figures of this sheet that the portal knows, in the order of the form; empty when it knows no volunteer."""
    definition = definition_connue(feuille.bilan.campagne)
    chiffres = chiffres_connus(feuille, jour=jour)
    if not chiffres:
        return []
    reponses = reponses_de(feuille) if reponses is None else reponses
    return [
        Proposition(
            code=code,
            tableau=definition.elements[cellule.element].titre,
            libelle=cellule.libelle,
            proposee=Decimal(chiffres[code]),
            actuelle=reponses.get(code),
        )
        for code, cellule in definition.cellules.items()
        if code in chiffres and not cellule.calcul and cellule.est_numerique
    ]


def section_des_benevoles(definition: DefinitionTrame) -> str:
    """Code of the section that asks for the volunteers mobilised; empty when no section does."""
    element = definition.cellules.get("D1.total.F")
    return element.section if element else ""


def chiffres_connus(feuille: Feuille, *, jour: date) -> dict[str, int]:
    """Figures by cell code for the département of this sheet: a fixed number of queries.

    A row whose people are known is proposed with its zeros; sectors and steps of the welcome, which a structure may not
    keep on the portal, only where there is somebody.
    """
    bilan = feuille.bilan
    exercice = bilan.campagne.exercice
    lignes = [
        ligne for ligne in compter(bilan.structure, exercice, jour=jour) if ligne.departement == feuille.departement
    ]
    par_mesure: dict[str, list] = {mesure: [ligne for ligne in lignes if ligne.mesure == mesure] for mesure in Mesure}
    actifs = par_mesure[Mesure.MOBILISE]
    total = sum(ligne.nombre for ligne in actifs)
    if not total:
        return {}
    nouveaux = sum(ligne.nombre for ligne in par_mesure[Mesure.NOUVEAU])
    chiffres = {
        **{f"D1.total.{colonne}": _somme(actifs, "sexe", valeur) for valeur, colonne in COLONNES_D1.items()},
        **{f"D2.{code}.N": _somme(actifs, "tranche_age", valeur) for valeur, code in LIGNES_D2.items()},
        **{f"D3.{code}.N": _somme(actifs, "situation", valeur) for valeur, code in LIGNES_D3.items()},
        "D5.nouveaux.N": nouveaux,
        "D5.renouveles.N": total - nouveaux,
        "D5.sortis.N": sum(ligne.nombre for ligne in par_mesure[Mesure.SORTI]),
    }
    return chiffres | _secteurs_et_accueil(feuille, exercice)


def _somme(lignes, axe: str, valeur: str) -> int:
    return sum(ligne.nombre for ligne in lignes if getattr(ligne, axe) == valeur)


def _secteurs_et_accueil(feuille: Feuille, exercice: int) -> dict[str, int]:
    """What only the files still kept tell: sector, training, minors, honorability."""
    engagements = mobilises(feuille.bilan.structure, exercice).filter(departement=feuille.departement)
    personnes = dict(engagements.values_list("benevole_id", "benevole__secteur"))
    secteurs = Counter(secteur for secteur in personnes.values() if secteur)
    accueils = list(Accueil.objects.filter(structure=feuille.bilan.structure, benevole__in=list(personnes)))
    etapes = {
        "D7.formes.N": sum(1 for a in accueils if a.formation_le and a.formation_le.year == exercice),
        "D7.mineurs.N": sum(a.mineurs for a in accueils),
        "D7.mineurs_ASE.N": sum(a.mineurs_proteges for a in accueils),
        "D7.honorabilite.N": sum(
            a.honorabilite_le is not None and a.honorabilite_le.year <= exercice for a in accueils
        ),
    }
    return {f"D6.{code}.N": nombre for code, nombre in sorted(secteurs.items())} | {
        code: nombre for code, nombre in etapes.items() if nombre
    }


def reprendre(feuille: Feuille, codes: set[str], *, version: int, par: Compte, le: datetime, jour: date) -> int:
    """Writes the figures ticked, as an entry like any other (history, conflicts); how many.

    Raises what `bilans.metier.saisie.enregistrer` raises. A code that is not proposed any more is left aside.
    """
    valeurs: Mapping[str, Decimal] = {
        proposition.code: proposition.proposee
        for proposition in propositions(feuille, jour=jour)
        if proposition.code in codes and not proposition.est_identique
    }
    if valeurs:
        enregistrer(feuille, valeurs, version=version, par=par, le=le)
    return len(valeurs)
