"""People come and go, in a real browser: invitation, account, request to join, approval, departure."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from espace_structures.structures.enums import RoleStructure
from espace_structures.structures.models import MembreFinanceur, MembreStructure
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import FinanceurFactory, StructureFactory, animateur, membre, responsable
from tests.parcours.outils import oublier_les_refus, se_connecter, verifier_page

CHOISI = "quatre mots sans rapport"


def lien_recu(adresse: str, serveur: str) -> str:
    """The link of the latest mail to this address, on the server of the test."""
    message = next(message for message in reversed(mail.outbox) if message.to == [adresse])
    chemin = re.search(r"https?://[^/\s]+(/(?:invitation|rejoindre)/\S+)", message.body).group(1)
    return f"{serveur}{chemin}"


def se_deconnecter(page: Page, serveur: str) -> None:
    page.goto(f"{serveur}/compte/logout/")
    page.get_by_role("button", name="Me déconnecter").click()


@pytest.mark.django_db(transaction=True)
def test_de_l_invitation_au_depart(live_server, page: Page, context):
    serveur = live_server.url
    site_public()  # where one lands after signing out
    structure = StructureFactory(nom="Passerelle", departements=["93"])
    chef = responsable(structure, first_name="Camille", last_name="Roy", email="roy@exemple.fr")

    # The responsable invites.
    se_connecter(page, serveur, chef)
    page.goto(f"{serveur}/espace/structures/{structure.pk}/membres/")
    verifier_page(page)
    page.get_by_role("link", name="Inviter une personne").click()
    verifier_page(page)
    page.get_by_label("Adresse électronique").fill("awa@exemple.fr")
    page.get_by_label("Contributeur ou contributrice").check()
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_text("L’invitation est envoyée")).to_be_visible()
    expect(page.get_by_role("rowheader", name="awa@exemple.fr")).to_be_visible()
    verifier_page(page)

    # Signed in as somebody else, the link gives nothing away; signed out, it opens an account.
    lien = lien_recu("awa@exemple.fr", serveur)
    page.goto(lien)
    expect(page.get_by_role("heading", name="Cette invitation est pour une autre adresse")).to_be_visible()
    verifier_page(page)
    page.get_by_role("button", name="Me déconnecter et répondre").click()
    verifier_page(page)
    page.get_by_label("Prénom").fill("Awa")
    page.get_by_label("Nom", exact=False).nth(1).fill("Diop")
    page.get_by_label("Mot de passe*").fill(CHOISI)
    page.get_by_label("Mot de passe, une seconde fois").fill("autre chose encore")
    page.get_by_role("button", name="Ouvrir mon compte et accepter").click()
    expect(page.get_by_text("Les deux mots de passe diffèrent")).to_be_visible()
    verifier_page(page)
    page.get_by_label("Mot de passe*").fill(CHOISI)
    page.get_by_label("Mot de passe, une seconde fois").fill(CHOISI)
    page.get_by_role("button", name="Ouvrir mon compte et accepter").click()
    expect(page.get_by_text("Vous êtes membre de « Passerelle ».")).to_be_visible()
    page.goto(lien)
    expect(page.get_by_role("heading", name="Cette invitation a déjà été acceptée")).to_be_visible()
    se_deconnecter(page, serveur)

    # Somebody without an account asks to join, and confirms the address.
    page.goto(f"{serveur}/rejoindre/")
    verifier_page(page)
    page.get_by_label("Nom de la structure").fill("passer")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Demander à la rejoindre").click()
    verifier_page(page)
    page.get_by_label("Prénom").fill("Noé")
    page.get_by_label("Nom", exact=False).nth(1).fill("Petit")
    page.get_by_label("Votre adresse électronique").fill("noe@exemple.fr")
    page.get_by_label("Votre message à la structure").fill("Je rejoins l’équipe lundi.")
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("heading", name="Regardez votre messagerie")).to_be_visible()
    verifier_page(page)
    page.goto(lien_recu("noe@exemple.fr", serveur))
    verifier_page(page)
    page.get_by_role("button", name="Confirmer ma demande").click()
    expect(page.get_by_text("Votre demande est transmise à la structure.")).to_be_visible()

    # The responsable lets them in; they open their account.
    se_connecter(page, serveur, chef)
    page.goto(f"{serveur}/espace/structures/{structure.pk}/membres/")
    verifier_page(page)
    page.get_by_role("link", name="Accepter – Noé Petit").click()
    verifier_page(page)
    page.get_by_label("Lecteur ou lectrice").check()
    page.get_by_role("button", name="Accepter la demande").click()
    expect(page.get_by_text("La demande est acceptée")).to_be_visible()
    expect(page.get_by_role("rowheader", name="noe@exemple.fr")).to_be_visible()

    # The last responsable leaves, and names a successor.
    page.get_by_role("link", name="Je quitte mes fonctions dans cette structure").click()
    verifier_page(page)
    page.get_by_role("button", name="Quitter mes fonctions").click()
    expect(page.get_by_text("Choisissez la personne qui vous succède.")).to_be_visible()
    page.get_by_label("Awa Diop").check()
    page.get_by_role("button", name="Quitter mes fonctions").click()
    expect(page.get_by_text("Vous avez quitté « Passerelle ».")).to_be_visible()
    oublier_les_refus(context)

    roles = dict(MembreStructure.objects.actifs().values_list("compte__email", "role"))
    assert roles == {"awa@exemple.fr": RoleStructure.RESPONSABLE}


def test_choisir_pour_qui_l_on_agit_sans_javascript(live_server, browser):
    compte = membre(StructureFactory(nom="Passerelle"))
    MembreFinanceur.objects.create(compte=compte, financeur=FinanceurFactory(nom="Ville de Lutèce"))
    contexte = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}, locale="fr-FR")
    page = contexte.new_page()
    se_connecter(page, live_server.url, compte)

    page.get_by_label("J’agis pour").select_option(label="Passerelle – Contributeur ou contributrice")
    page.get_by_role("button", name="Changer d’organisation").click()

    expect(page.get_by_label("J’agis pour").locator("option:checked")).to_have_text(
        "Passerelle – Contributeur ou contributrice"
    )
    contexte.close()


def test_choix_de_l_organisation_est_propre(live_server, page: Page):
    compte = membre(StructureFactory(nom="Passerelle"))
    MembreStructure.objects.create(compte=compte, structure=StructureFactory(nom="Association du très long nom"))
    se_connecter(page, live_server.url, compte)

    verifier_page(page)


def test_retrait_et_retour_d_un_membre_sont_propres(live_server, page: Page):
    structure = StructureFactory()
    chef = responsable(structure)
    awa = membre(structure, first_name="Awa", last_name="Diop")
    se_connecter(page, live_server.url, chef)
    page.goto(f"{live_server.url}/espace/structures/{structure.pk}/membres/")

    page.get_by_role("link", name="Retirer l’accès – Awa Diop").click()
    verifier_page(page)
    page.get_by_role("button", name="Retirer l’accès").click()
    expect(page.get_by_text("Awa Diop n’est plus membre")).to_be_visible()
    verifier_page(page)
    page.get_by_text("Anciens membres").click()
    page.get_by_role("link", name="Rendre l’accès – Awa Diop").click()
    verifier_page(page)

    assert not awa.membres_structures.get().actif


def test_rejoindre_dans_son_espace_est_propre(live_server, page: Page):
    structure = StructureFactory(nom="Passerelle")
    se_connecter(page, live_server.url, CompteFactory())
    page.goto(f"{live_server.url}/rejoindre/")
    verifier_page(page)

    page.get_by_role("link", name=f"Demander à la rejoindre – {structure}").click()
    verifier_page(page)
    page.get_by_role("button", name="Envoyer ma demande").click()

    expect(page.get_by_text("Votre demande est transmise")).to_be_visible()
    verifier_page(page)


def test_secours_d_une_structure_est_propre(live_server, page: Page):
    structure = StructureFactory(nom="Passerelle")
    membre(structure, first_name="Awa", last_name="Diop")
    se_connecter(page, live_server.url, animateur())
    page.goto(f"{live_server.url}/espace/structures/sans-responsable/")
    verifier_page(page)

    page.get_by_role("link", name="Nommer un membre – Passerelle").click()
    verifier_page(page)
    page.get_by_label("Awa Diop").check()
    page.get_by_role("button", name="Nommer responsable").click()
    expect(page.get_by_text("La structure a de nouveau une personne responsable.")).to_be_visible()
    page.goto(f"{live_server.url}/espace/structures/sans-responsable/")

    expect(page.get_by_text("Chaque structure active a une personne responsable.")).to_be_visible()
    verifier_page(page)
