"""Volunteer calls: what a structure needs, for whom, where and until when."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.models import Structure
from espace_structures.vitrines.models import Public
from portal.socle.geographie import CommuneField, DepartementField
from portal.socle.geographie.communes import Commune, commune

from ..enums import EtatAppel, Forme, Modalite, Secteur
from ..querysets import AppelQuerySet
from .benevole import Disponibilites


class AppelBenevoles(Disponibilites, models.Model):
    """A call for volunteers. Drafts and calls being read are the structure's; published and full ones are public."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="appels_benevoles")
    titre = models.CharField(_("titre"), max_length=120)
    besoin = models.TextField(_("pour quoi faire"), max_length=3000)
    rythme = models.CharField(
        _("rythme"), max_length=150, blank=True, help_text=_("Par exemple : deux heures toutes les deux semaines.")
    )
    forme = models.CharField(_("forme"), max_length=10, choices=Forme, default=Forme.REGULIER)
    modalite = models.CharField(_("modalité"), max_length=8, choices=Modalite, default=Modalite.PRESENCE)
    places = models.PositiveSmallIntegerField(
        _("places"), default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    code_commune = CommuneField()
    departement = DepartementField()  # of the commune; kept for lists and pages of territories
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    publics = models.ManyToManyField(Public, verbose_name=_("publics"), blank=True, related_name="+")
    mineurs_proteges = models.BooleanField(
        _("auprès de mineurs de la protection de l’enfance"),
        default=False,
        help_text=_("L’attestation d’honorabilité est alors exigée avant toute rencontre."),
    )
    jusqu_au = models.DateField(_("jusqu’au"))
    etat = models.CharField(_("état"), max_length=10, choices=EtatAppel, default=EtatAppel.BROUILLON)
    motif_renvoi = models.TextField(_("ce qu’il faut reprendre"), max_length=1000, blank=True)
    cree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cree_le = models.DateTimeField(_("créé le"))
    modifie_le = models.DateTimeField(_("modifié le"))
    soumis_le = models.DateTimeField(_("soumis le"), null=True, blank=True)
    publie_le = models.DateTimeField(_("publié le"), null=True, blank=True)
    clos_le = models.DateTimeField(_("clos le"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = AppelQuerySet.as_manager()

    class Meta:
        verbose_name = _("appel à bénévoles")
        verbose_name_plural = _("appels à bénévoles")
        ordering = ["-publie_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(places__gte=1),
                name="benevolat_appel_une_place",
                violation_error_message=_("Un appel propose au moins une place."),
            ),
            models.CheckConstraint(
                condition=~models.Q(etat__in=[EtatAppel.PUBLIE, EtatAppel.COMPLET]) | models.Q(publie_le__isnull=False),
                name="benevolat_appel_publie_date",
                violation_error_message=_("Un appel publié dit depuis quand."),
            ),
        ]
        indexes = [models.Index(fields=["etat", "jusqu_au"], name="benevolat_appel_etat")]

    def __str__(self) -> str:
        return self.titre

    @property
    def commune(self) -> Commune | None:
        return commune(self.code_commune)

    @property
    def places_libres(self) -> int:
        """Places left, where the query counted those taken (`avec_places`)."""
        return max(0, self.places - self.prises)

    @property
    def disponibilites(self) -> list[str]:
        """When help is needed, in words; empty when any time suits."""
        return [
            str(self._meta.get_field(nom).verbose_name)
            for nom in ("en_semaine", "en_soiree", "le_week_end")
            if getattr(self, nom)
        ]


class SecteurRecherche(models.Model):
    """A sector that a call looks for."""

    appel = models.ForeignKey(AppelBenevoles, on_delete=models.CASCADE, related_name="secteurs")
    secteur = models.CharField(_("secteur d’activité"), max_length=1, choices=Secteur)

    class Meta:
        verbose_name = _("secteur recherché")
        verbose_name_plural = _("secteurs recherchés")
        ordering = ["secteur"]
        constraints = [
            models.UniqueConstraint(
                fields=["appel", "secteur"],
                name="benevolat_secteur_recherche_unique",
                violation_error_message=_("Ce secteur est déjà dans la liste."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_secteur_display()
