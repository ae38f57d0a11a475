"""Dates typed in the back office."""

import json
from datetime import date, datetime

import pytest
from django.utils import translation
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput


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
