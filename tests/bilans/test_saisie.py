"""Saving answers: what is written, what is refused, and what happens when two people type at once."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, connections

from espace_structures.bilans import journal
from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.lecture import reponses_de
from espace_structures.bilans.metier.saisie import (
    Conflit,
    ConflitDeSaisie,
    SaisieRefusee,
    ecrire_valeur,
    enregistrer,
)
from espace_structures.bilans.models import Feuille, Modification, Prolongation, Reponse
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee
from tests.fabriques.structures import StructureFactory, membre

LE = datetime(2027, 3, 2, 13, 2, tzinfo=UTC)
PLUS_TARD = datetime(2027, 3, 2, 13, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure():
    return StructureFactory()


@pytest.fixture
def camille(structure):
    return membre(structure, first_name="Camille", last_name="Durand")


@pytest.fixture
def sacha(structure):
    return membre(structure, first_name="Sacha", last_name="Petit")


def feuille_neuve(structure, **options) -> Feuille:
    bilan = bilan_de(structure, campagne_gelee(2026), **options)
    return bilan.feuilles.get(departement="75")


def modifications(feuille):
    return list(
        Modification.objects.filter(feuille=feuille)
        .order_by("version", "cellule__ordre")
        .values_list("version", "cellule__code", "avant", "apres", "par__first_name")
    )


def test_reponses_ecrites_avec_leur_histoire(structure, camille):
    feuille = feuille_neuve(structure)

    rendue = enregistrer(
        feuille, {"B1": Decimal(4), "B2": None, "H1": "Une année calme."}, version=0, par=camille, le=LE
    )

    assert (rendue.version, rendue.enregistree_le) == (1, LE)
    feuille.refresh_from_db()
    assert (feuille.version, feuille.enregistree_le) == (1, LE)
    assert reponses_de(feuille) == {"B1": Decimal(4), "H1": "Une année calme."}
    assert modifications(feuille) == [(1, "B1", "", "4", "Camille"), (1, "H1", "", "Une année calme.", "Camille")]


def test_premiere_saisie_commence_le_bilan_et_le_note(structure, camille):
    feuille = feuille_neuve(structure)

    enregistrer(feuille, {"B1": Decimal(4)}, version=0, par=camille, le=LE)
    enregistrer(feuille, {"B1": Decimal(5)}, version=1, par=camille, le=PLUS_TARD)

    feuille.bilan.refresh_from_db()
    assert feuille.bilan.etat == EtatBilan.EN_COURS
    assert [(e.action, e.par, e.le) for e in journal.historique(feuille.bilan)] == [
        (journal.COMMENCER, "Camille Durand", LE)
    ]


def test_bilan_a_completer_le_reste(structure, camille):
    feuille = feuille_neuve(structure, etat=EtatBilan.A_COMPLETER)

    enregistrer(feuille, {"B1": Decimal(4)}, version=0, par=camille, le=LE)

    feuille.bilan.refresh_from_db()
    assert feuille.bilan.etat == EtatBilan.A_COMPLETER


def test_reponse_videe_perd_sa_ligne(structure, camille):
    feuille = feuille_neuve(structure, reponses={"B1": 4, "B2": 10}, etat=EtatBilan.EN_COURS)

    enregistrer(feuille, {"B1": None, "B2": Decimal(0)}, version=0, par=camille, le=LE)

    assert reponses_de(feuille) == {"B2": Decimal(0)}
    assert modifications(feuille) == [(1, "B1", "4", "", "Camille"), (1, "B2", "10", "0", "Camille")]


def test_texte_vide_vaut_absence_de_reponse(structure, camille):
    feuille = feuille_neuve(structure, reponses={"H1": "Un mot"}, etat=EtatBilan.EN_COURS)

    enregistrer(feuille, {"H1": ""}, version=0, par=camille, le=LE)

    assert reponses_de(feuille) == {}


def test_cases_non_donnees_restent(structure, camille):
    feuille = feuille_neuve(structure, reponses=REPONSES_COHERENTES, etat=EtatBilan.EN_COURS)

    enregistrer(feuille, {"G1": Decimal("4300.50")}, version=0, par=camille, le=LE)

    attendues = {
        code: valeur if isinstance(valeur, str) else Decimal(valeur) for code, valeur in REPONSES_COHERENTES.items()
    }
    assert reponses_de(feuille) == attendues | {"G1": Decimal("4300.50")}


def test_rien_de_change_n_ecrit_rien(structure, camille, requetes_au_plus):
    feuille = feuille_neuve(structure, reponses={"B1": 4, "H1": "Un mot"})

    with requetes_au_plus("une feuille enregistrée sans changement"):
        enregistrer(feuille, {"B1": Decimal("4.00"), "H1": "Un mot"}, version=0, par=camille, le=LE)

    feuille.bilan.refresh_from_db()
    feuille.refresh_from_db()
    assert (feuille.version, feuille.enregistree_le, modifications(feuille)) == (0, None, [])
    assert feuille.bilan.etat == EtatBilan.A_SAISIR


def test_feuilles_et_structures_voisines_ne_bougent_pas(camille):
    structure = StructureFactory(departements=["75", "92"])
    bilan = bilan_de(structure, campagne_gelee(2026), reponses={"B1": 4}, etat=EtatBilan.EN_COURS)
    paris, hauts_de_seine = bilan.feuilles.order_by("departement")

    enregistrer(paris, {"B1": Decimal(9)}, version=0, par=camille, le=LE)

    assert reponses_de(hauts_de_seine) == {"B1": Decimal(4)}
    hauts_de_seine.refresh_from_db()
    assert hauts_de_seine.version == 0


# --- Refusals -------------------------------------------------------------------------------------------------------


def refus(feuille, compte, le=LE, valeurs=None) -> str:
    """The message of the refusal, once it is sure that nothing was written."""
    avant = Reponse.objects.count()
    with pytest.raises(SaisieRefusee) as leve:
        enregistrer(feuille, valeurs or {"B1": Decimal(99)}, version=0, par=compte, le=le)
    assert Reponse.objects.count() == avant
    assert Modification.objects.count() == 0
    return str(leve.value)


def test_bilan_transmis_refuse(structure, camille):
    feuille = feuille_neuve(structure, etat=EtatBilan.TRANSMIS, reponses={"B1": 4})

    assert refus(feuille, camille) == (
        "Ce bilan est transmis : il ne se modifie plus, à moins que le financeur ne vous le renvoie."
    )


def test_bilan_valide_refuse(structure, camille):
    feuille = feuille_neuve(structure, etat=EtatBilan.VALIDE)

    assert refus(feuille, camille) == (
        "Ce bilan est validé : il ne se modifie plus. Pour une correction, écrivez à l’animation régionale."
    )


def test_campagne_close_renvoie_a_l_animation(structure, camille):
    feuille = feuille_neuve(structure)
    feuille.bilan.campagne.envoi_jusqu_au = date(2027, 3, 1)
    feuille.bilan.campagne.save()

    assert refus(feuille, camille) == (
        "La campagne est close depuis le 1 mars 2027 : demandez un délai à l’animation régionale."
    )


def test_dernier_jour_de_la_campagne_est_ouvert_jusqu_a_minuit_a_paris(structure, camille):
    feuille = feuille_neuve(structure)
    feuille.bilan.campagne.envoi_jusqu_au = date(2027, 3, 1)
    feuille.bilan.campagne.save()

    enregistrer(feuille, {"B1": Decimal(1)}, version=0, par=camille, le=datetime(2027, 3, 1, 22, 59, tzinfo=UTC))

    with pytest.raises(SaisieRefusee):
        enregistrer(feuille, {"B1": Decimal(2)}, version=1, par=camille, le=datetime(2027, 3, 1, 23, 0, tzinfo=UTC))
    assert reponses_de(feuille) == {"B1": Decimal(1)}


def test_prolongation_rouvre_la_saisie(structure, camille):
    feuille = feuille_neuve(structure)
    campagne = feuille.bilan.campagne
    campagne.envoi_jusqu_au = date(2027, 3, 1)
    campagne.save()
    Prolongation.objects.create(campagne=campagne, structure=structure, jusqu_au=date(2027, 3, 2), motif="Congé")

    enregistrer(feuille, {"B1": Decimal(7)}, version=0, par=camille, le=LE)

    assert reponses_de(feuille) == {"B1": Decimal(7)}


def test_campagne_pas_encore_ouverte_refuse(structure, camille):
    feuille = feuille_neuve(structure)

    assert refus(feuille, camille, le=datetime(2026, 12, 31, 12, tzinfo=UTC)) == (
        "La saisie n’est pas encore ouverte : elle commence le 1 janvier 2027."
    )


def test_compte_desactive_refuse(structure, camille):
    feuille = feuille_neuve(structure)
    camille.is_active = False

    assert refus(feuille, camille) == (
        "Votre compte est désactivé : adressez-vous à la personne responsable de votre structure."
    )


@pytest.mark.parametrize("code", ["B9", "B3", "C2"])
def test_case_inconnue_ou_calculee_refuse_tout(structure, camille, code):
    feuille = feuille_neuve(structure)

    assert refus(feuille, camille, valeurs={"B1": Decimal(1), code: Decimal(1)}) == (
        f"La case « {code} » n’existe pas dans ce bilan : rechargez la page."
    )


@pytest.mark.parametrize(("code", "valeur"), [("B1", "4"), ("H1", Decimal(4))])
def test_valeur_d_un_autre_type_est_une_erreur_de_programme(structure, camille, code, valeur):
    feuille = feuille_neuve(structure)

    with pytest.raises(TypeError):
        enregistrer(feuille, {code: valeur}, version=0, par=camille, le=LE)


# --- Two people -----------------------------------------------------------------------------------------------------


def test_autres_cases_changees_par_un_autre_passent(structure, camille, sacha):
    feuille = feuille_neuve(structure)

    enregistrer(feuille, {"B1": Decimal(4)}, version=0, par=camille, le=LE)
    rendue = enregistrer(feuille, {"B2": Decimal(10)}, version=0, par=sacha, le=PLUS_TARD)

    assert rendue.version == 2
    assert reponses_de(feuille) == {"B1": Decimal(4), "B2": Decimal(10)}


def test_case_laissee_telle_quelle_garde_la_reponse_de_l_autre(structure, camille, sacha):
    feuille = feuille_neuve(structure, reponses={"B1": 4}, etat=EtatBilan.EN_COURS)

    enregistrer(feuille, {"B1": Decimal(5), "B2": None}, version=0, par=camille, le=LE)
    enregistrer(feuille, {"B1": Decimal(4), "B2": Decimal(10)}, version=0, par=sacha, le=PLUS_TARD)

    assert reponses_de(feuille) == {"B1": Decimal(5), "B2": Decimal(10)}


def test_meme_reponse_des_deux_cotes_n_est_pas_un_conflit(structure, camille, sacha):
    feuille = feuille_neuve(structure)

    enregistrer(feuille, {"B1": Decimal(5)}, version=0, par=camille, le=LE)
    rendue = enregistrer(feuille, {"B1": Decimal("5.00")}, version=0, par=sacha, le=PLUS_TARD)

    assert rendue.version == 1


def test_meme_case_des_deux_cotes_est_un_conflit_ou_rien_n_est_ecrit(structure, camille, sacha):
    feuille = feuille_neuve(structure, reponses={"B1": 4, "H1": "Un mot"}, etat=EtatBilan.EN_COURS)
    enregistrer(feuille, {"B1": Decimal(5), "H1": None, "G1": Decimal(100)}, version=0, par=camille, le=LE)
    saisies = {"B1": Decimal(6), "H1": "Deux mots", "B2": Decimal(10), "G1": None}

    with pytest.raises(ConflitDeSaisie) as leve:
        enregistrer(feuille, saisies, version=0, par=sacha, le=PLUS_TARD)

    assert leve.value.conflits == [
        Conflit(code="B1", valeur=Decimal(5), par="Camille Durand", le=LE),
        Conflit(code="H1", valeur=None, par="Camille Durand", le=LE),
    ]
    assert (leve.value.fusions, leve.value.version) == ({"G1": Decimal(100)}, 1)
    assert reponses_de(feuille) == {"B1": Decimal(5), "G1": Decimal(100)}
    feuille.refresh_from_db()
    assert feuille.version == 1


def test_conflit_renvoye_avec_la_nouvelle_version_garde_les_miennes(structure, camille, sacha):
    feuille = feuille_neuve(structure)
    enregistrer(feuille, {"B1": Decimal(5)}, version=0, par=camille, le=LE)

    enregistrer(feuille, {"B1": Decimal(6)}, version=1, par=sacha, le=PLUS_TARD)

    assert reponses_de(feuille) == {"B1": Decimal(6)}
    assert modifications(feuille)[-1] == (2, "B1", "5", "6", "Sacha")


def test_une_autre_feuille_qui_change_ne_fait_pas_de_conflit():
    structure = StructureFactory(departements=["75", "93"])
    camille, sacha = membre(structure), membre(structure)
    bilan = bilan_de(structure, campagne_gelee(2026))
    mienne, autre = bilan.feuilles.order_by("departement")
    enregistrer(mienne, {"B2": Decimal(1)}, version=0, par=sacha, le=LE)
    enregistrer(autre, {"B1": Decimal(7)}, version=0, par=sacha, le=LE)

    enregistrer(mienne, {"B1": Decimal(4)}, version=0, par=camille, le=PLUS_TARD)

    assert reponses_de(mienne) == {"B1": Decimal(4), "B2": Decimal(1)}


def test_conflit_d_un_compte_supprime_se_dit(structure, camille, sacha):
    feuille = feuille_neuve(structure)
    enregistrer(feuille, {"B1": Decimal(5)}, version=0, par=camille, le=LE)
    Modification.objects.update(par=None)

    with pytest.raises(ConflitDeSaisie) as leve:
        enregistrer(feuille, {"B1": Decimal(6)}, version=0, par=sacha, le=PLUS_TARD)

    assert leve.value.conflits[0].par == "un compte supprimé"


@pytest.mark.parametrize(
    ("valeur", "ecrite"),
    [(None, ""), (Decimal("0.00"), "0"), (Decimal("1200.00"), "1200"), (Decimal("5.50"), "5.5"), ("oui", "oui")],
)
def test_valeur_dans_l_histoire(valeur, ecrite):
    assert ecrire_valeur(valeur) == ecrite


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no row lock: its transactions already queue")
def test_deux_enregistrements_simultanes_se_suivent():
    structure = StructureFactory()
    feuille = feuille_neuve(structure)
    comptes = [membre(structure), membre(structure)]
    depart, issues = threading.Barrier(2), []

    def saisir(compte, valeur):
        try:
            depart.wait()
            issues.append(enregistrer(feuille, {"B1": valeur}, version=0, par=compte, le=LE).version)
        except ConflitDeSaisie as conflit:
            issues.append(f"conflit {conflit.version}")
        finally:
            connections.close_all()

    fils = [threading.Thread(target=saisir, args=(c, Decimal(n))) for n, c in enumerate(comptes, start=5)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert sorted(issues, key=str) == [1, "conflit 1"]
    assert Modification.objects.filter(feuille=feuille).count() == 1
