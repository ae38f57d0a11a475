"""Engagements: in, paused, back, out, another season; each transition with its dates."""

from datetime import UTC, date, datetime

import pytest

from espace_structures.benevolat.engagements.metier import engagements as metier
from espace_structures.benevolat.engagements.metier import saisons
from espace_structures.benevolat.enums import MotifSortie, OrigineEngagement, StatutEngagement
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import Benevole, Engagement
from tests.fabriques.benevolat import BenevoleFactory, EngagementFactory
from tests.fabriques.structures import StructureFactory

pytestmark = pytest.mark.django_db

LE = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)


def dates(engagement):
    return list(engagement.saisons.order_by("debut").values_list("debut", "fin"))


def ouvrir(benevole, structure, depuis=date(2026, 3, 1), **options):
    return metier.ouvrir_engagement(
        benevole, structure, depuis=depuis, origine=OrigineEngagement.SAISIE, par=None, le=LE, **options
    )


def structure_de(*departements):
    structure = StructureFactory()
    structure.implantations.all().delete()
    for departement in departements:
        structure.implantations.create(departement=departement)
    return structure


@pytest.mark.parametrize(
    ("departements", "commune", "dit", "attendu"),
    [
        (["75"], "93048", "", "75"),
        (["75", "93"], "93048", "", "93"),
        (["75", "92"], "93048", "", "75"),
        (["75", "92"], "", "", "75"),
        ([], "93048", "", "93"),
        (["75"], "93048", "94", "94"),
    ],
)
def test_departement_dit_ou_devine(departements, commune, dit, attendu):
    benevole = BenevoleFactory(code_commune=commune)

    engagement = ouvrir(benevole, structure_de(*departements), departement=dit)

    assert engagement.departement == attendu


def test_departement_introuvable_est_demande():
    with pytest.raises(BenevolatRefuse, match="département"):
        ouvrir(BenevoleFactory(code_commune=""), structure_de())

    assert not Engagement.objects.exists()


def test_ouvrir_donne_une_saison_jusqu_a_la_fin_de_l_annee():
    benevole = BenevoleFactory(dernier_contact_le=datetime(2025, 1, 1, tzinfo=UTC))

    engagement = ouvrir(benevole, structure_de("75"))

    assert dates(engagement) == [(date(2026, 3, 1), date(2026, 12, 31))]
    assert Benevole.objects.get().dernier_contact_le == LE


def test_ouvrir_deux_fois_ne_change_rien():
    benevole, structure = BenevoleFactory(), structure_de("75")
    premier = ouvrir(benevole, structure)

    second = ouvrir(benevole, structure, depuis=date(2026, 2, 1))

    assert second == premier
    assert dates(second) == [(date(2026, 3, 1), date(2026, 12, 31))]


def test_ouvrir_rouvre_un_engagement_termine_apres_sa_derniere_saison():
    engagement = EngagementFactory(depuis=date(2025, 1, 1))
    metier.sortir(engagement, motif=MotifSortie.TEMPS, par=None, le=LE, sorti_le=date(2025, 6, 30))

    rouvert = ouvrir(engagement.benevole, engagement.structure)

    assert rouvert.pk == engagement.pk
    assert (rouvert.statut, rouvert.sorti_le, rouvert.motif_sortie) == (StatutEngagement.ACTIF, None, "")
    assert dates(rouvert) == [
        (date(2025, 1, 1), date(2025, 6, 30)),
        (date(2026, 3, 1), date(2026, 12, 31)),
    ]


@pytest.mark.parametrize("jour", [date(2026, 3, 3), date(2026, 3, 2), date(2027, 9, 4)])
def test_pause_hors_des_dix_huit_mois_refusee(jour):
    engagement = EngagementFactory()

    with pytest.raises(BenevolatRefuse):
        metier.mettre_en_pause(engagement, jusqu_au=jour, par=None, le=LE)


