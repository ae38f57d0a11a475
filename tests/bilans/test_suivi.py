"""Following many bilans: deadlines, counters, filters, progress; the same number of queries for one or for three."""

from datetime import UTC, date, datetime

import pytest

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.suivi import (
    Compteurs,
    Filtres,
    Progres,
    avec_limite,
    compter,
    compter_par_campagne,
    filtrer,
    progres,
    trier,
)
from espace_structures.bilans.models import Bilan, Prolongation
from espace_structures.structures.enums import TypeStructure
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee
from tests.fabriques.structures import StructureFactory

pytestmark = pytest.mark.django_db

JOUR = date(2026, 4, 15)


def campagne(exercice=2025):
    """Entry until 31 March, review until 30 June of the following year."""
    return campagne_gelee(
        exercice,
        ouvre_le=date(exercice + 1, 1, 15),
        envoi_jusqu_au=date(exercice + 1, 3, 31),
        examen_jusqu_au=date(exercice + 1, 6, 30),
    )


def prolonger(bilan, jusqu_au):
    Prolongation.objects.create(campagne=bilan.campagne, structure=bilan.structure, jusqu_au=jusqu_au, motif="Congé")


@pytest.mark.parametrize("etat", list(EtatBilan))
@pytest.mark.parametrize("delai", [None, date(2026, 3, 1), date(2026, 4, 20), date(2026, 9, 1)])
def test_limite_calculee_par_la_base_est_celle_du_bilan(etat, delai):
    bilan = bilan_de(StructureFactory(), campagne(), etat)
    prolonger(bilan_de(StructureFactory(), bilan.campagne), date(2026, 12, 1))  # somebody else's
    if delai:
        prolonger(bilan, delai)

    limite = avec_limite(Bilan.objects.filter(pk=bilan.pk)).get().limite_le

    assert limite == bilan.limite()


def test_compteurs_par_etat_et_en_retard():
    ouverte = campagne()
    for etat in [EtatBilan.A_SAISIR, EtatBilan.EN_COURS, EtatBilan.TRANSMIS, EtatBilan.A_COMPLETER, EtatBilan.VALIDE]:
        bilan_de(StructureFactory(), ouverte, etat)
    prolonger(bilan_de(StructureFactory(), ouverte, EtatBilan.EN_COURS), date(2026, 4, 15))

    compteurs = compter(Bilan.objects.all(), jour=JOUR)

    # Late: to fill and being filled. Not late: one with more time, one sent back (until the end of the review).
    assert compteurs == Compteurs(attendus=6, a_saisir=1, en_cours=2, transmis=1, a_completer=1, valides=1, en_retard=2)
    assert (compteurs.commences, compteurs.recus) == (5, 3)


def test_compteurs_sans_bilan_sont_a_zero():
    assert compter(Bilan.objects.all(), jour=JOUR) == Compteurs()


def test_compteurs_par_campagne_de_la_plus_recente_a_la_plus_ancienne(requetes_au_plus):
    for exercice, etats in [(2024, [EtatBilan.VALIDE]), (2025, [EtatBilan.TRANSMIS, EtatBilan.A_SAISIR])]:
        ouverte = campagne(exercice)
        for etat in etats:
            bilan_de(StructureFactory(), ouverte, etat)

    with requetes_au_plus("les compteurs des campagnes"):
        compteurs = compter_par_campagne(Bilan.objects.all(), jour=JOUR)

    assert list(compteurs.items()) == [
        (2025, Compteurs(attendus=2, a_saisir=1, transmis=1, en_retard=1)),
        (2024, Compteurs(attendus=1, valides=1)),
    ]


