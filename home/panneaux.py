"""A panel of the back office: write a piece of news or a call for projects in one click."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from actualites.models import ActualitesIndex, AppelsIndex


class Raccourci(NamedTuple):
    libelle: str
    adresse: str


class PanneauEcrire(Component):
    """One button for each index of the main language under which this person may add a page."""

    name = "ecrire"
    order = 20
    template_name = "home/cms/panneau_ecrire.html"

    def get_context_data(self, parent_context):
        compte = parent_context["request"].user
        return {"raccourcis": list(_raccourcis(compte))}


def _raccourcis(compte):
    choix = (
        (ActualitesIndex, "article", _("Écrire une actualité")),
        (AppelsIndex, "appelaprojets", _("Publier un appel à projets")),
    )
    for modele, genre, libelle in choix:
        index = modele.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path").first()
        if index is not None and index.permissions_for_user(compte).can_add_subpage():
            adresse = reverse("wagtailadmin_pages:add", args=["actualites", genre, index.pk])
            yield Raccourci(libelle, adresse)
