"""What the animation sets without a developer: delays, texts, seasons, how long data is kept."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField

from portal.socle.blocs.commun import TEXTE_COURT

from ..enums import RelectureDesAppels


def _jours(defaut: int, libelle, aide="", maximum: int = 365):
    return models.PositiveSmallIntegerField(
        libelle,
        default=defaut,
        help_text=aide,
        validators=[MinValueValidator(1), MaxValueValidator(maximum)],
    )


@register_setting(icon="group", order=310)
class ReglagesBenevolat(BaseGenericSetting):
    """One row for the whole portal; read with `metier.reglages.reglages()`."""

    relecture = models.CharField(
        _("appels à bénévoles relus avant de paraître"),
        max_length=16,
        choices=RelectureDesAppels,
        default=RelectureDesAppels.SAUF_CONFIANCE,
    )
    delai_reponse = _jours(7, _("réponse promise, en jours"), _("Annoncé à chaque candidate et candidat."))
    delai_animation = _jours(
        14, _("alerte à l’animation, en jours"), _("Sans réponse de la structure, après avoir relancé celle-ci.")
    )
    delai_reorientation = _jours(
        21,
        _("proposition à une autre structure, en jours"),
        _("Si la candidate ou le candidat y a consenti."),
    )
    fin_de_saison_mois = models.PositiveSmallIntegerField(
        _("mois de fin de saison"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("Une saison finit le dernier jour de ce mois ; 12 la fait coïncider avec l’exercice du bilan."),
    )
    rappel_renouvellement = _jours(10, _("jours entre deux rappels de renouvellement"), maximum=90)
    nombre_de_rappels = models.PositiveSmallIntegerField(
        _("nombre de rappels de renouvellement"), default=2, validators=[MaxValueValidator(5)]
    )
    conservation_mois = models.PositiveSmallIntegerField(
        _("conservation après le dernier contact, en mois"),
        default=24,
        validators=[MinValueValidator(3), MaxValueValidator(36)],
        help_text=_("Deux ans, d’après les recommandations de la CNIL sur le recrutement."),
    )
    preavis_mois = models.PositiveSmallIntegerField(
        _("préavis avant effacement, en mois"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
    )
    charte = RichTextField(_("charte du bénévole"), features=TEXTE_COURT, blank=True)
    charte_anglais = RichTextField(_("charte du bénévole, en anglais"), features=TEXTE_COURT, blank=True)
    notice = RichTextField(
        _("complément à la notice sur les données"),
        features=TEXTE_COURT,
        blank=True,
        help_text=_("S’ajoute aux finalités, aux durées et aux droits, que le portail dit de lui-même."),
    )
    notice_anglais = RichTextField(_("complément à la notice, en anglais"), features=TEXTE_COURT, blank=True)

    panels = [
        FieldPanel("relecture"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("delai_reponse"), FieldPanel("delai_animation"), FieldPanel("delai_reorientation")]
                )
            ],
            heading=_("Aucune candidature sans réponse"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("fin_de_saison_mois"),
                FieldRowPanel([FieldPanel("rappel_renouvellement"), FieldPanel("nombre_de_rappels")]),
            ],
            heading=_("Renouvellement"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("conservation_mois"), FieldPanel("preavis_mois")])],
            heading=_("Données personnelles"),
        ),
        MultiFieldPanel(
            [FieldPanel("charte"), FieldPanel("charte_anglais"), FieldPanel("notice"), FieldPanel("notice_anglais")],
            heading=_("Textes"),
        ),
    ]

    class Meta:
        verbose_name = _("bénévolat")
        verbose_name_plural = _("bénévolat")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(delai_reponse__lte=models.F("delai_animation"))
                & models.Q(delai_animation__lte=models.F("delai_reorientation")),
                name="benevolat_reglages_delais_ordonnes",
                violation_error_message=_(
                    "Les délais se suivent : réponse promise, puis alerte à l’animation, puis autre structure."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(preavis_mois__lt=models.F("conservation_mois")),
                name="benevolat_reglages_preavis",
                violation_error_message=_("Le préavis est plus court que la conservation."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Réglages du bénévolat"))
