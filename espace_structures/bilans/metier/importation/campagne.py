"""The campaign of an import: the one that exists, or a new one frozen from a trame."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from ...models import Campagne, Trame
from ..definition import DefinitionTrame
from ..gel import definition_de, geler
from ..trame_cms import definition_de_trame, ranger
from ..trame_fichier import TRAME_LIVREE
from ..trame_yaml import lire

CODE_LIVRE = "parrainage"


class TrameIntrouvable(ValueError):
    """No such trame, or a campaign that is not open; the message says what to do."""


def definition_pour(exercice: int, trame: str) -> DefinitionTrame:
    """What the answers of that exercice are read with: the frozen campaign, else the trame, else the shipped one."""
    campagne = Campagne.objects.filter(exercice=exercice).first()
    if campagne is not None:
        if not campagne.est_gelee:
            raise TrameIntrouvable(
                _("La campagne %(exercice)s existe mais n’est pas ouverte : ouvrez-la avant d’importer ses bilans.")
                % {"exercice": exercice}
            )
        return definition_de(campagne)
    if not 1993 <= exercice <= 2100:
        raise TrameIntrouvable(_("L’exercice est une année civile, de 1993 à 2100."))
    connue = Trame.objects.filter(code=trame).first()
    if connue is not None:
        return definition_de_trame(connue)
    if trame == CODE_LIVRE:
        return lire(TRAME_LIVREE.read_text(encoding="utf-8"))
    raise TrameIntrouvable(
        _("La trame « %(code)s » n’existe pas : importez-la d’abord avec la commande importer_trame.") % {"code": trame}
    )


def campagne_pour(exercice: int, trame: str, definition: DefinitionTrame, *, le: datetime) -> tuple[Campagne, bool]:
    """The campaign of the exercice and whether it was created, with its trame if there was none.

    The dates of a new campaign are those of the yearly calendar: opening on 1 January, sending until 30 June (the limit
    of the financial report), review until 30 September; the staff change them in the back office.
    """
    campagne = Campagne.objects.filter(exercice=exercice).first()
    if campagne is not None:
        return campagne, False
    campagne = Campagne.objects.create(
        exercice=exercice,
        trame=_trame(trame, definition),
        ouvre_le=date(exercice + 1, 1, 1),
        envoi_jusqu_au=date(exercice + 1, 6, 30),
        examen_jusqu_au=date(exercice + 1, 9, 30),
        ouverte_le=le,
    )
    geler(campagne, definition)
    return campagne, True


def _trame(code: str, definition: DefinitionTrame) -> Trame:
    trame = Trame.objects.filter(code=code).first()
    if trame is None:
        trame = Trame(code=definition.code)
        ranger(definition, trame)
        trame.save()
        trame.save_revision().publish()
    return trame
