"""Retention: told first, erased on the day, never while an engagement goes on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from espace_structures.benevolat.enums import Consultation, EtatCandidature, StatutEngagement
from espace_structures.benevolat.metier import conservation
from espace_structures.benevolat.models import AccesDossier, Benevole, Candidature, ReglagesBenevolat
from portal.socle.dates import plus_mois
from portal.socle.planification.registre import tache
from tests.fabriques.benevolat import BenevoleFactory, CandidatureFactory, EngagementFactory

pytestmark = pytest.mark.django_db


def nuit(annee, mois, jour):
    return datetime(annee, mois, jour, 4, tzinfo=UTC)


def restent():
    return Benevole.objects.count()


def test_prevenue_a_vingt_deux_mois_effacee_a_vingt_quatre(mailoutbox, django_capture_on_commit_callbacks):
    BenevoleFactory(prenom="Awa", courriel="awa@exemple.fr")  # last contact on 3 March 2026
    bilans = []

    with django_capture_on_commit_callbacks(execute=True):
        for le in (nuit(2028, 1, 2), nuit(2028, 1, 3), nuit(2028, 1, 4), nuit(2028, 3, 2)):
            bilans.append(conservation.appliquer(le=le))
    presentes = restent()
    with django_capture_on_commit_callbacks(execute=True):
        bilans.append(conservation.appliquer(le=nuit(2028, 3, 3)))

    assert [(b.rappels, b.effacements) for b in bilans] == [(0, 0), (1, 0), (0, 0), (0, 0), (0, 1)]
    assert (presentes, restent()) == (1, 0)
    assert [m.subject for m in mailoutbox] == [
        "Souhaitez-vous rester parmi nos bénévoles\u00a0?",
        "Vos informations sont effacées",
    ]
    assert "seront effacées le 3 mars 2028" in mailoutbox[0].body


def test_preavis_tardif_laisse_trente_jours():
    BenevoleFactory()  # the planner was off for three years

    premier = conservation.appliquer(le=nuit(2029, 5, 1))
    veille = conservation.appliquer(le=nuit(2029, 5, 30))
    presentes = restent()
    dernier = conservation.appliquer(le=nuit(2029, 5, 31))

    assert (premier.rappels, veille.effacements, presentes, dernier.effacements) == (1, 0, 1, 1)


def test_un_contact_apres_le_preavis_demande_un_nouveau_preavis():
    benevole = BenevoleFactory()
    conservation.appliquer(le=nuit(2028, 1, 3))
    Benevole.objects.update(dernier_contact_le=nuit(2028, 2, 1))  # written by another part of the portal

    trop_tot = conservation.appliquer(le=nuit(2028, 3, 3))
    nouveau = conservation.appliquer(le=nuit(2029, 12, 1))

    benevole.refresh_from_db()
    assert (trop_tot.effacements, nouveau.rappels) == (0, 1)
    assert conservation.echeance(benevole) == date(2030, 2, 1)


def test_prolonger_remet_le_compte_a_zero():
    benevole = BenevoleFactory()
    conservation.appliquer(le=nuit(2028, 1, 3))

    conservation.prolonger(benevole, le=nuit(2028, 1, 10))

    benevole.refresh_from_db()
    assert benevole.rappel_conservation_le is None
    assert conservation.echeance(benevole) == date(2030, 1, 10)


@pytest.mark.parametrize(
    "etat",
    [
        {"statut": StatutEngagement.ACTIF},
        {"statut": StatutEngagement.EN_PAUSE, "pause_jusqu_au": date(2040, 1, 1)},
    ],
)
def test_engagement_qui_dure_garde_le_dossier(etat):
    engagement = EngagementFactory(**etat)

    bilan = conservation.appliquer(le=nuit(2035, 1, 1))

    assert (bilan.rappels, bilan.effacements, restent()) == (0, 0, 1)
    assert conservation.echeance(engagement.benevole) is None


def test_fin_d_engagement_est_un_contact():
    engagement = EngagementFactory(statut=StatutEngagement.SORTI, sorti_le=date(2029, 6, 30), motif_sortie="TEMPS")

    avant = conservation.appliquer(le=nuit(2031, 4, 29))
    au_jour = conservation.appliquer(le=nuit(2031, 4, 30))
    fin = conservation.appliquer(le=nuit(2031, 6, 30))

    assert (avant.rappels, au_jour.rappels, fin.effacements) == (0, 1, 1)
    assert not Benevole.objects.filter(pk=engagement.benevole_id).exists()


def test_candidature_ouverte_ne_garde_rien():
    CandidatureFactory()

    conservation.appliquer(le=nuit(2028, 1, 3))
    bilan = conservation.appliquer(le=nuit(2028, 3, 3))

    assert (bilan.effacements, restent()) == (1, 0)


def test_sans_adresse_efface_le_jour_dit_sans_preavis_possible():
    BenevoleFactory(courriel="", telephone="01 23 45 67 89")

    veille = conservation.appliquer(le=nuit(2028, 3, 2))
    bilan = conservation.appliquer(le=nuit(2028, 3, 3))

    assert (veille.rappels, veille.effacements, bilan.effacements) == (0, 0, 1)


def test_brouillons_effaces_apres_une_semaine():
    septieme = datetime(2026, 3, 10, 13, 5, tzinfo=UTC)
    oublie = BenevoleFactory(confirme_le=None)  # saved on 3 March 2026 at 13:05
    CandidatureFactory(benevole=oublie, etat=EtatCandidature.A_CONFIRMER, recue_le=None)
    BenevoleFactory(confirme_le=None, enregistre_le=nuit(2026, 3, 8))
    BenevoleFactory()  # confirmed: no draft

    juste_avant = conservation.appliquer(le=septieme - timedelta(seconds=1))
    bilan = conservation.appliquer(le=septieme)

    assert (juste_avant.brouillons, bilan.brouillons, restent()) == (0, 1, 2)
    assert not Candidature.objects.exists()


def test_acces_effaces_apres_un_an():
    benevole = BenevoleFactory()
    for jour in (nuit(2025, 3, 2), nuit(2025, 3, 3)):
        AccesDossier.objects.create(benevole=benevole, action=Consultation.LIRE, le=jour, compte=None)

    bilan = conservation.appliquer(le=nuit(2026, 3, 3))

    assert (bilan.acces, AccesDossier.objects.get().le) == (1, nuit(2025, 3, 3))


def test_un_engagement_ouvert_entre_temps_est_vu():
    engagement = EngagementFactory()

    fait = conservation._traiter(engagement.benevole_id, le=nuit(2040, 1, 1))
    disparu = conservation._traiter(999_999, le=nuit(2040, 1, 1))

    assert (fait, disparu, restent()) == ("", "", 1)


def test_la_tache_de_la_nuit_dit_ce_qu_elle_a_fait():
    BenevoleFactory()

    compte_rendu = tache("benevolat.conservation").travail(le=nuit(2028, 1, 3))

    assert compte_rendu.startswith("Rappels\u00a0: 1\u00a0; effacements\u00a0: 0")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    contact=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    mois=st.integers(3, 36),
    preavis=st.integers(1, 2),
    nuits=st.lists(st.integers(0, 1300), min_size=1, max_size=6, unique=True),
)
def test_rien_n_est_garde_ni_efface_a_contretemps(contact, mois, preavis, nuits):
    """Whatever the settings and the nights when the planner ran."""
    ReglagesBenevolat.objects.update_or_create(pk=1, defaults={"conservation_mois": mois, "preavis_mois": preavis})
    Benevole.objects.all().delete()
    benevole = BenevoleFactory(dernier_contact_le=datetime(contact.year, contact.month, contact.day, 12, tzinfo=UTC))
    a_prevenir = plus_mois(contact, mois - preavis)
    a_effacer = plus_mois(contact, mois)
    prevenue = efface = None

    for ecart in sorted(nuits):
        jour = contact + timedelta(days=ecart)
        conservation.appliquer(le=nuit(jour.year, jour.month, jour.day))
        courant = Benevole.objects.filter(pk=benevole.pk).first()
        if courant is None:
            efface = efface or jour
        elif courant.rappel_conservation_le and prevenue is None:
            prevenue = jour
        # Told on the first night due; erased on the first night due after that.
        assert (prevenue is not None) == (jour >= a_prevenir)
        if prevenue:
            assert (efface is not None) == (jour >= max(a_effacer, prevenue + timedelta(days=30)))
