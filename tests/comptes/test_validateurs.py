"""Passwords made of the words that a French-speaking person tries first."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

FAIBLE = (
    "Ce mot de passe est fait de mots que tout le monde essaie. "
    "Choisissez quatre ou cinq mots sans rapport entre eux, ni avec le portail."
)


@pytest.mark.parametrize(
    "mot_de_passe",
    [
        "motdepasse2026",
        "Azerty123456!",
        "Bonjour-Soleil-75",
        "parrainage2026",
        "MissionLocale93",
        "bilan.bilan.2026",
        "Février-2026-vers-l-emploi",
    ],
)
def test_mots_courants_sont_refuses(mot_de_passe):
    with pytest.raises(ValidationError) as refus:
        validate_password(mot_de_passe)

    assert refus.value.messages == [FAIBLE]


@pytest.mark.parametrize(
    "mot_de_passe",
    [
        "quatre mots sans lien",
        "soleil girafe trompette",
        "un mot de passe assez long",
        "8Zk!2vRt#Q9w",
        "parrainage et cornichons",
    ],
)
def test_mots_sans_rapport_sont_acceptes(mot_de_passe):
    validate_password(mot_de_passe)


def test_regle_se_lit():
    assert "Pas seulement des mots courants, des chiffres ou des mots du portail." in password_validators_help_texts()
