"""Inside a room, a file imports only what stands on its floor or below. Between rooms, import-linter holds the plan."""

import ast
from pathlib import Path

import pytest

from tests.garde_fous.code import RACINE, SALLES, SOUS_SALLES, arbre, modules, nom

pytestmark = pytest.mark.une_base

ETAGES = (
    {"apps", "enums", "blocs", "utilisateurs", "validateurs", "chiffrement", "session"},
    {"querysets", "recherche", "appartenances", "decisions", "groupes"},
    {"models"},
    {"metier", "droits", "politique", "libelles", "journal", "adaptateur", "contexte", "exigences"},
    {"forms", "filtres", "connexion"},
    {
        "views",
        "viewsets",
        "wagtail_hooks",
        "management",
        "templatetags",
        "flux",
        "rail",
        "panneaux",
        "taches",
        "cloison",
        "editeur",
        "notifications",
        "middleware",
        "proconnect",
    },
    {"urls"},
)
HAUTEUR = {fichier: rang for rang, etage in enumerate(ETAGES) for fichier in etage}
# In the public rooms a model is a Wagtail page, that is a view as well: it stands where views do, and what it shows is
# worked out by pure functions (metier/), which stand at the bottom.
SALLES_DE_PAGES = ("home", "actualites")
HAUTEUR_DES_PAGES = HAUTEUR | {"models": HAUTEUR["views"], "metier": 0}


def hauteur(fichier: str, salle: str) -> int:
    """Floor of a file of a room; -1 when it has none."""
    return (HAUTEUR_DES_PAGES if salle in SALLES_DE_PAGES else HAUTEUR).get(fichier, -1)


def genre(module: tuple[str, ...], salle: tuple[str, ...]) -> str:
    """What says the floor of a module of a room: its file or folder, within its sub-room where it has one."""
    dedans = (*module[len(salle) :], "", "")
    return dedans[1] if dedans[0] in SOUS_SALLES.get("/".join(salle), ()) else dedans[0]


def _instructions_de_chargement(noeuds):
    """Statements run when the module is imported: functions and `if TYPE_CHECKING` are left aside."""
    for noeud in noeuds:
        if isinstance(noeud, ast.If) and "TYPE_CHECKING" in ast.unparse(noeud.test):
            continue
        if isinstance(noeud, ast.Import | ast.ImportFrom):
            yield noeud
        elif isinstance(noeud, ast.If | ast.Try | ast.ClassDef | ast.With):
            yield from _instructions_de_chargement(ast.iter_child_nodes(noeud))


def importes(source: ast.Module, module: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Absolute dotted paths that a module (its own path without extension) imports when it is loaded."""
    chemins: set[tuple[str, ...]] = set()
    for noeud in _instructions_de_chargement(source.body):
        if isinstance(noeud, ast.Import):
            chemins |= {tuple(alias.name.split(".")) for alias in noeud.names}
            continue
        base = module[: len(module) - noeud.level] if noeud.level else ()
        base += tuple(noeud.module.split(".")) if noeud.module else ()
        chemins |= {(*base, alias.name) for alias in noeud.names}
    return chemins


def fautes(source: ast.Module, module: tuple[str, ...], salle: tuple[str, ...]) -> list[str]:
    """Imports of a module that climb inside its room."""
    if genre(module, salle) in ("", "__init__"):
        return []
    nom_de_salle = "/".join(salle)
    sien = hauteur(genre(module, salle), nom_de_salle)
    return sorted(
        ".".join(chemin)
        for chemin in importes(source, module)
        if chemin[: len(salle)] == salle and hauteur(genre(chemin, salle), nom_de_salle) > sien
    )


def _modules_de(salle: str) -> list[Path]:
    return [chemin for chemin in modules() if chemin.is_relative_to(RACINE / salle)]


@pytest.mark.parametrize("salle", SALLES)
def test_chaque_fichier_d_une_salle_a_son_etage(salle):
    parties = Path(salle).parts
    fichiers = {genre(tuple(nom(chemin).removesuffix(".py").split("/")), parties) for chemin in _modules_de(salle)}
    fichiers -= {"", "__init__"}

    assert len(fichiers) >= 2
    assert sorted(fichier for fichier in fichiers if hauteur(fichier, salle) < 0) == []


@pytest.mark.parametrize("salle", SALLES)
def test_aucun_fichier_n_importe_d_un_etage_superieur(salle):
    parties = Path(salle).parts

    trouvees = {
        nom(chemin): fautes(arbre(chemin), tuple(nom(chemin).removesuffix(".py").split("/")), parties)
        for chemin in _modules_de(salle)
    }

    assert {fichier: liste for fichier, liste in trouvees.items() if liste} == {}


# Wagtail asks a task for the form of its decision: the model has to name it.
CERCLES_VOULUS = {
    "espace_structures/vitrines/models/moderation.py": ["espace_structures.vitrines.forms.moderation.MotifForm"]
}


def cachees(source: ast.Module, module: tuple[str, ...], salle: tuple[str, ...]) -> list[str]:
    """Imports inside functions that climb: a circle that loading does not show."""
    corps = [n for f in ast.walk(source) if isinstance(f, ast.FunctionDef) for n in f.body]
    return fautes(ast.Module(body=corps, type_ignores=[]), module, salle)


@pytest.mark.parametrize("salle", SALLES)
def test_aucune_fonction_ne_cache_un_import_qui_monte(salle):
    parties = Path(salle).parts

    trouvees = {
        nom(chemin): cachees(arbre(chemin), tuple(nom(chemin).removesuffix(".py").split("/")), parties)
        for chemin in _modules_de(salle)
        if chemin.name != "apps.py"  # nothing is loaded yet when an application is declared
    }

    attendues = {fichier: liste for fichier, liste in CERCLES_VOULUS.items() if fichier.startswith(f"{salle}/")}
    assert {fichier: liste for fichier, liste in trouvees.items() if liste} == attendues


def test_garde_fou_voit_un_import_cache():
    source = ast.parse("class M:\n    def f(self):\n        from .views import page")

    assert cachees(source, ("a", "b", "models"), ("a", "b")) == ["a.b.views.page"]


@pytest.mark.parametrize(
    ("source", "attendues"),
    [
        ("from .views import page", ["a.b.views.page"]),
        ("from a.b import views", ["a.b.views"]),
        ("import a.b.urls", ["a.b.urls"]),
        ("try:\n    from .forms import F\nexcept ImportError:\n    pass", ["a.b.forms.F"]),
        ("from .enums import E", []),
        ("from ..c.views import page", []),
        ("def f():\n    from .views import page", []),
        ("if TYPE_CHECKING:\n    from .views import page", []),
    ],
)
def test_garde_fou_voit_un_import_qui_monte(source, attendues):
    assert fautes(ast.parse(source), ("a", "b", "models"), ("a", "b")) == attendues


def test_garde_fou_compte_les_etages_d_une_sous_salle():
    salle = ("espace_structures", "benevolat")
    source = ast.parse("from ..views import boite\nfrom ...appels import forms\nfrom ...appels.metier import appels")

    assert fautes(source, (*salle, "candidatures", "metier", "lot"), salle) == [
        "espace_structures.benevolat.appels.forms",
        "espace_structures.benevolat.candidatures.views.boite",
    ]
