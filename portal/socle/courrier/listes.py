"""Mails in the back office: the log, to be read, and the addresses at fault, to be lifted.

Addresses are kept as digests alone: somebody who has an address finds its lines, nobody reads an address there.
"""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter
from django_filters.fields import DateRangeField
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.permissions import ModelPermissionPolicy
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet

from portal.socle.planification.envois import empreinte

from ..formulaires import DateField
from .modeles import AdresseEnDefaut, CourrielEnvoye
from .registre import titres


class PolitiqueRestreinte(ModelPermissionPolicy):
    """Rows that the portal makes: whoever may do the rest, nobody does what is not in `ouverts`."""

    def __init__(self, model: type[Model], ouverts: frozenset[str]) -> None:
        super().__init__(model)
        self.ouverts = ouverts

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.ouverts and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Model) -> bool:
        return self.user_has_any_permission(user, actions)


class EntreDeuxJours(DateRangeField):
    """Two days, read as everywhere."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields = (DateField(), DateField())


class EntreDeuxJoursFilter(DateFromToRangeFilter):
    """What happened from a day to another."""

    field_class = EntreDeuxJours


class ParAdresse(WagtailFilterSet):
    """Finds the lines of an address that one types whole."""

    adresse = CharFilter(
        label=_("Adresse de courriel, entière"),
        method="filtrer_par_adresse",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def filtrer_par_adresse(self, lignes: QuerySet, _nom: str, adresse: str) -> QuerySet:
        return lignes.filter(destinataire=empreinte(adresse))


class CourrielEnvoyeFilterSet(ParAdresse):
    gabarit = ChoiceFilter(label=_("Courriel"), choices=titres)
    cree_le = EntreDeuxJoursFilter(label=_("Écrit"), widget=DateRangePickerWidget)

    class Meta:
        model = CourrielEnvoye
        fields = ["adresse", "etat", "gabarit", "cree_le"]


class AdresseEnDefautFilterSet(ParAdresse):
    class Meta:
        model = AdresseEnDefaut
        fields = ["adresse", "genre"]


class LeverView(DeleteView):
    """Lifting: the portal writes to this address again."""

    page_title = _("Lever")
    success_message = _("Défaut levé : le portail écrira de nouveau à cette adresse.")
    confirmation_message = _("Le portail écrira de nouveau à cette adresse. Vérifiez d’abord qu’elle est bonne.")


class CourrielEnvoyeViewSet(SnippetViewSet):
    model = CourrielEnvoye
    icon = "mail"
    menu_label = _("Courriels envoyés")
    filterset_class = CourrielEnvoyeFilterSet
    list_display = [
        TitleColumn(
            "titre", label=_("Courriel"), sort_key="gabarit", url_name="wagtailsnippets_socle_courrielenvoye:inspect"
        ),
        Column("etat", label=_("État"), accessor="get_etat_display", sort_key="etat"),
        DateColumn("etat_le", label=_("Depuis"), sort_key="etat_le"),
        DateColumn("cree_le", label=_("Écrit le"), sort_key="cree_le"),
        Column("langue", label=_("Langue"), sort_key="langue"),
        Column("essais", label=_("Essais"), sort_key="essais"),
        Column("erreur", label=_("Erreur"), sort_key="erreur"),
    ]
    list_export = ["titre", "get_etat_display", "etat_le", "cree_le", "langue", "essais", "erreur"]
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["titre", "langue", "cree_le", "etat", "etat_le", "essais", "erreur", "identifiant"]

    @property
    def permission_policy(self) -> PolitiqueRestreinte:
        return PolitiqueRestreinte(self.model, frozenset({"view"}))


class AdresseEnDefautViewSet(SnippetViewSet):
    model = AdresseEnDefaut
    icon = "warning"
    menu_label = _("Adresses en défaut")
    filterset_class = AdresseEnDefautFilterSet
    list_display = [
        Column("genre", label=_("Raison"), accessor="get_genre_display", sort_key="genre"),
        DateColumn("depuis", label=_("Depuis"), sort_key="depuis"),
    ]
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["genre", "depuis"]
    delete_view_class = LeverView

    @property
    def permission_policy(self) -> PolitiqueRestreinte:
        return PolitiqueRestreinte(self.model, frozenset({"view", "delete"}))
