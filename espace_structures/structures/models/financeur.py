"""Public funders, their scope, and the conventions by which they grant."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.socle.geographie import DepartementField, nom_departement

from ..enums import LigneBudgetaire, PerimetreFinanceur
from ..querysets import ConventionQuerySet, FinanceurQuerySet
from .structure import Structure


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
