"""The person: who wants to become a parrain, a marraine or a mentor, or already is one."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from espace_structures.vitrines.models import Public
from portal.socle.entrees.identifiants import valider_telephone
from portal.socle.geographie import CommuneField

from ..enums import Modalite, Secteur, Sexe, Situation, TrancheAge
from ..querysets import BenevoleQuerySet


class Disponibilites(models.Model):
    """When one can give time, or when it is needed."""

    en_semaine = models.BooleanField(_("en semaine, dans la journée"), default=False)
    en_soiree = models.BooleanField(_("en semaine, le soir"), default=False)
    le_week_end = models.BooleanField(_("le week-end"), default=False)

    class Meta:
        abstract = True


class Benevole(Disponibilites, models.Model):
    """A person, once for the whole portal; structures reach it through a candidature or an engagement.

    Until the address is confirmed (`confirme_le`), the row is a draft that nobody but its author sees: the answers of
    the stepped form are written into it as one goes. One confirmed row an address; drafts are erased after a week.
    Personal data: kept two years after `dernier_contact_le` (domaine.md §7), see metier.conservation.
    """

    prenom = models.CharField(_("prénom"), max_length=150, blank=True)
    nom = models.CharField(_("nom"), max_length=150, blank=True)
    courriel = models.EmailField(_("adresse électronique"), blank=True)
    telephone = models.CharField(_("téléphone"), max_length=20, blank=True, validators=[valider_telephone])
    langue = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    # What the bilan counts; each may be left unsaid.
    situation = models.CharField(_("situation"), max_length=12, choices=Situation, blank=True)
    tranche_age = models.CharField(_("âge"), max_length=8, choices=TrancheAge, blank=True)
    sexe = models.CharField(_("sexe"), max_length=1, choices=Sexe, blank=True)
    secteur = models.CharField(_("secteur d’activité"), max_length=1, choices=Secteur, blank=True)
    metier = models.CharField(_("métier"), max_length=150, blank=True)
    code_commune = CommuneField(blank=True)
    rayon_km = models.PositiveSmallIntegerField(_("distance possible, en kilomètres"), default=10)
    modalite = models.CharField(_("modalité"), max_length=8, choices=Modalite, blank=True)
    regulier = models.BooleanField(_("accompagnement régulier"), default=False)
    ponctuel = models.BooleanField(_("coup de main ponctuel"), default=False)
    immersion = models.BooleanField(_("accueil en immersion"), default=False)
    publics = models.ManyToManyField(
        Public, verbose_name=_("publics que l’on souhaite aider"), blank=True, related_name="+"
    )
    est_majeur = models.BooleanField(_("a dix-huit ans ou plus"), default=False)
    charte_acceptee_le = models.DateTimeField(_("charte acceptée le"), null=True, blank=True)
    consentement_le = models.DateTimeField(_("accord sur l’usage des données donné le"), null=True, blank=True)
    cree_le = models.DateTimeField(_("créé le"))
    enregistre_le = models.DateTimeField(_("enregistré le"))
    confirme_le = models.DateTimeField(_("adresse confirmée le"), null=True, blank=True)
    dernier_contact_le = models.DateTimeField(_("dernier contact le"))
    rappel_conservation_le = models.DateTimeField(_("prévenu de l’effacement le"), null=True, blank=True)
    # Raised to make every link sent before worthless.
    version_lien = models.PositiveIntegerField(_("version du lien"), default=1)

    objects = BenevoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("bénévole")
        verbose_name_plural = _("bénévoles")
        ordering = ["nom", "prenom", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("courriel"),
                condition=models.Q(confirme_le__isnull=False) & ~models.Q(courriel=""),
                name="benevolat_benevole_courriel_unique",
                violation_error_message=_("Une personne est déjà connue avec cette adresse."),
            ),
            models.CheckConstraint(
                condition=models.Q(confirme_le__isnull=True)
                | (~models.Q(prenom="") & ~models.Q(nom="") & (~models.Q(courriel="") | ~models.Q(telephone=""))),
                name="benevolat_benevole_confirme_complet",
                violation_error_message=_("Il faut un prénom, un nom, et une adresse électronique ou un téléphone."),
            ),
            models.CheckConstraint(
                condition=models.Q(rayon_km__lte=100),
                name="benevolat_benevole_rayon_plausible",
                violation_error_message=_("La distance va jusqu’à 100 kilomètres."),
            ),
        ]
        indexes = [models.Index(fields=["dernier_contact_le"], name="benevolat_dernier_contact")]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}".strip()


class LangueParlee(models.Model):
    """A language that the person speaks: ISO 639 code; its name comes from Babel."""

    benevole = models.ForeignKey(Benevole, on_delete=models.CASCADE, related_name="langues_parlees")
    code = models.CharField(_("code"), max_length=3)

    class Meta:
        verbose_name = _("langue parlée")
        verbose_name_plural = _("langues parlées")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["benevole", "code"],
                name="benevolat_langue_unique",
                violation_error_message=_("Cette langue est déjà dans la liste."),
            ),
        ]

    def __str__(self) -> str:
        return self.code
