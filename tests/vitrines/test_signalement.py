"""« Signaler une erreur »: by any visitor, without any third party, and how a report ends."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from espace_structures.vitrines.enums import EtatSignalement, MotifSignalement
from espace_structures.vitrines.metier import signalements
from espace_structures.vitrines.models import Signalement
from espace_structures.vitrines.taches import effacer_les_adresses
from tests.fabriques.machines import ouvert
from tests.fabriques.pages import site_public
from tests.fabriques.structures import animateur, responsable
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = pytest.mark.django_db
LE = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def cible():
    return fiche(annuaire(site_public()), title="Relais 93")


@pytest.fixture
def adresse(cible):
    return f"/signaler/{cible.pk}/"


def envoi(**champs) -> dict:
    """What the form sends when it was opened a minute ago."""
    return {
        "motif": "COORDONNEES",
        "message": "Le numéro ne répond plus.",
        "ouvert": ouvert(),
    } | champs


def recu(cible, **champs) -> Signalement:
    return signalements.recevoir(
        cible, **{"motif": "CONTENU", "message": "C’est faux.", "courriel": "moi@exemple.fr", "le": LE} | champs
    )


# --- The screen -------------------------------------------------------------------------------------------------------


def test_signalement_part_et_remercie(client, cible, adresse):
    reponse = client.post(adresse, envoi(courriel="moi@exemple.fr"), follow=True)

    assert reponse.redirect_chain == [(f"/signaler/{cible.pk}/merci/", 302)]
    assert "Merci de votre signalement" in reponse.content.decode()
    garde = Signalement.objects.get()
    assert (garde.page_id, garde.motif, garde.message, garde.courriel) == (
        cible.pk,
        "COORDONNEES",
        "Le numéro ne répond plus.",
        "moi@exemple.fr",
    )


@pytest.mark.parametrize(
    ("champs", "refus"),
    [
        ({"motif": ""}, "Choisissez ce qui ne va pas."),
        ({"message": ""}, "Dites ce qui ne va pas\u00a0: une phrase suffit."),
        ({"courriel": "moi@"}, "Écrivez une adresse complète"),
    ],
)
def test_refus_garde_ce_qui_est_ecrit(client, adresse, champs, refus):
    reponse = client.post(adresse, envoi(**{"message": "Mes mots."} | champs))

    contenu = reponse.content.decode()
    assert (reponse.status_code, Signalement.objects.count()) == (422, 0)
    assert refus in contenu
    assert ("Mes mots." in contenu) is ("message" not in champs)


def test_six_signalements_dans_l_heure_sont_un_de_trop(client, adresse):
    statuts = [client.post(adresse, envoi()).status_code for _fois in range(6)]

    assert statuts == [302, 302, 302, 302, 302, 429]
    assert Signalement.objects.count() == 5


def test_page_qui_n_est_pas_publique_ne_se_signale_pas(client, cible):
    brouillon = action(cible, live=False)
    accueil = cible.get_parent().get_parent()

    statuts = [client.get(f"/signaler/{pk}/").status_code for pk in (cible.pk, brouillon.pk, accueil.pk, 999_999)]

    assert statuts == [200, 404, 404, 404]


def test_page_porte_le_lien_pour_la_signaler(client, cible, adresse):
    assert f'href="{adresse}" rel="nofollow"' in client.get(cible.url).content.decode()


# --- Who is told ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("motif", "animation_prevenue"),
    [
        (MotifSignalement.COORDONNEES, False),
        (MotifSignalement.CONTENU, False),
        (MotifSignalement.AUTRE, False),
        (MotifSignalement.PHOTO, True),
        (MotifSignalement.FERMEE, True),
    ],
)
def test_responsables_toujours_prevenus_animation_selon_le_motif(
    cible, django_capture_on_commit_callbacks, motif, animation_prevenue
):
    sienne, anime = responsable(cible.structure), animateur()

    with django_capture_on_commit_callbacks(execute=True):
        recu(cible, motif=motif)

    destinataires = sorted(message.to[0] for message in mail.outbox)
    assert destinataires == sorted([sienne.email, *([anime.email] if animation_prevenue else [])])
    assert all("moi@exemple.fr" not in message.body for message in mail.outbox)
    assert all("C’est faux." in message.body for message in mail.outbox)


def test_structure_sans_responsable_animation_prevenue(cible, django_capture_on_commit_callbacks):
    anime = animateur()

    with django_capture_on_commit_callbacks(execute=True):
        recu(cible)

    assert [message.to for message in mail.outbox] == [[anime.email]]


def test_signalement_d_une_photo_passe_devant_et_ne_retire_rien(cible):
    ancien, photo = recu(cible), recu(cible, motif="PHOTO", le=LE + timedelta(days=1))

    assert list(Signalement.objects.a_traiter().par_urgence()) == [photo, ancien]
    cible.refresh_from_db()
    assert cible.live is True


# --- The end ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("etat", "phrase"),
    [
        (EtatSignalement.CORRIGE, "ce que vous aviez signalé est corrigé"),
        (EtatSignalement.SANS_SUITE, "la page reste comme elle est"),
    ],
)
def test_clore_repond_puis_oublie_l_adresse(cible, django_capture_on_commit_callbacks, etat, phrase):
    signalement, anime = recu(cible), animateur()

    with django_capture_on_commit_callbacks(execute=True):
        signalements.clore(signalement, par=anime, etat=etat, reponse="Bien vu.", le=LE)

    signalement.refresh_from_db()
    assert (signalement.etat, signalement.courriel, signalement.traite_par, signalement.traite_le) == (
        etat,
        "",
        anime,
        LE,
    )
    assert [message.to for message in mail.outbox] == [["moi@exemple.fr"]]
    assert (phrase in mail.outbox[0].body, "Bien vu." in mail.outbox[0].body) == (True, True)
    assert list(Signalement.objects.a_traiter()) == []


def test_clore_sans_adresse_n_ecrit_a_personne(cible, django_capture_on_commit_callbacks):
    signalement = recu(cible, courriel="")

    with django_capture_on_commit_callbacks(execute=True):
        signalements.clore(signalement, par=animateur(), etat=EtatSignalement.CORRIGE, le=LE)

    assert mail.outbox == []


def test_clore_deux_fois_est_refuse(cible):
    signalement, anime = recu(cible), animateur()
    signalements.clore(signalement, par=anime, etat=EtatSignalement.CORRIGE, le=LE)

    with pytest.raises(signalements.SignalementRefuse, match="déjà clos"):
        signalements.clore(signalement, par=anime, etat=EtatSignalement.SANS_SUITE, le=LE)


def test_clore_sans_dire_comment_est_refuse(cible):
    with pytest.raises(signalements.SignalementRefuse, match="corrigé, ou sans suite"):
        signalements.clore(recu(cible), par=animateur(), etat=EtatSignalement.NOUVEAU, le=LE)


@pytest.mark.parametrize(("jours", "effacee"), [(364, False), (365, True)])
def test_adresse_d_un_signalement_jamais_clos_s_efface_au_bout_d_un_an(cible, jours, effacee):
    signalement = recu(cible)

    compte_rendu = effacer_les_adresses(le=LE + timedelta(days=jours))

    signalement.refresh_from_db()
    assert signalement.courriel == ("" if effacee else "moi@exemple.fr")
    assert compte_rendu == f"Adresses effacées\u00a0: {int(effacee)}."


def test_animation_ouvre_un_signalement_depuis_la_liste(client, cible):
    signalement = recu(cible)
    client.force_login(animateur())

    liste = client.get(reverse("wagtailsnippets_vitrines_signalement:list")).text

    assert f'href="{reverse("wagtailsnippets_vitrines_signalement:edit", args=[signalement.pk])}"' in liste
    assert reverse("wagtailsnippets_vitrines_signalement:list") + "add/" not in liste


def test_liste_vide_se_dit_en_une_phrase(client):
    client.force_login(animateur())

    liste = client.get(reverse("wagtailsnippets_vitrines_signalement:list")).text
    recherche = client.get(reverse("wagtailsnippets_vitrines_signalement:list"), {"q": "téléphone"}).text

    assert "Cette liste est vide." in liste
    assert "Rien ne répond à cette recherche" in recherche
