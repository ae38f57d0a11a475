"""Fields that several blocks share: codes, labels, expressions."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

SANS_ACCENT = RegexValidator(
    r"^[A-Za-z0-9_]+$", _("Un code ne contient que des lettres sans accent, des chiffres et « _ », sans espace.")
)
SANS_ACCENT_OU_TIRET = RegexValidator(
    r"^[A-Za-z0-9_-]+$",
    _("Un code ne contient que des lettres sans accent, des chiffres, « _ » et « - », sans espace."),
)


def code(longueur: int = 30, *, tiret: bool = False, aide: str = "") -> blocks.CharBlock:
    """A stable code: it names the answers, so it is not changed once a campaign has used it."""
    validateur = SANS_ACCENT_OU_TIRET if tiret else SANS_ACCENT
    return blocks.CharBlock(label=_("Code"), max_length=longueur, validators=[validateur], help_text=aide)


def libelle(longueur: int = 300) -> blocks.CharBlock:
    return blocks.CharBlock(label=_("Libellé"), max_length=longueur)


def aide() -> blocks.TextBlock:
    """What counts and what does not. No help text of its own: it would be drawn hundreds of times."""
    return blocks.TextBlock(label=_("Aide : ce qui compte, ce qui ne compte pas"), required=False, rows=1)


def definition() -> blocks.TextBlock:
    return blocks.TextBlock(label=_("Définition exacte"), required=False, rows=1)


def expression(label: str, *, requise: bool = True, aide: str = "") -> blocks.CharBlock:
    """An expression over the cells; the trame as a whole checks that the codes exist."""
    return blocks.CharBlock(label=label, required=requise, max_length=500, help_text=aide)
