"""Filters of the lists of the back office."""

import django_filters
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.snippets.widgets import AdminSnippetChooser

from portal.socle.geographie import CHOIX_DEPARTEMENTS, departements_de_la_region

from .enums import (
    EtatDemande,
    LigneBudgetaire,
    PerimetreFinanceur,
    RoleFinanceur,
    RoleStructure,
    StatutStructure,
    TypeStructure,
)
from .models import (
    Convention,
    DemandeAdhesion,
    Financeur,
    Invitation,
    MembreFinanceur,
    MembreStructure,
    Moderateur,
    Structure,
)


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


def _oui_non(champ: str, libelle, **reglages) -> django_filters.BooleanFilter:
    return django_filters.BooleanFilter(field_name=champ, label=libelle, widget=BooleanRadioSelect, **reglages)


def _structure() -> django_filters.ModelChoiceFilter:
    """Rows of one structure: where its record leads."""
    return django_filters.ModelChoiceFilter(
        queryset=Structure.objects.all(), label=_("Structure"), widget=AdminSnippetChooser(Structure)
    )


class StructureFiltres(WagtailFilterSet):
    type = _cases("type", _("Type"), TypeStructure.choices)
    departement = _cases("implantations__departement", _("Département"), choix_departements_region)
    statut = _cases("statut", _("Statut"), StatutStructure.choices)
    sans_responsable = _oui_non("sans_responsable", _("Sans responsable"), method="filtrer_sans_responsable")
    sans_departement = _oui_non("implantations", _("Sans département"), lookup_expr="isnull", distinct=True)
    de_confiance = _oui_non("de_confiance", _("Publie sans modération"))

    def filtrer_sans_responsable(self, structures, _champ, valeur: bool):
        """Active structures that nobody runs, or all the others."""
        seules = Structure.objects.sans_responsable().values("pk")
        return structures.filter(pk__in=seules) if valeur else structures.exclude(pk__in=seules)

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
    structure = _structure()
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
    structure = _structure()
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


ETATS_D_INVITATION = [
    ("attente", _("En attente")),
    ("expiree", _("Expirée")),
    ("acceptee", _("Acceptée")),
    ("annulee", _("Annulée")),
]


class InvitationFiltres(WagtailFilterSet):
    etat = django_filters.ChoiceFilter(
        label=_("État"), choices=ETATS_D_INVITATION, method="filtrer_etat", empty_label=_("Tous")
    )

    def filtrer_etat(self, invitations, _champ, valeur: str):
        maintenant = timezone.now()
        return {
            "attente": invitations.en_attente().filter(expire_le__gt=maintenant),
            "expiree": invitations.en_attente().filter(expire_le__lte=maintenant),
            "acceptee": invitations.filter(acceptee_le__isnull=False),
            "annulee": invitations.filter(annulee_le__isnull=False),
        }[valeur]

    class Meta:
        model = Invitation
        fields: list[str] = []


class DemandeFiltres(WagtailFilterSet):
    etat = _cases("etat", _("État"), EtatDemande.choices)

    class Meta:
        model = DemandeAdhesion
        fields: list[str] = []


class ModerateurFiltres(WagtailFilterSet):
    departement = _cases("departement", _("Département"), choix_departements_region)
    actif = _oui_non("actif", _("Actif"))

    class Meta:
        model = Moderateur
        fields: list[str] = []
