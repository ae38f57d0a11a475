"""The words of a mail changed by the animation: what they may quote, the mail they make, their screens."""

import importlib
import logging
from datetime import date

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.socle import courrier
from portal.socle.courrier import Destinataire
from portal.socle.courrier.modeles import TexteDeCourriel
from portal.socle.courrier.redaction import composer
from portal.socle.courrier.registre import Courriel, Version, courriel
from portal.socle.courrier.textes import texte_modifie, verifier
from portal.socle.models import CourrielEnvoye
from tests.fabriques.courrier import courriel_envoye
from tests.fabriques.structures import animateur

ACCUSE = "benevolat.candidature_recue"
VALEURS = {
    "prenom": "Awa",
    "structure": "L’Envol",
    "promise": date(2026, 3, 10),
    "lien": "https://exemple.fr/p/abc/",
}
VERSION = Version(
    titre="Essai",
    quand="jamais",
    pour="personne",
    objet="Essai",
    bouton="Ouvrir",
    raison="Parce que {prenom}.",
    corps="Texte",
    valeurs={"prenom": "Prénom", "liste": "Liste", "lien_arret": "Lien"},
)
ESSAI = Courriel("essai.essai", {"fr": VERSION, "en": VERSION})


def texte(**champs):
    return TexteDeCourriel.objects.create(
        **{"gabarit": ACCUSE, "langue": "fr", "objet": "Merci {prenom}", "corps": "Bonjour {prenom},"} | champs
    )


def envoyer(**autres):
    courrier.envoyer(ACCUSE, a=Destinataire("awa@exemple.fr"), **VALEURS | autres)


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
    valeurs = {"prenom": "<b>{liste}</b>", "liste": ["un", "deux"], "lien_arret": "https://exemple.fr/?a=1&b=2"}

    contenu = composer(
        ESSAI,
        "À {prenom}\nici",
        "A & {prenom}\r\n\r\n{liste}\n\n\n{lien_arret}\n\n[J’arrête](lien_arret)\n> {prenom}\n- un\n- [x](y)",
        valeurs | {"y": ""},
        "fr",
    )
    avec_lien = composer(ESSAI, "À", "[J’arrête](lien_arret)\n> {prenom}\n- un\n- <deux>", valeurs, "fr")

    encadre = composer(ESSAI, "À", "Avant\n\n[bouton]\n\nAprès", {"lien": "https://a.example/", "prenom": "Awa"}, "fr")

    assert "Avant\n\nOuvrir\nhttps://a.example/\n\nAprès\n\n-- \n" in encadre.texte
    assert encadre.html.index("Avant") < encadre.html.index('class="bouton"') < encadre.html.index("Après")
    assert contenu.objet == "À <b>{liste}</b> ici"
    assert "A & <b>{liste}</b>\n\n- un\n- deux\n\nhttps://exemple.fr/?a=1&b=2\n" in contenu.texte
    assert "J’arrête" not in contenu.texte  # its paragraph quotes an empty value
    assert "<p>A &amp; &lt;b&gt;{liste}&lt;/b&gt;</p>" in contenu.html
    assert "<ul><li>un</li><li>deux</li></ul>" in contenu.html
    assert '<a href="https://exemple.fr/?a=1&amp;b=2">https://exemple.fr/?a=1&amp;b=2</a>' in contenu.html
    assert "Parce que <b>{liste}</b>." in contenu.texte
    assert "Parce que &lt;b&gt;{liste}&lt;/b&gt;." in contenu.html
    assert "bouton" not in contenu.html.split("</style>")[1]
    assert "J’arrête\nhttps://exemple.fr/?a=1&b=2\n<b>{liste}</b>\n- un\n- <deux>\n" in avec_lien.texte
    assert (
        '<p><a href="https://exemple.fr/?a=1&amp;b=2">J’arrête</a></p>\n'
        "<blockquote>&lt;b&gt;{liste}&lt;/b&gt;</blockquote>\n<ul><li>un</li><li>&lt;deux&gt;</li></ul>"
    ) in avec_lien.html


@pytest.mark.django_db
def test_sans_texte_modifie_le_courriel_garde_les_mots_du_portail(requetes_au_plus):
    cache.clear()

    with requetes_au_plus("un texte jamais modifié"):
        assert texte_modifie(ACCUSE, "fr") is None
        assert texte_modifie(ACCUSE, "en") is None


@pytest.mark.django_db
def test_un_texte_ne_vaut_que_dans_sa_langue_et_jusqu_a_ce_qu_on_l_efface(django_capture_on_commit_callbacks):
    assert texte_modifie(ACCUSE, "fr") is None
    modifie = texte()

    avec, en_anglais = texte_modifie(ACCUSE, "fr"), texte_modifie(ACCUSE, "en")
    with django_capture_on_commit_callbacks(execute=True):
        modifie.delete()

    assert avec is not None
    assert en_anglais is None
    assert texte_modifie(ACCUSE, "fr") is None


@pytest.mark.django_db
def test_un_texte_qui_cite_ce_que_le_courriel_ne_donne_plus_est_mis_de_cote(caplog, django_capture_on_commit_callbacks):
    texte(corps="Pour le {disparu}.")

    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        envoyer()

    assert [message.subject for message in mail.outbox] == ["Votre candidature est bien arrivée"]
    assert f"Mail {ACCUSE} (fr): edited text set aside, no value for {{disparu}}." in caplog.messages


