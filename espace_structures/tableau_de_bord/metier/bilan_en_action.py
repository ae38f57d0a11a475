"""From the qualitative part of a bilan to the draft of an action, in one gesture.

Whatever the trame: the qualitative section is the one that asks the most for texts; its first answered text tells the
action, the others follow under their label. Figures are counts that every trame of the portal knows by code.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from espace_structures.bilans.enums import TypeReponse
from espace_structures.bilans.metier.definition import DefinitionTrame, Question, Section
from espace_structures.bilans.metier.definitions import definition_connue
from espace_structures.bilans.metier.lecture import Reponses
from espace_structures.bilans.metier.releves import releves_du_bilan
from espace_structures.bilans.models import Bilan
from espace_structures.vitrines.metier.brouillons import creer_action
from espace_structures.vitrines.metier.fiches import ouvrir_fiche
from espace_structures.vitrines.metier.saisies import LONGUEUR_RECIT, ActionSaisie, ChiffreSaisi

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte
    from espace_structures.vitrines.models import ActionPage

# Entrants, sortis, accompagnés (docs/lexique.md): a public page shows those that the bilan knows.
CHIFFRES = ("B2", "B3", "B4")
LONGUEUR_BUT = 600
LONGUEUR_TITRE = 255
LONGUEUR_LIBELLE = 120


class RecitAbsent(Exception):
    """The bilan tells nothing yet; the message says what to do."""


def section_qualitative(definition: DefinitionTrame) -> Section | None:
    """The section that asks the most for texts, the last of them when several do; None when none asks for any."""
    sections = [section for section in definition.sections if _textes(section)]
    return max(reversed(sections), key=lambda section: len(_textes(section)), default=None)


@transaction.atomic
def creer_depuis_le_bilan(bilan: Bilan, *, par: Compte, le: datetime) -> ActionPage:
    """The draft of an action of the structure, with what its bilan says; raises RecitAbsent, OuvertureRefusee."""
    definition = definition_connue(bilan.campagne)
    reponses = releves_du_bilan(bilan, definition).total
    recits = _recits(definition, reponses)
    if not recits:
        raise RecitAbsent(
            _("La partie qualitative de ce bilan est vide : répondez-y d’abord, ou racontez l’action directement.")
        )
    fiche = ouvrir_fiche(bilan.structure, par=par, le=le)
    return creer_action(fiche, par=par, valeurs=_saisie(bilan, definition, reponses, recits, fiche), le=le)


def _saisie(bilan: Bilan, definition: DefinitionTrame, reponses: Reponses, recits: list[tuple[str, str]], fiche):
    exercice = bilan.campagne.exercice
    (_premier, texte), *suite = recits
    recit = "\n\n".join([texte, *(f"{libelle} :\n\n{autre}" for libelle, autre in suite)])
    return ActionSaisie(
        titre=Truncator(_("Notre année %(exercice)s") % {"exercice": exercice}).chars(LONGUEUR_TITRE),
        but=Truncator(" ".join(texte.split())).chars(LONGUEUR_BUT),
        deroulement=Truncator(recit).chars(LONGUEUR_RECIT),
        debut=date(exercice, 1, 1),
        fin=date(exercice, 12, 31),
        departements=[feuille.departement for feuille in bilan.feuilles.order_by("departement")],
        contact_nom=fiche.contact_nom,
        contact_courriel=fiche.contact_courriel,
        contact_telephone=fiche.contact_telephone,
        chiffres=_chiffres(definition, reponses, exercice),
    )


def _textes(section: Section) -> list[Question]:
    return [e for e in section.elements if isinstance(e, Question) and e.type == TypeReponse.TEXTE]


def _recits(definition: DefinitionTrame, reponses: Reponses) -> list[tuple[str, str]]:
    """Label and answer of each text of the qualitative section that was answered."""
    section = section_qualitative(definition)
    questions = _textes(section) if section else []
    lus = ((question.libelle, str(reponses.get(question.code, "")).strip()) for question in questions)
    return [(libelle, texte) for libelle, texte in lus if texte]


def _chiffres(definition: DefinitionTrame, reponses: Reponses, exercice: int) -> list[ChiffreSaisi]:
    connus = [(definition.cellules[code], reponses.get(code)) for code in CHIFFRES if code in definition.cellules]
    return [
        ChiffreSaisi(
            valeur=valeur, libelle=Truncator(cellule.libelle).chars(LONGUEUR_LIBELLE), annee=exercice, unite=""
        )
        for cellule, valeur in connus
        if isinstance(valeur, Decimal)
    ]
