"""The filters of the list of bilans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.enums import TypeStructure
from portal.socle.filtres import Critere, Mots
from portal.socle.filtres import Filtres as FiltresDeListe
from portal.socle.geographie import departements_de_la_region, nom_departement

from ..enums import EtatBilan
from ..metier.suivi import TRIS, Filtres
from ..models import Bilan

RETARD = "retard"


class FiltresDesBilans(FiltresDeListe):
    """What `metier.suivi` filters and counts by. `exercices`: those one chooses from."""

    identifiants = "id_%s"

    mots = Critere(
        Mots,
        label=_("Structure"),
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Nom ou SIRET"), "maxlength": 100}),
    )
    exercice = Critere(forms.TypedChoiceField, label=_("Exercice"), coerce=int, empty_value=None)
    departement = Critere(forms.ChoiceField, label=_("Département"))
    type_structure = Critere(
        forms.ChoiceField, label=_("Type de structure"), choices=[("", _("Tous")), *TypeStructure.choices]
    )
    tri = Critere(forms.ChoiceField, label=_("Ordre"), choices=list(TRIS.items()))
    etat = Critere(forms.ChoiceField, label="", choices=[(RETARD, ""), *EtatBilan.choices], widget=forms.HiddenInput)

    def __init__(self, parametres: Any, *, exercices: Iterable[int]):
        super().__init__(parametres, Bilan.objects.none())
        region = departements_de_la_region(settings.PORTAIL_REGION)
        self.proposer("exercice", ((exercice, str(exercice)) for exercice in exercices), vide=_("Tous"))
        self.proposer("departement", ((code, nom_departement(code)) for code in region), vide=_("Tous"))

    @property
    def filtres(self) -> Filtres:
        """The filters that could be read."""
        etat = self.lus["etat"]
        return Filtres(
            exercice=self.lus["exercice"] or None,
            etat="" if etat == RETARD else etat,
            retard=etat == RETARD,
            departement=self.lus["departement"],
            type_structure=self.lus["type_structure"],
            mots=self.lus["mots"],
        )

    @property
    def ordre(self) -> str:
        """The order asked for, the first one otherwise."""
        return self.lus["tri"] or next(iter(TRIS))

    def adresse(self, **changements: str) -> str:
        """The year is always told, even empty: without it, one is taken for granted."""
        voulus = {"exercice": ""} | self.demandes | changements
        return urlencode({nom: valeur for nom, valeur in voulus.items() if valeur or nom == "exercice"})