@pytest.mark.parametrize("jour", [date(2026, 3, 4), date(2027, 9, 3)])
def test_pause_acceptee_jusqu_a_dix_huit_mois(jour, mailoutbox, django_capture_on_commit_callbacks):
    engagement = EngagementFactory()

    with django_capture_on_commit_callbacks(execute=True):
        pause = metier.mettre_en_pause(engagement, jusqu_au=jour, par=None, le=LE)
        metier.mettre_en_pause(pause, jusqu_au=jour, par=None, le=LE)

    assert (pause.statut, pause.pause_jusqu_au) == (StatutEngagement.EN_PAUSE, jour)
    assert len(mailoutbox) == 1


def test_dernier_jour_de_pause_dans_un_mois_plus_court():
    assert metier.dernier_jour_de_pause(date(2026, 8, 31)) == date(2028, 2, 29)
    assert metier.dernier_jour_de_pause(date(2026, 6, 30)) == date(2027, 12, 30)


def test_reprendre_ouvre_une_saison_si_la_precedente_est_finie():
    engagement = EngagementFactory(depuis=date(2025, 1, 1), statut="EN_PAUSE", pause_jusqu_au=date(2026, 3, 1))

    repris = metier.reprendre(engagement, par=None, le=LE)

    assert (repris.statut, repris.pause_jusqu_au) == (StatutEngagement.ACTIF, None)
    assert dates(repris) == [(date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 3, 3), date(2026, 12, 31))]


def test_reprendre_dans_la_saison_ou_deja_actif_n_ouvre_rien():
    engagement = EngagementFactory(statut="EN_PAUSE", pause_jusqu_au=date(2026, 5, 1))

    metier.reprendre(engagement, par=None, le=LE, prevenir=False)
    metier.reprendre(engagement, par=None, le=LE)

    assert dates(engagement) == [(date(2026, 1, 1), date(2026, 12, 31))]


def test_sortir_finit_la_saison_et_remercie(mailoutbox, django_capture_on_commit_callbacks):
    engagement = EngagementFactory()

    with django_capture_on_commit_callbacks(execute=True):
        sorti = metier.sortir(engagement, motif=MotifSortie.SANTE, precision="Repos", par=None, le=LE)

    assert (sorti.statut, sorti.sorti_le, sorti.motif_sortie) == ("SORTI", date(2026, 3, 3), "SANTE")
    assert dates(sorti) == [(date(2026, 1, 1), date(2026, 3, 3))]
    assert "/attestation/" in mailoutbox[0].body


@pytest.mark.parametrize(
    "options",
    [
        {"motif": "RIEN"},
        {"motif": MotifSortie.TEMPS, "sorti_le": date(2026, 3, 4)},
        {"motif": MotifSortie.TEMPS, "sorti_le": date(2025, 12, 31)},
    ],
)
def test_sortir_sans_raison_ou_a_une_date_impossible_refuse(options):
    engagement = EngagementFactory()

    with pytest.raises(BenevolatRefuse):
        metier.sortir(engagement, par=None, le=LE, prevenir=False, **options)


@pytest.mark.parametrize(
    "geste",
    [
        lambda e: metier.reprendre(e, par=None, le=LE),
        lambda e: metier.reconduire(e, par=None, le=LE),
        lambda e: metier.mettre_en_pause(e, jusqu_au=date(2026, 6, 1), par=None, le=LE),
        lambda e: metier.sortir(e, motif=MotifSortie.TEMPS, par=None, le=LE),
    ],
)
def test_un_engagement_termine_ne_bouge_plus(geste):
    engagement = EngagementFactory(statut="SORTI", sorti_le=date(2026, 2, 1), motif_sortie="TEMPS")

    with pytest.raises(BenevolatRefuse, match="terminé"):
        geste(engagement)


def test_reconduire_ouvre_la_saison_du_lendemain_et_finit_la_pause():
    engagement = EngagementFactory(statut="EN_PAUSE", pause_jusqu_au=date(2026, 5, 1))
    premiere = engagement.saisons.get()

    saison = metier.reconduire(engagement, par=None, le=LE, apres=premiere)
    encore = metier.reconduire(engagement, par=None, le=LE, apres=premiere, prevenir=False)

    assert (saison.debut, saison.fin) == (date(2027, 1, 1), date(2027, 12, 31))
    assert encore == saison
    assert Engagement.objects.get().statut == StatutEngagement.ACTIF


