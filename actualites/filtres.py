"""What a reader asks of the lists, read from the address: an odd value asks for nothing rather than failing."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from portal.socle.recherche import LONGUEUR_MAX, identifiants

from .enums import StatutAppel
from .querysets import AppelQuerySet, ArticleQuerySet

ANNEES_POSSIBLES = frozenset(map(str, range(1900, 2201)))  # texts: Python refuses to read numbers without end


@dataclass(frozen=True)
class FiltreArticles:
    """Words, tag and year of the news."""

    mots: str = ""
    etiquette: str = ""
    annee: int | None = None

    @classmethod
    def lire(cls, parametres: QueryDict) -> "FiltreArticles":
        """The filter of an address such as ?mots=mentor&etiquette=jeunes&annee=2021."""
        annee = parametres.get("annee", "")
        return cls(
            mots=_texte(parametres, "mots"),
            etiquette=_texte(parametres, "etiquette"),
            annee=int(annee) if annee in ANNEES_POSSIBLES else None,
        )

    def __bool__(self) -> bool:
        return bool(self.mots or self.etiquette or self.annee)

    def appliquer(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """The articles asked for; words are looked for among all pages of the list, in one more query."""
        if self.mots:
            articles = articles.filter(pk__in=identifiants(articles.model.objects.live(), self.mots))
        if self.etiquette:
            articles = articles.etiquetes(self.etiquette)
        if self.annee:
            articles = articles.de_annee(self.annee)
        return articles


@dataclass(frozen=True)
class FiltreAppels:
    """State of the calls; none means all."""

    statut: StatutAppel | None = None

    @classmethod
    def lire(cls, parametres: QueryDict) -> "FiltreAppels":
        """The filter of an address such as ?statut=ouvert."""
        valeur = parametres.get("statut", "")
        return cls(StatutAppel(valeur) if valeur in StatutAppel.values else None)

    def appliquer(self, appels: AppelQuerySet, *, le: datetime) -> AppelQuerySet:
        """The calls in this state; "open" holds those that close soon, to which one can still apply."""
        if self.statut is None:
            return appels
        return {
            StatutAppel.A_VENIR: appels.a_venir,
            StatutAppel.OUVERT: appels.candidatables,
            StatutAppel.CLOT_BIENTOT: appels.clot_bientot,
            StatutAppel.CLOS: appels.clos,
        }[self.statut](le)


def _texte(parametres: QueryDict, nom: str) -> str:
    return parametres.get(nom, "").strip()[:LONGUEUR_MAX]
