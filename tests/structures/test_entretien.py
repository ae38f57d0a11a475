"""What time does to memberships: requests erased, reminders sent once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from espace_structures.structures import taches
from espace_structures.structures.enums import EtatDemande, RoleStructure, StatutStructure
from espace_structures.structures.metier import entretien
from espace_structures.structures.models import DemandeAdhesion, Structure
from tests.fabriques.adhesions import LE, DemandeFactory, InvitationFactory
from tests.fabriques.structures import FinanceurFactory, StructureFactory, animateur, membre, responsable

pytestmark = pytest.mark.django_db

SEPTEMBRE = datetime(2026, 9, 7, 6, 0, tzinfo=UTC)


def creee(structure, le):
    Structure.objects.filter(pk=structure.pk).update(creee_le=le)
    return structure


def envois(capture, action, le):
    """The report of the job and the (recipients, subject) of what it sent."""
    mail.outbox.clear()
    with capture(execute=True):
        fait = action(le=le)
    return fait, [(message.to, message.subject) for message in mail.outbox]


def test_demandes_jamais_confirmees_sont_effacees_au_bout_de_sept_jours():
    DemandeFactory(etat=EtatDemande.A_CONFIRMER, creee_le=LE - timedelta(days=7, seconds=1))
    garde = DemandeFactory(etat=EtatDemande.A_CONFIRMER, creee_le=LE - timedelta(days=7))

    assert taches.effacer_les_demandes(le=LE) == "Demandes effacées\u00a0: 1\u00a0; messages effacés\u00a0: 0."
    assert list(DemandeAdhesion.objects.all()) == [garde]


def test_messages_effaces_un_an_apres_la_reponse():
    vieille = {"etat": EtatDemande.ACCEPTEE, "message": "Bonjour.", "fonction": "Directrice"}
    DemandeFactory(traitee_le=LE - timedelta(days=366), **vieille)
    DemandeFactory(traitee_le=LE - timedelta(days=365), **vieille)

    assert entretien.effacer_les_demandes(le=LE) == (0, 1)
    assert entretien.effacer_les_demandes(le=LE) == (0, 0)
    assert sorted(DemandeAdhesion.objects.values_list("message", flat=True)) == ["", "Bonjour."]


@pytest.mark.parametrize("etat", [EtatDemande.REFUSEE, EtatDemande.RETIREE])
def test_demande_sans_suite_effacee_entiere_un_an_apres(etat):
    DemandeFactory(etat=etat, motif="Non.", traitee_le=LE - timedelta(days=366))
    gardee = DemandeFactory(etat=etat, motif="Non.", traitee_le=LE - timedelta(days=365))

    assert entretien.effacer_les_demandes(le=LE) == (1, 0)
    assert list(DemandeAdhesion.objects.all()) == [gardee]


def test_demande_sans_reponse_rappelee_une_fois(django_capture_on_commit_callbacks):
    demande = DemandeFactory(structure__nom="Passerelle", confirmee_le=LE - timedelta(days=8))
    responsable(demande.structure, email="chef@exemple.fr")
    DemandeFactory(confirmee_le=LE - timedelta(days=6))
    animateur(email="anim@exemple.fr")

    recus = [envois(django_capture_on_commit_callbacks, taches.rappeler, LE) for _fois in range(2)]

    assert recus == [
        (
            "Demandes rappelées\u00a0: 1\u00a0; invitations expirées\u00a0: 0.",
            [
                (["anim@exemple.fr"], "Awa Diop demande à rejoindre «\u00a0Passerelle\u00a0»"),
                (["chef@exemple.fr"], "Awa Diop demande à rejoindre «\u00a0Passerelle\u00a0»"),
            ],
        ),
        ("Demandes rappelées\u00a0: 0\u00a0; invitations expirées\u00a0: 0.", []),
    ]


def test_invitation_expiree_signalee_une_fois_par_envoi(django_capture_on_commit_callbacks):
    structure = StructureFactory()
    qui = responsable(structure, email="roy@exemple.fr")
    InvitationFactory(structure=structure, invitee_par=qui)
    InvitationFactory(
        structure=None, financeur=FinanceurFactory(), role=RoleStructure.LECTEUR, secret="autre", annulee_le=LE
    )
    le = LE + timedelta(days=14)

    premier = envois(django_capture_on_commit_callbacks, entretien.signaler_les_invitations_expirees, le)
    second = envois(django_capture_on_commit_callbacks, entretien.signaler_les_invitations_expirees, le)

    assert premier == (1, [(["roy@exemple.fr"], "Une invitation est restée sans réponse")])
    assert second == (0, [])


def test_verification_annuelle_part_en_septembre_une_fois(django_capture_on_commit_callbacks):
    structure = creee(StructureFactory(nom="Passerelle"), LE)
    responsable(structure, email="roy@exemple.fr", last_name="Roy")
    membre(structure, last_name="Diop")
    creee(responsable_de_fermee(), LE)
    creee(StructureFactory(), SEPTEMBRE - timedelta(days=1))
    moments = [SEPTEMBRE - timedelta(days=30), SEPTEMBRE, SEPTEMBRE + timedelta(days=60), SEPTEMBRE.replace(year=2027)]

    recus = [
        envois(django_capture_on_commit_callbacks, entretien.demander_la_verification_annuelle, le) for le in moments
    ]

    attendu = (1, [(["roy@exemple.fr"], "Les membres de «\u00a0Passerelle\u00a0» sont-ils toujours les bons\u00a0?")])
    assert recus == [(0, []), attendu, (0, []), attendu]
    assert "- Camille Diop – Contributeur ou contributrice\n- Camille Roy – Responsable" in mail.outbox[0].body


def responsable_de_fermee():
    structure = StructureFactory(statut=StatutStructure.FERMEE)
    responsable(structure)
    return structure


def test_verification_annuelle_rend_compte():
    assert taches.faire_verifier_les_membres(le=SEPTEMBRE) == "Responsables interrogés\u00a0: 0."