def test_sortir_reprend_la_saison_qui_n_a_pas_commence():
    engagement = EngagementFactory()
    metier.reconduire(engagement, par=None, le=LE, prevenir=False)

    metier.sortir(engagement, motif=MotifSortie.TEMPS, par=None, le=LE, prevenir=False)

    assert dates(engagement) == [(date(2026, 1, 1), date(2026, 3, 3))]


def test_corriger_les_dates_refuse_le_chevauchement():
    engagement = EngagementFactory(depuis=date(2025, 1, 1))
    metier.reconduire(engagement, par=None, le=LE, prevenir=False)
    premiere, seconde = engagement.saisons.order_by("debut")

    with pytest.raises(BenevolatRefuse, match="couvre"):
        metier.corriger_les_dates(seconde, debut=date(2025, 12, 31), fin=date(2026, 6, 30), par=None, le=LE)
    with pytest.raises(BenevolatRefuse, match="avant d’avoir commencé"):
        metier.corriger_les_dates(seconde, debut=date(2026, 7, 1), fin=date(2026, 6, 30), par=None, le=LE)
    metier.corriger_les_dates(premiere, debut=date(2024, 9, 1), fin=date(2025, 12, 31), par=None, le=LE)

    assert Engagement.objects.get().depuis == date(2024, 9, 1)


def test_corriger_les_dates_ne_depasse_pas_le_depart():
    engagement = EngagementFactory()
    metier.sortir(engagement, motif=MotifSortie.TEMPS, par=None, le=LE)
    saison = engagement.saisons.get()

    with pytest.raises(BenevolatRefuse, match="3 mars 2026"):
        metier.corriger_les_dates(saison, debut=date(2026, 1, 1), fin=date(2026, 3, 4), par=None, le=LE)
    metier.corriger_les_dates(saison, debut=date(2026, 2, 1), fin=date(2026, 3, 3), par=None, le=LE)

    assert dates(engagement) == [(date(2026, 2, 1), date(2026, 3, 3))]


def test_saison_dont_la_fin_precede_le_debut_refusee():
    with pytest.raises(BenevolatRefuse):
        ouvrir(BenevoleFactory(), structure_de("75"), fin=date(2026, 2, 1))


def test_changer_de_departement():
    engagement = EngagementFactory()

    metier.changer_de_departement(engagement, departement="93", par=None, le=LE)

    assert Engagement.objects.get().departement == "93"


def test_une_saison_dit_si_elle_est_interrogee():
    assert not saisons.est_interrogee(EngagementFactory().saisons.get())


def test_rouvrir_commence_apres_la_saison_interrompue():
    engagement = EngagementFactory()
    metier.sortir(engagement, motif=MotifSortie.TEMPS, par=None, le=LE, sorti_le=date(2026, 3, 2))

    rouvert = ouvrir(engagement.benevole, engagement.structure, depuis=date(2026, 2, 1))

    assert dates(rouvert) == [(date(2026, 1, 1), date(2026, 3, 2)), (date(2026, 3, 3), date(2026, 12, 31))]


@pytest.mark.parametrize(
    ("jour", "fin"), [(date(2026, 6, 30), date(2026, 6, 30)), (date(2025, 12, 1), date(2026, 1, 1))]
)
def test_couper_finit_la_saison_ce_jour_ou_son_premier_jour(jour, fin):
    engagement = EngagementFactory()

    saisons.couper(engagement, jour=jour)

    assert saisons.derniere(engagement).fin == fin


def test_couper_ne_prolonge_pas_une_saison_finie_et_un_engagement_sans_saison_le_reste():
    finie = EngagementFactory(saison=(date(2026, 1, 1), date(2026, 3, 31)))
    saisons.couper(finie, jour=date(2026, 6, 30))
    sans = EngagementFactory()
    sans.saisons.all().delete()

    saisons.couper(sans, jour=date(2026, 6, 30))

    assert (saisons.derniere(finie).fin, saisons.derniere(sans)) == (date(2026, 3, 31), None)
