"""An invitation to act, and the doors of the home page: links to a page of the site or to another site, never both."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .commun import TEXTE_COURT, BlocTitre, ValeurTitree

# Screens of the portal that are not pages, by the name of their address: it follows the language of the reader.
ECRANS = [
    ("benevolat:devenir", _("Devenir parrain, marraine ou mentor (formulaire)")),
    ("benevolat:appels", _("Appels à bénévoles")),
    ("benevolat:entreprises", _("Engager mon entreprise")),
]


class ValeurDeLien(ValeurTitree):
    """A value with a `page`, an `ecran` and an `adresse`, one of which is filled."""

    @property
    def href(self) -> str:
        """Address to follow; empty when the page was deleted."""
        page = self.get("page")
        if page:
            return page.url or ""
        return reverse(self["ecran"]) if self.get("ecran") else self.get("adresse") or ""

    @property
    def est_externe(self) -> bool:
        """Whether the link leaves the portal."""
        return not self.get("page") and not self.get("ecran") and bool(self.get("adresse"))


class BlocLien(BlocTitre):
    """A link to a page of the site, to a screen of the portal or to an address."""

    libelle = blocks.CharBlock(
        label=_("Texte du lien"), max_length=80, help_text=_("Un verbe : « Trouver… », « Lire… ».")
    )
    page = blocks.PageChooserBlock(label=_("Page du site"), required=False)
    ecran = blocks.ChoiceBlock(label=_("Écran du portail"), choices=ECRANS, required=False)
    adresse = blocks.URLBlock(label=_("Adresse d’un autre site"), required=False)

    def clean(self, value):
        propre = super().clean(value)
        if sum(bool(propre.get(nom)) for nom in ("page", "ecran", "adresse")) != 1:
            refus = _t("Choisissez une page du site, un écran du portail ou une adresse : un seul des trois.")
            raise blocks.StructBlockValidationError(block_errors={"page": ValidationError(refus)})
        return propre

    class Meta:
        value_class = ValeurDeLien


class BlocAppelAction(BlocLien):
    """A band that invites to do one thing."""

    texte = blocks.RichTextBlock(label=_("Texte"), features=TEXTE_COURT, required=False)

    class Meta:
        icon = "arrow-right"
        label = _("Appel à l’action")
        template = "blocs/appel_action.html"


class BlocPorte(BlocLien):
    """One of the doors of the home page: who you are, what you will find."""

    titre = blocks.CharBlock(label=_("Titre"), max_length=80)
    texte = blocks.CharBlock(label=_("Texte"), max_length=250)
    dessin = blocks.ChoiceBlock(
        label=_("Dessin"),
        choices=[("benevole", _("Bénévole")), ("structure", _("Structure")), ("financeur", _("Financeur"))],
    )

    class Meta:
        icon = "arrow-right"
        label = _("Porte")
