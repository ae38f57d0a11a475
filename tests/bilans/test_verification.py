"""A trame that cannot stand is refused with the place and the reason."""

from dataclasses import replace
from decimal import Decimal

import pytest

from espace_structures.bilans.enums import GenreRegle, Portee, Severite, TypeReponse
from espace_structures.bilans.metier.definition import (
    Choix,
    Colonne,
    Indicateur,
    Ligne,
    Question,
    Regle,
    Section,
    Tableau,
)
from espace_structures.bilans.metier.verification import Defaut, verifier
from tests.fabriques.bilans import PETITE_TRAME


def avec(*elements, section=0, definition=PETITE_TRAME):
    """The small trame with more elements at the end of a section."""
    sections = list(definition.sections)
    sections[section] = replace(sections[section], elements=sections[section].elements + elements)
    return replace(definition, sections=tuple(sections))


def avec_regle(genre, message="Écart.", severite=Severite.BLOQUANTE, portee=Portee.FEUILLE, **parametres):
    regle = Regle(code="R99", genre=genre, severite=severite, message=message, portee=portee, parametres=parametres)
    return replace(PETITE_TRAME, regles=(*PETITE_TRAME.regles, regle))


TABLEAU = Tableau(
    code="T",
    titre="Un tableau",
    lignes=(Ligne(code="a", libelle="A"), Ligne(code="b", libelle="B")),
    colonnes=(Colonne(code="x", libelle="X"), Colonne(code="y", libelle="Y")),
)


def test_verification_d_une_trame_saine_ne_trouve_rien():
    assert verifier(PETITE_TRAME) == []


