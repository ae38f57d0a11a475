"""The page of the person by signed link: what it shows, what it lets do, and what no link opens."""

import json
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.urls import reverse
from wagtail.models import ModelLogEntry

from espace_structures.benevolat import journal
from espace_structures.benevolat.candidatures.metier import parcours, profil
from espace_structures.benevolat.enums import Auteur, Consultation, EtatCandidature, MotifRefus
from espace_structures.benevolat.metier.donnees import rubriques
from espace_structures.benevolat.metier.effacement import effacer
from espace_structures.benevolat.metier.liens import SUIVI, revoquer
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import AccesDossier, Accueil, Benevole, Compteur, Message, Note
from espace_structures.structures.enums import RoleStructure
from espace_structures.structures.models import MembreStructure
from tests.fabriques.benevolat import (
    JOUR,
    LE,
    BenevoleFactory,
    CandidatureFactory,
    DemandeRenouvellementFactory,
    EngagementFactory,
    jeton_de,
)
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.machines import ouvert

pytestmark = pytest.mark.django_db


def adresse(nom, benevole, *args):
    return reverse(f"benevolat:{nom}", args=[jeton_de(benevole), *args])


# --- The link ---------------------------------------------------------------------------------------------------------


def test_page_discrete_et_jamais_gardee(client):
    reponse = client.get(adresse("suivi", BenevoleFactory()))

    assert reponse.status_code == 200
    assert "no-store" in reponse["Cache-Control"]
    assert (reponse["Referrer-Policy"], reponse["X-Robots-Tag"]) == ("strict-origin", "noindex")


def test_liens_faux_revoques_perimes_ou_d_efface_recoivent_la_meme_page(client):
    efface, revoque, vivant = (BenevoleFactory() for _fois in range(3))
    jeton = jeton_de(vivant)
    with patch("django.core.signing.time.time", return_value=LE.timestamp()):
        perime = jeton_de(vivant)
    essais = [
        "zzzz",
        jeton[:-1] + ("A" if jeton[-1] != "A" else "B"),
        signing.dumps([vivant.pk, vivant.version_lien], salt="benevolat.renouvellement"),
        signing.dumps([vivant.pk, vivant.version_lien + 1], salt=SUIVI.sel),
        signing.dumps("autre chose", salt=SUIVI.sel),
        jeton_de(efface),
        jeton_de(revoque),
        perime,
    ]
    effacer(efface, le=LE)
    revoquer(revoque)

    with patch("django.core.signing.time.time", return_value=(LE + timedelta(days=181)).timestamp()):
        reponses = [client.get(reverse("benevolat:suivi", args=[essai])) for essai in essais]

    assert {reponse.status_code for reponse in reponses} == {410}
    assert (
        len({reponse.content.decode().replace(essai, "") for reponse, essai in zip(reponses, essais, strict=True)}) == 1
    )


@pytest.mark.parametrize("nom", ["suivi_lus", "suivi_renouveler_le_lien"])
def test_les_gestes_ne_se_font_pas_par_get(client, nom):
    assert client.get(adresse(nom, BenevoleFactory())).status_code == 405


def test_lire_ne_change_rien(client):
    candidature = CandidatureFactory()
    message = Message.objects.create(candidature=candidature, auteur=Auteur.STRUCTURE, texte="Bonjour", ecrit_le=LE)
    benevole = candidature.benevole
    avant = Benevole.objects.values().get()

    for nom in ("suivi", "suivi_profil", "suivi_donnees", "suivi_donnees_json", "suivi_effacer", "suivi_rester"):
        assert client.get(adresse(nom, benevole)).status_code == 200
    client.get(adresse("suivi_retirer", benevole, candidature.pk))

    message.refresh_from_db()
    assert (Benevole.objects.values().get(), message.lu_le) == (avant, None)


