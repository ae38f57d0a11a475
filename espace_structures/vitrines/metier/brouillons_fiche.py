"""The draft of a sheet, saved from the form of the gated space; its name and SIRET are the animation's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from portal.socle.geographie.communes import commune

from ..models import Antenne, FichePage
from .brouillons import deposer_image, verrouiller
from .mediatheque import collection_de
from .saisies import AntenneSaisie, FicheSaisie
from .textes import en_paragraphes

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte
    from espace_structures.vitrines.models.lieux import LieuMixin

_CHAMPS_ANTENNE = ("nom", "adresse", "code_postal", "code_commune", "telephone", "horaires")


@transaction.atomic
def modifier_fiche(fiche: FichePage, *, par: Compte, valeurs: FicheSaisie, version: int) -> FichePage:
    """A new draft of the sheet; `version` is the revision that the form showed."""
    verrouiller(fiche, version=version)
    brouillon = fiche.get_latest_revision_as_object()
    for champ, valeur in valeurs.champs.items():
        setattr(brouillon, champ, valeur)
    if valeurs.presentation is not None:
        brouillon.presentation = en_paragraphes(valeurs.presentation)
    brouillon.publics = list(valeurs.publics)
    if valeurs.logo is not None:
        brouillon.logo = deposer_image(
            valeurs.logo,
            titre=f"Logo – {brouillon.title}",
            collection=collection_de(brouillon.structure),
            par=par,
        )
    elif valeurs.sans_logo:
        brouillon.logo = None
    placer(brouillon)
    brouillon.antennes = _antennes(brouillon, valeurs.antennes)
    brouillon.save_revision(user=par, log_action=True)
    return brouillon


def placer(lieu: LieuMixin) -> None:
    """Put the pin at the centre of the commune, unless someone moved it."""
    if lieu.position_corrigee:
        return
    connue = commune(lieu.code_commune)
    lieu.latitude = connue.latitude if connue else None
    lieu.longitude = connue.longitude if connue else None


def _antennes(fiche: FichePage, saisies: Sequence[AntenneSaisie]) -> list[Antenne]:
    """The antennas as typed; those that the sheet has keep their position when it was corrected by hand."""
    presentes = {antenne.pk: antenne for antenne in fiche.antennes.all()}
    antennes = []
    for rang, saisie in enumerate(saisies):
        antenne = presentes.get(saisie.identifiant) or Antenne(page=fiche)
        for champ in _CHAMPS_ANTENNE:
            setattr(antenne, champ, getattr(saisie, champ))
        antenne.sort_order = rang
        placer(antenne)
        antennes.append(antenne)
    return antennes
