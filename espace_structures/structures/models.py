"""Structures, their funders, the conventions between them, and who belongs to whom."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.socle.geographie import DepartementField, nom_departement

from .enums import (
    LigneBudgetaire,
    PerimetreFinanceur,
    RoleFinanceur,
    RoleStructure,
    StatutStructure,
    TypeStructure,
)
from .identifiants import valider_siret, valider_telephone
from .querysets import (
    ConventionQuerySet,
    FinanceurQuerySet,
    MembreFinanceurQuerySet,
    MembreStructureQuerySet,
    StructureQuerySet,
)


class Structure(ClusterableModel):
    """A structure porteuse: recruits, pairs and follows (domaine.md §1, §2.2 A)."""

    nom = models.CharField(_("nom"), max_length=200)
    siret = models.CharField(
        _("SIRET"),
        max_length=14,
        unique=True,
        validators=[valider_siret],
        help_text=_("14 chiffres, avec ou sans espaces."),
        error_messages={"unique": _("Une structure porte déjà ce SIRET.")},
    )
    type = models.CharField(_("type"), max_length=16, choices=TypeStructure)
    statut = models.CharField(_("statut"), max_length=8, choices=StatutStructure, default=StatutStructure.ACTIVE)
    referent_nom = models.CharField(_("référent ou référente parrainage"), max_length=150, blank=True)
    referent_courriel = models.EmailField(_("adresse électronique du référent"), blank=True)
    referent_telephone = models.CharField(
        _("téléphone du référent"), max_length=20, blank=True, validators=[valider_telephone]
    )
    creee_le = models.DateTimeField(_("créée le"), auto_now_add=True)

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        ordering = ["nom"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(siret__regex=r"^[0-9]{14}$"),
                name="structures_structure_siret_14_chiffres",
                violation_error_message=_("Un SIRET compte 14 chiffres."),
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    def noms_departements(self) -> str:
        """Départements where the structure acts, in one line."""
        return ", ".join(nom_departement(implantation.departement) for implantation in self.implantations.all())


class Implantation(models.Model):
    """A département where a structure acts: one sheet of its bilan each (domaine.md §2.2, grain)."""

    structure = ParentalKey(Structure, on_delete=models.CASCADE, related_name="implantations")
    departement = DepartementField()

    class Meta:
        verbose_name = _("département d’intervention")
        verbose_name_plural = _("départements d’intervention")
        ordering = ["departement"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "departement"],
                name="structures_implantation_unique",
                violation_error_message=_("Ce département est déjà dans la liste."),
            ),
        ]

    def __str__(self) -> str:
        return nom_departement(self.departement)


class Financeur(ClusterableModel):
    """A public funder: a table, never a list in the code (domaine.md §1)."""

    nom = models.CharField(_("nom"), max_length=200, unique=True)
    sigle = models.CharField(_("sigle"), max_length=30, blank=True)
    perimetre = models.CharField(
        _("périmètre"),
        max_length=16,
        choices=PerimetreFinanceur,
        default=PerimetreFinanceur.STRUCTURES,
        help_text=_("Quels bilans ce financeur peut lire."),
    )

    objects = FinanceurQuerySet.as_manager()

    class Meta:
        verbose_name = _("financeur")
        verbose_name_plural = _("financeurs")
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.sigle or self.nom

    def noms_departements(self) -> str:
        """Départements of the funder's scope, in one line."""
        return ", ".join(nom_departement(ligne.departement) for ligne in self.departements.all())


class DepartementDuPerimetre(models.Model):
    """A département that a funder with the scope "départements" may read."""

    financeur = ParentalKey(Financeur, on_delete=models.CASCADE, related_name="departements")
    departement = DepartementField()

    class Meta:
        verbose_name = _("département du périmètre")
        verbose_name_plural = _("départements du périmètre")
        ordering = ["departement"]
        constraints = [
            models.UniqueConstraint(
                fields=["financeur", "departement"],
                name="structures_departement_perimetre_unique",
                violation_error_message=_("Ce département est déjà dans la liste."),
            ),
        ]

    def __str__(self) -> str:
        return nom_departement(self.departement)


class Convention(models.Model):
    """What a funder grants a structure for a year: a number of filleuls promised, an amount (domaine.md §2.2 A5)."""

    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="conventions", verbose_name=_("structure")
    )
    financeur = models.ForeignKey(
        Financeur, on_delete=models.PROTECT, related_name="conventions", verbose_name=_("financeur")
    )
    exercice = models.PositiveSmallIntegerField(
        _("exercice"), validators=[MinValueValidator(1993), MaxValueValidator(2100)], help_text=_("Année civile.")
    )
    ligne = models.CharField(_("ligne budgétaire"), max_length=16, choices=LigneBudgetaire)
    numero = models.CharField(_("numéro"), max_length=50, blank=True)
    signee_le = models.DateField(_("signée le"), null=True, blank=True)
    objectif = models.PositiveIntegerField(
        _("objectif conventionné"), null=True, blank=True, help_text=_("Nombre de filleules et filleuls promis.")
    )
    montant = models.DecimalField(
        _("montant notifié (€)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    objects = ConventionQuerySet.as_manager()

    class Meta:
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")
        ordering = ["-exercice", "structure__nom", "ligne"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "financeur", "exercice", "ligne", "numero"],
                name="structures_convention_unique",
                violation_error_message=_(
                    "Cette convention existe déjà (même structure, financeur, exercice, ligne et numéro)."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(montant__isnull=True) | models.Q(montant__gte=0),
                name="structures_convention_montant_positif",
                violation_error_message=_("Le montant d’une convention ne peut pas être négatif."),
            ),
            models.CheckConstraint(
                condition=models.Q(exercice__gte=1993) & models.Q(exercice__lte=2100),
                name="structures_convention_exercice_plausible",
                violation_error_message=_("L’exercice est une année civile, de 1993 à 2100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure} – {self.financeur} – {self.ligne} {self.exercice}"


class MembreStructure(models.Model):
    """An account's role in a structure. Deactivated rather than deleted, so that history keeps its names."""

    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membres_structures", verbose_name=_("compte")
    )
    structure = ParentalKey(Structure, on_delete=models.CASCADE, related_name="membres", verbose_name=_("structure"))
    role = models.CharField(_("rôle"), max_length=16, choices=RoleStructure, default=RoleStructure.CONTRIBUTEUR)
    actif = models.BooleanField(_("actif"), default=True)
    depuis = models.DateTimeField(_("depuis"), auto_now_add=True)

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
