"""Members: roles given and taken away, a responsable always kept, effects at once, rights on pages in step."""

from datetime import timedelta

import pytest
from django.core import mail

from espace_structures.structures import journal
from espace_structures.structures.enums import RoleFinanceur, RoleStructure, StatutStructure
from espace_structures.structures.metier import membres
from espace_structures.structures.models import MembreStructure, Structure
from tests.fabriques.adhesions import LE
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.fusions import invitation
from tests.fabriques.structures import FinanceurFactory, StructureFactory, agent, editeurs, membre, responsable

pytestmark = pytest.mark.django_db

SANS_RESPONSABLE = (
    "«\u00a0Passerelle\u00a0» n’aurait plus de responsable\u00a0: nommez d’abord une autre personne responsable, "
    "puis recommencez."
)


def passerelle(**champs) -> Structure:
    return StructureFactory(nom="Passerelle", **champs)


def lignes(structure) -> list[tuple]:
    """The log: what, about whom, in which role, when, by whom."""
    return [(e.fait, e.donnees["personne"], e.donnees["role"], e.le, e.par) for e in journal.historique(structure)]


def rattachement(compte):
    return compte.membres_structures.get()


def refus(action, *arguments, **options) -> str:
    with pytest.raises(membres.MembreRefuse) as erreur:
        action(*arguments, par=CompteFactory(), le=LE, **options)
    return str(erreur.value)


# --- The last responsable --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "options"), [(membres.desactiver, {}), (membres.changer_role, {"role": RoleStructure.CONTRIBUTEUR})]
)
def test_la_derniere_personne_responsable_reste(action, options):
    structure = passerelle()
    seul = rattachement(responsable(structure))
    membre(structure)
    responsable(structure, is_active=False)  # a deactivated account runs nothing

    assert refus(action, seul, **options) == SANS_RESPONSABLE
    seul.refresh_from_db()
    assert (seul.role, seul.actif) == (RoleStructure.RESPONSABLE, True)


@pytest.mark.parametrize(
    ("action", "options"), [(membres.desactiver, {}), (membres.changer_role, {"role": RoleStructure.LECTEUR})]
)
def test_un_responsable_parmi_d_autres_peut_s_en_aller(action, options):
    structure = passerelle()
    responsable(structure)
    autre = rattachement(responsable(structure))

    action(autre, par=CompteFactory(), le=LE, **options)

    assert MembreStructure.objects.actifs().responsables().count() == 1


def test_une_structure_fermee_n_a_besoin_de_personne():
    seul = rattachement(responsable(passerelle(statut=StatutStructure.FERMEE)))

    membres.desactiver(seul, par=CompteFactory(), le=LE)

    assert list(MembreStructure.objects.actifs()) == []


def test_une_structure_deja_sans_responsable_laisse_partir_ses_membres():
    structure = passerelle()
    seul = rattachement(membre(structure))

    membres.desactiver(seul, par=CompteFactory(), le=LE)

    assert list(MembreStructure.objects.actifs()) == []


def test_garde_du_back_office_connait_le_role_et_l_etat_voulus():
    seul = rattachement(responsable(passerelle()))

    membres.verifier_changement(seul, role=RoleStructure.RESPONSABLE, actif=True)
    for role, actif in [(RoleStructure.LECTEUR, True), (RoleStructure.RESPONSABLE, False)]:
        with pytest.raises(membres.MembreRefuse):
            membres.verifier_changement(seul, role=role, actif=actif)


# --- Changing, taking away, giving back ------------------------------------------------------------------------------


def test_changement_de_role_est_note_et_annonce(django_capture_on_commit_callbacks):
    structure = passerelle()
    awa = membre(structure, email="awa@exemple.fr", last_name="Diop")
    qui = responsable(structure, last_name="Roy")

    with django_capture_on_commit_callbacks(execute=True):
        membres.changer_role(rattachement(awa), role=RoleStructure.LECTEUR, par=qui, le=LE)

    assert rattachement(awa).role == RoleStructure.LECTEUR
    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["awa@exemple.fr"], "Votre rôle dans «\u00a0Passerelle\u00a0»")
    ]
    assert lignes(structure) == [("Rôle changé", "Camille Diop", "Lecteur ou lectrice", LE, "Camille Roy")]


def test_meme_role_ne_change_rien(django_capture_on_commit_callbacks):
    structure = passerelle()
    awa = membre(structure)

    with django_capture_on_commit_callbacks(execute=True):
        membres.changer_role(rattachement(awa), role=RoleStructure.CONTRIBUTEUR, par=CompteFactory(), le=LE)

    assert (mail.outbox, journal.historique(structure)) == ([], [])


@pytest.mark.parametrize("action", [membres.changer_role, membres.reactiver])
def test_role_inconnu_refuse(action):
    assert refus(action, rattachement(membre(passerelle())), role=RoleFinanceur.INSTRUCTEUR) == (
        "Ce rôle n’existe pas dans cette organisation\u00a0: choisissez-en un de la liste."
    )


