"""“Je quitte mes fonctions”: everything that moves is shown, then goes to the successor; a responsable stays."""

import pytest
from django.core import mail
from wagtail.models import Comment, Page, WorkflowState

from espace_structures.bilans.enums import EtatBilan
from espace_structures.structures import journal
from espace_structures.structures.enums import RoleStructure
from espace_structures.structures.models import MembreStructure
from espace_structures.vie_des_structures.metier import depart
from espace_structures.vitrines.metier.moderation import installer_moderation, soumettre
from tests.fabriques.adhesions import LE, InvitationFactory
from tests.fabriques.bilans import bilan_de, campagne_ouverte
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, editeurs, membre, responsable
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = pytest.mark.django_db


def rattachement(compte) -> MembreStructure:
    return compte.membres_structures.get()


@pytest.fixture
def structure():
    return StructureFactory(nom="Passerelle")


@pytest.fixture
def partante(structure):
    return rattachement(responsable(structure, last_name="Roy", email="roy@exemple.fr"))


def quitter(membre_partant, successeur=None):
    depart.quitter(membre_partant, successeur=successeur, le=LE)


def refus(*arguments) -> str:
    with pytest.raises(depart.DepartRefuse) as erreur:
        quitter(*arguments)
    return str(erreur.value)


def test_ce_qui_change_de_mains_est_montre(structure, partante):
    page_fiche = fiche(annuaire(site_public()), structure, owner=partante.compte)
    brouillon = action(page_fiche, "Café des métiers", owner=partante.compte, live=False)
    action(page_fiche, "D’une autre", owner=membre(structure))
    ailleurs = fiche(page_fiche.get_parent().specific, owner=partante.compte)
    a_moi = InvitationFactory(structure=structure, invitee_par=partante.compte)
    InvitationFactory(structure=structure, courriel="autre@exemple.fr", secret="autre")
    restant = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, {})
    bilan_de(structure, campagne_ouverte(2024), EtatBilan.TRANSMIS, {})

    montre = depart.a_reprendre(partante)

    assert [page.pk for page in montre.pages] == [brouillon.pk, page_fiche.pk]
    assert ailleurs.pk not in [page.pk for page in montre.pages]
    assert (montre.invitations, montre.bilans) == ([a_moi], [restant])
    assert (montre.en_moderation, montre.commentaires) == (0, 0)


def test_page_en_moderation_et_commentaires_suivent(structure, partante):
    succede = rattachement(membre(structure, RoleStructure.RESPONSABLE))
    page_fiche = fiche(annuaire(site_public()), structure, live=False, owner=partante.compte)
    installer_moderation()
    page_fiche.save_revision(user=partante.compte)
    soumettre(page_fiche, par=partante.compte, le=LE)
    Comment.objects.create(page=page_fiche, user=partante.compte, text="À revoir.", contentpath="accroche")
    montre = depart.a_reprendre(partante)

    quitter(partante, succede)

    assert (montre.en_moderation, montre.commentaires) == (1, 1)
    assert WorkflowState.objects.get().requested_by == succede.compte


def test_depart_remet_tout_a_qui_succede(structure, partante, django_capture_on_commit_callbacks):
    responsable(structure, email="autre@exemple.fr")
    succede = rattachement(membre(structure, email="awa@exemple.fr"))
    page_fiche = fiche(annuaire(site_public()), structure, owner=partante.compte)
    invitation = InvitationFactory(structure=structure, invitee_par=partante.compte)

    with django_capture_on_commit_callbacks(execute=True):
        quitter(partante, succede)

    partante.refresh_from_db()
    invitation.refresh_from_db()
    assert (partante.actif, partante.quitte_le, partante.role) == (False, LE, RoleStructure.RESPONSABLE)
    assert (Page.objects.get(pk=page_fiche.pk).owner, invitation.invitee_par) == (succede.compte, succede.compte)
    assert rattachement(succede.compte).role == RoleStructure.CONTRIBUTEUR
    assert sorted((m.to[0], m.subject) for m in mail.outbox) == [
        ("autre@exemple.fr", "Camille Roy quitte ses fonctions dans «\u00a0Passerelle\u00a0»"),
        ("awa@exemple.fr", "Camille Roy quitte ses fonctions dans «\u00a0Passerelle\u00a0»"),
    ]
    assert [e.fait for e in journal.historique(structure)] == ["Départ"]


def test_derniere_personne_responsable_nomme_qui_lui_succede(structure, partante):
    succede = rattachement(membre(structure, RoleStructure.LECTEUR))

    assert (
        refus(partante)
        == "Vous êtes la dernière personne responsable\u00a0: choisissez qui le devient avant de partir."
    )
    quitter(partante, succede)

    assert rattachement(succede.compte).role == RoleStructure.RESPONSABLE
    assert [m.compte for m in MembreStructure.objects.actifs()] == [succede.compte]
    assert sorted(e.fait for e in journal.historique(structure)) == ["Départ", "Rôle changé"]


def test_sans_successeur_un_autre_responsable_reprend(structure, partante):
    autre = responsable(structure)
    page_fiche = fiche(annuaire(site_public()), structure, owner=partante.compte)

    quitter(partante)

    assert Page.objects.get(pk=page_fiche.pk).owner == autre


def test_membre_d_une_structure_sans_responsable_part_sans_successeur(structure):
    seul = rattachement(membre(structure))
    page_fiche = fiche(annuaire(site_public()), structure, owner=seul.compte)

    quitter(seul)

    assert Page.objects.get(pk=page_fiche.pk).owner is None
    assert list(MembreStructure.objects.actifs()) == []


def test_successeur_d_ailleurs_ou_parti_refuse(structure, partante):
    ailleurs = rattachement(membre(StructureFactory()))

    assert refus(partante, ailleurs) == (
        "Cette personne n’est plus membre de la structure\u00a0: choisissez-en une autre."
    )


def test_on_ne_part_qu_une_fois(structure, partante):
    responsable(structure)
    quitter(partante)

    assert refus(partante) == "Vous n’êtes déjà plus membre de cette structure."


def test_depart_ote_les_droits_sur_les_pages(structure, partante):
    succede = rattachement(membre(structure, RoleStructure.LECTEUR))

    quitter(partante, succede)

    assert editeurs(structure) == {succede.compte}