@pytest.mark.parametrize("connue", [True, False])
def test_lien_perdu_repond_pareil_que_l_adresse_soit_connue_ou_non(
    client, mailoutbox, django_capture_on_commit_callbacks, connue
):
    benevole = BenevoleFactory(courriel="awa@exemple.fr", langue="fr")

    with django_capture_on_commit_callbacks(execute=True):
        reponse = client.post(
            reverse("benevolat:lien_perdu"),
            {"courriel": "AWA@exemple.fr" if connue else "autre@exemple.fr", "ouvert": ouvert()},
        )

    assert (reponse.status_code, reponse["Location"]) == (302, reverse("benevolat:lien_envoye"))
    assert [m.to for m in mailoutbox] == ([["awa@exemple.fr"]] if connue else [])
    assert not connue or f"/ma-candidature/{jeton_de(benevole)[:8]}" in mailoutbox[0].body


def test_lien_perdu_arrete_les_rafales(client, mailoutbox):
    BenevoleFactory(courriel="awa@exemple.fr")
    url, vue = reverse("benevolat:lien_perdu"), {"courriel": "awa@exemple.fr"}

    fausse = client.post(url, {"courriel": "awa", "ouvert": ouvert()})
    rafale = [client.post(url, vue | {"ouvert": ouvert()}).status_code for _fois in range(4)]

    assert fausse.status_code == 422
    assert rafale == [302, 302, 302, 429]


def test_renouveler_mon_lien_revoque_les_anciens(client, mailoutbox, django_capture_on_commit_callbacks):
    benevole = BenevoleFactory()
    ancienne = adresse("suivi", benevole)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(adresse("suivi_renouveler_le_lien", benevole))

    benevole.refresh_from_db()
    assert (client.get(ancienne).status_code, client.get(adresse("suivi", benevole)).status_code) == (410, 200)
    assert len(mailoutbox) == 1


def test_renouveler_son_lien_sans_fin_est_refuse(client):
    benevole = BenevoleFactory()
    for _fois in range(3):
        client.post(adresse("suivi_renouveler_le_lien", benevole))
        benevole.refresh_from_db()

    client.post(adresse("suivi_renouveler_le_lien", benevole))

    version = benevole.version_lien
    benevole.refresh_from_db()
    assert benevole.version_lien == version


# --- Where things stand -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("etat", "dernier"),
    [
        ({}, "Rencontre, puis décision"),
        ({"etat": EtatCandidature.LISTE_ATTENTE}, "Sur liste d’attente"),
        ({"etat": EtatCandidature.ACCEPTEE}, "Candidature acceptée"),
        ({"etat": EtatCandidature.RETIREE}, "Candidature retirée"),
        ({"etat": EtatCandidature.REORIENTEE}, "Confiée à une autre structure"),
        ({"etat": EtatCandidature.A_CONFIRMER, "recue_le": None}, "Rencontre, puis décision"),
        ({"etat": EtatCandidature.REFUSEE, "motif_refus": MotifRefus.COMPLET}, "Réponse négative"),
    ],
)
def test_chaque_etat_se_dit_en_mots(etat, dernier):
    candidature = CandidatureFactory(**etat)

    etapes = parcours.etapes(candidature, jour=JOUR)

    assert (len(etapes), etapes[-1].titre) == (3, dernier)


@pytest.mark.parametrize(
    ("promise", "repondue", "texte"),
    [
        (date(2026, 3, 10), None, "Mission Est vous répond au plus tard le 10 mars 2026."),
        (date(2026, 3, 1), None, "Mission Est devait répondre avant le 1er mars 2026."),
        (None, None, "Mission Est vous répond dès que possible."),
        (None, datetime(2026, 3, 4, 9, tzinfo=UTC), "Le 4 mars 2026."),
    ],
)
def test_on_sait_qui_repond_et_pour_quand(promise, repondue, texte):
    candidature = CandidatureFactory(structure__nom="Mission Est", promise_le=promise, repondue_le=repondue)

    assert parcours.etapes(candidature, jour=JOUR)[1].texte.startswith(texte)


@pytest.mark.parametrize(
    ("relancee", "suite"), [(LE, "Nous l’avons relancée"), (None, "Vous pouvez lui écrire ci-dessous.")]
)
def test_un_retard_ne_dit_que_ce_qui_a_ete_fait(relancee, suite):
    candidature = CandidatureFactory(promise_le=date(2026, 3, 1), structure_relancee_le=relancee)

    assert suite in parcours.etapes(candidature, jour=JOUR)[1].texte


