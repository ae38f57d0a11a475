"""Mails about the page of the person and their data, in their own language."""

from __future__ import annotations

from datetime import date

from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from espace_structures.vitrines.metier.destinataires import ecrire, responsables_de
from portal.socle.courriels import adresse_absolue, envoyer
from portal.socle.courrier import declarer
from portal.socle.dates import date_longue

from ..models import Benevole, Engagement
from .liens import SUIVI, jeton, lien

DOSSIER = "courriels/benevolat"
SEL_DE_L_ADRESSE = "benevolat.adresse"


def envoyer_le_lien(benevole: Benevole) -> None:
    """The personal link, to the only address that it opens for."""
    _ecrire(benevole, "lien", prenom=benevole.prenom, lien=lien(SUIVI, benevole))


def prevenir_de_la_fin(benevole: Benevole, contact: date, prevu: date) -> None:
    """Their data will be erased on this day; one button keeps it."""
    adresse = adresse_absolue(reverse("benevolat:suivi_rester", args=[jeton(SUIVI, benevole)]))
    with translation.override(benevole.langue):
        dates = {"contact": date_longue(contact), "date": date_longue(prevu)}
    _ecrire(benevole, "conservation", prenom=benevole.prenom, lien=adresse, **dates)


def confirmer_l_effacement(benevole: Benevole) -> None:
    """The last mail."""
    _ecrire(benevole, "donnees_effacees", prenom=benevole.prenom)


def confirmer_l_adresse(benevole: Benevole, courriel: str) -> None:
    """To the new address: a link whose button makes it theirs."""
    signe = signing.dumps([benevole.pk, benevole.version_lien, courriel], salt=SEL_DE_L_ADRESSE)
    adresse = adresse_absolue(reverse("benevolat:suivi_adresse", args=[signe]))
    contexte = {"prenom": benevole.prenom, "lien": adresse}
    envoyer(f"{DOSSIER}/adresse", [courriel], contexte, langue=benevole.langue)


def prevenir_de_l_effacement(engagement: Engagement) -> None:
    """To those in charge of the structure where the person acts: the name is theirs to know, one last time."""
    structure = engagement.structure
    contexte = {"personne": str(engagement.benevole), "structure": structure.nom}
    ecrire("benevolat/benevole_efface", responsables_de(structure), contexte)


def _ecrire(benevole: Benevole, gabarit: str, **contexte: str) -> None:
    envoyer(f"{DOSSIER}/{gabarit}", [benevole.courriel], contexte, langue=benevole.langue)


_PRENOM = {"prenom": _("Prénom")}
declarer(
    f"{DOSSIER}/lien",
    _("Lien personnel d’une personne bénévole"),
    _PRENOM,
    bouton=_("Ouvrir ma page"),
    raison=_(
        "Vous recevez ce message parce qu’un lien a été demandé pour cette adresse. Si ce n’est pas vous, ne faites "
        "rien : personne d’autre n’a reçu ce lien."
    ),
)
declarer(
    f"{DOSSIER}/conservation",
    _("Préavis avant d’effacer une personne bénévole"),
    _PRENOM | {"contact": _("Jour du dernier contact"), "date": _("Jour de l’effacement")},
    bouton=_("Rester ou partir"),
    raison=_(
        "Vous recevez ce message parce que le portail garde vos informations, et les efface quand elles ne servent "
        "plus."
    ),
)
declarer(
    f"{DOSSIER}/donnees_effacees",
    _("Informations effacées, à la personne bénévole"),
    _PRENOM,
    raison=_("C’est le dernier message que vous recevez de nous : nous n’avons plus votre adresse."),
)
declarer(
    f"{DOSSIER}/adresse",
    _("Confirmation d’une nouvelle adresse"),
    _PRENOM,
    bouton=_("Confirmer mon adresse"),
    raison=_(
        "Vous recevez ce message parce que cette adresse a été saisie sur la page d’une personne bénévole. Si ce n’est "
        "pas vous, ne faites rien."
    ),
)
declarer(
    f"{DOSSIER}/benevole_efface",
    _("Informations effacées, à la structure"),
    {"personne": _("Prénom et nom"), "structure": _("Nom de la structure")},
    raison=_("Vous recevez ce message parce que vous êtes responsable de cette structure sur le portail."),
)
