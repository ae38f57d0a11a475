"""Filters of the lists of the back office."""

import django_filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect

from portal.socle.geographie import CHOIX_DEPARTEMENTS, departements_de_la_region

from .enums import (
    LigneBudgetaire,
    PerimetreFinanceur,
    RoleFinanceur,
    RoleStructure,
    StatutStructure,
    TypeStructure,
)
from .models import Convention, Financeur, MembreFinanceur, MembreStructure, Structure


def choix_departements_region() -> list[tuple[str, str]]:
    """The départements of the region served, as choices."""
    codes = set(departements_de_la_region(settings.PORTAIL_REGION))
    return [(code, libelle) for code, libelle in CHOIX_DEPARTEMENTS if code in codes]


def exercices_conventionnes() -> list[tuple[int, int]]:
    """The exercices of the known conventions, latest first, as choices."""
    exercices = Convention.objects.order_by("-exercice").values_list("exercice", flat=True).distinct()
    return [(exercice, exercice) for exercice in exercices]


def _cases(champ: str, libelle, choix) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        field_name=champ, label=libelle, choices=choix, widget=forms.CheckboxSelectMultiple
    )


def _oui_non(champ: str, libelle) -> django_filters.BooleanFilter:
    return django_filters.BooleanFilter(field_name=champ, label=libelle, widget=BooleanRadioSelect)


class StructureFiltres(WagtailFilterSet):
    type = _cases("type", _("Type"), TypeStructure.choices)
    departement = _cases("implantations__departement", _("Département"), choix_departements_region)
    statut = _cases("statut", _("Statut"), StatutStructure.choices)

    class Meta:
        model = Structure
        fields: list[str] = []


class FinanceurFiltres(WagtailFilterSet):
    perimetre = _cases("perimetre", _("Périmètre"), PerimetreFinanceur.choices)
    departement = _cases("departements__departement", _("Département"), choix_departements_region)

    class Meta:
        model = Financeur
        fields: list[str] = []


class ConventionFiltres(WagtailFilterSet):
    exercice = _cases("exercice", _("Exercice"), exercices_conventionnes)
    ligne = _cases("ligne", _("Ligne budgétaire"), LigneBudgetaire.choices)
    financeur = django_filters.ModelMultipleChoiceFilter(
        queryset=Financeur.objects.all(), label=_("Financeur"), widget=forms.CheckboxSelectMultiple
    )
    departement = _cases("structure__implantations__departement", _("Département"), choix_departements_region)

    class Meta:
        model = Convention
        fields: list[str] = []


class MembreStructureFiltres(WagtailFilterSet):
    role = _cases("role", _("Rôle"), RoleStructure.choices)
    departement = _cases("structure__implantations__departement", _("Département"), choix_departements_region)
    actif = _oui_non("actif", _("Actif"))

    class Meta:
        model = MembreStructure
        fields: list[str] = []


class MembreFinanceurFiltres(WagtailFilterSet):
    role = _cases("role", _("Rôle"), RoleFinanceur.choices)
    financeur = django_filters.ModelMultipleChoiceFilter(
        queryset=Financeur.objects.all(), label=_("Financeur"), widget=forms.CheckboxSelectMultiple
    )
    actif = _oui_non("actif", _("Actif"))

    class Meta:
        model = MembreFinanceur
        fields: list[str] = []