@pytest.mark.parametrize(("lieu", "suite"), [("12 rue de Paris", " Lieu\u00a0: 12 rue de Paris."), ("", "")])
def test_la_rencontre_dit_le_jour_l_heure_et_le_lieu(lieu, suite):
    candidature = CandidatureFactory(
        structure=None,
        etat=EtatCandidature.RENCONTRE_PREVUE,
        rencontre_le=datetime(2026, 3, 12, 17, 30, tzinfo=UTC),
        rencontre_lieu=lieu,
    )

    assert parcours.etapes(candidature, jour=JOUR)[2].texte == f"Le jeudi 12 mars 2026 à 18:30.{suite}"
    assert parcours.qui_repond(candidature) == "L’animation régionale"


def test_la_page_pose_un_nombre_fixe_de_requetes(client, django_assert_num_queries):
    benevole = BenevoleFactory()
    client.get(adresse("suivi", benevole))

    for _fois in range(2):
        for _ligne in range(1 if _fois == 0 else 2):
            Message.objects.create(
                candidature=CandidatureFactory(benevole=benevole),
                auteur=Auteur.STRUCTURE,
                texte="Bonjour",
                ecrit_le=LE,
            )
            EngagementFactory(benevole=benevole)
        with django_assert_num_queries(REQUETES_DE_LA_PAGE):
            client.get(adresse("suivi", benevole))


REQUETES_DE_LA_PAGE = 8


# --- Messages, withdrawal, profile ------------------------------------------------------------------------------------


def test_lire_et_repondre(client):
    candidature = CandidatureFactory()
    recu = Message.objects.create(candidature=candidature, auteur=Auteur.STRUCTURE, texte="Libre ?", ecrit_le=LE)
    url = adresse("suivi_repondre", candidature.benevole, candidature.pk)

    vide = client.post(url, {f"c{candidature.pk}-texte": ""})
    reponse = client.post(url, {f"c{candidature.pk}-texte": "Oui, à 18 h."})

    recu.refresh_from_db()
    assert (vide.status_code, reponse.status_code) == (422, 302)
    assert Message.objects.get(auteur=Auteur.CANDIDAT).texte == "Oui, à 18 h."
    assert recu.lu_le is not None


def test_marquer_comme_lus(client):
    candidature = CandidatureFactory()
    Message.objects.create(candidature=candidature, auteur=Auteur.STRUCTURE, texte="Bonjour", ecrit_le=LE)

    client.post(adresse("suivi_lus", candidature.benevole))

    assert Message.objects.get().lu_le is not None


def test_dossier_clos_on_ne_s_ecrit_plus(client):
    candidature = CandidatureFactory(etat=EtatCandidature.RETIREE)

    reponse = client.post(
        adresse("suivi_repondre", candidature.benevole, candidature.pk), {f"c{candidature.pk}-texte": "Bonjour"}
    )

    assert (reponse.status_code, Message.objects.count()) == (422, 0)
    assert "On ne s’écrit plus dans ce dossier" in reponse.content.decode()


@pytest.mark.parametrize("nom", ["suivi_repondre", "suivi_retirer"])
def test_la_candidature_d_une_autre_personne_n_existe_pas(client, nom):
    autre = CandidatureFactory()

    assert client.post(adresse(nom, BenevoleFactory(), autre.pk)).status_code == 404


def test_retirer_demande_une_raison(client):
    candidature = CandidatureFactory()
    url = adresse("suivi_retirer", candidature.benevole, candidature.pk)

    sans = client.post(url, {})
    avec = client.post(url, {"motif": "TEMPS", "precision": "Nouvel emploi"})
    encore = client.post(url, {"motif": "TEMPS"})

    candidature.refresh_from_db()
    assert (sans.status_code, avec.status_code, encore.status_code) == (422, 302, 422)
    assert (candidature.etat, candidature.motif_retrait) == (EtatCandidature.RETIREE, "TEMPS")


def saisie(**change):
    return {
        "prenom": "Awa",
        "nom": "Diop",
        "courriel": "awa@exemple.fr",
        "langue": "en",
        "code_commune": "75011",
        "rayon_km": "5",
        "langues": ["wo"],
        "autres_langues": ["sv"],
        "regulier": "on",
    } | change


