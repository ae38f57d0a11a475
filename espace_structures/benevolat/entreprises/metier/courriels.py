"""Who is told what of the companies that send volunteers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from espace_structures.structures.metier.organisations import animation
from portal.socle import courrier
from portal.socle.courrier import Destinataire, Lien

from ...metier.liens import ENTREPRISE, lien

if TYPE_CHECKING:
    from ...models import Entreprise


def demander_la_confirmation(entreprise: Entreprise) -> None:
    _a_l_entreprise("entreprise_a_confirmer", entreprise, promesse=entreprise.promesse)


def souhaiter_la_bienvenue(entreprise: Entreprise) -> None:
    _a_l_entreprise("entreprise_bienvenue", entreprise, code=entreprise.code)


def redonner_le_lien(entreprise: Entreprise) -> None:
    _a_l_entreprise("entreprise_lien", entreprise)


def prevenir_l_animation(entreprise: Entreprise) -> None:
    courrier.envoyer(
        "benevolat.entreprise_engagee",
        a=animation(),
        nom=entreprise.nom,
        promesse=entreprise.promesse,
        lien=Lien("espace:benevolat-region"),
    )


def _a_l_entreprise(nom: str, entreprise: Entreprise, **valeurs: object) -> None:
    courrier.envoyer(
        f"benevolat.{nom}",
        a=Destinataire(entreprise.courriel, entreprise.langue),
        nom=entreprise.nom,
        contact=entreprise.contact_nom,
        lien=lien(ENTREPRISE, entreprise),
        **valeurs,
    )
