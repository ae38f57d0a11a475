"""The sentences that justify the anomalies of a bilan: written, replaced, outlived by the figures, refused."""

import dataclasses
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from espace_structures.bilans import journal
from espace_structures.bilans.enums import EtatBilan, GenreRegle, Portee, Severite
from espace_structures.bilans.metier.controle import (
    JustificationRefusee,
    anomalies_du_bilan,
    justifier,
)
from espace_structures.bilans.metier.definition import Regle
from espace_structures.bilans.models import Justification, Reponse
from tests.fabriques.bilans import PETITE_TRAME, REPONSES_COHERENTES, bilan_de, campagne_ouverte, repondre
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory

pytestmark = pytest.mark.django_db

LE = datetime(2026, 3, 2, 10, tzinfo=UTC)
# Six exits, all to a CDI: above the 90 % of rule R12, that a sentence justifies.
TOUS_EN_CDI = REPONSES_COHERENTES | {"F.F1.F": 3, "F.F1.H": 3, "F.F12.F": 0, "F.F12.H": 0}
PHRASE_R12 = "Le taux de sortie en CDI est de 100\u00a0% (6 sur 6)."


def avec_regles(*regles):
    return dataclasses.replace(PETITE_TRAME, regles=regles)


@pytest.fixture
def bilan():
    """A bilan whose only anomaly is to justify."""
    return bilan_de(StructureFactory(), campagne_ouverte(), EtatBilan.EN_COURS, TOUS_EN_CDI)


def test_justifier_garde_la_phrase_et_l_anomalie_qu_elle_explique(bilan):
    feuille, par = bilan.feuilles.get(), CompteFactory()

    justification = justifier(
        bilan, feuille=feuille, regle="R12", texte="  Un employeur a recruté tout le groupe. ", par=par, le=LE
    )

    assert Justification.objects.values_list("bilan", "feuille", "regle", "message", "texte", "par", "le").get() == (
        *(bilan.pk, feuille.pk, "R12", PHRASE_R12),
        *("Un employeur a recruté tout le groupe.", par.pk, LE),
    )
    (evenement,) = journal.historique(bilan)
    assert (evenement.action, evenement.le, evenement.par, evenement.detail) == (
        *("bilans.justifier", LE),
        *(str(par), "Un employeur a recruté tout le groupe."),
    )
    (situee,) = anomalies_du_bilan(bilan)
    assert (situee.justification, situee.est_justifiee, situee.empeche_transmission) == (justification, True, False)


def test_justifier_a_nouveau_remplace_la_phrase(bilan):
    feuille, par = bilan.feuilles.get(), CompteFactory()

    for texte in ("Une première phrase.", "Une meilleure phrase."):
        justifier(bilan, feuille=feuille, regle="R12", texte=texte, par=par, le=LE)

    assert list(Justification.objects.values_list("texte", flat=True)) == ["Une meilleure phrase."]


def test_justification_ne_vaut_plus_quand_les_chiffres_changent(bilan):
    feuille = bilan.feuilles.get()
    justifier(bilan, feuille=feuille, regle="R12", texte="Un seul employeur.", par=CompteFactory(), le=LE)
    Reponse.objects.filter(feuille=feuille, cellule__code="F.F1.F").update(nombre=4)

    (situee,) = anomalies_du_bilan(bilan)

    assert situee.anomalie.message == "Le taux de sortie en CDI est de 100\u00a0% (7 sur 7)."
    assert (situee.justification.texte, situee.est_justifiee) == ("Un seul employeur.", False)
    assert situee.empeche_transmission is True


def test_justification_vaut_quelle_que_soit_la_langue_du_lecteur(bilan):
    definition = avec_regles(
        Regle(
            code="R1",
            genre=GenreRegle.PARTITION,
            severite=Severite.A_JUSTIFIER,
            message="{parties} {total}",
            parametres={"parties": "G1", "total": "B2"},
        )
    )
    sans_cout = {code: v for code, v in REPONSES_COHERENTES.items() if code != "G1"}
    autre = bilan_de(StructureFactory(), campagne_ouverte(2024, definition=definition), EtatBilan.EN_COURS, sans_cout)
    justifier(autre, feuille=autre.feuilles.get(), regle="R1", texte="À venir.", par=CompteFactory(), le=LE)

    with translation.override("en"):
        (situee,) = anomalies_du_bilan(autre)

    assert situee.est_justifiee is True
    assert situee.anomalie.message == (
        "«\u00a0G1 – Coût total\u00a0»\u00a0: non renseigné, alors que «\u00a0B2 – Entrants\u00a0» vaut 10. "
        "Remplissez l’un ou corrigez l’autre\u00a0; écrivez 0 là où il n’y a personne."
    )


