"""Filters of the lists of the room."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from .enums import EtatSignalement, MotifSignalement
from .models import Signalement


class SignalementFiltres(WagtailFilterSet):
    etat = django_filters.ChoiceFilter(label=_("État"), choices=EtatSignalement)
    motif = django_filters.ChoiceFilter(label=_("Motif"), choices=MotifSignalement)

    class Meta:
        model = Signalement
        fields = ["etat", "motif"]
