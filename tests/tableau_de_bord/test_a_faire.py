"""The dashboard: what each role has to do, every role of an account, and a way out for those who have none."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from espace_structures.bilans import journal
from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.suivi import Compteurs, Progres
from espace_structures.bilans.models import Campagne
from espace_structures.structures.droits import Appartenances
from espace_structures.structures.enums import PerimetreFinanceur, RoleFinanceur, StatutStructure
from espace_structures.structures.models import MembreFinanceur
from espace_structures.tableau_de_bord.metier.animation import a_faire_animation
from espace_structures.tableau_de_bord.metier.financeur import a_faire_financeur
from espace_structures.tableau_de_bord.metier.structure import a_faire_structure
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee, campagne_ouverte
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import FinanceurFactory, StructureFactory, agent, animateur, membre, responsable

pytestmark = pytest.mark.django_db

JOUR = date(2026, 3, 20)
# Session and account, memberships, the rail, then what each role reads of bilans, pages, members and volunteers.
REQUETES = 35


def campagne(exercice=2025):
    """Entry until 31 March, review until 30 June of the following year."""
    return campagne_gelee(
        exercice,
        ouvre_le=date(exercice + 1, 1, 15),
        envoi_jusqu_au=date(exercice + 1, 3, 31),
        examen_jusqu_au=date(exercice + 1, 6, 30),
    )


def page(reponse) -> BeautifulSoup:
    return BeautifulSoup(reponse.content.decode(), "html.parser")


def accueil(client, compte):
    client.force_login(compte)
    return client.get(reverse("espace:accueil"))


# --- Structure ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("etat", "reponses", "libelle", "action", "fait"),
    [
        (EtatBilan.A_SAISIR, {}, "À saisir", "Commencer la saisie", 0),
        (EtatBilan.EN_COURS, {"B1": 4, "B2": 10}, "En cours", "Continuer la saisie", 2),
        (EtatBilan.A_COMPLETER, REPONSES_COHERENTES, "À compléter", "Compléter le bilan", 17),
    ],
)
def test_structure_voit_ses_bilans_a_faire(etat, reponses, libelle, action, fait):
    bilan = bilan_de(StructureFactory(nom="Passerelle"), campagne(), etat, reponses)

    (a_faire,) = a_faire_structure(Appartenances.de(membre(bilan.structure)), jour=JOUR).bilans

    assert (a_faire.structure, a_faire.exercice, a_faire.etat.libelle) == ("Passerelle", "2025", libelle)
    assert (a_faire.action, a_faire.progres) == (action, Progres(fait=fait, total=17))
    assert a_faire.motif == ("Le tableau C2 est à reprendre." if etat == EtatBilan.A_COMPLETER else "")
    assert a_faire.adresse == reverse("espace:bilan", args=[bilan.pk])


@pytest.mark.parametrize(
    ("jour", "echeance", "est_en_retard", "action"),
    [
        (date(2026, 1, 10), "La saisie commence le jeudi 15 janvier 2026.", False, ""),
        (
            date(2026, 3, 20),
            "Il reste 11 jours pour transmettre, jusqu’au mardi 31 mars 2026 inclus.",
            False,
            "Commencer la saisie",
        ),
        (date(2026, 3, 31), "C’est le dernier jour pour transmettre.", False, "Commencer la saisie"),
        (
            date(2026, 4, 2),
            "L’échéance du mardi 31 mars 2026 est passée depuis 2 jours. Demandez un délai à l’animation régionale.",
            True,
            "",
        ),
    ],
)
def test_structure_lit_l_echeance_en_une_phrase(jour, echeance, est_en_retard, action):
    bilan = bilan_de(StructureFactory(), campagne())

    (a_faire,) = a_faire_structure(Appartenances.de(membre(bilan.structure)), jour=jour).bilans

    assert (a_faire.echeance, a_faire.est_en_retard, a_faire.action) == (echeance, est_en_retard, action)


def test_structure_ne_voit_ni_les_bilans_des_autres_ni_ce_qui_n_est_plus_a_faire():
    ouverte = campagne()
    sienne = StructureFactory()
    bilan_de(sienne, ouverte, EtatBilan.TRANSMIS)
    bilan_de(sienne, campagne(2024), EtatBilan.VALIDE)
    bilan_de(StructureFactory(), ouverte, EtatBilan.EN_COURS)

    a_faire = a_faire_structure(Appartenances.de(membre(sienne)), jour=JOUR)

    assert (a_faire.bilans, a_faire.en_examen) == ([], 1)


def test_structure_lit_les_cinq_dernieres_nouvelles_de_ses_bilans():
    bilan = bilan_de(StructureFactory(nom="Passerelle"), campagne(), EtatBilan.A_COMPLETER)
    autre = bilan_de(StructureFactory(), bilan.campagne, EtatBilan.TRANSMIS)
    ana = CompteFactory(first_name="Ana", last_name="Roy")
    for jour in range(1, 7):
        le = datetime(2026, 3, jour, 9, tzinfo=UTC)
        journal.noter(bilan, journal.RENVOYER, par=ana, le=le, comment=f"Motif {jour}")
        journal.noter(autre, journal.TRANSMETTRE, par=ana, le=le)

    nouvelles = a_faire_structure(Appartenances.de(membre(bilan.structure)), jour=JOUR).nouvelles

    assert [(n.titre, n.evenement.detail) for n in nouvelles] == [
        ("Passerelle – 2025", f"Motif {jour}") for jour in (6, 5, 4, 3, 2)
    ]


def test_structure_dont_tout_est_transmis_le_lit(client):
    bilan = bilan_de(StructureFactory(), campagne_ouverte(2025), EtatBilan.TRANSMIS)

    texte = page(accueil(client, responsable(bilan.structure))).select_one("main").text

    assert "Rien à faire : votre bilan est chez vos financeurs." in texte


# --- Funder ---------------------------------------------------------------------------------------------------------


def test_financeur_voit_les_plus_anciens_a_examiner_et_la_couverture():
    financeur = FinanceurFactory(nom="Préfecture", perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["75"])
    ouverte = campagne()
    for nom, etat, mois in [("Récente", EtatBilan.TRANSMIS, 3), ("Ancienne", EtatBilan.TRANSMIS, 2)]:
        bilan_de(StructureFactory(nom=nom), ouverte, etat, transmis_le=datetime(2026, mois, 18, 9, tzinfo=UTC))
    bilan_de(StructureFactory(), ouverte, EtatBilan.VALIDE)
    bilan_de(StructureFactory(), ouverte)
    bilan_de(StructureFactory(nom="Oubliée"), campagne(2024), EtatBilan.TRANSMIS)
    bilan_de(StructureFactory(departements=["91"]), ouverte, EtatBilan.TRANSMIS)

    a_faire = a_faire_financeur(Appartenances.de(agent(financeur)), jour=JOUR)

    assert [(bilan.titre, bilan.depuis) for bilan in a_faire.premiers] == [
        ("Oubliée – 2024", "il y a 384 jours"),
        ("Ancienne – 2025", "il y a 30 jours"),
        ("Récente – 2025", "il y a 2 jours"),
    ]
    assert (a_faire.financeurs, a_faire.a_examiner, a_faire.exercice) == (["Préfecture"], 3, 2025)
    assert a_faire.compteurs == Compteurs(attendus=4, a_saisir=1, transmis=2, valides=1)


@pytest.mark.parametrize(
    ("role", "titre"),
    [(RoleFinanceur.INSTRUCTEUR, "Bilans à examiner"), (RoleFinanceur.LECTEUR, "Bilans à lire")],
)
def test_financeur_lit_un_titre_selon_son_role(client, role, titre):
    financeur = FinanceurFactory(nom="DRIEETS", perimetre=PerimetreFinanceur.REGION)

    lu = page(accueil(client, agent(financeur, role))).select_one("#a-faire-financeur")

    assert lu.get_text(" ", strip=True) == f"{titre} DRIEETS"


# --- Animation ------------------------------------------------------------------------------------------------------


def test_animation_suit_les_campagnes_et_les_structures_sans_responsable():
    ouverte = campagne()
    signee = StructureFactory(nom="Signée")
    responsable(signee)
    for nom in ("Sans personne", "Avec une contributrice", "Responsable désactivé"):
        bilan_de(StructureFactory(nom=nom), ouverte)
    StructureFactory(nom="Fermée", statut=StatutStructure.FERMEE)
    membre(ouverte.bilans.get(nom_structure="Avec une contributrice").structure)
    responsable(ouverte.bilans.get(nom_structure="Responsable désactivé").structure, is_active=False)
    a_venir = Campagne.objects.create(
        exercice=2026,
        trame=ouverte.trame,
        ouvre_le=date(2027, 1, 1),
        envoi_jusqu_au=date(2027, 3, 31),
        examen_jusqu_au=date(2027, 6, 30),
    )

    a_faire = a_faire_animation(animateur(), jour=date(2026, 4, 1))

    assert a_faire.sans_responsable == ["Avec une contributrice", "Responsable désactivé", "Sans personne"]
    assert [(c.exercice, c.est_gelee, c.compteurs) for c in a_faire.campagnes] == [
        (a_venir.exercice, False, Compteurs()),
        (2025, True, Compteurs(attendus=3, a_saisir=3, en_retard=3)),
    ]


def test_animation_lit_huit_noms_et_le_nombre_des_autres():
    for rang in range(10):
        StructureFactory(nom=f"Structure {rang}")

    a_faire = a_faire_animation(animateur(), jour=JOUR)

    assert (len(a_faire.sans_responsable), a_faire.autres_sans_responsable) == (8, 2)


# --- Roles ----------------------------------------------------------------------------------------------------------


def test_compte_a_plusieurs_roles_les_voit_tous(client):
    compte = responsable(StructureFactory())
    MembreFinanceur.objects.create(compte=compte, financeur=FinanceurFactory())
    compte.groups.add(animateur().groups.get())

    titres = [titre["id"] for titre in page(accueil(client, compte)).select("main h2[id]")]

    assert titres == [
        "a-faire-structure",
        "a-faire-pages",
        "a-faire-benevoles",
        "a-faire-financeur",
        "a-faire-relecture",
        "a-faire-animation",
    ]


def test_compte_sans_rattachement_lit_quoi_faire(client):
    texte = page(accueil(client, CompteFactory())).select_one("main").text

    assert "Votre compte n’est encore rattaché à rien" in texte
    assert "écrivez à l’animation régionale" in texte


def test_roles_des_autres_ne_donnent_rien():
    compte = CompteFactory()

    assert a_faire_structure(Appartenances.de(compte), jour=JOUR) is None
    assert a_faire_financeur(Appartenances.de(compte), jour=JOUR) is None
    assert a_faire_animation(compte, jour=JOUR) is None


@pytest.mark.parametrize("nombre", [1, 3])
def test_accueil_en_autant_de_requetes_quel_que_soit_le_nombre(client, nombre, django_assert_num_queries):
    compte = responsable(StructureFactory())
    MembreFinanceur.objects.create(compte=compte, financeur=FinanceurFactory(perimetre=PerimetreFinanceur.REGION))
    compte.groups.add(animateur().groups.get())
    ouverte = campagne_ouverte(2025)
    for _rang in range(nombre):
        structure = StructureFactory(departements=["75", "92"])
        structure.membres.model.objects.create(compte=compte, structure=structure)
        bilan = bilan_de(structure, ouverte, EtatBilan.EN_COURS)
        journal.noter(bilan, journal.COMMENCER, par=compte, le=datetime(2026, 3, 1, tzinfo=UTC))
        bilan_de(StructureFactory(), ouverte, EtatBilan.TRANSMIS)
    accueil(client, compte)

    with django_assert_num_queries(REQUETES):
        reponse = client.get(reverse("espace:accueil"))

    assert len(page(reponse).select("#a-faire-structure ~ .a-faire .carte")) == nombre
