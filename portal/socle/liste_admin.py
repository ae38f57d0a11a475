"""What the back office exports, our lists and Wagtail's reports alike, opens as it should in a French spreadsheet."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from .tableaux.csv import a_paris, lignes_csv, oui_ou_non

CSV, XLSX = SpreadsheetExportMixin.FORMAT_CSV, SpreadsheetExportMixin.FORMAT_XLSX
_reponse_de_wagtail = SpreadsheetExportMixin.write_csv_response


def _lignes(vue: SpreadsheetExportMixin, objets: QuerySet[Any]) -> Iterator[str]:
    def rangees() -> Iterator[list[object]]:
        yield [vue.get_heading(objets, champ) for champ in vue.list_export]
        for objet in objets:
            yield [vue.preprocess_field_value(champ, valeur, CSV) for champ, valeur in vue.to_row_dict(objet).items()]

    return lignes_csv(rangees())


def _reponse(vue: SpreadsheetExportMixin, objets: QuerySet[Any]) -> StreamingHttpResponse:
    reponse = _reponse_de_wagtail(vue, objets)
    reponse["Content-Type"] = "text/csv; charset=utf-8"
    return reponse


def brancher() -> None:
    """Puts our writer in every view that exports: Wagtail has no setting for it, and its reports are its own views."""
    SpreadsheetExportMixin.stream_csv = _lignes
    SpreadsheetExportMixin.write_csv_response = _reponse
    SpreadsheetExportMixin.custom_value_preprocess = (
        {bool: {XLSX: oui_ou_non}}
        | SpreadsheetExportMixin.custom_value_preprocess
        | {datetime: {XLSX: a_paris}}  # Wagtail writes the hour of Greenwich
    )
