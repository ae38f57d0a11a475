"""A call for projects (appel à projets)."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index

from portal.socle.blocs import BlocDocuments
from portal.socle.blocs.commun import TEXTE_RICHE
from portal.socle.champs import FluxField
from portal.socle.pages import IllustrationMixin, PageDuPortail, SourceMixin, precharger_rendus

from ..blocs import BLOCS_DE_RESULTATS
from ..enums import StatutAppel
from ..metier import statut
from ..querysets import AppelQuerySet


class EtiquetteAppel(ItemBase):
    """A tag on a call for projects."""

    tag = models.ForeignKey("taggit.Tag", on_delete=models.CASCADE, related_name="appels_etiquetes")
    content_object = ParentalKey("actualites.AppelAProjets", on_delete=models.CASCADE, related_name="etiquettes_posees")


class AppelAProjets(IllustrationMixin, SourceMixin, PageDuPortail):
    """A call: who pays, for what, who may apply, until when. Its state is derived from its dates, never stored."""

    chapo = models.TextField(_("chapô"), max_length=500, help_text=_("L’essentiel en deux ou trois phrases."))
    financeurs = models.CharField(_("financeurs"), max_length=250)
    budget = models.DecimalField(
        _("budget (euros)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Vide s’il est inconnu."),
    )
    budget_precision = models.CharField(
        _("précision sur le budget"), max_length=200, blank=True, help_text=_("Par exemple « jusqu’à 4 M€ ».")
    )
    ouverture = models.DateTimeField(
        _("ouverture"), help_text=_("Heure de Paris. Sans heure annoncée, indiquez 00:00 : seule la date s’affiche.")
    )
    cloture = models.DateTimeField(
        _("clôture"),
        db_index=True,
        help_text=_("Heure de Paris, minute comprise. Sans heure annoncée, indiquez 23:59 : seule la date s’affiche."),
    )
    beneficiaires = RichTextField(_("qui peut candidater"), features=TEXTE_RICHE)
    territoire = models.CharField(_("territoire"), max_length=200)
    attendus = RichTextField(_("ce qui est attendu"), features=TEXTE_RICHE)
    candidater = RichTextField(_("s’informer et candidater"), features=TEXTE_RICHE, blank=True)
    candidater_adresse = models.URLField(_("adresse pour candidater"), max_length=500, blank=True)
    documents = FluxField([("documents", BlocDocuments())], verbose_name=_("documents"), blank=True)
    edition_precedente = models.ForeignKey(
        "self",
        verbose_name=_("édition précédente"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="editions_suivantes",
    )
    resultats = FluxField(BLOCS_DE_RESULTATS, verbose_name=_("résultats"), blank=True)
    etiquettes = ClusterTaggableManager(through=EtiquetteAppel, verbose_name=_("étiquettes"), blank=True)

    objects = PageManager.from_queryset(AppelQuerySet)()

    content_panels = [
        *PageDuPortail.content_panels,
        FieldPanel("chapo"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("ouverture"), FieldPanel("cloture")])], _("Calendrier")),
        MultiFieldPanel(
            [
                FieldPanel("financeurs"),
                FieldRowPanel([FieldPanel("budget"), FieldPanel("budget_precision")]),
                FieldPanel("territoire"),
            ],
            _("Financement"),
        ),
        FieldPanel("beneficiaires"),
        FieldPanel("attendus"),
        MultiFieldPanel([FieldPanel("candidater_adresse"), FieldPanel("candidater")], _("S’informer et candidater")),
        FieldPanel("documents"),
        FieldPanel("resultats"),
        FieldPanel("edition_precedente"),
        IllustrationMixin.panneau_illustration,
        FieldPanel("etiquettes"),
        SourceMixin.panneau_source,
    ]
    search_fields = [
        *PageDuPortail.search_fields,
        index.SearchField("chapo", boost=2),
        index.SearchField("financeurs"),
        index.SearchField("territoire"),
        index.SearchField("beneficiaires"),
        index.SearchField("attendus"),
        index.SearchField("resultats"),
        index.RelatedFields("etiquettes", [index.SearchField("name")]),
        index.FilterField("ouverture"),
        index.FilterField("cloture"),
    ]
    template = "actualites/appel.html"
    parent_page_types = ["actualites.AppelsIndex"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("appel à projets")
        verbose_name_plural = _("appels à projets")
        constraints = [
            *IllustrationMixin.Meta.constraints,
            models.CheckConstraint(
                condition=Q(cloture__gt=F("ouverture")),
                name="actualites_appelaprojets_clot_apres_ouverture",
                violation_error_message=_("La clôture vient après l’ouverture : vérifiez les deux dates."),
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gt=0),
                name="actualites_appelaprojets_budget_positif",
                violation_error_message=_("Le budget est un montant positif : laissez le champ vide s’il est inconnu."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def resume(self) -> str:
        return self.chapo

    def statut(self, *, le: datetime) -> StatutAppel:
        """State of the call at an instant."""
        return statut.statut(self.ouverture, self.cloture, le=le)

    def phrase_delai(self, *, le: datetime) -> str:
        """When it opens, the days left, or since when it is closed."""
        return statut.phrase_delai(self.ouverture, self.cloture, le=le)

    def est_candidatable(self, *, le: datetime) -> bool:
        """Whether one can apply at this instant."""
        return self.statut(le=le) in (StatutAppel.OUVERT, StatutAppel.CLOT_BIENTOT)

    @property
    def ouverture_dite(self) -> str:
        """Opening as people say it: the hour only when it was announced."""
        return statut.moment(self.ouverture, sans_heure=statut.DEBUT_DE_JOURNEE)

    @property
    def cloture_dite(self) -> str:
        """Closing as people say it: the hour only when it was announced."""
        return statut.moment(self.cloture, sans_heure=statut.FIN_DE_JOURNEE)

    def voisines(self) -> dict[str, Subquery]:
        """Editions before and after, in the language of this page whatever the one in which they were linked."""
        appels = type(self).objects.live().filter(locale_id=self.locale_id)
        liees = {
            "edition_suivante": appels.filter(edition_precedente__translation_key=self.translation_key),
            "edition_precedente": appels.filter(
                translation_key__in=type(self).objects.filter(pk=self.edition_precedente_id).values("translation_key")
            ),
        }
        return {role: Subquery(pages.order_by("ouverture", "pk").values("pk")[:1]) for role, pages in liees.items()}

    def get_context(self, request, *args, **kwargs):
        """Adds the state at this instant, the tags, and the editions before and after."""
        le = timezone.now()
        precharger_rendus([self])
        return super().get_context(request, *args, **kwargs) | {
            "etat": self.statut(le=le),
            "delai": self.phrase_delai(le=le),
            "est_candidatable": self.est_candidatable(le=le),
            "etiquettes": [pose.tag for pose in self.etiquettes_posees.select_related("tag").order_by("tag__name")],
            "precedente": self.voisine("edition_precedente"),
            "suivante": self.voisine("edition_suivante"),
        }
