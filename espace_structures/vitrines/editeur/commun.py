"""Panels that the sheet and the action share."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface

from ..forms.pages import PageDeStructureForm

# Held by the animation alone, which has every right on the models of the room.
DE_L_ANIMATION = "vitrines.change_public"

CONTACT = MultiFieldPanel(
    [
        FieldPanel("contact_nom"),
        FieldRowPanel([FieldPanel("contact_courriel"), FieldPanel("contact_telephone")]),
    ],
    heading=_("Contact"),
)
INTERVENTION = FieldPanel("motif_intervention", icon="comment")


def editeur(panneaux: list) -> TabbedInterface:
    """The content, with comments on each field; the address and the summary for search engines, for the animation."""
    referencement = [
        FieldPanel("slug", permission=DE_L_ANIMATION),
        FieldPanel("search_description", permission=DE_L_ANIMATION),
    ]
    return TabbedInterface(
        [
            ObjectList([*panneaux, INTERVENTION, CommentPanel()], heading=_("Contenu")),
            ObjectList(referencement, heading=_("Référencement"), permission=DE_L_ANIMATION),
        ],
        base_form_class=PageDeStructureForm,
    )