@pytest.mark.parametrize(
    ("definition", "lieu", "raison"),
    [
        (
            replace(PETITE_TRAME, sections=(), regles=(), indicateurs=()),
            "trame",
            "elle n’a aucune section : ajoutez-en une",
        ),
        (avec(Question(code="B1", libelle="Encore")), "trame", "deux tableaux ou questions portent le code B1"),
        (
            replace(
                PETITE_TRAME, sections=(*PETITE_TRAME.sections, replace(PETITE_TRAME.sections[0], elements=(TABLEAU,)))
            ),
            "trame",
            "deux sections portent le code B",
        ),
        (
            replace(PETITE_TRAME, indicateurs=(*PETITE_TRAME.indicateurs, PETITE_TRAME.indicateurs[0])),
            "trame",
            "deux indicateurs portent le code TX_CDI",
        ),
        (
            avec(replace(TABLEAU, lignes=(*TABLEAU.lignes, TABLEAU.lignes[0]))),
            "section B > tableau T",
            "la ligne a est écrite deux fois",
        ),
        (
            avec(replace(TABLEAU, colonnes=(*TABLEAU.colonnes, TABLEAU.colonnes[1]))),
            "section B > tableau T",
            "la colonne y est écrite deux fois",
        ),
        (
            avec(replace(TABLEAU, grisees=("a.x", "c.x"))),
            "section B > tableau T",
            "la case grisée « c.x » n’existe pas : écrivez ligne.colonne",
        ),
        (
            avec(replace(TABLEAU, grisees=("a.x", "a.y"))),
            "section B > tableau T",
            "toutes les cases de la ligne a sont grisées : retirez-la",
        ),
        (
            avec(replace(TABLEAU, grisees=("a.x", "b.x"))),
            "section B > tableau T",
            "toutes les cases de la colonne x sont grisées : retirez-la",
        ),
        (avec(replace(TABLEAU, lignes=())), "section B > tableau T", "il n’a aucune ligne"),
        (avec(replace(TABLEAU, colonnes=())), "section B > tableau T", "il n’a aucune colonne"),
        (
            avec(replace(TABLEAU, type=TypeReponse.CHOIX)),
            "section B > tableau T",
            "un tableau ne propose pas de choix : posez une question",
        ),
        (
            replace(PETITE_TRAME, sections=(*PETITE_TRAME.sections, Section(code="Z", titre="Vide", elements=()))),
            "section Z",
            "elle n’a ni tableau ni question : ajoutez-en ou retirez la section",
        ),
        (
            avec(replace(TABLEAU, lignes=(Ligne(code="18-21", libelle="18 à 21 ans"),))),
            "section B > tableau T > ligne 18-21",
            "le code « 18-21 » ne peut contenir que des lettres sans accent, des chiffres et « _ »",
        ),
        (
            avec(replace(TABLEAU, titre="x" * 301)),
            "section B > tableau T",
            "« xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… » compte 301 caractères : 300 au plus",
        ),
        (avec(Question(code="", libelle="Sans code")), "section B > question ", "le code manque"),
        (avec(Question(code="Q", libelle=" ")), "section B > question Q", "le libellé manque"),
        (
            avec(Question(code="Q", libelle="Q", type=TypeReponse.CHOIX)),
            "section B > question Q",
            "le type est « choix » mais aucune réponse n’est proposée",
        ),
        (
            avec(Question(code="Q", libelle="Q", choix=(Choix(code="a", libelle="A"),))),
            "section B > question Q",
            "des réponses sont proposées mais le type n’est pas « choix »",
        ),
        (
            avec(Question(code="Q", libelle="Q", type=TypeReponse.CHOIX, choix=(Choix(code="a", libelle="A"),) * 2)),
            "section B > question Q",
            "la réponse a est proposée deux fois",
        ),
        (
            avec(Question(code="Q", libelle="Q", type=TypeReponse.TEXTE)),
            "section B > question Q",
            "dites combien de caractères le texte peut compter (longueur)",
        ),
        (
            avec(Question(code="Q", libelle="Q", type=TypeReponse.TEXTE, longueur=0)),
            "section B > question Q",
            "la longueur 0 n’est pas entre 1 et 10000",
        ),
        (
            avec(Question(code="Q", libelle="Q", longueur=50)),
            "section B > question Q",
            "une longueur ne se donne qu’à un texte",
        ),
        (
            avec(Question(code="Q", libelle="Q", type=TypeReponse.TEXTE, longueur=50, calcul="B1")),
            "section B > question Q",
            "une question calculée est un nombre : changez son type",
        ),
        (
            avec(Question(code="Q", libelle="Q", calcul="B1", obligatoire=True)),
            "section B > question Q",
            "une question calculée ne se remplit pas : elle ne peut pas être obligatoire",
        ),
        (
            avec(Question(code="Q", libelle="Q", ponderation="B1")),
            "section B > question Q",
            "seuls un nombre décimal ou un pourcentage se pondèrent : effectifs et montants s’additionnent",
        ),
        (
            avec(Question(code="Q", libelle="Q", calcul="B1 + Z9")),
            "section B > question Q > calcul",
            "le code « Z9 » n’existe pas dans la trame",
        ),
        (
            avec(Question(code="Q", libelle="Q", calcul="B1 + H1")),
            "section B > question Q > calcul",
            "« H1 » n’est pas un nombre : il ne se calcule pas",
        ),
        (
            avec(Question(code="Q", libelle="Q", calcul="B1 - @objectif")),
            "section B > question Q > calcul",
            "« @objectif » ne se lit pas dans un calcul, seulement dans une règle",
        ),
        (
            avec(Question(code="Q", libelle="Q", calcul="Q + B1")),
            "section B > question Q",
            "le calcul tourne en rond : il finit par se lire lui-même",
        ),
        (
            avec(Question(code="Q", libelle="Q", type=TypeReponse.DECIMAL, ponderation="B9")),
            "section B > question Q > pondération",
            "le code « B9 » n’existe pas dans la trame",
        ),
        (
            avec_regle(GenreRegle.PARTITION, parties="C2.mineurs", total="B2"),
            "règle R99 > paramètre parties",
            "le code « C2.mineurs » n’existe pas dans la trame",
        ),
        (avec_regle(GenreRegle.PARTITION, parties="C2"), "règle R99 > paramètre total", "il manque"),
        (
            avec_regle(GenreRegle.PARTITION, parties="C2", total="B2", seuil=Decimal(3)),
            "règle R99",
            "le paramètre « seuil » n’existe pas pour ce genre de règle",
        ),
        (
            avec_regle(GenreRegle.INTERVALLE, valeur="B1", minimum="zéro"),
            "règle R99 > paramètre minimum",
            "« zéro » n’est pas de la bonne nature",
        ),
        (avec_regle(GenreRegle.INTERVALLE, valeur="B1"), "règle R99", "donnez un minimum, un maximum ou les deux"),
        (
            avec_regle(GenreRegle.INTERVALLE, valeur="B1", minimum=Decimal(5), maximum=Decimal(2)),
            "règle R99",
            "le minimum 5 dépasse le maximum 2",
        ),
        (
            avec_regle(GenreRegle.CONCENTRATION, tableau="B1", seuil=Decimal(10)),
            "règle R99 > paramètre tableau",
            "le tableau « B1 » n’existe pas dans la trame",
        ),
        (
            avec_regle(GenreRegle.INCLUSION, partie="B2", tout="@objectif"),
            "règle R99 > paramètre tout",
            "les conventions sont celles de toute la structure : la règle doit porter sur l’ensemble du bilan",
        ),
        (
            avec_regle(GenreRegle.INCLUSION, portee=Portee.BILAN, partie="B2", tout="@objectif_P999"),
            "règle R99 > paramètre tout",
            "le portail ne connaît pas « @objectif_P999 » : il connaît @objectif, @objectif_P102, @montant_P102…",
        ),
        (
            avec_regle(GenreRegle.PARTITION, "C2 fait {parties}, B2 fait {tout}.", parties="C2", total="B2"),
            "règle R99 > message",
            "« {tout} » n’est pas une valeur de ce genre de règle ; possibles : {ecart}, {parties}, {total}",
        ),
        (
            avec_regle(GenreRegle.PARTITION, "C2 fait {parties.", parties="C2", total="B2"),
            "règle R99 > message",
            "une accolade n’est pas fermée, ou pas ouverte",
        ),
        (
            avec_regle(GenreRegle.MENTION, "Arrondis."),
            "règle R99",
            "une mention n’est jamais une anomalie : sa sévérité est « information »",
        ),
        (
            avec_regle(GenreRegle.MENTION, " ", severite=Severite.INFORMATION),
            "règle R99",
            "le message manque : dites à la structure ce qui ne va pas",
        ),
        (
            replace(PETITE_TRAME, regles=(replace(PETITE_TRAME.regles[0], code="R1 bis"),)),
            "règle R1 bis",
            "le code « R1 bis » ne peut contenir que des lettres sans accent, des chiffres, « _ » et « - »",
        ),
        (
            replace(
                PETITE_TRAME, indicateurs=(Indicateur(code="T", libelle="T", numerateur="B2", denominateur="B22"),)
            ),
            "indicateur T > dénominateur",
            "le code « B22 » n’existe pas dans la trame",
        ),
    ],
)
def test_verification_dit_le_lieu_et_la_raison(definition, lieu, raison):
    # Non-breaking spaces are part of the typography, not of what is checked here.
    trouves = [Defaut(defaut.lieu, defaut.raison.replace("\u00a0", " ")) for defaut in verifier(definition)]

    assert trouves == [Defaut(lieu, raison)]