def test_corriger_son_profil_est_un_contact(client):
    benevole = BenevoleFactory(courriel="awa@exemple.fr")
    benevole.langues_parlees.create(code="it")

    refuse = client.post(adresse("suivi_profil", benevole), saisie(prenom=""))
    client.post(adresse("suivi_profil", benevole), saisie())

    benevole.refresh_from_db()
    assert refuse.status_code == 422
    assert (benevole.nom, benevole.langue, benevole.code_commune, benevole.rayon_km) == ("Diop", "en", "75111", 5)
    assert sorted(benevole.langues_parlees.values_list("code", flat=True)) == ["sv", "wo"]
    assert benevole.dernier_contact_le > LE


def test_une_nouvelle_adresse_attend_d_etre_confirmee(client, mailoutbox, django_capture_on_commit_callbacks):
    benevole = BenevoleFactory(courriel="awa@exemple.fr")

    with django_capture_on_commit_callbacks(execute=True):
        client.post(adresse("suivi_profil", benevole), saisie(courriel="neuve@exemple.fr", langue="fr"))
    lien = next(ligne for ligne in mailoutbox[0].body.splitlines() if "/ma-candidature/adresse/" in ligne)
    chemin = "/" + lien.split("/", 3)[3]
    client.get(chemin)
    benevole.refresh_from_db()
    avant = benevole.courriel
    client.post(chemin)

    benevole.refresh_from_db()
    assert (mailoutbox[0].to, avant, benevole.courriel) == (["neuve@exemple.fr"], "awa@exemple.fr", "neuve@exemple.fr")
    assert client.post(chemin).status_code == 410


def test_adresse_deja_prise(client):
    benevole, autre = BenevoleFactory(), BenevoleFactory(courriel="prise@exemple.fr")

    with pytest.raises(BenevolatRefuse):
        profil.changer_d_adresse(benevole, courriel=autre.courriel.upper(), le=LE)
    jeton = signing.dumps([benevole.pk, 1, autre.courriel], salt="benevolat.adresse")

    assert client.post(reverse("benevolat:suivi_adresse", args=[jeton])).status_code == 422


def test_lien_d_adresse_faux(client):
    assert client.get(reverse("benevolat:suivi_adresse", args=["faux"])).status_code == 410


def test_ce_qui_n_est_pas_donne_reste():
    benevole = profil.modifier(BenevoleFactory(), valeurs={"metier": "Soudeuse"}, publics=[], langues=[], le=LE)

    assert (benevole.metier, benevole.prenom) == ("Soudeuse", "Awa")


def test_trop_de_nouvelles_adresses(client):
    benevole = BenevoleFactory(courriel="awa@exemple.fr")

    for rang in range(4):
        reponse = client.post(adresse("suivi_profil", benevole), saisie(courriel=f"a{rang}@exemple.fr"), follow=True)

    assert "attendez une heure" in reponse.content.decode()


def test_profil_efface_entre_temps():
    benevole = BenevoleFactory()
    effacer(Benevole.objects.get(), le=LE)

    with pytest.raises(BenevolatRefuse):
        profil.modifier(benevole, valeurs={}, publics=[], langues=[], le=LE)


def test_rester_prend_un_bouton(client):
    benevole = BenevoleFactory(rappel_conservation_le=LE)

    client.post(adresse("suivi_rester", benevole))

    benevole.refresh_from_db()
    assert (benevole.rappel_conservation_le, benevole.dernier_contact_le > LE) == (None, True)


# --- One's data -------------------------------------------------------------------------------------------------------


