"""When a call is open, to the minute, and how it is said."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from actualites.enums import StatutAppel
from actualites.metier.statut import phrase_delai, statut
from actualites.models import AppelAProjets
from tests.fabriques.pages import appel, liste_appels, site_public

PARIS = ZoneInfo("Europe/Paris")


def paris(*moment) -> datetime:
    return datetime(*moment, tzinfo=PARIS)


OUVERTURE, CLOTURE = paris(2026, 2, 18, 9, 0), paris(2026, 3, 20, 12, 0)
INSTANTS = [
    (paris(2026, 2, 18, 8, 59, 59), StatutAppel.A_VENIR),
    (paris(2026, 2, 18, 9, 0), StatutAppel.OUVERT),
    (paris(2026, 3, 12, 23, 59, 59), StatutAppel.OUVERT),
    (paris(2026, 3, 13, 0, 0), StatutAppel.CLOT_BIENTOT),
    (paris(2026, 3, 20, 12, 0, 59), StatutAppel.CLOT_BIENTOT),
    (paris(2026, 3, 20, 12, 1), StatutAppel.CLOS),
]


@pytest.mark.parametrize(("le", "attendu"), INSTANTS)
def test_statut_a_la_minute(le, attendu):
    assert statut(OUVERTURE, CLOTURE, le=le) == attendu


@pytest.mark.django_db
@pytest.mark.parametrize(("le", "attendu"), INSTANTS)
def test_statut_annote_et_filtre_comme_la_fonction(le, attendu):
    appel(liste_appels(site_public()), ouverture=OUVERTURE, cloture=CLOTURE)

    appels = AppelAProjets.objects
    filtres = {
        StatutAppel.A_VENIR: appels.a_venir(le).count(),
        StatutAppel.OUVERT: appels.candidatables(le).count(),
        StatutAppel.CLOT_BIENTOT: appels.clot_bientot(le).count(),
        StatutAppel.CLOS: appels.clos(le).count(),
    }

    assert appels.avec_statut(le).get().etat == attendu.value
    # "Open" holds what closes soon too.
    ouverts = {StatutAppel.OUVERT, StatutAppel.CLOT_BIENTOT} if attendu == StatutAppel.CLOT_BIENTOT else {attendu}
    assert {etat for etat, nombre in filtres.items() if nombre} == ouverts
    assert appels.compter(le) == filtres


def test_statut_le_jour_du_changement_d_heure():
    # Clocks go from 2:00 to 3:00 on 29 March 2026: the seventh day is a day of the calendar, not 168 hours.
    cloture = paris(2026, 4, 4, 23, 59)

    assert statut(OUVERTURE, cloture, le=paris(2026, 3, 27, 23, 59)) == StatutAppel.OUVERT
    assert statut(OUVERTURE, cloture, le=paris(2026, 3, 28, 0, 0)) == StatutAppel.CLOT_BIENTOT


@pytest.mark.parametrize(
    ("le", "attendu"),
    [
        (paris(2026, 2, 17, 8, 0), "Ouvre le 18 février 2026 à 9 h 00."),
        (paris(2026, 3, 1, 8, 0), "Il reste 19 jours pour candidater : clôture le 20 mars 2026 à 12 h 00."),
        (paris(2026, 3, 19, 8, 0), "Il reste 1 jour pour candidater : clôture le 20 mars 2026 à 12 h 00."),
        (paris(2026, 3, 20, 8, 0), "Dernier jour pour candidater : clôture le 20 mars 2026 à 12 h 00."),
        (paris(2026, 3, 21, 8, 0), "Clos depuis le 20 mars 2026 à 12 h 00."),
    ],
)
def test_phrase_delai_selon_le_jour(le, attendu):
    with translation.override("fr"):
        phrase = phrase_delai(OUVERTURE, CLOTURE, le=le)

    assert phrase.replace("\u00a0", " ") == attendu


@pytest.mark.parametrize(
    ("le", "attendu"),
    [
        (paris(2026, 11, 8, 23, 59), "Il reste 1 jour pour candidater : clôture le 10 novembre 2026 à 0 h 00."),
        (paris(2026, 11, 9, 0, 0), "Dernier jour pour candidater : clôture le 10 novembre 2026 à 0 h 00."),
        (paris(2026, 11, 9, 23, 30), "Dernier jour pour candidater : clôture le 10 novembre 2026 à 0 h 00."),
        (paris(2026, 11, 10, 0, 0, 59), "Dernier jour pour candidater : clôture le 10 novembre 2026 à 0 h 00."),
        (paris(2026, 11, 10, 0, 1), "Clos depuis le 10 novembre 2026 à 0 h 00."),
    ],
)
def test_cloture_a_minuit_a_la_veille_pour_dernier_jour(le, attendu):
    with translation.override("fr"):
        phrase = phrase_delai(OUVERTURE, paris(2026, 11, 10), le=le)

    assert phrase.replace("\u00a0", " ") == attendu


def test_cloture_a_minuit_est_proche_sept_jours_avant_son_dernier_jour():
    cloture = paris(2026, 11, 10)

    assert statut(OUVERTURE, cloture, le=paris(2026, 11, 1, 23, 59)) == StatutAppel.OUVERT
    assert statut(OUVERTURE, cloture, le=paris(2026, 11, 2)) == StatutAppel.CLOT_BIENTOT


def test_phrase_delai_sans_heure_annoncee_et_premier_du_mois():
    with translation.override("fr"):
        ouvre = phrase_delai(paris(2026, 3, 1), paris(2026, 5, 1, 23, 59), le=paris(2026, 2, 1))
        clos = phrase_delai(paris(2026, 3, 1), paris(2026, 5, 1, 23, 59), le=paris(2026, 6, 1))

    assert (ouvre, clos) == ("Ouvre le 1er mars 2026.", "Clos depuis le 1er mai 2026.")


@pytest.mark.django_db
def test_appel_clos_avant_d_ouvrir_est_refuse():
    cree = appel(liste_appels(site_public()))
    cree.cloture = cree.ouverture

    with pytest.raises(ValidationError, match="La clôture vient après l’ouverture"):
        cree.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        AppelAProjets.objects.filter(pk=cree.pk).update(cloture=cree.ouverture)


@pytest.mark.django_db
def test_appels_par_urgence():
    liste = liste_appels(site_public())
    le = paris(2026, 3, 1)
    for titre, ouverture, cloture in (
        ("clos tôt", paris(2025, 1, 1), paris(2025, 2, 1)),
        ("clos tard", paris(2025, 1, 1), paris(2025, 3, 1)),
        ("à venir", paris(2026, 4, 1), paris(2026, 5, 1)),
        ("ouvert longtemps", paris(2026, 1, 1), paris(2026, 9, 1)),
        ("ouvert peu", paris(2026, 1, 1), paris(2026, 3, 5)),
    ):
        appel(liste, titre, ouverture=ouverture, cloture=cloture)

    titres = [trouve.title for trouve in AppelAProjets.objects.par_urgence(le)]

    assert titres == ["ouvert peu", "ouvert longtemps", "à venir", "clos tard", "clos tôt"]
