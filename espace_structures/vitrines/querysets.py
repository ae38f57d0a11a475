"""The questions people ask of public sheets, actions and reports."""

from django.conf import settings
from django.db import models
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from .enums import EtatSignalement


class PublicQuerySet(models.QuerySet):
    """The list of publics."""


class FichePageQuerySet(PageQuerySet):
    def sources(self):
        """The pages as written, not their translations."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def de(self, structures):
        """Sheets of these structures (primary keys)."""
        return self.filter(structure__in=structures)


class ActionPageQuerySet(PageQuerySet):
    def sources(self):
        """The pages as written, not their translations."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def photographiees(self, le):
        """With the pictures that may still be shown on a day (`photos_montrables` of each page)."""
        photos = self.model._meta.get_field("photos").related_model.objects
        return self.prefetch_related(
            models.Prefetch(
                "photos", queryset=photos.montrables(le).select_related("image"), to_attr="photos_montrables"
            )
        )


class PhotoQuerySet(models.QuerySet):
    def montrables(self, le):
        """Pictures of which nobody's consent has ended on this day."""
        return self.filter(models.Q(consentement_jusqu_au__isnull=True) | models.Q(consentement_jusqu_au__gt=le))


class SignalementQuerySet(models.QuerySet):
    def a_traiter(self):
        return self.filter(etat=EtatSignalement.NOUVEAU)


FichePageManager = PageManager.from_queryset(FichePageQuerySet)
ActionPageManager = PageManager.from_queryset(ActionPageQuerySet)
