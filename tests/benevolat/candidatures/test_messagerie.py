"""Messages kept in the file: who reads them, who is told, and what a ready-made message becomes."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from espace_structures.benevolat.candidatures.metier import messagerie
from espace_structures.benevolat.enums import Auteur, EtatCandidature
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import ModeleMessage
from tests.fabriques.benevolat import BenevoleFactory, CandidatureFactory
from tests.fabriques.structures import StructureFactory, animateur, membre

pytestmark = pytest.mark.django_db

E = EtatCandidature
LE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


def test_ecrire_a_une_nouvelle_la_rend_contactee_et_previent_sans_citer(django_capture_on_commit_callbacks):
    candidature = CandidatureFactory()
    camille = membre(candidature.structure)

    with django_capture_on_commit_callbacks(execute=True):
        message = messagerie.ecrire_a_la_personne(candidature, texte="  Êtes-vous libre mardi ?  ", par=camille, le=LE)

    candidature.refresh_from_db()
    assert (candidature.etat, candidature.repondue_le) == (E.CONTACTEE, LE)
    assert (message.auteur, message.compte, message.texte) == (Auteur.STRUCTURE, camille, "Êtes-vous libre mardi ?")
    assert [(envoi.to, envoi.subject) for envoi in mail.outbox] == [
        ([candidature.benevole.courriel], "Un message vous attend")
    ]
    assert "mardi" not in mail.outbox[0].body + mail.outbox[0].alternatives[0].content


def test_ecrire_plus_tard_ne_change_pas_l_etat():
    candidature = CandidatureFactory(etat=E.LISTE_ATTENTE)

    messagerie.ecrire_a_la_personne(candidature, texte="Patience.", par=None, le=LE)

    candidature.refresh_from_db()
    assert candidature.etat == E.LISTE_ATTENTE
    assert candidature.benevole.dernier_contact_le == LE


@pytest.mark.parametrize(
    ("confiee", "prevenus"), [(True, ["ana@exemple.fr"]), (False, ["ana@exemple.fr", "bob@exemple.fr"])]
)
def test_la_reponse_de_la_personne_previent_qui_suit(confiee, prevenus, django_capture_on_commit_callbacks):
    structure = StructureFactory()
    ana, _bob = membre(structure, email="ana@exemple.fr"), membre(structure, email="bob@exemple.fr")
    candidature = CandidatureFactory(structure=structure, etat=E.CONTACTEE, confiee_a=ana if confiee else None)

    with django_capture_on_commit_callbacks(execute=True):
        messagerie.repondre(candidature, texte="Oui, mardi.", le=LE)

    assert sorted(envoi.to[0] for envoi in mail.outbox) == prevenus
    assert {envoi.subject for envoi in mail.outbox} == {"Une réponse à votre message"}
    assert "mardi" not in mail.outbox[0].body + mail.outbox[0].alternatives[0].content


def test_qui_a_quitte_la_structure_n_est_plus_prevenu(django_capture_on_commit_callbacks):
    structure = StructureFactory()
    partie = membre(structure, email="partie@exemple.fr")
    partie.membres_structures.update(actif=False)
    membre(structure, email="reste@exemple.fr")
    candidature = CandidatureFactory(structure=structure, confiee_a=partie)

    with django_capture_on_commit_callbacks(execute=True):
        messagerie.repondre(candidature, texte="Bonjour", le=LE)

    assert [envoi.to for envoi in mail.outbox] == [["reste@exemple.fr"]]


def test_sans_structure_l_animation_est_prevenue(django_capture_on_commit_callbacks):
    animateur(email="animation@exemple.fr")
    candidature = CandidatureFactory(structure=None)

    with django_capture_on_commit_callbacks(execute=True):
        messagerie.repondre(candidature, texte="Bonjour", le=LE)

    assert [envoi.to for envoi in mail.outbox] == [["animation@exemple.fr"]]


@pytest.mark.parametrize(
    ("texte", "raison"), [("   ", "Écrivez votre message"), ("a" * 4001, "Ce message est trop long")]
)
def test_un_message_vide_ou_trop_long_est_refuse(texte, raison):
    candidature = CandidatureFactory()

    with pytest.raises(BenevolatRefuse, match=raison):
        messagerie.ecrire_a_la_personne(candidature, texte=texte, par=None, le=LE)

    candidature.refresh_from_db()
    assert candidature.etat == E.NOUVELLE


@pytest.mark.parametrize("etat", [E.A_CONFIRMER, E.RETIREE, E.REORIENTEE])
def test_on_n_ecrit_pas_dans_un_dossier_qui_n_est_plus_suivi(etat):
    candidature = CandidatureFactory(etat=etat)

    with pytest.raises(BenevolatRefuse, match="On ne s’écrit plus dans ce dossier"):
        messagerie.repondre(candidature, texte="Bonjour", le=LE)

    assert candidature.messages.count() == 0


def test_chaque_cote_lit_les_messages_de_l_autre():
    candidature = CandidatureFactory()
    messagerie.ecrire_a_la_personne(candidature, texte="Bonjour", par=None, le=LE)
    messagerie.repondre(candidature, texte="Bonjour à vous", le=LE)

    avant = messagerie.non_lus_par_la_personne(candidature.benevole), messagerie.non_lus_par_la_structure(candidature)
    lus = (
        messagerie.lus_par_la_personne(candidature.benevole, le=LE),
        messagerie.lus_par_la_structure(candidature, le=LE),
    )

    assert (avant, lus) == ((1, 1), (1, 1))
    assert messagerie.non_lus_par_la_personne(candidature.benevole) == 0
    assert messagerie.non_lus_par_la_structure(candidature) == 0
    assert messagerie.lus_par_la_structure(candidature, le=LE) == 0


def test_les_modeles_sont_ceux_de_la_structure_et_les_communs():
    ModeleMessage.objects.all().delete()  # those that every portal starts with
    structure = StructureFactory()
    for titre, de in (("Le mien", structure), ("Commun", None), ("D’ailleurs", StructureFactory())):
        ModeleMessage.objects.create(titre=titre, texte="…", structure=de)

    siens = messagerie.modeles_pour(CandidatureFactory(structure=structure))
    sans_structure = messagerie.modeles_pour(CandidatureFactory(structure=None))

    assert [modele.titre for modele in siens] == ["Commun", "Le mien"]
    assert [modele.titre for modele in sans_structure] == ["Commun"]


def test_un_modele_remplit_ses_mots_et_laisse_les_autres_accolades():
    modele = ModeleMessage(titre="Bienvenue", texte="Bonjour {prenom}, {structure} {0} {inconnu}.\n{signature}")
    candidature = CandidatureFactory(benevole=BenevoleFactory(prenom="Awa"), structure=StructureFactory(nom="L’Envol"))

    assert messagerie.remplir(modele, candidature, signature="Camille") == (
        "Bonjour Awa, L’Envol {0} {inconnu}.\nCamille"
    )
