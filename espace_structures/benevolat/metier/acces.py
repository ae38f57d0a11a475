"""Every access to a volunteer's file leaves a line (RGPD): who, for which structure, what, when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ..enums import Consultation
from ..models import AccesDossier

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte
    from espace_structures.structures.models import Structure


def noter_acces(
    benevoles: Iterable[int], *, structure: Structure | None, par: Compte, action: Consultation, le: datetime
) -> None:
    """One line a file, in one query. `benevoles`: primary keys."""
    AccesDossier.objects.bulk_create(
        AccesDossier(benevole_id=pk, structure=structure, compte=par, action=action, le=le) for pk in set(benevoles)
    )
