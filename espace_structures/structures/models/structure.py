"""Structures porteuses: their record, where they act, the names they bore."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.socle.entrees.identifiants import valider_rna, valider_siret, valider_telephone
from portal.socle.geographie import DepartementField, nom_departement

from ..enums import StatutStructure, TypeStructure
from ..querysets import StructureQuerySet


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
    rna = models.CharField(
        _("numéro RNA"),
        max_length=10,
        blank=True,
        validators=[valider_rna],
        help_text=_("Pour une association : W suivi de neuf chiffres."),
    )
    type = models.CharField(_("type"), max_length=16, choices=TypeStructure)
    statut = models.CharField(_("statut"), max_length=8, choices=StatutStructure, default=StatutStructure.ACTIVE)
    fermee_le = models.DateField(_("fermée le"), null=True, blank=True)
    successeur = models.ForeignKey(
        "self",
        verbose_name=_("structure qui prend la suite"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecesseurs",
    )
    de_confiance = models.BooleanField(
        _("publie sans modération"),
        default=False,
        help_text=_("Ses pages paraissent dès qu’elle les publie. Décochez pour les relire avant."),
    )
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
            models.CheckConstraint(
                condition=models.Q(successeur__isnull=True) | models.Q(statut=StatutStructure.FERMEE),
                name="structures_structure_successeur_si_fermee",
                violation_error_message=_("Seule une structure fermée a une structure qui prend la suite."),
            ),
            models.CheckConstraint(
                condition=~models.Q(successeur=models.F("id")),
                name="structures_structure_successeur_autre",
                violation_error_message=_("Une structure ne prend pas sa propre suite."),
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


class AncienNom(models.Model):
    """A name that a structure bore: people go on looking for it."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="anciens_noms")
    nom = models.CharField(_("nom"), max_length=200)
    jusqu_au = models.DateField(_("jusqu’au"))

    class Meta:
        verbose_name = _("ancien nom")
        verbose_name_plural = _("anciens noms")
        ordering = ["-jusqu_au"]

    def __str__(self) -> str:
        return self.nom
