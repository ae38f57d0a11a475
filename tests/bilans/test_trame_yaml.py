"""The YAML file of a trame: hand-edited without traps, refused with every reason, round-tripped without loss."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espace_structures.bilans.metier.trame_yaml import ecrire, lire
from espace_structures.bilans.metier.verification import Defaut, TrameInvalide
from tests.fabriques.bilans import PETITE_TRAME
from tests.fabriques.trames import definitions

MINIMALE = """\
code: essai
titre: Essai
sections:
  - code: A
    titre: Une section
    elements:
      - tableau: T
        titre: Âge
        colonnes: [{code: F, libelle: Femmes}, {code: NON, libelle: no}]
        lignes: [{code: 18_21, libelle: 18 à 21 ans}, {code: 7_8, libelle: 7 et 8, dont: oui}]
      - question: B2
        libelle: Entrants
"""


def defauts_de(texte) -> list[Defaut]:
    with pytest.raises(TrameInvalide) as refus:
        lire(texte)
    return [Defaut(d.lieu.replace("\u00a0", " "), d.raison.replace("\u00a0", " ")) for d in refus.value.defauts]


def test_lecture_ne_change_pas_les_codes_en_nombres_ni_en_booleens():
    tableau = lire(MINIMALE).elements["T"]

    assert [(ligne.code, ligne.dont) for ligne in tableau.lignes] == [("18_21", False), ("7_8", True)]
    assert [(colonne.code, colonne.libelle) for colonne in tableau.colonnes] == [("F", "Femmes"), ("NON", "no")]


def test_lecture_comprend_la_virgule_des_nombres():
    texte = MINIMALE + (
        "regles:\n  - code: R\n    genre: ratio\n    severite: information\n    message: Trop.\n"
        "    parametres:\n      numerateur: B2\n      denominateur: T\n      maximum: 0,25\n"
    )

    assert lire(texte).regles[0].parametres["maximum"] == Decimal("0.25")


def test_lecture_prend_une_cle_laissee_vide_pour_une_cle_absente():
    mention = "regles:\n  - code: R\n    genre: mention\n    severite: information\n    message: Arrondis.\n"

    assert lire(MINIMALE + "regles:\n") == lire(MINIMALE)
    assert lire(MINIMALE + mention + "    parametres:\n") == lire(MINIMALE + mention)


@pytest.mark.parametrize(("ecrit", "lu"), [("oui", {"positif": True}), ("non", {})])
def test_lecture_ne_garde_d_un_parametre_booleen_que_le_oui(ecrit, lu):
    texte = MINIMALE + (
        "regles:\n  - {code: R, genre: requis_si, severite: information, message: Non, "
        f"parametres: {{condition: T, cible: B2, positif: {ecrit}}}}}\n"
    )

    assert lire(texte).regles[0].parametres == {"condition": "T", "cible": "B2"} | lu


def test_lecture_de_ce_qui_fut_ecrit_rend_la_meme_trame():
    assert lire(ecrire(PETITE_TRAME)) == PETITE_TRAME


@settings(max_examples=60, deadline=None)
@given(definitions())
def test_lecture_de_ce_qui_fut_ecrit_rend_la_meme_trame_quelle_qu_elle_soit(definition):
    assert lire(ecrire(definition)) == definition


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_lecture_garde_tout_texte(libelle):
    definition = lire(MINIMALE.replace("Une section", "S"))
    texte = ecrire(definition).replace("titre: S\n", f"titre: S\n    aide: {_guillemets(libelle)}\n")

    assert lire(texte).sections[0].aide == libelle
    assert lire(ecrire(lire(texte))).sections[0].aide == libelle


@pytest.mark.parametrize("separateur", ["\x85", "\u2028", "\u2029"])
def test_lecture_rend_les_separateurs_de_lignes_rares(separateur):
    definition = replace(PETITE_TRAME, description=f"Une{separateur}deux")

    assert lire(ecrire(definition)) == definition


def _guillemets(texte: str) -> str:
    """A YAML double-quoted scalar in plain ASCII."""
    echappe = "".join(
        f"\\U{ord(lettre):08x}" if lettre in '"\\' or not lettre.isascii() or not lettre.isprintable() else lettre
        for lettre in texte
    )
    return f'"{echappe}"'


@pytest.mark.parametrize(
    ("avant", "apres", "lieu", "raison"),
    [
        (
            "titre: Essai",
            "titre: [Essai",
            "fichier, ligne 3, colonne 9",
            "le YAML ne se lit pas à cet endroit (expected ',' or ']', but got ':')",
        ),
        (
            "titre: Essai",
            "titre: Essai\ntitre: Bis",
            "fichier, ligne 3, colonne 1",
            "la clé « titre » est écrite deux fois",
        ),
        ("titre: Essai", "", "trame", "la clé « titre » manque"),
        (
            "titre: Essai",
            "titre: Essai\nauteur: moi",
            "trame",
            "la clé « auteur » est inconnue ; possibles : code, titre, sections, regles, indicateurs, description",
        ),
        ("libelle: Femmes", "libele: Femmes", "section A > tableau T > colonne F", "la clé « libelle » manque"),
        (
            "dont: oui",
            "dont: yes",
            "section A > tableau T > ligne 7_8",
            "« yes » ne convient pas à la clé « dont » : écrivez oui ou non",
        ),
        (
            "libelle: Entrants",
            "libelle: [Entrants]",
            "section A > question B2",
            "la clé « libelle » attend un texte",
        ),
        (
            "libelle: Entrants",
            "libelle: Entrants\n        type: entier",
            "section A > question B2",
            "« entier » ne convient pas à la clé « type » ; possibles : "
            "effectif, montant, decimal, pourcentage, texte, choix, date",
        ),
        (
            "libelle: Entrants",
            "libelle: Entrants\n        type: texte\n        longueur: beaucoup",
            "section A > question B2",
            "« beaucoup » ne convient pas à la clé « longueur » : écrivez un nombre entier",
        ),
        (
            "- question: B2",
            "- reponse: B2",
            "section A > élément n° 2",
            "il doit porter la clé « tableau » ou la clé « question », suivie de son code",
        ),
        (
            "{code: F, libelle: Femmes}",
            "Femmes",
            "section A > tableau T > colonne n° 1",
            "« Femmes » ne se lit pas : écrivez des clés et leurs valeurs",
        ),
        (
            "libelle: Entrants",
            "libelle: Entrants\n        calcul: T + Z",
            "section A > question B2 > calcul",
            "le code « Z » n’existe pas dans la trame",
        ),
    ],
)
def test_lecture_refuse_avec_le_lieu_et_la_raison(avant, apres, lieu, raison):
    trouves = defauts_de(MINIMALE.replace(avant, apres, 1))

    assert Defaut(lieu, raison) in trouves


@pytest.mark.parametrize(
    ("suite", "lieu", "raison"),
    [
        ("? [regles, indicateurs]\n: rien\n", "fichier, ligne 13, colonne 3", "une clé n’est pas un mot"),
        ("regles: aucune\n", "trame", "la clé « regles » attend une liste"),
        (
            "regles:\n  - {code: R, severite: information, message: Non, parametres: {parties: Z}}\n",
            "règle R",
            "la clé « genre » manque",
        ),
        (
            "regles:\n  - {code: R, genre: mention, severite: information, message: Non, parametres: [B2]}\n",
            "règle R",
            "la clé « parametres » attend des noms et leurs valeurs",
        ),
        (
            "regles:\n  - {code: R, genre: mention, severite: information, message: Non, parametres: {a: [B2]}}\n",
            "règle R",
            "la clé « parametres » attend des noms et leurs valeurs",
        ),
    ],
)
def test_lecture_refuse_une_suite_fautive_pour_une_seule_raison(suite, lieu, raison):
    assert defauts_de(MINIMALE + suite) == [Defaut(lieu, raison)]


def test_lecture_refuse_un_caractere_que_yaml_n_admet_pas():
    assert defauts_de(MINIMALE + "\a") == [
        Defaut(
            "fichier",
            "il n’est pas écrit en YAML : unacceptable character #x0007: special characters are not allowed\n"
            f'  in "<unicode string>", position {len(MINIMALE)}',
        )
    ]


def test_lecture_refuse_un_fichier_qui_n_est_pas_une_trame():
    assert defauts_de("- une liste") == [Defaut("fichier", "il ne décrit pas une trame : il commence par code, titre…")]


def test_lecture_refuse_un_parametre_qui_n_est_pas_un_nombre():
    texte = MINIMALE + (
        "regles:\n  - {code: R, genre: intervalle, severite: information, message: Non, "
        "parametres: {valeur: B2, minimum: peu}}\n"
    )

    assert defauts_de(texte) == [Defaut("règle R > paramètre minimum", "« peu » n’est pas un nombre")]


def test_lecture_dit_tous_les_defauts_a_la_fois():
    texte = MINIMALE.replace("dont: oui", "dont: yes").replace(
        "libelle: Entrants", "libelle: Entrants\n        calcul: Z"
    )

    assert [defaut.lieu for defaut in defauts_de(texte)] == [
        "section A > tableau T > ligne 7_8",
        "section A > question B2 > calcul",
    ]
