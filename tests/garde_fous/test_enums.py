"""A state is named by its enum: a text compared or filtered with says nothing to who renames it."""

import ast
from pathlib import Path

import pytest

from tests.garde_fous.code import arbre, modules, nom

pytestmark = pytest.mark.une_base

LONGUEUR_D_UN_ETAT = 4  # shorter ones (a sex, a letter) are codes of other things too


def _valeurs(source: ast.Module) -> set[str]:
    """The values stored by the enums of a module, those written in capitals: states, roles, reasons."""
    classes = [n for n in ast.walk(source) if isinstance(n, ast.ClassDef) and _est_un_enum(n)]
    lues = set()
    for ligne in (ligne for classe in classes for ligne in classe.body if isinstance(ligne, ast.Assign)):
        valeur = ligne.value.elts[0] if isinstance(ligne.value, ast.Tuple) else ligne.value
        if isinstance(valeur, ast.Constant) and isinstance(valeur.value, str):
            lues.add(valeur.value)
    return {lue for lue in lues if lue.isupper() and len(lue) >= LONGUEUR_D_UN_ETAT}


def _est_un_enum(classe: ast.ClassDef) -> bool:
    return any("Choices" in ast.unparse(base) for base in classe.bases)


VALEURS = {valeur for chemin in modules() for valeur in _valeurs(arbre(chemin))}


def _textes(noeud: ast.AST):
    if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
        yield noeud
    elif isinstance(noeud, ast.Tuple | ast.List | ast.Set):
        for element in noeud.elts:
            yield from _textes(element)


def litteraux(source: ast.Module, valeurs: set[str]) -> list[str]:
    """Texts equal to a state, where one compares, gives a named argument or fills a dictionary."""
    trouves = []
    for noeud in ast.walk(source):
        endroits: list[ast.AST] = []
        if isinstance(noeud, ast.Compare):
            endroits = [noeud.left, *noeud.comparators]
        elif isinstance(noeud, ast.keyword) and noeud.arg != "cle":  # the name of a fictitious person or funder
            endroits = [noeud.value]
        elif isinstance(noeud, ast.Dict):
            endroits = noeud.values
        trouves += [
            f"{texte.lineno}: {texte.value}"
            for endroit in endroits
            for texte in _textes(endroit)
            if texte.value in valeurs
        ]
    return trouves


@pytest.mark.parametrize("chemin", modules(), ids=nom)
def test_etat_est_nomme_par_son_enum(chemin: Path):
    assert litteraux(arbre(chemin), VALEURS) == []


@pytest.mark.parametrize(
    ("source", "attendus"),
    [
        ('lignes.filter(statut="ACTIVE")', ["1: ACTIVE"]),
        ('lignes.filter(statut__in=("ACTIVE", "FERMEE"))', ["1: ACTIVE", "1: FERMEE"]),
        ('structure.statut != "ACTIVE"', ["1: ACTIVE"]),
        ('F(initial={"statut": "ACTIVE"})', ["1: ACTIVE"]),
        ("lignes.filter(statut=Statut.ACTIVE)", []),
        ('print("ACTIVE")', []),
        ('x == "AUTRE CHOSE"', []),
    ],
)
def test_garde_fou_voit_un_etat_en_toutes_lettres(source, attendus):
    assert litteraux(ast.parse(source), {"ACTIVE", "FERMEE"}) == attendus


def test_garde_fou_lit_les_etats_du_code():
    assert {"ACTIVE", "RESPONSABLE", "EN_ATTENTE", "BROUILLON"} <= VALEURS
