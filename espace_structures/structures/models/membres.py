"""Who belongs to what: members of a structure, of a funder, moderators of départements."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from portal.socle.geographie import DepartementField, nom_departement

from ..enums import RoleFinanceur, RoleStructure
from ..querysets import MembreFinanceurQuerySet, MembreStructureQuerySet, ModerateurQuerySet
from .financeur import Financeur
from .structure import Structure


class MembreStructure(models.Model):
    """An account's role in a structure. Deactivated rather than deleted, so that history keeps its names."""

    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membres_structures", verbose_name=_("compte")
    )
    structure = ParentalKey(Structure, on_delete=models.CASCADE, related_name="membres", verbose_name=_("structure"))
    role = models.CharField(_("rôle"), max_length=16, choices=RoleStructure, default=RoleStructure.CONTRIBUTEUR)
    actif = models.BooleanField(_("actif"), default=True)
    depuis = models.DateTimeField(_("depuis"), auto_now_add=True)
    quitte_le = models.DateTimeField(_("quitté le"), null=True, blank=True, editable=False)

    objects = MembreStructureQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre d’une structure")
        verbose_name_plural = _("membres des structures")
        ordering = ["structure__nom", "compte__last_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["compte", "structure"],
                name="structures_membre_structure_unique",
                violation_error_message=_("Cette personne est déjà membre de cette structure."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compte} – {self.structure}"


class MembreFinanceur(models.Model):
    """An account's role at a funder. Deactivated rather than deleted, so that history keeps its names."""

    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membres_financeurs", verbose_name=_("compte")
    )
    financeur = ParentalKey(Financeur, on_delete=models.CASCADE, related_name="membres", verbose_name=_("financeur"))
    role = models.CharField(_("rôle"), max_length=16, choices=RoleFinanceur, default=RoleFinanceur.LECTEUR)
    actif = models.BooleanField(_("actif"), default=True)
    depuis = models.DateTimeField(_("depuis"), auto_now_add=True)
    quitte_le = models.DateTimeField(_("quitté le"), null=True, blank=True, editable=False)

    objects = MembreFinanceurQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre d’un financeur")
        verbose_name_plural = _("membres des financeurs")
        ordering = ["financeur__nom", "compte__last_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["compte", "financeur"],
                name="structures_membre_financeur_unique",
                violation_error_message=_("Cette personne est déjà membre de ce financeur."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compte} – {self.financeur}"


class Moderateur(models.Model):
    """An account that moderates the public pages of the structures of a département (the animation moderates all)."""

    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="moderations", verbose_name=_("compte")
    )
    departement = DepartementField()
    actif = models.BooleanField(_("actif"), default=True)
    depuis = models.DateTimeField(_("depuis"), auto_now_add=True)

    objects = ModerateurQuerySet.as_manager()

    class Meta:
        verbose_name = _("modératrice ou modérateur")
        verbose_name_plural = _("modératrices et modérateurs")
        ordering = ["departement", "compte__last_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["compte", "departement"],
                name="structures_moderateur_unique",
                violation_error_message=_("Cette personne modère déjà ce département."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compte} – {nom_departement(self.departement)}"
