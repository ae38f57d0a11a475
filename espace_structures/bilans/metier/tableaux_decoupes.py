"""A consolidation laid out by rate, by département or type of structure, by budget line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.socle.tableaux import Colonne, LigneDeTableau, Nature, Tableau, Valeur

from ..enums import FormatIndicateur, GenreRegle
from .consolidation import Consolidation, Valeurs
from .definition import DefinitionTrame, Question
from .financements import Financement
from .indicateurs import ValeurIndicateur, calculer
from .perimetre import Couverture
from .tableaux_consolides import NATURES, NATURES_ADDITIVES, Precedent, intitule, totaux

_NATURES_INDICATEURS = {
    FormatIndicateur.POURCENTAGE: Nature.TAUX,
    FormatIndicateur.MONTANT: Nature.MONTANT,
    FormatIndicateur.DECIMAL: Nature.DECIMAL,
}


@dataclass(frozen=True, kw_only=True)
class Groupe:
    """A column of a cut: a département or a type of structure."""

    libelle: str
    valeurs: Valeurs
    couverture: Couverture


# --- Rates -----------------------------------------------------------------------------------------------------------


def tableau_indicateurs(consolidation: Consolidation, precedent: Precedent | None = None) -> Tableau:
    """Every rate with its numerator and its denominator."""
    colonnes = [
        Colonne(entetes=(_("Indicateur"),), largeur=60),
        Colonne(entetes=(_("Valeur"),), nature=Nature.TAUX),
        Colonne(entetes=(_("Numérateur"),), nature=Nature.ENTIER),
        Colonne(entetes=(_("Dénominateur"),), nature=Nature.ENTIER),
    ]
    anciens = {}
    if precedent:
        colonnes.append(Colonne(entetes=(str(precedent.exercice),), nature=Nature.TAUX, discrete=True))
        anciens = indicateurs_par_code(precedent.consolidation.definition, precedent.consolidation.total)
    lignes = []
    for valeur in calculer(consolidation.definition, consolidation.total):
        nature = _NATURES_INDICATEURS[valeur.indicateur.format]
        valeurs: list[Valeur] = [valeur.indicateur.libelle, valeur.valeur, valeur.numerateur, valeur.denominateur]
        natures = [Nature.TEXTE, nature, _nature_du_nombre(valeur.numerateur), _nature_du_nombre(valeur.denominateur)]
        if precedent:
            ancien = anciens.get(valeur.indicateur.code)
            valeurs.append(ancien.valeur if ancien else None)
            natures.append(nature)
        lignes.append(LigneDeTableau(valeurs=valeurs, natures=natures))
    return Tableau(
        code=_("Indicateurs"),
        titre=_("Taux et moyennes, avec leur dénominateur"),
        colonnes=tuple(colonnes),
        lignes=tuple(lignes),
    )


def indicateurs_par_code(definition: DefinitionTrame, valeurs: Valeurs) -> dict[str, ValeurIndicateur]:
    """Every indicator over these values, by its code."""
    return {valeur.indicateur.code: valeur for valeur in calculer(definition, valeurs)}


def _nature_du_nombre(nombre: Decimal | None) -> Nature:
    return Nature.ENTIER if nombre is None or nombre == nombre.to_integral_value() else Nature.DECIMAL


# --- Cuts ------------------------------------------------------------------------------------------------------------


def tableau_par_groupe(
    code: str,
    titre: str,
    groupes: Sequence[Groupe],
    ensemble: Groupe,
    definition: DefinitionTrame,
    *,
    lignes: Iterable[tuple[str, str, Nature]],
) -> Tableau:
    """Rows (code, label, nature) by group, after the coverage and before the rates; the last column is the whole."""
    colonnes_groupes = [*groupes, ensemble]
    valeurs = [totaux(definition, groupe.valeurs) for groupe in colonnes_groupes]
    taux = [indicateurs_par_code(definition, groupe.valeurs) for groupe in colonnes_groupes]
    corps = [
        _ligne(_("Bilans attendus"), [groupe.couverture.attendus for groupe in colonnes_groupes], Nature.ENTIER),
        _ligne(
            _("Bilans comptés"),
            [groupe.couverture.valides + groupe.couverture.provisoires for groupe in colonnes_groupes],
            Nature.ENTIER,
        ),
    ]
    corps += [_ligne(libelle, [v.get(cellule) for v in valeurs], nature) for cellule, libelle, nature in lignes]
    corps += [
        _ligne(
            indicateur.libelle,
            [taux_du_groupe[indicateur.code].valeur for taux_du_groupe in taux],
            _NATURES_INDICATEURS[indicateur.format],
        )
        for indicateur in definition.indicateurs
    ]
    colonnes = [Colonne(entetes=(_("Indicateur"),), largeur=50)]
    colonnes += [Colonne(entetes=(groupe.libelle,), nature=Nature.ENTIER) for groupe in colonnes_groupes]
    return Tableau(code=code, titre=titre, colonnes=tuple(colonnes), lignes=tuple(corps))


def _ligne(libelle: str, valeurs: Sequence[Valeur], nature: Nature) -> LigneDeTableau:
    return LigneDeTableau(valeurs=[libelle, *valeurs], natures=[Nature.TEXTE, *[nature] * len(valeurs)])


def lignes_principales(definition: DefinitionTrame) -> list[tuple[str, str, Nature]]:
    """What a screen shows by group: the numbers asked one by one, and the tables whose total no other cell gives."""
    repetees = {regle.parametres["parties"] for regle in definition.regles if regle.genre == GenreRegle.PARTITION}
    lignes = []
    for element in definition.elements.values():
        nature = NATURES[element.type]
        additif = nature in NATURES_ADDITIVES
        if isinstance(element, Question):
            if additif or (element.ponderation and nature in (Nature.DECIMAL, Nature.POURCENTAGE)):
                lignes.append((element.code, intitule(element), nature))
        elif additif and element.code not in repetees and any(not ligne.dont for ligne in element.lignes):
            lignes.append((element.code, f"{element.code} – {element.titre}", nature))
    return lignes


def lignes_detaillees(definition: DefinitionTrame) -> list[tuple[str, str, Nature]]:
    """What a workbook shows by group: every number, cell by cell."""
    return [
        (cellule.code, f"{cellule.code} – {cellule.libelle}", NATURES[cellule.type])
        for cellule in definition.cellules.values()
        if cellule.est_additionnable or cellule.ponderation
    ]


# --- Budget lines ----------------------------------------------------------------------------------------------------


def tableau_financements(lignes: Sequence[Financement]) -> Tableau:
    """The cut by budget line: promised, imputed, received."""
    titres = [
        (_("Objectif conventionné"), Nature.ENTIER),
        (_("Entrantes et entrants imputés"), Nature.ENTIER),
        (_("Objectif atteint"), Nature.TAUX),
        (_("Montant notifié"), Nature.MONTANT),
        (_("Subvention reçue"), Nature.MONTANT),
        (_("Aide par personne imputée"), Nature.MONTANT),
    ]
    return Tableau(
        code=_("Financements"),
        titre=_("Par ligne budgétaire"),
        colonnes=(
            Colonne(entetes=(_("Ligne budgétaire"),), largeur=40),
            *(Colonne(entetes=(titre,), nature=nature) for titre, nature in titres),
        ),
        lignes=tuple(
            LigneDeTableau(
                valeurs=[
                    ligne.libelle,
                    ligne.objectif,
                    ligne.imputes,
                    ligne.taux_de_realisation,
                    ligne.montant,
                    ligne.recu,
                    ligne.aide_par_impute,
                ]
            )
            for ligne in lignes
        ),
    )
