"""Every step of a candidature, from every state, and what it tells the person."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.db import connection, connections
from django.urls import reverse

from espace_structures.benevolat import journal
from espace_structures.benevolat.candidatures.metier import candidatures
from espace_structures.benevolat.candidatures.metier.gestes import GESTES, gestes_possibles
from espace_structures.benevolat.enums import EtatAppel, EtatCandidature, MotifRefus, MotifRetrait
from espace_structures.benevolat.metier import courriels
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import Accueil, Engagement
from espace_structures.structures.enums import StatutStructure
from tests.fabriques.benevolat import AppelFactory, BenevoleFactory, CandidatureFactory
from tests.fabriques.structures import StructureFactory, animateur, membre, responsable

E = EtatCandidature
RECUE = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)
LE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
RENCONTRE = datetime(2026, 3, 12, 13, 30, tzinfo=UTC)


def en(etat, **valeurs):
    """A candidature in this state since 3 March 2026."""
    if etat == E.RENCONTRE_PREVUE:
        valeurs.setdefault("rencontre_le", RENCONTRE)
    if etat == E.REFUSEE:
        valeurs.setdefault("motif_refus", MotifRefus.COMPLET)
    valeurs.setdefault("structure", StructureFactory(nom="L’Envol"))
    return CandidatureFactory(etat=etat, **valeurs)


def agir(geste, candidature, le=LE, par=None):
    faire = getattr(candidatures, geste)
    propres = {
        "prevoir_rencontre": {"quand": RENCONTRE, "par": par},
        "refuser": {"motif": MotifRefus.COMPLET, "par": par},
        "retirer": {},
        "reorienter": {"vers": StructureFactory(nom="La Passerelle"), "par": par},
        "confier": {"a": None, "par": par},
    }
    return faire(candidature, le=le, **propres.get(geste, {"par": par}))


ARRIVEE = {
    "contacter": E.CONTACTEE,
    "prevoir_rencontre": E.RENCONTRE_PREVUE,
    "mettre_en_attente": E.LISTE_ATTENTE,
    "reprendre": E.CONTACTEE,
    "accepter": E.ACCEPTEE,
    "refuser": E.REFUSEE,
    "retirer": E.RETIREE,
    "reorienter": E.REORIENTEE,
}
PERMIS = {
    E.A_CONFIRMER: ["retirer"],
    E.NOUVELLE: [
        "contacter",
        "prevoir_rencontre",
        "mettre_en_attente",
        "accepter",
        "refuser",
        "retirer",
        "reorienter",
        "confier",
    ],
    E.CONTACTEE: [
        "prevoir_rencontre",
        "mettre_en_attente",
        "accepter",
        "refuser",
        "retirer",
        "reorienter",
        "confier",
    ],
    E.RENCONTRE_PREVUE: [
        "prevoir_rencontre",
        "mettre_en_attente",
        "accepter",
        "refuser",
        "retirer",
        "reorienter",
        "confier",
    ],
    E.LISTE_ATTENTE: [
        "prevoir_rencontre",
        "reprendre",
        "accepter",
        "refuser",
        "retirer",
        "reorienter",
        "confier",
    ],
    E.ACCEPTEE: [],
    E.REFUSEE: [],
    E.RETIREE: [],
    E.REORIENTEE: [],
}
CAS = [(geste, etat) for geste in GESTES for etat in E]


@pytest.mark.django_db
@pytest.mark.parametrize(("geste", "etat"), CAS)
def test_chaque_geste_depuis_chaque_etat(geste, etat):
    candidature = en(etat, accepte_reorientation=True)
    permis = geste in PERMIS[etat]

    if permis:
        agir(geste, candidature)
    else:
        with pytest.raises(BenevolatRefuse):
            agir(geste, candidature)

    candidature.refresh_from_db()
    bouge = permis and geste != "confier"
    assert candidature.etat == (ARRIVEE[geste] if bouge else etat)
    assert candidature.etat_depuis == (LE if bouge else RECUE)
    assert candidature.version == (2 if bouge else 1)


@pytest.mark.django_db
@pytest.mark.parametrize("etat", list(E))
def test_les_gestes_possibles_sont_ceux_de_la_table(etat):
    assert gestes_possibles(en(etat)) == PERMIS[etat]


@pytest.mark.django_db
def test_sans_structure_on_ne_peut_ni_accepter_ni_faire_attendre():
    candidature = en(E.NOUVELLE, structure=None)

    possibles = gestes_possibles(candidature)

    assert possibles == ["contacter", "prevoir_rencontre", "refuser", "retirer", "reorienter", "confier"]
    with pytest.raises(BenevolatRefuse, match="n’a pas encore de structure"):
        agir("accepter", candidature)


@pytest.mark.django_db
def test_la_premiere_reponse_est_datee_une_seule_fois_et_le_dernier_contact_a_chaque_fois():
    candidature = en(E.NOUVELLE, benevole=BenevoleFactory(rappel_conservation_le=RECUE))
    camille = responsable(candidature.structure, first_name="Camille", last_name="Durand")

    candidatures.contacter(candidature, par=camille, le=LE)
    candidatures.refuser(candidature, motif=MotifRefus.COMPLET, par=camille, le=datetime(2026, 3, 9, 8, 0, tzinfo=UTC))

    candidature.refresh_from_db()
    assert candidature.repondue_le == LE
    assert candidature.benevole.dernier_contact_le == datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
    assert candidature.benevole.rappel_conservation_le is None
    assert [(ligne.fait, ligne.par) for ligne in journal.historique(candidature)] == [
        ("Candidature refusée", "Camille Durand"),
        ("Personne contactée", "Camille Durand"),
    ]


OBJETS = {
    "contacter": "Votre candidature avance",
    "prevoir_rencontre": "Une rencontre est prévue",
    "mettre_en_attente": "Votre candidature est sur liste d’attente",
    "accepter": "Bienvenue\u00a0!",
    "refuser": "Réponse à votre candidature",
    "retirer": "Votre candidature est retirée",
    "reorienter": "Votre candidature continue ailleurs",
}


@pytest.mark.django_db
@pytest.mark.parametrize("geste", list(OBJETS))
def test_chaque_etat_est_dit_a_la_personne(geste, django_capture_on_commit_callbacks):
    candidature = en(
        E.NOUVELLE, accepte_reorientation=True, benevole=BenevoleFactory(prenom="Awa", courriel="awa@exemple.fr")
    )

    with django_capture_on_commit_callbacks(execute=True):
        agir(geste, candidature)

    message = next(message for message in mail.outbox if message.to == ["awa@exemple.fr"])
    assert message.subject == OBJETS[geste]
    html = message.alternatives[0].content
    for version in (message.body, html):
        assert "Bonjour Awa," in version
        assert "/ma-candidature/" in version


@pytest.mark.django_db
def test_reprendre_le_dit_a_la_personne(django_capture_on_commit_callbacks):
    candidature = en(E.LISTE_ATTENTE)

    with django_capture_on_commit_callbacks(execute=True):
        agir("reprendre", candidature)

    assert [message.subject for message in mail.outbox] == ["Une place se libère"]


@pytest.mark.django_db
def test_la_rencontre_dit_ou_et_quand_et_se_deplace(django_capture_on_commit_callbacks):
    candidature = en(E.CONTACTEE)

    with django_capture_on_commit_callbacks(execute=True):
        candidatures.prevoir_rencontre(candidature, quand=RENCONTRE, lieu=" 3 rue Rose ", par=None, le=LE, version=1)

    candidature.refresh_from_db()
    assert (candidature.rencontre_le, candidature.rencontre_lieu) == (RENCONTRE, "3 rue Rose")
    assert "jeudi 12 mars 2026 à 14:30" in mail.outbox[0].body
    assert "3 rue Rose" in mail.outbox[0].body
    with pytest.raises(BenevolatRefuse, match="Quelqu’un a modifié ce dossier"):
        candidatures.prevoir_rencontre(candidature, quand=RENCONTRE, par=None, le=LE, version=1)


@pytest.mark.django_db
def test_une_rencontre_est_a_venir():
    candidature = en(E.CONTACTEE)

    with pytest.raises(BenevolatRefuse, match="Cette date est passée"):
        candidatures.prevoir_rencontre(candidature, quand=LE, par=None, le=LE)

    candidature.refresh_from_db()
    assert candidature.etat == E.CONTACTEE


# --- Refuser ---


@pytest.mark.django_db
@pytest.mark.parametrize("motif", list(MotifRefus))
def test_chaque_motif_de_refus_a_sa_phrase(motif, django_capture_on_commit_callbacks):
    candidature = en(E.NOUVELLE)

    with django_capture_on_commit_callbacks(execute=True):
        candidatures.refuser(candidature, motif=motif, precision="Bonne <route>.", par=None, le=LE)

    phrase = str(courriels.phrase_du_refus(motif))
    assert phrase in mail.outbox[0].body
    assert "Bonne <route>." in mail.outbox[0].body
    assert "Bonne &lt;route&gt;." in mail.outbox[0].alternatives[0].content


@pytest.mark.django_db
def test_un_refus_sans_motif_est_refuse():
    candidature = en(E.NOUVELLE)

    with pytest.raises(BenevolatRefuse, match="Choisissez la raison du refus"):
        candidatures.refuser(candidature, motif="", par=None, le=LE)

    candidature.refresh_from_db()
    assert candidature.etat == E.NOUVELLE


# --- Accepter ---


@pytest.mark.django_db
def test_accepter_ouvre_l_engagement_et_compte_la_place():
    structure = StructureFactory(departements=["93"])
    appel = AppelFactory(structure=structure, places=1)
    candidature = en(E.CONTACTEE, structure=structure, appel=appel)

    candidatures.accepter(candidature, par=None, le=LE, depuis=date(2026, 4, 1), departement="93")

    engagement = Engagement.objects.get()
    assert (engagement.benevole, engagement.structure) == (candidature.benevole, structure)
    assert (engagement.depuis, engagement.departement) == (date(2026, 4, 1), "93")
    assert engagement.candidature == candidature
    appel.refresh_from_db()
    assert appel.etat == EtatAppel.COMPLET


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("honorabilite", "jusqu_au", "accepte"),
    [
        ("", None, False),
        ("BULLETIN_3", None, False),
        ("ATTESTATION", date(2026, 3, 4), False),
        ("ATTESTATION", date(2026, 3, 5), True),
    ],
)
@pytest.mark.parametrize("dit_par", ["appel", "accueil"])
def test_la_protection_de_l_enfance_exige_une_attestation_valable(dit_par, honorabilite, jusqu_au, accepte):
    structure = StructureFactory()
    appel = AppelFactory(structure=structure, mineurs_proteges=dit_par == "appel")
    candidature = en(E.CONTACTEE, structure=structure, appel=appel)
    Accueil.objects.create(
        benevole=candidature.benevole,
        structure=structure,
        mineurs=True,
        mineurs_proteges=dit_par == "accueil",
        honorabilite=honorabilite,
        honorabilite_le=date(2023, 3, 5) if honorabilite else None,
        honorabilite_jusqu_au=jusqu_au,
        modifie_le=RECUE,
    )

    if accepte:
        candidatures.accepter(candidature, par=None, le=LE)
    else:
        with pytest.raises(BenevolatRefuse, match="attestation d’honorabilité"):
            candidatures.accepter(candidature, par=None, le=LE)

    candidature.refresh_from_db()
    assert candidature.etat == (E.ACCEPTEE if accepte else E.CONTACTEE)
    assert Engagement.objects.exists() is accepte


# --- Retirer ---


@pytest.mark.django_db
def test_le_retrait_previent_la_personne_qui_suit_le_dossier(django_capture_on_commit_callbacks):
    structure = StructureFactory()
    suit, _autre = membre(structure, email="suit@exemple.fr"), membre(structure, email="autre@exemple.fr")
    candidature = en(E.CONTACTEE, structure=structure, confiee_a=suit)

    with django_capture_on_commit_callbacks(execute=True):
        candidatures.retirer(candidature, motif=MotifRetrait.TEMPS, precision=" Désolée. ", le=LE)

    candidature.refresh_from_db()
    assert (candidature.motif_retrait, candidature.precision) == (MotifRetrait.TEMPS, "Désolée.")
    assert candidature.repondue_le is None
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        [candidature.benevole.courriel, "suit@exemple.fr"]
    )


@pytest.mark.django_db
def test_retirer_avant_d_avoir_confirme_ne_derange_personne(django_capture_on_commit_callbacks):
    candidature = en(E.A_CONFIRMER, recue_le=None, promise_le=None)
    membre(candidature.structure)

    with django_capture_on_commit_callbacks(execute=True):
        candidatures.retirer(candidature, le=LE)

    candidature.refresh_from_db()
    assert candidature.etat == E.RETIREE
    assert mail.outbox == []


@pytest.mark.django_db
def test_un_motif_de_retrait_inconnu_est_refuse():
    with pytest.raises(BenevolatRefuse, match="Choisissez une raison dans la liste"):
        candidatures.retirer(en(E.NOUVELLE), motif="PARCE_QUE", le=LE)


# --- Réorienter ---


@pytest.mark.django_db
def test_reorienter_ouvre_une_nouvelle_candidature_au_delai_neuf(django_capture_on_commit_callbacks):
    ancienne = en(E.NOUVELLE, accepte_reorientation=True, message="Je peux le soir.", source="PROCHE", campagne="MARS")
    camille = membre(ancienne.structure)
    autre = StructureFactory(nom="La Passerelle")
    membre(autre, email="passerelle@exemple.fr")

    with django_capture_on_commit_callbacks(execute=True):
        nouvelle = candidatures.reorienter(ancienne, vers=autre, par=camille, le=LE)

    ancienne.refresh_from_db()
    assert (ancienne.etat, ancienne.repondue_le) == (E.REORIENTEE, LE)
    assert (nouvelle.etat, nouvelle.structure, nouvelle.suite_de) == (E.NOUVELLE, autre, ancienne)
    assert (nouvelle.recue_le, nouvelle.promise_le) == (LE, date(2026, 3, 12))
    assert (nouvelle.message, nouvelle.source, nouvelle.campagne) == ("Je peux le soir.", "PROCHE", "MARS")
    assert nouvelle.accepte_reorientation
    sujets = {message.to[0]: message.subject for message in mail.outbox}
    assert sujets == {
        ancienne.benevole.courriel: "Votre candidature continue ailleurs",
        "passerelle@exemple.fr": "Une nouvelle candidature est arrivée",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("qui", ["portail", "animation"])
def test_reorienter_a_la_place_de_la_structure_n_est_pas_sa_reponse(qui):
    ancienne = en(E.NOUVELLE, accepte_reorientation=True)

    candidatures.reorienter(ancienne, vers=None, par=animateur() if qui == "animation" else None, le=LE)

    ancienne.refresh_from_db()
    assert ancienne.repondue_le is None
    assert ancienne.benevole.dernier_contact_le == RECUE


@pytest.mark.django_db
def test_sans_accord_on_ne_reoriente_pas():
    candidature = en(E.NOUVELLE, accepte_reorientation=False)

    with pytest.raises(BenevolatRefuse, match="n’a pas accepté que sa candidature soit proposée ailleurs"):
        candidatures.reorienter(candidature, vers=None, par=None, le=LE)

    candidature.refresh_from_db()
    assert candidature.etat == E.NOUVELLE


@pytest.mark.django_db
def test_qui_a_demande_a_etre_oriente_l_est_sans_autre_accord():
    candidature = en(E.NOUVELLE, structure=None, accepte_reorientation=False)
    anim = animateur()

    nouvelle = candidatures.reorienter(candidature, vers=StructureFactory(nom="L’Envol"), par=anim, le=LE)

    candidature.refresh_from_db()
    assert candidature.repondue_le == LE
    assert nouvelle.structure.nom == "L’Envol"


@pytest.mark.django_db
def test_on_ne_reoriente_ni_vers_soi_ni_vers_une_structure_deja_vue_ni_fermee():
    premiere, deuxieme = StructureFactory(nom="Première"), StructureFactory(nom="Deuxième")
    fermee = StructureFactory(nom="Fermée", statut=StatutStructure.FERMEE, fermee_le=date(2026, 1, 1))
    depart = en(E.NOUVELLE, structure=premiere, accepte_reorientation=True)
    suite = candidatures.reorienter(depart, vers=deuxieme, par=None, le=LE)

    for vers, raison in (
        (premiere, "déjà passée par"),
        (deuxieme, "déjà passée par"),
        (fermee, "est fermée"),
    ):
        with pytest.raises(BenevolatRefuse, match=raison):
            candidatures.reorienter(suite, vers=vers, par=None, le=LE)

    suite.refresh_from_db()
    assert suite.etat == E.NOUVELLE
    assert candidatures.structures_deja_vues(suite) == {premiere.pk, deuxieme.pk}


@pytest.mark.django_db
def test_on_ne_reoriente_pas_la_ou_la_personne_est_deja_candidate():
    candidature = en(E.NOUVELLE, accepte_reorientation=True)
    ailleurs = CandidatureFactory(benevole=candidature.benevole)
    CandidatureFactory(benevole=candidature.benevole, structure=None)

    for vers in (ailleurs.structure, None):
        with pytest.raises(BenevolatRefuse, match="ne peut pas y être proposée"):
            candidatures.reorienter(candidature, vers=vers, par=None, le=LE)


@pytest.mark.django_db
def test_l_animation_ne_se_reoriente_pas_a_elle_meme():
    with pytest.raises(BenevolatRefuse, match="suit déjà cette candidature"):
        candidatures.reorienter(en(E.NOUVELLE, structure=None), vers=None, par=None, le=LE)


# --- Confier ---


@pytest.mark.django_db
def test_confier_previent_la_personne_choisie_sauf_si_c_est_elle(django_capture_on_commit_callbacks):
    candidature = en(E.NOUVELLE)
    ana, bob = membre(candidature.structure, email="ana@exemple.fr"), membre(candidature.structure)

    with django_capture_on_commit_callbacks(execute=True):
        candidatures.confier(candidature, a=ana, par=bob, le=LE)
        candidatures.confier(candidature, a=ana, par=bob, le=LE)
        candidatures.confier(candidature, a=bob, par=bob, le=LE)
        candidatures.confier(candidature, a=None, par=bob, le=LE)

    candidature.refresh_from_db()
    assert candidature.confiee_a is None
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["ana@exemple.fr"], "Une candidature vous est confiée")
    ]
    assert [ligne.fait for ligne in journal.historique(candidature)] == ["Candidature confiée"] * 3


@pytest.mark.django_db
def test_on_ne_confie_qu_a_qui_suit_les_candidatures():
    candidature = en(E.NOUVELLE)
    ailleurs = membre(StructureFactory())

    with pytest.raises(BenevolatRefuse, match="ne suit pas les candidatures"):
        candidatures.confier(candidature, a=ailleurs, par=None, le=LE)

    candidature.refresh_from_db()
    assert candidature.confiee_a is None


# --- Courriels ---


@pytest.mark.django_db
def test_l_accuse_de_reception_dit_qui_repond_et_quand(django_capture_on_commit_callbacks):
    candidature = en(E.NOUVELLE)
    sans_delai = en(E.NOUVELLE, structure=None, promise_le=None)

    with django_capture_on_commit_callbacks(execute=True):
        courriels.accuser_reception(candidature)
        courriels.accuser_reception(sans_delai)

    premier, second = (message.body for message in mail.outbox)
    assert "L’Envol a bien reçu votre candidature" in premier
    assert "10 mars 2026" in premier
    assert "L’animation régionale a bien reçu votre candidature" in second
    assert "Une réponse vous est promise" not in second


@pytest.mark.django_db
def test_une_nouvelle_candidature_est_annoncee_sans_nommer_la_personne(django_capture_on_commit_callbacks):
    candidature = en(E.NOUVELLE, benevole=BenevoleFactory(prenom="Awa", nom="Diop"))
    membre(candidature.structure, email="camille@exemple.fr")

    with django_capture_on_commit_callbacks(execute=True):
        courriels.prevenir_la_structure(candidature)

    message = mail.outbox[0]
    assert (message.to, message.subject) == (["camille@exemple.fr"], "Une nouvelle candidature est arrivée")
    assert "10 mars 2026" in message.body
    assert "Awa" not in message.body + message.alternatives[0].content
    assert reverse("espace:candidature", args=[candidature.pk]) in message.body


# --- Locks ---


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row lock: its transactions queue up")
@pytest.mark.django_db(transaction=True)
def test_deux_reponses_au_meme_instant_n_en_font_qu_une():
    candidature = en(E.CONTACTEE)
    depart = threading.Barrier(2)
    issues = []

    def repondre(geste):
        try:
            depart.wait(timeout=10)
            agir(geste, candidature)
            issues.append("fait")
        except BenevolatRefuse:
            issues.append("refuse")
        finally:
            connections.close_all()

    fils = [threading.Thread(target=repondre, args=[geste]) for geste in ("accepter", "refuser")]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=30)

    candidature.refresh_from_db()
    assert sorted(issues) == ["fait", "refuse"]
    assert Engagement.objects.exists() is (candidature.etat == E.ACCEPTEE)
    assert (len(journal.historique(candidature)), len(mail.outbox)) == (1, 1)
