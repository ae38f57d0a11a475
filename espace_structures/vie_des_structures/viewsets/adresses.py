"""Addresses of these screens, and the ways to them from the record of a structure."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Structure
from espace_structures.vitrines.models import FichePage

from .fusion import ChoixDeFusionView, FusionView
from .vie import FermetureView, OuvertureDeFicheView, RenommageView, ReouvertureView

ADRESSES = [
    path("structures/<int:pk>/renommer/", RenommageView.as_view(), name="structure_renommer"),
    path("structures/<int:pk>/fermer/", FermetureView.as_view(), name="structure_fermer"),
    path("structures/<int:pk>/rouvrir/", ReouvertureView.as_view(), name="structure_rouvrir"),
    path("structures/<int:pk>/ouvrir-fiche/", OuvertureDeFicheView.as_view(), name="structure_ouvrir_fiche"),
    path("structures/<int:pk>/reunir/", ChoixDeFusionView.as_view(), name="structure_fusion_choix"),
    path("structures/<int:pk>/reunir/<int:absorbee>/", FusionView.as_view(), name="structure_fusion"),
]


def liens_de_la_structure(structure: Structure) -> Iterator[Button]:
    """To its public sheet and its bilans."""
    fiche = FichePage.objects.sources().filter(structure=structure).first()
    if fiche is not None and fiche.live:
        yield Button(_("Fiche publique"), url=fiche.get_url(), icon_name="view", priority=10)
    if fiche is not None:
        modifier = reverse("wagtailadmin_pages:edit", args=[fiche.pk])
        yield Button(_("Modifier la fiche publique"), url=modifier, icon_name="doc-full-inverse", priority=11)
    if fiche is None and structure.statut == StatutStructure.ACTIVE:
        ouvrir = reverse("structure_ouvrir_fiche", args=[structure.pk])
        yield Button(_("Ouvrir la fiche publique"), url=ouvrir, icon_name="doc-full-inverse", priority=11)
    bilans = f"{reverse('espace:bilans')}?{urlencode({'mots': structure.siret})}"
    yield Button(_("Bilans"), url=bilans, icon_name="form", priority=20)


def gestes_de_la_structure(structure: Structure) -> Iterator[Button]:
    """What the animation does with the record; a closed one only opens again."""
    active = structure.statut == StatutStructure.ACTIVE
    gestes = (
        ("structure_renommer", _("Renommer"), "edit", True),
        ("structure_fusion_choix", _("Réunir à une autre fiche"), "copy", active),
        ("structure_fermer", _("Fermer la structure"), "lock", active),
        ("structure_rouvrir", _("Rouvrir la structure"), "lock-open", not active),
    )
    for rang, (nom, libelle, icone, possible) in enumerate(gestes):
        if possible:
            yield Button(libelle, url=reverse(nom, args=[structure.pk]), icon_name=icone, priority=50 + rang)
