"""A campaign: a yearly collection of bilans, with the trame frozen into rows the day it opens."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.models import Structure

from ..enums import FormatIndicateur, GenreElement, GenreRegle, Portee, Severite, TypeReponse
from ..querysets import CampagneQuerySet


class Campagne(models.Model):
    """The collection of the bilans of an exercice: opening, deadlines for sending and for review (inclusive)."""

    exercice = models.PositiveSmallIntegerField(
        _("exercice"),
        unique=True,
        validators=[MinValueValidator(1993), MaxValueValidator(2100)],
        help_text=_("Année civile dont on fait le bilan."),
        error_messages={"unique": _("Une campagne existe déjà pour cet exercice.")},
    )
    trame = models.ForeignKey(
        "bilans.Trame", on_delete=models.PROTECT, related_name="campagnes", verbose_name=_("trame")
    )
    ouvre_le = models.DateField(_("ouverture de la saisie"))
    envoi_jusqu_au = models.DateField(_("transmission au plus tard le"))
    examen_jusqu_au = models.DateField(_("examen au plus tard le"))
    ouverte_le = models.DateTimeField(
        _("gelée et ouverte le"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Posé par l’ouverture de la campagne."),
    )

    objects = CampagneQuerySet.as_manager()

    class Meta:
        verbose_name = _("campagne de bilans")
        verbose_name_plural = _("campagnes de bilans")
        ordering = ["-exercice"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(envoi_jusqu_au__gte=models.F("ouvre_le")),
                name="bilans_campagne_envoi_apres_ouverture",
                violation_error_message=_("La date limite de transmission doit suivre l’ouverture."),
            ),
            models.CheckConstraint(
                condition=models.Q(examen_jusqu_au__gte=models.F("envoi_jusqu_au")),
                name="bilans_campagne_examen_apres_envoi",
                violation_error_message=_("La date limite d’examen doit suivre la date limite de transmission."),
            ),
            models.CheckConstraint(
                condition=models.Q(exercice__gte=1993) & models.Q(exercice__lte=2100),
                name="bilans_campagne_exercice_plausible",
                violation_error_message=_("L’exercice est une année civile, de 1993 à 2100."),
            ),
        ]

    def __str__(self) -> str:
        return _("Bilan parrainage %(exercice)s") % {"exercice": self.exercice}

    def clean(self) -> None:
        """Once opened, a campaign keeps its exercice and its trame: its cells and its bilans come from them."""
        if not self.est_gelee or self.pk is None:
            return
        connue = type(self).objects.filter(pk=self.pk).values("exercice", "trame_id").first()
        erreurs = {}
        if connue and connue["exercice"] != self.exercice:
            erreurs["exercice"] = _("La campagne est ouverte : son exercice ne change plus.")
        if connue and connue["trame_id"] != self.trame_id:
            erreurs["trame"] = _("La campagne est ouverte : sa trame ne change plus.")
        if erreurs:
            raise ValidationError(erreurs)

    @property
    def est_gelee(self) -> bool:
        """The trame is frozen and the bilans exist."""
        return self.ouverte_le is not None

    def limite_pour(self, structure: Structure):
        """Last day (date, inclusive) on which this structure may send: its extension, else the campaign's deadline."""
        prolongations = [p.jusqu_au for p in self.prolongations.all() if p.structure_id == structure.pk]
        return max([self.envoi_jusqu_au, *prolongations])

    def est_ouverte_a(self, structure: Structure, jour=None) -> bool:
        """Whether this structure may fill and send on that day (default: today in Paris)."""
        jour = jour or timezone.localdate()
        return self.est_gelee and self.ouvre_le <= jour <= self.limite_pour(structure)


