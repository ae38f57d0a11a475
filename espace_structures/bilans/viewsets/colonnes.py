"""Columns of the lists of the back office."""

from django.utils.formats import date_format
from wagtail.admin.ui.tables import Column


class JourColumn(Column):
    """A day as it is written; Wagtail's own column tells how long ago, which says nothing of a day to come."""

    def get_value(self, instance) -> str:
        jour = super().get_value(instance)
        return date_format(jour, "DATE_FORMAT") if jour else ""
