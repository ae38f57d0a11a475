"""Structures, funders, conventions and members for the tests."""

import factory
from django.contrib.auth.models import Group

from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import (
    LigneBudgetaire,
    PerimetreFinanceur,
    RoleFinanceur,
    RoleStructure,
    TypeStructure,
)
from espace_structures.structures.groupes import ANIMATION
from espace_structures.structures.models import (
    Convention,
    DepartementDuPerimetre,
    Financeur,
    Implantation,
    MembreFinanceur,
    MembreStructure,
    Structure,
)

from .comptes import CompteFactory


def _cle_luhn(chiffres: str) -> str:
    """The digit that makes the number valid for Luhn's formula."""
    somme = 0
    for rang, chiffre in enumerate(reversed(chiffres)):
        valeur = int(chiffre) * (2 if rang % 2 == 0 else 1)
        somme += valeur - 9 if valeur > 9 else valeur
    return str(-somme % 10)


def siret_fictif(numero: int) -> str:
    """A SIRET with a valid key that no company bears: its SIREN starts with 000."""
    siren = f"000{numero:05d}"
    siren += _cle_luhn(siren)
    corps = f"{siren}0001"
    return corps + _cle_luhn(corps)


class StructureFactory(factory.django.DjangoModelFactory):
    """A structure acting in `departements` (a list of codes, Paris unless told)."""

    class Meta:
        model = Structure
        skip_postgeneration_save = True

    nom = factory.Sequence(lambda n: f"Structure {n}")
    siret = factory.Sequence(lambda n: siret_fictif(n + 1))
    type = TypeStructure.MISSION_LOCALE

    @factory.post_generation
    def departements(self, create, extracted, **_kwargs):
        for code in ["75"] if extracted is None else extracted:
            Implantation.objects.create(structure=self, departement=code)


class FinanceurFactory(factory.django.DjangoModelFactory):
    """A funder; `departements` (a list of codes) gives it the scope of these départements."""

    class Meta:
        model = Financeur
        skip_postgeneration_save = True

    nom = factory.Sequence(lambda n: f"Financeur {n}")
    perimetre = PerimetreFinanceur.STRUCTURES

    @factory.post_generation
    def departements(self, create, extracted, **_kwargs):
        for code in extracted or []:
            DepartementDuPerimetre.objects.create(financeur=self, departement=code)


class ConventionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Convention

    structure = factory.SubFactory(StructureFactory)
    financeur = factory.SubFactory(FinanceurFactory)
    exercice = 2026
    ligne = LigneBudgetaire.P102
    objectif = 50
    montant = "15250.00"


def editeurs(structure) -> set[Compte]:
    """The accounts that write the pages of this structure."""
    return {compte for compte in Compte.objects.all() if compte.has_perm("vitrines.ecrire", structure)}


def membre(structure, role=RoleStructure.CONTRIBUTEUR, **compte):
    """A new account, member of the structure."""
    nouveau = CompteFactory(**compte)
    MembreStructure.objects.create(compte=nouveau, structure=structure, role=role)
    return nouveau


def responsable(structure, **compte):
    return membre(structure, RoleStructure.RESPONSABLE, **compte)


def agent(financeur, role=RoleFinanceur.INSTRUCTEUR, **compte):
    """A new account, instructeur (unless told) of the funder."""
    nouveau = CompteFactory(**compte)
    MembreFinanceur.objects.create(compte=nouveau, financeur=financeur, role=role)
    return nouveau


def animateur(**compte):
    """A new account of the animation régionale."""
    nouveau = CompteFactory(**compte)
    nouveau.groups.add(Group.objects.get(name=ANIMATION))
    return nouveau
