"""Who is written to at each step of a bilan, and what about. Sent once the step is written for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import PerimetreFinanceur
from espace_structures.structures.metier.organisations import animation
from espace_structures.structures.models import Financeur, MembreFinanceur, MembreStructure
from portal.socle.courriels import adresse_absolue, envoyer

from ..models import Bilan


def financeurs_du_bilan(bilan: Bilan) -> QuerySet[Financeur]:
    """The funders that have this bilan in their scope: `BilanQuerySet.dans_perimetre`, read from the other end."""
    departements = list(bilan.feuilles.values_list("departement", flat=True))
    return Financeur.objects.filter(
        Q(perimetre=PerimetreFinanceur.REGION)
        | Q(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements__departement__in=departements)
        | Q(
            perimetre=PerimetreFinanceur.STRUCTURES,
            conventions__structure=bilan.structure_id,
            conventions__exercice=bilan.campagne.exercice,
        )
    ).distinct()


def instructeurs_du_bilan(bilan: Bilan) -> QuerySet[Compte]:
    """Who may return or validate it at one of its funders; the animation when nobody can, so that it is not lost."""
    membres = MembreFinanceur.objects.actifs().instructeurs().filter(financeur__in=financeurs_du_bilan(bilan))
    instructeurs = Compte.objects.filter(pk__in=membres.values("compte"))
    return instructeurs if instructeurs.exists() else animation()


def membres_de_la_structure(bilan: Bilan) -> QuerySet[Compte]:
    """Everybody who works on the bilan in its structure: those who only read it are not disturbed."""
    membres = MembreStructure.objects.actifs().saisissants().filter(structure=bilan.structure_id)
    return Compte.objects.filter(pk__in=membres.values("compte"))


def prevenir_de_la_transmission(bilan: Bilan) -> None:
    """To the instructeurs: a bilan is to be examined."""
    _ecrire("transmis", bilan, instructeurs_du_bilan(bilan), {"bouton_texte": _("Lire le bilan")})


def prevenir_du_retour(bilan: Bilan, *, le: datetime) -> None:
    """To the structure: what to complete, and until when."""
    contexte = {
        "motif": bilan.motif_retour,
        "limite": bilan.limite(),
        "est_ouvert": bilan.est_ouvert(timezone.localdate(le)),
        "bouton_texte": _("Compléter le bilan"),
    }
    _ecrire("a_completer", bilan, membres_de_la_structure(bilan), contexte)


def prevenir_de_la_validation(bilan: Bilan, *, commentaire: str) -> None:
    """To the structure: nothing left to do."""
    contexte = {"commentaire": commentaire, "bouton_texte": _("Relire le bilan")}
    _ecrire("valide", bilan, membres_de_la_structure(bilan), contexte)


def _ecrire(nom: str, bilan: Bilan, comptes: QuerySet[Compte], contexte: Mapping[str, object]) -> None:
    """One mail a person, in the language that the person chose in the back office, French otherwise."""
    par_langue: dict[str, list[str]] = {}
    for adresse, langue in comptes.values_list("email", "wagtail_userprofile__preferred_language"):
        par_langue.setdefault(langue or settings.LANGUAGE_CODE, []).append(adresse)
    for langue, adresses in sorted(par_langue.items()):
        with translation.override(langue):
            lien = adresse_absolue(reverse("espace:bilan", args=[bilan.pk]))
        complet = {
            "structure": bilan.nom_structure,
            "exercice": str(bilan.campagne.exercice),  # a year takes no thousands separator
            "commentaire": bilan.commentaire,
            "bouton_url": lien,
            **contexte,
        }
        envoyer(f"courriels/bilan_{nom}", adresses, complet, langue=langue)
