"""The list of one's actions, and what is done from it: preview, send, take back, confirm, take off the site."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from espace_structures.structures.enums import RoleStructure
from espace_structures.structures.models import MembreStructure
from espace_structures.vitrines.enums import EtatEditorial
from espace_structures.vitrines.metier.demandes import DemandeRefusee, retirer_du_site
from espace_structures.vitrines.metier.etats import etat_editorial
from espace_structures.vitrines.metier.interets import exprimer
from espace_structures.vitrines.metier.mes_pages import lire_les_actions
from espace_structures.vitrines.models import ActionPage, FichePage
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.espace_vitrines import action_en, fiche_en
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur, membre, responsable
from tests.fabriques.vitrines import annuaire, photo

pytestmark = pytest.mark.django_db

JOUR = date(2026, 11, 24)
REQUETES = 15
ETATS = ["brouillon", "en_relecture", "renvoyee", "publiee"]


@pytest.fixture
def structure():
    return StructureFactory(nom="L’Envol")


@pytest.fixture
def page_fiche(structure) -> FichePage:
    """The published sheet of the structure."""
    return fiche_en(annuaire(site_public()), "publiee", structure)


@pytest.fixture
def auteur(structure):
    return membre(structure, first_name="Ana", last_name="Roy")


def lire(client, compte, adresse="espace:actions", *arguments, **parametres) -> BeautifulSoup:
    client.force_login(compte)
    reponse = client.get(reverse(adresse, args=arguments), parametres)
    return BeautifulSoup(reponse.content.decode(), "html.parser")


def titres(ecran) -> list[str]:
    return [titre.text for titre in ecran.select(".lignes-pages h2")]


def gestes(ligne) -> list[str]:
    """What may be done, as one reads it, the name of the page left out."""
    for cache in ligne.select(".visually-hidden"):
        cache.extract()
    return [geste.text.strip() for geste in ligne.select(".gestes .btn")]


# --- The list -------------------------------------------------------------------------------------------------------


def test_liste_vide_invite_a_raconter(client, page_fiche, auteur):
    ecran = lire(client, auteur)

    assert ecran.select_one(".vide strong").text == "Vous n’avez pas encore raconté d’action"
    assert ecran.select_one(".vide a")["href"] == reverse("espace:action-nouvelle")


def test_liste_vide_dit_a_qui_lit_comment_ecrire(client, page_fiche, structure):
    ecran = lire(client, membre(structure, RoleStructure.LECTEUR))

    assert ecran.select(".vide a") == []
    assert "demandez le rôle de contributrice ou de contributeur" in ecran.select_one(".vide").text


@pytest.mark.parametrize(
    ("etat", "mot", "attendus"),
    [
        ("brouillon", "Brouillon", ["Envoyer en relecture", "Relire", "Modifier"]),
        ("en_relecture", "En relecture", ["Relire", "Reprendre pour modifier"]),
        ("renvoyee", "À reprendre", ["Envoyer en relecture", "Relire", "Modifier"]),
        (
            "publiee",
            "Publiée",
            ["Relire", "Modifier", "Toujours d’actualité", "Voir sur le site", "Retirer du site"],
        ),
    ],
)
def test_chaque_etat_a_son_mot_et_ses_gestes(client, page_fiche, auteur, etat, mot, attendus):
    action_en(page_fiche, etat)

    ligne = lire(client, auteur).select_one(".lignes-pages > li")

    assert (ligne.select_one(".etat").text.strip(), gestes(ligne)) == (mot, attendus)


def test_structure_de_confiance_publie(client, page_fiche, structure, auteur):
    structure.de_confiance = True
    structure.save()
    brouillon = action_en(page_fiche, "brouillon")

    ligne = lire(client, auteur).select_one(".lignes-pages > li")
    client.post(reverse("espace:page-soumettre", args=[brouillon.pk]))

    assert gestes(ligne)[0] == "Publier"
    assert etat_editorial(ActionPage.objects.get()) == EtatEditorial.PUBLIEE


def test_qui_lit_seulement_n_a_aucun_geste(client, page_fiche, structure):
    action_en(page_fiche, "brouillon")

    ligne = lire(client, membre(structure, RoleStructure.LECTEUR)).select_one(".lignes-pages > li")

    assert [lien.text for lien in ligne.select(".btn")] == ["Lire Une action"]


def test_renvoi_dit_pourquoi_et_par_qui(client, page_fiche, auteur):
    action_en(page_fiche, "renvoyee")

    motif = lire(client, auteur).select_one(".motif").get_text(" ", strip=True)

    assert motif.startswith("À reprendre\u00a0: Ajoutez une date. Zoé Roy,")


def test_liste_ne_montre_que_les_actions_de_la_structure(client, page_fiche, auteur):
    action_en(page_fiche, "brouillon", "La nôtre")
    action_en(fiche_en(page_fiche.get_parent(), "publiee"), "brouillon", "La leur")

    assert titres(lire(client, auteur)) == ["La nôtre"]


def test_liste_suit_la_structure_choisie(client, page_fiche, auteur):
    autre = fiche_en(page_fiche.get_parent(), "publiee")
    MembreStructure.objects.create(compte=auteur, structure=autre.structure, role=RoleStructure.LECTEUR)
    action_en(page_fiche, "brouillon", "Ici")
    action_en(autre, "brouillon", "Ailleurs")
    client.force_login(auteur)

    avant = titres(lire(client, auteur))
    client.post(reverse("espace:choisir-organisation"), {"organisation": f"structures-{autre.structure.pk}"})
    apres = BeautifulSoup(client.get(reverse("espace:actions")).content.decode(), "html.parser")

    assert (avant, titres(apres)) == (["Ici"], ["Ailleurs"])
    assert client.get(reverse("espace:action-nouvelle")).status_code == 403


def test_liste_se_filtre_par_etat(client, page_fiche, auteur):
    for etat in ETATS:
        action_en(page_fiche, etat, etat)

    ecran = lire(client, auteur, etat="RENVOYEE")
    tout = lire(client, auteur, etat="inconnu")

    assert titres(ecran) == ["renvoyee"]
    assert [onglet.get_text(" ", strip=True) for onglet in ecran.select(".onglets a")] == [
        "Toutes 4",
        "Brouillon 1",
        "En relecture 1",
        "À reprendre 1",
        "Publiée 1",
    ]
    assert titres(tout)[0] == "renvoyee"  # what is to take up again comes first
    assert len(titres(tout)) == 4


def test_titre_est_celui_du_dernier_brouillon(client, page_fiche, auteur):
    publiee = action_en(page_fiche, "publiee", "Avant")
    publiee.title = "Après"
    publiee.save_revision()

    assert titres(lire(client, auteur)) == ["Après"]


def test_liste_dit_les_photos_qui_vont_partir_et_qui_s_interesse(page_fiche):
    publiee = action_en(page_fiche, "publiee")
    photo(publiee, jusqu_au=date(2026, 12, 24), alternative="Bientôt.")
    photo(publiee, jusqu_au=date(2027, 12, 24), alternative="Plus tard.")
    exprimer(
        publiee,
        StructureFactory(nom="Passerelle"),
        par=CompteFactory(),
        message="",
        le=datetime(2026, 11, 1, tzinfo=UTC),
    )

    (ligne,) = lire_les_actions(page_fiche, jour=JOUR)

    assert ligne.photos == (("Bientôt.", date(2026, 12, 24)),)
    assert ligne.interets == ("Passerelle",)


@pytest.mark.parametrize(("age", "perimee"), [(timedelta(days=364), False), (timedelta(days=365), True)])
def test_liste_dit_ce_que_personne_n_a_verifie_depuis_un_an(page_fiche, age, perimee):
    action_en(page_fiche, "publiee", first_published_at=datetime(2026, 11, 24, 12, tzinfo=UTC) - age)

    (ligne,) = lire_les_actions(page_fiche, jour=JOUR)

    assert (ligne.verifiee_le, ligne.est_perimee) == (JOUR - age, perimee)


def test_structure_sans_fiche_n_a_pas_d_action():
    assert lire_les_actions(None, jour=JOUR) == []


@pytest.mark.parametrize("nombre", [1, 3])
def test_liste_en_autant_de_requetes_quel_que_soit_le_nombre(
    client, page_fiche, auteur, nombre, django_assert_num_queries
):
    for rang in range(nombre):
        for etat in ETATS:
            photo(action_en(page_fiche, etat, f"{etat} {rang}"), jusqu_au=timezone.localdate() + timedelta(days=5))
    lire(client, auteur)

    with django_assert_num_queries(REQUETES):
        reponse = client.get(reverse("espace:actions"))

    assert len(titres(BeautifulSoup(reponse.content.decode(), "html.parser"))) == 4 * nombre


# --- Preview --------------------------------------------------------------------------------------------------------


def test_apercu_montre_le_brouillon_tel_qu_il_paraitra(client, page_fiche, auteur):
    publiee = action_en(page_fiche, "publiee", "Avant")
    publiee.title = "Un titre encore secret"
    publiee.save_revision()

    cadre = lire(client, auteur, "espace:page-apercu", publiee.pk).select_one("iframe")
    rendu = client.get(cadre["src"])

    assert "Un titre encore secret" in rendu.content.decode()
    assert rendu["X-Frame-Options"] == "SAMEORIGIN"
    assert "Un titre encore secret" not in client.get(publiee.url).content.decode()


def test_apercu_d_une_page_du_portail_ne_se_lit_pas_par_la(client, page_fiche, auteur):
    client.force_login(auteur)
    autre = page_fiche.get_parent()

    assert client.get(reverse("espace:page-rendu", args=[autre.pk])).status_code == 404
    assert client.get(reverse("espace:page-rendu", args=[autre.pk + 1000])).status_code == 404


def test_fiche_ne_s_ouvre_pas_comme_une_action(client, page_fiche, auteur):
    client.force_login(auteur)

    assert client.get(reverse("espace:action", args=[page_fiche.pk])).status_code == 404
    assert client.get(reverse("espace:action-modifier", args=[page_fiche.pk])).status_code == 404


# --- The road -------------------------------------------------------------------------------------------------------


def test_envoi_puis_reprise(client, page_fiche, auteur):
    brouillon = action_en(page_fiche, "brouillon")
    client.force_login(auteur)

    envoi = client.post(reverse("espace:page-soumettre", args=[brouillon.pk]), {"retour": "actions"}, follow=True)
    en_route = etat_editorial(ActionPage.objects.get())
    reprise = client.post(reverse("espace:page-reprendre", args=[brouillon.pk]), follow=True)

    assert "C’est envoyé." in envoi.content.decode()
    assert envoi.redirect_chain == [(reverse("espace:actions"), 302)]
    assert en_route == EtatEditorial.EN_MODERATION
    assert "La page est à nouveau un brouillon" in reprise.content.decode()
    assert reprise.redirect_chain == [(reverse("espace:action", args=[brouillon.pk]), 302)]
    assert etat_editorial(ActionPage.objects.get()) == EtatEditorial.BROUILLON


def test_envoi_refuse_dit_pourquoi(client, page_fiche, auteur):
    en_relecture = action_en(page_fiche, "en_relecture")
    client.force_login(auteur)

    reponse = client.post(reverse("espace:page-soumettre", args=[en_relecture.pk]), follow=True)

    assert "Cette page est déjà en relecture" in reponse.content.decode()


def test_toujours_d_actualite_en_un_geste(client, page_fiche, auteur):
    publiee = action_en(page_fiche, "publiee")
    client.force_login(auteur)

    reponse = client.post(reverse("espace:confirmer", args=[publiee.pk]))

    assert reponse.url == reverse("espace:action", args=[publiee.pk])
    assert ActionPage.objects.get().verifiee_le == timezone.localdate()


# --- Off the site ---------------------------------------------------------------------------------------------------


def demander_le_retrait(client, page):
    return client.post(
        reverse("espace:page-retrait", args=[page.pk]), {"message": "Une personne a changé d’avis."}, follow=True
    )


def test_retrait_se_demande_a_qui_relit(client, page_fiche, auteur, django_capture_on_commit_callbacks):
    publiee = action_en(page_fiche, "publiee", "Un café")
    relectrice = animateur()
    client.force_login(auteur)

    with django_capture_on_commit_callbacks(execute=True):
        reponse = demander_le_retrait(client, publiee)

    assert "Votre demande est partie" in reponse.content.decode()
    assert ActionPage.objects.get().live is True
    (courriel,) = [m for m in mail.outbox if m.to == [relectrice.email]]
    assert courriel.subject == "Retrait demandé\u00a0: «\u00a0Un café\u00a0»"
    assert "Une personne a changé d’avis." in courriel.body
    assert reverse("wagtailadmin_pages:unpublish", args=[publiee.pk]) in courriel.body


def test_structure_de_confiance_retire_elle_meme(client, page_fiche, structure, auteur):
    structure.de_confiance = True
    structure.save()
    publiee = action_en(page_fiche, "publiee")
    client.force_login(auteur)

    reponse = demander_le_retrait(client, publiee)

    assert "La page a quitté le site." in reponse.content.decode()
    assert etat_editorial(ActionPage.objects.get()) == EtatEditorial.RETIREE


def test_retrait_veut_une_raison(client, page_fiche, auteur):
    publiee = action_en(page_fiche, "publiee")
    client.force_login(auteur)

    reponse = client.post(reverse("espace:page-retrait", args=[publiee.pk]), {"message": " "})

    assert reponse.status_code == 422
    assert "Dites en une phrase pourquoi cette page doit quitter le site." in reponse.content.decode()


def test_page_absente_du_site_ne_se_retire_pas(client, page_fiche, auteur):
    brouillon = action_en(page_fiche, "brouillon")
    client.force_login(auteur)

    reponse = demander_le_retrait(client, brouillon)

    assert "Cette page n’est plus sur le site" in reponse.content.decode()
    with pytest.raises(DemandeRefusee):
        retirer_du_site(brouillon, par=auteur, message="x")


def test_responsable_ecrit_comme_une_contributrice(client, page_fiche, structure):
    brouillon = action_en(page_fiche, "brouillon")

    ecran = lire(client, responsable(structure), "espace:action", brouillon.pk)

    assert gestes(ecran.select_one("main")) == [
        "Envoyer en relecture",
        "Relire",
        "Modifier",
        "Compléter dans l’éditeur",
    ]


def test_editrice_passe_du_recit_court_a_l_editeur(client, page_fiche, structure, auteur):
    brouillon = action_en(page_fiche, "brouillon")

    ecran = lire(client, auteur, "espace:action", brouillon.pk)

    liens = {lien.text: lien["href"] for lien in ecran.select(".gestes a")}
    assert liens["Compléter dans l’éditeur"] == reverse("wagtailadmin_pages:edit", args=[brouillon.pk])


# --- Around a page --------------------------------------------------------------------------------------------------


def test_motif_du_renvoi_se_lit_pendant_que_l_on_corrige(client, page_fiche, auteur):
    renvoyee, jamais_lue = action_en(page_fiche, "renvoyee"), action_en(page_fiche, "brouillon", "Une autre")
    client.force_login(auteur)

    motifs = [
        [motif.p.get_text(" ", strip=True) for motif in lu.select("main .motif")]
        for lu in (
            BeautifulSoup(client.get(reverse("espace:action-modifier", args=[page.pk])).content.decode(), "html.parser")
            for page in (renvoyee, jamais_lue)
        )
    ]

    assert motifs == [["À reprendre\u00a0: Ajoutez une date."], []]


@pytest.mark.parametrize("ecran", ["espace:page-apercu", "espace:page-retrait"])
def test_ecran_d_une_action_se_range_sous_mes_actions(client, page_fiche, auteur, ecran):
    action = action_en(page_fiche, "publiee")
    client.force_login(auteur)

    lu = BeautifulSoup(client.get(reverse(ecran, args=[action.pk])).content.decode(), "html.parser")

    assert [(lien.get_text(strip=True), lien["aria-current"]) for lien in lu.select("#rail a[aria-current]")] == [
        ("Mes actions", "true")
    ]
