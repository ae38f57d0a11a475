"""What an account belongs to: read once a request, asked by rights, querysets and screens alike."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .enums import ROLES_D_EDITION, ROLES_DE_SAISIE, PerimetreFinanceur, RoleFinanceur, RoleStructure, StatutStructure
from .groupes import ANIMATION

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


class Appartenances:
    """The memberships of one account, read once a request (a query a kind) and kept on the account object."""

    def __init__(self, compte: Compte):
        self.compte = compte

    @classmethod
    def de(cls, compte: Compte) -> Appartenances:
        """The memberships of this account; computed again for each new account object, that is for each request."""
        # Plain attributes: request.user is a lazy proxy, and both it and the account behind must share them.
        connues = getattr(compte, "_appartenances", None)
        if connues is None:
            connues = compte._appartenances = cls(compte)
        return connues

    @cached_property
    def est_animation(self) -> bool:
        """Member of the animation régionale, or superuser; never a deactivated account."""
        if not self.compte.is_active:
            return False
        return self.compte.is_superuser or self.compte.groups.filter(name=ANIMATION).exists()

    @cached_property
    def _membres_structures(self) -> list[tuple[int, str, str]]:
        """Structure, role there and status of the structure, for each active membership."""
        if not self.compte.is_active:
            return []
        membres = self.compte.membres_structures.filter(actif=True)
        return list(membres.values_list("structure_id", "role", "structure__statut"))

    @cached_property
    def roles_structures(self) -> dict[int, str]:
        """Role in each structure, by primary key of the structure; closed ones included, which are still read."""
        return {structure: role for structure, role, _statut in self._membres_structures}

    @cached_property
    def membres_financeurs(self) -> list:
        """Active memberships at funders, with the funder and its départements."""
        if not self.compte.is_active:
            return []
        return list(
            self.compte.membres_financeurs.filter(actif=True)
            .select_related("financeur")
            .prefetch_related("financeur__departements")
        )

    @property
    def est_membre_structure(self) -> bool:
        return bool(self.roles_structures)

    @property
    def est_financeur(self) -> bool:
        return bool(self.membres_financeurs)

    @cached_property
    def departements_moderes(self) -> list[str]:
        """Départements whose public pages the account moderates; the animation moderates all without being listed."""
        if not self.compte.is_active:
            return []
        return list(self.compte.moderations.filter(actif=True).values_list("departement", flat=True))

    @property
    def est_moderateur(self) -> bool:
        return bool(self.departements_moderes)

    def structures_editees(self) -> list[int]:
        """Structures whose public pages the account writes; a closed one writes none."""
        return [
            structure
            for structure, role, statut in self._membres_structures
            if role in ROLES_D_EDITION and statut == StatutStructure.ACTIVE
        ]

    def structures_saisies(self) -> list[int]:
        """Structures whose bilan the account types."""
        return [pk for pk, role in self.roles_structures.items() if role in ROLES_DE_SAISIE]

    def est_responsable_de(self, structure_id: int) -> bool:
        return self.roles_structures.get(structure_id) == RoleStructure.RESPONSABLE

    def financeurs(self, *, instructeur: bool = False) -> list:
        """Funders of the account; with `instructeur`, only those where it may return and validate."""
        return [
            membre.financeur
            for membre in self.membres_financeurs
            if not instructeur or membre.role == RoleFinanceur.INSTRUCTEUR
        ]

    def limitees_a(self, code: str) -> Appartenances:
        """The memberships of one organisation alone ("structures-12", "financeurs-3"); the roles without one stay."""
        return AppartenancesLimitees(self, code)


class AppartenancesLimitees(Appartenances):
    """What the account is in one of its organisations, from memberships already read: no query of its own."""

    def __init__(self, toutes: Appartenances, code: str):
        super().__init__(toutes.compte)
        self._toutes, self._code = toutes, code

    @property
    def est_animation(self) -> bool:
        return self._toutes.est_animation

    @property
    def departements_moderes(self) -> list[str]:
        return self._toutes.departements_moderes

    @property
    def _membres_structures(self) -> list[tuple[int, str, str]]:
        return [membre for membre in self._toutes._membres_structures if self._code == f"structures-{membre[0]}"]

    @property
    def membres_financeurs(self) -> list:
        return [
            membre for membre in self._toutes.membres_financeurs if self._code == f"financeurs-{membre.financeur_id}"
        ]


def departements_du_financeur(financeur) -> list[str] | None:
    """Départements that bound a funder's scope; None when its scope is not made of départements."""
    if financeur.perimetre != PerimetreFinanceur.DEPARTEMENTS:
        return None
    return [ligne.departement for ligne in financeur.departements.all()]
