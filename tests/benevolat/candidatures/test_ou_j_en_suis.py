"""At the end of a pause the person says where they stand, in one click and a confirmation; the structure is told."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from espace_structures.benevolat.engagements.metier import engagements as metier
from espace_structures.benevolat.enums import MotifSortie, Reponse, StatutEngagement
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import Engagement
from tests.fabriques.benevolat import (
    LE,
    BenevoleFactory,
    DemandeRenouvellementFactory,
    EngagementFactory,
    jeton_de,
)
from tests.fabriques.structures import StructureFactory, responsable

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement():
    structure = StructureFactory(nom="Relais", referent_courriel="referente@relais.example")
    responsable(structure, email="responsable@relais.example")
    return EngagementFactory(structure=structure, benevole=BenevoleFactory(courriel="awa@exemple.fr"))


def adresse(engagement, choix=""):
    page = reverse("benevolat:suivi_engagement", args=[jeton_de(engagement.benevole), engagement.pk])
    return f"{page}?choix={choix}" if choix else page


def envoyes(django_capture_on_commit_callbacks, geste):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        geste()
    return {message.to[0]: message for message in mail.outbox}


def test_le_courriel_de_fin_de_pause_mene_aux_trois_reponses(engagement, client, django_capture_on_commit_callbacks):
    metier.mettre_en_pause(engagement, jusqu_au=date(2026, 4, 1), par=None, le=LE)

    recus = envoyes(
        django_capture_on_commit_callbacks, lambda: metier.reprendre(engagement, par=None, le=LE + timedelta(days=30))
    )
    texte = recus["awa@exemple.fr"].body
    [lien] = re.findall(rf"http://127.0.0.1:8000(/\S+/{engagement.pk}/engagement/)\n", texte)
    page = client.get(lien).content.decode()

    assert "dites-le en un clic" in texte
    assert [choix in page for choix in ("?choix=continue", "?choix=pause", "?choix=arret")] == [True] * 3


def test_une_question_ouverte_recoit_plutot_la_reponse(engagement, django_capture_on_commit_callbacks):
    DemandeRenouvellementFactory(saison=engagement.saisons.get())
    metier.mettre_en_pause(engagement, jusqu_au=date(2026, 4, 1), par=None, le=LE)

    recus = envoyes(
        django_capture_on_commit_callbacks, lambda: metier.reprendre(engagement, par=None, le=LE + timedelta(days=30))
    )

    assert "/engagement/" not in recus["awa@exemple.fr"].body
    assert "/renouveler/" in recus["awa@exemple.fr"].body


def test_la_personne_refait_une_pause_et_la_structure_le_sait(engagement, client, django_capture_on_commit_callbacks):
    jusqu_au = timezone.localdate() + timedelta(days=60)

    question = client.get(adresse(engagement, "pause")).content.decode()
    recus = envoyes(
        django_capture_on_commit_callbacks,
        lambda: client.post(adresse(engagement), {"choix": "pause", "jusqu_au": jusqu_au.isoformat()}),
    )

    engagement.refresh_from_db()
    assert "Confirmer ma réponse" in question
    assert (engagement.statut, engagement.pause_jusqu_au) == (StatutEngagement.EN_PAUSE, jusqu_au)
    assert list(recus) == ["responsable@relais.example"]
    assert "«\u00a0Je fais une pause\u00a0»" in recus["responsable@relais.example"].body
    assert "Sa pause va jusqu’au" in recus["responsable@relais.example"].body


def test_la_personne_s_arrete_et_recoit_les_remerciements(engagement, client, django_capture_on_commit_callbacks):
    recus = envoyes(
        django_capture_on_commit_callbacks,
        lambda: client.post(adresse(engagement), {"choix": "arret", "motif": MotifSortie.TEMPS}),
    )
    apres = client.get(adresse(engagement))
    encore = client.post(adresse(engagement), {"choix": "arret", "motif": MotifSortie.TEMPS})

    engagement.refresh_from_db()
    assert (engagement.statut, engagement.motif_sortie) == (StatutEngagement.SORTI, MotifSortie.TEMPS)
    assert sorted(recus) == ["awa@exemple.fr", "responsable@relais.example"]
    assert recus["awa@exemple.fr"].reply_to == ["referente@relais.example"]
    assert "répondez à ce message, ou écrivez à la structure\u00a0: referente@relais.example." in (
        recus["awa@exemple.fr"].body
    )
    assert "Cet engagement est terminé" in apres.content.decode()
    assert encore.status_code == 422


def test_sans_referent_les_responsables_lisent_la_reponse(engagement, django_capture_on_commit_callbacks):
    engagement.structure.referent_courriel = ""
    engagement.structure.save()

    recus = envoyes(
        django_capture_on_commit_callbacks, lambda: metier.sortir(engagement, motif=MotifSortie.TEMPS, par=None, le=LE)
    )

    assert recus["awa@exemple.fr"].reply_to == ["responsable@relais.example"]


def test_continuer_finit_la_pause(engagement, client, django_capture_on_commit_callbacks):
    metier.mettre_en_pause(engagement, jusqu_au=date(2026, 4, 1), par=None, le=LE)

    recus = envoyes(django_capture_on_commit_callbacks, lambda: client.post(adresse(engagement), {"choix": "continue"}))

    engagement.refresh_from_db()
    assert engagement.statut == StatutEngagement.ACTIF
    assert list(recus) == ["responsable@relais.example"]
    assert "Sa pause" not in recus["responsable@relais.example"].body


def test_lire_la_page_ne_change_rien_et_une_reponse_fausse_est_refusee(engagement, client):
    avant = Engagement.objects.values().get()

    for choix in ("", "continue", "pause", "arret", "autre"):
        assert client.get(adresse(engagement, choix)).status_code == 200
    statuts = [
        client.post(adresse(engagement), donnees).status_code
        for donnees in ({}, {"choix": "autre"}, {"choix": "pause"}, {"choix": "arret"})
    ]

    assert statuts == [422] * 4
    assert Engagement.objects.values().get() == avant


def test_l_engagement_d_une_autre_personne_ne_s_ouvre_pas(engagement, client):
    autre = EngagementFactory()

    page = reverse("benevolat:suivi_engagement", args=[jeton_de(engagement.benevole), autre.pk])

    assert client.get(page).status_code == 404


def test_une_pause_sans_date_est_refusee(engagement):
    with pytest.raises(BenevolatRefuse):
        metier.dire_ou_j_en_suis(engagement, choix=Reponse.PAUSE, le=LE)
