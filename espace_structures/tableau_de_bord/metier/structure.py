"""What the members of a structure have to do: the bilans to fill, to complete, to send; and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from espace_structures.bilans import journal
from espace_structures.bilans.enums import ETATS_MODIFIABLES, EtatBilan
from espace_structures.bilans.libelles import Etat, Public, etat_pour, phrase_echeance
from espace_structures.bilans.metier.suivi import Progres, avec_limite, progres
from espace_structures.bilans.models import Bilan
from espace_structures.structures.droits import Appartenances
from portal.socle.nombres import ecrire_date

if TYPE_CHECKING:
    pass

NOUVELLES = 5


@dataclass(frozen=True)
class BilanAFaire:
    """A bilan that still is with the structure."""

    structure: str
    exercice: str
    etat: Etat
    echeance: str
    est_en_retard: bool
    progres: Progres
    motif: str
    action: str  # empty while entry is not open
    adresse: str


@dataclass(frozen=True)
class Nouvelle:
    """Something that happened to one of the bilans."""

    titre: str
    adresse: str
    evenement: journal.Evenement


@dataclass(frozen=True)
class AFaireStructure:
    bilans: list[BilanAFaire]
    nouvelles: list[Nouvelle]
    en_examen: int  # sent, waiting for the funders


def a_faire_structure(liens: Appartenances, *, jour: date) -> AFaireStructure | None:
    """What the structures of this account have to do; None when it belongs to none."""
    structures = list(liens.roles_structures)
    if not structures:
        return None
    tous = list(
        avec_limite(Bilan.objects.filter(structure__in=structures, campagne__ouverte_le__isnull=False))
        .select_related("campagne")
        .order_by("limite_le", "nom_structure", "pk")
    )
    restants = [bilan for bilan in tous if bilan.etat in ETATS_MODIFIABLES]
    avancees = progres(restants)
    saisies = liens.structures_saisies()
    par_pk = {bilan.pk: bilan for bilan in tous}
    return AFaireStructure(
        bilans=[_a_faire(bilan, avancees[bilan.pk], jour, saisit=bilan.structure_id in saisies) for bilan in restants],
        nouvelles=[_nouvelle(e, par_pk[int(e.objet)]) for e in journal.derniers(par_pk, NOUVELLES)],
        en_examen=sum(bilan.etat == EtatBilan.TRANSMIS for bilan in tous),
    )


def _a_faire(bilan: Bilan, avancee: Progres, jour: date, *, saisit: bool) -> BilanAFaire:
    est_commencee = bilan.campagne.ouvre_le <= jour
    est_en_retard = bilan.limite_le < jour
    return BilanAFaire(
        structure=bilan.nom_structure,
        exercice=str(bilan.campagne.exercice),
        etat=etat_pour(bilan.etat, Public.STRUCTURE),
        echeance=_echeance(bilan, jour),
        est_en_retard=est_en_retard,
        progres=avancee,
        motif=bilan.motif_renvoi if bilan.etat == EtatBilan.A_COMPLETER else "",
        action=_action(bilan, saisit=saisit) if est_commencee and not est_en_retard else "",
        adresse=reverse("espace:bilan", args=[bilan.pk]),
    )


def _echeance(bilan: Bilan, jour: date) -> str:
    if jour < bilan.campagne.ouvre_le:
        return _("La saisie commence le %(jour)s.") % {"jour": ecrire_date(bilan.campagne.ouvre_le)}
    phrase = phrase_echeance(bilan.limite_le, jour)
    if bilan.limite_le < jour:
        return _("%(echeance)s Demandez un délai à l’animation régionale.") % {"echeance": phrase}
    return phrase


def _action(bilan: Bilan, *, saisit: bool) -> str:
    if not saisit:
        return _("Lire le bilan")
    return {
        EtatBilan.A_SAISIR: _("Commencer la saisie"),
        EtatBilan.EN_COURS: _("Continuer la saisie"),
        EtatBilan.A_COMPLETER: _("Compléter le bilan"),
    }[EtatBilan(bilan.etat)]


def _nouvelle(evenement: journal.Evenement, bilan: Bilan) -> Nouvelle:
    return Nouvelle(titre=str(bilan), adresse=reverse("espace:bilan", args=[bilan.pk]), evenement=evenement)
