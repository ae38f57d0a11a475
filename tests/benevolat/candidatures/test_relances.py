"""No candidature without an answer: what is said, to whom, on which day."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from espace_structures.benevolat.candidatures.metier import relances
from espace_structures.benevolat.enums import EtatCandidature
from espace_structures.benevolat.models import Candidature
from espace_structures.benevolat.taches import suivre_les_candidatures
from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Structure
from tests.fabriques.benevolat import AppelFactory, BenevoleFactory, CandidatureFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import annuaire, fiche

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def matin(annee, mois, jour):
    """A quarter past eight in Paris."""
    return datetime(annee, mois, jour, 8, 15, tzinfo=PARIS)


@pytest.fixture
def structure():
    return StructureFactory(nom="Relais 93", departements=["93"])


@pytest.fixture
def editrice(structure):
    return membre(structure, email="editrice@exemple.fr")


@pytest.fixture
def animation():
    return animateur(email="animation@exemple.fr")


@pytest.fixture
def lancer(django_capture_on_commit_callbacks):
    """Runs the job and gives (address, subject) of the mails of this run."""

    def lancer_le(le):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            suivre_les_candidatures(le=le)
        return sorted((message.to[0], message.subject) for message in mail.outbox)

    return lancer_le


RELANCE = ("editrice@exemple.fr", "« Relais 93 » : 1 candidature à suivre")
ALERTE = ("animation@exemple.fr", "1 candidature sans réponse")


# --- To the structure: seven days -----------------------------------------------------------------------------------


def test_la_structure_est_relancee_le_jour_promis_pas_la_veille(lancer, structure, editrice):
    candidature = CandidatureFactory(structure=structure)  # Tuesday 3 March

    veille, jour, lendemain = (lancer(matin(2026, 3, quantieme)) for quantieme in (9, 10, 11))

    assert (veille, jour, lendemain) == ([], [RELANCE], [])
    candidature.refresh_from_db()
    assert candidature.structure_relancee_le == matin(2026, 3, 10)
    assert candidature.etat == EtatCandidature.NOUVELLE


def test_une_candidature_recue_un_samedi_echoit_un_samedi_et_se_dit_le_lundi(lancer, structure, editrice):
    CandidatureFactory(structure=structure, recue_le=datetime(2026, 3, 7, 9, tzinfo=UTC), promise_le=date(2026, 3, 14))

    assert lancer(matin(2026, 3, 13)) == []
    assert lancer(matin(2026, 3, 14)) == []
    assert lancer(matin(2026, 3, 15)) == []
    assert lancer(matin(2026, 3, 16)) == [RELANCE]


def test_le_changement_d_heure_ne_decale_pas_le_jour(lancer, structure, editrice):
    # 24 March, 23:30 in Paris (winter); clocks change on the 29th; the 31st is the seventh day.
    CandidatureFactory(
        structure=structure, recue_le=datetime(2026, 3, 24, 22, 30, tzinfo=UTC), promise_le=date(2026, 3, 31)
    )

    assert lancer(matin(2026, 3, 30)) == []
    assert lancer(datetime(2026, 3, 31, 0, 30, tzinfo=PARIS)) == [RELANCE]


def test_une_candidature_recue_apres_minuit_compte_du_jour_de_paris(lancer, structure, editrice):
    # 23:30 UTC on the 2nd is half past midnight on the 3rd in Paris.
    CandidatureFactory(structure=structure, recue_le=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))

    assert lancer(matin(2026, 3, 9)) == []
    assert lancer(matin(2026, 3, 10)) == [RELANCE]


def test_un_seul_courriel_pour_toutes_les_candidatures_sans_nom_de_personne(lancer, structure, editrice):
    CandidatureFactory.create_batch(3, structure=structure)

    envoyes = lancer(matin(2026, 3, 10))

    assert envoyes == [("editrice@exemple.fr", "« Relais 93 » : 3 candidatures à suivre")]
    assert mail.outbox[0].body.count("reçue le 3 mars 2026, réponse promise pour le 10 mars 2026") == 3
    assert "Diop" not in mail.outbox[0].body
    assert "/espace/" in mail.outbox[0].body


def test_sans_jour_promis_la_ligne_dit_seulement_la_reception(lancer, structure, editrice):
    CandidatureFactory(structure=structure, promise_le=None)

    lancer(matin(2026, 3, 10))

    assert "- reçue le 3 mars 2026\n" in mail.outbox[0].body


def test_une_candidature_repondue_ne_relance_personne(lancer, structure, editrice, animation):
    CandidatureFactory(structure=structure, etat=EtatCandidature.CONTACTEE, repondue_le=matin(2026, 3, 4))
    CandidatureFactory(structure=structure, etat=EtatCandidature.A_CONFIRMER, recue_le=None)

    assert lancer(matin(2026, 3, 24)) == []


def test_sans_personne_pour_repondre_l_animation_le_sait_des_le_premier_delai(lancer, structure, animation):
    candidature = CandidatureFactory(structure=structure)

    assert lancer(matin(2026, 3, 9)) == []
    assert lancer(matin(2026, 3, 10)) == [ALERTE]
    assert lancer(matin(2026, 3, 11)) == []
    candidature.refresh_from_db()
    assert candidature.structure_relancee_le is None


# --- To the animation: fourteen days --------------------------------------------------------------------------------


def test_l_animation_est_alertee_au_quatorzieme_jour(lancer, structure, editrice, animation):
    candidature = CandidatureFactory(structure=structure)
    lancer(matin(2026, 3, 10))

    veille, jour, lendemain = (lancer(matin(2026, 3, quantieme)) for quantieme in (16, 17, 18))

    assert (veille, jour, lendemain) == ([], [ALERTE], [])
    candidature.refresh_from_db()
    assert candidature.animation_alertee_le == matin(2026, 3, 17)


def test_la_candidature_sans_structure_est_rappelee_a_l_animation(lancer, animation):
    CandidatureFactory(structure=None)

    assert lancer(matin(2026, 3, 9)) == []
    assert lancer(matin(2026, 3, 10)) == [ALERTE]
    assert "Sans structure : 1 candidature, la plus ancienne reçue le 3 mars 2026" in mail.outbox[0].body


def test_sans_animation_rien_n_est_marque_comme_dit(lancer, structure):
    candidature = CandidatureFactory(structure=structure)

    assert lancer(matin(2026, 3, 17)) == []
    candidature.refresh_from_db()
    assert candidature.animation_alertee_le is None


# --- To the next structure: twenty-one days -------------------------------------------------------------------------


@pytest.fixture
def suivante():
    """A structure with an open call near the person."""
    autre = StructureFactory(nom="Passerelle", departements=["93"])
    membre(autre, email="passerelle@exemple.fr")
    fiche(annuaire(site_public()), autre, code_commune="93048")
    AppelFactory(structure=autre)
    return autre


def test_au_vingt_et_unieme_jour_la_candidature_passe_a_la_structure_suivante(
    lancer, structure, editrice, animation, suivante
):
    candidature = CandidatureFactory(structure=structure, accepte_reorientation=True)
    lancer(matin(2026, 3, 10))
    lancer(matin(2026, 3, 17))

    lancer(matin(2026, 3, 23))
    assert Candidature.objects.count() == 1
    lancer(matin(2026, 3, 24))

    candidature.refresh_from_db()
    assert candidature.etat == EtatCandidature.REORIENTEE
    suite = Candidature.objects.get(suite_de=candidature)
    assert suite.structure == suivante
    assert suite.promise_le == date(2026, 3, 31)
    lancer(matin(2026, 3, 24))
    assert Candidature.objects.count() == 2


def test_sans_proposition_la_candidature_revient_a_l_animation_une_seule_fois(lancer, structure, editrice, animation):
    candidature = CandidatureFactory(structure=structure, accepte_reorientation=True)
    lancer(matin(2026, 3, 10))

    lancer(matin(2026, 3, 24))
    lancer(matin(2026, 4, 30))

    assert Candidature.objects.get(suite_de=candidature).structure is None
    assert Candidature.objects.count() == 2


def test_une_deuxieme_candidature_reste_ou_elle_est_si_l_animation_suit_deja_la_personne(lancer, structure, editrice):
    personne = BenevoleFactory()
    CandidatureFactory(benevole=personne, structure=None, etat=EtatCandidature.CONTACTEE)
    candidature = CandidatureFactory(benevole=personne, structure=structure, accepte_reorientation=True)
    lancer(matin(2026, 3, 10))

    lancer(matin(2026, 3, 24))

    candidature.refresh_from_db()
    assert candidature.etat == EtatCandidature.NOUVELLE


def test_sans_accord_la_personne_est_prevenue_une_fois(lancer, structure, editrice, animation, suivante):
    personne = BenevoleFactory(courriel="awa@exemple.fr")
    candidature = CandidatureFactory(structure=structure, benevole=personne)
    lancer(matin(2026, 3, 10))
    lancer(matin(2026, 3, 17))

    veille, jour, lendemain = (lancer(matin(2026, 3, quantieme)) for quantieme in (23, 24, 25))

    assert (veille, jour, lendemain) == ([], [("awa@exemple.fr", "Où en est votre candidature")], [])
    candidature.refresh_from_db()
    assert candidature.etat == EtatCandidature.NOUVELLE


def test_l_accord_donne_ensuite_fait_passer_la_candidature(lancer, structure, editrice, suivante):
    candidature = CandidatureFactory(structure=structure)
    lancer(matin(2026, 3, 10))
    lancer(matin(2026, 3, 24))
    Candidature.objects.update(accepte_reorientation=True)

    lancer(matin(2026, 3, 25))

    assert Candidature.objects.get(suite_de=candidature).structure == suivante


def test_une_personne_sans_adresse_ne_recoit_rien(lancer, structure, editrice):
    personne = BenevoleFactory(courriel="", telephone="0612345678")
    CandidatureFactory(structure=structure, benevole=personne)
    lancer(matin(2026, 3, 10))

    assert lancer(matin(2026, 3, 24)) == []


def test_une_structure_jamais_relancee_l_est_avant_de_perdre_la_candidature(lancer, structure, editrice, suivante):
    candidature = CandidatureFactory(structure=structure, accepte_reorientation=True)

    assert RELANCE in lancer(matin(2026, 4, 7))
    assert Candidature.objects.count() == 1
    lancer(matin(2026, 4, 8))

    assert Candidature.objects.get(suite_de=candidature).structure == suivante


def test_la_structure_sans_membre_perd_la_candidature_sans_relance(lancer, structure, suivante):
    candidature = CandidatureFactory(structure=structure, accepte_reorientation=True)

    lancer(matin(2026, 3, 24))

    assert Candidature.objects.get(suite_de=candidature).structure == suivante


def test_une_structure_fermee_laisse_partir_la_candidature_aussitot(lancer, structure, editrice, suivante):
    candidature = CandidatureFactory(
        structure=structure, accepte_reorientation=True, etat=EtatCandidature.CONTACTEE, repondue_le=matin(2026, 3, 4)
    )
    Structure.objects.filter(pk=structure.pk).update(statut=StatutStructure.FERMEE)

    lancer(matin(2026, 3, 5))

    assert Candidature.objects.get(suite_de=candidature).structure == suivante


def test_une_structure_fermee_sans_accord_l_animation_et_la_personne_le_savent_aussitot(lancer, structure, animation):
    personne = BenevoleFactory(courriel="awa@exemple.fr")
    CandidatureFactory(structure=structure, benevole=personne)
    Structure.objects.filter(pk=structure.pk).update(statut=StatutStructure.FERMEE)

    assert lancer(matin(2026, 3, 4)) == [ALERTE, ("awa@exemple.fr", "Où en est votre candidature")]


def test_jamais_deux_reorientations_le_meme_jour(lancer, structure, suivante):
    CandidatureFactory(structure=structure, accepte_reorientation=True)
    Structure.objects.filter(pk=structure.pk).update(statut=StatutStructure.FERMEE)
    lancer(matin(2026, 3, 5))
    Structure.objects.filter(pk=suivante.pk).update(statut=StatutStructure.FERMEE)

    lancer(matin(2026, 3, 5))
    assert Candidature.objects.count() == 2
    lancer(matin(2026, 3, 6))

    assert Candidature.objects.count() == 3
    assert Candidature.objects.ouvertes().get().structure is None


# --- Begun and left: sixty days, on Mondays -------------------------------------------------------------------------


def test_une_candidature_laissee_soixante_jours_est_rappelee_chaque_lundi(lancer, structure, editrice):
    CandidatureFactory(
        structure=structure,
        etat=EtatCandidature.CONTACTEE,
        etat_depuis=datetime(2026, 3, 5, 9, tzinfo=UTC),
        repondue_le=datetime(2026, 3, 5, 9, tzinfo=UTC),
    )

    # 4 May 2026 is the sixtieth day, and a Monday.
    assert lancer(matin(2026, 4, 27)) == []
    assert lancer(matin(2026, 5, 4)) == [RELANCE]
    assert "Contactée depuis le 5 mars 2026" in mail.outbox[0].body
    assert lancer(matin(2026, 5, 4)) == []
    assert lancer(matin(2026, 5, 5)) == []
    assert lancer(matin(2026, 5, 11)) == [RELANCE]


def test_les_deux_raisons_tiennent_dans_un_seul_courriel(lancer, structure, editrice):
    CandidatureFactory(structure=structure, etat=EtatCandidature.CONTACTEE, repondue_le=matin(2026, 3, 4))
    CandidatureFactory(structure=structure, recue_le=datetime(2026, 4, 27, 9, tzinfo=UTC), promise_le=date(2026, 5, 4))

    assert lancer(matin(2026, 5, 4)) == [("editrice@exemple.fr", "« Relais 93 » : 2 candidatures à suivre")]


# --- Whatever happens -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("graine", range(12))
def test_quel_que_soit_le_calendrier_personne_n_attend_en_silence(graine, lancer, structure, animation):
    """Random runs, members, consents and closures: after a run past the first delay, somebody was told."""
    hasard = random.Random(graine)  # noqa: S311
    if hasard.random() < 0.6:
        membre(structure)
    for _rang in range(3):
        CandidatureFactory(
            structure=hasard.choice([structure, None]),
            accepte_reorientation=hasard.random() < 0.5,
            recue_le=datetime(2026, 3, 3, tzinfo=UTC) + timedelta(hours=hasard.randrange(24 * 14)),
        )
    le = matin(2026, 3, 4)
    while le < matin(2026, 5, 1):
        le += timedelta(days=hasard.choice([1, 1, 1, 2, 5, 20]))
        if hasard.random() < 0.05:
            Structure.objects.update(statut=StatutStructure.FERMEE)
        lancer(le)
        if le.weekday() >= 5:
            continue
        limite = timezone.localdate(le) - timedelta(days=7)
        oubliees = Candidature.objects.sans_reponse().filter(
            recue_le__date__lte=limite, structure_relancee_le=None, animation_alertee_le=None
        )
        assert not oubliees.exists(), f"seed {graine}, {le}"


def test_le_bilan_de_la_tache_donne_des_nombres(structure, editrice):
    CandidatureFactory(structure=structure)

    assert suivre_les_candidatures(le=matin(2026, 3, 10)) == (
        "Relancées : 1 ; signalées à l’animation : 0 ; réorientées : 0 ; personnes prévenues : 0."
    )
    assert relances.suivre(le=matin(2026, 3, 14)) == relances.JourneeDeRelances()


def test_une_candidature_finie_entre_temps_n_est_plus_touchee():
    candidature = CandidatureFactory(etat=EtatCandidature.REFUSEE, motif_refus="COMPLET")

    assert relances._passer_la_main(candidature.pk, le=matin(2026, 3, 24)) == ""


# --- What the person reads ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jour", "accord", "attendu"),
    [
        (date(2026, 3, 10), True, "« Relais 93 » a promis de vous répondre au plus tard le 10 mars 2026."),
        (
            date(2026, 3, 11),
            False,
            "« Relais 93 » devait vous répondre au plus tard le 10 mars 2026 : nous suivons votre candidature.",
        ),
        (
            date(2026, 3, 24),
            True,
            "« Relais 93 » devait vous répondre au plus tard le 10 mars 2026 : nous suivons votre candidature. "
            "Sans réponse le 24 mars 2026, nous la proposerons à une autre structure.",
        ),
        (
            date(2026, 3, 25),
            True,
            "« Relais 93 » devait vous répondre au plus tard le 10 mars 2026 : nous suivons votre candidature. "
            "Nous la proposons maintenant à une autre structure.",
        ),
    ],
)
def test_la_personne_lit_qui_repond_et_quand(structure, jour, accord, attendu):
    candidature = CandidatureFactory(structure=structure, accepte_reorientation=accord)

    assert relances.quand_repondra(candidature, jour=jour) == attendu


def test_l_animation_promet_aussi_et_une_reponse_ne_promet_plus_rien():
    sans = CandidatureFactory(structure=None, promise_le=None)
    repondue = CandidatureFactory(etat=EtatCandidature.CONTACTEE, repondue_le=matin(2026, 3, 4))

    assert relances.quand_repondra(sans, jour=date(2026, 3, 4)) == (
        "L’animation régionale a promis de vous répondre au plus tard le 10 mars 2026."
    )
    assert relances.quand_repondra(repondue, jour=date(2026, 3, 4)) == ""
