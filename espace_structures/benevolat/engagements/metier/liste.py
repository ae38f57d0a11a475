"""The volunteers of a structure, and its renewals: what is asked of the lists, with its counts."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from portal.socle.entrees.identifiants import normaliser_telephone

from ...enums import StatutEngagement
from ...models import Accueil, Engagement, Saison

ONGLETS = {
    "actifs": (StatutEngagement.ACTIF, _("En activité")),
    "pause": (StatutEngagement.EN_PAUSE, _("En pause")),
    "sortis": (StatutEngagement.SORTI, _("Terminés")),
}


def chercher(engagements: QuerySet[Engagement], *, mots: str) -> QuerySet[Engagement]:
    """Those whose name or address has all these words, or whose telephone this is, however it is written."""
    if (numero := normaliser_telephone(mots)).startswith("+"):
        return engagements.filter(Q(benevole__telephone=numero) | Q(benevole__telephone=mots))
    for mot in mots.split():
        engagements = engagements.filter(
            Q(benevole__nom__icontains=mot)
            | Q(benevole__prenom__icontains=mot)
            | Q(benevole__courriel__icontains=mot)
            | Q(benevole__telephone__icontains=mot)
        )
    return engagements


def avec_saison(engagements: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """With the end of the last season, and the dates of the welcome."""
    saisons = Saison.objects.filter(engagement=OuterRef("pk")).order_by("-debut")
    accueil = Accueil.objects.filter(benevole=OuterRef("benevole"), structure=OuterRef("structure"))
    return engagements.select_related("benevole", "structure").annotate(
        fin_de_saison=Subquery(saisons.values("fin")[:1]),
        charte_le=Subquery(accueil.values("charte_le")[:1]),
        formation_le=Subquery(accueil.values("formation_le")[:1]),
    )


def comptes(engagements: QuerySet[Engagement]) -> dict[str, int]:
    """How many in each tab: one query."""
    return engagements.aggregate(
        **{cle: Count("pk", filter=Q(statut=statut)) for cle, (statut, _libelle) in ONGLETS.items()}
    )
