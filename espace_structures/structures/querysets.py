"""The questions people ask of structures, funders and memberships."""

from django.db import models
from django.db.models.functions import Coalesce

from .appartenances import Appartenances
from .enums import ROLES_D_EDITION, ROLES_DE_SAISIE, EtatDemande, RoleFinanceur, RoleStructure, StatutStructure


def _compte(lignes):
    """How many of these rows point to each structure."""
    lignes = lignes.filter(structure_id=models.OuterRef("pk")).order_by().values("structure")
    comptes = lignes.annotate(nombre=models.Count("pk")).values("nombre")
    return Coalesce(models.Subquery(comptes, output_field=models.IntegerField()), 0)


class StructureQuerySet(models.QuerySet):
    def actives(self):
        return self.filter(statut=StatutStructure.ACTIVE)

    def visibles_par(self, compte):
        """Structures whose screens of the gated space this account may open: its own, all for the animation."""
        liens = Appartenances.de(compte)
        return self if liens.est_animation else self.filter(pk__in=list(liens.roles_structures))

    def sans_responsable(self):
        """Active structures that nobody runs any more: to be rescued by the animation."""
        membres = self.model._meta.get_field("membres").related_model.objects
        responsables = membres.actifs().responsables().filter(structure_id=models.OuterRef("pk"))
        return self.actives().filter(~models.Exists(responsables))

    def avec_secours(self):
        """With who might be named or is already invited: `membres_actifs`, `invitations_en_attente` (counts)."""
        membres = self.model._meta.get_field("membres").related_model.objects
        invitations = self.model._meta.get_field("invitations").related_model.objects
        return self.annotate(
            membres_actifs=_compte(membres.actifs()),
            invitations_en_attente=_compte(invitations.en_attente()),
        )


class FinanceurQuerySet(models.QuerySet):
    def visibles_par(self, compte):
        """Funders whose screens of the gated space this account may open: its own, all for the animation."""
        liens = Appartenances.de(compte)
        return self if liens.est_animation else self.filter(pk__in=[f.pk for f in liens.financeurs()])


class ConventionQuerySet(models.QuerySet):
    def de_exercice(self, exercice: int):
        return self.filter(exercice=exercice)


class MembreStructureQuerySet(models.QuerySet):
    def actifs(self):
        """Memberships in force: neither the membership nor the account is deactivated."""
        return self.filter(actif=True, compte__is_active=True)

    def responsables(self):
        return self.filter(role=RoleStructure.RESPONSABLE)

    def saisissants(self):
        """Those who type the bilan of their structure."""
        return self.filter(role__in=ROLES_DE_SAISIE)

    def editeurs(self):
        """Those who write the public pages of their structure."""
        return self.filter(role__in=ROLES_D_EDITION)


class MembreFinanceurQuerySet(models.QuerySet):
    def actifs(self):
        """Memberships in force: neither the membership nor the account is deactivated."""
        return self.filter(actif=True, compte__is_active=True)

    def instructeurs(self):
        return self.filter(role=RoleFinanceur.INSTRUCTEUR)


class ModerateurQuerySet(models.QuerySet):
    def actifs(self):
        """Neither the mission nor the account is deactivated."""
        return self.filter(actif=True, compte__is_active=True)


class InvitationQuerySet(models.QuerySet):
    def en_attente(self):
        """Neither accepted nor cancelled; expired ones are still listed, to be sent again."""
        return self.filter(acceptee_le__isnull=True, annulee_le__isnull=True)


class DemandeQuerySet(models.QuerySet):
    def en_attente(self):
        """Confirmed by their author, not answered yet."""
        return self.filter(etat=EtatDemande.EN_ATTENTE)
