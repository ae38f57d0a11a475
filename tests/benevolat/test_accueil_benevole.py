"""The welcome: steps and their dates, honorability seen for three years, one reminder before it ends."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail

from espace_structures.benevolat import journal
from espace_structures.benevolat.metier import accueil as metier
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import Accueil
from espace_structures.structures.enums import StatutStructure
from tests.fabriques.benevolat import AppelFactory, BenevoleFactory, CandidatureFactory, EngagementFactory
from tests.fabriques.structures import StructureFactory, membre

pytestmark = pytest.mark.django_db

LE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
JOUR = date(2026, 3, 5)
VIDE = {
    "entretien_le": None,
    "charte_le": None,
    "formation_le": None,
    "mineurs": False,
    "mineurs_proteges": False,
    "honorabilite": "",
    "honorabilite_le": None,
}


def test_les_etapes_s_enregistrent_avec_qui_a_vu_la_piece():
    candidature = CandidatureFactory()
    camille = membre(candidature.structure)
    valeurs = VIDE | {"entretien_le": date(2026, 3, 4), "honorabilite": "ATTESTATION", "honorabilite_le": JOUR}

    accueil = metier.mettre_a_jour(candidature, valeurs=valeurs, par=camille, le=LE)

    accueil.refresh_from_db()
    assert accueil.entretien_le == date(2026, 3, 4)
    assert (accueil.honorabilite_par, accueil.honorabilite_jusqu_au) == (camille, date(2029, 3, 5))
    assert [ligne.fait for ligne in journal.historique(candidature)] == ["Étapes de l’accueil mises à jour"]


def test_modifier_une_autre_etape_ne_change_pas_qui_a_vu_la_piece():
    candidature = CandidatureFactory()
    ana, bob = membre(candidature.structure), membre(candidature.structure)
    valeurs = VIDE | {"honorabilite": "ATTESTATION", "honorabilite_le": JOUR}
    metier.mettre_a_jour(candidature, valeurs=valeurs, par=ana, le=LE)

    accueil = metier.mettre_a_jour(candidature, valeurs=valeurs | {"charte_le": JOUR}, par=bob, le=LE)

    assert (accueil.honorabilite_par, accueil.charte_le) == (ana, JOUR)
    assert Accueil.objects.count() == 1


def test_un_bulletin_n_a_pas_de_terme_et_l_effacer_efface_tout():
    candidature = CandidatureFactory()
    camille = membre(candidature.structure)

    vu = metier.mettre_a_jour(
        candidature, valeurs=VIDE | {"honorabilite": "BULLETIN_3", "honorabilite_le": JOUR}, par=camille, le=LE
    )
    efface = metier.mettre_a_jour(candidature, valeurs=VIDE, par=camille, le=LE)

    assert (vu.honorabilite_par, vu.honorabilite_jusqu_au) == (camille, None)
    assert (efface.honorabilite_par, efface.honorabilite_le) == (None, None)


def test_la_protection_de_l_enfance_suppose_des_mineurs():
    accueil = metier.mettre_a_jour(CandidatureFactory(), valeurs=VIDE | {"mineurs_proteges": True}, par=None, le=LE)

    assert accueil.mineurs


@pytest.mark.parametrize(
    ("changes", "raison"),
    [
        ({"entretien_le": date(2026, 3, 6)}, "a une date passée"),
        ({"honorabilite": "ATTESTATION", "honorabilite_le": date(2026, 3, 6)}, "a une date passée"),
        ({"honorabilite": "ATTESTATION"}, "quelle pièce vous avez vue, et quand"),
        ({"honorabilite_le": JOUR}, "quelle pièce vous avez vue, et quand"),
    ],
)
def test_ce_qui_ne_se_tient_pas_est_refuse(changes, raison):
    with pytest.raises(BenevolatRefuse, match=raison):
        metier.mettre_a_jour(CandidatureFactory(), valeurs=VIDE | changes, par=None, le=LE)

    assert not Accueil.objects.exists()


def test_l_appel_protege_ne_se_decoche_pas_et_se_propose_coche():
    appel = AppelFactory(mineurs_proteges=True)
    candidature = CandidatureFactory(structure=appel.structure, appel=appel)

    propose = metier.accueil_de(candidature)

    assert (propose.pk, propose.mineurs, propose.mineurs_proteges) == (None, True, True)
    assert metier.honorabilite_exigee(candidature)
    with pytest.raises(BenevolatRefuse, match="laissez cette case cochée"):
        metier.mettre_a_jour(candidature, valeurs=VIDE, par=None, le=LE)


def test_l_accueil_se_suit_aussi_sur_l_engagement():
    appel = AppelFactory(mineurs_proteges=True)
    candidature = CandidatureFactory(structure=appel.structure, appel=appel)
    engagement = EngagementFactory(
        structure=appel.structure, benevole=candidature.benevole, candidature=candidature, depuis=JOUR
    )
    venue_seule = EngagementFactory()

    with pytest.raises(BenevolatRefuse, match="laissez cette case cochée"):
        metier.mettre_a_jour(engagement, valeurs=VIDE, par=None, le=LE)
    metier.mettre_a_jour(venue_seule, valeurs=VIDE | {"charte_le": JOUR}, par=None, le=LE)

    assert metier.accueil_de(engagement).mineurs_proteges
    assert metier.accueil_de(venue_seule).charte_le == JOUR


def test_sans_structure_il_n_y_a_pas_d_accueil():
    with pytest.raises(BenevolatRefuse, match="L’accueil se suit dans une structure"):
        metier.mettre_a_jour(CandidatureFactory(structure=None), valeurs=VIDE, par=None, le=LE)


@pytest.mark.parametrize(
    ("piece", "terme", "valable"),
    [
        ("ATTESTATION", date(2026, 3, 5), True),
        ("ATTESTATION", date(2026, 3, 4), False),
        ("ATTESTATION", None, False),
        ("BULLETIN_3", date(2029, 1, 1), False),
        ("", None, False),
    ],
)
def test_seule_une_attestation_en_cours_vaut(piece, terme, valable):
    assert metier.honorabilite_valable(Accueil(honorabilite=piece, honorabilite_jusqu_au=terme), JOUR) is valable


def accueil(structure, terme, **valeurs):
    return Accueil.objects.create(
        **{
            "benevole": BenevoleFactory(),
            "structure": structure,
            "mineurs": True,
            "mineurs_proteges": True,
            "honorabilite": "ATTESTATION",
            "honorabilite_le": date(2023, 5, 4),
            "honorabilite_jusqu_au": terme,
            "modifie_le": LE,
        }
        | valeurs
    )


def test_la_structure_est_prevenue_une_fois_soixante_jours_avant(django_capture_on_commit_callbacks):
    structure = StructureFactory(nom="L’Envol")
    membre(structure, email="ana@exemple.fr")
    prevenue = accueil(structure, date(2026, 5, 4))
    CandidatureFactory(benevole=prevenue.benevole, structure=structure)
    accueil(structure, date(2026, 5, 5))
    accueil(structure, date(2026, 5, 4), mineurs_proteges=False)
    accueil(
        StructureFactory(statut=StatutStructure.FERMEE, fermee_le=date(2026, 1, 1)),
        date(2026, 5, 4),
    )

    with django_capture_on_commit_callbacks(execute=True):
        premier = metier.rappeler_les_honorabilites(le=LE)
        second = metier.rappeler_les_honorabilites(le=LE)

    prevenue.refresh_from_db()
    assert (premier, second, prevenue.honorabilite_rappelee_le) == (1, 0, LE)
    assert [(envoi.to, envoi.subject) for envoi in mail.outbox] == [
        (["ana@exemple.fr"], "Une attestation d’honorabilité est à renouveler")
    ]
    assert "4 mai 2026" in mail.outbox[0].body
    assert str(prevenue.benevole.prenom) not in mail.outbox[0].body


def test_sans_dossier_le_rappel_mene_a_l_espace(django_capture_on_commit_callbacks):
    structure = StructureFactory()
    membre(structure)
    accueil(structure, date(2026, 5, 4))

    with django_capture_on_commit_callbacks(execute=True):
        metier.rappeler_les_honorabilites(le=LE)

    assert "/espace/" in mail.outbox[0].body
    assert "/candidatures/" not in mail.outbox[0].body
