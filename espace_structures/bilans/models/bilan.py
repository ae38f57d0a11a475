"""A bilan, its sheets (one a département) and their answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.enums import TypeStructure
from espace_structures.structures.models import Structure
from portal.socle.geographie import DepartementField, nom_departement

from ..enums import ETATS_MODIFIABLES, EtatBilan
from ..querysets import BilanQuerySet, FeuilleQuerySet
from .campagne import Campagne, Cellule


class Bilan(models.Model):
    """The bilan of a structure for a campaign. Sent bilans keep their own copy of the structure's name and type."""

    campagne = models.ForeignKey(Campagne, on_delete=models.PROTECT, related_name="bilans", verbose_name=_("campagne"))
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="bilans", verbose_name=_("structure")
    )
    etat = models.CharField(_("état"), max_length=12, choices=EtatBilan, default=EtatBilan.A_SAISIR)
    # Copy of the structure, taken at creation and again at each sending: an old consolidation never moves.
    nom_structure = models.CharField(_("nom de la structure"), max_length=200)
    type_structure = models.CharField(_("type de structure"), max_length=16, choices=TypeStructure)
    commentaire = models.TextField(_("commentaire au financeur"), blank=True, max_length=4000)
    transmis_le = models.DateTimeField(_("transmis le"), null=True, blank=True)
    transmis_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("transmis par"),
    )
    motif_renvoi = models.TextField(_("motif du renvoi"), blank=True, max_length=4000)
    valide_le = models.DateTimeField(_("validé le"), null=True, blank=True)
    valide_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("validé par"),
    )
    cree_le = models.DateTimeField(_("créé le"), auto_now_add=True)
    modifie_le = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = BilanQuerySet.as_manager()

    class Meta:
        verbose_name = _("bilan")
        verbose_name_plural = _("bilans")
        ordering = ["-campagne__exercice", "nom_structure"]
        constraints = [
            models.UniqueConstraint(
                fields=["campagne", "structure"],
                name="bilans_bilan_unique",
                violation_error_message=_("Cette structure a déjà un bilan dans cette campagne."),
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=[EtatBilan.TRANSMIS, EtatBilan.A_COMPLETER, EtatBilan.VALIDE])
                | Q(transmis_le__isnull=False),
                name="bilans_bilan_transmis_date",
                violation_error_message=_("Un bilan transmis porte la date de sa transmission."),
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatBilan.A_COMPLETER) | ~Q(motif_renvoi=""),
                name="bilans_bilan_renvoi_motive",
                violation_error_message=_("Dites à la structure ce qu’elle doit compléter."),
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatBilan.VALIDE, valide_le__isnull=False)
                | (~Q(etat=EtatBilan.VALIDE) & Q(valide_le__isnull=True)),
                name="bilans_bilan_valide_date",
                violation_error_message=_("Un bilan validé, et lui seul, porte la date de sa validation."),
            ),
        ]
        indexes = [models.Index(fields=["campagne", "etat"], name="bilans_bilan_campagne_etat")]

    def __str__(self) -> str:
        return f"{self.nom_structure} – {self.campagne.exercice}"

    @property
    def est_modifiable(self) -> bool:
        """The state allows typing; whether the campaign is open to the structure is another question."""
        return self.etat in ETATS_MODIFIABLES

    def limite(self):
        """Last day (inclusive) to fill and send: the structure's own, or the end of the review when sent back."""
        limite = self.campagne.limite_pour(self.structure)
        return max(limite, self.campagne.examen_jusqu_au) if self.etat == EtatBilan.A_COMPLETER else limite

    def est_ouvert(self, jour=None) -> bool:
        """State and dates both allow typing and sending on that day (default: today in Paris)."""
        jour = jour or timezone.localdate()
        return self.est_modifiable and self.campagne.est_gelee and self.campagne.ouvre_le <= jour <= self.limite()


class Feuille(models.Model):
    """The sheet of a bilan for one département. `version` grows by one at each saving (concurrent edits)."""

    wagtail_reference_index_ignore = True  # no page of the CMS is concerned

    bilan = models.ForeignKey(Bilan, on_delete=models.CASCADE, related_name="feuilles", verbose_name=_("bilan"))
    departement = DepartementField()
    version = models.PositiveIntegerField(_("version"), default=0)
    enregistree_le = models.DateTimeField(_("enregistrée le"), null=True, blank=True)

    objects = FeuilleQuerySet.as_manager()

    class Meta:
        verbose_name = _("feuille")
        verbose_name_plural = _("feuilles")
        ordering = ["bilan", "departement"]
        constraints = [models.UniqueConstraint(fields=["bilan", "departement"], name="bilans_feuille_unique")]

    def __str__(self) -> str:
        return f"{self.bilan} – {nom_departement(self.departement)}"


class Reponse(models.Model):
    """One answer: a number or a text (a choice is stored as its code, a date as AAAA-MM-JJ). No row means no answer."""

    wagtail_reference_index_ignore = True  # no page of the CMS is concerned

    feuille = models.ForeignKey(Feuille, on_delete=models.CASCADE, related_name="reponses")
    cellule = models.ForeignKey(Cellule, on_delete=models.PROTECT, related_name="reponses")
    nombre = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    texte = models.TextField(blank=True)

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        constraints = [
            models.UniqueConstraint(fields=["feuille", "cellule"], name="bilans_reponse_unique"),
            models.CheckConstraint(
                condition=Q(nombre__isnull=False, texte="") | (Q(nombre__isnull=True) & ~Q(texte="")),
                name="bilans_reponse_nombre_ou_texte",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cellule_id}: {self.texte if self.nombre is None else self.nombre}"


class Modification(models.Model):
    """The history of a cell: what it held before and after a saving. `version` is the sheet's after that saving."""

    wagtail_reference_index_ignore = True  # no page of the CMS is concerned

    feuille = models.ForeignKey(Feuille, on_delete=models.CASCADE, related_name="modifications")
    cellule = models.ForeignKey(Cellule, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    avant = models.TextField(blank=True)
    apres = models.TextField(blank=True)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    le = models.DateTimeField()

    class Meta:
        verbose_name = _("modification")
        verbose_name_plural = _("modifications")
        ordering = ["-le", "-pk"]
        indexes = [models.Index(fields=["feuille", "version"], name="bilans_modif_feuille_version")]

    def __str__(self) -> str:
        return f"{self.cellule_id}: {self.avant} → {self.apres}"


class Justification(models.Model):
    """The sentence that answers an anomaly "to justify". It holds for that message: other figures ask again."""

    wagtail_reference_index_ignore = True  # no page of the CMS is concerned

    bilan = models.ForeignKey(Bilan, on_delete=models.CASCADE, related_name="justifications")
    feuille = models.ForeignKey(Feuille, on_delete=models.CASCADE, null=True, blank=True, related_name="justifications")
    regle = models.CharField(_("règle"), max_length=30)
    message = models.TextField(_("anomalie justifiée"))
    texte = models.TextField(_("justification"), max_length=1000)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    le = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("justification")
        verbose_name_plural = _("justifications")
        constraints = [
            models.UniqueConstraint(fields=["bilan", "feuille", "regle"], name="bilans_justification_feuille_unique"),
            models.UniqueConstraint(
                fields=["bilan", "regle"], condition=Q(feuille__isnull=True), name="bilans_justification_bilan_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regle}: {self.texte}"
