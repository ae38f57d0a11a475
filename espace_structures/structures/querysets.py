"""The questions people ask of structures, funders and memberships."""

from django.db import models

from .enums import RoleFinanceur, RoleStructure, StatutStructure


class StructureQuerySet(models.QuerySet):
    def actives(self):
        return self.filter(statut=StatutStructure.ACTIVE)

    def dont_est_membre(self, compte):
        """Structures where the account holds an active membership."""
        return self.filter(membres__compte=compte, membres__actif=True).distinct()


class FinanceurQuerySet(models.QuerySet):
    def dont_est_membre(self, compte):
        """Funders where the account holds an active membership."""
        return self.filter(membres__compte=compte, membres__actif=True).distinct()


class ConventionQuerySet(models.QuerySet):
    def de_exercice(self, exercice: int):
        return self.filter(exercice=exercice)


class MembreStructureQuerySet(models.QuerySet):
    def actifs(self):
        """Memberships in force: neither the membership nor the account is deactivated."""
        return self.filter(actif=True, compte__is_active=True)

    def responsables(self):
        return self.filter(role=RoleStructure.RESPONSABLE)


class MembreFinanceurQuerySet(models.QuerySet):
    def actifs(self):
        """Memberships in force: neither the membership nor the account is deactivated."""
        return self.filter(actif=True, compte__is_active=True)

    def instructeurs(self):
        return self.filter(role=RoleFinanceur.INSTRUCTEUR)
