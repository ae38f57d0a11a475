"""The words of a mail changed by the animation: what they may quote, the mail they make, their screens."""

import logging

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.template.loader import get_template
from django.urls import reverse

from portal.socle.courriels import envoyer
from portal.socle.courrier.modeles import TexteDeCourriel
from portal.socle.courrier.registre import CourrielDeclare, declare, declares
from portal.socle.courrier.textes import composer, rediger, verifier
from tests.fabriques.structures import animateur

ACCUSE = "courriels/benevolat/candidature_recue"
CONTEXTE = {"prenom": "Awa", "structure": "L’Envol", "promise": "10 mars 2026", "lien": "https://exemple.fr/p/abc/"}
ESSAI = CourrielDeclare(
    "essai", "Essai", {"prenom": "Prénom", "liste": "Liste", "lien_arret": "Lien"}, "Ouvrir", "Parce que %(prenom)s."
)


def texte(**champs):
    return TexteDeCourriel.objects.create(
        **{"gabarit": ACCUSE, "langue": "fr", "objet": "Merci {prenom}", "corps": "Bonjour {prenom},"} | champs
    )


# --- What rooms declare ---


@pytest.mark.parametrize("courriel", declares(), ids=lambda courriel: courriel.gabarit)
def test_chaque_courriel_declare_a_ses_trois_gabarits_et_sa_raison(courriel):
    for fin in ("_objet.txt", ".txt", ".html"):
        get_template(f"{courriel.gabarit}{fin}")

    assert str(courriel.titre)
    assert str(courriel.raison)
    assert all(nom.isidentifier() for nom in courriel.variables)
    composer(courriel, "Objet", "Texte", dict.fromkeys(courriel.variables, "x"), "fr")


def test_les_courriels_des_benevoles_sont_declares():
    assert len([c for c in declares() if c.gabarit.startswith("courriels/benevolat/")]) >= 35


# --- What a text may quote ---


@pytest.mark.parametrize("juste", ["", "Sans repère.", "Bonjour {prenom}, {liste}{prenom}"])
def test_un_texte_ne_cite_que_ce_que_le_courriel_donne(juste):
    assert verifier(juste, ESSAI) is None


@pytest.mark.parametrize(
    ("faux", "attendu"),
    [
        ("Bonjour {nom}", "Ce courriel ne connaît pas {nom}."),
        ("{ prenom }", "Ce courriel ne connaît pas { prenom }."),
        ("{prenom.__class__} {}", "Ce courriel ne connaît pas {}, {prenom.__class__}."),
        ("Bonjour {prenom", "Une accolade est seule"),
        ("Bonjour prenom}", "Une accolade est seule"),
        ("{{prenom}}", "Une accolade est seule"),
    ],
)
def test_un_repere_inconnu_ou_une_accolade_seule_sont_refuses(faux, attendu):
    with pytest.raises(ValidationError) as refus:
        verifier(faux, ESSAI)

    [message] = refus.value.messages
    assert message.startswith(attendu)
    assert message.endswith("Repères possibles pour ce courriel\u00a0: {prenom}, {liste}, {lien_arret}.")


# --- The mail ---


def test_les_valeurs_sont_echappees_et_jamais_relues_comme_des_reperes():
    contexte = {"prenom": "<b>{liste}</b>", "liste": "– un\n– deux", "lien_arret": "https://exemple.fr/?a=1&b=2"}

    objet, brut, html = composer(
        ESSAI, "À {prenom}\nici", "A & {prenom}\r\n\r\n{liste}\n\n\n{lien_arret}", contexte, "fr"
    )

    assert objet == "À <b>{liste}</b> ici"
    assert "A & <b>{liste}</b>\n\n– un\n– deux\n\nhttps://exemple.fr/?a=1&b=2\n" in brut
    assert "<p>A &amp; &lt;b&gt;{liste}&lt;/b&gt;</p>" in html
    assert "<p>– un<br>– deux</p>" in html
    assert '<a href="https://exemple.fr/?a=1&amp;b=2">https://exemple.fr/?a=1&amp;b=2</a>' in html
    assert "Parce que <b>{liste}</b>." in brut
    assert "Parce que &lt;b&gt;{liste}&lt;/b&gt;." in html
    assert "bouton" not in html.split("</style>")[1]


def test_un_paragraphe_dont_la_valeur_est_vide_disparait():
    _objet, _brut, html = composer(ESSAI, "Objet", "{liste}\n\nFin", {"prenom": "Awa", "liste": ""}, "fr")

    assert html.split('class="contenu"')[1].count("<p>") == 1


