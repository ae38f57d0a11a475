"""A draft, its sending and its confirmation: every way that they end."""

from datetime import timedelta

import pytest
from django.core import mail

from espace_structures.benevolat.candidatures.metier import depot
from espace_structures.benevolat.candidatures.metier.depot import Destination, Reponses
from espace_structures.benevolat.enums import EtatCandidature
from espace_structures.benevolat.journal import historique
from espace_structures.benevolat.metier.liens import jeton, ouvrir
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import Benevole, Candidature
from espace_structures.structures.enums import StatutStructure
from tests.fabriques.benevolat import LE, AppelFactory, BenevoleFactory, CandidatureFactory, EntrepriseFactory
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import public

pytestmark = pytest.mark.django_db
PLUS_TARD = LE + timedelta(days=1)
DITS = {"prenom": "Awa", "nom": "Diop", "courriel": " Awa@Exemple.FR ", "est_majeur": True}


def brouillon(langues=None, publics=None, choix=None, **champs) -> Benevole:
    ouvert = depot.commencer(langue="fr", choix=choix or Destination(), le=LE)
    reponses = Reponses(champs=DITS | champs, langues=langues, publics=publics, accepte=True)
    return depot.enregistrer_etape(ouvert, reponses, le=LE)


def envoye(**champs) -> Benevole:
    ecrit = brouillon(**champs)
    depot.deposer(ecrit, le=LE)
    return Benevole.objects.get(pk=ecrit.pk)


@pytest.fixture
def envois(django_capture_on_commit_callbacks):
    def executer(action, *arguments, **options):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action(*arguments, **options)
        return sorted(message.to[0] for message in mail.outbox)

    return executer


# --- The draft -------------------------------------------------------------------------------------------------------


def test_etape_ecrit_la_personne_les_listes_et_la_candidature():
    ecrit = brouillon(langues=["en", "ar", "en"], publics=[public("qpv")])
    depot.enregistrer_etape(ecrit, Reponses(candidature={"message": "Bonjour."}), le=PLUS_TARD)

    ecrit.refresh_from_db()
    assert (ecrit.courriel, ecrit.enregistre_le, ecrit.charte_acceptee_le) == ("awa@exemple.fr", PLUS_TARD, LE)
    assert [une.code for une in ecrit.langues_parlees.all()] == ["ar", "en"]
    assert [un.code for un in ecrit.publics.all()] == ["qpv"]
    assert depot.candidature_de(ecrit).message == "Bonjour."


def test_charte_decochee_n_est_plus_acceptee():
    ecrit = depot.enregistrer_etape(brouillon(), Reponses(accepte=False), le=LE)

    assert ecrit.charte_acceptee_le is None


def test_choisir_garde_la_campagne_et_l_entreprise():
    entreprise, autre = EntrepriseFactory(), EntrepriseFactory()
    appel = AppelFactory()
    ecrit = brouillon(choix=Destination(campagne="fete", entreprise=entreprise))

    depot.choisir(ecrit, choix=Destination(structure=appel.structure, appel=appel), le=LE)

    candidature = depot.candidature_de(ecrit)
    assert (candidature.structure, candidature.appel) == (appel.structure, appel)
    assert (candidature.campagne, candidature.entreprise) == ("fete", entreprise)
    depot.choisir(ecrit, choix=Destination(campagne="salon", entreprise=autre), le=LE)
    candidature = depot.candidature_de(ecrit)
    assert (candidature.structure, candidature.campagne, candidature.entreprise) == (None, "salon", autre)


def test_abandonner_efface_le_brouillon_jamais_une_personne():
    connue = BenevoleFactory()

    depot.abandonner(brouillon())
    depot.abandonner(connue)

    assert list(Benevole.objects.all()) == [connue]


def test_brouillon_confirme_ne_s_ecrit_plus():
    with pytest.raises(BenevolatRefuse, match="déjà confirmée"):
        depot.enregistrer_etape(BenevoleFactory(), Reponses(), le=LE)


# --- Sent ------------------------------------------------------------------------------------------------------------


def test_deposer_ecrit_une_fois_a_la_personne(envois):
    ecrit = brouillon()

    assert envois(depot.deposer, ecrit, le=LE) == ["awa@exemple.fr"]
    assert envois(depot.deposer, ecrit, le=LE) == []
    assert envois(depot.renvoyer, ecrit, le=LE) == ["awa@exemple.fr"]


@pytest.mark.parametrize("manque", [{"prenom": ""}, {"nom": ""}, {"courriel": ""}, {"est_majeur": False}])
def test_incomplet_ne_part_pas(manque):
    with pytest.raises(BenevolatRefuse, match="Il manque des réponses"):
        depot.deposer(brouillon(**manque), le=LE)


