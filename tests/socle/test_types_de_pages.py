"""Every type of public page can be created somewhere, says where, and has a template to be shown with."""

import pytest
from django.apps import apps
from django.template.loader import get_template

from portal.socle.pages import PageDuPortail

TYPES = sorted((m for m in apps.get_models() if issubclass(m, PageDuPortail)), key=lambda modele: modele._meta.label)


def test_types_de_pages_sont_connus():
    assert {"home.AccueilPage", "actualites.Article", "vitrines.FichePage"} <= {modele._meta.label for modele in TYPES}


@pytest.mark.parametrize("modele", TYPES, ids=[modele._meta.label for modele in TYPES])
def test_type_de_page_se_cree_sous_les_parents_qu_il_dit_et_se_montre(modele):
    assert None not in (getattr(modele, "parent_page_types", None), getattr(modele, "subpage_types", None))
    assert modele.allowed_parent_page_models() != []
    assert get_template(modele.template).template.name == modele.template
