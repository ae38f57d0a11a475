"""What comes in an address is read, or is nothing."""

import re

import pytest

from portal.socle.parametres import NumeroConverter, lire_identifiant, lire_identifiants


@pytest.mark.parametrize(
    ("texte", "lu"),
    [
        ("12", 12),
        ("9" * 18, 999_999_999_999_999_999),
        ("", None),
        ("-1", None),
        ("1.0", None),
        (" 1", None),
        ("٣", None),
        ("9" * 19, None),
        ("9" * 5_000, None),
    ],
)
def test_lire_identifiant(texte, lu):
    assert lire_identifiant(texte) == lu


@pytest.mark.parametrize(("texte", "existe"), [("12", True), ("9" * 18, True), ("9" * 19, False), ("", False)])
def test_numero_d_une_adresse(texte, existe):
    assert (re.fullmatch(NumeroConverter.regex, texte) is not None) == existe


@pytest.mark.parametrize(("valeurs", "lus"), [(["3", 12, "3"], {3, 12}), ([], set()), (["3", "trois"], None)])
def test_lire_identifiants(valeurs, lus):
    assert lire_identifiants(valeurs) == lus
