"""What visitors report about public pages, and how it ends. A report hides nothing by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from espace_structures.comptes.models import Compte
from espace_structures.structures.metier.organisations import animation
from portal.socle.courriels import adresse_absolue, envoyer

from ..enums import EtatSignalement, MotifSignalement
from ..journal import SIGNALEMENT_CLOS
from ..models import ActionPage, FichePage, Signalement
from .destinataires import ecrire, responsables_de, structure_de

# What a structure may be the last to correct: the animation is told at once.
MOTIFS_DE_L_ANIMATION = (MotifSignalement.PHOTO, MotifSignalement.FERMEE)
GARDE_DES_ADRESSES = timedelta(days=365)


class SignalementRefuse(Exception):
    """Why a report cannot be closed; the message is fit for the user."""


@transaction.atomic
def recevoir(
    page: FichePage | ActionPage, *, motif: str, message: str, courriel: str = "", le: datetime
) -> Signalement:
    """Keep a report on the page as written, tell the responsables, and the animation when it is theirs to know."""
    originale = page.originale
    signalement = Signalement.objects.create(
        page_id=originale.pk, motif=motif, message=message, courriel=courriel, cree_le=le
    )
    contexte = {
        "page": originale.title,
        "motif": signalement.get_motif_display(),
        "message": message,
        "bouton_url": originale.full_url,
        "bouton_texte": _("Voir la page"),
    }
    prevenues = ecrire("signalement_recu", responsables_de(structure_de(originale)), contexte)
    if motif in MOTIFS_DE_L_ANIMATION or not prevenues:
        adresse = adresse_absolue(reverse("wagtailadmin_home"))
        ecrire("signalement_animation", animation(), contexte | {"bouton_url": adresse})
    return signalement


@transaction.atomic
def clore(signalement: Signalement, *, par: Compte, etat: str, reponse: str = "", le: datetime) -> Signalement:
    """Say how a report ends, answer its author when they left an address, then forget the address."""
    signalement = Signalement.objects.select_for_update(of=("self",)).get(pk=signalement.pk)
    if signalement.etat != EtatSignalement.NOUVEAU:
        raise SignalementRefuse(_("Ce signalement est déjà clos : rechargez la liste pour voir qui l’a traité."))
    if etat not in (EtatSignalement.CORRIGE, EtatSignalement.SANS_SUITE):
        raise SignalementRefuse(_("Dites comment le signalement se termine : corrigé, ou sans suite."))
    contexte = {"page": signalement.page.title, "etat": etat, "reponse": reponse, "message": signalement.message}
    lien = {"bouton_url": signalement.page.full_url, "bouton_texte": _("Voir la page")}
    envoyer("courriels/signalement_clos", [signalement.courriel], contexte | lien, langue=settings.LANGUAGE_CODE)
    signalement.etat, signalement.reponse = etat, reponse
    signalement.traite_par, signalement.traite_le, signalement.courriel = par, le, ""
    signalement.save(update_fields=["etat", "reponse", "traite_par", "traite_le", "courriel"])
    log(
        instance=signalement.page,
        action=SIGNALEMENT_CLOS,
        user=par,
        data={"motif": signalement.motif, "etat": etat},
    )
    return signalement


def effacer_les_adresses(*, le: datetime) -> int:
    """Forget the addresses left on reports that nobody closed for a year; how many."""
    anciens = Signalement.objects.filter(cree_le__lte=le - GARDE_DES_ADRESSES).exclude(courriel="")
    return anciens.update(courriel="")
