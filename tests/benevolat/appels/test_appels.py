"""The life of a call: who may do what to it, when, and what the others are told."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail

from espace_structures.benevolat import journal
from espace_structures.benevolat.appels.metier import appels
from espace_structures.benevolat.enums import EtatAppel, EtatCandidature, RelectureDesAppels
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import AppelBenevoles, ReglagesBenevolat
from espace_structures.structures.models import Moderateur
from portal.socle.geographie.communes import commune
from tests.fabriques.benevolat import LE, AppelFactory, CandidatureFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import public

pytestmark = pytest.mark.django_db
JUIN = date(2026, 6, 30)


def saisie(**champs) -> appels.AppelSaisi:
    return appels.AppelSaisi(
        **{
            "titre": "Marraine ou parrain",
            "besoin": "Accompagner une personne.",
            "rythme": "",
            "forme": "REGULIER",
            "modalite": "PRESENCE",
            "places": 2,
            "commune": commune("93048"),
            "jusqu_au": JUIN,
        }
        | champs
    )


def structure(**champs):
    return StructureFactory(departements=["93"], **champs)


def brouillon(**champs):
    return AppelFactory(**{"etat": EtatAppel.BROUILLON, "publie_le": None} | champs)


def en_relecture(**champs):
    return AppelFactory(**{"etat": EtatAppel.A_RELIRE, "publie_le": None, "soumis_le": LE} | champs)


def relu(appel) -> AppelBenevoles:
    return AppelBenevoles.objects.get(pk=appel.pk)


def faits(appel) -> list[str]:
    return [evenement.fait for evenement in journal.historique(appel)]


def regler(relecture: str) -> None:
    reglages = ReglagesBenevolat.load()
    reglages.relecture = relecture
    reglages.save()


# --- Writing ---------------------------------------------------------------------------------------------------------


def test_un_appel_nait_brouillon_dans_sa_commune():
    sienne = structure()
    auteur = membre(sienne)

    cree = appels.creer(sienne, saisie=saisie(publics=[public()], secteurs=["Q", "A"]), par=auteur, le=LE)

    assert (cree.etat, cree.departement, cree.code_commune) == (EtatAppel.BROUILLON, "93", "93048")
    assert sorted(cree.secteurs.values_list("secteur", flat=True)) == ["A", "Q"]
    assert cree.publics.count() == 1
    assert faits(cree) == ["Appel créé"]


def test_un_appel_ne_nait_pas_passe():
    sienne = structure()

    with pytest.raises(BenevolatRefuse):
        appels.creer(sienne, saisie=saisie(jusqu_au=date(2026, 3, 2)), par=membre(sienne), le=LE)


def test_modifier_dit_au_journal_ce_qui_a_change():
    appel = brouillon(titre="Ancien", besoin="Accompagner une personne.")

    appels.modifier(appel, saisie=saisie(secteurs=["Q"]), version=1, par=CompteFactory(), le=LE)

    assert (relu(appel).titre, relu(appel).version) == ("Marraine ou parrain", 2)
    assert journal.historique(appel)[0].detail == "titre"


def test_modifier_une_version_depassee_est_refuse():
    appel = brouillon(version=3)

    with pytest.raises(appels.VersionDepassee) as refus:
        appels.modifier(appel, saisie=saisie(), version=2, par=CompteFactory(), le=LE)

    assert refus.value.version == 3


@pytest.mark.parametrize("etat", [EtatAppel.A_RELIRE, EtatAppel.CLOS])
def test_ni_un_appel_en_relecture_ni_un_appel_clos_ne_se_modifie(etat):
    appel = AppelFactory(etat=etat)

    with pytest.raises(BenevolatRefuse):
        appels.modifier(appel, saisie=saisie(), version=1, par=CompteFactory(), le=LE)


@pytest.mark.parametrize(
    ("confiance", "titre", "courriels"), [(False, "Autre titre", 1), (True, "Autre titre", 0), (False, "Le même", 0)]
)
def test_modifier_le_texte_d_un_appel_publie_previent_qui_relit(
    confiance, titre, courriels, django_capture_on_commit_callbacks
):
    animateur()
    appel = AppelFactory(structure=structure(de_confiance=confiance), titre="Le même", besoin="Oui.", rythme="")

    with django_capture_on_commit_callbacks(execute=True):
        neuve = saisie(titre=titre, besoin="Oui.", places=3)
        modifie = appels.modifier(appel, saisie=neuve, version=1, par=CompteFactory(), le=LE)

    assert modifie.etat == EtatAppel.PUBLIE
    assert len(mail.outbox) == courriels


def test_copier_reprend_tout_sauf_la_date_et_les_candidatures():
    appel = AppelFactory(etat=EtatAppel.CLOS)
    appel.publics.add(public())
    appel.secteurs.create(secteur="Q")
    CandidatureFactory(structure=appel.structure, appel=appel)

    copie = appels.copier(appel, jusqu_au=date(2026, 12, 31), par=CompteFactory(), le=LE)

    assert (copie.titre, copie.etat, copie.publie_le, copie.version) == (appel.titre, EtatAppel.BROUILLON, None, 1)
    assert (copie.publics.count(), copie.secteurs.count(), copie.candidatures.count()) == (1, 1, 0)
    assert relu(appel).etat == EtatAppel.CLOS


def test_seul_un_brouillon_jamais_publie_se_supprime():
    jamais, deja = brouillon(), brouillon(publie_le=LE)

    appels.supprimer(jamais)
    with pytest.raises(BenevolatRefuse):
        appels.supprimer(deja)

    assert list(AppelBenevoles.objects.all()) == [deja]


# --- Reading before it appears ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relecture", "confiance", "attendu"),
    [
        (RelectureDesAppels.AUCUNE, False, EtatAppel.PUBLIE),
        (RelectureDesAppels.SAUF_CONFIANCE, True, EtatAppel.PUBLIE),
        (RelectureDesAppels.SAUF_CONFIANCE, False, EtatAppel.A_RELIRE),
        (RelectureDesAppels.TOUS, True, EtatAppel.A_RELIRE),
    ],
)
def test_l_animation_regle_quels_appels_sont_relus(relecture, confiance, attendu):
    regler(relecture)
    appel = brouillon(structure=structure(de_confiance=confiance))

    etat = appels.soumettre(appel, par=CompteFactory(), le=LE)

    assert (etat, relu(appel).etat) == (attendu, attendu)


def test_soumettre_ecrit_aux_moderateurs_du_departement(django_capture_on_commit_callbacks):
    moderateur = Moderateur.objects.create(compte=CompteFactory(), departement="93").compte
    animateur()
    appel = brouillon(structure=structure())

    with django_capture_on_commit_callbacks(execute=True):
        appels.soumettre(appel, par=CompteFactory(), le=LE)

    assert [message.to for message in mail.outbox] == [[moderateur.email]]


@pytest.mark.parametrize(
    "champs",
    [{"etat": EtatAppel.PUBLIE, "publie_le": LE}, {"jusqu_au": date(2026, 3, 2)}, {"structure__statut": "FERMEE"}],
)
def test_soumettre_refuse_ce_qui_ne_peut_paraitre(champs):
    appel = brouillon(**champs)

    with pytest.raises(BenevolatRefuse):
        appels.soumettre(appel, par=CompteFactory(), le=LE)


def test_publier_dit_a_la_structure_que_l_appel_parait(django_capture_on_commit_callbacks):
    appel = en_relecture(motif_renvoi="Ancien motif")
    auteur = membre(appel.structure)

    with django_capture_on_commit_callbacks(execute=True):
        appels.publier(appel, par=animateur(), le=LE)

    assert (relu(appel).etat, relu(appel).publie_le, relu(appel).motif_renvoi) == (EtatAppel.PUBLIE, LE, "")
    assert [message.to for message in mail.outbox] == [[auteur.email]]


def test_renvoyer_donne_le_motif(django_capture_on_commit_callbacks):
    appel = en_relecture()
    membre(appel.structure)

    with django_capture_on_commit_callbacks(execute=True):
        appels.renvoyer(appel, motif="Précisez le rythme.", par=animateur(), le=LE)

    assert (relu(appel).etat, relu(appel).motif_renvoi) == (EtatAppel.BROUILLON, "Précisez le rythme.")
    assert "Précisez le rythme." in mail.outbox[0].body


def test_reprendre_avant_la_relecture():
    appel = en_relecture()

    appels.reprendre(appel, par=CompteFactory(), le=LE)

    assert relu(appel).etat == EtatAppel.BROUILLON


def test_deux_relecteurs_ne_repondent_pas_deux_fois():
    appel = en_relecture()
    appels.publier(appel, par=animateur(), le=LE)

    with pytest.raises(BenevolatRefuse):
        appels.renvoyer(appel, motif="Non.", par=animateur(), le=LE)


# --- Full, open again, closed ----------------------------------------------------------------------------------------


def acceptees(appel, nombre: int) -> None:
    for _rang in range(nombre):
        CandidatureFactory(structure=appel.structure, appel=appel, etat=EtatCandidature.ACCEPTEE)


def test_les_places_se_comptent_a_mesure_que_l_on_accepte():
    appel = AppelFactory(places=2)
    acceptees(appel, 1)
    appels.actualiser_les_places(appel, le=LE)
    encore = relu(appel).etat, appels.places_restantes(appel)
    acceptees(appel, 1)
    appels.actualiser_les_places(appel, le=LE)
    plein = relu(appel).etat, appels.places_restantes(appel)
    appel.candidatures.first().delete()
    appels.actualiser_les_places(appel, le=LE)

    assert (encore, plein) == ((EtatAppel.PUBLIE, 1), (EtatAppel.COMPLET, 0))
    assert relu(appel).etat == EtatAppel.PUBLIE


def test_un_appel_declare_complet_le_reste():
    appel = AppelFactory(places=2)
    appels.declarer_complet(appel, par=CompteFactory(), le=LE)

    appels.actualiser_les_places(appel, le=LE)

    assert relu(appel).etat == EtatAppel.COMPLET


def test_seul_un_appel_publie_se_declare_complet():
    with pytest.raises(BenevolatRefuse):
        appels.declarer_complet(brouillon(), par=CompteFactory(), le=LE)


@pytest.mark.parametrize("etat", [EtatAppel.COMPLET, EtatAppel.CLOS])
def test_rouvrir_un_appel_complet_ou_clos(etat):
    appel = AppelFactory(etat=etat, clos_le=LE)

    appels.rouvrir(appel, par=CompteFactory(), le=LE)

    assert (relu(appel).etat, relu(appel).clos_le) == (EtatAppel.PUBLIE, None)


@pytest.mark.parametrize(
    "champs",
    [
        {"etat": EtatAppel.PUBLIE},
        {"etat": EtatAppel.CLOS, "publie_le": None},
        {"etat": EtatAppel.CLOS, "jusqu_au": date(2026, 3, 2)},
        {"etat": EtatAppel.CLOS, "structure__statut": "FERMEE"},
    ],
)
def test_rouvrir_refuse_ce_qui_ne_peut_chercher(champs):
    with pytest.raises(BenevolatRefuse):
        appels.rouvrir(AppelFactory(**champs), par=CompteFactory(), le=LE)


def test_rouvrir_sans_place_est_refuse():
    appel = AppelFactory(etat=EtatAppel.COMPLET, places=1)
    acceptees(appel, 1)

    with pytest.raises(BenevolatRefuse):
        appels.rouvrir(appel, par=CompteFactory(), le=LE)


def test_clore_un_appel_puis_plus():
    appel = AppelFactory()
    appels.clore(appel, par=CompteFactory(), le=LE)

    with pytest.raises(BenevolatRefuse):
        appels.clore(appel, par=CompteFactory(), le=LE)

    assert (relu(appel).etat, relu(appel).clos_le) == (EtatAppel.CLOS, LE)


def test_le_dernier_jour_compte_encore():
    appel = AppelFactory(jusqu_au=JUIN)

    la_veille = appels.clore_les_passes(le=datetime(2026, 6, 30, 21, 59, tzinfo=UTC))
    le_lendemain = appels.clore_les_passes(le=datetime(2026, 6, 30, 22, 15, tzinfo=UTC))

    assert (la_veille, le_lendemain, relu(appel).etat) == (0, 1, EtatAppel.CLOS)