def test_retrait_garde_l_histoire_et_previent(django_capture_on_commit_callbacks):
    structure = passerelle()
    awa = membre(structure, email="awa@exemple.fr")
    vise = rattachement(awa)

    with django_capture_on_commit_callbacks(execute=True):
        membres.desactiver(vise, par=CompteFactory(), le=LE)
        membres.desactiver(vise, par=CompteFactory(), le=LE + timedelta(days=1))  # a second click

    garde = rattachement(awa)
    assert (garde.actif, garde.quitte_le, garde.role) == (False, LE, RoleStructure.CONTRIBUTEUR)
    assert [m.subject for m in mail.outbox] == ["Votre accès à «\u00a0Passerelle\u00a0» est retiré"]


def test_role_ne_change_pas_apres_le_depart():
    vise = rattachement(membre(passerelle()))
    membres.desactiver(vise, par=CompteFactory(), le=LE)

    assert refus(membres.changer_role, vise, role=RoleStructure.LECTEUR) == (
        "Cette personne n’est plus membre\u00a0: rendez-lui d’abord l’accès."
    )


def test_retour_avec_un_role_choisi_de_nouveau():
    vise = rattachement(membre(passerelle()))
    membres.desactiver(vise, par=CompteFactory(), le=LE)

    membres.reactiver(vise, role=RoleStructure.REDACTEUR, par=CompteFactory(), le=LE)
    membres.reactiver(vise, role=RoleStructure.LECTEUR, par=CompteFactory(), le=LE)  # already back

    vise.refresh_from_db()
    assert (vise.actif, vise.role, vise.quitte_le) == (True, RoleStructure.REDACTEUR, None)


def test_retour_impossible_dans_une_structure_fermee():
    structure = passerelle()
    vise = rattachement(membre(structure))
    membres.desactiver(vise, par=CompteFactory(), le=LE)
    Structure.objects.update(statut=StatutStructure.FERMEE)

    assert refus(membres.reactiver, vise, role=RoleStructure.LECTEUR) == (
        "Cette structure est fermée\u00a0: personne ne peut plus la rejoindre."
    )


@pytest.mark.parametrize(
    ("avant", "propose"),
    [
        (RoleStructure.RESPONSABLE, RoleStructure.CONTRIBUTEUR),
        (RoleStructure.LECTEUR, RoleStructure.LECTEUR),
    ],
)
def test_retour_ne_propose_jamais_d_anciens_pouvoirs(avant, propose):
    assert membres.role_au_retour(MembreStructure(role=avant)) == propose


def test_membre_d_un_financeur_change_part_et_revient():
    financeur = FinanceurFactory()
    vise = agent(financeur).membres_financeurs.get()

    membres.changer_role(vise, role=RoleFinanceur.LECTEUR, par=CompteFactory(), le=LE)
    membres.desactiver(vise, par=CompteFactory(), le=LE)
    membres.reactiver(vise, role=RoleFinanceur.INSTRUCTEUR, par=CompteFactory(), le=LE)

    vise.refresh_from_db()
    assert (vise.role, vise.actif) == (RoleFinanceur.INSTRUCTEUR, True)
    assert [e.fait for e in journal.historique(financeur)] == ["Accès rendu", "Accès retiré", "Rôle changé"]


# --- Rights on the public pages --------------------------------------------------------------------------------------


def test_droits_sur_les_pages_suivent_les_membres():
    structure = passerelle()
    responsable(structure)
    awa = membre(structure, RoleStructure.LECTEUR)
    vise = rattachement(awa)

    def ecrit():
        return awa in editeurs(structure)

    etats = [ecrit()]
    membres.changer_role(vise, role=RoleStructure.CONTRIBUTEUR, par=CompteFactory(), le=LE)
    etats.append(ecrit())
    membres.desactiver(vise, par=CompteFactory(), le=LE)
    etats.append(ecrit())
    membres.rattacher(structure, awa, role=RoleStructure.CONTRIBUTEUR, par=None, le=LE)
    etats.append(ecrit())

    assert etats == [False, True, False, True]


def test_rattacher_sans_personne_est_le_fait_du_portail():
    structure = passerelle()

    membres.rattacher(structure, CompteFactory(last_name="Diop"), role=RoleStructure.LECTEUR, par=None, le=LE)

    assert lignes(structure) == [("Nouveau membre", "Camille Diop", "Lecteur ou lectrice", LE, "Le portail")]


# --- Invitations of whoever no longer runs the structure --------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "options"), [(membres.desactiver, {}), (membres.changer_role, {"role": RoleStructure.CONTRIBUTEUR})]
)
def test_ses_invitations_meurent_avec_son_role(action, options):
    structure = passerelle()
    partante, restante = responsable(structure), responsable(structure)
    sienne = invitation(structure, "sienne@exemple.fr", invitee_par=partante)
    autre = invitation(structure, "autre@exemple.fr", invitee_par=restante)

    action(rattachement(partante), par=restante, le=LE, **options)

    sienne.refresh_from_db()
    assert sienne.annulee_le == LE
    assert list(structure.invitations.en_attente()) == [autre]
