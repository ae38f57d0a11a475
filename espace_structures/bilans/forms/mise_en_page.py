"""How a section is laid out: its tables and questions in order, with their totals, hints and last year's values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.utils.translation import gettext as _

from portal.socle.formulaires import (
    Colonne,
    Controle,
    Entourage,
    QuestionLayout,
    Rangee,
    Somme,
    TableauLayout,
    ecrire_saisie,
)
from portal.socle.formulaires import Question as QuestionAffichee

from ..enums import TYPES_ADDITIFS, GenreRegle, Portee, TypeReponse
from ..metier.calculs import calcul_sur_place, deplier
from ..metier.champs import LONGUEUR_PAR_DEFAUT
from ..metier.definition import DefinitionTrame, Question, Tableau
from .section import SectionForm, se_complete_de_zeros

_UNITES = {TypeReponse.MONTANT: "€", TypeReponse.POURCENTAGE: "%"}


def mettre_en_page(
    form: SectionForm, *, precedent: Mapping[str, Decimal], exercice: int, notes: Mapping[str, str]
) -> FormHelper:
    """The crispy helper of a section. `precedent`: last year's numbers; `notes`: what to say beside some cells."""
    entourage = Entourage(
        reperes={
            code: ecrire_saisie(precedent[code], centimes=form.cellules[code].type == TypeReponse.MONTANT)
            for code in form.cellules
            if code in precedent
        },
        intitule_reperes=f"{exercice - 1} :",
        notes=notes,
    )
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout("version", *_objets(form, entourage, precedent))
    return helper


def _objets(
    form: SectionForm, entourage: Entourage, precedent: Mapping[str, Decimal]
) -> Iterator[TableauLayout | QuestionLayout]:
    controles = _controles(form)
    for element in form.section.elements:
        if isinstance(element, Tableau):
            yield _tableau(form, element, controles.get(element.code, []), entourage)
        else:
            yield _question(form, element, entourage, precedent)


def _tableau(form: SectionForm, tableau: Tableau, controles: list[Controle], entourage: Entourage) -> TableauLayout:
    return TableauLayout(
        code=tableau.code,
        titre=tableau.titre,
        lignes=[
            Rangee(code=li.code, libelle=li.libelle, aide=li.aide, definition=li.definition, dont=li.dont)
            for li in tableau.lignes
        ],
        colonnes=[Colonne(code=co.code, libelle=co.libelle, groupe=co.groupe, dont=co.dont) for co in tableau.colonnes],
        champs={
            (cellule.ligne, cellule.colonne): code
            for code, cellule in form.cellules.items()
            if cellule.element == tableau.code
        },
        valeurs=form.nombres_affiches,
        intitule_lignes=tableau.intitule_lignes,
        aide=tableau.aide,
        definition=tableau.definition,
        totalise=tableau.type in TYPES_ADDITIFS,
        se_complete=se_complete_de_zeros(tableau),
        centimes=tableau.type == TypeReponse.MONTANT,
        controles=controles,
        entourage=entourage,
    )


def _question(
    form: SectionForm, question: Question, entourage: Entourage, precedent: Mapping[str, Decimal]
) -> QuestionLayout:
    est_texte = question.type == TypeReponse.TEXTE
    affichee = QuestionAffichee(
        code=question.code,
        libelle=question.libelle,
        nom="" if question.calcul else question.code,
        somme=_somme(form, question.calcul, centimes=question.type == TypeReponse.MONTANT) if question.calcul else None,
        unite=_UNITES.get(question.type, ""),
        aide=question.aide,
        definition=question.definition,
        longueur=(question.longueur or LONGUEUR_PAR_DEFAUT) if est_texte else None,
    )
    repere = ecrire_saisie(precedent[question.code]) if question.calcul and question.code in precedent else ""
    return QuestionLayout(affichee, entourage=entourage, repere=repere)


def _somme(form: SectionForm, expression: str, *, centimes: bool = False) -> Somme:
    calcul = calcul_sur_place(expression, form.definition, form.releve, form.cellules)
    return Somme(termes=calcul.termes, base=calcul.base, valeur=calcul.valeur, centimes=centimes)


def _controles(form: SectionForm) -> dict[str, list[Controle]]:
    """The hints under each table, by code of table: partitions whose parts are all typed in it."""
    trouves: dict[str, list[Controle]] = {}
    for regle in form.definition.regles:
        if regle.genre != GenreRegle.PARTITION or regle.portee != Portee.FEUILLE:
            continue
        parties, total = str(regle.parametres["parties"]), str(regle.parametres["total"])
        tableau = _tableau_des_parties(form, parties)
        if tableau is not None and not _se_repond(form.definition, parties, total):
            controle = Controle(
                somme=_somme(form, parties), attendu=_somme(form, total), libelle_attendu=_nommer(form, total)
            )
            trouves.setdefault(tableau, []).append(controle)
    return trouves


def _tableau_des_parties(form: SectionForm, parties: str) -> str | None:
    """The table of this section that types all these parts, if there is one."""
    codes = [code for _signe, code in deplier(parties, form.definition)]
    elements = {form.cellules[code].element if code in form.cellules else "" for code in codes}
    if len(elements) != 1:
        return None
    code = elements.pop()
    return code if isinstance(form.definition.elements.get(code), Tableau) else None


def _se_repond(definition: DefinitionTrame, parties: str, total: str) -> bool:
    """The total is computed from the very same parts: comparing them would say nothing."""
    return sorted(deplier(parties, definition)) == sorted(deplier(total, definition))


def _nommer(form: SectionForm, total: str) -> str:
    """The expected total as the coordinator knows it."""
    cellule = form.definition.cellules.get(total)
    if cellule is None:
        return _("Total attendu (%(total)s)") % {"total": total}
    return f"{cellule.code} – {cellule.libelle}"
