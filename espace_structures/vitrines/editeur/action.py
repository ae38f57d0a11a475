"""The editor of an action."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from .commun import CONTACT, editeur

EDITEUR = editeur(
    [
        # Not Wagtail's title panel: it writes the address of the page, a field that a structure does not have.
        FieldPanel("title", classname="title", heading=_("Titre de l’action")),
        FieldPanel("but"),
        FieldPanel("publics", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("debut"), FieldPanel("fin")]),
                FieldRowPanel([FieldPanel("lieu"), FieldPanel("code_commune")]),
                InlinePanel("departements", label=_("Département"), heading=_("Départements de l’action")),
            ],
            heading=_("Quand et où"),
        ),
        FieldPanel("deroulement"),
        FieldPanel("partenaires"),
        FieldPanel("resultats"),
        InlinePanel(
            "chiffres",
            heading=_("Chiffres"),
            label=_("Chiffre"),
            help_text=_("Un chiffre se lit avec son année : sans elle, il ne dit rien."),
            panels=[
                FieldRowPanel([FieldPanel("valeur"), FieldPanel("unite"), FieldPanel("annee")]),
                FieldPanel("libelle"),
            ],
        ),
        InlinePanel(
            "temoignages",
            heading=_("Témoignages"),
            label=_("Témoignage"),
            panels=[FieldPanel("citation"), FieldPanel("auteur"), FieldPanel("accord")],
        ),
        InlinePanel(
            "photos",
            heading=_("Photos"),
            label=_("Photo"),
            help_text=_(
                "Une photo porte toujours le nom de qui l’a prise et ce qu’elle montre. Si l’on y reconnaît des "
                "personnes, dites jusqu’à quand elles acceptent d’y figurer : ce jour-là, la photo quitte le site."
            ),
            panels=[
                FieldPanel("image"),
                FieldPanel("alternative"),
                FieldPanel("auteur"),
                FieldRowPanel([FieldPanel("personnes"), FieldPanel("consentement_jusqu_au")]),
            ],
        ),
        CONTACT,
    ]
)
