"""Chooser windows of the back office: a search box that needs no index."""

from functools import reduce
from operator import or_

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm


def filtrer_par_mots(lignes: QuerySet, recherche: str, champs: tuple[str, ...]) -> QuerySet:
    """Rows where every word of the search stands in at least one of the fields, whatever the capitals."""
    for mot in recherche.split():
        lignes = lignes.filter(reduce(or_, (Q(**{f"{champ}__icontains": mot}) for champ in champs)))
    return lignes


class RechercheForm(BaseFilterForm):
    """The search box of a chooser window; subclasses name the fields searched."""

    champs: tuple[str, ...] = ()

    q = forms.CharField(
        label=_("Rechercher"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Rechercher")})
    )

    def filter(self, objects):
        objects = super().filter(objects)
        self.search_query = self.cleaned_data.get("q", "")
        self.is_searching = bool(self.search_query)
        return filtrer_par_mots(objects, self.search_query, self.champs)
