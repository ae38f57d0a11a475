"""Words of a person, quoted."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class BlocCitation(blocks.StructBlock):
    """A quotation or a testimony: nobody is quoted without a name and a source or a date."""

    texte = blocks.TextBlock(label=_("Propos"))
    auteur = blocks.CharBlock(label=_("Personne citée"), max_length=120)
    qualite = blocks.CharBlock(
        label=_("Qualité"),
        max_length=150,
        required=False,
        help_text=_("Par exemple « marraine depuis 2019, Essonne »."),
    )
    recueil = blocks.CharBlock(
        label=_("Source ou date du recueil"),
        max_length=150,
        help_text=_("Où et quand ces propos ont été publiés ou recueillis, avec l’accord de la personne."),
    )
    adresse = blocks.URLBlock(label=_("Adresse de la source"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Citation ou témoignage")
        template = "blocs/citation.html"
