"""The mails whose words the animation may change: each room declares its own, with what they may quote."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

Libelle = str | Promise


@dataclass(frozen=True)
class CourrielDeclare:
    """A mail: its template, its name, what its text may quote as `{name}`, the label of its button, why one gets it."""

    gabarit: str
    titre: Libelle
    variables: Mapping[str, Libelle] = field(default_factory=dict)
    bouton: Libelle = ""
    raison: Libelle = ""


_DECLARES: dict[str, CourrielDeclare] = {}


def declarer(
    gabarit: str, titre: Libelle, variables: Mapping[str, Libelle], bouton: Libelle = "", raison: Libelle = ""
) -> None:
    """Makes the text of this mail editable. Its context must hold `variables` as plain strings, and `lien`, if any."""
    _DECLARES[gabarit] = CourrielDeclare(gabarit, titre, dict(variables), bouton, raison)


def declares() -> list[CourrielDeclare]:
    """Every editable mail, by template."""
    return [_DECLARES[gabarit] for gabarit in sorted(_DECLARES)]


def declare(gabarit: str) -> CourrielDeclare | None:
    """The editable mail of this template, or None."""
    return _DECLARES.get(gabarit)