@pytest.mark.parametrize(
    ("filtres", "attendus"),
    [
        (Filtres(), ["Cap demain", "Passerelle Nord", "Passerelle Sud"]),
        (Filtres(exercice=2024), ["Cap demain"]),
        (Filtres(etat="transmis"), ["Passerelle Nord"]),
        (Filtres(retard=True), ["Passerelle Sud"]),
        (Filtres(departement="92"), ["Passerelle Nord"]),
        (Filtres(type_structure="PLIE"), ["Passerelle Sud"]),
        (Filtres(mots="passerelle"), ["Passerelle Nord", "Passerelle Sud"]),
        (Filtres(mots="sud PASSERELLE"), ["Passerelle Sud"]),
        (Filtres(mots="00099999900018"), ["Passerelle Nord"]),
        (Filtres(exercice=2024, etat="transmis"), []),
    ],
)
def test_filtres(filtres, attendus):
    c2025, c2024 = campagne(2025), campagne(2024)
    nord = StructureFactory(nom="Passerelle Nord", departements=["75", "92"], siret="00099999900018")
    bilan_de(nord, c2025, EtatBilan.TRANSMIS)
    bilan_de(StructureFactory(nom="Passerelle Sud", type=TypeStructure.PLIE), c2025, EtatBilan.EN_COURS)
    bilan_de(StructureFactory(nom="Cap demain"), c2024, EtatBilan.VALIDE)

    trouves = filtrer(Bilan.objects.all(), filtres, jour=JOUR)

    assert [bilan.nom_structure for bilan in trier(trouves, "nom")] == attendus


def test_filtre_sans_l_etat_garde_les_autres_criteres():
    ouverte = campagne()
    bilan_de(StructureFactory(nom="Passerelle"), ouverte, EtatBilan.TRANSMIS)
    bilan_de(StructureFactory(nom="Cap demain"), ouverte, EtatBilan.TRANSMIS)

    trouves = filtrer(Bilan.objects.all(), Filtres(etat="valide", mots="cap"), jour=JOUR, sauf_etat=True)

    assert [bilan.nom_structure for bilan in trouves] == ["Cap demain"]


@pytest.mark.parametrize(
    ("tri", "attendus"),
    [
        ("anciennete", ["Transmis en février", "Transmis en mars", "Pas transmis", "Validé en janvier"]),
        ("recents", ["Transmis en mars", "Transmis en février", "Validé en janvier", "Pas transmis"]),
        ("nom", ["Pas transmis", "Transmis en février", "Transmis en mars", "Validé en janvier"]),
    ],
)
def test_tris(tri, attendus):
    ouverte = campagne()
    for nom, etat, mois in [
        ("Pas transmis", EtatBilan.EN_COURS, None),
        ("Transmis en mars", EtatBilan.TRANSMIS, 3),
        ("Validé en janvier", EtatBilan.VALIDE, 1),
        ("Transmis en février", EtatBilan.TRANSMIS, 2),
    ]:
        bilan_de(StructureFactory(nom=nom), ouverte, etat, transmis_le=mois and datetime(2026, mois, 1, tzinfo=UTC))

    tries = trier(Bilan.objects.all(), tri)

    assert [bilan.nom_structure for bilan in tries] == attendus


def test_progres_compte_les_reponses_obligatoires_de_toutes_les_feuilles(requetes_au_plus):
    ouverte = campagne()
    seul = bilan_de(StructureFactory(departements=["75"]), ouverte)
    complet = bilan_de(StructureFactory(departements=["75", "92"]), ouverte, reponses=REPONSES_COHERENTES)
    partiel = bilan_de(StructureFactory(departements=["75"]), ouverte, reponses={"B1": 4, "G1": 100})

    with requetes_au_plus("le progrès de plusieurs bilans"):
        avancees = progres([seul, complet, partiel])

    # 17 mandatory cells a sheet: B1, B2, nine of C2, six of F. G1 is not mandatory.
    assert avancees == {
        seul.pk: Progres(fait=0, total=17),
        complet.pk: Progres(fait=34, total=34),
        partiel.pk: Progres(fait=1, total=17),
    }


def test_tri_par_anciennete_met_le_dernier_exercice_avant_les_bilans_clos():
    structure = StructureFactory()
    for exercice, etat in ((2023, EtatBilan.VALIDE), (2025, EtatBilan.EN_COURS), (2024, EtatBilan.VALIDE)):
        bilan_de(structure, campagne_gelee(exercice), etat)

    tries = trier(Bilan.objects.all(), "anciennete")

    assert [bilan.campagne.exercice for bilan in tries] == [2025, 2024, 2023]
