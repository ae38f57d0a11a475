"""The workbook: summary, cuts, a sheet a table, a sheet for the questions of each section, long data, dictionary."""

from __future__ import annotations

from datetime import date, datetime
from typing import BinaryIO

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from espace_structures.structures.enums import TypeStructure
from portal.socle.geographie import nom_departement
from portal.socle.tableaux import Classeur, Colonne, FeuilleClasseur, Nature, Tableau, Valeur

from ...enums import EtatBilan, TypeReponse
from ..definition import DefinitionTrame, Question, Section
from ..definition import Tableau as TableauDef
from ..expressions import completer
from ..perimetre import Perimetre
from ..synthese import Synthese, synthetiser
from ..tableaux_consolides import NATURES, totaux
from ..tableaux_decoupes import lignes_principales
from .dictionnaire import tableau_dictionnaire
from .fichiers_csv import COLONNES_LONGUES, identite
from .lecture import FeuilleExtraite, feuilles_extraites


def ecrire_classeur(perimetre: Perimetre, sortie: BinaryIO, *, le: datetime, adresse: str = "") -> None:
    """Writes the whole workbook; rows go out as they are read."""
    synthese = synthetiser(perimetre, detaillee=True)
    definition = synthese.consolidation.definition
    titre = str(perimetre.campagne)
    jour = formats.date_format(timezone.localtime(le), "SHORT_DATE_FORMAT")
    mention = " – ".join(
        [titre, perimetre.libelle(), perimetre.libelle_etats(), _("extrait le %(jour)s") % {"jour": jour}]
    )
    classeur = Classeur(sortie, titre=titre, mention=mention, cree_le=le)
    _ecrire_synthese(classeur, synthese, adresse)
    for decoupe in synthese.decoupes:
        classeur.feuille(decoupe)
    if synthese.financements:
        classeur.feuille(synthese.financements)
    _Donnees(classeur, perimetre, definition, synthese).ecrire()
    classeur.feuille(tableau_dictionnaire(definition))
    classeur.fermer()


def _ecrire_synthese(classeur: Classeur, synthese: Synthese, adresse: str) -> None:
    """Scope, coverage and rates, the main totals, then what must be known before quoting them."""
    definition, valeurs = synthese.consolidation.definition, synthese.consolidation.total
    avec_totaux = totaux(definition, valeurs)
    colonnes = synthese.indicateurs.colonnes if synthese.indicateurs else _colonnes_sans_taux()
    notes = [_("Couverture : %(phrase)s.") % {"phrase": synthese.couverture.phrase()}]
    if adresse:
        notes.append(_("Les mêmes chiffres sur le portail : %(adresse)s") % {"adresse": adresse})
    feuille = classeur.feuille(
        Tableau(
            code=_("Synthèse"),
            titre=_("Synthèse"),
            colonnes=colonnes,
            lignes=synthese.indicateurs.lignes if synthese.indicateurs else (),
            notes=tuple(notes),
        )
    )
    for code, libelle, nature in lignes_principales(definition):
        feuille.ecrire(
            [libelle, avec_totaux.get(code)], natures=[Nature.TEXTE, nature, *[Nature.TEXTE] * (len(colonnes) - 2)]
        )
    for texte in (*synthese.mentions, *synthese.notes):
        feuille.ecrire([])
        feuille.ecrire([texte])


def _colonnes_sans_taux() -> tuple[Colonne, ...]:
    return (
        Colonne(entetes=(_("Indicateur"),), largeur=60),
        Colonne(entetes=(_("Valeur"),), nature=Nature.ENTIER),
    )


class _Donnees:
    """The sheets of answers, all written at once while the bilans are read a single time."""

    def __init__(self, classeur: Classeur, perimetre: Perimetre, definition: DefinitionTrame, synthese: Synthese):
        self._perimetre, self._definition = perimetre, definition
        self._feuilles: list[tuple[FeuilleClasseur, tuple[str, ...]]] = []
        for section in definition.sections:
            for tableau, codes in _tableaux_de_saisie(section):
                self._feuilles.append((classeur.feuille(tableau), codes))
        self._longue = classeur.feuille(_tableau_long())
        self._totaux = totaux(definition, synthese.consolidation.total)
        self._choix = {
            cellule.code: {choix.code: choix.libelle for choix in cellule.choix}
            for cellule in definition.cellules.values()
            if cellule.choix
        }
        self._dates = {c.code for c in definition.cellules.values() if c.type == TypeReponse.DATE}

    def ecrire(self) -> None:
        """A row a sheet everywhere, then the total of each column."""
        exercice = self._perimetre.campagne.exercice
        ecrites = 0
        for feuille in feuilles_extraites(self._perimetre):
            ecrites += 1
            valeurs = self._valeurs(feuille)
            debut = _identite_lisible(exercice, feuille)
            for cible, codes in self._feuilles:
                cible.ecrire([*debut, *(valeurs.get(code) for code in codes)])
            self._ecrire_longue(exercice, feuille)
        if ecrites:
            vides: list[Valeur] = [None] * (len(_colonnes_identite()) - 1)
            for cible, codes in self._feuilles:
                cible.ecrire([_("Total"), *vides, *(self._totaux.get(code) for code in codes)], forte=True)

    def _valeurs(self, feuille: FeuilleExtraite) -> dict[str, Valeur]:
        """Answers for people: computed cells and totals beside, choices by their labels, dates as dates."""
        valeurs: dict[str, Valeur] = dict(totaux(self._definition, completer(feuille.nombres, self._definition)))
        for code, valeur in feuille.reponses.items():
            if isinstance(valeur, str):
                valeurs[code] = self._lisible(code, valeur)
        return valeurs

    def _lisible(self, code: str, texte: str) -> str | date:
        if code in self._dates:
            try:
                return date.fromisoformat(texte)
            except ValueError:
                return texte
        return self._choix.get(code, {}).get(texte, texte)

    def _ecrire_longue(self, exercice: int, feuille: FeuilleExtraite) -> None:
        debut = identite(exercice, feuille)
        for code, valeur in feuille.reponses.items():
            self._longue.ecrire((*debut, code, valeur))
        if not feuille.reponses:
            self._longue.ecrire(debut)


