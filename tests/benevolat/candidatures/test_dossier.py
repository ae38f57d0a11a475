"""The screen of a file, its steps, and the line that each reading leaves."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from espace_structures.benevolat.candidatures.metier import dossier as metier
from espace_structures.benevolat.candidatures.metier import notes
from espace_structures.benevolat.enums import Auteur, Consultation, EtatCandidature
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import AccesDossier, Accueil, Engagement, LangueParlee, Message, ModeleMessage
from tests.fabriques.benevolat import AppelFactory, BenevoleFactory, CandidatureFactory
from tests.fabriques.espace_vitrines import fiche_en
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import annuaire, fiche

pytestmark = pytest.mark.django_db

E = EtatCandidature
LE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def structure():
    return StructureFactory(nom="L’Envol", departements=["93"])


@pytest.fixture
def camille(structure):
    return membre(structure, first_name="Camille", last_name="Durand")


@pytest.fixture
def navigateur(camille):
    client = Client()
    client.force_login(camille)
    return client


def adresse(candidature, etape="", *suite):
    nom = f"espace:candidature-{etape}" if etape else "espace:candidature"
    return reverse(nom, args=[candidature.pk, *suite])


def test_le_dossier_montre_la_personne(navigateur, structure):
    benevole = BenevoleFactory(prenom="Awa", nom="Diop", telephone="0611223344", en_soiree=True, metier="Infirmière")
    LangueParlee.objects.create(benevole=benevole, code="wo")
    candidature = CandidatureFactory(benevole=benevole, structure=structure, appel=AppelFactory(structure=structure))

    page = navigateur.get(adresse(candidature)).content.decode()

    for mot in (
        "Awa Diop",
        "tel:0611223344",
        f"mailto:{benevole.courriel}",
        "Montreuil (93)",
        "tout près",
        "en semaine, le soir",
        "Infirmière",
        "olof",
        "Réponse promise pour le 10 mars 2026",
        "en retard de",
    ):
        assert mot in page


@pytest.mark.parametrize("combien", [1, 3])
def test_le_dossier_coute_toujours_autant(navigateur, structure, camille, combien, django_assert_num_queries):
    candidature = CandidatureFactory(structure=structure, etat=E.CONTACTEE)
    for _rang in range(combien):
        Message.objects.create(
            candidature=candidature, auteur=Auteur.STRUCTURE, compte=membre(structure), texte="Bonjour", ecrit_le=LE
        )
        notes.ajouter(candidature, texte="Vue.", par=membre(structure), le=LE)
        ModeleMessage.objects.create(structure=structure, titre="Bonjour", texte="Bonjour")
        LangueParlee.objects.create(benevole=candidature.benevole, code="wop"[_rang] + "a")
    navigateur.get(adresse(candidature))  # the line of this hour, the caches of the first page

    with django_assert_num_queries(NOMBRE):
        navigateur.get(adresse(candidature))


NOMBRE = 21


def test_chaque_lecture_laisse_une_ligne_par_heure(navigateur, structure, camille):
    candidature = CandidatureFactory(structure=structure)

    navigateur.get(adresse(candidature))
    navigateur.get(adresse(candidature))

    ligne = AccesDossier.objects.get()
    assert (ligne.benevole, ligne.structure, ligne.compte, ligne.action) == (
        candidature.benevole,
        structure,
        camille,
        Consultation.LIRE,
    )


def test_une_heure_plus_tard_la_lecture_se_note_de_nouveau(structure, camille):
    candidature = CandidatureFactory(structure=structure)

    notees = [
        metier.noter_lecture(candidature, par=camille, le=datetime(2026, 3, 5, heure, minute, tzinfo=UTC))
        for heure, minute in ((9, 0), (9, 59), (10, 0))
    ]

    assert notees == [True, False, True]


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (date(2026, 3, 10), "Réponse promise pour le 10 mars 2026"),
        (date(2026, 3, 11), "Réponse promise pour le 10 mars 2026\u00a0: en retard d’un jour"),
        (date(2026, 3, 12), "Réponse promise pour le 10 mars 2026\u00a0: en retard de 2 jours"),
    ],
)
def test_l_echeance_se_dit_en_mots(jour, attendu):
    candidature = CandidatureFactory()

    assert metier.echeance(candidature, jour=jour) == attendu
    assert metier.lire_dossier(candidature, jour=jour).en_retard is (jour > date(2026, 3, 10))


def test_une_fois_repondu_il_n_y_a_plus_d_echeance():
    candidature = CandidatureFactory(etat=E.CONTACTEE, repondue_le=LE)

    assert metier.echeance(candidature, jour=date(2026, 4, 1)) == ""


def test_la_distance_part_de_la_fiche_sans_appel_et_se_tait_sans_lieu(structure):
    candidature = CandidatureFactory(structure=structure)
    sans_lieu = metier.lire_dossier(candidature, jour=date(2026, 3, 5)).distance_km
    fiche_en(annuaire(site_public()), "publiee", structure, latitude=48.8566, longitude=2.3522)
    loin = CandidatureFactory(structure=structure, benevole=BenevoleFactory(code_commune=""))

    assert sans_lieu is None
    assert metier.lire_dossier(candidature, jour=date(2026, 3, 5)).distance_km == 7
    assert metier.lire_dossier(loin, jour=date(2026, 3, 5)).distance_km is None
    assert metier.lire_dossier(CandidatureFactory(structure=None), jour=date(2026, 3, 5)).distance_km is None


def test_un_modele_remplit_le_message_sans_javascript(navigateur, structure):
    candidature = CandidatureFactory(structure=structure, benevole=BenevoleFactory(prenom="Awa"))
    modele = ModeleMessage.objects.create(structure=structure, titre="Bonjour", texte="Bonjour {prenom}. {signature}")
    ailleurs = ModeleMessage.objects.create(structure=StructureFactory(), titre="Autre", texte="Secret")

    page = navigateur.get(adresse(candidature), {"modele": modele.pk}).content.decode()
    autre = navigateur.get(adresse(candidature), {"modele": ailleurs.pk}).content.decode()

    assert "Bonjour Awa. Camille Durand" in page
    assert "Secret" not in autre


def test_ecrire_lit_ce_qui_precede_et_revient_a_la_conversation(navigateur, structure):
    candidature = CandidatureFactory(structure=structure)
    recu = Message.objects.create(candidature=candidature, auteur=Auteur.CANDIDAT, texte="Bonjour", ecrit_le=LE)

    reponse = navigateur.post(adresse(candidature, "message"), {"texte": "Bonjour Awa"})

    recu.refresh_from_db()
    candidature.refresh_from_db()
    assert reponse.url == f"{adresse(candidature)}#conversation"
    assert candidature.etat == E.CONTACTEE
    assert recu.lu_le is not None
    assert AccesDossier.objects.filter(action=Consultation.ECRIRE).count() == 1


@pytest.mark.parametrize(
    ("etat", "texte", "raison"),
    [(E.NOUVELLE, "", "Écrivez votre message"), (E.RETIREE, "Encore là ?", "On ne s’écrit plus dans ce dossier")],
)
def test_un_message_refuse_revient_avec_sa_raison(navigateur, structure, etat, texte, raison):
    candidature = CandidatureFactory(structure=structure, etat=etat)

    reponse = navigateur.post(adresse(candidature, "message"), {"texte": texte})

    assert reponse.status_code == 422
    assert candidature.messages.count() == 0
    if etat == E.NOUVELLE:
        assert raison in reponse.content.decode()


def test_dire_qu_on_a_lu(navigateur, structure):
    candidature = CandidatureFactory(structure=structure)
    recu = Message.objects.create(candidature=candidature, auteur=Auteur.CANDIDAT, texte="Bonjour", ecrit_le=LE)
    navigateur.get(adresse(candidature))
    recu.refresh_from_db()
    avant = recu.lu_le

    navigateur.post(adresse(candidature, "lu"))

    recu.refresh_from_db()
    assert avant is None
    assert recu.lu_le is not None


def test_on_ajoute_une_note_et_on_efface_la_sienne_seule(navigateur, structure, camille):
    candidature = CandidatureFactory(structure=structure)
    autre = notes.ajouter(candidature, texte="D’Ana.", par=membre(structure), le=LE)

    navigateur.post(adresse(candidature, "note"), {"note": " Très motivée. "})
    mienne = candidature.notes.get(compte=camille)
    refusee = navigateur.post(adresse(candidature, "note-effacer", autre.pk))
    faite = navigateur.post(adresse(candidature, "note-effacer", mienne.pk))

    assert mienne.texte == "Très motivée."
    assert (refusee.status_code, faite.status_code) == (403, 302)
    assert list(candidature.notes.all()) == [autre]


def test_le_metier_des_notes_refuse_le_vide_et_les_notes_des_autres(structure, camille):
    note = notes.ajouter(CandidatureFactory(structure=structure), texte="Vue.", par=camille, le=LE)

    with pytest.raises(BenevolatRefuse, match="Écrivez votre note"):
        notes.ajouter(note.candidature, texte=" ", par=camille, le=LE)
    with pytest.raises(BenevolatRefuse, match="est d’une autre personne"):
        notes.effacer(note, par=membre(structure))


def test_les_etiquettes_se_posent(navigateur, structure):
    candidature = CandidatureFactory(structure=structure)

    navigateur.post(adresse(candidature, "etiquettes"), {"noms": "santé, soir"})

    assert sorted(etiquette.nom for etiquette in candidature.etiquettes.all()) == ["santé", "soir"]
    assert AccesDossier.objects.get().action == Consultation.ECRIRE  # once


def test_un_double_possible_mene_a_la_comparaison(navigateur, structure):
    sienne, autre = (
        CandidatureFactory(structure=structure, benevole=BenevoleFactory(telephone="0611223344")) for _ in range(2)
    )

    page = navigateur.get(adresse(sienne)).text

    assert f"{autre.benevole} (même téléphone)" in page
    assert adresse(sienne).replace(f"{sienne.pk}/", f"{sienne.pk}/doublons/") in page


def test_reorienter_propose_d_abord_les_structures_qui_conviennent(navigateur, structure):
    liste = annuaire(site_public())
    montreuil = {"code_commune": "93048", "latitude": 48.8638, "longitude": 2.4485}
    pres = fiche(liste, StructureFactory(nom="Tout près"), **montreuil)
    loin = StructureFactory(nom="Sans fiche")
    appel = AppelFactory(structure=pres.structure, titre="Aide aux CV", jusqu_au=date(2090, 6, 30))
    deja = fiche(liste, StructureFactory(nom="Déjà demandée"), **montreuil).structure
    candidature = CandidatureFactory(structure=structure, etat=E.CONTACTEE, accepte_reorientation=True)
    CandidatureFactory(structure=deja, benevole=candidature.benevole)

    champ = navigateur.get(adresse(candidature, "reorienter")).context["formulaire"].fields["vers"]

    vide, premieres, autres = champ.choices
    assert vide == ("", "L’animation régionale, qui trouvera une structure")
    assert premieres[1] == [(pres.structure.pk, f"Tout près – tout près – « {appel.titre} »")]
    assert [pk for pk, _nom in autres[1]] == [deja.pk, loin.pk]
    navigateur.post(adresse(candidature, "reorienter"), {"vers": pres.structure.pk})
    assert candidature.suites.get().structure == pres.structure


@pytest.mark.parametrize("etape", ["contacter", "accepter"])
def test_une_etape_refusee_par_le_metier_dit_pourquoi(navigateur, structure, etape):
    candidature = CandidatureFactory(
        structure=structure, appel=AppelFactory(structure=structure, mineurs_proteges=True), etat=E.NOUVELLE
    )

    ecran = navigateur.get(adresse(candidature, etape)).text
    assert ("attestation d’honorabilité" in ecran) is (etape == "accepter")
    reponse = navigateur.post(adresse(candidature, etape), {"depuis": "2026-04-01", "departement": "93"})

    assert reponse.status_code == (302 if etape == "contacter" else 422)


def test_deplacer_une_rencontre_part_de_celle_qui_etait_prevue(navigateur, structure):
    candidature = CandidatureFactory(
        structure=structure, etat=E.RENCONTRE_PREVUE, rencontre_le=LE, rencontre_lieu="3 rue Rose"
    )

    depart = navigateur.get(adresse(candidature, "rencontre")).context["formulaire"].initial

    assert (depart["jour"], depart["lieu"]) == (date(2026, 3, 5), "3 rue Rose")


def test_qui_lit_seulement_n_ouvre_aucun_dossier(client, structure):
    client.force_login(membre(structure, "LECTEUR"))

    assert client.get(adresse(CandidatureFactory(structure=structure))).status_code in (403, 404)


@pytest.mark.parametrize(
    ("etape", "depart", "donnees", "arrivee"),
    [
        ("contacter", E.NOUVELLE, {}, E.CONTACTEE),
        ("attente", E.NOUVELLE, {}, E.LISTE_ATTENTE),
        ("reprendre", E.LISTE_ATTENTE, {}, E.CONTACTEE),
        (
            "rencontre",
            E.CONTACTEE,
            {"jour": "2090-03-12", "heure": "14:30", "lieu": "Ici", "version": 1},
            E.RENCONTRE_PREVUE,
        ),
        ("accepter", E.CONTACTEE, {"depuis": "2026-04-01", "departement": "93"}, E.ACCEPTEE),
        ("refuser", E.CONTACTEE, {"motif": "COMPLET", "precision": ""}, E.REFUSEE),
        ("reorienter", E.CONTACTEE, {"vers": ""}, E.REORIENTEE),
    ],
)
def test_chaque_etape_a_son_ecran(
    navigateur, structure, etape, depart, donnees, arrivee, django_capture_on_commit_callbacks
):
    candidature = CandidatureFactory(structure=structure, etat=depart, accepte_reorientation=True)

    ecran = navigateur.get(adresse(candidature, etape))
    with django_capture_on_commit_callbacks(execute=True):
        reponse = navigateur.post(adresse(candidature, etape), donnees)

    candidature.refresh_from_db()
    assert (ecran.status_code, reponse.status_code) == (200, 302)
    assert candidature.etat == arrivee
    assert candidature.benevole.courriel in [envoi.to[0] for envoi in mail.outbox]


@pytest.mark.parametrize(
    ("etape", "donnees", "mot"),
    [
        ("refuser", {"precision": "Gardée."}, "Gardée."),
        ("rencontre", {"jour": "2026-03-01", "heure": "14:30", "lieu": "Gardé", "version": 1}, "Cette date est passée"),
        ("rencontre", {"jour": "2090-03-01", "heure": "14:30", "lieu": "Gardé", "version": 7}, "Quelqu’un a modifié"),
        ("reorienter", {"vers": ""}, "proposée ailleurs"),
        ("accueil", {"honorabilite": "ATTESTATION"}, "quelle pièce vous avez vue"),
    ],
)
def test_une_etape_refusee_garde_ce_qui_est_tape(navigateur, structure, etape, donnees, mot):
    candidature = CandidatureFactory(structure=structure, etat=E.CONTACTEE)

    reponse = navigateur.post(adresse(candidature, etape), donnees)

    candidature.refresh_from_db()
    assert reponse.status_code == 422
    assert mot in reponse.content.decode()
    assert candidature.etat == E.CONTACTEE


@pytest.mark.parametrize("methode", ["get", "post"])
def test_une_etape_que_l_etat_ne_permet_plus_ramene_au_dossier(navigateur, structure, methode):
    candidature = CandidatureFactory(structure=structure, etat=E.ACCEPTEE)

    reponse = getattr(navigateur, methode)(adresse(candidature, "refuser"), follow=True)

    assert reponse.redirect_chain == [(adresse(candidature), 302)]
    assert "a déjà été acceptée" in reponse.content.decode()


def test_l_accueil_se_coche_et_se_relit(navigateur, structure, camille):
    candidature = CandidatureFactory(structure=structure)

    navigateur.post(
        adresse(candidature, "accueil"),
        {"entretien_le": "2026-03-04", "honorabilite": "ATTESTATION", "honorabilite_le": "2026-03-04"},
    )
    page = navigateur.get(adresse(candidature)).content.decode()

    assert Accueil.objects.get().honorabilite_par == camille
    assert "Entretien fait le 4 mars 2026" in page
    assert "à refaire le 4 mars 2029" in page


def test_confier_a_une_collegue(navigateur, structure):
    candidature = CandidatureFactory(structure=structure)
    ana = membre(structure)

    navigateur.post(adresse(candidature, "confier"), {"compte": ana.pk})

    candidature.refresh_from_db()
    assert candidature.confiee_a == ana


def test_l_animation_confie_une_candidature_sans_structure(client, structure):
    candidature = CandidatureFactory(structure=None)
    client.force_login(animateur())

    ecran = client.get(adresse(candidature, "reorienter"))
    vide = client.post(adresse(candidature, "reorienter"), {"vers": ""})
    accepter = client.get(adresse(candidature, "accepter"))
    client.post(adresse(candidature, "reorienter"), {"vers": structure.pk})

    assert "L’animation régionale, qui trouvera une structure" not in ecran.content.decode()
    assert (vide.status_code, accepter.status_code) == (422, 302)
    assert candidature.suites.get().structure == structure


def test_accepter_un_jour_donne_ouvre_l_engagement(navigateur, structure):
    candidature = CandidatureFactory(structure=structure, etat=E.CONTACTEE)

    navigateur.post(adresse(candidature, "accepter"), {"depuis": "2026-04-01", "departement": "93"})

    engagement = Engagement.objects.get()
    assert (engagement.depuis, engagement.departement) == (date(2026, 4, 1), "93")
    assert engagement.cree_le <= timezone.now()
