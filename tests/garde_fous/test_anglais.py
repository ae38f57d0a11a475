"""The English that people read: a parrain or a marraine is a mentor (docs/decisions/mentor.md)."""

import re
import subprocess

import pytest

from tests.garde_fous.code import RACINE

pytestmark = pytest.mark.une_base

FINANCE_OU_BAPTISE = re.compile(r"sponsor|god(?:father|mother|parent)", re.IGNORECASE)
# Where the former word is told: the move of its addresses, why, and what refuses it.
RACONTENT = {"CHANGELOG.md", "mentor.md", "test_adresses.py", "test_anglais.py", "test_courriels.py"}
TEXTES = {".py", ".html", ".txt", ".md", ".yaml", ".yml", ".po", ".json", ".js"}


def test_parrain_se_dit_mentor_en_anglais():
    suivis = subprocess.run(["git", "ls-files", "-z"], cwd=RACINE, capture_output=True, text=True, check=True)  # noqa: S607
    chemins = [RACINE / nom for nom in suivis.stdout.split("\0") if nom]
    lus = [
        chemin
        for chemin in chemins
        if chemin.suffix in TEXTES
        and chemin.name not in RACONTENT
        and "migrations" not in chemin.parts
        and chemin.is_file()
    ]
    assert any(chemin.name == "django.po" for chemin in lus)

    fautifs = [
        f"{chemin.relative_to(RACINE)}:{numero}"
        for chemin in lus
        for numero, ligne in enumerate(chemin.read_text(encoding="utf-8").splitlines(), start=1)
        if FINANCE_OU_BAPTISE.search(ligne)
    ]

    assert fautifs == []
