"""Closed lists of the room: types, roles, budget lines (domaine.md §1, §2.2 A1 and A5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TypeStructure(models.TextChoices):
    """Who carries the action (PACA calls 2025 name three families; the finer list is this project's)."""

    MISSION_LOCALE = "ML", _("Mission locale")
    PLIE = "PLIE", _("PLIE")
    CAP_EMPLOI = "CAP_EMPLOI", _("Cap emploi")
    ASSOCIATION = "ASSOCIATION", _("Association")
    CLUB_ENTREPRISES = "CLUB", _("Club ou réseau d’entreprises")
    RESEAU_RETRAITES = "RETRAITES", _("Réseau de retraités")
    AUTRE = "AUTRE", _("Autre")


class StatutStructure(models.TextChoices):
    # With a context: “Active” is also an English message of Django, whose French is “Actif”.
    ACTIVE = "ACTIVE", pgettext_lazy("structure", "Active")
    FERMEE = "FERMEE", _("Fermée")


class RoleStructure(models.TextChoices):
    """What a member does for the structure; the sets below say which role opens what."""

    LECTEUR = "LECTEUR", _("Lecteur ou lectrice")
    REDACTEUR = "REDACTEUR", _("Rédacteur ou rédactrice du bilan")
    CONTRIBUTEUR = "CONTRIBUTEUR", _("Contributeur ou contributrice")
    RESPONSABLE = "RESPONSABLE", _("Responsable")


# Who types the bilan (a responsable alone sends it), and who writes the public pages.
ROLES_DE_SAISIE = (RoleStructure.REDACTEUR, RoleStructure.CONTRIBUTEUR, RoleStructure.RESPONSABLE)
ROLES_D_EDITION = (RoleStructure.CONTRIBUTEUR, RoleStructure.RESPONSABLE)


class RoleFinanceur(models.TextChoices):
    """A lecteur reads, an instructeur also returns and validates."""

    LECTEUR = "LECTEUR", _("Lecteur ou lectrice")
    INSTRUCTEUR = "INSTRUCTEUR", _("Instructeur ou instructrice")


class PerimetreFinanceur(models.TextChoices):
    """Which bilans a funder sees."""

    STRUCTURES = "STRUCTURES", _("Les structures qu’il finance")
    DEPARTEMENTS = "DEPARTEMENTS", _("Des départements")
    REGION = "REGION", _("Toute la région")


class LigneBudgetaire(models.TextChoices):
    """Budget lines; codes are those of the rows of tables G2 and G4 of the trame."""

    P102 = "P102", _("P102 – accès et retour à l’emploi")
    P147 = "P147", _("P147 – politique de la ville")
    P104 = "P104", _("P104 – intégration et accès à la nationalité française")
    REGION = "REGION", _("Région")
    VILLE_PARIS = "VILLE_PARIS", _("Ville de Paris")
    DEPARTEMENT = "DEPARTEMENT", _("Département")
    COMMUNE = "COMMUNE", _("Commune ou intercommunalité")
    FSE = "FSE", _("FSE+")
    AUTRE = "AUTRE", _("Autre")


class EtatDemande(models.TextChoices):
    """The road of a request to join a structure."""

    A_CONFIRMER = "A_CONFIRMER", _("Adresse à confirmer")
    EN_ATTENTE = "EN_ATTENTE", _("En attente")
    ACCEPTEE = "ACCEPTEE", _("Acceptée")
    REFUSEE = "REFUSEE", _("Refusée")
    RETIREE = "RETIREE", _("Retirée")
