"""The questions people ask of public sheets, actions and reports."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Length, Substr, TruncDate
from wagtail.models import Page, PageManager, WorkflowState
from wagtail.query import PageQuerySet

from espace_structures.structures.appartenances import Appartenances
from espace_structures.structures.enums import StatutStructure
from portal.socle.traductions import en_propre

from .enums import EtatEditorial, EtatSignalement, MotifSignalement

# After so long a page nobody confirmed is said to be unverified.
VALIDITE = timedelta(days=365)
# What a line of a list of sheets shows beside the sheet.
LIENS_D_UNE_LIGNE = ("structure__implantations", "publics", "logo__renditions")
CHEMIN_DU_PARENT = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen)


class PublicQuerySet(models.QuerySet):
    """The list of publics."""


def _circuit(statut: str) -> Exists:
    """Whether the page is at this point of the moderation workflow."""
    return Exists(
        WorkflowState.objects.filter(
            base_content_type__app_label="wagtailcore",
            base_content_type__model="page",
            object_id=Cast(OuterRef("pk"), models.CharField()),
            status=statut,
        )
    )


class PageDeStructureQuerySet(PageQuerySet):
    """What sheets and actions have in common."""

    def sources(self):
        """The pages as written, not their translations."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def originaux(self):
        """Without the pages that repeat in a language what is not translated yet."""
        return self.filter(en_propre())

    def avec_etat(self):
        """With `etat`, an EtatEditorial as text: a list of states costs no query a row.

        Moderation comes first: a published page of which a change is being read is shown as such.
        """
        return self.annotate(
            etat=Case(
                When(_circuit(WorkflowState.STATUS_IN_PROGRESS), then=Value(EtatEditorial.EN_MODERATION)),
                When(_circuit(WorkflowState.STATUS_NEEDS_CHANGES), then=Value(EtatEditorial.RENVOYEE)),
                When(live=True, has_unpublished_changes=False, then=Value(EtatEditorial.PUBLIEE)),
                When(live=True, then=Value(EtatEditorial.PUBLIEE_MODIFIEE)),
                When(first_published_at__isnull=False, then=Value(EtatEditorial.RETIREE)),
                default=Value(EtatEditorial.BROUILLON),
                output_field=models.CharField(),
            )
        )

    def avec_verification(self):
        """With the day they were last confirmed, that of the first publication to begin with (`verifiee_depuis`)."""
        parution = TruncDate("first_published_at")
        return self.annotate(verifiee_depuis=Coalesce(F("fraicheur__confirmee_le"), parution))

    def perimees(self, le: date):
        """Published pages that nobody confirmed for a year."""
        return self.sources().live().avec_verification().filter(verifiee_depuis__lte=le - VALIDITE)


class FichePageQuerySet(PageDeStructureQuerySet):
    def de(self, structures):
        """Sheets of these structures (primary keys)."""
        return self.filter(structure__in=structures)

    def de_structures_actives(self):
        """A closed structure leaves the lists; its sheet keeps its address."""
        return self.filter(structure__statut=StatutStructure.ACTIVE)

    def pour_listes(self):
        """With what a line of a list shows, in a fixed number of queries."""
        return self.jointes().prefetch_related(*LIENS_D_UNE_LIGNE)

    def jointes(self):
        """With their structures, in the same query; `LIENS_D_UNE_LIGNE` are left to fetch, once for all."""
        return self.select_related("structure", "locale", "logo")


