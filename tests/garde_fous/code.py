"""The project's own source, as the rules about the code read it."""

import ast
from functools import cache
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent.parent
PAQUETS = ("portal", "home", "actualites", "espace_structures")
SALLES = (
    "home",
    "actualites",
    *(
        f"espace_structures/{nom}"
        for nom in ("tableau_de_bord", "vie_des_structures", "benevolat", "bilans", "vitrines", "structures", "comptes")
    ),
)

# Rooms so large that each subject has its own floors; import-linter says which subject stands on which.
SOUS_SALLES = {"espace_structures/benevolat": ("appels", "candidatures", "engagements", "entreprises", "region")}


@cache
def modules() -> list[Path]:
    """Every Python module that runs in production, migrations apart."""
    return sorted(
        chemin
        for paquet in PAQUETS
        for chemin in (RACINE / paquet).rglob("*.py")
        if "migrations" not in chemin.relative_to(RACINE).parts
    )


@cache
def arbre(chemin: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(chemin.read_text(encoding="utf-8"))


def nom(chemin: Path) -> str:
    """Path of a file as one reads it in a message."""
    return chemin.relative_to(RACINE).as_posix()


def appels(chemin: Path):
    """(dotted name, call) of each call of a module whose function is written by its name."""
    for noeud in ast.walk(arbre(chemin)):
        if isinstance(noeud, ast.Call):
            yield ast.unparse(noeud.func), noeud
