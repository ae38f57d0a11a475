"""The funders of the demonstration, of the kinds that exist, and its sign-ins, one a role."""

from __future__ import annotations

from dataclasses import dataclass

from espace_structures.structures.enums import PerimetreFinanceur, RoleFinanceur, RoleStructure

MOT_DE_PASSE = "deux-chemins-qui-se-rejoignent"
DOMAINE = "parrainage.example"  # reserved: no mail ever reaches it


@dataclass(frozen=True, kw_only=True)
class FinanceurFictif:
    """A funder and its scope."""

    cle: str
    nom: str
    sigle: str
    perimetre: PerimetreFinanceur
    departements: tuple[str, ...] = ()


FINANCEURS = (
    FinanceurFictif(
        cle="DRIEETS",
        nom="Direction régionale et interdépartementale de l’économie, de l’emploi, du travail et des solidarités "
        "d’Île-de-France",
        sigle="DRIEETS Île-de-France",
        perimetre=PerimetreFinanceur.REGION,
    ),
    FinanceurFictif(
        cle="UD93",
        nom="DRIEETS Île-de-France – unité départementale de la Seine-Saint-Denis",
        sigle="UD 93",
        perimetre=PerimetreFinanceur.DEPARTEMENTS,
        departements=("93",),
    ),
    FinanceurFictif(
        cle="PREF93",
        nom="Préfecture de la Seine-Saint-Denis – politique de la ville",
        sigle="Préfecture 93",
        perimetre=PerimetreFinanceur.DEPARTEMENTS,
        departements=("93",),
    ),
    FinanceurFictif(cle="PARIS", nom="Ville de Paris", sigle="", perimetre=PerimetreFinanceur.STRUCTURES),
    FinanceurFictif(cle="REGION", nom="Région Île-de-France", sigle="", perimetre=PerimetreFinanceur.STRUCTURES),
)


@dataclass(frozen=True, kw_only=True)
class CompteFictif:
    """A sign-in of the demonstration: one a role."""

    courriel: str
    prenom: str
    nom: str
    role: str  # in plain words, for the list that the command prints
    animation: bool = False
    structure: int | None = None  # rank in STRUCTURES
    role_structure: RoleStructure | None = None
    financeur: str = ""
    role_financeur: RoleFinanceur | None = None
    departement_modere: str = ""


COMPTES = (
    CompteFictif(
        courriel=f"animation@{DOMAINE}",
        prenom="Camille",
        nom="Aubert",
        role="animation régionale : tous les bilans, les campagnes et le site",
        animation=True,
    ),
    CompteFictif(
        courriel=f"responsable@{DOMAINE}",
        prenom="Nadia",
        nom="Rostand",
        role="responsable de la Mission locale des Deux-Rives : remplit et transmet",
        structure=0,
        role_structure=RoleStructure.RESPONSABLE,
    ),
    CompteFictif(
        courriel=f"contributeur@{DOMAINE}",
        prenom="Yanis",
        nom="Colin",
        role="contributeur de la Mission locale des Deux-Rives : remplit",
        structure=0,
        role_structure=RoleStructure.CONTRIBUTEUR,
    ),
    CompteFictif(
        courriel=f"moderation@{DOMAINE}",
        prenom="Farida",
        nom="Legrand",
        role="modératrice de la Seine-Saint-Denis : relit les fiches et les actions avant leur parution",
        departement_modere="93",
    ),
    CompteFictif(
        courriel=f"instruction@{DOMAINE}",
        prenom="Hélène",
        nom="Marceau",
        role="instructrice à la DRIEETS Île-de-France : examine et valide toute la région",
        financeur="DRIEETS",
        role_financeur=RoleFinanceur.INSTRUCTEUR,
    ),
    CompteFictif(
        courriel=f"lecture@{DOMAINE}",
        prenom="Olivier",
        nom="Sané",
        role="lecteur à l’unité départementale 93 : lit les bilans de la Seine-Saint-Denis",
        financeur="UD93",
        role_financeur=RoleFinanceur.LECTEUR,
    ),
    CompteFictif(
        courriel=f"ville@{DOMAINE}",
        prenom="Sophie",
        nom="Garnier",
        role="instructrice à la Ville de Paris : les seules structures qu’elle finance",
        financeur="PARIS",
        role_financeur=RoleFinanceur.INSTRUCTEUR,
    ),
)
