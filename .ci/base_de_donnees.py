"""What the code asks of the database that SQLite and PostgreSQL do not do alike, and whether PostgreSQL was asked it.

Run after the tests of PostgreSQL, measured: each statement found here must have been executed by one of them, or this
fails with those that nobody tried. That keeps the marker `une_base`, which leaves tests out there, honest.
"""

import ast
import sys
from pathlib import Path

from coverage import CoverageData

RACINE = Path(__file__).resolve().parent.parent
PAQUETS = ("portal", "home", "actualites", "espace_structures")

# Locks, transactions and constraints; what computes or sorts in the database (types, nulls, collation); raw SQL.
APPELS = {
    "select_for_update", "atomic", "on_commit", "savepoint", "savepoint_rollback",
    "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "annotate", "alias", "aggregate", "distinct", "union", "intersection", "difference", "order_by",
    "raw", "extra", "execute", "cursor", "iterator", "search", "autocomplete",
}  # fmt: skip
NOMS = {"IntegrityError", "DataError", "OperationalError", "RawSQL", "Subquery", "OuterRef", "Exists", "Window"}
# Lookups whose meaning depends on the database: case, accents, patterns, moments, JSON.
CRITERES = (
    "__iexact", "__contains", "__icontains", "__startswith", "__istartswith", "__endswith", "__iendswith", "__regex",
    "__iregex", "__date", "__year", "__month", "__day", "__hour", "__has_key", "__overlap", "__unaccent",
)  # fmt: skip


def depend_de_la_base(noeud: ast.AST) -> bool:
    """Whether this expression asks the database for something of that kind."""
    match noeud:
        case ast.Call(func=ast.Attribute(attr=nom)) if nom in APPELS:
            return True
        case ast.Call(keywords=cles) if any((cle.arg or "").endswith(CRITERES) for cle in cles):
            return True
        case ast.Name(id=nom) if nom in NOMS:
            return True
    return False


def instructions(arbre: ast.AST) -> set[int]:
    """First lines of the statements, inside functions, that depend on the database."""
    lignes = set()
    for fonction in ast.walk(arbre):
        if isinstance(fonction, ast.FunctionDef | ast.AsyncFunctionDef):
            for corps in ast.walk(fonction):
                if isinstance(corps, ast.stmt | ast.ExceptHandler) and corps is not fonction and _depend(corps):
                    lignes.add(corps.lineno)
    return lignes


def _depend(instruction: ast.stmt | ast.ExceptHandler) -> bool:
    """Looks at what the statement says itself, not at the statements that it holds."""
    a_voir = [instruction]
    while a_voir:
        noeud = a_voir.pop()
        if depend_de_la_base(noeud):
            return True
        enfants = ast.iter_child_nodes(noeud)
        a_voir += [enfant for enfant in enfants if not isinstance(enfant, ast.stmt | ast.ExceptHandler)]
    return False


def main() -> int:
    mesures = CoverageData(str(RACINE / ".coverage"))
    mesures.read()
    oubliees = []
    for chemin in sorted(fichier for paquet in PAQUETS for fichier in (RACINE / paquet).rglob("*.py")):
        if not {"migrations", "fabrication"} & set(chemin.parts):  # what makes the geographic data has no database
            executees = set(mesures.lines(str(chemin)) or ())
            arbre = ast.parse(chemin.read_text(encoding="utf-8"))
            oubliees += [f"{chemin.relative_to(RACINE)}:{ligne}" for ligne in sorted(instructions(arbre) - executees)]
    if oubliees:
        print("No test tries these on PostgreSQL; take the marker `une_base` off one that does:", *oubliees, sep="\n")
    return bool(oubliees)


if __name__ == "__main__":
    sys.exit(main())
