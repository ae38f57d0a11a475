"""Every kind of answer is typed, imported, stored, read again, summed up: a kind added has a row here."""

from decimal import Decimal

import pytest

from espace_structures.bilans.enums import TYPES_NUMERIQUES, TypeReponse
from espace_structures.bilans.forms.section import champ_de
from espace_structures.bilans.metier.definition import Choix, DefinitionTrame, Question, Section
from espace_structures.bilans.metier.fiche import ecrire_reponse
from espace_structures.bilans.metier.importation.valeurs import LecteurDeValeurs
from espace_structures.bilans.metier.tableaux_consolides import NATURES
from espace_structures.bilans.metier.verification import verifier

# What one types, what is stored, what one reads again.
EXEMPLES = {
    TypeReponse.EFFECTIF: ("1 234", Decimal(1234), "1\u202f234"),
    TypeReponse.MONTANT: ("1 234,5 €", Decimal("1234.5"), "1\u202f234,50\u202f€"),
    TypeReponse.DECIMAL: ("2,25", Decimal("2.25"), "2,25"),
    TypeReponse.POURCENTAGE: ("12,5 %", Decimal("12.5"), "12,5\u202f%"),
    TypeReponse.TEXTE: ("Une année régulière.", "Une année régulière.", "Une année régulière."),
    TypeReponse.CHOIX: ("oui", "oui", "Oui, signé"),
    TypeReponse.DATE: ("30/06/2026", "2026-06-30", "30 juin 2026"),
}


def trame_d_une_question(genre: TypeReponse) -> DefinitionTrame:
    question = Question(
        code="Q",
        libelle="La question",
        type=genre,
        choix=(Choix(code="oui", libelle="Oui, signé"),) if genre == TypeReponse.CHOIX else (),
        longueur=100 if genre == TypeReponse.TEXTE else None,
    )
    return DefinitionTrame(code="t", titre="T", sections=(Section(code="S", titre="S", elements=(question,)),))


def test_chaque_type_a_son_exemple():
    assert set(EXEMPLES) == set(TypeReponse)


@pytest.mark.parametrize("genre", TypeReponse)
def test_type_se_saisit_s_importe_se_relit_et_se_consolide(genre):
    saisi, stocke, relu = EXEMPLES[genre]
    trame = trame_d_une_question(genre)
    cellule = trame.cellules["Q"]

    assert verifier(trame) == []
    assert (champ_de(cellule).clean(saisi), LecteurDeValeurs(trame).lire("Q", saisi)) == (stocke, stocke)
    assert isinstance(stocke, Decimal) is (genre in TYPES_NUMERIQUES)
    assert ecrire_reponse(cellule, stocke) == relu
    assert genre in NATURES
