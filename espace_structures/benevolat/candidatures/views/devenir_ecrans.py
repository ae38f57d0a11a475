"""What the steps of "Devenir…" show: where one is, what was answered."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.socle.entrees.identifiants import telephone_lisible
from portal.socle.geographie.communes import commune

from ...metier.langues import nom_de_langue
from ...metier.reglages import reglages
from ...models import Benevole, Candidature
from .devenir_brouillon import ETAPES, Avancement

NOMBRE = 5
# Choosing a structure is the second screen of the fourth step.
NUMEROS = {"vous": 1, "ou": 2, "domaine": 3, "aider": 4, "structure": 4, "coordonnees": 5}


class Rubrique(NamedTuple):
    """A part of the review: its title, where it is changed, its lines."""

    titre: str
    modifier: str
    lignes: list[tuple[str, str]]


def titres() -> dict[str, str]:
    return {
        "vous": _("Qui êtes-vous ?"),
        "ou": _("Où et quand ?"),
        "domaine": _("Votre domaine et vos langues"),
        "aider": _("Qui aimeriez-vous aider ?"),
        "structure": _("Quelle structure ?"),
        "coordonnees": _("Comment vous joindre ?"),
    }


def contexte_d_etape(etape: str, avancement: Avancement) -> dict[str, Any]:
    """What the frame of a step needs."""
    rang = ETAPES.index(etape)
    contexte = {
        "etape": etape,
        "numero": NUMEROS[etape],
        "nombre": NOMBRE,
        "titre": titres()[etape],
        "a_precedente": avancement.brouillon is not None and rang > 0,
        "en_correction": avancement.suivante == "relire",
    }
    if etape == "coordonnees":
        contexte |= textes()
    return contexte


def textes() -> dict[str, Any]:
    """The charter and the complement to the notice, in the language at work; how long data is kept."""
    reglage = reglages()
    anglais = get_language() == "en"
    return {
        "charte": reglage.charte_anglais if anglais else reglage.charte,
        "notice": reglage.notice_anglais if anglais else reglage.notice,
        "conservation_mois": reglage.conservation_mois,
        "preavis_mois": reglage.preavis_mois,
    }


def resume_de(brouillon: Benevole, candidature: Candidature) -> list[Rubrique]:
    """Every answer given; what was left unsaid is not shown."""
    lieu = commune(brouillon.code_commune)
    kilometres = _("%(rayon)d km autour de %(commune)s") % {
        "rayon": brouillon.rayon_km,
        "commune": lieu.nom if lieu else "–",
    }
    rubriques = {
        "vous": [
            (_("Prénom"), brouillon.prenom),
            (_("Situation"), brouillon.get_situation_display()),
            (_("Âge"), brouillon.get_tranche_age_display()),
            (_("Sexe"), brouillon.get_sexe_display()),
        ],
        "ou": [
            (_("Où"), kilometres),
            (_("De quelle façon"), brouillon.get_modalite_display()),
            (_("Quand"), _coches(brouillon, ("en_semaine", "en_soiree", "le_week_end"))),
            (_("Ce que je propose"), _coches(brouillon, ("regulier", "ponctuel", "immersion"))),
        ],
        "domaine": [
            (_("Secteur"), brouillon.get_secteur_display()),
            (_("Métier"), brouillon.metier),
            (_("Langues"), ", ".join(nom_de_langue(une.code) for une in brouillon.langues_parlees.all())),
        ],
        "aider": [(_("Publics"), ", ".join(str(un) for un in brouillon.publics.all()) or _("Sans préférence"))],
        "coordonnees": [
            (_("Nom"), brouillon.nom),
            (_("Adresse électronique"), brouillon.courriel),
            (_("Téléphone"), telephone_lisible(brouillon.telephone)),
            (_("Message"), candidature.message),
            (_("Comment vous nous avez connus"), candidature.get_source_display()),
            (_("Employeur"), candidature.entreprise.nom if candidature.entreprise else ""),
            (
                _("Si personne ne répond"),
                _("Proposer à une autre structure") if candidature.accepte_reorientation else _("Attendre"),
            ),
        ],
    }
    return [
        Rubrique(
            titres()[etape],
            reverse("benevolat:devenir_etape", args=[etape]),
            [(nom, str(valeur)) for nom, valeur in lignes if valeur],
        )
        for etape, lignes in rubriques.items()
    ]


def _coches(brouillon: Benevole, noms: tuple[str, ...]) -> str:
    coches = [str(brouillon._meta.get_field(nom).verbose_name) for nom in noms if getattr(brouillon, nom)]
    return capfirst(", ".join(coches))
