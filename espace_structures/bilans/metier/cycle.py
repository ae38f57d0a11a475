"""The road of a bilan after entry: sent, sent back, validated, opened again. Each step under the lock of its row.

Rights are not looked at here (`droits.py`): a refusal says that the moment is not right, whoever asks.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espace_structures.structures.enums import StatutStructure

from .. import journal
from ..enums import ETATS_MODIFIABLES, EtatBilan, Severite
from ..models import Bilan
from . import courriels
from .controle import anomalies_du_bilan

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

LONGUEUR_TEXTE = 4000


class TransitionRefusee(Exception):
    """This step cannot be taken now; the message tells the user why and what to do."""


class DejaFait(TransitionRefusee):
    """Somebody has just taken this very step (a double click, a colleague): nothing is left to do."""


@transaction.atomic
def transmettre(bilan: Bilan, *, par: Compte, le: datetime, commentaire: str = "") -> Bilan:
    """Send the bilan to its funders, with a fresh copy of the structure's name and type.

    Refuses outside the campaign, for a closed structure, while a blocking anomaly stands or one to justify has no
    justification.
    """
    bilan = _verrouiller(bilan)
    commentaire = _texte(commentaire)
    _refuser_si_deja_parti(bilan, le)
    _refuser_hors_campagne(bilan, le)
    _refuser_si_anomalies(bilan)
    bilan.etat = EtatBilan.TRANSMIS
    bilan.nom_structure, bilan.type_structure = bilan.structure.nom, bilan.structure.type
    bilan.commentaire = commentaire
    bilan.transmis_le, bilan.transmis_par = le, par
    bilan.save()
    journal.noter(bilan, journal.TRANSMETTRE, par=par, le=le, comment=commentaire)
    courriels.prevenir_de_la_transmission(bilan)
    return bilan


@transaction.atomic
def renvoyer(bilan: Bilan, *, par: Compte, le: datetime, motif: str) -> Bilan:
    """Send the bilan back to its structure with what to complete."""
    bilan = _verrouiller(bilan)
    motif = _motif(motif)
    if bilan.etat == EtatBilan.A_COMPLETER:
        raise DejaFait(_deja_renvoye(bilan, le))
    if bilan.etat == EtatBilan.VALIDE:
        raise TransitionRefusee(
            _("%(valide)s Pour le renvoyer à la structure, rouvrez-le.") % {"valide": _deja_valide(bilan, le)}
        )
    _refuser_si_pas_transmis(bilan)
    bilan.etat, bilan.motif_renvoi = EtatBilan.A_COMPLETER, motif
    bilan.save()
    journal.noter(bilan, journal.RENVOYER, par=par, le=le, comment=motif)
    courriels.prevenir_du_renvoi(bilan, le=le)
    return bilan


@transaction.atomic
def valider(bilan: Bilan, *, par: Compte, le: datetime, commentaire: str = "") -> Bilan:
    """Accept the bilan: its figures enter the consolidation."""
    bilan = _verrouiller(bilan)
    commentaire = _texte(commentaire)
    if bilan.etat == EtatBilan.VALIDE:
        raise DejaFait(_deja_valide(bilan, le))
    if bilan.etat == EtatBilan.A_COMPLETER:
        raise TransitionRefusee(
            _("%(renvoye)s Il pourra être validé quand la structure l’aura transmis à nouveau.")
            % {"renvoye": _deja_renvoye(bilan, le)}
        )
    _refuser_si_pas_transmis(bilan)
    bilan.etat = EtatBilan.VALIDE
    bilan.valide_le, bilan.valide_par = le, par
    bilan.save()
    journal.noter(bilan, journal.VALIDER, par=par, le=le, comment=commentaire)
    courriels.prevenir_de_la_validation(bilan, commentaire=commentaire)
    return bilan


@transaction.atomic
def rouvrir(bilan: Bilan, *, par: Compte, le: datetime, motif: str) -> Bilan:
    """Take a validation back: the bilan leaves the consolidation and returns to its structure with a reason."""
    bilan = _verrouiller(bilan)
    motif = _motif(motif)
    if bilan.etat == EtatBilan.A_COMPLETER:
        raise DejaFait(_deja_renvoye(bilan, le))
    if bilan.etat != EtatBilan.VALIDE:
        raise TransitionRefusee(_("Ce bilan n’est pas validé : il n’y a pas lieu de le rouvrir."))
    bilan.etat, bilan.motif_renvoi = EtatBilan.A_COMPLETER, motif
    bilan.valide_le = bilan.valide_par = None
    bilan.save()
    journal.noter(bilan, journal.ROUVRIR, par=par, le=le, comment=motif)
    courriels.prevenir_du_renvoi(bilan, le=le)
    return bilan


def _verrouiller(bilan: Bilan) -> Bilan:
    return Bilan.objects.select_for_update(of=("self",)).select_related("campagne", "structure").get(pk=bilan.pk)


def _refuser_si_deja_parti(bilan: Bilan, le: datetime) -> None:
    if bilan.etat == EtatBilan.TRANSMIS:
        raise DejaFait(
            _("Ce bilan a déjà été transmis %(quand)s par %(qui)s.")
            % {"quand": _quand(cast(datetime, bilan.transmis_le), le), "qui": bilan.transmis_par or _("le portail")}
        )
    if bilan.etat == EtatBilan.VALIDE:
        raise TransitionRefusee(_deja_valide(bilan, le))
    if bilan.etat == EtatBilan.A_SAISIR:
        raise TransitionRefusee(
            _("Ce bilan est vide : remplissez au moins les réponses obligatoires avant de le transmettre.")
        )


def _refuser_hors_campagne(bilan: Bilan, le: datetime) -> None:
    jour = timezone.localdate(le)
    if bilan.structure.statut == StatutStructure.FERMEE:
        raise TransitionRefusee(
            _("« %(structure)s » est fermée dans le portail : demandez à l’animation régionale de la rouvrir.")
            % {"structure": bilan.structure.nom}
        )
    if bilan.est_ouvert(jour):
        return
    if not bilan.campagne.est_gelee or jour < bilan.campagne.ouvre_le:
        raise TransitionRefusee(
            _("La campagne n’est pas encore ouverte : vous pourrez transmettre à partir du %(jour)s.")
            % {"jour": formats.date_format(bilan.campagne.ouvre_le, "DATE_FORMAT")}
        )
    raise TransitionRefusee(
        _("La campagne est close depuis le %(jour)s : demandez un délai à l’animation régionale.")
        % {"jour": formats.date_format(bilan.limite(), "DATE_FORMAT")}
    )


def _refuser_si_anomalies(bilan: Bilan) -> None:
    anomalies = anomalies_du_bilan(bilan)
    bloquantes = sum(a.anomalie.severite == Severite.BLOQUANTE for a in anomalies)
    a_justifier = sum(a.anomalie.severite == Severite.A_JUSTIFIER and not a.est_justifiee for a in anomalies)
    phrases = []
    if bloquantes:
        phrases.append(
            ngettext(
                "%(nombre)d anomalie bloquante empêche la transmission : corrigez-la.",
                "%(nombre)d anomalies bloquantes empêchent la transmission : corrigez-les.",
                bloquantes,
            )
            % {"nombre": bloquantes}
        )
    if a_justifier:
        phrases.append(
            ngettext(
                "%(nombre)d anomalie attend une justification : corrigez les chiffres ou expliquez-les en une phrase.",
                "%(nombre)d anomalies attendent une justification : "
                "corrigez les chiffres ou expliquez-les en une phrase.",
                a_justifier,
            )
            % {"nombre": a_justifier}
        )
    if phrases:
        raise TransitionRefusee(" ".join(phrases))


def _refuser_si_pas_transmis(bilan: Bilan) -> None:
    if bilan.etat in ETATS_MODIFIABLES:
        raise TransitionRefusee(_("Ce bilan n’a pas encore été transmis : attendez que la structure l’envoie."))


def _deja_valide(bilan: Bilan, le: datetime) -> str:
    return _("Ce bilan a déjà été validé %(quand)s par %(qui)s.") % {
        "quand": _quand(cast(datetime, bilan.valide_le), le),
        "qui": bilan.valide_par or _("le portail"),
    }


def _deja_renvoye(bilan: Bilan, le: datetime) -> str:
    retour = journal.dernier(bilan, journal.RENVOYER, journal.ROUVRIR)
    if retour is None:
        return _("Ce bilan a déjà été renvoyé à la structure.")
    return _("Ce bilan a déjà été renvoyé à la structure %(quand)s par %(qui)s.") % {
        "quand": _quand(retour.le, le),
        "qui": retour.par,
    }


def _quand(passe: datetime, le: datetime) -> str:
    """« à 14:05 » the same day, « le 3 mars 2026 à 14:05 » otherwise (Paris time)."""
    passe = timezone.localtime(passe)
    heure = formats.time_format(passe, "TIME_FORMAT")
    if passe.date() == timezone.localdate(le):
        return _("à %(heure)s") % {"heure": heure}
    return _("le %(jour)s à %(heure)s") % {"jour": formats.date_format(passe, "DATE_FORMAT"), "heure": heure}


def _motif(motif: str) -> str:
    motif = _texte(motif)
    if not motif:
        raise TransitionRefusee(_("Dites à la structure ce qu’elle doit compléter : un motif est nécessaire."))
    return motif


def _texte(texte: str) -> str:
    texte = texte.strip()
    if len(texte) > LONGUEUR_TEXTE:
        raise TransitionRefusee(
            _("Ce texte compte %(longueur)d caractères : raccourcissez-le à %(maximum)d au plus.")
            % {"longueur": len(texte), "maximum": LONGUEUR_TEXTE}
        )
    return texte
