"""Since when a public page is known to be true."""

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import Page

from ..querysets import VALIDITE


class VerifieeMixin:
    """A page that its structure confirms once a year; a translation is as fresh as its original."""

    @cached_property
    def verifiee_le(self) -> date | None:
        """When it was last confirmed, its first publication to begin with; None for a page never published."""
        versions = Page.objects.filter(translation_key=self.translation_key, fraicheur__isnull=False)
        jour = versions.order_by("-fraicheur__confirmee_le").values_list("fraicheur__confirmee_le", flat=True).first()
        return jour or self._parue_le()

    def est_perimee(self, le: date) -> bool:
        """Whether nobody confirmed it for a year."""
        return self.verifiee_le is not None and self.verifiee_le <= le - VALIDITE

    @cached_property
    def langue(self) -> str:
        """Code of the language of the page, read with its surroundings rather than in a query of its own."""
        lue = next((page for page in self._alentours if page.pk == self.pk), self)
        return lue.locale.language_code

    @cached_property
    def originale(self):
        """The page as written, of which this one is a translation; itself when there is no other in sight."""
        if self.langue == settings.LANGUAGE_CODE:
            return self
        versions = type(self).objects.live().filter(translation_key=self.translation_key)
        return versions.filter(locale__language_code=settings.LANGUAGE_CODE).first() or self

    def _parue_le(self) -> date | None:
        parution = self.originale.first_published_at
        return timezone.localdate(parution) if parution else None
