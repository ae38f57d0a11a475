"""Checking a trame: every defect with its place and its reason. Pure: a definition in, a list of defects out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from ..enums import TYPES_NUMERIQUES, TypeReponse
from ..models import Cellule, Element, IndicateurGele, RegleGelee, SectionGelee
from .defauts import Defaut, TrameInvalide, dans, longueur, nom_element, nom_indicateur, nom_regle, nom_section
from .definition import DefinitionTrame, Question, Section, Tableau, cellules_de
from .verification_formules import verifier_formules

__all__ = ["Defaut", "TrameInvalide", "verifier"]

_CODE = re.compile(r"[A-Za-z0-9_]+")
_CODE_AVEC_TIRET = re.compile(r"[A-Za-z0-9_-]+")
LONGUEUR_MAXIMALE = 10_000  # characters of a free text: what a reader can still read


def verifier(definition: DefinitionTrame) -> list[Defaut]:
    """Every defect of a trame, in the order of the form, then rules, then indicators; empty when it is sound."""
    defauts = [*_doublons(definition)]
    if not definition.sections:
        defauts.append(Defaut(_("trame"), _("elle n’a aucune section : ajoutez-en une")))
    for section in definition.sections:
        defauts += _section(section)
    defauts += _rubriques(definition)
    return defauts + verifier_formules(definition)


def _code(lieu: str, code: str, champ, motif: re.Pattern = _CODE) -> list[Defaut]:
    if not code:
        return [Defaut(lieu, _("le code manque"))]
    if not motif.fullmatch(code):
        raison = _("le code « %(code)s » ne peut contenir que des lettres sans accent, des chiffres et « _ »")
        if motif is _CODE_AVEC_TIRET:
            raison = _(
                "le code « %(code)s » ne peut contenir que des lettres sans accent, des chiffres, « _ » et « - »"
            )
        return [Defaut(lieu, raison % {"code": code})]
    return longueur(lieu, code, champ)


def _texte(lieu: str, texte: str, champ, manque: str) -> list[Defaut]:
    return longueur(lieu, texte, champ) if texte.strip() else [Defaut(lieu, manque)]


def _section(section: Section) -> list[Defaut]:
    lieu = nom_section(section.code)
    defauts = _code(lieu, section.code, SectionGelee.code)
    defauts += _texte(lieu, section.titre, SectionGelee.titre, _("le titre manque"))
    if not section.elements:
        defauts.append(Defaut(lieu, _("elle n’a ni tableau ni question : ajoutez-en ou retirez la section")))
    for element in section.elements:
        ici = dans(lieu, nom_element(element))
        defauts += _code(ici, element.code, Element.code)
        defauts += _tableau(ici, element) if isinstance(element, Tableau) else _question(ici, element)
    return defauts


def _question(lieu: str, question: Question) -> list[Defaut]:
    defauts = _texte(lieu, question.libelle, Element.titre, _("le libellé manque"))
    defauts += _choix(lieu, question) + _texte_libre(lieu, question)
    if question.calcul and question.type not in TYPES_NUMERIQUES:
        defauts.append(Defaut(lieu, _("une question calculée est un nombre : changez son type")))
    if question.calcul and question.obligatoire:
        defauts.append(Defaut(lieu, _("une question calculée ne se remplit pas : elle ne peut pas être obligatoire")))
    if question.ponderation and question.type not in (TypeReponse.DECIMAL, TypeReponse.POURCENTAGE):
        raison = _("seuls un nombre décimal ou un pourcentage se pondèrent : effectifs et montants s’additionnent")
        defauts.append(Defaut(lieu, raison))
    return defauts


def _choix(lieu: str, question: Question) -> list[Defaut]:
    if question.type != TypeReponse.CHOIX:
        if not question.choix:
            return []
        return [Defaut(lieu, _("des réponses sont proposées mais le type n’est pas « choix »"))]
    if not question.choix:
        return [Defaut(lieu, _("le type est « choix » mais aucune réponse n’est proposée"))]
    defauts = _repetes((choix.code for choix in question.choix), lieu, _("la réponse %(code)s est proposée deux fois"))
    for choix in question.choix:
        ici = dans(lieu, _("réponse %(code)s") % {"code": choix.code})
        defauts += _code(ici, choix.code, Cellule.ligne)
        defauts += _texte(ici, choix.libelle, Cellule.ligne_libelle, _("le libellé manque"))
    return defauts


def _texte_libre(lieu: str, question: Question) -> list[Defaut]:
    if question.type != TypeReponse.TEXTE:
        if question.longueur is None:
            return []
        return [Defaut(lieu, _("une longueur ne se donne qu’à un texte"))]
    if question.longueur is None:
        return [Defaut(lieu, _("dites combien de caractères le texte peut compter (longueur)"))]
    if 1 <= question.longueur <= LONGUEUR_MAXIMALE:
        return []
    raison = _("la longueur %(longueur)d n’est pas entre 1 et %(maximum)d")
    return [Defaut(lieu, raison % {"longueur": question.longueur, "maximum": LONGUEUR_MAXIMALE})]


def _tableau(lieu: str, tableau: Tableau) -> list[Defaut]:
    defauts = _texte(lieu, tableau.titre, Element.titre, _("le titre manque"))
    defauts += longueur(lieu, tableau.intitule_lignes, Element.intitule_lignes)
    if tableau.type == TypeReponse.CHOIX:
        defauts.append(Defaut(lieu, _("un tableau ne propose pas de choix : posez une question")))
    if not tableau.lignes:
        defauts.append(Defaut(lieu, _("il n’a aucune ligne")))
    if not tableau.colonnes:
        defauts.append(Defaut(lieu, _("il n’a aucune colonne")))
    for ligne in tableau.lignes:
        ici = dans(lieu, _("ligne %(code)s") % {"code": ligne.code})
        defauts += _code(ici, ligne.code, Cellule.ligne)
        defauts += _texte(ici, ligne.libelle, Cellule.ligne_libelle, _("le libellé manque"))
    for colonne in tableau.colonnes:
        ici = dans(lieu, _("colonne %(code)s") % {"code": colonne.code})
        defauts += _code(ici, colonne.code, Cellule.colonne)
        defauts += _texte(ici, colonne.libelle, Cellule.colonne_libelle, _("le libellé manque"))
        defauts += longueur(ici, colonne.groupe, Cellule.colonne_groupe)
    defauts += _repetes((li.code for li in tableau.lignes), lieu, _("la ligne %(code)s est écrite deux fois"))
    defauts += _repetes((co.code for co in tableau.colonnes), lieu, _("la colonne %(code)s est écrite deux fois"))
    return defauts + _grisees(lieu, tableau)


def _grisees(lieu: str, tableau: Tableau) -> list[Defaut]:
    """Greyed cells exist, once each, and leave at least one cell to every row and every column."""
    possibles = {f"{ligne.code}.{colonne.code}" for ligne in tableau.lignes for colonne in tableau.colonnes}
    defauts = _repetes(tableau.grisees, lieu, _("la case grisée %(code)s est écrite deux fois"))
    defauts += [
        Defaut(lieu, _("la case grisée « %(code)s » n’existe pas : écrivez ligne.colonne") % {"code": code})
        for code in dict.fromkeys(tableau.grisees)
        if code not in possibles
    ]
    restantes = list(cellules_de(tableau, ""))
    lignes, colonnes = {cellule.ligne for cellule in restantes}, {cellule.colonne for cellule in restantes}
    defauts += [
        Defaut(lieu, _("toutes les cases de la ligne %(code)s sont grisées : retirez-la") % {"code": ligne.code})
        for ligne in tableau.lignes
        if tableau.colonnes and ligne.code not in lignes
    ]
    return defauts + [
        Defaut(lieu, _("toutes les cases de la colonne %(code)s sont grisées : retirez-la") % {"code": colonne.code})
        for colonne in tableau.colonnes
        if tableau.lignes and colonne.code not in colonnes
    ]


def _rubriques(definition: DefinitionTrame) -> list[Defaut]:
    """Codes and labels of rules and indicators."""
    defauts: list[Defaut] = []
    for regle in definition.regles:
        lieu = nom_regle(regle.code)
        defauts += _code(lieu, regle.code, RegleGelee.code, _CODE_AVEC_TIRET)
        defauts += longueur(lieu, regle.source, RegleGelee.source)
        if not regle.message.strip():
            defauts.append(Defaut(lieu, _("le message manque : dites à la structure ce qui ne va pas")))
    for indicateur in definition.indicateurs:
        lieu = nom_indicateur(indicateur.code)
        defauts += _code(lieu, indicateur.code, IndicateurGele.code, _CODE_AVEC_TIRET)
        defauts += _texte(lieu, indicateur.libelle, IndicateurGele.libelle, _("le libellé manque"))
    return defauts


def _doublons(definition: DefinitionTrame) -> list[Defaut]:
    """Codes that must be unique over the whole trame."""
    trame = _("trame")
    elements = (element.code for section in definition.sections for element in section.elements)
    return [
        *_repetes((s.code for s in definition.sections), trame, _("deux sections portent le code %(code)s")),
        *_repetes(elements, trame, _("deux tableaux ou questions portent le code %(code)s")),
        *_repetes((r.code for r in definition.regles), trame, _("deux règles portent le code %(code)s")),
        *_repetes((i.code for i in definition.indicateurs), trame, _("deux indicateurs portent le code %(code)s")),
    ]


def _repetes(codes: Iterable[str], lieu: str, raison: str) -> list[Defaut]:
    return [Defaut(lieu, raison % {"code": code}) for code, fois in Counter(codes).items() if fois > 1 and code]
