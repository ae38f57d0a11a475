"""Who is written to when a campaign opens: everybody who will work on a bilan, with the way to it."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.models import MembreStructure
from portal.socle.courriels import adresse_absolue, envoyer

from ..models import Bilan, Campagne


def prevenir_de_l_ouverture(campagne: Campagne, bilans: Sequence[Bilan]) -> None:
    """One mail a person and a bilan, in the language of the person: one query whatever the number of bilans."""
    destinataires: dict[int, dict[str, list[str]]] = {}
    membres = (
        MembreStructure.objects.actifs().saisissants().filter(structure__in=[bilan.structure_id for bilan in bilans])
    )
    for structure, adresse, langue in membres.values_list(
        "structure_id", "compte__email", "compte__wagtail_userprofile__preferred_language"
    ):
        langues = destinataires.setdefault(structure, {})
        langues.setdefault(langue or settings.LANGUAGE_CODE, []).append(adresse)
    for bilan in bilans:
        for langue, adresses in sorted(destinataires.get(bilan.structure_id, {}).items()):
            with translation.override(langue):
                lien = adresse_absolue(reverse("espace:bilan", args=[bilan.pk]))
            contexte = {
                "structure": bilan.nom_structure,
                "exercice": str(campagne.exercice),  # a year takes no thousands separator
                "ouvre_le": campagne.ouvre_le,
                "limite": campagne.envoi_jusqu_au,
                "bouton_url": lien,
                "bouton_texte": _("Remplir le bilan"),
            }
            envoyer("courriels/campagne_ouverte", adresses, contexte, langue=langue)
