"""Screens of the bilans, within the namespace "espace"."""

from . import urls_consolidation, urls_cycle, urls_saisie

urlpatterns = [*urls_consolidation.urlpatterns, *urls_cycle.urlpatterns, *urls_saisie.urlpatterns]
