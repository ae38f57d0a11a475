"""Lists of the back office: what they export opens as it should in a French spreadsheet."""

import csv

from django.http import StreamingHttpResponse
from wagtail.admin.views.mixins import Echo, SpreadsheetExportMixin

from .tableaux import proteger


class ExportFrancais(SpreadsheetExportMixin):
    """CSV in UTF-8 with its mark and semicolons; no text is ever a formula."""

    custom_value_preprocess = SpreadsheetExportMixin.custom_value_preprocess | {
        str: {SpreadsheetExportMixin.FORMAT_CSV: proteger}
    }

    def stream_csv(self, queryset):
        """The lines of the file, one at a time."""
        ecrivain = csv.DictWriter(Echo(), fieldnames=self.list_export, delimiter=";")
        yield "\ufeff"
        yield ecrivain.writerow({champ: self.get_heading(queryset, champ) for champ in self.list_export})
        for objet in queryset:
            yield self.write_csv_row(ecrivain, self.to_row_dict(objet))

    def write_csv_response(self, queryset) -> StreamingHttpResponse:
        reponse = super().write_csv_response(queryset)
        reponse["Content-Type"] = "text/csv; charset=utf-8"
        return reponse
