"""A block pasted in a table, as the script takes it apart: run by the browser's own engine, without a page."""

import json
import subprocess

import pytest
from django.conf import settings
from playwright._impl._driver import compute_driver_executable

SAISIE = settings.RACINE / "static" / "js" / "saisie"


def _executer(fonction: str, argument):
    """What a function of the script returns."""
    script = f"""
        const {{ {fonction} }} = await import("{(SAISIE / "bloc.js").as_uri()}");
        console.log(JSON.stringify({fonction}({json.dumps(argument)})));
    """
    sortie = subprocess.run(  # noqa: S603 - the browser's own driver, and our script
        [compute_driver_executable()[0], "--input-type=module", "--eval", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(sortie.stdout)


@pytest.mark.parametrize(
    ("colle", "rangees"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ('1\t"deux\nlignes"\n3\t4', [["1", "deux lignes"], ["3", "4"]]),
        ('"un ""mot"" cité"\t2', [['un "mot" cité', "2"]]),
        ('"tab\tdans la case"\t2', [["tab dans la case", "2"]]),
        ('5" de large\t2', [['5" de large', "2"]]),
        ("1\t\t\n3\t4\t", [["1", ""], ["3", "4"]]),
        ("1\n\n3", [["1"], [""], ["3"]]),
        ("\t2", [["", "2"]]),
    ],
)
def test_bloc_se_decoupe_comme_le_tableur_l_a_ecrit(colle, rangees):
    assert _executer("decouper", colle) == rangees


@pytest.mark.parametrize(
    ("rangees", "restent", "intitules"),
    [
        (
            [["", "Femmes", "Hommes"], ["Moins de 26 ans", "1", "2"], ["26 ans et plus", "3", ""]],
            [["1", "2"], ["3", ""]],
            ["Femmes", "Hommes", "Moins de 26 ans", "26 ans et plus"],
        ),
        ([["Femmes", "Hommes"], ["1 234", "2"]], [["1 234", "2"]], ["Femmes", "Hommes"]),
        ([["1", "2"], ["3", "douze"]], [["1", "2"], ["3", "douze"]], []),
        ([["nc"]], [["nc"]], []),
        ([["", "2"], ["", "4"]], [["", "2"], ["", "4"]], []),
    ],
)
def test_intitules_se_reconnaissent(rangees, restent, intitules):
    assert _executer("separerIntitules", rangees) == {"rangees": restent, "intitules": intitules}
