"""The screens of the steps: what they say, what they keep, what a second click gets."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from espace_structures.bilans import journal
from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier import cycle
from espace_structures.structures.enums import PerimetreFinanceur
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee, campagne_ouverte
from tests.fabriques.structures import FinanceurFactory, StructureFactory, agent, responsable

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]

LE = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)
TOUT_EN_CDI = REPONSES_COHERENTES | {"F.F1.F": 3, "F.F1.H": 3, "F.F12.F": 0, "F.F12.H": 0}


@pytest.fixture
def structure():
    return StructureFactory(nom="Passerelle")


@pytest.fixture
def nadia(structure, client):
    compte = responsable(structure, first_name="Nadia", last_name="Benali")
    client.force_login(compte)
    return compte


@pytest.fixture
def ana(client):
    compte = agent(FinanceurFactory(perimetre=PerimetreFinanceur.REGION), first_name="Ana", last_name="Roy")
    client.force_login(compte)
    return compte


def envoyer(client, nom, bilan, **donnees):
    return client.post(reverse(f"espace:{nom}", args=[bilan.pk]), donnees)


def dits(reponse) -> list[tuple[str, str]]:
    """Level and text of what is said on the next page."""
    return [(message.level_tag, str(message)) for message in get_messages(reponse.wsgi_request)]


def page(reponse) -> BeautifulSoup:
    return BeautifulSoup(reponse.content.decode().replace("\u00a0", " "), "html.parser")


def test_transmettre_ramene_au_bilan_et_le_dit(client, nadia, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, REPONSES_COHERENTES)

    reponse = envoyer(client, "transmettre", bilan, commentaire="Une année calme.")

    bilan.refresh_from_db()
    assert (reponse.status_code, reponse.url) == (302, reverse("espace:bilan", args=[bilan.pk]))
    assert dits(reponse) == [("success", "Le bilan est transmis : vos financeurs sont prévenus.")]
    assert (bilan.etat, bilan.transmis_par, bilan.commentaire) == (EtatBilan.TRANSMIS, nadia, "Une année calme.")


def test_double_clic_sur_transmettre_ne_transmet_qu_une_fois(
    client, nadia, structure, django_capture_on_commit_callbacks
):
    agent(FinanceurFactory(perimetre=PerimetreFinanceur.REGION))
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, REPONSES_COHERENTES)

    with django_capture_on_commit_callbacks(execute=True):
        envoyer(client, "transmettre", bilan)
        seconde = envoyer(client, "transmettre", bilan)

    ((niveau, texte),) = dits(seconde)[-1:]
    assert (seconde.status_code, niveau) == (302, "info")
    assert texte.startswith("Ce bilan a déjà été transmis à ")
    assert texte.endswith(" par Nadia Benali.")
    assert (len(journal.historique(bilan)), len(mail.outbox)) == (1, 1)


def test_transmission_refusee_garde_le_commentaire_et_compte_les_anomalies(client, nadia, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, REPONSES_COHERENTES | {"B2": 11})

    reponse = envoyer(client, "transmettre", bilan, commentaire="Lisez-moi <b>bien</b>.")

    assert reponse.status_code == 422
    assert page(reponse).select_one("textarea").text.strip() == "Lisez-moi <b>bien</b>."
    assert "1 anomalie bloquante empêche la transmission : corrigez-la." in page(reponse).text


def test_transmettre_hors_campagne_dit_de_demander_un_delai(client, nadia, structure):
    bilan = bilan_de(structure, campagne_gelee(2019), EtatBilan.EN_COURS, REPONSES_COHERENTES)

    reponse = envoyer(client, "transmettre", bilan)

    assert reponse.status_code == 422
    assert "demandez un délai à l’animation régionale" in page(reponse).text


def test_ecran_de_transmission_reprend_le_commentaire_deja_ecrit(client, nadia, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.A_COMPLETER, commentaire="Une année calme.")

    reponse = client.get(reverse("espace:transmettre", args=[bilan.pk]))

    assert page(reponse).select_one("textarea").text.strip() == "Une année calme."


def test_ecran_de_validation_ne_reprend_pas_le_commentaire_de_la_structure(client, ana, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.TRANSMIS, commentaire="Une année calme.")

    reponse = client.get(reverse("espace:valider", args=[bilan.pk]))

    assert page(reponse).select_one("textarea").text.strip() == ""


def test_renvoi_sans_motif_dit_ce_qui_manque(client, ana, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.TRANSMIS)

    reponse = envoyer(client, "renvoyer", bilan, motif="  ")

    assert reponse.status_code == 422
    assert (
        page(reponse).select_one("#error_1_id_motif").text.strip() == "Dites à la structure ce qu’elle doit compléter."
    )
    bilan.refresh_from_db()
    assert bilan.etat == EtatBilan.TRANSMIS


def test_renvoi_trop_long_garde_tout_ce_qui_fut_ecrit(client, ana, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.TRANSMIS)
    motif = "é" * 4001

    reponse = envoyer(client, "renvoyer", bilan, motif=motif)

    assert reponse.status_code == 422
    assert page(reponse).select_one("textarea").text.strip() == motif
    assert "4001 caractères, 4000 au plus" in page(reponse).text


def test_renvoi_valide_puis_vu_par_la_structure(client, ana, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.TRANSMIS)

    reponse = envoyer(client, "renvoyer", bilan, motif="Revoir C2.")
    client.force_login(responsable(structure))
    vue = client.get(reverse("espace:bilan", args=[bilan.pk]))

    assert reponse.status_code == 302
    assert "Revoir C2." in page(vue).select_one(".alerte--attention").text


def test_valider_un_bilan_qu_une_collegue_a_renvoye_dit_qui_et_garde_le_mot(client, ana, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.TRANSMIS)
    cycle.renvoyer(bilan, par=ana, le=LE, motif="Revoir C2.")

    reponse = envoyer(client, "valider", bilan, commentaire="Merci.")

    assert reponse.status_code == 422
    assert "par Ana Roy." in page(reponse).text
    assert page(reponse).select_one("textarea").text.strip() == "Merci."


def test_rouvrir_retire_la_validation(client, ana, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.VALIDE)

    reponse = envoyer(client, "rouvrir", bilan, motif="Une erreur de montant.")

    bilan.refresh_from_db()
    assert (reponse.status_code, bilan.etat, bilan.valide_le) == (302, EtatBilan.A_COMPLETER, None)


def test_justifier_ramene_aux_anomalies(client, nadia, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, TOUT_EN_CDI)

    reponse = envoyer(client, "justifier", bilan, regle="R12", feuille=bilan.feuilles.get().pk, texte="Une embauche.")

    assert reponse.url == reverse("espace:bilan", args=[bilan.pk]) + "#anomalies"
    assert [(j.regle, j.texte, j.par) for j in bilan.justifications.all()] == [("R12", "Une embauche.", nadia)]


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [("", "La justification est vide"), ("x" * 1001, "1001 caractères, 1000 au plus")],
)
def test_justification_refusee_garde_la_phrase(client, nadia, structure, texte, attendu):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, TOUT_EN_CDI)

    reponse = envoyer(client, "justifier", bilan, regle="R12", feuille=bilan.feuilles.get().pk, texte=texte)

    assert reponse.status_code == 422
    assert attendu in page(reponse).text
    assert page(reponse).select_one("textarea").text.strip() == texte
    assert list(bilan.justifications.all()) == []


def test_justifier_la_feuille_d_un_autre_bilan_est_refuse(client, nadia, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, TOUT_EN_CDI)
    autre = bilan_de(StructureFactory(), bilan.campagne, EtatBilan.EN_COURS, TOUT_EN_CDI)

    reponse = envoyer(client, "justifier", bilan, regle="R12", feuille=autre.feuilles.get().pk, texte="Une embauche.")

    assert reponse.status_code == 422
    assert list(autre.justifications.all()) == []


def test_dernier_jour_de_la_campagne_est_encore_ouvert(client, nadia, structure):
    aujourd_hui = timezone.localdate()
    campagne = campagne_ouverte(2025, envoi_jusqu_au=aujourd_hui, examen_jusqu_au=date(2090, 1, 1))
    bilan = bilan_de(structure, campagne, EtatBilan.EN_COURS, REPONSES_COHERENTES)

    assert envoyer(client, "transmettre", bilan).status_code == 302
