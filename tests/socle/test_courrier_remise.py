"""Mails through the queue: a line of the log each, sent once, tried again later, their content thrown away."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.socle.courrier.file import etat_de_la_file
from portal.socle.courrier.menage import faire_le_menage_du_courrier
from portal.socle.courrier.remise import Contenu, deposer, remettre
from portal.socle.models import AdresseEnDefaut, CourrielEnvoye
from portal.socle.planification.envois import empreinte
from tests.fabriques.courrier import LE, courriel_envoye, files_durables, travailler  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
CONTENU = Contenu("Objet", "Texte\n", "<p>Texte</p>")
PANNE = "tests.socle.test_courrier_remise.EnPanne"
MAL_ECRIT = "tests.socle.test_courrier_remise.MalEcrit"


class EnPanne(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ConnectionRefusedError("camille@exemple.fr refused")


class MalEcrit(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ValueError("not a mail")


def ecrire(*adresses: str) -> None:
    deposer("essai", adresses or ("camille@exemple.fr",), CONTENU, langue="fr")


# --- At once ---------------------------------------------------------------------------------------------------------


def test_courriel_remis_est_au_journal_sans_l_adresse(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ecrire()

    [ligne], [message] = CourrielEnvoye.objects.all(), mail.outbox
    assert (ligne.etat, ligne.essais, ligne.langue, ligne.gabarit) == ("REMIS", 1, "fr", "essai")
    assert (ligne.destinataire, ligne.identifiant) == (
        empreinte("camille@exemple.fr"),
        message.extra_headers["Message-ID"],
    )


def test_journal_coute_deux_requetes_quel_que_soit_le_nombre_de_personnes(requetes_au_plus):
    for adresses in (["a@exemple.fr"], ["b@exemple.fr", "c@exemple.fr", "d@exemple.fr"]):
        with transaction.atomic(), requetes_au_plus("le journal d’un envoi"):
            ecrire(*adresses)


def test_adresse_en_defaut_est_retenue(django_capture_on_commit_callbacks):
    AdresseEnDefaut.objects.create(destinataire=empreinte("camille@exemple.fr"), genre="REBOND", depuis=LE)

    with django_capture_on_commit_callbacks(execute=True):
        ecrire("Camille@exemple.fr", "sacha@exemple.fr")
        ecrire("camille@exemple.fr")

    assert [message.to for message in mail.outbox] == [["sacha@exemple.fr"]]
    assert list(CourrielEnvoye.objects.order_by("pk").values_list("etat", flat=True)) == ["RETENU", "REMIS", "RETENU"]


@pytest.mark.parametrize(("serveur", "erreur"), [(PANNE, "ConnectionRefusedError"), (MAL_ECRIT, "ValueError")])
def test_echec_est_au_journal_sans_les_mots_du_serveur(settings, django_capture_on_commit_callbacks, serveur, erreur):
    settings.EMAIL_BACKEND = serveur

    with django_capture_on_commit_callbacks(execute=True):
        ecrire()

    ligne = CourrielEnvoye.objects.get()
    assert (ligne.etat, ligne.erreur, ligne.essais) == ("ECHEC", erreur, 1)
    assert DBTaskResult.objects.count() == 0


def test_meme_essai_demande_deux_fois_ne_part_qu_une():
    ligne = courriel_envoye(etat="EN_ATTENTE")

    for _fois in range(2):
        remettre.enqueue(ligne.pk, 0, "camille@exemple.fr", "Objet", "Texte", "<p>Texte</p>")

    assert len(mail.outbox) == 1


# --- By the queue ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)  # a worker drops a connection that it finds within a transaction
@pytest.mark.usefixtures("files_durables")
def test_file_attend_la_transaction_et_le_travailleur():
    with transaction.atomic():
        ecrire("annulee@exemple.fr")
        transaction.set_rollback(True)
    ecrire("camille@exemple.fr", "sacha@exemple.fr")
    avant = len(mail.outbox)

    travailler("courriels")
    travailler("courriels")

    assert (avant, [message.to for message in mail.outbox]) == (0, [["camille@exemple.fr"], ["sacha@exemple.fr"]])
    assert set(CourrielEnvoye.objects.values_list("etat", flat=True)) == {"REMIS"}


@pytest.mark.django_db(transaction=True)  # a worker drops a connection that it finds within a transaction
@pytest.mark.usefixtures("files_durables")
def test_courriel_en_echec_repart_de_plus_en_plus_tard_puis_on_renonce(settings):
    settings.EMAIL_BACKEND = PANNE
    ecrire()
    attentes = []

    for _essai in range(5):
        travailler("courriels")
        prevu = DBTaskResult.objects.filter(status="READY").first()
        if prevu:
            attentes.append(round((prevu.run_after - timezone.now()).total_seconds() / 60))
            DBTaskResult.objects.filter(pk=prevu.pk).update(run_after=timezone.now() - timedelta(seconds=1))

    ligne = CourrielEnvoye.objects.get()
    assert (attentes, ligne.etat, ligne.essais) == ([5, 30, 120, 480], "ECHEC", 5)


@pytest.mark.django_db(transaction=True)  # a worker drops a connection that it finds within a transaction
@pytest.mark.usefixtures("files_durables")
def test_courriel_repart_quand_le_serveur_revient(settings):
    normal, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, PANNE
    ecrire()
    travailler("courriels")
    settings.EMAIL_BACKEND = normal
    trop_tot = len(mail.outbox)
    travailler("courriels")
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))

    travailler("courriels")

    ligne = CourrielEnvoye.objects.get()
    assert (trop_tot, len(mail.outbox), ligne.etat, ligne.erreur, ligne.essais) == (0, 1, "REMIS", "", 2)


# --- What is told and kept -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("files_durables")
def test_file_que_personne_ne_traite_se_voit():
    ecrire()
    courriel_envoye(etat="ECHEC")
    maintenant = timezone.now()

    tot, tard = etat_de_la_file(le=maintenant), etat_de_la_file(le=maintenant + timedelta(minutes=16))

    assert (tot.en_attente, tot.courriels_en_echec, tot.est_arretee, tard.est_arretee) == (1, 1, False, True)


@pytest.mark.django_db(transaction=True)  # a worker drops a connection that it finds within a transaction
@pytest.mark.usefixtures("files_durables")
def test_nouvel_essai_qui_attend_son_heure_n_alarme_personne(settings):
    settings.EMAIL_BACKEND = PANNE
    ecrire()
    travailler("courriels")
    DBTaskResult.objects.filter(status="READY").update(enqueued_at=timezone.now() - timedelta(hours=1))

    etat = etat_de_la_file(le=timezone.now())

    assert (etat.en_attente, etat.plus_ancienne, etat.est_arretee) == (1, None, False)


@pytest.mark.usefixtures("files_durables")
def test_contenu_disparait_apres_un_jour_et_le_journal_apres_un_an():
    for adresse in ("a@exemple.fr", "b@exemple.fr", "c@exemple.fr", "d@exemple.fr"):
        ecrire(adresse)
    CourrielEnvoye.objects.update(cree_le=LE, etat="REMIS")
    taches = list(DBTaskResult.objects.order_by("pk"))
    for tache, etat, age in zip(
        taches,
        ("SUCCESSFUL", "SUCCESSFUL", "FAILED", "RUNNING"),
        (timedelta(hours=25), timedelta(hours=23), timedelta(days=6), timedelta(days=8)),
        strict=True,
    ):
        DBTaskResult.objects.filter(pk=tache.pk).update(status=etat, started_at=LE - age, finished_at=LE - age)
    courriel_envoye(cree_le=LE - timedelta(days=366))
    garde = courriel_envoye(cree_le=LE - timedelta(days=364))

    courriels, travaux = faire_le_menage_du_courrier(le=LE)

    assert (courriels, travaux) == (1, 2)
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {taches[1].pk, taches[2].pk}
    assert CourrielEnvoye.objects.filter(pk=garde.pk).exists()


def test_courriel_pris_par_un_travailleur_mort_est_dit_en_echec():
    perdu = courriel_envoye(etat="EN_ATTENTE", essais=1, etat_le=LE - timedelta(hours=25))
    attend = courriel_envoye(etat="EN_ATTENTE", essais=0, etat_le=LE - timedelta(hours=25))

    faire_le_menage_du_courrier(le=LE)

    perdu.refresh_from_db()
    attend.refresh_from_db()
    assert (perdu.etat, perdu.erreur, attend.etat) == ("ECHEC", "Interrompu", "EN_ATTENTE")