class ActionPageQuerySet(PageDeStructureQuerySet):
    def de_structures_actives(self):
        """Under the published sheet of a structure that is not closed."""
        fiches = Page.objects.filter(
            path=CHEMIN_DU_PARENT, live=True, fichepage__structure__statut=StatutStructure.ACTIVE
        )
        return self.filter(Exists(fiches))

    def avec_structure(self):
        """With the name that the sheet above bears (`nom_structure`) and its structure (`structure_pk`)."""
        fiches = Page.objects.filter(path=CHEMIN_DU_PARENT, fichepage__isnull=False)
        return self.annotate(
            nom_structure=Subquery(fiches.values("title")[:1]),
            structure_pk=Subquery(fiches.values("fichepage__structure")[:1]),
        )

    def photographiees(self, le):
        """With the pictures that may still be shown on a day (`photos_montrables` of each page)."""
        photos = self.model._meta.get_field("photos").related_model.objects
        return self.prefetch_related(
            Prefetch(
                "photos",
                queryset=photos.montrables(le).select_related("image").prefetch_related("image__renditions"),
                to_attr="photos_montrables",
            )
        )

    def pour_cartes(self, le: date):
        """With what a card shows on a day, in a fixed number of queries: structure, territory, pictures."""
        return self.avec_structure().select_related("locale").prefetch_related("departements").photographiees(le)

    def recentes(self):
        """The latest published first; the identifier settles a same moment."""
        return self.order_by(F("first_published_at").desc(nulls_last=True), "-pk")

    def du_departement(self, code: str):
        return self.filter(Exists(self._enfants("departements").filter(departement=code)))

    def du_public(self, code: str):
        return self.filter(publics__code=code)

    def de_annee(self, annee: int):
        """Running in this year, were it for a day."""
        commencee = Q(debut__lte=date(annee, 12, 31))
        return self.filter(commencee & (Q(fin__isnull=True) | Q(fin__gte=date(annee, 1, 1))))

    def proches(self, publics: list[int], departements: list[str]):
        """For one of these publics or in one of these départements, the latest first."""
        au_meme_endroit = Exists(self._enfants("departements").filter(departement__in=departements))
        liens = self.model.publics.through.objects.filter(actionpage=OuterRef("pk"), public__in=publics)
        return self.filter(Q(au_meme_endroit) | Q(Exists(liens))).recentes()

    def _enfants(self, relation: str):
        return self.model._meta.get_field(relation).related_model.objects.filter(page=OuterRef("pk"))


class PhotoQuerySet(models.QuerySet):
    def montrables(self, le):
        """Pictures of which nobody's consent has ended on this day."""
        return self.filter(models.Q(consentement_jusqu_au__isnull=True) | models.Q(consentement_jusqu_au__gt=le))

    def echues(self, le):
        """Pictures of which a consent has ended on this day."""
        return self.filter(consentement_jusqu_au__lte=le)


class InteretQuerySet(models.QuerySet):
    def de_action(self, action):
        """Interests in an action, in whatever language it was read."""
        return self.filter(action__translation_key=action.translation_key)


class SignalementQuerySet(models.QuerySet):
    def a_traiter(self):
        return self.filter(etat=EtatSignalement.NOUVEAU)

    def par_urgence(self):
        """Somebody who sees themselves in a picture comes first, then who has waited longest."""
        rang = Case(When(motif=MotifSignalement.PHOTO, then=Value(0)), default=Value(1))
        return self.order_by(rang, "cree_le", "pk")


def dans_la_langue(pages: list, langue, *, preparer=lambda pages: pages) -> list:
    """Each page, or its published translation in a language (a Locale, or its code); in one query more, whatever the
    number of pages. `preparer` fetches on translations what the list shows."""
    code = getattr(langue, "language_code", langue)
    if code == settings.LANGUAGE_CODE or not pages:
        return list(pages)
    cles = [page.translation_key for page in pages]
    traduites = type(pages[0]).objects.live().originaux().filter(locale__language_code=code, translation_key__in=cles)
    par_cle = {page.translation_key: page for page in preparer(traduites)}
    return [par_cle.get(page.translation_key, page) for page in pages]


def sous_ces_pages(chemins: Iterable[str]) -> Q:
    """Filter on Page: these pages (tree paths) and what stands under them; none without a path."""
    filtre = Q(pk__in=[])
    for chemin in chemins:
        filtre |= Q(path__startswith=chemin)
    return filtre


def etapes_moderees_par(compte) -> Q:
    """Filter on TaskState: the readings on which this account decides, the twin of the right "vitrines.moderer"."""
    liens = Appartenances.de(compte)
    if liens.est_animation:
        return Q()
    fiches = Page.objects.filter(fichepage__structure__implantations__departement__in=liens.departements_moderes)
    siennes = Page.objects.filter(sous_ces_pages(set(fiches.values_list("path", flat=True))))
    return Q(workflow_state__object_id__in=[str(pk) for pk in siennes.values_list("pk", flat=True)])


FichePageManager = PageManager.from_queryset(FichePageQuerySet)
ActionPageManager = PageManager.from_queryset(ActionPageQuerySet)