@pytest.mark.django_db
def test_sans_texte_modifie_le_courriel_garde_les_mots_du_portail(django_assert_num_queries):
    cache.clear()

    with django_assert_num_queries(1):
        assert rediger(ACCUSE, CONTEXTE, "fr") is None
        assert rediger(ACCUSE, CONTEXTE, "fr") is None
        assert rediger("courriels/inconnu", CONTEXTE, "fr") is None


@pytest.mark.django_db
def test_un_texte_ne_vaut_que_dans_sa_langue_et_jusqu_a_ce_qu_on_l_efface(django_capture_on_commit_callbacks):
    assert rediger(ACCUSE, CONTEXTE, "fr") is None
    modifie = texte()

    avec = rediger(ACCUSE, CONTEXTE, "fr")
    en_anglais = rediger(ACCUSE, CONTEXTE, "en")
    with django_capture_on_commit_callbacks(execute=True):
        modifie.delete()

    assert avec is not None
    assert avec[0] == "Merci Awa"
    assert en_anglais is None
    assert rediger(ACCUSE, CONTEXTE, "fr") is None


@pytest.mark.django_db
def test_une_valeur_absente_ne_casse_jamais_un_courriel(caplog, django_capture_on_commit_callbacks):
    texte(corps="Pour le {promise}.")
    sans = {cle: valeur for cle, valeur in CONTEXTE.items() if cle != "promise"}

    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        envoyer(ACCUSE, ["awa@exemple.fr"], sans, langue="fr")

    assert [message.subject for message in mail.outbox] == ["Votre candidature est bien arrivée"]
    assert f"Mail {ACCUSE} (fr): edited text set aside, no value for {{promise}}." in caplog.messages


def test_une_raison_sans_sa_valeur_est_aussi_mise_de_cote():
    from portal.socle.courrier.textes import VariableAbsente

    with pytest.raises(VariableAbsente):
        composer(ESSAI, "Objet", "Texte", {}, "fr")


@pytest.mark.django_db
def test_un_texte_efface_entre_temps_rend_les_mots_du_portail():
    cache.set("portail:textes_de_courriels", {(ACCUSE, "fr")})

    assert rediger(ACCUSE, CONTEXTE, "fr") is None


# --- The screens ---


@pytest.fixture
def animation(client):
    client.force_login(animateur(email="animation@exemple.fr"))
    return client


def saisie(**champs):
    return {"gabarit": ACCUSE, "langue": "fr", "objet": "Merci {prenom}", "corps": "Bonjour {prenom},"} | champs


@pytest.mark.django_db
def test_l_animation_change_un_courriel_le_relit_et_revient_au_texte_du_portail(animation):
    ajout = reverse("wagtailsnippets_socle_textedecourriel:add")

    vide = animation.get(ajout).content.decode()
    animation.post(ajout, saisie())
    cree = TexteDeCourriel.objects.get()
    liste = animation.get(reverse("wagtailsnippets_socle_textedecourriel:list")).content.decode()
    suppression = reverse("wagtailsnippets_socle_textedecourriel:delete", args=[cree.pk])
    avertissement = animation.get(suppression).content.decode()
    animation.post(suppression)

    assert "<code>{promise}</code> Jour promis pour la réponse" in vide
    assert "Candidature reçue" in liste
    assert "ce courriel reprendra le texte du portail" in avertissement
    assert not TexteDeCourriel.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"corps": "Bonjour {nom},"}, "Ce courriel ne connaît pas {nom}."),
        ({"objet": "Merci {"}, "Une accolade est seule"),
        ({"gabarit": "courriels/securite"}, "Sélectionnez un choix valide"),
    ],
)
def test_une_saisie_fausse_est_refusee_avec_les_reperes_possibles(animation, champs, attendu):
    reponse = animation.post(reverse("wagtailsnippets_socle_textedecourriel:add"), saisie(**champs))

    assert attendu in reponse.content.decode()
    assert not TexteDeCourriel.objects.exists()


@pytest.mark.django_db
def test_un_courriel_n_a_qu_un_texte_par_langue(animation):
    texte()

    reponse = animation.post(reverse("wagtailsnippets_socle_textedecourriel:add"), saisie())

    assert "Ce courriel a déjà un texte dans cette langue" in reponse.content.decode()
    assert TexteDeCourriel.objects.count() == 1


@pytest.mark.django_db
def test_l_apercu_montre_le_nom_des_valeurs(rf):
    modifie = texte(corps="Réponse le {promise}.")

    page = modifie.serve_preview(rf.get("/"), "").content.decode()

    assert "Réponse le [Jour promis pour la réponse]." in page
    assert str(declare(ACCUSE).bouton) in page
