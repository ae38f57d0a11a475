"""The road of a page to its readers: submitted, published or returned, taken back; who is written to at each step."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowTask

from espace_structures.structures.enums import RoleStructure, StatutStructure
from espace_structures.structures.models import MembreStructure, Moderateur, Structure
from espace_structures.vitrines.enums import EtatEditorial
from espace_structures.vitrines.metier.etats import etat_editorial
from espace_structures.vitrines.metier.fiches import ouvrir_fiche
from espace_structures.vitrines.metier.moderation import (
    DecisionDejaPrise,
    ModerationRefusee,
    PageIncomplete,
    approuver,
    installer_moderation,
    renvoyer,
    retirer,
    soumettre,
)
from espace_structures.vitrines.models import ActionPage, FichePage, TacheDeModeration
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import article, liste_actualites, site_public
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = pytest.mark.django_db

LE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PLUS_TARD = datetime(2026, 11, 26, 14, 2, tzinfo=UTC)


def moderateur(departement, **compte):
    personne = CompteFactory(**compte)
    Moderateur.objects.create(compte=personne, departement=departement)
    return personne


@pytest.fixture
def accueil():
    return site_public()


@pytest.fixture
def page(accueil):
    """The published sheet of a structure of Seine-Saint-Denis, whose rights are set."""
    page = fiche(annuaire(accueil), StructureFactory(nom="Relais", departements=["93"]))
    page.save_revision().publish()
    installer_moderation()
    return FichePage.objects.get(pk=page.pk)


@pytest.fixture
def autrice(page):
    return membre(page.structure, email="autrice@relais.example", first_name="Aline", last_name="Roy")


@pytest.fixture
def brouillon(page, autrice):
    """An action never published."""
    creee = action(page, "Un atelier", live=False, owner=autrice)
    creee.save_revision(user=autrice)
    return ActionPage.objects.get(pk=creee.pk)


def destinataires() -> list[tuple[str, str]]:
    return sorted((message.to[0], message.subject) for message in mail.outbox)


def relire(page):
    return type(page).objects.get(pk=page.pk)


def test_soumettre_previent_les_moderateurs_du_territoire_seulement(
    brouillon, autrice, django_capture_on_commit_callbacks
):
    moderateur("93", email="m93@exemple.fr")
    moderateur("75", email="m75@exemple.fr")
    animateur(email="animation@exemple.fr")

    with django_capture_on_commit_callbacks(execute=True):
        etat = soumettre(brouillon, par=autrice, le=LE)

    assert etat == EtatEditorial.EN_MODERATION
    assert destinataires() == [("m93@exemple.fr", "À relire : « Un atelier »")]
    assert not relire(brouillon).live


def test_soumettre_sans_moderateur_previent_l_animation(brouillon, autrice, django_capture_on_commit_callbacks):
    animateur(email="animation@exemple.fr")
    CompteFactory(email="administration@exemple.fr", is_superuser=True)

    with django_capture_on_commit_callbacks(execute=True):
        soumettre(brouillon, par=autrice, le=LE)

    assert destinataires() == [("animation@exemple.fr", "À relire : « Un atelier »")]


def test_structure_de_confiance_publie_tout_de_suite(brouillon, autrice, page):
    Structure.objects.update(de_confiance=True)

    etat = soumettre(brouillon, par=autrice, le=LE)

    assert etat == EtatEditorial.PUBLIEE
    assert relire(brouillon).live
    assert TaskState.objects.count() == 0


def test_soumettre_deux_fois_est_refuse(brouillon, autrice):
    soumettre(brouillon, par=autrice, le=LE)

    with pytest.raises(ModerationRefusee, match="déjà en relecture"):
        soumettre(brouillon, par=autrice, le=LE)


def test_page_incomplete_dit_ce_qui_manque(page, autrice):
    structure = StructureFactory(nom="Autre", departements=["93"])
    vide = ouvrir_fiche(structure, par=autrice, le=LE)

    with pytest.raises(PageIncomplete, match="La page n’est pas complète : en une phrase – ") as refus:
        soumettre(vide, par=autrice, le=LE)

    assert list(refus.value.erreurs) == ["accroche"]


def test_structure_fermee_ne_soumet_plus(brouillon, autrice):
    Structure.objects.update(statut=StatutStructure.FERMEE)

    with pytest.raises(ModerationRefusee, match="« Relais » est fermée"):
        soumettre(brouillon, par=autrice, le=LE)


def test_approuver_publie_et_previent_l_autrice(brouillon, autrice, django_capture_on_commit_callbacks):
    personne = moderateur("93")
    soumettre(brouillon, par=autrice, le=LE)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        publiee = approuver(brouillon, par=personne, le=PLUS_TARD, commentaire=" Bravo ! ")

    assert publiee.live
    assert etat_editorial(publiee) == EtatEditorial.PUBLIEE
    assert destinataires() == [("autrice@relais.example", "Publiée : « Un atelier »")]
    assert "Bravo !" in mail.outbox[0].body
    etape = TaskState.objects.get()
    assert (etape.status, etape.finished_by, etape.finished_at) == (TaskState.STATUS_APPROVED, personne, PLUS_TARD)


def test_approuver_dit_que_la_page_a_ete_retouchee(brouillon, autrice, django_capture_on_commit_callbacks):
    personne = moderateur("93", first_name="Marc", last_name="Li")
    soumettre(brouillon, par=autrice, le=LE)
    retouchee = relire(brouillon).get_latest_revision_as_object()
    retouchee.but = "Rapprocher des jeunes et des entreprises du quartier."
    retouchee.save_revision(user=personne)

    with django_capture_on_commit_callbacks(execute=True):
        approuver(brouillon, par=personne, le=PLUS_TARD)

    assert relire(brouillon).but == "Rapprocher des jeunes et des entreprises du quartier."
    assert "Marc Li l’a retouchée avant de la publier" in mail.outbox[-1].body


def test_renvoyer_donne_la_raison_a_l_autrice(brouillon, autrice, django_capture_on_commit_callbacks):
    personne = moderateur("93", first_name="Marc", last_name="Li")
    soumettre(brouillon, par=autrice, le=LE)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        renvoyee = renvoyer(brouillon, par=personne, motif="Dites pour qui.", le=PLUS_TARD)

    assert etat_editorial(renvoyee) == EtatEditorial.RENVOYEE
    assert destinataires() == [("autrice@relais.example", "À reprendre : « Un atelier »")]
    assert "Marc Li a relu « Un atelier »" in mail.outbox[0].body
    assert "Dites pour qui." in mail.outbox[0].body


def test_renvoyer_sans_raison_est_refuse(brouillon, autrice):
    personne = moderateur("93")
    soumettre(brouillon, par=autrice, le=LE)

    with pytest.raises(ModerationRefusee, match="ce qui est à reprendre"):
        renvoyer(brouillon, par=personne, motif="  ", le=PLUS_TARD)

    assert etat_editorial(relire(brouillon)) == EtatEditorial.EN_MODERATION


def test_page_renvoyee_se_soumet_a_nouveau(brouillon, autrice, django_capture_on_commit_callbacks):
    personne = moderateur("93", email="m93@exemple.fr")
    soumettre(brouillon, par=autrice, le=LE)
    renvoyer(brouillon, par=personne, motif="Dites pour qui.", le=LE)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        etat = soumettre(relire(brouillon), par=autrice, le=PLUS_TARD)

    assert etat == EtatEditorial.EN_MODERATION
    assert destinataires() == [("m93@exemple.fr", "À relire : « Un atelier »")]
    assert TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS).started_at == PLUS_TARD


def test_autrice_reprend_sa_page_et_les_moderateurs_le_savent(brouillon, autrice, django_capture_on_commit_callbacks):
    moderateur("93", email="m93@exemple.fr")
    soumettre(brouillon, par=autrice, le=LE)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        reprise = retirer(brouillon, par=autrice, le=PLUS_TARD)

    assert etat_editorial(reprise) == EtatEditorial.BROUILLON
    assert destinataires() == [("m93@exemple.fr", "Plus à relire : « Un atelier »")]


def test_retour_parvient_aux_autres_membres_quand_l_autrice_est_partie(
    brouillon, autrice, page, django_capture_on_commit_callbacks
):
    personne = moderateur("93")
    membre(page.structure, RoleStructure.RESPONSABLE, email="suite@relais.example")
    membre(page.structure, RoleStructure.LECTEUR, email="lecteur@relais.example")
    soumettre(brouillon, par=autrice, le=LE)
    MembreStructure.objects.filter(compte=autrice).update(actif=False)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        renvoyer(brouillon, par=personne, motif="Dites pour qui.", le=PLUS_TARD)

    assert destinataires() == [("suite@relais.example", "À reprendre : « Un atelier »")]


def test_seconde_decision_dit_qui_a_deja_decide(brouillon, autrice):
    premiere = moderateur("93", first_name="Marc", last_name="Li")
    seconde = animateur()
    soumettre(brouillon, par=autrice, le=LE)
    approuver(brouillon, par=premiere, le=PLUS_TARD)

    with pytest.raises(DecisionDejaPrise) as refus:
        renvoyer(brouillon, par=seconde, motif="Trop tard.", le=PLUS_TARD)

    assert str(refus.value) == "Marc Li a déjà publié cette page le 26 novembre 2026 à 15:02."
    assert relire(brouillon).live


@pytest.mark.parametrize(
    ("decider", "phrase"),
    [
        (lambda page, qui: renvoyer(page, par=qui, motif="Non.", le=PLUS_TARD), "a déjà renvoyé cette page"),
        (lambda page, qui: retirer(page, par=qui, le=PLUS_TARD), "a retiré cette page de la relecture"),
    ],
)
def test_decision_dite_selon_ce_qu_elle_fut(brouillon, autrice, decider, phrase):
    soumettre(brouillon, par=autrice, le=LE)
    decider(brouillon, animateur())

    with pytest.raises(DecisionDejaPrise, match=phrase):
        approuver(brouillon, par=animateur(), le=PLUS_TARD)


def test_page_jamais_soumise_ne_s_approuve_pas(brouillon):
    with pytest.raises(ModerationRefusee, match="pas en relecture"):
        approuver(brouillon, par=animateur(), le=LE)


def test_moderateur_d_ailleurs_ne_decide_rien(brouillon, autrice):
    soumettre(brouillon, par=autrice, le=LE)

    with pytest.raises(PermissionDenied):
        approuver(brouillon, par=moderateur("75"), le=LE)

    assert etat_editorial(relire(brouillon)) == EtatEditorial.EN_MODERATION


def test_changement_d_une_page_publiee_attend_sans_toucher_ce_qu_on_lit(page, autrice):
    modifiee = page.get_latest_revision_as_object()
    modifiee.accroche = "Une nouvelle accroche, plus claire."
    modifiee.save_revision(user=autrice)

    etat = soumettre(page, par=autrice, le=LE)

    assert etat == EtatEditorial.EN_MODERATION
    page = relire(page)
    assert (page.live, page.accroche) == (True, "Nous relions des bénévoles et des personnes qui cherchent un emploi.")


@pytest.mark.parametrize(
    ("preparer", "etat"),
    [
        (lambda page, qui: None, EtatEditorial.BROUILLON),
        (lambda page, qui: soumettre(page, par=qui, le=LE), EtatEditorial.EN_MODERATION),
        (
            lambda page, qui: (
                soumettre(page, par=qui, le=LE),
                renvoyer(page, par=animateur(), motif="Non.", le=LE),
            ),
            EtatEditorial.RENVOYEE,
        ),
        (lambda page, qui: page.get_latest_revision().publish(), EtatEditorial.PUBLIEE),
        (
            lambda page, qui: (page.get_latest_revision().publish(), relire(page).save_revision()),
            EtatEditorial.PUBLIEE_MODIFIEE,
        ),
        (lambda page, qui: (page.get_latest_revision().publish(), relire(page).unpublish()), EtatEditorial.RETIREE),
    ],
)
def test_etat_lu_seul_ou_dans_une_liste(brouillon, autrice, preparer, etat):
    preparer(brouillon, autrice)

    annote = ActionPage.objects.avec_etat().get(pk=brouillon.pk)

    assert (annote.etat, etat_editorial(annote), etat_editorial(relire(brouillon))) == (etat, etat, etat)


def test_installer_deux_fois_ne_double_rien(accueil):
    annuaire(accueil)

    circuits = {installer_moderation(), installer_moderation()}

    assert len(circuits) == 1
    assert TacheDeModeration.objects.count() == 1


def test_soumettre_installe_la_moderation_si_besoin(accueil):
    page = fiche(annuaire(accueil), live=False)
    personne = membre(page.structure)

    etat = soumettre(page, par=personne, le=LE)

    assert etat == EtatEditorial.EN_MODERATION


def test_courriels_de_wagtail_restent_pour_les_autres_pages(accueil, django_capture_on_commit_callbacks):
    administration = CompteFactory(email="administration@exemple.fr", is_superuser=True)
    auteur = CompteFactory(email="auteur@exemple.fr")
    nouvelle = article(liste_actualites(accueil))
    nouvelle.save_revision()
    circuit = Workflow.objects.create(name="Actualités")
    WorkflowTask.objects.create(workflow=circuit, task=GroupApprovalTask.objects.create(name="Relire"))

    with django_capture_on_commit_callbacks(execute=True):
        etat = circuit.start(nouvelle, auteur)
        etat.current_task_state.reject(user=animateur(), comment="Non.")
        etat.refresh_from_db()
        etat.resume(user=auteur)
        etat.current_task_state.approve(user=administration)
        autre = circuit.start(nouvelle, auteur)
        autre.cancel(user=auteur)

    assert [adresse for adresse, _objet in destinataires()].count("auteur@exemple.fr") == 2
    assert {adresse for adresse, _objet in destinataires()} == {"auteur@exemple.fr", "administration@exemple.fr"}


def test_publier_pendant_la_relecture_previent_l_autrice(brouillon, autrice, django_capture_on_commit_callbacks):
    soumettre(brouillon, par=autrice, le=LE)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        relire(brouillon).get_latest_revision().publish(user=animateur())

    assert destinataires() == [("autrice@relais.example", "Publiée : « Un atelier »")]


def test_second_moderateur_lit_la_decision_sur_la_page(brouillon, autrice, client):
    premier = moderateur("93", first_name="Marc", last_name="Li")
    second = animateur()
    soumettre(brouillon, par=autrice, le=LE)
    etape = TaskState.objects.get()
    approuver(brouillon, par=premier, le=PLUS_TARD)
    client.force_login(second)

    adresse = reverse("wagtailadmin_pages:workflow_action", args=[brouillon.pk, "reject", etape.pk])
    reponse = client.post(adresse, {"comment": "Non."}, follow=True)
    fenetre = client.post(adresse, {"comment": "Non."}, headers={"X-Requested-With": "XMLHttpRequest"})

    assert reponse.redirect_chain == [(reverse("wagtailadmin_pages:edit", args=[brouillon.pk]), 302)]
    assert "Marc Li a déjà publié cette page le 26 novembre 2026 à 15:02." in reponse.text
    assert fenetre.json()["redirect"] == reverse("wagtailadmin_pages:edit", args=[brouillon.pk])
    etape.refresh_from_db()
    assert etape.status == TaskState.STATUS_APPROVED


def test_second_moderateur_qui_decide_depuis_l_editeur_ne_casse_rien(brouillon, autrice, client):
    premier = moderateur("93", first_name="Marc", last_name="Li")
    soumettre(brouillon, par=autrice, le=LE)
    approuver(brouillon, par=premier, le=PLUS_TARD)
    client.force_login(animateur())

    reponse = client.post(
        reverse("wagtailadmin_pages:edit", args=[brouillon.pk]),
        {"action-workflow-action": "1", "workflow-action-name": "reject", "workflow-action-extra-data": "{}"},
        follow=True,
    )

    assert reponse.status_code == 200
    assert "Marc Li a déjà publié cette page" in reponse.text
    assert relire(brouillon).live


def test_retour_sans_raison_est_refuse_dans_l_editeur(brouillon, autrice, client):
    soumettre(brouillon, par=autrice, le=LE)
    client.force_login(animateur())

    reponse = client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[brouillon.pk, "reject", TaskState.objects.get().pk]),
        {"comment": ""},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert "Dites à la structure ce qui est à reprendre" in reponse.json()["html"]
    assert etat_editorial(relire(brouillon)) == EtatEditorial.EN_MODERATION


def test_page_soumise_quand_le_circuit_a_disparu_le_fait_revenir(page):
    Workflow.objects.all().delete()
    page.presentation = "Une autre présentation"
    page.save_revision()

    soumettre(page, par=membre(page.structure, RoleStructure.RESPONSABLE), le=LE)

    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
