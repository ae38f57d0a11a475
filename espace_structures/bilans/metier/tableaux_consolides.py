"""A consolidation laid out as the tables of the trame, with their totals and the exercice before in quiet ink."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.socle.tableaux import Colonne, LigneDeTableau, Nature, Tableau, Valeur

from ..enums import TypeReponse
from .consolidation import Consolidation
from .definition import Colonne as ColonneDef
from .definition import DefinitionTrame, Question, Section
from .definition import Ligne as LigneDef
from .definition import Tableau as TableauDef

NATURES = {
    TypeReponse.EFFECTIF: Nature.ENTIER,
    TypeReponse.MONTANT: Nature.MONTANT,
    TypeReponse.DECIMAL: Nature.DECIMAL,
    TypeReponse.POURCENTAGE: Nature.POURCENTAGE,
    TypeReponse.TEXTE: Nature.TEXTE,
    TypeReponse.CHOIX: Nature.TEXTE,
    TypeReponse.DATE: Nature.DATE,
}
NATURES_ADDITIVES = frozenset({Nature.ENTIER, Nature.MONTANT})


@dataclass(frozen=True, kw_only=True)
class Precedent:
    """The exercice before, on the same scope: what quiet columns show."""

    exercice: int
    consolidation: Consolidation

    @cached_property
    def _valeurs(self) -> dict[str, Decimal]:
        return totaux(self.consolidation.definition, self.consolidation.total)

    def valeur(self, code: str) -> Decimal | None:
        """Its value of that cell, or of that total."""
        return self._valeurs.get(code)


def totaux(definition: DefinitionTrame, valeurs: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The values plus the totals of the tables: `C2.18_21` (a row), `C2.*.F` (a column), `C2` (the table)."""
    avec: dict[str, Decimal] = dict(valeurs)
    for code, cibles in _cibles(definition):
        valeur = valeurs.get(code)
        if valeur is not None:
            for cible in cibles:
                avec[cible] = avec.get(cible, Decimal(0)) + valeur
    return avec


def _cibles(definition: DefinitionTrame) -> list[tuple[str, tuple[str, ...]]]:
    """The totals to which each cell of a table belongs; worked out once for a definition, which never changes."""
    connues = vars(definition).get("_cibles_des_totaux")
    if connues is None:
        connues = vars(definition)["_cibles_des_totaux"] = [
            (f"{tableau.code}.{ligne.code}.{colonne.code}", tuple(_totaux_de(tableau, ligne, colonne)))
            for tableau in definition.tableaux
            if NATURES[tableau.type] in NATURES_ADDITIVES
            for ligne in tableau.lignes
            for colonne in tableau.colonnes
        ]
    return connues


def _totaux_de(tableau: TableauDef, ligne: LigneDef, colonne: ColonneDef) -> Iterator[str]:
    """The totals of a cell. An "of which" row has a total of its own, an "of which" column as well."""
    if not colonne.dont:
        yield f"{tableau.code}.{ligne.code}"
    if not ligne.dont:
        yield f"{tableau.code}.*.{colonne.code}"
    if not ligne.dont and not colonne.dont:
        yield tableau.code


def tableaux_de_section(
    section: Section, consolidation: Consolidation, precedent: Precedent | None = None
) -> list[Tableau]:
    """The tables of a section with their totals, then its single questions gathered in one."""
    valeurs = totaux(consolidation.definition, consolidation.total)
    tableaux = [
        _tableau_consolide(element, valeurs, precedent)
        for element in section.elements
        if isinstance(element, TableauDef)
    ]
    questions = [element for element in section.elements if isinstance(element, Question)]
    if questions:
        tableaux.insert(0, _questions_consolidees(section, questions, consolidation, precedent))
    return tableaux