def test_verification_voit_un_cycle_a_travers_un_tableau():
    definition = avec(Question(code="X", libelle="X", calcul="Y"), Question(code="Y", libelle="Y", calcul="X + F"))

    lieux = [defaut.lieu for defaut in verifier(definition)]

    assert lieux == ["section B > question X", "section B > question Y"]


def test_verification_ne_blame_pas_le_calcul_qui_lit_un_cycle_sans_en_etre():
    definition = avec(
        Question(code="X", libelle="X", calcul="Y"),
        Question(code="Y", libelle="Y", calcul="Z"),
        Question(code="Z", libelle="Z", calcul="Y"),
    )

    lieux = [defaut.lieu for defaut in verifier(definition)]

    assert lieux == ["section B > question Y", "section B > question Z"]


def test_verification_accepte_une_cible_de_texte_ou_de_choix():
    definition = avec_regle(GenreRegle.REQUIS_SI, condition="B2", cible="G6")

    assert verifier(definition) == []


def test_verification_accepte_les_faits_du_portail_sur_l_ensemble_du_bilan():
    definition = avec_regle(
        GenreRegle.RATIO,
        portee=Portee.BILAN,
        numerateur="B2",
        denominateur="@objectif + @objectif_P102",
        minimum=Decimal("0.8"),
    )

    assert verifier(definition) == []
