"""Memberships changed by hand in the back office: the last responsable is guarded, the log tells.

The screens of Wagtail save what was typed; this module compares before and after, under the lock of the organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from .. import journal
from ..enums import RoleStructure
from ..models import Structure
from .membres import plus_de_responsable
from .organisations import champ_de, est_fermee, partir, type_membre, type_organisation, verrouiller

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

Appartenance = tuple[str, bool]  # role, in force
Etat = Mapping[int, Appartenance]  # by primary key of the account


def photographier(organisation: type_organisation) -> Etat:
    """The memberships as they stand, the organisation being locked until the end of the transaction."""
    if organisation.pk is None:
        return {}
    return {membre.compte_id: (membre.role, membre.actif) for membre in verrouiller(organisation).membres.all()}


def verifier_responsable_restant(
    structure: Structure, avant: Iterable[Appartenance], apres: Iterable[Appartenance]
) -> None:
    """Refuses when the structure had a responsable and would have none left; a closed one needs nobody.

    Here a membership is in force when neither it nor its account is deactivated.
    """
    seul = (RoleStructure.RESPONSABLE, True)
    if seul in set(avant) and seul not in set(apres) and not est_fermee(structure):
        raise plus_de_responsable(structure)


def suivre_les_changements(organisation: type_organisation, avant: Etat, *, par: Compte | None, le: datetime) -> None:
    """After the screen has saved: refuses a structure left alone, writes the log."""
    membres: list[type_membre] = list(
        organisation.membres.model.objects.filter(**{champ_de(organisation): organisation}).select_related("compte")
    )
    if isinstance(organisation, Structure):
        eteints = {m.compte_id for m in membres if not m.compte.is_active}
        verifier_responsable_restant(
            organisation,
            [(role, actif and compte not in eteints) for compte, (role, actif) in avant.items()],
            [(m.role, m.actif and m.compte_id not in eteints) for m in membres],
        )
    for membre in membres:
        action = _action(avant.get(membre.compte_id), (membre.role, membre.actif))
        if action is None:
            continue
        if action == journal.DESACTIVER:
            partir(membre, le=le)
        elif membre.actif and membre.quitte_le is not None:
            membre.quitte_le = None
            membre.save(update_fields=["quitte_le"])
        journal.noter(organisation, action, par=par, le=le, personne=str(membre.compte), role=membre.role)


def _action(avant: Appartenance | None, apres: Appartenance) -> str | None:
    """What happened to a membership, in the words of the log; None when nothing did."""
    if avant is None:
        return journal.REJOINDRE if apres[1] else None
    if avant[1] != apres[1]:
        return journal.REACTIVER if apres[1] else journal.DESACTIVER
    return journal.CHANGER_ROLE if apres[1] and avant != apres else None
