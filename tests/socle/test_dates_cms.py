"""Dates typed in the back office."""

import json
from datetime import date, datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import translation
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.users.models import UserProfile

from tests.fabriques.pages import appel, liste_appels, site_public
from tests.fabriques.structures import animateur

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize("langue", ["fr", "en"])
def test_calendrier_du_cms_lit_les_jours_avant_les_mois(langue):
    with translation.override(langue):
        jour = AdminDateInput()
        instant = AdminDateTimeInput()
        formats = [
            json.loads(widget.get_context("d", None, {})["widget"]["config_json"])["format"]
            for widget in (jour, instant)
        ]

        assert jour.format_value(date(2027, 3, 15)) == "15/03/2027"
        assert instant.format_value(datetime(2027, 3, 15, 9, 5)) == "15/03/2027 09:05"  # noqa: DTZ001 - as displayed
        assert formats == ["d/m/Y", "d/m/Y H:i"]


@pytest.mark.django_db
def test_compte_ne_choisit_pas_d_autre_heure_que_celle_de_paris(client):
    """Martinique reads six hours less under « Heure de Paris »."""
    compte = animateur()
    UserProfile.objects.create(user=compte, current_time_zone="America/Martinique")
    import_module("espace_structures.comptes.migrations.0004_heure_de_paris").oublier_les_fuseaux(apps, None)
    cloture = appel(liste_appels(site_public()), cloture=datetime(2027, 3, 20, 23, 59, tzinfo=PARIS))
    client.force_login(compte)

    reglages = client.get(reverse("wagtailadmin_account"))
    envoi = client.post(reverse("wagtailadmin_account"), {"locale-current_time_zone": "America/Martinique"})
    edition = client.get(reverse("wagtailadmin_pages:edit", args=[cloture.pk])).content.decode()

    assert (reglages.status_code, envoi.status_code) == (200, 200)
    assert "current_time_zone" not in reglages.content.decode()
    assert UserProfile.objects.get().current_time_zone == ""
    assert 'value="20/03/2027 23:59"' in edition
