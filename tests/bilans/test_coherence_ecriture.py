"""The words of an anomaly: numbers, percentages, messages, expressions."""

from decimal import Decimal

import pytest

from espace_structures.bilans.enums import GenreRegle
from espace_structures.bilans.metier.coherence.ecriture import nombre, nommer, pourcentage, rediger
from tests.fabriques.bilans import PETITE_TRAME
from tests.fabriques.coherence import avec_regle

C2 = ["C2.moins_26.F", "C2.moins_26.H", "C2.moins_26.NR", "C2.26_plus.F", "C2.26_plus.H", "C2.26_plus.NR"]


PARTITION = avec_regle(
    GenreRegle.PARTITION, "C2 compte {parties}, B2 annonce {total}, écart {ecart}.", parties="C2", total="B2"
)
INCLUSION = avec_regle(
    GenreRegle.INCLUSION, "{partie} femmes pour {tout} entrants, {ecart} de trop.", partie="C2.*.F", tout="B2"
)
FLUX = avec_regle(GenreRegle.FLUX, "B1 : {stock}, B5 : {precedent}, écart {ecart}.", stock="B1", precedent="B5")
INTERVALLE = avec_regle(
    GenreRegle.INTERVALLE, "B5 vaut {valeur}, hors de {minimum} à {maximum}.", valeur="B5", minimum=Decimal(0)
)
RATIO = avec_regle(
    GenreRegle.RATIO,
    "{numerateur} CDI sur {denominateur} : {rapport_pct} ({rapport}), de {minimum} à {maximum}.",
    numerateur="F.F1",
    denominateur="B4",
    minimum=Decimal("0.3"),
    maximum=Decimal("0.9"),
    seuil=Decimal(5),
)
EVOLUTION = avec_regle(
    GenreRegle.EVOLUTION, "B2 : {precedent} puis {valeur} ({variation_pct}).", valeur="B2", maximum=Decimal("0.5")
)
CONCENTRATION = avec_regle(
    GenreRegle.CONCENTRATION, "Les {total} sorties sont toutes « {ligne} ».", tableau="F", seuil=Decimal(10)
)


@pytest.mark.parametrize(
    ("valeur", "ecrit"),
    [
        (None, "non renseigné"),
        ("0", "0"),
        ("100", "100"),
        ("1E+3", "1\u202f000"),
        ("1234567.5", "1\u202f234\u202f567,5"),
        ("12.50", "12,5"),
        ("0.125", "0,13"),
        ("0.001", "0"),
        ("-0.001", "0"),
        ("-1234", "−1\u202f234"),
        ("9" * 40, "\u202f".join(["9", *["999"] * 13])),
    ],
)
def test_nombre_s_ecrit_a_la_francaise(valeur, ecrit):
    assert nombre(None if valeur is None else Decimal(valeur)) == ecrit


@pytest.mark.parametrize(
    ("quotient", "signe", "ecrit"),
    [
        ("0.435", False, "43,5\u00a0%"),
        ("1", False, "100\u00a0%"),
        ("0.6", True, "+60\u00a0%"),
        ("-0.6666", True, "−66,7\u00a0%"),
        ("12", False, "1\u202f200\u00a0%"),
    ],
)
def test_pourcentage_s_ecrit_a_la_francaise(quotient, signe, ecrit):
    assert pourcentage(Decimal(quotient), signe=signe) == ecrit


@pytest.mark.parametrize("message", ["{inconnue}", "{", "}{", "{total!x}", "{total.__class__}", "{0}", "{{total", "%s"])
def test_rediger_ne_tombe_jamais(message):
    attendu = {"{{total": "{{total"}.get(message, message)

    assert rediger(message, {"total": "12"}) == attendu


def test_rediger_remplace_ce_qu_il_connait():
    assert rediger("{total} et {total} sur {reste}", {"total": "12"}) == "12 et 12 sur {reste}"


@pytest.mark.parametrize(
    ("expression", "nom"),
    [
        ("B2", "B2 – Entrants"),
        ("C2", "C2 – Âge à l’entrée"),
        ("C2.moins_26", "C2 – Âge à l’entrée, Moins de 26 ans"),
        ("F.F1.QPV", "F – Sorties de l’année, CDI, Total"),
        ("F.*.H", "F – Sorties de l’année, Hommes"),
        ("B2 - @objectif", "B2 – Entrants − @objectif"),
        ("- B1 + B2", "− B1 – En cours au 1er janvier + B2 – Entrants"),
    ],
)
def test_nommer_une_expression(expression, nom):
    assert nommer(expression, PETITE_TRAME) == nom
