"""No clock and no noise where the code should have none, nothing of the machine it was written on."""

import ast
import re
import subprocess

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import URLPattern, get_resolver

from tests.garde_fous.code import RACINE, appels, modules, nom

pytestmark = pytest.mark.une_base

LIMITE = 600


# --- Size ------------------------------------------------------------------------------------------------------------


def test_aucun_module_ne_depasse_la_limite():
    """A subject that one reads in one go has no set length; past this one it is several subjects."""
    longueurs = {nom(chemin): len(chemin.read_text(encoding="utf-8").splitlines()) for chemin in modules()}

    assert {fichier: lignes for fichier, lignes in longueurs.items() if lignes > LIMITE} == {}


# --- Calls -----------------------------------------------------------------------------------------------------------


def _appelants(interdits: set[str], sauf: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{nom(chemin)}:{appel.lineno} {fonction}"
        for chemin in modules()
        if not any(partie in chemin.parts for partie in sauf)
        for fonction, appel in appels(chemin)
        if fonction in interdits
    ]


def test_print_ne_sert_que_dans_les_commandes():
    assert _appelants({"print", "pprint", "breakpoint"}, sauf=("management",)) == []


def test_horloge_connait_toujours_son_fuseau():
    naives = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now"}

    assert _appelants(naives | {"datetime.date.today", "datetime.datetime.utcnow"}) == []


def test_metier_ne_lit_pas_l_horloge():
    lectures = [
        ligne
        for ligne in _appelants({"timezone.now", "timezone.localdate", "timezone.localtime", "now", "localdate"})
        if "/metier/" in ligne
        # timezone.localdate(le) turns a given moment into a day: that is no clock.
        and not _convertit_un_instant(ligne)
    ]

    assert lectures == []


def _convertit_un_instant(lieu: str) -> bool:
    fichier, reste = lieu.split(":")
    numero = int(reste.split()[0])
    return any(
        appel.lineno == numero and appel.args
        for fonction, appel in appels(RACINE / fichier)
        if fonction.startswith("timezone.local")
    )


@pytest.mark.parametrize("module", ["django.http", "django.shortcuts", "django.views"])
def test_metier_ne_connait_pas_la_requete(module):
    fautifs = [
        nom(chemin)
        for chemin in modules()
        if "metier" in chemin.parts
        for noeud in ast.walk(ast.parse(chemin.read_text(encoding="utf-8")))
        if isinstance(noeud, ast.ImportFrom) and f"{noeud.module}.".startswith(f"{module}.")
    ]

    assert fautifs == []


# --- What the repository holds ---------------------------------------------------------------------------------------


def _fichiers_suivis() -> list:
    """Text files that git keeps."""
    liste = subprocess.run(["git", "ls-files", "-z"], cwd=RACINE, capture_output=True, text=True, check=True)  # noqa: S607
    chemins = [RACINE / nom for nom in liste.stdout.split("\0") if nom]
    textes = {".py", ".html", ".txt", ".md", ".toml", ".yaml", ".yml", ".css", ".js", ".svg", ".lock", ".cfg", ""}
    return [chemin for chemin in chemins if chemin.suffix in textes and chemin.is_file()]


CHEMIN_DE_MACHINE = re.compile(r"(?<![\w.])/(?:home|Users|root|work|mnt|srv)/[\w.-]+/")


def test_aucun_chemin_de_machine_dans_le_depot():
    suivis = _fichiers_suivis()
    assert len(suivis) > 200

    fautifs = [
        nom(chemin)
        for chemin in suivis
        if CHEMIN_DE_MACHINE.search(chemin.read_text(encoding="utf-8", errors="ignore"))
    ]

    assert fautifs == []


@pytest.mark.parametrize(
    ("texte", "attendu"),
    # Written in pieces, so that this very file stays clean.
    [
        (f"open('/{'root'}/x/y')", True),
        (f"/{'Users'}/camille/p/", True),
        ("templates/home/accueil/x", False),
        ("/home/", False),
    ],
)
def test_garde_fou_reconnait_un_chemin_de_machine(texte, attendu):
    assert bool(CHEMIN_DE_MACHINE.search(texte)) is attendu


HOTES_DU_VERROU = {"pypi.org", "files.pythonhosted.org"}


def test_verrou_ne_connait_que_les_adresses_publiques():
    texte = (RACINE / "uv.lock").read_text()
    hotes = set(re.findall(r"https?://([^/\"\s]+)", texte))

    assert hotes == HOTES_DU_VERROU
    assert re.findall(r"file://|find-links|extra-index-url|editable = ", texte) == []


def test_projet_epingle_ses_dependances():
    dependances = re.search(r"\ndependencies = \[(.*?)\]\n", (RACINE / "pyproject.toml").read_text(), re.DOTALL)
    lignes = re.findall(r'"([^"]+)"', dependances.group(1))
    assert len(lignes) > 10

    assert [ligne for ligne in lignes if "==" not in ligne] == []


# --- Django ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_migrations_disent_tout_des_modeles(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
        manque = ""
    except SystemExit:
        manque = capsys.readouterr().out

    assert manque == ""


def _anonymes(motifs, prefixe: str = ""):
    for motif in motifs:
        chemin = prefixe + str(motif.pattern)
        if isinstance(motif, URLPattern):
            if not motif.name:
                yield chemin, getattr(motif.callback, "view_class", motif.callback).__module__
        else:
            yield from _anonymes(motif.url_patterns, chemin)


def test_adresses_de_nos_vues_ont_un_nom():
    paquets = ("portal.", "home.", "actualites.", "espace_structures.")

    assert [a for a, module in _anonymes(get_resolver().url_patterns) if module.startswith(paquets)] == []


# --- Templates and words ---------------------------------------------------------------------------------------------

GABARITS = sorted(chemin for chemin in (settings.RACINE / "templates").rglob("*") if chemin.suffix in (".html", ".txt"))


def test_inclusions_sont_toutes_fermees():
    inclusions = [
        (nom(gabarit), balise)
        for gabarit in GABARITS
        for balise in re.findall(r"{%\s*include\s[^%]*%}", gabarit.read_text(encoding="utf-8"))
    ]
    assert len(inclusions) > 20

    assert [couple for couple in inclusions if not re.search(r"\sonly\s*%}$", couple[1])] == []


def test_parcours_attendent_ce_qu_ils_regardent():
    """A pause of a fixed length is too long or too short; a network at rest says nothing of what is on the screen."""
    attentes = re.compile(r"networkidle|wait_for_timeout|\bsleep\(")
    fichiers = [*(RACINE / "tests/parcours").glob("test_*.py"), RACINE / "tests/parcours/outils.py"]

    assert [nom(fichier) for fichier in fichiers if attentes.search(fichier.read_text(encoding="utf-8"))] == []
