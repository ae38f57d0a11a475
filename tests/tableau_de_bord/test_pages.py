"""What the dashboards say of public pages and members: only the lines that matter, each with its way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from espace_structures.structures.droits import Appartenances
from espace_structures.structures.enums import EtatDemande, RoleStructure, StatutStructure
from espace_structures.structures.models import MembreStructure, Moderateur
from espace_structures.tableau_de_bord.metier.animation import AFaireAnimation
from espace_structures.tableau_de_bord.metier.lignes import LigneAFaire
from espace_structures.tableau_de_bord.metier.moderation import a_relire, a_suivre
from espace_structures.tableau_de_bord.metier.pages import a_faire_pages
from espace_structures.vitrines.enums import MotifSignalement
from espace_structures.vitrines.models import Signalement
from tests.fabriques.adhesions import DemandeFactory, InvitationFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.espace_vitrines import action_en, fiche_en
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur, membre, responsable
from tests.fabriques.vitrines import annuaire

pytestmark = pytest.mark.django_db

LE = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def page_annuaire():
    return annuaire(site_public())


@pytest.fixture
def structure():
    return StructureFactory(nom="L’Envol")


def lignes(compte) -> list[tuple[str, str]]:
    """Sentence and quiet words of each line."""
    return [(ligne.texte, ligne.detail) for ligne in a_faire_pages(Appartenances.de(compte), le=LE).lignes]


# --- Members --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("etat", "attendues"),
    [
        ("brouillon", [("Votre fiche est en brouillon\u00a0: personne ne la voit encore.", "")]),
        ("en_relecture", [("Votre fiche est en relecture.", "Envoyée vendredi 20 novembre 2026.")]),
        ("renvoyee", [("Votre fiche vous a été renvoyée\u00a0: elle est à reprendre.", "Ajoutez une date.")]),
        ("publiee", []),
    ],
)
def test_fiche_se_dit_tant_qu_elle_attend_quelque_chose(page_annuaire, structure, etat, attendues):
    fiche_en(page_annuaire, etat, structure)

    assert lignes(membre(structure)) == attendues


def test_membre_de_deux_structures_lit_ce_qui_attend_celle_pour_laquelle_il_agit(page_annuaire, structure):
    autre, compte = StructureFactory(nom="Tremplin"), membre(structure)
    MembreStructure.objects.create(compte=compte, structure=autre, role=RoleStructure.CONTRIBUTEUR)
    fiche_en(page_annuaire, "brouillon", structure)
    fiche_en(page_annuaire, "brouillon", autre)
    texte = "Votre fiche est en brouillon\u00a0: personne ne la voit encore."
    toutes = Appartenances.de(compte)

    lues = [
        [(ligne.texte, ligne.detail) for ligne in a_faire_pages(liens, le=LE).lignes]
        for liens in (toutes, toutes.limitees_a(f"structures-{autre.pk}"))
    ]

    assert lues == [[(texte, "L’Envol"), (texte, "Tremplin")], [(texte, "")]]


def test_fiche_absente_se_dit(structure):
    (ligne,) = a_faire_pages(Appartenances.de(membre(structure)), le=LE).lignes

    assert ligne == LigneAFaire(
        "structure",
        "Votre structure n’a pas encore de fiche dans l’annuaire\u00a0: ouvrez-la en dix minutes.",
        reverse("espace:fiche"),
    )


def test_fiche_publiee_dont_un_brouillon_attend_se_dit(page_annuaire, structure):
    fiche = fiche_en(page_annuaire, "publiee", structure)
    fiche.save_revision()

    assert lignes(membre(structure)) == [("Votre fiche a des changements que personne ne voit encore.", "")]


def test_fiche_que_personne_ne_verifie_se_dit(page_annuaire, structure):
    fiche = fiche_en(page_annuaire, "publiee", structure, first_published_at=LE - timedelta(days=365))

    (ligne,) = a_faire_pages(Appartenances.de(membre(structure)), le=LE).lignes

    assert ligne == LigneAFaire(
        "calendrier",
        "Votre fiche n’a pas été vérifiée depuis un an\u00a0: est-elle toujours juste\u00a0?",
        reverse("espace:confirmer", args=[fiche.pk]),
    )


def test_actions_renvoyees_puis_en_relecture(page_annuaire, structure):
    fiche = fiche_en(page_annuaire, "publiee", structure)
    for etat in ("en_relecture", "renvoyee", "en_relecture", "brouillon", "publiee"):
        action_en(fiche, etat, f"Action {etat}")
    action_en(fiche_en(page_annuaire, "publiee"), "renvoyee")

    trouvees = a_faire_pages(Appartenances.de(membre(structure)), le=LE).lignes

    assert [(ligne.texte, ligne.detail) for ligne in trouvees] == [
        ("«\u00a0Action renvoyee\u00a0» vous a été renvoyée.", "Ajoutez une date."),
        ("2 actions sont en relecture.", ""),
    ]
    assert trouvees[1].adresse == f"{reverse('espace:actions')}?etat=EN_MODERATION"


def test_motif_trop_long_est_abrege(page_annuaire, structure):
    fiche = fiche_en(page_annuaire, "publiee", structure)
    renvoyee = action_en(fiche, "renvoyee")
    etape = renvoyee.current_workflow_state.current_task_state
    etape.comment = "a" * 161
    etape.save()

    (ligne,) = a_faire_pages(Appartenances.de(membre(structure)), le=LE).lignes

    assert ligne.detail == "a" * 160 + "…"


def test_demandes_et_invitations_vont_a_qui_dirige(page_annuaire, structure):
    fiche_en(page_annuaire, "publiee", structure)
    DemandeFactory(structure=structure, etat=EtatDemande.EN_ATTENTE)
    DemandeFactory(structure=structure, etat=EtatDemande.A_CONFIRMER, courriel="bob@exemple.fr")
    DemandeFactory(structure=StructureFactory(), etat=EtatDemande.EN_ATTENTE)
    InvitationFactory(structure=structure, expire_le=LE)
    InvitationFactory(structure=structure, expire_le=LE + timedelta(hours=1), courriel="bob@exemple.fr", secret="b")
    membres = reverse("espace:membres", args=["structures", structure.pk])

    assert a_faire_pages(Appartenances.de(membre(structure)), le=LE).lignes == []
    assert a_faire_pages(Appartenances.de(responsable(structure)), le=LE).lignes == [
        LigneAFaire("personne", "1 personne demande à rejoindre votre structure.", membres),
        LigneAFaire("courriel", "1 invitation a expiré sans réponse\u00a0: renvoyez-la ou annulez-la.", membres),
    ]


def test_plusieurs_structures_sont_nommees(page_annuaire, structure):
    fiche_en(page_annuaire, "renvoyee", structure)
    autre = StructureFactory(nom="Passerelle")
    compte = responsable(structure)
    MembreStructure.objects.create(compte=compte, structure=autre, role=RoleStructure.RESPONSABLE)
    DemandeFactory(structure=autre, etat=EtatDemande.EN_ATTENTE)
    InvitationFactory(structure=autre, expire_le=LE)

    assert [detail for _texte, detail in lignes(compte)] == [
        "L’Envol – Ajoutez une date.",
        "Passerelle",
        "Passerelle",
        "Passerelle",
    ]


@pytest.mark.parametrize("role", [RoleStructure.LECTEUR, RoleStructure.REDACTEUR])
def test_qui_n_ecrit_pas_les_pages_n_en_lit_rien(structure, role):
    assert a_faire_pages(Appartenances.de(membre(structure, role)), le=LE) is None


# --- Those who moderate ---------------------------------------------------------------------------------------------


def test_pages_a_relire_se_comptent_avec_l_age_de_la_plus_ancienne(page_annuaire):
    for code in ("93", "93", "75"):
        fiche_en(page_annuaire, "en_relecture", StructureFactory(departements=[code]))
    moderatrice = Moderateur.objects.create(compte=CompteFactory(), departement="93").compte

    assert a_relire(moderatrice, le=LE) == [
        LigneAFaire(
            "edition",
            "2 pages attendent d’être relues.",
            reverse("vitrines_relecture"),
            "La plus ancienne attend depuis 4 jours.",
        )
    ]
    assert a_relire(animateur(), le=LE)[0].texte == "3 pages attendent d’être relues."


def test_page_recue_le_jour_meme(page_annuaire):
    fiche_en(page_annuaire, "en_relecture")

    (ligne,) = a_relire(animateur(), le=datetime(2026, 11, 20, 18, tzinfo=UTC))

    assert (ligne.texte, ligne.detail) == ("1 page attend d’être relue.", "Reçue aujourd’hui.")


def test_rien_a_relire():
    assert a_relire(animateur(), le=LE) == []
    assert a_relire(CompteFactory(), le=LE) is None


# --- The animation --------------------------------------------------------------------------------------------------


def test_animation_suit_pages_et_membres(page_annuaire):
    perimee = fiche_en(page_annuaire, "publiee", first_published_at=LE - timedelta(days=400))
    fiche_en(page_annuaire, "publiee")
    StructureFactory(statut=StatutStructure.FERMEE)
    DemandeFactory(structure=perimee.structure, etat=EtatDemande.EN_ATTENTE)
    StructureFactory()
    for _rang in range(2):
        Signalement.objects.create(page=perimee, motif=MotifSignalement.AUTRE, message="x", cree_le=LE)

    assert [ligne.texte for ligne in a_suivre(animateur(), le=LE)] == [
        "1 demande d’adhésion attend une réponse.",
        "2 signalements sont à traiter.",
        "1 fiche n’a pas été vérifiée depuis un an.",
        "1 structure n’a pas encore de fiche.",
    ]


def test_animation_sans_rien_a_suivre():
    assert a_suivre(animateur(), le=LE) == []
    assert a_suivre(CompteFactory(), le=LE) is None


@pytest.mark.parametrize(
    ("noms", "autres", "attendue"),
    [
        ([], 0, None),
        (["A"], 0, "1 structure n’a plus de personne responsable."),
        (["A", "B"], 3, "5 structures n’ont plus de personne responsable."),
    ],
)
def test_structures_sans_responsable_en_une_ligne(noms, autres, attendue):
    ligne = AFaireAnimation(campagnes=[], sans_responsable=noms, autres_sans_responsable=autres).ligne_sans_responsable

    assert (ligne.texte if ligne else None) == attendue


# --- Screens --------------------------------------------------------------------------------------------------------


def test_accueil_montre_les_lignes_de_la_structure(client, page_annuaire, structure):
    action_en(fiche_en(page_annuaire, "publiee", structure), "renvoyee", "Un café")
    client.force_login(membre(structure))

    page = client.get(reverse("espace:accueil")).content.decode()

    assert "«\u00a0Un café\u00a0» vous a été renvoyée." in page
    assert "Raconter une action" in page


def test_panneau_du_back_office_compte_pour_l_animation(client, page_annuaire):
    fiche_en(page_annuaire, "en_relecture")
    client.force_login(animateur())

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    debut = page.index('id="panneau-structures"')
    assert "1 page attend d’être relue." in page[debut:]
    assert "1 structure n’a plus de personne responsable." in page[debut:]
