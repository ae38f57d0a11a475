"""Whatever is done, in whatever order: seasons never overlap, and each is asked about once at most."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from espace_structures.benevolat.engagements.metier import engagements, rappels, renouvellement
from espace_structures.benevolat.enums import CanalReponse, MotifSortie, OrigineEngagement, Reponse
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import DemandeRenouvellement, Engagement, Saison
from tests.fabriques.benevolat import EngagementFactory
from tests.fabriques.comptes import CompteFactory

pytestmark = pytest.mark.django_db(transaction=False)

DEPART = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)
GESTES = ["pause", "reprise", "sortie", "saison", "retour", "campagne", "continue", "stop", "souffle", "reveil"]


def agir(geste, engagement, compte, le):
    jour = le.date()
    demande = DemandeRenouvellement.objects.filter(saison__engagement=engagement).order_by("pk").last()
    commun = {"par": None, "le": le}
    if geste == "pause":
        engagements.mettre_en_pause(engagement, jusqu_au=jour + timedelta(days=60), **commun)
    elif geste == "reprise":
        engagements.reprendre(engagement, **commun)
    elif geste == "sortie":
        engagements.sortir(engagement, motif=MotifSortie.TEMPS, **commun)
    elif geste == "saison":
        engagements.reconduire(engagement, **commun)
    elif geste == "retour":
        engagements.ouvrir_engagement(
            engagement.benevole, engagement.structure, depuis=jour, origine=OrigineEngagement.SAISIE, **commun
        )
    elif geste == "campagne":
        renouvellement.lancer(None, titre="R", fin_de_saison=date(jour.year, 12, 31), message="", par=compte, le=le)
    elif geste == "reveil":
        rappels.reveiller(le=le)
    elif demande is not None:
        choix = {"continue": Reponse.CONTINUE, "stop": Reponse.ARRET, "souffle": Reponse.PAUSE}[geste]
        renouvellement.repondre(
            demande, choix=choix, canal=CanalReponse.LIEN, jusqu_au=jour + timedelta(days=30), motif="TEMPS", le=le
        )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(GESTES), st.integers(0, 200)), max_size=8))
def test_les_saisons_ne_se_chevauchent_jamais(gestes):
    engagement, compte, le = EngagementFactory(), CompteFactory(), DEPART
    for geste, jours in gestes:
        le += timedelta(days=jours)
        try:
            agir(geste, Engagement.objects.get(pk=engagement.pk), compte, le)
        except BenevolatRefuse:
            continue

    saisons = list(Saison.objects.filter(engagement=engagement).order_by("debut"))
    assert saisons
    assert all(avant.fin < apres.debut for avant, apres in pairwise(saisons))
    demandees = DemandeRenouvellement.objects.filter(saison__engagement=engagement).values_list("saison", flat=True)
    assert len(demandees) == len(set(demandees))
