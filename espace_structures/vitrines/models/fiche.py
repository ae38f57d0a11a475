"""The public sheet of a structure."""

from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from espace_structures.structures.models import Structure
from portal.socle.blocs.commun import TEXTE_COURT
from portal.socle.entrees.identifiants import valider_telephone
from portal.socle.pages import PageDuPortail

from ..querysets import FichePageManager
from .lieux import LieuMixin
from .montre_fiche import FicheMontree
from .publics import Public


class FichePage(FicheMontree, LieuMixin, PageDuPortail):
    """Who a structure is, whom it welcomes and how, where to find it. Its name and SIRET are the animation's."""

    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="fiches", verbose_name=_("structure")
    )
    accroche = models.CharField(
        _("en une phrase"),
        max_length=250,
        validators=[MinLengthValidator(20)],
        help_text=_("Ce que vous faites, pour qui n’a jamais entendu parler de vous."),
    )
    presentation = RichTextField(_("présentation"), features=TEXTE_COURT, blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    publics = ParentalManyToManyField(Public, verbose_name=_("publics accueillis"), blank=True, related_name="fiches")
    # How a structure welcomes (domaine.md §1, S3): three ways, several at once.
    sur_rendez_vous = models.BooleanField(_("sur rendez-vous"), default=False)
    en_ligne = models.BooleanField(_("mise en relation en ligne"), default=False)
    sans_rendez_vous = models.BooleanField(_("sur simple visite"), default=False)
    accueil = models.CharField(
        _("précisions sur l’accueil"),
        max_length=300,
        blank=True,
        help_text=_("Jours, horaires, ce qu’il faut apporter."),
    )
    territoire = models.CharField(
        _("territoire"),
        max_length=250,
        blank=True,
        help_text=_("Communes ou quartiers, quand vous ne couvrez pas tout le département."),
    )
    contact_nom = models.CharField(_("nom du contact"), max_length=150, blank=True)
    contact_courriel = models.EmailField(_("courriel du contact"), blank=True)
    contact_telephone = models.CharField(
        _("téléphone du contact"), max_length=20, blank=True, validators=[valider_telephone]
    )
    site = models.URLField(_("site internet"), blank=True)

    objects = FichePageManager()

    search_fields = [
        *PageDuPortail.search_fields,
        index.SearchField("accroche"),
        index.SearchField("presentation"),
        index.SearchField("territoire"),
        index.RelatedFields("publics", [index.SearchField("nom")]),
        index.FilterField("structure_id"),
    ]
    template = "vitrines/fiche.html"
    is_creatable = False  # opened for a structure (metier.fiches), never by hand: it would belong to none
    parent_page_types = ["vitrines.AnnuairePage"]
    subpage_types = ["vitrines.ActionPage"]
    override_translatable_fields = [
        SynchronizedField(nom, overridable=False)
        for nom in ("structure", "publics", "antennes", "adresse", "code_postal", "code_commune", "contact_telephone")
    ] + [SynchronizedField("contact_nom")]

    class Meta:
        verbose_name = _("fiche de structure")
        verbose_name_plural = _("fiches de structures")

    def __str__(self) -> str:
        return self.title

    @property
    def resume(self) -> str:
        return self.accroche


class Antenne(LieuMixin, Orderable):
    """Another place where the structure welcomes."""

    page = ParentalKey(FichePage, on_delete=models.CASCADE, related_name="antennes")
    nom = models.CharField(_("nom"), max_length=150)
    telephone = models.CharField(_("téléphone"), max_length=20, blank=True, validators=[valider_telephone])
    horaires = models.CharField(_("horaires"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("antenne")
        verbose_name_plural = _("antennes")

    def __str__(self) -> str:
        return self.nom
