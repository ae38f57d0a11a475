"""Requests to join: nobody is disturbed before the address is confirmed, nothing is told about known addresses."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from espace_structures.structures import journal
from espace_structures.structures.enums import EtatDemande, RoleStructure, StatutStructure
from espace_structures.structures.metier import demandes
from espace_structures.structures.models import DemandeAdhesion, Invitation
from tests.fabriques.adhesions import LE, DemandeFactory, InvitationFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory, animateur, membre, responsable

pytestmark = pytest.mark.django_db

DITS = {"prenom": "Awa", "nom": "Diop", "fonction": "Chargée de mission", "message": "Bonjour."}
DEJA_REPONDU = (
    "Cette demande a déjà reçu une réponse, ou son auteur ou autrice l’a retirée\u00a0: il n’y a rien à faire."
)


@pytest.fixture
def envois(django_capture_on_commit_callbacks):
    """Runs an action; the (recipients, subject) of the mails that it sent."""

    def executer(action, *arguments, **options):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action(*arguments, **options)
        return [(message.to, message.subject) for message in mail.outbox]

    return executer


def deposer(structure, courriel="Awa@exemple.fr", **dits):
    demandes.deposer(structure, courriel=courriel, le=LE, **(DITS | dits))


def refus(action, *arguments, **options) -> str:
    with pytest.raises(demandes.DemandeRefusee) as erreur:
        action(*arguments, **options)
    return str(erreur.value)


def test_demande_d_une_visiteuse_anglophone_recoit_ses_reponses_en_anglais(envois):
    demandee = StructureFactory()

    assert next(objet for _a, objet in envois(deposer, demandee, langue="en")).startswith("Confirm")
    assert DemandeAdhesion.objects.get().langue == "en"


# --- Asking ----------------------------------------------------------------------------------------------------------


def test_demande_d_une_visiteuse_attend_sa_confirmation(envois):
    structure = StructureFactory(nom="Passerelle")
    responsable(structure)

    recus = envois(deposer, structure)

    demande = DemandeAdhesion.objects.get()
    assert recus == [(["awa@exemple.fr"], "Confirmez votre demande pour rejoindre «\u00a0Passerelle\u00a0»")]
    assert (demande.courriel, demande.etat, demande.fonction) == (
        "awa@exemple.fr",
        EtatDemande.A_CONFIRMER,
        "Chargée de mission",
    )
    (jeton,) = re.findall(r"/rejoindre/suivi/(\S+)/", mail.outbox[0].body)
    assert demandes.trouver(jeton) == demande


def test_demande_refaite_avant_confirmation_est_mise_a_jour(envois):
    structure = StructureFactory()
    deposer(structure)

    recus = envois(deposer, structure, message="Je corrige.")

    assert [(d.message, d.etat) for d in DemandeAdhesion.objects.all()] == [("Je corrige.", EtatDemande.A_CONFIRMER)]
    assert [adresses for adresses, _objet in recus] == [["awa@exemple.fr"]]


def test_demande_deja_transmise_le_dit_par_courriel(envois):
    demande = DemandeFactory(structure__nom="Passerelle")

    recus = envois(deposer, demande.structure)

    assert recus == [(["awa@exemple.fr"], "Votre demande pour rejoindre «\u00a0Passerelle\u00a0» attend sa réponse")]
    assert DemandeAdhesion.objects.count() == 1


def test_membre_qui_demande_est_invite_a_se_connecter(envois):
    structure = StructureFactory(nom="Passerelle")
    membre(structure, email="awa@exemple.fr")

    recus = envois(deposer, structure)

    assert recus == [(["awa@exemple.fr"], "Vous êtes déjà membre de «\u00a0Passerelle\u00a0»")]
    assert DemandeAdhesion.objects.count() == 0


def test_demande_d_un_compte_connecte_part_tout_de_suite(envois):
    structure = StructureFactory(nom="Passerelle")
    responsable(structure, email="chef@exemple.fr")
    compte = CompteFactory(email="awa@exemple.fr", first_name="Awa", last_name="Diop")

    recus = envois(demandes.deposer_pour, structure, compte=compte, fonction="Directrice", message="", le=LE)

    assert recus == [(["chef@exemple.fr"], "Awa Diop demande à rejoindre «\u00a0Passerelle\u00a0»")]
    demande = DemandeAdhesion.objects.get()
    assert (demande.compte, demande.etat, demande.confirmee_le) == (compte, EtatDemande.EN_ATTENTE, LE)


def test_demande_d_un_compte_reprend_celle_qui_n_etait_pas_confirmee():
    avant = DemandeFactory(etat=EtatDemande.A_CONFIRMER)
    compte = CompteFactory(email="awa@exemple.fr")

    demande = demandes.deposer_pour(avant.structure, compte=compte, fonction="", message="", le=LE)

    assert (demande.pk, demande.etat) == (avant.pk, EtatDemande.EN_ATTENTE)


def test_demande_d_un_compte_refusee_avec_sa_raison():
    compte = CompteFactory(email="awa@exemple.fr")
    sienne = membre(StructureFactory(), email="roy@exemple.fr")
    options = {"fonction": "", "message": "", "le": LE}

    assert (
        refus(demandes.deposer_pour, sienne.membres_structures.get().structure, compte=sienne, **options)
        == "Vous êtes déjà membre de cette structure."
    )
    assert (
        refus(demandes.deposer_pour, StructureFactory(statut=StatutStructure.FERMEE), compte=compte, **options)
        == "Cette structure est fermée\u00a0: personne ne peut plus la rejoindre."
    )
    assert refus(demandes.deposer_pour, DemandeFactory().structure, compte=compte, **options) == (
        "Votre demande est déjà transmise\u00a0: la réponse vous arrivera par courriel."
    )


# --- Confirming, withdrawing -----------------------------------------------------------------------------------------


def test_confirmation_previent_les_responsables_une_fois(envois):
    demande = DemandeFactory(etat=EtatDemande.A_CONFIRMER, structure__nom="Passerelle", fonction="Directrice")
    responsable(demande.structure, email="chef@exemple.fr")
    animateur()

    recus = [envois(demandes.confirmer, demande, le=LE), envois(demandes.confirmer, demande, le=LE)]

    assert recus == [[(["chef@exemple.fr"], "Awa Diop demande à rejoindre «\u00a0Passerelle\u00a0»")], []]
    assert DemandeAdhesion.objects.get().etat == EtatDemande.EN_ATTENTE


def test_confirmation_previent_l_animation_sans_responsable(envois):
    demande = DemandeFactory(etat=EtatDemande.A_CONFIRMER)
    membre(demande.structure)
    animateur(email="anim@exemple.fr")

    assert [adresses for adresses, _objet in envois(demandes.confirmer, demande, le=LE)] == [["anim@exemple.fr"]]


@pytest.mark.parametrize("etat", [EtatDemande.A_CONFIRMER, EtatDemande.EN_ATTENTE, EtatDemande.RETIREE])
def test_auteur_retire_sa_demande(etat):
    demande = DemandeFactory(etat=etat)

    assert demandes.retirer(demande, le=LE).etat == EtatDemande.RETIREE


@pytest.mark.parametrize("champs", [{"etat": EtatDemande.ACCEPTEE}, {"etat": EtatDemande.REFUSEE, "motif": "Non."}])
def test_demande_traitee_ne_se_retire_plus(champs):
    assert refus(demandes.retirer, DemandeFactory(**champs), le=LE) == (
        "La structure a déjà répondu à cette demande\u00a0: il n’y a plus rien à retirer."
    )


def test_lien_ne_se_devine_pas():
    demande = DemandeFactory()
    jeton = demandes.jeton(demande)

    assert demandes.trouver(jeton) == demande
    assert demandes.trouver(f"{jeton}x") is None
    demande.delete()
    assert demandes.trouver(jeton) is None


# --- Answering -------------------------------------------------------------------------------------------------------


def test_acceptation_d_une_personne_qui_a_un_compte(envois):
    demande = DemandeFactory(structure__nom="Passerelle")
    compte = CompteFactory(email="awa@exemple.fr")

    recus = envois(demandes.accepter, demande, role=RoleStructure.REDACTEUR, par=CompteFactory(), le=LE)

    assert recus == [(["awa@exemple.fr"], "Bienvenue dans «\u00a0Passerelle\u00a0»")]
    assert compte.membres_structures.get().role == RoleStructure.REDACTEUR
    assert DemandeAdhesion.objects.get().etat == EtatDemande.ACCEPTEE


def test_acceptation_d_une_personne_sans_compte_devient_une_invitation(envois):
    demande = DemandeFactory(structure__nom="Passerelle")
    qui = responsable(demande.structure, last_name="Roy")

    recus = envois(demandes.accepter, demande, role=RoleStructure.LECTEUR, par=qui, le=LE)

    invitation = Invitation.objects.get()
    assert recus == [(["awa@exemple.fr"], "Camille Roy vous invite à rejoindre «\u00a0Passerelle\u00a0»")]
    assert (invitation.courriel, invitation.role) == ("awa@exemple.fr", RoleStructure.LECTEUR)


def test_acceptation_suit_le_compte_de_la_demande_meme_si_son_adresse_change():
    compte = CompteFactory(email="nouvelle@exemple.fr")

    demandes.accepter(DemandeFactory(compte=compte), role=RoleStructure.LECTEUR, par=CompteFactory(), le=LE)

    assert compte.membres_structures.count() == 1


def test_acceptation_refusee_dit_pourquoi():
    demande = DemandeFactory()
    options = {"par": CompteFactory(), "le": LE}

    assert refus(demandes.accepter, demande, role="ROI", **options) == "Choisissez le rôle de cette personne."
    InvitationFactory(structure=demande.structure)
    assert refus(demandes.accepter, demande, role=RoleStructure.LECTEUR, **options) == (
        "Une invitation attend déjà la personne à l’adresse awa@exemple.fr\u00a0: renvoyez-la plutôt."
    )
    CompteFactory(email="awa@exemple.fr", is_active=False)
    assert refus(demandes.accepter, demande, role=RoleStructure.LECTEUR, **options) == (
        "Le compte de cette personne est désactivé\u00a0: demandez à l’animation régionale de le rouvrir."
    )
    assert DemandeAdhesion.objects.get().etat == EtatDemande.EN_ATTENTE


def test_refus_envoie_son_motif(envois):
    demande = DemandeFactory(structure__nom="Passerelle")

    recus = envois(demandes.refuser, demande, motif=" Nous ne vous connaissons pas. ", par=CompteFactory(), le=LE)

    assert recus == [(["awa@exemple.fr"], "Votre demande pour rejoindre «\u00a0Passerelle\u00a0»")]
    assert "Nous ne vous connaissons pas." in mail.outbox[0].body
    assert [e.fait for e in journal.historique(demande.structure)] == ["Demande d’adhésion refusée"]


def test_refus_sans_motif_refuse():
    assert refus(demandes.refuser, DemandeFactory(), motif="  ", par=CompteFactory(), le=LE) == (
        "Dites à la personne pourquoi sa demande est refusée\u00a0: elle recevra ce motif."
    )


@pytest.mark.parametrize(
    "champs",
    [{"etat": EtatDemande.ACCEPTEE}, {"etat": EtatDemande.RETIREE}, {"etat": EtatDemande.A_CONFIRMER}],
)
@pytest.mark.parametrize(
    ("action", "options"),
    [(demandes.accepter, {"role": RoleStructure.LECTEUR}), (demandes.refuser, {"motif": "Non."})],
)
def test_on_ne_repond_qu_une_fois(action, options, champs):
    assert refus(action, DemandeFactory(**champs), par=CompteFactory(), le=LE, **options) == DEJA_REPONDU


def test_rappel_dit_depuis_quand(envois):
    from espace_structures.structures.metier.courriels import prevenir_de_la_demande

    demande = DemandeFactory(confirmee_le=LE - timedelta(days=8))
    responsable(demande.structure)

    envois(prevenir_de_la_demande, demande, rappel=True)

    assert "Cette demande attend une réponse depuis le 23 février 2026." in mail.outbox[0].body