@pytest.mark.django_db
def test_un_texte_efface_entre_temps_rend_les_mots_du_portail():
    cache.set("portail:textes_de_courriels", {(ACCUSE, "fr")})

    assert texte_modifie(ACCUSE, "fr") is None


@pytest.mark.django_db
def test_les_textes_et_le_journal_d_avant_suivent_la_nouvelle_cle():
    migration = importlib.import_module("portal.socle.migrations.0003_cles_des_courriels")
    confirmer = "courriels/benevolat/confirmer_candidature"
    texte(gabarit="courriels/benevolat/candidature_recue")
    texte(gabarit="courriels/compte_inactif", langue="en")
    texte(gabarit=confirmer, objet="Encore un pas", corps="Merci.\n\nChez {structure}.\n\nÀ bientôt")
    courriel_envoye(gabarit="courriels/bilan_valide")
    courriel_envoye(gabarit="courriels/appartenance")
    avant = set(TexteDeCourriel.objects.values_list("gabarit", "langue", "objet", "corps"))

    migration.avancer(apps, None)
    apres = set(TexteDeCourriel.objects.values_list("gabarit", flat=True))
    dedouble = TexteDeCourriel.objects.get(gabarit="benevolat.confirmer_candidature_region")
    journal = set(CourrielEnvoye.objects.values_list("gabarit", flat=True))
    migration.reculer(apps, None)

    assert {cle for cle in apres if courriel(cle) is None} == set()
    assert apres >= {ACCUSE, "comptes.compte_inactif", "benevolat.confirmer_candidature"}
    assert (dedouble.objet, dedouble.corps) == ("Encore un pas", "Merci.\n\nÀ bientôt")
    assert journal == {"bilans.valide", "courriels/appartenance"}
    assert set(TexteDeCourriel.objects.values_list("gabarit", "langue", "objet", "corps")) == avant


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

    assert "<code>{promise}</code> jour promis pour la réponse" in vide
    assert "Candidature reçue" in liste
    assert "ce courriel reprendra le texte du portail" in avertissement
    assert not TexteDeCourriel.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"corps": "Bonjour {nom},"}, "Ce courriel ne connaît pas {nom}."),
        ({"objet": "Merci {"}, "Une accolade est seule"),
        ({"gabarit": "comptes.inconnu"}, "Sélectionnez un choix valide"),
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

    assert "Réponse le [jour promis pour la réponse]." in page
    assert courriel(ACCUSE).en("fr").bouton in page


@pytest.mark.django_db
def test_le_registre_dit_quand_part_chaque_courriel_a_qui_et_les_derniers_partis(animation, django_assert_num_queries):
    texte(langue="en")
    courriel_envoye(gabarit=ACCUSE)

    liste = animation.get(reverse("socle_courriels")).content.decode()
    page = animation.get(reverse("socle_courriel", args=[ACCUSE])).content.decode()

    assert "quand la personne a confirmé son adresse" in liste
    assert "10/03/2026 10:00" in liste
    assert "anglais" in liste
    assert "la personne bénévole" in page
    assert "Votre candidature est bien arrivée" in page
    assert "Merci [first name]" in page
    assert "Remis au serveur de courriel" in page
    assert animation.get(reverse("socle_courriel", args=["benevolat.inconnu"])).status_code == 404


@pytest.mark.django_db
def test_le_formulaire_s_ouvre_sur_les_mots_du_portail_et_ramene_au_courriel(animation):
    ajout = reverse("wagtailsnippets_socle_textedecourriel:add")

    ouvert = animation.get(f"{ajout}?courriel={ACCUSE}&langue=en").content.decode()
    reponse = animation.post(ajout, saisie(langue="en"))

    assert "Your application has arrived" in ouvert
    assert "You are promised an answer by {promise} at the latest." in ouvert
    assert reponse.url == reverse("socle_courriel", args=[ACCUSE])


@pytest.mark.django_db
@pytest.mark.parametrize(("langue", "attendu"), [("fr", "Bonjour [prénom],"), ("en", "Hello [first name],")])
def test_un_courriel_se_regarde_et_s_essaie_sur_soi(animation, langue, attendu, django_capture_on_commit_callbacks):
    apercu = animation.get(reverse("socle_apercu_de_courriel", args=[ACCUSE, langue]))
    with django_capture_on_commit_callbacks(execute=True):
        animation.post(reverse("socle_essai_de_courriel", args=[ACCUSE, langue]))

    [message] = mail.outbox
    assert attendu in apercu.content.decode()
    assert apercu["X-Frame-Options"] == "SAMEORIGIN"
    assert message.to == ["animation@exemple.fr"]
    assert message.subject.startswith("Essai")
    assert attendu in message.body
    assert CourrielEnvoye.objects.get().gabarit == f"essai:{ACCUSE}"
    assert animation.get(reverse("socle_apercu_de_courriel", args=[ACCUSE, "de"])).status_code == 404


@pytest.mark.django_db
def test_le_registre_est_ferme_a_qui_ne_peut_pas_changer_les_textes(client):
    from tests.fabriques.structures import StructureFactory, responsable

    client.force_login(responsable(StructureFactory()))

    for nom, arguments in (
        ("socle_courriels", []),
        ("socle_courriel", [ACCUSE]),
        ("socle_apercu_de_courriel", [ACCUSE, "fr"]),
    ):
        assert client.get(reverse(nom, args=arguments)).status_code in (302, 403, 404)
    assert client.post(reverse("socle_essai_de_courriel", args=[ACCUSE, "fr"])).status_code in (302, 403, 404)
    assert mail.outbox == []
