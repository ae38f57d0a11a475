"""The editor of the sheet of a structure."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel

from .commun import CONTACT, editeur

_LIEU = [
    FieldPanel("adresse"),
    FieldRowPanel([FieldPanel("code_postal"), FieldPanel("code_commune")]),
]

EDITEUR = editeur(
    [
        HelpPanel(template="vitrines/cms/identite.html", heading=_("Votre structure")),
        FieldPanel("accroche"),
        FieldPanel("presentation"),
        FieldPanel("logo", help_text=_("Choisi dans la médiathèque de votre structure, sur fond clair de préférence.")),
        FieldPanel("publics", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [
                FieldPanel("sur_rendez_vous"),
                FieldPanel("en_ligne"),
                FieldPanel("sans_rendez_vous"),
                FieldPanel("accueil"),
            ],
            heading=_("Comment vous accueillez"),
        ),
        MultiFieldPanel(
            [
                *_LIEU,
                FieldPanel("territoire"),
                FieldPanel("position_corrigee"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Où vous trouver"),
        ),
        MultiFieldPanel([*CONTACT.children, FieldPanel("site")], heading=_("Contact")),
        InlinePanel(
            "antennes",
            heading=_("Antennes"),
            label=_("Antenne"),
            help_text=_("Les autres lieux où vous accueillez."),
            panels=[
                FieldPanel("nom"),
                *_LIEU,
                FieldRowPanel([FieldPanel("telephone"), FieldPanel("horaires")]),
            ],
        ),
    ]
)