def _identite_lisible(exercice: int, feuille: FeuilleExtraite) -> list[Valeur]:
    return [
        exercice,
        feuille.siret,
        feuille.structure,
        str(TypeStructure(feuille.type_structure).label),
        f"{feuille.departement} – {nom_departement(feuille.departement)}",
        str(EtatBilan(feuille.etat).label),
    ]


def _colonnes_identite() -> list[Colonne]:
    return [
        Colonne(entetes=(_("Exercice"),), nature=Nature.BRUT, largeur=9),
        Colonne(entetes=(_("SIRET"),), largeur=16),
        Colonne(entetes=(_("Structure"),), largeur=34),
        Colonne(entetes=(_("Type"),), largeur=22),
        Colonne(entetes=(_("Département"),), largeur=24),
        Colonne(entetes=(_("État"),), largeur=14),
    ]


def _tableaux_de_saisie(section: Section):
    """For each sheet of a section: its empty table, and the codes of the columns after the identity."""
    questions = [element for element in section.elements if isinstance(element, Question)]
    if questions:
        yield _tableau_questions(section, questions)
    for element in section.elements:
        if isinstance(element, TableauDef):
            yield _tableau_saisie(section, element)


def _tableau_questions(section: Section, questions: list[Question]) -> tuple[Tableau, tuple[str, ...]]:
    colonnes = [
        Colonne(
            entetes=(question.code, question.libelle),
            nature=NATURES[question.type],
            largeur=40 if question.type == TypeReponse.TEXTE else 18,
        )
        for question in questions
    ]
    tableau = Tableau(
        code=_("%(section)s questions") % {"section": section.code},
        titre=f"{section.code} – {section.titre}",
        colonnes=(*_colonnes_identite(), *colonnes),
        figees=3,
    )
    return tableau, tuple(question.code for question in questions)


def _tableau_saisie(section: Section, tableau: TableauDef) -> tuple[Tableau, tuple[str, ...]]:
    """Row by row, its columns then its total; at the end the totals of the columns."""
    a_groupes = any(colonne.groupe for colonne in tableau.colonnes)
    lignes = [(ligne.code, ligne.libelle, f"{tableau.code}.{ligne.code}") for ligne in tableau.lignes]
    if tableau.a_total_colonnes:
        lignes.append(("*", _("Total"), tableau.code))
    colonnes, codes = [], []
    for code_ligne, libelle, total in lignes:
        for colonne in tableau.colonnes:
            if f"{code_ligne}.{colonne.code}" in tableau.grisees:
                continue
            groupes = (colonne.groupe,) if a_groupes else ()
            colonnes.append(Colonne(entetes=(libelle, *groupes, colonne.libelle), nature=NATURES[tableau.type]))
            codes.append(f"{tableau.code}.{code_ligne}.{colonne.code}")
        if tableau.a_total_lignes:
            groupes = ("",) if a_groupes else ()
            colonnes.append(Colonne(entetes=(libelle, *groupes, _("Total")), nature=NATURES[tableau.type]))
            codes.append(total)
    feuille = Tableau(
        code=f"{tableau.code} {tableau.titre}",
        titre=f"{section.titre} – {tableau.code} – {tableau.titre}",
        colonnes=(*_colonnes_identite(), *colonnes),
        figees=3,
    )
    return feuille, tuple(codes)


def _tableau_long() -> Tableau:
    """The columns of the long CSV: codes rather than words."""
    largeurs = dict(zip(COLONNES_LONGUES, (9, 16, 34, 16, 12, 12, 22, 18), strict=True))
    return Tableau(
        code=_("Données longues"),
        titre=_("Données longues : une ligne par réponse"),
        colonnes=tuple(
            Colonne(
                entetes=(nom,),
                nature=Nature.BRUT if nom == "valeur" else Nature.TEXTE,
                largeur=largeurs[nom],
            )
            for nom in COLONNES_LONGUES
        ),
        figees=3,
    )
