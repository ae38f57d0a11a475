"""Small things that several screens of the room show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ..enums import EtatEditorial
from ..models import ActionPage, FichePage

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

    from ..metier.mes_pages import LignePage


@dataclass(frozen=True)
class Onglet:
    """A state of the list: how many actions stand there."""

    libelle: str
    adresse: str
    nombre: int
    est_courant: bool


def onglets_par_etat(lignes: list[LignePage], demande: str) -> tuple[list[Onglet], str]:
    """A tab a state where something stands, after the one that shows everything; and the state asked for, if known."""
    choisi = demande if demande in EtatEditorial.values else ""
    comptes = {etat: sum(ligne.etat == etat for ligne in lignes) for etat in EtatEditorial}
    onglets = [Onglet(_("Toutes"), "?", len(lignes), est_courant=not choisi)]
    onglets += [
        Onglet(str(etat.label), f"?etat={etat.value}", comptes[etat], est_courant=etat.value == choisi)
        for etat in EtatEditorial
        if comptes[etat] or etat.value == choisi
    ]
    return onglets, choisi


def adresse_editeur(compte: Compte, page: ActionPage | FichePage) -> str:
    """The page in Wagtail's editor, for those who may open it; empty otherwise."""
    if not page.permissions_for_user(compte).can_edit():
        return ""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def adresse_de(page: FichePage | ActionPage) -> str:
    """The screen of the gated space about this page."""
    return reverse("espace:fiche") if isinstance(page, FichePage) else reverse("espace:action", args=[page.pk])
