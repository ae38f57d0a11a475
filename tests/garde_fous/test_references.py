"""What comments, docstrings and documents point at exists: files, links, sections, rules, sources of the field."""

import ast
import io
import re
import subprocess
import tokenize
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest
import yaml

from tests.garde_fous.code import RACINE, nom

pytestmark = pytest.mark.une_base

DOMAINE = RACINE / "docs" / "domaine.md"
TRAME = next(RACINE.glob("espace_structures/bilans/**/trame-parrainage.yaml"))


def suivis(*suffixes: str) -> list[Path]:
    """Files with one of these suffixes that git keeps, or is about to."""
    commande = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    liste = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=True)  # noqa: S603
    chemins = [RACINE / entree for entree in liste.stdout.split("\0") if entree]
    return [chemin for chemin in chemins if chemin.suffix in suffixes and chemin.is_file()]


# --- What is written -------------------------------------------------------------------------------------------------


def commentaires_et_docstrings(source: str) -> list[str]:
    """Each docstring and each run of comment lines of a Python source, on one line."""
    docstrings = [
        ast.get_docstring(noeud) or ""
        for noeud in ast.walk(ast.parse(source))
        if isinstance(noeud, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    jetons = tokenize.generate_tokens(io.StringIO(source).readline)
    lignes = [(j.start[0], j.string.lstrip("# ")) for j in jetons if j.type == tokenize.COMMENT]
    suites = groupby(enumerate(lignes), key=lambda couple: couple[1][0] - couple[0])
    commentaires = [" ".join(texte for _rang, (_numero, texte) in suite) for _debut, suite in suites]
    return [" ".join(texte.split()) for texte in (*docstrings, *commentaires) if texte]


@cache
def ecrits() -> dict[str, list[str]]:
    """Path → texts: comments and docstrings of Python, the whole of what is not code."""
    python = {nom(c): commentaires_et_docstrings(c.read_text(encoding="utf-8")) for c in suivis(".py")}
    autres = suivis(".html", ".txt", ".md", ".yaml", ".css", ".js", ".toml")
    return python | {nom(c): [" ".join(c.read_text(encoding="utf-8").split())] for c in autres}


# --- Documents and links ---------------------------------------------------------------------------------------------

DOCUMENT = re.compile(r"(?<![\w/.:*-])(?:[\w.-]+/)*[\w-]+\.md\b")
LIEN = re.compile(r"\]\(([^)\s#]+)")
CHEMIN = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|html|css|js|yaml|md|toml))`")


@cache
def connus() -> frozenset[str]:
    """Every path of a file, and every end of it: "metier/cycle.py" is told within its room."""
    chemins = [nom(c).split("/") for c in suivis(".py", ".html", ".css", ".js", ".yaml", ".md", ".toml")]
    return frozenset("/".join(parties[rang:]) for parties in chemins for rang in range(len(parties)))


def introuvables(motif: re.Pattern, fichier: str, texte: str) -> list[str]:
    """What a text points at and that no file bears, nor is found from where it is written."""
    return [
        cible
        for cible in motif.findall(texte)
        if not cible.startswith(("http:", "https:", "mailto:"))
        and cible not in connus()
        and not ((RACINE / fichier).parent / cible).exists()
    ]


def test_documents_cites_existent():
    cites = {fichier: [d for texte in textes for d in DOCUMENT.findall(texte)] for fichier, textes in ecrits().items()}
    assert sum("domaine.md" in documents for documents in cites.values()) > 15

    assert {
        (fichier, document)
        for fichier, textes in ecrits().items()
        for texte in textes
        for document in introuvables(DOCUMENT, fichier, texte)
    } == set()


@pytest.mark.parametrize("motif", [LIEN, CHEMIN], ids=["liens", "chemins"])
def test_documentation_mene_a_des_fichiers_qui_existent(motif):
    documents = {f: textes[0] for f, textes in ecrits().items() if f.endswith(".md") and not f.startswith("templates/")}
    assert sum(len(motif.findall(texte)) for texte in documents.values()) > 10

    assert {fichier: perdus for fichier, t in documents.items() if (perdus := introuvables(motif, fichier, t))} == {}


def test_chaque_decision_est_a_l_index():
    dossier = RACINE / "docs" / "decisions"
    index = (dossier / "README.md").read_text(encoding="utf-8")

    assert sorted(f.name for f in dossier.glob("*.md") if f.name != "README.md" and f"({f.name})" not in index) == []


# --- The field -------------------------------------------------------------------------------------------------------

REPERE = r"§\d+(?:\.\d+)?|\b(?:RT|R|S|Q)\d+b?\b|\b[A-H]\d{0,2}\b"
CITATION = re.compile(rf"domaine\.md((?:{REPERE}|and|to|[\s,()–-])+)")
REGLE = re.compile(r"\bRT?\d{1,2}\b")


@cache
def reperes() -> frozenset[str]:
    """Every place of docs/domaine.md that can be named: §2.3, A, A5, R14, RT1, Q3, S75."""
    texte = DOMAINE.read_text(encoding="utf-8")
    bilan = texte[texte.index("### 2.2") : texte.index("### 2.3")]
    return frozenset(
        {f"§{numero}" for numero in re.findall(r"^##+ (\d+(?:\.\d+)?)\.? ", texte, re.MULTILINE)}
        | set(re.findall(r"^\*\*([A-H])\. ", bilan, re.MULTILINE))
        | set(re.findall(r"\b[A-H]\d{1,2}\b", bilan))
        | set(re.findall(r"^\| (R\d+|S\d+b?|Q\d+)\b", texte, re.MULTILINE))
        | set(re.findall(r"^### (RT\d+)\. ", texte, re.MULTILINE))
    )


def cites(texte: str) -> list[str]:
    """Places of the field that a comment or a docstring names."""
    return [r for tete in CITATION.findall(texte) for r in re.findall(REPERE, tete)] + REGLE.findall(texte)


def test_reperes_du_domaine_cites_par_le_code_existent():
    python = {fichier: textes for fichier, textes in ecrits().items() if fichier.endswith(".py")}
    trouves = {(fichier, repere) for fichier, textes in python.items() for texte in textes for repere in cites(texte)}
    assert len(trouves) > 25

    assert {couple for couple in trouves if couple[1] not in reperes()} == set()


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("Section D (domaine.md §2.2 D).", ["§2.2", "D"]),
        ("Lists (domaine.md §1, §2.2 A1 and A5).", ["§1", "§2.2", "A1", "A5"]),
        ("Three years: domaine.md §7 (S70-S73)", ["§7", "S70", "S73"]),
        ("R1 to R24, then RT1", ["R1", "R24", "RT1"]),
        ("Nothing of the field: a domain, S1 of a test.", []),
    ],
)
def test_garde_fou_lit_les_reperes(texte, attendus):
    assert cites(texte) == attendus


def test_regles_de_la_trame_ont_la_severite_du_domaine():
    lettres = {"bloquante": "B", "a_justifier": "J", "information": "I"}
    regles = yaml.safe_load(TRAME.read_text(encoding="utf-8"))["regles"]
    ecrites = {(r["source"], lettres[r["severite"]]) for r in regles if r["source"].startswith("R")}
    lignes = re.findall(r"^\| (R\d+) \|.*\| ([BJI, ]+) \|$", DOMAINE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lignes) == 24

    assert ecrites == {(regle, niveau) for regle, niveaux in lignes for niveau in niveaux.split(", ")}


# --- Settings --------------------------------------------------------------------------------------------------------

VARIABLE = re.compile(r'(?:environ\.get\(|environ\[|environnement\.get\(|exiger\()\s*"([A-Z][A-Z_]+)"')
PAS_DE_PRODUCTION = {"PYTEST_XDIST_WORKER"}


def test_chaque_reglage_lu_de_l_environnement_est_documente():
    lues = {v for c in suivis(".py") if "portal" in c.parts for v in VARIABLE.findall(c.read_text(encoding="utf-8"))}
    page = (RACINE / "docs" / "production.md").read_text(encoding="utf-8")
    documentees = set(re.findall(r"`([A-Z][A-Z_]+)`", " ".join(re.findall(r"^\| (`.*?`) \|", page, re.MULTILINE))))
    assert len(lues) > 15

    assert (lues - PAS_DE_PRODUCTION - documentees, documentees - lues - {"DJANGO_SETTINGS_MODULE"}) == (set(), set())
