"""What every public page is made of: search engines and social cards, the other language, the menu, a fast route."""

from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, Value, When, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.models import Page, PageViewRestriction

from .traductions import AVIS, en_propre

# Depth of the sections of the site in Wagtail's tree: the root is 1, the home page of a language 2.
PROFONDEUR_RUBRIQUE = 3


class Traduction(NamedTuple):
    """A published version of a page, and its address."""

    langue: str
    adresse: str


class PageDuPortail(Page):
    """Abstract base of the public pages."""

    image_sociale = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("image de partage"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Montrée quand la page est partagée. Sans elle, l’illustration de la page sert."),
    )

    promote_panels = [*Page.promote_panels, MultiFieldPanel([FieldPanel("image_sociale")], _("Partage"))]

    class Meta:
        abstract = True

    @property
    def description(self) -> str:
        """Sentence for search engines and social cards: the one of the "promote" tab, else what the page introduces."""
        return self.search_description or self.resume

    @property
    def resume(self) -> str:
        """The page in a sentence or two; each type says where it stands."""
        return ""

    @property
    def image_de_partage(self):
        """Picture of the social card, or None."""
        return self.image_sociale or getattr(self, "image", None)

    def voisines(self) -> dict[str, Subquery]:
        """Other pages that the template of this type links to, by role: fetched with the menu, in one query."""
        return {}

    @cached_property
    def _alentours(self) -> list[Page]:
        """Sections of the site, translations and neighbours in one query.

        Aliases are left out: they only repeat a page of another language, whose address they answer by.
        """
        rubriques = Q(depth=PROFONDEUR_RUBRIQUE, locale_id=self.locale_id) & ~Exists(
            PageViewRestriction.objects.filter(page_id=OuterRef("pk"))
        )
        voulues = rubriques | Q(translation_key=self.translation_key)
        roles = []
        for role, pk in self.voisines().items():
            voulues |= Q(pk=pk)
            roles.append(When(pk=pk, then=Value(role)))
        return list(
            Page.objects.live()
            .filter(voulues)
            .filter(en_propre())
            .annotate(
                role=Case(*roles, default=Value(""), output_field=CharField()),
                site_restreint=Exists(PageViewRestriction.objects.all()),
            )
            .select_related("locale")
            .order_by("path")
        )

    def get_view_restrictions(self):
        """Wagtail's own answer, which costs two queries; none at all while no page of the site is private."""
        if self._alentours and not self._alentours[0].site_restreint:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def pages_de_premier_rang(self) -> list[Page]:
        """Sections of the site in the language of this page, open to all, in the order of the tree."""
        return [
            page for page in self._alentours if page.depth == PROFONDEUR_RUBRIQUE and page.locale_id == self.locale_id
        ]

    def ancetres(self) -> list[Page]:
        """Pages between the home page and this one; costs a query only below the second level."""
        if self.depth > PROFONDEUR_RUBRIQUE + 1:
            return list(self.get_ancestors().live().filter(depth__gte=PROFONDEUR_RUBRIQUE))
        rang = self.pages_de_premier_rang()
        return [page for page in rang if self.path != page.path and self.path.startswith(page.path)]

    def fil_ariane(self, request: HttpRequest | None = None) -> list[dict]:
        """Titles and addresses from the home page to this one."""
        accueil = {"titre": gettext("Accueil"), "url": reverse("wagtail_serve", args=[""])}
        pages = [*self.ancetres(), self]
        return [accueil, *({"titre": page.title, "url": page.get_url(request)} for page in pages)]

    def voisine(self, role: str) -> Page | None:
        """The page that holds this role among `voisines`; None when there is none."""
        return next((page for page in self._alentours if page.role == role), None)

    def traductions_publiees(self, request: HttpRequest | None = None) -> list[Traduction]:
        """Published versions of this page, this one included, in the order of the languages of the site."""
        adresses = {
            page.locale.language_code: page.get_url(request) or ""
            for page in self._alentours
            if page.translation_key == self.translation_key
        }
        return [
            Traduction(code, adresses[code]) for code, _nom in settings.WAGTAIL_CONTENT_LANGUAGES if code in adresses
        ]

    def get_context(self, request, *args, **kwargs):
        """Adds what every public page shows: where it stands, its social card, the address of a list but its page."""
        return super().get_context(request, *args, **kwargs) | {
            "canonique": self.full_url,
            "fil": self.fil_ariane(request),
            "adresse_image_de_partage": self.adresse_de_partage(),
            "parametres": parametres_sans_page(request),
        }

    def adresse_de_partage(self) -> str:
        """Absolute address of the picture of the social card; empty without a picture."""
        image = self.image_de_partage
        if image is None:
            return ""
        return urljoin(self.full_url or "", image.get_rendition("fill-1200x630|format-jpeg").url)

    def get_sitemap_urls(self, request=None):
        """An alias has no address of its own in the site map: it repeats a page of another language."""
        return [] if self.alias_of_id else super().get_sitemap_urls(request)


class IllustrationMixin(models.Model):
    """A picture at the head of a page, never without its text alternative and its credit."""

    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("illustration"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alternative = models.CharField(
        _("texte alternatif"),
        max_length=250,
        blank=True,
        help_text=_("Ce que l’image montre, pour qui ne la voit pas."),
    )
    image_credit = models.CharField(_("crédit"), max_length=150, blank=True)

    panneau_illustration = MultiFieldPanel(
        [FieldPanel("image"), FieldPanel("image_alternative"), FieldPanel("image_credit")], _("Illustration")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(image__isnull=True) | ~(Q(image_alternative="") | Q(image_credit="")),
                name="%(app_label)s_%(class)s_image_decrite_et_creditee",
                violation_error_message=_(
                    "Une illustration porte un texte alternatif et un crédit : complétez-les ou retirez l’image."
                ),
            )
        ]


class SourceMixin(models.Model):
    """Where a piece of information comes from."""

    source_nom = models.CharField(_("source"), max_length=160, blank=True)
    source_adresse = models.URLField(_("adresse de la source"), max_length=500, blank=True)

    panneau_source = MultiFieldPanel([FieldPanel("source_nom"), FieldPanel("source_adresse")], _("Source"))

    class Meta:
        abstract = True


class SommaireMixin:
    """A page whose body is made of titled blocks: the titles make a summary."""

    corps: StreamValue

    def sommaire(self) -> list[dict]:
        """Anchor and title of each titled block of the body, in order."""
        return [
            {"ancre": bloc.value.ancre, "titre": bloc.value["titre"]}
            for bloc in self.corps
            if getattr(bloc.value, "ancre", "")
        ]


def precharger_rendus(pages) -> None:
    """Fetches in one query the renditions of the pictures of these pages, already selected with them."""
    prefetch_related_objects([page.image for page in pages if page.image is not None], "renditions")


def parametres_sans_page(request: HttpRequest) -> str:
    """What is asked of a list, without the page number nor the notice about languages, ready for "page=2"."""
    parametres = request.GET.copy()
    for nom in ("page", AVIS):
        parametres.pop(nom, None)
    return f"{parametres.urlencode()}&" if parametres else ""
