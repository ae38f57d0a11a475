"""From a new candidature to a volunteer: the file, a message, a meeting, the welcome, the answer."""

from playwright.sync_api import Page, expect

from espace_structures.benevolat.enums import EtatCandidature
from espace_structures.benevolat.models import Engagement, ModeleMessage
from tests.fabriques.benevolat import AppelFactory, BenevoleFactory, CandidatureFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, membre
from tests.parcours.outils import se_connecter, verifier_page


def test_une_contributrice_suit_une_candidature_jusqu_a_l_accueil(page: Page, live_server, transactional_db):
    site_public()
    structure = StructureFactory(nom="L’Envol", departements=["93"])
    camille = membre(structure, first_name="Camille", last_name="Durand")
    appel = AppelFactory(structure=structure, mineurs_proteges=True)
    candidature = CandidatureFactory(
        structure=structure,
        appel=appel,
        message="Je suis libre le soir.",
        benevole=BenevoleFactory(prenom="Awa", nom="Diop", telephone="0611223344", en_soiree=True),
    )
    ModeleMessage.objects.create(structure=structure, titre="Mot de l’équipe", texte="Bonjour {prenom} ! {signature}")
    se_connecter(page, live_server.url, camille)

    page.goto(f"{live_server.url}/espace/benevolat/candidatures/{candidature.pk}/")
    expect(page.get_by_text("Réponse promise pour le 10 mars 2026")).to_be_visible()
    verifier_page(page)

    page.get_by_label("Partir d’un message prêt").select_option(label="Mot de l’équipe")
    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(page.get_by_label("Votre message")).to_have_value("Bonjour Awa ! Camille Durand")
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.get_by_text("Message envoyé.")).to_be_visible()

    page.get_by_role("link", name="Prévoir une rencontre").click()
    verifier_page(page)
    page.get_by_label("Jour").fill("2090-03-12")
    page.get_by_label("Heure").fill("14:30")
    page.get_by_label("Lieu").fill("3 rue Rose")
    page.get_by_role("button", name="Prévoir cette rencontre").click()
    expect(page.get_by_text("La rencontre est prévue")).to_be_visible()

    page.get_by_role("link", name="Mettre à jour l’accueil").click()
    verifier_page(page)
    page.get_by_label("Entretien fait le").fill("2026-03-04")
    page.get_by_label("Pièce vue").select_option(label="Attestation d’honorabilité")
    page.get_by_label("Vue le", exact=True).fill("2026-03-04")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Entretien fait le 4 mars 2026")).to_be_visible()

    page.get_by_role("link", name="Accepter").click()
    page.get_by_role("button", name="Accepter la candidature").click()
    expect(page.get_by_text("La candidature est acceptée")).to_be_visible()
    verifier_page(page)

    candidature.refresh_from_db()
    assert candidature.etat == EtatCandidature.ACCEPTEE
    assert Engagement.objects.get().candidature == candidature
