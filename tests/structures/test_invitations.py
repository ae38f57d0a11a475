"""Invitations: who may be invited, how long a link lives, what it gives and to whom."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from espace_structures.structures import journal
from espace_structures.structures.enums import RoleFinanceur, RoleStructure, StatutStructure
from espace_structures.structures.metier import invitations, secrets
from espace_structures.structures.metier.membres import desactiver
from espace_structures.structures.models import Invitation, MembreStructure
from portal.socle.dates import fin_du_jour
from tests.fabriques.adhesions import LE, SECRET, InvitationFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import FinanceurFactory, StructureFactory, animateur, membre, responsable

pytestmark = pytest.mark.django_db


def inviter(organisation, courriel="awa@exemple.fr", role=RoleStructure.CONTRIBUTEUR, **options):
    return invitations.inviter(
        organisation, courriel=courriel, role=role, par=options.pop("par", None) or CompteFactory(), le=LE, **options
    )


def refus(action, *arguments, **options) -> str:
    with pytest.raises(invitations.InvitationRefusee) as erreur:
        action(*arguments, **options)
    return str(erreur.value)


def secret_du_courriel(message) -> str:
    return re.search(r"/invitation/([^/\s]+)/", message.body).group(1)


# --- Inviting --------------------------------------------------------------------------------------------------------


def test_invitation_vaut_quatorze_jours_et_son_secret_n_est_que_dans_le_courriel(django_capture_on_commit_callbacks):
    structure = StructureFactory(nom="Passerelle")

    with django_capture_on_commit_callbacks(execute=True):
        invitation = inviter(structure, "Awa@Exemple.FR", message="À bientôt.", par=CompteFactory(last_name="Roy"))

    [message] = mail.outbox
    secret = secret_du_courriel(message)
    assert (invitation.courriel, message.to) == ("awa@exemple.fr", ["awa@exemple.fr"])
    assert (invitation.creee_le, invitation.expire_le) == (LE, datetime(2026, 3, 17, 22, 59, 59, 999_999, tzinfo=UTC))
    assert message.subject == "Camille Roy vous invite à rejoindre «\u00a0Passerelle\u00a0»"
    assert "17 mars 2026" in message.body
    assert "À bientôt." in message.body
    assert (invitation.empreinte, len(secret)) == (secrets.empreinte(secret), 43)
    assert secret not in str(Invitation.objects.values().get())


def test_invitation_est_ecrite_dans_le_journal():
    structure = StructureFactory()
    qui = responsable(structure, last_name="Roy")

    inviter(structure, par=qui)

    (ligne,) = journal.historique(structure)
    assert (ligne.fait, ligne.le, ligne.par) == ("Invitation envoyée", LE, "Camille Roy")
    assert ligne.donnees == {"personne": "awa@exemple.fr", "role": "Contributeur ou contributrice"}


def test_un_membre_actif_ne_s_invite_pas_et_les_majuscules_ne_trompent_personne():
    structure = StructureFactory()
    membre(structure, email="awa@exemple.fr")

    assert refus(inviter, structure, "AWA@exemple.fr") == (
        "La personne à l’adresse awa@exemple.fr est déjà membre\u00a0: changez plutôt son rôle dans la liste."
    )
    assert Invitation.objects.count() == 0


def test_une_seule_invitation_attend_une_adresse():
    structure = StructureFactory()
    inviter(structure)

    assert refus(inviter, structure, "AWA@exemple.fr") == (
        "Une invitation attend déjà la personne à l’adresse awa@exemple.fr\u00a0: renvoyez-la plutôt."
    )


def test_cinquante_invitations_attendent_au_plus():
    structure = StructureFactory()
    for rang in range(50):
        InvitationFactory(structure=structure, courriel=f"p{rang}@exemple.fr", secret=str(rang))

    assert refus(inviter, structure) == (
        "50 invitations attendent déjà\u00a0: annulez celles qui ne servent plus, puis envoyez les nouvelles."
    )


def test_une_structure_fermee_n_invite_plus():
    structure = StructureFactory(statut=StatutStructure.FERMEE)

    assert refus(inviter, structure) == "Cette structure est fermée\u00a0: personne ne peut plus la rejoindre."


@pytest.mark.parametrize(
    ("fabrique", "role"), [(StructureFactory, RoleFinanceur.INSTRUCTEUR), (FinanceurFactory, RoleStructure.RESPONSABLE)]
)
def test_un_role_vaut_pour_son_genre_d_organisation(fabrique, role):
    assert refus(inviter, fabrique(), role=role) == (
        "Ce rôle n’existe pas dans cette organisation\u00a0: choisissez-en un de la liste."
    )


# --- Sending again, cancelling ---------------------------------------------------------------------------------------


def test_renvoi_donne_un_nouveau_lien_et_tue_l_ancien(django_capture_on_commit_callbacks):
    invitation = InvitationFactory()
    apres = LE + timedelta(days=20)

    with django_capture_on_commit_callbacks(execute=True):
        invitations.renvoyer(invitation, par=CompteFactory(), le=apres)

    [message] = mail.outbox
    assert invitations.trouver(SECRET) is None
    assert invitations.trouver(secret_du_courriel(message)) == invitation
    assert Invitation.objects.get().expire_le == fin_du_jour((apres + timedelta(days=14)).date())


@pytest.mark.parametrize(("secondes", "passe"), [(59, False), (60, True)])
def test_renvoi_attend_une_minute(secondes, passe):
    invitation = InvitationFactory()
    le = LE + timedelta(seconds=secondes)

    if not passe:
        assert refus(invitations.renvoyer, invitation, par=CompteFactory(), le=le) == (
            "Cette invitation vient de partir\u00a0: attendez une minute avant de la renvoyer."
        )
    else:
        assert invitations.renvoyer(invitation, par=CompteFactory(), le=le).envoyee_le == le


def test_une_structure_fermee_ne_renvoie_rien():
    invitation = InvitationFactory(structure__statut=StatutStructure.FERMEE)

    assert refus(invitations.renvoyer, invitation, par=CompteFactory(), le=LE + timedelta(hours=1)) == (
        "Cette structure est fermée\u00a0: personne ne peut plus la rejoindre."
    )


def test_annulation_ferme_le_lien():
    invitation = InvitationFactory()

    invitations.annuler(invitation, par=CompteFactory(), le=LE)

    assert not invitations.est_valable(invitations.trouver(SECRET), le=LE)
    assert list(Invitation.objects.en_attente()) == []


@pytest.mark.parametrize(
    ("champ", "attendu"),
    [
        ("acceptee_le", "Cette invitation a déjà été acceptée."),
        ("annulee_le", "Cette invitation a déjà été annulée."),
    ],
)
@pytest.mark.parametrize("action", [invitations.renvoyer, invitations.annuler])
def test_une_invitation_close_ne_bouge_plus(action, champ, attendu):
    invitation = InvitationFactory(**{champ: LE})

    assert refus(action, invitation, par=CompteFactory(), le=LE + timedelta(hours=1)) == attendu


# --- Accepting -------------------------------------------------------------------------------------------------------


def test_accepter_rend_membre_avec_le_role_de_l_invitation():
    invitation = InvitationFactory(role=RoleStructure.REDACTEUR, courriel="Awa@Exemple.fr")
    compte = CompteFactory(email="awa@exemple.fr")

    invitations.accepter(invitation, compte=compte, le=LE)

    rattachement = MembreStructure.objects.get()
    assert (rattachement.compte, rattachement.role, rattachement.actif) == (compte, RoleStructure.REDACTEUR, True)
    relue = Invitation.objects.get()
    assert (relue.acceptee_le, relue.acceptee_par) == (LE, compte)


def test_accepter_pour_un_financeur():
    financeur = FinanceurFactory()
    invitation = InvitationFactory(structure=None, financeur=financeur, role=RoleFinanceur.INSTRUCTEUR)

    invitations.accepter(invitation, compte=CompteFactory(email="awa@exemple.fr"), le=LE)

    assert [m.role for m in financeur.membres.all()] == [RoleFinanceur.INSTRUCTEUR]


def test_accepter_deux_fois_dit_que_c_est_deja_fait():
    invitation = InvitationFactory()
    compte = CompteFactory(email="awa@exemple.fr")
    invitations.accepter(invitation, compte=compte, le=LE)

    with pytest.raises(invitations.DejaAcceptee, match="déjà été acceptée"):
        invitations.accepter(invitation, compte=compte, le=LE)

    assert MembreStructure.objects.count() == 1


@pytest.mark.parametrize(
    ("champs", "le"),
    [
        ({}, LE + timedelta(days=14)),
        ({"annulee_le": LE}, LE),
        ({"structure__statut": StatutStructure.FERMEE}, LE),
    ],
)
def test_un_lien_mort_n_ouvre_rien(champs, le):
    invitation = InvitationFactory(**champs)

    assert refus(invitations.accepter, invitation, compte=CompteFactory(email="awa@exemple.fr"), le=le) == (
        "Cette invitation n’est plus valable\u00a0: demandez-en une nouvelle."
    )
    assert MembreStructure.objects.count() == 0


@pytest.mark.parametrize("champs", [{"email": "autre@exemple.fr"}, {"email": "awa@exemple.fr", "is_active": False}])
def test_seul_le_compte_invite_accepte(champs):
    message = refus(invitations.accepter, InvitationFactory(), compte=CompteFactory(**champs), le=LE)

    assert message == (
        "Cette invitation est destinée à une autre adresse que celle de votre compte\u00a0: déconnectez-vous d’abord."
    )
    assert MembreStructure.objects.count() == 0


def test_ancien_responsable_revient_avec_le_role_de_l_invitation():
    structure = StructureFactory()
    responsable(structure)
    ancien = responsable(structure, email="awa@exemple.fr")
    desactiver(ancien.membres_structures.get(), par=CompteFactory(), le=LE)

    invitations.accepter(InvitationFactory(structure=structure, role=RoleStructure.LECTEUR), compte=ancien, le=LE)

    revenu = ancien.membres_structures.get()
    assert (revenu.role, revenu.actif, revenu.quitte_le) == (RoleStructure.LECTEUR, True, None)


def test_membre_entre_temps_garde_son_role():
    invitation = InvitationFactory(role=RoleStructure.LECTEUR)
    compte = responsable(invitation.structure, email="awa@exemple.fr")

    invitations.accepter(invitation, compte=compte, le=LE)

    assert compte.membres_structures.get().role == RoleStructure.RESPONSABLE


# --- A dead link -----------------------------------------------------------------------------------------------------


def redemander(invitation, capture, jour):
    mail.outbox.clear()
    with capture(execute=True):
        invitations.redemander(invitation, le=LE, jour=jour)
    return [message.to for message in mail.outbox]


def test_redemander_ecrit_a_qui_invite_une_fois_par_jour(django_capture_on_commit_callbacks):
    structure = StructureFactory()
    responsable(structure, email="chef@exemple.fr")
    qui = responsable(structure, email="roy@exemple.fr")
    invitation = InvitationFactory(structure=structure, invitee_par=qui)
    jours = [datetime(2026, 4, 1).date(), datetime(2026, 4, 1).date(), datetime(2026, 4, 2).date()]  # noqa: DTZ001

    recus = [redemander(invitation, django_capture_on_commit_callbacks, jour) for jour in jours]

    assert recus == [[["roy@exemple.fr"]], [], [["roy@exemple.fr"]]]


def test_redemander_ecrit_a_l_animation_quand_personne_ne_repond_de_la_structure(django_capture_on_commit_callbacks):
    parti = CompteFactory(email="parti@exemple.fr")
    animateur(email="anim@exemple.fr")
    invitation = InvitationFactory(invitee_par=parti)

    recus = redemander(invitation, django_capture_on_commit_callbacks, datetime(2026, 4, 1).date())  # noqa: DTZ001

    assert recus == [["anim@exemple.fr"]]


def test_adresse_masquee_ne_dit_que_les_initiales():
    assert secrets.masquer("camille.roy@exemple.fr") == "c…@e…"
