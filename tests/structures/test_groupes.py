"""The group of the animation: complete after the first migrate, after a flush, and no more than it needs."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from espace_structures.structures.groupes import ANIMATION, installer_groupes
from tests.fabriques.structures import animateur

COMPTES = ["add_compte", "assister_compte", "change_compte", "change_reglagescomptes", "view_compte"]


def droits(etiquette: str) -> list[str]:
    return sorted(
        Group.objects.get(name=ANIMATION)
        .permissions.filter(content_type__app_label=etiquette)
        .values_list("codename", flat=True)
    )


@pytest.mark.django_db
def test_groupe_de_l_animation_est_complet_des_la_premiere_migration():
    groupe = Group.objects.get(name=ANIMATION)

    assert droits("comptes") == COMPTES
    assert droits("wagtailadmin") == ["access_admin"]
    assert (groupe.page_permissions.count(), groupe.collection_permissions.count()) == (6, 6)


@pytest.mark.django_db
def test_groupe_de_l_animation_ne_gere_ni_groupes_ni_reponses():
    interdits = Permission.objects.filter(content_type__app_label="auth") | Permission.objects.filter(
        content_type__app_label="bilans", content_type__model__in=("bilan", "feuille", "reponse", "justification")
    )
    assert interdits.count() >= 20

    tenus = Group.objects.get(name=ANIMATION).permissions.filter(pk__in=interdits.values("pk"))

    assert list(tenus) == []


@pytest.mark.django_db
def test_groupe_de_l_animation_installe_deux_fois_reste_le_meme():
    groupe = Group.objects.get(name=ANIMATION)
    avant = set(groupe.permissions.values_list("pk", flat=True)), groupe.page_permissions.count()

    installer_groupes()

    apres = set(groupe.permissions.values_list("pk", flat=True)), groupe.page_permissions.count()
    assert apres == avant


@pytest.mark.django_db
def test_groupe_de_l_animation_revient_apres_un_flush():
    # Inside the transaction of the test: the rows come back for the next one.
    call_command("flush", interactive=False, verbosity=0)

    assert droits("comptes") == COMPTES
    assert animateur().has_perm("structures.add_structure") is True
