"""Messages kept in the file: each side reads the other's on the portal; the mail only says that one waits."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ...enums import ETATS_OUVERTS, Auteur, EtatCandidature
from ...metier import courriels
from ...metier.refus import BenevolatRefuse
from ...models import Benevole, Candidature, Message, ModeleMessage
from .candidatures import marquer_contactee, noter_contact, verrouiller

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

LONGUEUR = 4000
# After the answer people still have things to settle; a withdrawn or handed over file is closed.
ETATS_ECRITS = (*ETATS_OUVERTS, EtatCandidature.ACCEPTEE, EtatCandidature.REFUSEE)


@transaction.atomic
def ecrire_a_la_personne(candidature: Candidature, *, texte: str, par: Compte | None, le: datetime) -> Message:
    """A message of the structure; the first one to a new candidature makes it contacted."""
    candidature = verrouiller(candidature)
    message = _ecrire(candidature, Auteur.STRUCTURE, texte, par, le)
    if candidature.etat == EtatCandidature.NOUVELLE:
        marquer_contactee(candidature, par=par, le=le)
    courriels.annoncer_message(candidature)
    return message


@transaction.atomic
def repondre(candidature: Candidature, *, texte: str, le: datetime) -> Message:
    """A message of the person; whoever follows the file is told."""
    candidature = verrouiller(candidature)
    message = _ecrire(candidature, Auteur.CANDIDAT, texte, None, le)
    courriels.annoncer_reponse(candidature)
    return message


def lus_par_la_personne(benevole: Benevole, *, le: datetime) -> int:
    """The person has opened their page; how many messages were new."""
    return Message.objects.filter(candidature__benevole=benevole, auteur=Auteur.STRUCTURE, lu_le__isnull=True).update(
        lu_le=le
    )


def lus_par_la_structure(candidature: Candidature, *, le: datetime) -> int:
    """Somebody of the structure has read the conversation; how many messages were new."""
    return Message.objects.filter(candidature=candidature, auteur=Auteur.CANDIDAT, lu_le__isnull=True).update(lu_le=le)


def non_lus_par_la_structure(candidature: Candidature) -> int:
    return candidature.messages.filter(auteur=Auteur.CANDIDAT, lu_le__isnull=True).count()


def non_lus_par_la_personne(benevole: Benevole) -> int:
    return Message.objects.filter(candidature__benevole=benevole, auteur=Auteur.STRUCTURE, lu_le__isnull=True).count()


def modeles_pour(candidature: Candidature) -> list[ModeleMessage]:
    """Ready-made messages: the structure's own, and those that the animation offers to all."""
    communs = ModeleMessage.objects.filter(structure__isnull=True)
    siens = ModeleMessage.objects.filter(structure=candidature.structure_id) if candidature.structure_id else None
    return list(communs if siens is None else communs | siens)


def remplir(modele: ModeleMessage, candidature: Candidature, *, signature: str) -> str:
    """The text with its names in their places; braces that mean nothing to us stay as they are."""
    mots = {
        "{prenom}": candidature.benevole.prenom,
        "{structure}": str(courriels.nom_du_suivi(candidature)),
        "{signature}": signature,
    }
    texte = modele.texte
    for mot, valeur in mots.items():
        texte = texte.replace(mot, valeur)
    return texte


def _ecrire(candidature: Candidature, auteur: Auteur, texte: str, par: Compte | None, le: datetime) -> Message:
    texte = texte.strip()
    if not texte:
        raise BenevolatRefuse(_("Écrivez votre message avant de l’envoyer."))
    if len(texte) > LONGUEUR:
        raise BenevolatRefuse(_("Ce message est trop long : gardez-le sous 4 000 caractères."))
    if candidature.etat not in ETATS_ECRITS:
        raise BenevolatRefuse(_("On ne s’écrit plus dans ce dossier : la candidature n’est plus suivie ici."))
    message = Message.objects.create(candidature=candidature, auteur=auteur, compte=par, texte=texte, ecrit_le=le)
    noter_contact(candidature.benevole, le=le)
    return message