def test_tout_ce_que_le_portail_sait_se_lit_et_se_telecharge(client):
    demande = DemandeRenouvellementFactory()
    benevole = demande.saison.engagement.benevole
    benevole.langues_parlees.create(code="wo")
    compte = CompteFactory()
    candidature = CandidatureFactory(benevole=benevole, message="Je suis libre le soir")
    CandidatureFactory(benevole=benevole, structure=None, etat=EtatCandidature.RETIREE)
    Message.objects.create(candidature=candidature, auteur=Auteur.STRUCTURE, texte="Bonjour Awa", ecrit_le=LE)
    Note.objects.create(candidature=candidature, texte="À rappeler lundi", ecrite_le=LE, compte=compte)
    Accueil.objects.create(benevole=benevole, structure=candidature.structure, charte_le=JOUR, modifie_le=LE)
    for qui in (compte, None):
        AccesDossier.objects.create(benevole=benevole, compte=qui, action=Consultation.LIRE, le=LE)

    page = client.get(adresse("suivi_donnees", benevole)).content.decode()
    fichier = client.get(adresse("suivi_donnees_json", benevole))
    contenu = json.loads(fichier.content)

    for dit in ("Je suis libre le soir", "Bonjour Awa", "À rappeler lundi", "Wolof", "Compte supprimé", str(compte)):
        assert dit in page
    assert {nom: len(fiches) for nom, fiches in contenu.items() if nom != "extrait_le"} == {
        "profil": 1,
        "candidatures": 2,
        "messages": 1,
        "notes": 1,
        "accueil": 1,
        "engagements": 1,
        "saisons": 1,
        "renouvellements": 1,
        "acces": 2,
    }
    assert fichier["Content-Disposition"].startswith("attachment")


def test_rien_d_une_autre_personne_dans_mes_donnees():
    CandidatureFactory(message="Secret")
    benevole = CandidatureFactory(message="À moi").benevole

    textes = [champ.texte for rubrique in rubriques(benevole) for fiche in rubrique.fiches for champ in fiche]

    assert "À moi" in textes
    assert "Secret" not in textes


def test_effacer_demande_une_case_puis_efface_tout(client, mailoutbox, django_capture_on_commit_callbacks):
    engagement = EngagementFactory()
    benevole = engagement.benevole
    candidature = CandidatureFactory(benevole=benevole, structure=engagement.structure)
    journal.noter(candidature, "benevolat.recue", par=None, le=LE, detail="un détail")
    url, page = adresse("suivi_effacer", benevole), adresse("suivi", benevole)

    sans = client.post(url, {})
    with django_capture_on_commit_callbacks(execute=True):
        avec = client.post(url, {"accord": "on"}, follow=True)

    trace = ModelLogEntry.objects.get(
        content_type=ContentType.objects.get_for_model(candidature), object_id=str(candidature.pk)
    )
    assert (sans.status_code, avec.status_code) == (422, 200)
    assert "Vos informations sont effacées" in avec.content.decode()
    assert (Benevole.objects.count(), client.get(page).status_code, client.post(url).status_code) == (0, 410, 410)
    assert (trace.data, trace.label) == ({}, "candidature")
    assert Compteur.objects.filter(nombre=1).count() == Compteur.objects.count() > 0
    assert [m.to for m in mailoutbox] == [[benevole.courriel]]


def test_la_structure_d_un_engagement_en_cours_est_prevenue(mailoutbox, django_capture_on_commit_callbacks):
    engagement = EngagementFactory(benevole__nom="Diop")
    responsable = CompteFactory()
    MembreStructure.objects.create(compte=responsable, structure=engagement.structure, role=RoleStructure.RESPONSABLE)

    with django_capture_on_commit_callbacks(execute=True):
        effacer(engagement.benevole, le=LE)

    assert [m.to for m in mailoutbox if "Awa Diop" in m.body] == [[responsable.email]]


def test_effacer_deux_fois_ou_un_brouillon(mailoutbox, django_capture_on_commit_callbacks):
    benevole, brouillon = BenevoleFactory(), BenevoleFactory(confirme_le=None)
    copie = Benevole.objects.get(pk=benevole.pk)

    with django_capture_on_commit_callbacks(execute=True):
        faits = [effacer(benevole, le=LE), effacer(copie, le=LE), effacer(brouillon, le=LE)]

    assert (faits, len(mailoutbox)) == ([True, False, True], 1)


def test_courriels_dans_la_langue_de_la_personne(mailoutbox, django_capture_on_commit_callbacks):
    benevole = BenevoleFactory(langue="en")

    with django_capture_on_commit_callbacks(execute=True):
        effacer(benevole, le=LE)

    html = mailoutbox[0].alternatives[0][0]
    assert '<html lang="en">' in html