class Prolongation(models.Model):
    """More time for one structure, before or after the deadline."""

    campagne = models.ForeignKey(
        Campagne, on_delete=models.CASCADE, related_name="prolongations", verbose_name=_("campagne")
    )
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+", verbose_name=_("structure"))
    jusqu_au = models.DateField(_("peut transmettre jusqu’au"))
    motif = models.CharField(_("motif"), max_length=300)

    class Meta:
        verbose_name = _("délai accordé")
        verbose_name_plural = _("délais accordés")
        ordering = ["-campagne__exercice", "structure__nom"]
        constraints = [
            models.UniqueConstraint(
                fields=["campagne", "structure"],
                name="bilans_prolongation_unique",
                violation_error_message=_("Cette structure a déjà un délai pour cette campagne : modifiez-le."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campagne} – {self.structure}"

    def clean(self) -> None:
        """More time is time after the deadline of the campaign."""
        if self.campagne_id and self.jusqu_au and self.jusqu_au <= self.campagne.envoi_jusqu_au:
            message = _("La campagne donne déjà jusqu’au %(date)s : accordez une date plus lointaine.")
            raise ValidationError(
                {"jusqu_au": message % {"date": date_format(self.campagne.envoi_jusqu_au, "DATE_FORMAT")}}
            )


class SectionGelee(models.Model):
    """A section of the trame as it was when the campaign opened."""

    wagtail_reference_index_ignore = True  # no page of the CMS is concerned

    campagne = models.ForeignKey(Campagne, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField(max_length=20)
    titre = models.CharField(max_length=200)
    aide = models.TextField(blank=True)
    ordre = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("section gelée")
        verbose_name_plural = _("sections gelées")
        ordering = ["campagne", "ordre"]
        constraints = [models.UniqueConstraint(fields=["campagne", "code"], name="bilans_section_unique")]

    def __str__(self) -> str:
        return f"{self.code} – {self.titre}"


class Element(models.Model):
    """A table or a question of a frozen section."""

    wagtail_reference_index_ignore = True  # no page of the CMS is concerned

    section = models.ForeignKey(SectionGelee, on_delete=models.CASCADE, related_name="elements")
    genre = models.CharField(max_length=8, choices=GenreElement)
    code = models.CharField(max_length=30)
    titre = models.CharField(max_length=300)
    intitule_lignes = models.CharField(max_length=200, blank=True)
    aide = models.TextField(blank=True)
    definition = models.TextField(blank=True)
    ordre = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("tableau ou question gelé")
        verbose_name_plural = _("tableaux et questions gelés")
        ordering = ["section", "ordre"]
        constraints = [models.UniqueConstraint(fields=["section", "code"], name="bilans_element_unique")]

    def __str__(self) -> str:
        return f"{self.code} – {self.titre}"


class Cellule(models.Model):
    """One cell of a campaign: stable code, place in the form, labels, type. The target of every answer."""

    wagtail_reference_index_ignore = True  # no page of the CMS is concerned

    campagne = models.ForeignKey(Campagne, on_delete=models.CASCADE, related_name="cellules")
    element = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="cellules")
    code = models.CharField(max_length=80)
    type = models.CharField(max_length=12, choices=TypeReponse)
    ordre = models.PositiveIntegerField()
    ligne = models.CharField(max_length=30, blank=True)
    ligne_libelle = models.CharField(max_length=300, blank=True)
    ligne_dont = models.BooleanField(default=False)
    ligne_aide = models.TextField(blank=True)
    ligne_definition = models.TextField(blank=True)
    colonne = models.CharField(max_length=30, blank=True)
    colonne_libelle = models.CharField(max_length=200, blank=True)
    colonne_groupe = models.CharField(max_length=200, blank=True)
    colonne_dont = models.BooleanField(default=False)
    colonne_rang = models.PositiveSmallIntegerField(default=0)  # a greyed cell leaves the order of columns untold
    calcul = models.CharField(max_length=500, blank=True)
    choix = models.JSONField(
        default=list, blank=True
    )  # [[code, label], …]: an attribute of the question, not an answer
    longueur = models.PositiveIntegerField(null=True, blank=True)
    ponderation = models.CharField(max_length=200, blank=True)
    obligatoire = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("cellule")
        verbose_name_plural = _("cellules")
        ordering = ["campagne", "ordre"]
        constraints = [models.UniqueConstraint(fields=["campagne", "code"], name="bilans_cellule_unique")]

    def __str__(self) -> str:
        return self.code


class RegleGelee(models.Model):
    """A coherence rule as it was when the campaign opened."""

    wagtail_reference_index_ignore = True  # no page of the CMS is concerned

    campagne = models.ForeignKey(Campagne, on_delete=models.CASCADE, related_name="regles")
    code = models.CharField(max_length=30)
    genre = models.CharField(max_length=16, choices=GenreRegle)
    severite = models.CharField(max_length=12, choices=Severite)
    portee = models.CharField(max_length=8, choices=Portee)
    message = models.TextField()
    parametres = models.JSONField(default=dict)  # closed set of parameters of the kind; decimals as strings
    source = models.CharField(max_length=20, blank=True)
    ordre = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("règle gelée")
        verbose_name_plural = _("règles gelées")
        ordering = ["campagne", "ordre"]
        constraints = [models.UniqueConstraint(fields=["campagne", "code"], name="bilans_regle_unique")]

    def __str__(self) -> str:
        return self.code


class IndicateurGele(models.Model):
    """A computed indicator as it was when the campaign opened."""

    wagtail_reference_index_ignore = True  # no page of the CMS is concerned

    campagne = models.ForeignKey(Campagne, on_delete=models.CASCADE, related_name="indicateurs")
    code = models.CharField(max_length=30)
    libelle = models.CharField(max_length=300)
    numerateur = models.CharField(max_length=500)
    denominateur = models.CharField(max_length=500)
    format = models.CharField(max_length=12, choices=FormatIndicateur)
    definition = models.TextField(blank=True)
    ordre = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("indicateur gelé")
        verbose_name_plural = _("indicateurs gelés")
        ordering = ["campagne", "ordre"]
        constraints = [models.UniqueConstraint(fields=["campagne", "code"], name="bilans_indicateur_unique")]

    def __str__(self) -> str:
        return f"{self.code} – {self.libelle}"
