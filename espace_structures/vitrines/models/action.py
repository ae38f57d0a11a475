"""Action showcases: what a structure does, shown; and the gallery of all of them."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal.socle.blocs.commun import TEXTE_COURT
from portal.socle.entrees.identifiants import valider_telephone
from portal.socle.geographie import CommuneField, DepartementField, nom_departement
from portal.socle.pages import PageDuPortail

from ..querysets import ActionPageManager, PhotoQuerySet
from .montre_action import ActionMontree
from .publics import Public


class ActionPage(ActionMontree, PageDuPortail):
    """An action of a structure, under its sheet: a constrained page, not a free canvas."""

    but = models.TextField(
        _("but"), max_length=600, help_text=_("Ce que l’action change, et pour qui. Deux ou trois phrases.")
    )
    deroulement = RichTextField(_("déroulement"), features=TEXTE_COURT, blank=True)
    publics = ParentalManyToManyField(Public, verbose_name=_("publics"), blank=True, related_name="actions")
    partenaires = models.CharField(_("partenaires"), max_length=300, blank=True)
    lieu = models.CharField(_("lieu"), max_length=200, blank=True, help_text=_("Commune, quartier, salle."))
    code_commune = CommuneField(blank=True)
    debut = models.DateField(_("début"))
    fin = models.DateField(_("fin"), null=True, blank=True, help_text=_("Vide tant que l’action continue."))
    resultats = RichTextField(_("résultats"), features=TEXTE_COURT, blank=True)
    contact_nom = models.CharField(_("nom du contact"), max_length=150, blank=True)
    contact_courriel = models.EmailField(_("courriel du contact"), blank=True)
    contact_telephone = models.CharField(
        _("téléphone du contact"), max_length=20, blank=True, validators=[valider_telephone]
    )

    objects = ActionPageManager()

    search_fields = [
        *PageDuPortail.search_fields,
        index.SearchField("but"),
        index.SearchField("deroulement"),
        index.SearchField("partenaires"),
        index.SearchField("lieu"),
        index.SearchField("resultats"),
        index.RelatedFields("publics", [index.SearchField("nom")]),
    ]
    template = "vitrines/action.html"
    parent_page_types = ["vitrines.FichePage"]
    subpage_types: list[str] = []
    override_translatable_fields = [
        SynchronizedField(nom, overridable=False)
        for nom in ("publics", "departements", "debut", "fin", "code_commune", "contact_telephone")
    ] + [SynchronizedField(nom) for nom in ("partenaires", "lieu", "contact_nom")]

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fin__isnull=True) | models.Q(fin__gte=models.F("debut")),
                name="vitrines_action_fin_apres_debut",
                violation_error_message=_("La fin de l’action précède son début : corrigez l’une des deux dates."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def resume(self) -> str:
        return self.but


class DepartementAction(Orderable):
    """A département where the action takes place."""

    page = ParentalKey(ActionPage, on_delete=models.CASCADE, related_name="departements")
    departement = DepartementField()

    class Meta(Orderable.Meta):
        verbose_name = _("département de l’action")
        verbose_name_plural = _("départements de l’action")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "departement"],
                name="vitrines_departement_action_unique",
                violation_error_message=_("Ce département est déjà dans la liste."),
            ),
        ]

    def __str__(self) -> str:
        return nom_departement(self.departement)


class ChiffreAction(TranslatableMixin, Orderable):
    """A figure of the results, never without its year."""

    page = ParentalKey(ActionPage, on_delete=models.CASCADE, related_name="chiffres")
    valeur = models.DecimalField(_("valeur"), max_digits=12, decimal_places=1)
    unite = models.CharField(_("unité"), max_length=12, blank=True, help_text=_("%, €, heures… ou rien."))
    libelle = models.CharField(_("ce que le chiffre compte"), max_length=120)
    annee = models.PositiveSmallIntegerField(_("année"), validators=[MinValueValidator(1993), MaxValueValidator(2100)])

    override_translatable_fields = [SynchronizedField("annee", overridable=False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("chiffre")
        verbose_name_plural = _("chiffres")

    def __str__(self) -> str:
        return f"{self.valeur} {self.libelle}"


class TemoignageAction(TranslatableMixin, Orderable):
    """What someone says of the action, with their consent; a filleul·e is never named beyond a first name."""

    page = ParentalKey(ActionPage, on_delete=models.CASCADE, related_name="temoignages")
    citation = models.TextField(_("citation"), max_length=600)
    auteur = models.CharField(
        _("qui parle"), max_length=100, help_text=_("Un prénom et une qualité : « Aïcha, marraine ». Jamais de nom.")
    )
    accord = models.BooleanField(_("cette personne est d’accord pour être citée"), default=False)

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("témoignage")
        verbose_name_plural = _("témoignages")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accord=True),
                name="vitrines_temoignage_avec_accord",
                violation_error_message=_(
                    "Un témoignage paraît avec l’accord de qui parle : cochez la case ou retirez-le."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.auteur


class PhotoAction(TranslatableMixin, Orderable):
    """A picture of the action: author and text alternative always, consent and its end when people are recognised."""

    page = ParentalKey(ActionPage, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        "wagtailimages.Image", on_delete=models.CASCADE, related_name="+", verbose_name=_("photo")
    )
    alternative = models.CharField(
        _("texte alternatif"), max_length=250, help_text=_("Ce que la photo montre, pour qui ne la voit pas.")
    )
    auteur = models.CharField(_("auteur ou autrice de la photo"), max_length=150)
    personnes = models.BooleanField(_("on reconnaît des personnes"), default=True)
    consentement_jusqu_au = models.DateField(
        _("accord des personnes, valable jusqu’au"),
        null=True,
        blank=True,
        help_text=_("À cette date, la photo quitte le site d’elle-même."),
    )

    objects = PhotoQuerySet.as_manager()
    override_translatable_fields = [SynchronizedField("auteur"), SynchronizedField("consentement_jusqu_au", False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(personnes=False) | models.Q(consentement_jusqu_au__isnull=False),
                name="vitrines_photo_consentement_date",
                violation_error_message=_(
                    "On reconnaît des personnes : dites jusqu’à quand elles acceptent de paraître."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.alternative

    def est_montrable(self, le: date) -> bool:
        """Twin of `PhotoQuerySet.montrables`: nobody's consent has ended on this day."""
        return self.consentement_jusqu_au is None or self.consentement_jusqu_au > le
