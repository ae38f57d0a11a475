"""Coherence of a bilan of the database: which anomalies stand, on which sheet, and which are justified."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from espace_structures.structures.models import Convention

from .. import journal
from ..enums import Portee, Severite
from ..models import Bilan, Feuille, Justification
from .coherence import Anomalie, controler
from .definition import DefinitionTrame
from .expressions import completer, evaluer
from .gel import definition_de
from .lecture import Reponses, additionner, nombres, reponses_par_feuille
from .precedent import releves_precedents

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

LONGUEUR_JUSTIFICATION = 1000


class JustificationRefusee(Exception):
    """The justification cannot be kept; the message says why, and what to do."""


@dataclass(frozen=True)
class AnomalieSituee:
    """An anomaly, its sheet (None: the whole bilan), and the sentence that once answered it, be the figures others."""

    anomalie: Anomalie
    feuille: Feuille | None
    justification: Justification | None
    est_justifiee: bool  # the sentence answers these very figures

    @property
    def est_bloquante(self) -> bool:
        return self.anomalie.severite == Severite.BLOQUANTE

    @property
    def attend_justification(self) -> bool:
        return self.anomalie.severite == Severite.A_JUSTIFIER and not self.est_justifiee

    @property
    def empeche_transmission(self) -> bool:
        """A blocking anomaly must be corrected, one to justify must be answered, before the bilan is sent."""
        return self.est_bloquante or self.attend_justification


def anomalies_du_bilan(bilan: Bilan) -> list[AnomalieSituee]:
    """What does not hold in the bilan: sheet by sheet, then on their sum.

    Six queries whatever the number of sheets (five without a bilan the year before), plus five the first time that the
    definition of the campaign is read.
    """
    definition = definition_de(bilan.campagne)
    feuilles = list(bilan.feuilles.order_by("departement"))
    reponses = reponses_par_feuille(feuilles)
    precedents = releves_precedents(bilan)
    faits = faits_du_bilan(bilan)
    connues = {(j.feuille_id, j.regle): j for j in bilan.justifications.all()}
    trouvees: list[tuple[Feuille | None, Anomalie]] = []
    # The trame speaks French, and a justification is kept with the message it answers: one language for all readers.
    with translation.override(settings.LANGUAGE_CODE):
        for feuille in feuilles:
            precedent = precedents.get(feuille.departement)
            anomalies = controler(definition, reponses[feuille.pk], precedent=precedent, faits=faits)
            trouvees += [(feuille, anomalie) for anomalie in anomalies]
        precedent = additionner(precedents.values(), definition) if precedents else None
        total = ensemble(reponses.values(), definition)
        anomalies = controler(definition, total, precedent=precedent, faits=faits, portee=Portee.BILAN)
        trouvees += [(None, anomalie) for anomalie in anomalies]
    return [_situer(feuille, anomalie, connues) for feuille, anomalie in trouvees]


def _situer(
    feuille: Feuille | None, anomalie: Anomalie, connues: dict[tuple[int | None, str], Justification]
) -> AnomalieSituee:
    justification = None
    if anomalie.severite == Severite.A_JUSTIFIER:
        justification = connues.get((feuille.pk if feuille else None, anomalie.regle))
    est_justifiee = justification is not None and justification.message == anomalie.message
    return AnomalieSituee(anomalie, feuille, justification, est_justifiee)


def ensemble(par_feuille: Iterable[Reponses], definition: DefinitionTrame) -> Reponses:
    """The sheets as one: counts and amounts added up, means weighted as the trame says, texts of the first."""
    feuilles = list(par_feuille)
    total: Reponses = {}
    for reponses in reversed(feuilles):
        total |= {code: valeur for code, valeur in reponses.items() if isinstance(valeur, str)}
    chiffres = [completer(nombres(reponses), definition) for reponses in feuilles]
    for code, cellule in definition.cellules.items():
        if cellule.est_numerique and not cellule.est_additionnable and not cellule.calcul:
            moyenne = _moyenne(code, cellule.ponderation, definition, chiffres)
            if moyenne is not None:
                total[code] = moyenne
    return total | additionner(chiffres, definition)


def _moyenne(
    code: str, ponderation: str, definition: DefinitionTrame, feuilles: list[dict[str, Decimal]]
) -> Decimal | None:
    """Mean of a number that does not add up; each sheet weighs what the trame says, the same if it is silent."""
    poids_et_valeurs = [
        (evaluer(ponderation, definition, chiffres) if ponderation else Decimal(1), chiffres[code])
        for chiffres in feuilles
        if code in chiffres
    ]
    total = sum((poids or Decimal(0) for poids, _valeur in poids_et_valeurs), Decimal(0))
    if not total:
        return None
    return sum(((poids or Decimal(0)) * valeur for poids, valeur in poids_et_valeurs), Decimal(0)) / total


def faits_du_bilan(bilan: Bilan) -> dict[str, Decimal]:
    """What the conventions of the exercice promise: @objectif, @montant, and a pair for each budget line. One query.

    A fact that no convention tells is absent: nothing is compared with it.
    """
    faits: dict[str, Decimal] = {}
    conventions = Convention.objects.filter(structure=bilan.structure_id).de_exercice(bilan.campagne.exercice)
    for ligne, objectif, montant in conventions.values_list("ligne", "objectif", "montant"):
        for nom, valeur in (("@objectif", objectif), ("@montant", montant)):
            if valeur is not None:
                for fait in (nom, f"{nom}_{ligne}"):
                    faits[fait] = faits.get(fait, Decimal(0)) + valeur
    return faits


@transaction.atomic
def justifier(
    bilan: Bilan, *, feuille: Feuille | None, regle: str, texte: str, par: Compte, le: datetime
) -> Justification:
    """Keep the sentence that answers an anomaly "to justify", with the message it answers.

    Refuses when the bilan may not be edited, when no such anomaly stands, and without a sentence of a fair length.
    """
    bilan = Bilan.objects.select_for_update(of=("self",)).select_related("campagne", "structure").get(pk=bilan.pk)
    if not bilan.est_modifiable:
        raise JustificationRefusee(
            _("Ce bilan est transmis : il ne se justifie plus, à moins que le financeur ne vous le renvoie.")
        )
    if not bilan.est_ouvert(timezone.localdate(le)):
        raise JustificationRefusee(_("La campagne est close : demandez un délai à l’animation régionale."))
    texte = texte.strip()
    if not texte:
        raise JustificationRefusee(_("La justification est vide : écrivez une phrase qui explique ces chiffres."))
    if len(texte) > LONGUEUR_JUSTIFICATION:
        raise JustificationRefusee(
            _("La justification compte %(longueur)d caractères : raccourcissez-la à %(maximum)d au plus.")
            % {"longueur": len(texte), "maximum": LONGUEUR_JUSTIFICATION}
        )
    anomalie = _a_justifier(bilan, feuille, regle)
    justification, _creee = Justification.objects.update_or_create(
        bilan=bilan,
        feuille=feuille,
        regle=regle,
        defaults={"message": anomalie.message, "texte": texte, "par": par, "le": le},
    )
    journal.noter(bilan, journal.JUSTIFIER, par=par, le=le, comment=texte)
    return justification


def _a_justifier(bilan: Bilan, feuille: Feuille | None, regle: str) -> Anomalie:
    """The anomaly of that rule on that sheet; raises JustificationRefusee when there is none to justify."""
    for situee in anomalies_du_bilan(bilan):
        if situee.anomalie.regle == regle and situee.feuille == feuille:
            if situee.anomalie.severite == Severite.A_JUSTIFIER:
                return situee.anomalie
            if situee.est_bloquante:
                raise JustificationRefusee(_("Cette anomalie est bloquante : corrigez les chiffres qu’elle cite."))
            raise JustificationRefusee(_("Cette anomalie est une simple information : elle ne demande rien."))
    raise JustificationRefusee(
        _("Cette anomalie n’existe plus, ses chiffres ont changé : rechargez la page pour voir celles qui restent.")
    )
