"""Mails of the daily look at candidatures without answer. They give counts and dates, never the name of a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from espace_structures.comptes.models import Compte
from espace_structures.structures.metier.organisations import animation
from espace_structures.structures.models import MembreStructure, Structure
from portal.socle.courriels import adresse_absolue, envoyer
from portal.socle.courrier import declarer
from portal.socle.dates import date_longue

from .liens import SUIVI, lien

if TYPE_CHECKING:
    from ..models import Candidature

_COMMUNES = {"nombre": gettext_lazy("nombre de candidatures"), "liste": gettext_lazy("liste des candidatures")}

declarer(
    "courriels/benevolat/relance_structure",
    gettext_lazy("Bénévolat : candidatures à suivre, à la structure"),
    {"structure": gettext_lazy("nom de la structure"), **_COMMUNES},
    bouton=gettext_lazy("Ouvrir les candidatures"),
    raison=gettext_lazy("Vous recevez ce message parce que vous suivez les candidatures de cette structure."),
)
declarer(
    "courriels/benevolat/alerte_animation",
    gettext_lazy("Bénévolat : candidatures sans réponse, à l’animation"),
    _COMMUNES,
    bouton=gettext_lazy("Ouvrir le tableau de bord"),
    raison=gettext_lazy("Vous recevez ce message parce que vous faites partie de l’animation régionale."),
)
declarer(
    "courriels/benevolat/ou_en_est",
    gettext_lazy("Bénévolat : où en est votre candidature, à la personne"),
    {
        "prenom": gettext_lazy("prénom de la personne"),
        "structure": gettext_lazy("nom de la structure"),
        "jour": gettext_lazy("jour où la candidature a été reçue"),
    },
    bouton=gettext_lazy("Ouvrir ma page"),
    raison=gettext_lazy("Vous recevez ce message parce que vous avez proposé votre aide sur le portail."),
)


def editeurs(structure: Structure) -> QuerySet[Compte]:
    """Those who may answer the candidatures of a structure."""
    membres = MembreStructure.objects.actifs().editeurs().filter(structure=structure)
    return Compte.objects.filter(pk__in=membres.values("compte"), is_active=True)


def relancer_la_structure(structure: Structure, en_retard: list[Candidature], anciennes: list[Candidature]) -> None:
    """One mail to each editor: what waits for a first answer, then what was begun long ago."""

    def composer() -> dict[str, str]:
        lignes = [
            _("reçue le %(jour)s, réponse promise pour le %(promise)s")
            % {"jour": _le_jour(candidature), "promise": date_longue(candidature.promise_le)}
            if candidature.promise_le
            else _("reçue le %(jour)s") % {"jour": _le_jour(candidature)}
            for candidature in en_retard
        ] + [
            _("%(etat)s depuis le %(jour)s : où en est-elle ?")
            % {
                "etat": candidature.get_etat_display(),
                "jour": date_longue(timezone.localdate(candidature.etat_depuis)),
            }
            for candidature in anciennes
        ]
        return {
            "structure": structure.nom,
            "nombre": _candidatures(len(lignes)),
            "liste": _liste(lignes),
            "lien": _adresse("espace:candidatures"),
        }

    ecrire_aux_comptes("relance_structure", editeurs(structure), composer)


def alerter_l_animation(candidatures: list[Candidature]) -> None:
    """One mail to each member: how many wait, structure by structure, and since when."""

    def composer() -> dict[str, str]:
        groupes: dict[str, list[Candidature]] = {}
        for candidature in candidatures:
            nom = candidature.structure.nom if candidature.structure else _("Sans structure")
            groupes.setdefault(nom, []).append(candidature)
        lignes = [
            _("%(structure)s : %(nombre)s, la plus ancienne reçue le %(jour)s")
            % {"structure": nom, "nombre": _candidatures(len(siennes)), "jour": _le_jour(_la_plus_ancienne(siennes))}
            for nom, siennes in sorted(groupes.items())
        ]
        return {
            "nombre": _candidatures(len(candidatures)),
            "liste": _liste(lignes),
            "lien": _adresse("espace:benevolat-region"),
        }

    ecrire_aux_comptes("alerte_animation", animation(), composer)


def dire_ou_en_est(candidature: Candidature) -> None:
    """To the person: no answer yet, and what can be done from their page."""
    benevole = candidature.benevole
    with translation.override(benevole.langue):
        contexte = {
            "prenom": benevole.prenom,
            "structure": candidature.structure.nom,
            "jour": _le_jour(candidature),
            "lien": lien(SUIVI, benevole),
        }
    envoyer("courriels/benevolat/ou_en_est", [benevole.courriel], contexte, langue=benevole.langue)


def ecrire_aux_comptes(gabarit: str, comptes: QuerySet[Compte], composer: Callable[[], Mapping[str, str]]) -> None:
    """One mail a person; the context is composed in the language of each."""
    par_langue: dict[str, list[str]] = {}
    for adresse, langue in comptes.values_list("email", "wagtail_userprofile__preferred_language").distinct():
        par_langue.setdefault(langue or settings.LANGUAGE_CODE, []).append(adresse)
    for langue, adresses in sorted(par_langue.items()):
        with translation.override(langue):
            contexte = composer()
        envoyer(f"courriels/benevolat/{gabarit}", adresses, contexte, langue=langue)


def _adresse(nom: str) -> str:
    return adresse_absolue(reverse(nom))


def _le_jour(candidature: Candidature) -> str:
    return date_longue(_recue(candidature))


def _recue(candidature: Candidature) -> date:
    return timezone.localdate(candidature.recue_le)


def _la_plus_ancienne(candidatures: list[Candidature]) -> Candidature:
    return min(candidatures, key=_recue)


def _candidatures(nombre: int) -> str:
    return ngettext("%(nombre)d candidature", "%(nombre)d candidatures", nombre) % {"nombre": nombre}


def _liste(lignes: list[str]) -> str:
    return "\n".join(f"– {ligne}" for ligne in lignes)
