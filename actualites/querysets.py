"""The questions people ask about news and calls for projects."""

from datetime import datetime

from django.db.models import Case, CharField, Count, F, IntegerField, Q, Subquery, Value, When
from wagtail.models import PageQuerySet

from portal.socle.traductions import en_propre

from .enums import StatutAppel
from .metier.statut import minute, seuil_bientot


class ArticleQuerySet(PageQuerySet):
    """News."""

    def recents(self) -> "ArticleQuerySet":
        """The latest first; the identifier settles a same day, so that pages never shuffle."""
        return self.order_by("-date", "-pk")

    def originaux(self) -> "ArticleQuerySet":
        """Without the pages that repeat in a language what is not translated yet."""
        return self.filter(en_propre())

    def etiquetes(self, slug: str) -> "ArticleQuerySet":
        """With this tag."""
        return self.filter(etiquettes_posees__tag__slug=slug)

    def de_annee(self, annee: int) -> "ArticleQuerySet":
        """Dated in this year."""
        return self.filter(date__year=annee)

    def proches_de(self, article) -> "ArticleQuerySet":
        """Other published news of the same language: most shared tags first, then the latest."""
        siennes = article.etiquettes_posees.model.objects.filter(content_object_id=article.pk).values("tag_id")
        return (
            self.live()
            .originaux()
            .filter(locale_id=article.locale_id)
            .exclude(pk=article.pk)
            .annotate(communes=Count("etiquettes_posees", filter=Q(etiquettes_posees__tag_id__in=Subquery(siennes))))
            .order_by("-communes", "-date", "-pk")
        )


class AppelQuerySet(PageQuerySet):
    """Calls for projects. Every question about time takes the instant `le`."""

    def originaux(self) -> "AppelQuerySet":
        """Without the pages that repeat in a language what is not translated yet."""
        return self.filter(en_propre())

    def a_venir(self, le: datetime) -> "AppelQuerySet":
        """Not open yet."""
        return self.filter(ouverture__gt=le)

    def candidatables(self, le: datetime) -> "AppelQuerySet":
        """Open, whether they close soon or not."""
        return self.filter(ouverture__lte=le, cloture__gte=minute(le))

    def sur(self, departement: str, region: str) -> "AppelQuerySet":
        """Whose territory, in words, names this département or the whole region."""
        return self.filter(Q(territoire__icontains=departement) | Q(territoire__icontains=region))

    def clot_bientot(self, le: datetime) -> "AppelQuerySet":
        """Open, and closing within seven days."""
        return self.candidatables(le).filter(cloture__lte=seuil_bientot(le))

    def clos(self, le: datetime) -> "AppelQuerySet":
        """No longer open."""
        return self.filter(ouverture__lte=le, cloture__lt=minute(le))

    def compter(self, le: datetime) -> dict[StatutAppel, int]:
        """How many calls are in each state, in one query; "open" counts those that close soon too."""
        ouvert = Q(ouverture__lte=le, cloture__gte=minute(le))
        return {
            StatutAppel(cle.replace("_", "-")): nombre
            for cle, nombre in self.aggregate(
                a_venir=Count("pk", filter=Q(ouverture__gt=le)),
                ouvert=Count("pk", filter=ouvert),
                clot_bientot=Count("pk", filter=ouvert & Q(cloture__lte=seuil_bientot(le))),
                clos=Count("pk", filter=Q(ouverture__lte=le, cloture__lt=minute(le))),
            ).items()
        }

    def avec_statut(self, le: datetime) -> "AppelQuerySet":
        """Annotates each call with its state at `le`, as `etat`."""
        return self.annotate(
            etat=Case(
                When(ouverture__gt=le, then=Value(StatutAppel.A_VENIR.value)),
                When(cloture__lt=minute(le), then=Value(StatutAppel.CLOS.value)),
                When(cloture__lte=seuil_bientot(le), then=Value(StatutAppel.CLOT_BIENTOT.value)),
                default=Value(StatutAppel.OUVERT.value),
                output_field=CharField(),
            )
        )

    def par_urgence(self, le: datetime) -> "AppelQuerySet":
        """What closes first, then what opens first, then what closed last."""
        rang = Case(
            When(ouverture__gt=le, then=Value(1)),
            When(cloture__lt=minute(le), then=Value(2)),
            default=Value(0),
            output_field=IntegerField(),
        )
        a_traiter = Case(When(ouverture__gt=le, then=F("ouverture")), When(cloture__gte=minute(le), then=F("cloture")))
        return self.annotate(rang=rang, echeance=a_traiter).order_by(
            "rang", F("echeance").asc(nulls_last=True), "-cloture", "-pk"
        )
