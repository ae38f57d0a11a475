"""The road of a structure to its readers: invited this morning, its sheet and its first action online tonight.

Invitation, account, two-factor, sheet, five-minute action, return with a comment, publication; then seen on the home
page, in the gallery, on the map and on the sheet. Every page of ours on the road is checked with axe.
"""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from espace_structures.vitrines.metier.moderation import installer_moderation
from espace_structures.vitrines.models import ActionPage
from tests.fabriques.fichiers import photo
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur
from tests.fabriques.vitrines import annuaire, galerie, public

from .outils import se_connecter, taire_les_suggestions, verifier_page

pytestmark = pytest.mark.django_db(transaction=True)

COURRIEL, CHOISI = "awa@exemple.fr", "quatre mots sans rapport"
TITRE = "Un café avec des recruteurs"
MOTIF = "Dites combien de personnes sont venues."


@pytest.fixture
def portail(live_server):
    """An empty portal, ready for its first structure."""
    accueil = site_public()
    annuaire(accueil)
    galerie(accueil)
    public("jeunes-26")
    installer_moderation()
    return live_server.url


@pytest.fixture
def animation():
    return animateur(first_name="Anne", last_name="Mercier")


@pytest.fixture
def ouvrir(browser, portail):
    """A page of a browser of its own: two people work at the same time, each on her machine."""
    contextes = []

    def nouvelle() -> Page:
        contexte = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
        contexte.set_default_timeout(15_000)
        taire_les_suggestions(contexte)
        contextes.append(contexte)
        return contexte.new_page()

    yield nouvelle
    for contexte in contextes:
        contexte.close()


