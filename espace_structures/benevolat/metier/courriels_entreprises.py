"""Mails of the companies' door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.metier.organisations import animation
from portal.socle.courriels import adresse_absolue, envoyer
from portal.socle.courrier import declarer

from .courriels_relances import ecrire_aux_comptes
from .liens import ENTREPRISE, lien

if TYPE_CHECKING:
    from ..models import Entreprise

_SUR_LE_PORTAIL = _("Vous recevez ce message parce que cette adresse a été donnée sur la page des entreprises.")
_VARIABLES = {"nom": _("nom de l’entreprise"), "contact": _("nom du contact")}

declarer(
    "courriels/benevolat/entreprise_a_confirmer",
    _("Entreprises : confirmer l’adresse"),
    {**_VARIABLES, "promesse": _("nombre de bénévoles")},
    bouton=_("Confirmer mon adresse"),
    raison=_SUR_LE_PORTAIL,
)
declarer(
    "courriels/benevolat/entreprise_bienvenue",
    _("Entreprises : le code est ouvert"),
    {**_VARIABLES, "code": _("code de l’entreprise")},
    bouton=_("Ouvrir ma page"),
    raison=_SUR_LE_PORTAIL,
)
declarer(
    "courriels/benevolat/entreprise_lien",
    _("Entreprises : le lien demandé"),
    _VARIABLES,
    bouton=_("Ouvrir ma page"),
    raison=_SUR_LE_PORTAIL,
)
declarer(
    "courriels/benevolat/entreprise_engagee",
    _("Entreprises : une entreprise s’engage, à l’animation"),
    {"nom": _("nom de l’entreprise"), "promesse": _("nombre de bénévoles")},
    bouton=_("Ouvrir le tableau de bord"),
    raison=_("Vous recevez ce message parce que vous faites partie de l’animation régionale."),
)


def demander_la_confirmation(entreprise: Entreprise) -> None:
    _ecrire(entreprise, "entreprise_a_confirmer", promesse=str(entreprise.promesse))


def souhaiter_la_bienvenue(entreprise: Entreprise) -> None:
    _ecrire(entreprise, "entreprise_bienvenue", code=entreprise.code)


def redonner_le_lien(entreprise: Entreprise) -> None:
    _ecrire(entreprise, "entreprise_lien")


def prevenir_l_animation(entreprise: Entreprise) -> None:
    contexte = {
        "nom": entreprise.nom,
        "promesse": str(entreprise.promesse),
        "lien": adresse_absolue(reverse("espace:benevolat-region")),
    }
    ecrire_aux_comptes("entreprise_engagee", animation(), lambda: contexte)


def _ecrire(entreprise: Entreprise, gabarit: str, **autres: str) -> None:
    contexte = {
        "nom": entreprise.nom,
        "contact": entreprise.contact_nom,
        "lien": lien(ENTREPRISE, entreprise),
        **autres,
    }
    envoyer(f"courriels/benevolat/{gabarit}", [entreprise.courriel], contexte, langue=entreprise.langue)
