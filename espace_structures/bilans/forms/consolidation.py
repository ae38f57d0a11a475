"""The filters of the consolidation and of its extraction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.enums import TypeStructure
from portal.socle.filtres import Case, Critere, Filtres
from portal.socle.geographie import DEPARTEMENTS, nom_departement

from ..metier.perimetre import Etats
from ..models import Bilan


class FiltresDeConsolidation(Filtres):
    """`departements`: those that the account may count."""

    identifiants = "id_%s"

    departement = Critere(forms.ChoiceField, label=_("Département"))
    type_structure = Critere(
        forms.ChoiceField, label=_("Type de structure"), choices=[("", _("Tous")), *TypeStructure.choices]
    )
    provisoires = Critere(forms.BooleanField, label=_("Compter aussi les bilans non validés"), widget=Case)

    def __init__(self, parametres: Any, *, departements: Iterable[str]):
        super().__init__(parametres, Bilan.objects.none())
        choix = ((code, f"{code} – {nom_departement(code)}") for code in departements if code in DEPARTEMENTS)
        self.proposer("departement", choix, vide=_("Tous"))

    @property
    def filtres(self) -> dict[str, Any]:
        """What could be read, as arguments of `Perimetre`."""
        return {
            "departement": self.lus["departement"],
            "type_structure": self.lus["type_structure"],
            "etats": Etats.PROVISOIRES if self.lus["provisoires"] else Etats.VALIDES,
        }