def code_de(secret: str) -> str:
    """The six digits that an application of codes shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def lien_recu(adresse: str, morceau: str, serveur: str) -> str:
    """The link of the latest mail to this address, on the server of the test."""
    message = next(message for message in reversed(mail.outbox) if message.to == [adresse])
    return serveur + re.search(rf"https?://[^/\s]+(/{morceau}/\S+)", message.body).group(1)


def test_de_l_invitation_a_la_galerie(portail, animation, ouvrir):
    structure = StructureFactory(nom="Passerelle", departements=["93"])

    # The animation invites the first responsable of the structure.
    bureau = ouvrir()
    se_connecter(bureau, portail, animation)
    bureau.goto(f"{portail}/espace/structures/{structure.pk}/membres/")
    bureau.get_by_role("link", name="Inviter une personne").click()
    bureau.get_by_label("Adresse électronique").fill(COURRIEL)
    bureau.get_by_label("Responsable").check()
    bureau.get_by_role("button", name="Envoyer l’invitation").click()
    expect(bureau.get_by_text("L’invitation est envoyée")).to_be_visible()

    # She opens her account from the link, and protects it.
    page = ouvrir()
    ouvrir_son_compte(page, portail)
    activer_le_second_facteur(page, portail)

    # Her sheet: written in the space, read by the animation, published.
    ecrire_la_fiche(page, portail)
    decider(bureau, portail, "Passerelle", "publier")

    # Her first action, in five minutes.
    raconter_une_action(page, portail)
    decider(bureau, portail, TITRE, "renvoyer", MOTIF)

    # Told by mail, she reads the reason, completes and sends again.
    page.goto(f"{portail}/espace/")
    expect(page.get_by_text(MOTIF)).to_be_visible()
    verifier_page(page)
    assert MOTIF in next(m for m in reversed(mail.outbox) if m.to == [COURRIEL]).body
    page.goto(f"{portail}/espace/actions/")
    verifier_page(page)
    page.get_by_role("link", name=f"Modifier {TITRE}").click()
    completer_les_chiffres(page)
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.get_by_role("button", name=f"Envoyer en relecture {TITRE}").click()
    decider(bureau, portail, TITRE, "publier")

    # What a visitor sees.
    visiteur = ouvrir()
    regarder_le_site(visiteur, portail)
    action = ActionPage.objects.get()
    assert (action.live, action.owner.email, action.photos.count()) == (True, COURRIEL, 1)


def ouvrir_son_compte(page: Page, portail: str) -> None:
    page.goto(lien_recu(COURRIEL, "invitation", portail))
    page.get_by_label("Prénom").fill("Awa")
    page.get_by_label("Nom", exact=False).nth(1).fill("Diop")
    page.get_by_label("Mot de passe*").fill(CHOISI)
    page.get_by_label("Mot de passe, une seconde fois").fill(CHOISI)
    page.get_by_role("button", name="Ouvrir mon compte et accepter").click()
    expect(page.get_by_text("Vous êtes membre de « Passerelle ».")).to_be_visible()
    verifier_page(page)


def activer_le_second_facteur(page: Page, portail: str) -> None:
    """An application of codes; then out, and in again with its six digits."""
    page.get_by_role("link", name="Sécurité de mon compte").click()
    page.get_by_role("link", name="Activer une application").click()
    page.get_by_label("Mot de passe").fill(CHOISI)  # a sensitive act: asked again
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="Activer une application de codes")).to_be_visible()
    verifier_page(page)
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code").fill(code_de(secret))
    page.get_by_role("button", name="Activer").click()
    expect(page.get_by_role("heading", name="codes de secours")).to_be_visible()
    page.goto(f"{portail}/compte/logout/")
    page.get_by_role("button", name="Me déconnecter").click()
    page.goto(f"{portail}/compte/login/")
    page.get_by_label("Adresse électronique").fill(COURRIEL)
    page.get_by_label("Mot de passe").fill(CHOISI)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", name="Encore une étape")).to_be_visible()
    cache.clear()  # a code serves once: rather than wait for the next one, forget that this one did
    page.get_by_label("Code").fill(code_de(secret))
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(f"{portail}/espace/")


def ecrire_la_fiche(page: Page, portail: str) -> None:
    page.goto(f"{portail}/espace/fiche/")
    page.get_by_role("button", name="Ouvrir ma fiche").click()
    page.get_by_label("En une phrase").fill("Nous relions des bénévoles et des personnes qui cherchent un emploi.")
    page.get_by_label("Commune").first.fill("93500")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.get_by_role("button", name=re.compile("Envoyer en relecture")).click()
    expect(page.get_by_text("C’est envoyé.")).to_be_visible()
    verifier_page(page)


def raconter_une_action(page: Page, portail: str) -> None:
    page.goto(f"{portail}/espace/actions/")
    page.get_by_role("link", name="Raconter une première action").click()
    verifier_page(page)
    page.get_by_label("Titre").fill(TITRE)
    page.get_by_label("But de l’action").fill("Rapprocher des jeunes et des recruteurs, sans CV ni bureau.")
    page.get_by_label("Seine-Saint-Denis").check()
    page.get_by_label("Début").fill("2026-10-05")
    cliche = page.get_by_role("group", name="Photo 1")
    cliche.get_by_label("Fichier").set_input_files(
        {"name": "cafe.jpg", "mimeType": "image/jpeg", "buffer": photo(taille=(1200, 800)).read()}
    )
    cliche.get_by_label("Ce que la photo montre").fill("Deux personnes discutent autour d’un café.")
    cliche.get_by_label("Auteur ou autrice de la photo").fill("Awa Diop")
    cliche.get_by_label("On reconnaît des personnes").uncheck()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    verifier_page(page)
    page.get_by_role("button", name=f"Envoyer en relecture {TITRE}").click()
    expect(page.get_by_text("C’est envoyé.")).to_be_visible()


def completer_les_chiffres(page: Page) -> None:
    chiffre = page.get_by_role("group", name="Chiffre 1")
    chiffre.get_by_label("Valeur").fill("48")
    chiffre.get_by_label("Ce que le chiffre compte").fill("personnes venues")
    chiffre.get_by_label("Année").fill("2026")


def decider(page: Page, portail: str, titre: str, decision: str, motif: str = "") -> None:
    """The animation opens the page from its queue, and decides in the editor."""
    page.goto(f"{portail}/cms/relecture/")
    page.get_by_role("link", name=titre).first.click()
    page.get_by_role("button", name="Plus d’actions").or_(page.get_by_role("button", name="Plus d'actions")).click()
    if decision == "publier":
        page.locator('[data-workflow-action-name="approve"]').first.click()
    else:
        page.locator('[data-workflow-action-name="reject"]').click()
        page.locator(".modal-body textarea").fill(motif)
        page.locator(".modal-body button[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def regarder_le_site(page: Page, portail: str) -> None:
    page.goto(portail)
    expect(page.get_by_role("link", name=TITRE)).to_be_visible()
    page.goto(f"{portail}/actions/?departement=93")
    verifier_page(page)
    page.get_by_role("link", name=TITRE).click()
    expect(page.get_by_role("heading", level=1, name=TITRE)).to_be_visible()
    expect(page.get_by_text("48")).to_be_visible()
    expect(page.get_by_alt_text("Deux personnes discutent autour d’un café.")).to_be_visible()
    verifier_page(page)
    page.goto(f"{portail}/structures/?lieu=Pantin&rayon=5")
    page.locator(".geo__epingle").click()
    expect(page.locator(".leaflet-popup").get_by_role("link", name=TITRE)).to_be_visible()
    page.get_by_role("link", name="Passerelle").first.click()
    expect(page.get_by_role("heading", level=1, name="Passerelle")).to_be_visible()
    expect(page.get_by_role("link", name=TITRE)).to_be_visible()
    verifier_page(page)