def _tableau_consolide(tableau: TableauDef, valeurs: Mapping[str, Decimal], precedent: Precedent | None) -> Tableau:
    nature = NATURES[tableau.type]
    colonnes = [Colonne(entetes=(tableau.intitule_lignes or _("Modalité"),), largeur=40)]
    colonnes += [
        Colonne(entetes=(c.groupe, c.libelle) if c.groupe else (c.libelle,), nature=nature) for c in tableau.colonnes
    ]
    codes = [c.code for c in tableau.colonnes]
    if tableau.a_total_lignes:
        colonnes.append(Colonne(entetes=(_("Total"),), nature=nature))
    if precedent:
        colonnes.append(Colonne(entetes=(str(precedent.exercice),), nature=nature, discrete=True))

    def ligne(libelle: str, code_ligne: str, total: str, *, forte: bool = False) -> LigneDeTableau:
        cellules: list[Valeur] = [libelle]
        cellules += [valeurs.get(f"{tableau.code}.{code_ligne}.{code}") for code in codes]
        if tableau.a_total_lignes:
            cellules.append(valeurs.get(total))
        if precedent:
            cellules.append(precedent.valeur(total))
        return LigneDeTableau(valeurs=cellules, forte=forte)

    lignes = [ligne(li.libelle, li.code, f"{tableau.code}.{li.code}") for li in tableau.lignes]
    if tableau.a_total_colonnes:
        lignes.append(ligne(_("Total"), "*", tableau.code, forte=True))
    return Tableau(
        code=tableau.code,
        titre=f"{tableau.code} – {tableau.titre}",
        colonnes=tuple(colonnes),
        lignes=tuple(lignes),
    )


def _questions_consolidees(
    section: Section, questions: Sequence[Question], consolidation: Consolidation, precedent: Precedent | None
) -> Tableau:
    colonnes = [Colonne(entetes=(_("Question"),), largeur=60), Colonne(entetes=(_("Ensemble"),), largeur=30)]
    if precedent:
        colonnes.append(Colonne(entetes=(str(precedent.exercice),), discrete=True, largeur=16))
    lignes = []
    for question in questions:
        valeur, nature = _reponse_consolidee(question, consolidation)
        valeurs: list[Valeur] = [intitule(question), valeur]
        natures = [Nature.TEXTE, nature]
        if precedent:
            valeurs.append(precedent.valeur(question.code))
            natures.append(NATURES[question.type])
        lignes.append(LigneDeTableau(valeurs=valeurs, natures=natures))
    return Tableau(
        code=_("%(section)s questions") % {"section": section.code},
        titre=_("%(section)s – Questions") % {"section": section.code},
        colonnes=tuple(colonnes),
        lignes=tuple(lignes),
    )


def intitule(question: Question) -> str:
    """Code and label of a question, and whether its consolidated value is a mean."""
    libelle = f"{question.code} – {question.libelle}"
    return _("%(question)s (moyenne pondérée)") % {"question": libelle} if question.ponderation else libelle


def _reponse_consolidee(question: Question, consolidation: Consolidation) -> tuple[Valeur, Nature]:
    """The sum, the mean, the count of each answer of a list, or how many texts there are to read."""
    nature = NATURES[question.type]
    if question.type == TypeReponse.CHOIX:
        comptes = consolidation.choix.get(question.code, Counter())
        reponses = [
            _("%(reponse)s : %(nombre)s") % {"reponse": choix.libelle, "nombre": comptes[choix.code]}
            for choix in question.choix
            if choix.code in comptes
        ]
        return " ; ".join(reponses) or None, Nature.TEXTE
    if question.type in (TypeReponse.TEXTE, TypeReponse.DATE):
        nombre = consolidation.textes.get(question.code, 0)
        texte = ngettext(
            "%(nombre)s réponse, à lire dans l’extraction",
            "%(nombre)s réponses, à lire dans l’extraction",
            nombre,
        )
        return (texte % {"nombre": nombre} if nombre else None), Nature.TEXTE
    if nature not in NATURES_ADDITIVES and not question.ponderation:
        return _("ne s’additionne pas"), Nature.TEXTE
    return consolidation.total.get(question.code), nature
