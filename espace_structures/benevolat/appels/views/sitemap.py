"""The calls in the site map."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from ...models import AppelBenevoles


class AppelsSitemap(Sitemap):
    """The list, then each call that visitors read, in each language of the portal."""

    i18n = True
    alternates = True

    def items(self) -> list[AppelBenevoles | None]:
        return [None, *AppelBenevoles.objects.publics(timezone.localdate()).order_by("pk")]

    def location(self, item: AppelBenevoles | None) -> str:
        return reverse("benevolat:appels") if item is None else reverse("benevolat:appel", args=[item.pk])

    def lastmod(self, item: AppelBenevoles | None):
        return None if item is None else item.modifie_le
