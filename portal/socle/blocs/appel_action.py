"""An invitation to act, and the doors of the home page: links to a page of the site or to another site, never both."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .commun import TEXTE_COURT, BlocTitre, ValeurTitree


class ValeurDeLien(ValeurTitree):
    """A value with a `page` and an `adresse`, one of which is filled."""

    @property
    def href(self) -> str:
        """Address to follow; empty when the page was deleted."""
        page = self.get("page")
        return page.url or "" if page else self.get("adresse") or ""

    @property
    def est_externe(self) -> bool:
        """Whether the link leaves the portal."""
        return not self.get("page") and bool(self.get("adresse"))


class BlocLien(BlocTitre):
    """A link to a page of the site or to an address."""

    libelle = blocks.CharBlock(
        label=_("Texte du lien"), max_length=80, help_text=_("Un verbe : « Trouver… », « Lire… ».")
    )
    page = blocks.PageChooserBlock(label=_("Page du site"), required=False)
    adresse = blocks.URLBlock(label=_("Adresse d’un autre site"), required=False)

    def clean(self, value):
        propre = super().clean(value)
        if bool(propre.get("page")) == bool(propre.get("adresse")):
            raise blocks.StructBlockValidationError(
                block_errors={"page": ValidationError(_t("Choisissez une page du site ou une adresse, pas les deux."))}
            )
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