def test_justifier_une_anomalie_de_l_ensemble():
    definition = avec_regles(
        dataclasses.replace(PETITE_TRAME.regles[1], portee=Portee.BILAN),
    )
    bilan = bilan_de(StructureFactory(), campagne_ouverte(definition=definition), EtatBilan.EN_COURS, TOUS_EN_CDI)

    for texte in ("Une phrase.", "Une autre."):
        justifier(bilan, feuille=None, regle="R12", texte=texte, par=CompteFactory(), le=LE)

    assert [(s.feuille, s.justification.texte, s.est_justifiee) for s in anomalies_du_bilan(bilan)] == [
        (None, "Une autre.", True)
    ]


@pytest.mark.parametrize(
    ("regle", "texte", "message"),
    [
        (
            "R99",
            "Une phrase.",
            "Cette anomalie n’existe plus, ses chiffres ont changé\u00a0: "
            "rechargez la page pour voir celles qui restent.",
        ),
        ("R1-C2", "Une phrase.", "Cette anomalie est bloquante\u00a0: corrigez les chiffres qu’elle cite."),
        ("INFO", "Une phrase.", "Cette anomalie est une simple information\u00a0: elle ne demande rien."),
        ("R12", " \n ", "La justification est vide\u00a0: écrivez une phrase qui explique ces chiffres."),
        ("R12", "x" * 1001, "La justification compte 1001 caractères\u00a0: raccourcissez-la à 1000 au plus."),
    ],
)
def test_justifier_refuse(regle, texte, message):
    information = Regle(
        code="INFO",
        genre=GenreRegle.INTERVALLE,
        severite=Severite.INFORMATION,
        message="{valeur}",
        parametres={"valeur": "B2", "maximum": Decimal(1)},
    )
    definition = avec_regles(*PETITE_TRAME.regles, information)
    bilan = bilan_de(
        StructureFactory(), campagne_ouverte(definition=definition), EtatBilan.EN_COURS, TOUS_EN_CDI | {"B2": 11}
    )

    with pytest.raises(JustificationRefusee) as refus:
        justifier(bilan, feuille=bilan.feuilles.get(), regle=regle, texte=texte, par=CompteFactory(), le=LE)

    assert str(refus.value) == message
    assert Justification.objects.count() == 0


def test_justifier_refuse_l_anomalie_d_une_autre_feuille():
    bilan = bilan_de(StructureFactory(departements=["75", "93"]), campagne_ouverte(), EtatBilan.EN_COURS)
    paris, seine_saint_denis = bilan.feuilles.order_by("departement")
    repondre(paris, TOUS_EN_CDI)
    repondre(seine_saint_denis, REPONSES_COHERENTES)

    for feuille in (seine_saint_denis, None):
        with pytest.raises(JustificationRefusee, match="n’existe plus"):
            justifier(bilan, feuille=feuille, regle="R12", texte="Une phrase.", par=CompteFactory(), le=LE)


@pytest.mark.parametrize("etat", [EtatBilan.TRANSMIS, EtatBilan.VALIDE])
def test_justifier_refuse_un_bilan_parti(etat):
    bilan = bilan_de(StructureFactory(), campagne_ouverte(), etat, TOUS_EN_CDI)

    with pytest.raises(JustificationRefusee) as refus:
        justifier(bilan, feuille=bilan.feuilles.get(), regle="R12", texte="Une phrase.", par=CompteFactory(), le=LE)

    assert str(refus.value) == (
        "Ce bilan est transmis\u00a0: il ne se justifie plus, à moins que le financeur ne vous le renvoie."
    )


def test_justifier_refuse_une_campagne_close():
    campagne = campagne_ouverte(envoi_jusqu_au=date(2026, 3, 1))
    bilan = bilan_de(StructureFactory(), campagne, EtatBilan.EN_COURS, TOUS_EN_CDI)

    with pytest.raises(JustificationRefusee) as refus:
        justifier(bilan, feuille=bilan.feuilles.get(), regle="R12", texte="Une phrase.", par=CompteFactory(), le=LE)

    assert str(refus.value) == "La campagne est close\u00a0: demandez un délai à l’animation régionale."


def test_justifier_apres_un_retour_est_possible_jusqu_a_la_fin_de_l_examen():
    campagne = campagne_ouverte(envoi_jusqu_au=date(2026, 3, 1), examen_jusqu_au=date(2026, 3, 2))
    bilan = bilan_de(StructureFactory(), campagne, EtatBilan.A_COMPLETER, TOUS_EN_CDI)

    justifier(bilan, feuille=bilan.feuilles.get(), regle="R12", texte="Une phrase.", par=CompteFactory(), le=LE)

    assert [s.est_justifiee for s in anomalies_du_bilan(bilan)] == [True]
