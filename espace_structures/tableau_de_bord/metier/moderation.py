"""What those who moderate, and the animation, watch about the public pages and the members of structures."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espace_structures.structures.droits import Appartenances
from espace_structures.structures.models import DemandeAdhesion, Structure
from espace_structures.vitrines.metier.relecture import pages_a_relire
from espace_structures.vitrines.models import FichePage, Signalement

from .lignes import LigneAFaire

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


def a_relire(compte: Compte, *, le: datetime) -> list[LigneAFaire] | None:
    """The pages that wait for this account; None for who moderates nothing."""
    liens = Appartenances.de(compte)
    if not (liens.est_animation or liens.est_moderateur):
        return None
    attentes = pages_a_relire(compte, le=le)
    if not attentes:
        return []
    nombre = len(attentes)
    texte = ngettext("%(nombre)s page attend d’être relue.", "%(nombre)s pages attendent d’être relues.", nombre) % {
        "nombre": nombre
    }
    return [LigneAFaire("edition", texte, reverse("vitrines_relecture"), _age(attentes[0].jours))]


def _age(jours: int) -> str:
    if jours == 0:
        return _("Reçue aujourd’hui.")
    return ngettext(
        "La plus ancienne attend depuis %(jours)s jour.", "La plus ancienne attend depuis %(jours)s jours.", jours
    ) % {"jours": jours}


def a_suivre(compte: Compte, *, le: datetime) -> list[LigneAFaire] | None:
    """What the animation follows besides the campaigns and those who sign; None for anybody else."""
    if not Appartenances.de(compte).est_animation:
        return None
    jour = timezone.localdate(le)
    demandes = DemandeAdhesion.objects.en_attente().count()
    signalements = Signalement.objects.a_traiter().count()
    perimees = FichePage.objects.perimees(jour).de_structures_actives().count()
    fiches = FichePage.objects.sources().filter(structure=OuterRef("pk"))
    sans_fiche = Structure.objects.actives().filter(~Exists(fiches)).count()
    structures = reverse("wagtailsnippets_structures_structure:list")
    lignes = [
        (
            demandes,
            "personne",
            ngettext(
                "%(nombre)s demande d’adhésion attend une réponse.",
                "%(nombre)s demandes d’adhésion attendent une réponse.",
                demandes,
            ),
            reverse("wagtailsnippets_structures_demandeadhesion:list") + "?etat=EN_ATTENTE",
        ),
        (
            signalements,
            "attention",
            ngettext("%(nombre)s signalement est à traiter.", "%(nombre)s signalements sont à traiter.", signalements),
            reverse("wagtailsnippets_vitrines_signalement:list") + "?etat=NOUVEAU",
        ),
        (
            perimees,
            "calendrier",
            ngettext(
                "%(nombre)s fiche n’a pas été vérifiée depuis un an.",
                "%(nombre)s fiches n’ont pas été vérifiées depuis un an.",
                perimees,
            ),
            structures,
        ),
        (
            sans_fiche,
            "structure",
            ngettext(
                "%(nombre)s structure n’a pas encore de fiche.",
                "%(nombre)s structures n’ont pas encore de fiche.",
                sans_fiche,
            ),
            structures,
        ),
    ]
    return [
        LigneAFaire(picto, texte % {"nombre": nombre}, adresse) for nombre, picto, texte, adresse in lignes if nombre
    ]
