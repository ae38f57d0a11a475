"""What a reader asks of the lists of news and of calls."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.socle.filtres import Annee, Critere, Filtres, Mots
from portal.socle.recherche import identifiants

from .enums import StatutAppel
from .querysets import AppelQuerySet, ArticleQuerySet


class FiltreArticles(Filtres):
    """Words, tag and year of the news: ?mots=mentor&etiquette=jeunes&annee=2021."""

    mots = Critere(Mots, label=_("Mots"), method="chercher")
    etiquette = Critere(label=_("Étiquette"), method="etiqueter", widget=forms.Select)
    annee = Critere(Annee, label=_("Année"), method="dater")

    def chercher(self, articles: ArticleQuerySet, _champ: str, mots: str) -> ArticleQuerySet:
        """Words are looked for among all pages of the list, in one more query."""
        return articles.filter(pk__in=identifiants(articles.model.objects.live(), mots))

    def etiqueter(self, articles: ArticleQuerySet, _champ: str, etiquette: str) -> ArticleQuerySet:
        return articles.etiquetes(etiquette)

    def dater(self, articles: ArticleQuerySet, _champ: str, annee: int) -> ArticleQuerySet:
        return articles.de_annee(annee)


class FiltreAppels(Filtres):
    """State of the calls, none means all: ?statut=ouvert."""

    statut = Critere(forms.TypedChoiceField, label="", choices=StatutAppel.choices, coerce=StatutAppel)

    def trouver(self, *, le: datetime) -> AppelQuerySet:
        """The calls in this state; "open" holds those that close soon, to which one can still apply."""
        appels, statut = self.qs, self.lus["statut"]
        if not statut:
            return appels
        return {
            StatutAppel.A_VENIR: appels.a_venir,
            StatutAppel.OUVERT: appels.candidatables,
            StatutAppel.CLOT_BIENTOT: appels.clot_bientot,
            StatutAppel.CLOS: appels.clos,
        }[statut](le)
