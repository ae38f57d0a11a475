"""What every code of an extraction means: the last sheet of the workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.socle.tableaux import Colonne, LigneDeTableau, Tableau, Valeur

from ..definition import CelluleDef, DefinitionTrame
from ..definition import Tableau as TableauDef


def tableau_dictionnaire(definition: DefinitionTrame) -> Tableau:
    """Every cell in the order of the form, then every indicator with its formula."""
    titres = [
        (_("Code"), 22),
        (_("Section"), 28),
        (_("Tableau ou question"), 40),
        (_("Ligne"), 32),
        (_("Colonne"), 24),
        (_("Type"), 24),
        (_("Consolidation"), 28),
        (_("Calcul"), 24),
        (_("Réponses possibles"), 40),
        (_("Définition"), 80),
    ]
    return Tableau(
        code=_("Dictionnaire"),
        titre=_("Dictionnaire des données"),
        colonnes=tuple(Colonne(entetes=(titre,), largeur=largeur) for titre, largeur in titres),
        lignes=tuple(
            LigneDeTableau(valeurs=[valeur or None for valeur in valeurs])
            for valeurs in (
                *(_de_cellule(cellule, definition) for cellule in definition.cellules.values()),
                *_des_indicateurs(definition),
            )
        ),
    )


def _de_cellule(cellule: CelluleDef, definition: DefinitionTrame) -> list[Valeur]:
    element = definition.elements[cellule.element]
    section = definition.section(cellule.section)
    ligne = colonne = ""
    definition_du_tableau = ""
    if isinstance(element, TableauDef):
        ligne = next(li.libelle for li in element.lignes if li.code == cellule.ligne)
        trouvee = next(co for co in element.colonnes if co.code == cellule.colonne)
        colonne = f"{trouvee.groupe} – {trouvee.libelle}" if trouvee.groupe else trouvee.libelle
        definition_du_tableau = element.definition
    return [
        cellule.code,
        f"{section.code} – {section.titre}",
        element.titre if isinstance(element, TableauDef) else element.libelle,
        ligne,
        colonne,
        str(cellule.type.label),
        _consolidation(cellule),
        cellule.calcul,
        " ; ".join(f"{choix.code} = {choix.libelle}" for choix in cellule.choix),
        cellule.definition or definition_du_tableau or cellule.aide,
    ]


def _consolidation(cellule: CelluleDef) -> str:
    if cellule.calcul:
        return _("recalculée sur les sommes")
    if cellule.est_additionnable:
        return _("somme") if cellule.additive else _("somme, hors des totaux")
    if cellule.ponderation:
        return _("moyenne pondérée par %(poids)s") % {"poids": cellule.ponderation}
    return _("ne s’additionne pas")


def _des_indicateurs(definition: DefinitionTrame) -> list[list[Valeur]]:
    return [
        [
            indicateur.code,
            _("Indicateurs"),
            indicateur.libelle,
            "",
            "",
            str(indicateur.format.label),
            _("recalculé sur les sommes"),
            f"({indicateur.numerateur}) / ({indicateur.denominateur})",
            "",
            indicateur.definition,
        ]
        for indicateur in definition.indicateurs
    ]
