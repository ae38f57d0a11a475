"""Writing the players of the demonstration: funders, structures, conventions, accounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib.auth.models import Group

from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import LigneBudgetaire, RoleStructure
from espace_structures.structures.groupes import ANIMATION
from espace_structures.structures.models import (
    Convention,
    DepartementDuPerimetre,
    Financeur,
    Implantation,
    MembreFinanceur,
    MembreStructure,
    Moderateur,
    Structure,
)

from .chiffres import Aide
from .jeu import EXERCICES, STRUCTURES, AideFictive, StructureFictive, siret_fictif
from .roles import COMPTES, DOMAINE, FINANCEURS, MOT_DE_PASSE
from .tirage import partager, partager_effectif

# Lines whose funder pays for one département only.
_DEPARTEMENTS_PAYES = {LigneBudgetaire.P147: "93", LigneBudgetaire.VILLE_PARIS: "75"}


def creer_financeurs() -> dict[str, Financeur]:
    """The funders by key, with the départements of their scope."""
    financeurs = {}
    for fictif in FINANCEURS:
        financeur = Financeur.objects.create(nom=fictif.nom, sigle=fictif.sigle, perimetre=fictif.perimetre)
        DepartementDuPerimetre.objects.bulk_create(
            DepartementDuPerimetre(financeur=financeur, departement=code) for code in fictif.departements
        )
        financeurs[fictif.cle] = financeur
    return financeurs


def creer_comptes(financeurs: dict[str, Financeur]) -> dict[str, Compte]:
    """The sign-ins by address; memberships in structures come with the structures."""
    comptes = {}
    for fictif in COMPTES:
        compte = Compte.objects.create_user(
            fictif.courriel, MOT_DE_PASSE, first_name=fictif.prenom, last_name=fictif.nom
        )
        if fictif.animation:
            compte.groups.add(Group.objects.get(name=ANIMATION))
        if fictif.role_financeur:
            MembreFinanceur.objects.create(
                compte=compte, financeur=financeurs[fictif.financeur], role=fictif.role_financeur
            )
        if fictif.departement_modere:
            Moderateur.objects.create(compte=compte, departement=fictif.departement_modere)
        comptes[fictif.courriel] = compte
    return comptes


def creer_structure(rang: int, comptes: dict[str, Compte]) -> tuple[Structure, Compte]:
    """A structure, the départements where it acts, and the responsable who sends its bilans."""
    fictive = STRUCTURES[rang]
    prenom, nom = fictive.referent
    structure = Structure.objects.create(
        nom=fictive.nom_affiche,
        siret=siret_fictif(rang + 1),
        type=fictive.type,
        referent_nom=f"{prenom} {nom}",
        referent_courriel=f"parrainage.{rang + 1}@{DOMAINE}",
    )
    Implantation.objects.bulk_create(Implantation(structure=structure, departement=code) for code in fictive.entrants)
    for fictif in COMPTES:
        if fictif.structure == rang:
            MembreStructure.objects.create(
                compte=comptes[fictif.courriel], structure=structure, role=fictif.role_structure
            )
    membre = structure.membres.filter(role=RoleStructure.RESPONSABLE).select_related("compte").first()
    if membre is None:
        # Nobody signs in with it: it stands in the history as the person who sent the bilans.
        compte = Compte.objects.create_user(f"parrainage.{rang + 1}@{DOMAINE}", None, first_name=prenom, last_name=nom)
        membre = MembreStructure.objects.create(compte=compte, structure=structure, role=RoleStructure.RESPONSABLE)
    return structure, membre.compte


def croissance(exercice: int) -> float:
    """Promises grow by one in twenty each year."""
    return 1 + 0.05 * (exercice - EXERCICES[0])


def promesse(fictive: StructureFictive, aide: AideFictive, exercice: int) -> tuple[int | None, Decimal]:
    """Number of filleuls promised (None for a sum granted to the action) and amount of a convention."""
    if not aide.part:
        return None, aide.forfait
    objectif = int(sum(fictive.entrants.values()) * croissance(exercice) * float(aide.part))
    return objectif, objectif * aide.par_personne


def creer_conventions(rang: int, structure: Structure, financeurs: dict[str, Financeur], exercice: int) -> None:
    """The conventions of a structure for a year, signed in the spring."""
    for numero, aide in enumerate(STRUCTURES[rang].aides, start=1):
        objectif, montant = promesse(STRUCTURES[rang], aide, exercice)
        Convention.objects.create(
            structure=structure,
            financeur=financeurs[aide.financeur],
            exercice=exercice,
            ligne=aide.ligne,
            numero=f"{exercice}-{rang + 1:02d}-{numero}",
            signee_le=date(exercice, 4, 2 + 2 * rang),
            objectif=objectif,
            montant=montant,
        )


def aides_par_departement(fictive: StructureFictive, exercice: int) -> dict[str, tuple[Aide, ...]]:
    """The conventions shared out between the sheets, in proportion of the entrants that each expects."""
    parts: dict[str, list[Aide]] = {code: [] for code in fictive.entrants}
    for aide in fictive.aides:
        objectif, montant = promesse(fictive, aide, exercice)
        seul = _DEPARTEMENTS_PAYES.get(aide.ligne)
        codes = [seul] if seul else list(parts)
        poids = [fictive.entrants[code] for code in codes]
        if objectif is None:
            effectifs: list[int | None] = [None] * len(codes)
            sommes = partager(montant, poids)
        else:
            effectifs = list(partager_effectif(objectif, poids))
            sommes = [(effectif or 0) * aide.par_personne for effectif in effectifs]
        for code, effectif, somme in zip(codes, effectifs, sommes, strict=True):
            parts[code].append(Aide(ligne=aide.ligne, montant=somme, objectif=effectif))
    return {code: tuple(aides) for code, aides in parts.items()}