def test_pas_envoye_ne_se_renvoie_ni_ne_se_confirme():
    ecrit = brouillon()

    with pytest.raises(BenevolatRefuse, match="pas encore envoyée"):
        depot.renvoyer(ecrit, le=LE)
    with pytest.raises(BenevolatRefuse, match="n’existe plus"):
        depot.confirmer(ecrit, le=LE)


def test_autre_adresse_rend_le_premier_lien_sans_effet():
    ecrit = envoye()
    premier = jeton(depot.CONFIRMATION, ecrit)

    depot.enregistrer_etape(ecrit, Reponses(champs={"courriel": "autre@exemple.fr"}), le=LE)

    ecrit.refresh_from_db()
    assert ouvrir(depot.CONFIRMATION, premier) is None
    assert ecrit.consentement_le is None


# --- Confirmed -------------------------------------------------------------------------------------------------------


def test_confirmer_transmet_a_la_structure_et_le_note(envois):
    structure = StructureFactory()
    editrice = membre(structure)
    ecrit = envoye(choix=Destination(structure=structure))

    recus = envois(depot.confirmer, ecrit, le=PLUS_TARD)

    candidature = Candidature.objects.get()
    assert (candidature.etat, candidature.recue_le, candidature.etat_depuis) == ("NOUVELLE", PLUS_TARD, PLUS_TARD)
    assert candidature.promise_le.isoformat() == "2026-03-11"
    assert [fait.fait for fait in historique(candidature)] == ["Candidature reçue"]
    assert recus == sorted(["awa@exemple.fr", editrice.email])
    assert envois(depot.confirmer, ecrit, le=PLUS_TARD) == []


def test_sans_structure_l_animation_est_prevenue(envois):
    chef = animateur()

    assert envois(depot.confirmer, envoye(), le=PLUS_TARD) == sorted(["awa@exemple.fr", chef.email])


def test_structure_fermee_entre_temps_revient_a_l_animation():
    appel = AppelFactory()
    ecrit = envoye(choix=Destination(structure=appel.structure, appel=appel))
    appel.structure.statut = StatutStructure.FERMEE
    appel.structure.save()

    issue = depot.confirmer(ecrit, le=PLUS_TARD)

    assert (issue.candidature.structure, issue.candidature.appel) == (None, None)


def test_personne_connue_prend_les_nouvelles_reponses_sans_perdre_les_autres():
    connue = BenevoleFactory(courriel="AWA@exemple.fr", metier="Infirmière", nom="Ndiaye", rappel_conservation_le=LE)
    connue.langues_parlees.create(code="wo")
    connue.publics.set([public("qpv")])

    issue = depot.confirmer(envoye(le_week_end=True), le=PLUS_TARD)

    connue.refresh_from_db()
    assert (issue.benevole, issue.candidature.benevole, Benevole.objects.count()) == (connue, connue, 1)
    assert (connue.nom, connue.metier, connue.le_week_end) == ("Diop", "Infirmière", True)
    assert (connue.dernier_contact_le, connue.rappel_conservation_le) == (PLUS_TARD, None)
    assert [une.code for une in connue.langues_parlees.all()] == ["wo"]
    assert [un.code for un in connue.publics.all()] == ["qpv"]


def test_personne_connue_dit_d_autres_langues_et_publics():
    connue = BenevoleFactory(courriel="awa@exemple.fr")
    connue.langues_parlees.create(code="wo")

    depot.confirmer(envoye(langues=["en"], publics=[public("jeunes-26")]), le=PLUS_TARD)

    assert [une.code for une in connue.langues_parlees.all()] == ["en"]
    assert [un.code for un in connue.publics.all()] == ["jeunes-26"]


@pytest.mark.parametrize("a_l_animation", [True, False])
def test_candidature_deja_en_cours_n_est_pas_doublee(envois, a_l_animation):
    structure = None if a_l_animation else StructureFactory()
    connue = BenevoleFactory(courriel="awa@exemple.fr")
    en_cours = CandidatureFactory(benevole=connue, structure=structure, etat=EtatCandidature.CONTACTEE)
    ecrit = envoye(choix=Destination(structure=structure))
    mail.outbox.clear()

    issue = depot.confirmer(ecrit, le=PLUS_TARD)

    assert issue == (connue, en_cours, True)
    assert (Benevole.objects.count(), Candidature.objects.count()) == (1, 1)
    assert mail.outbox == []


def test_candidature_terminee_n_empeche_pas_la_suivante():
    structure = StructureFactory()
    connue = BenevoleFactory(courriel="awa@exemple.fr")
    CandidatureFactory(benevole=connue, structure=structure, etat=EtatCandidature.RETIREE)

    depot.confirmer(envoye(choix=Destination(structure=structure)), le=PLUS_TARD)

    assert connue.candidatures.count() == 2
