"""The screens of the back office where the animation puts its own words in the place of those of a mail."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import DateColumn, TitleColumn
from wagtail.snippets.views.snippets import DeleteView, IndexView, SnippetViewSet

from .modeles import TexteDeCourriel
from .registre import declare, declares
from .textes import verifier


def titre(texte: TexteDeCourriel) -> str:
    """The name of the mail; its template when no room declares it any more."""
    courriel = declare(texte.gabarit)
    return str(courriel.titre) if courriel else texte.gabarit


def _choix() -> list[tuple[str, Any]]:
    return [("", "---------"), *sorted(((c.gabarit, c.titre) for c in declares()), key=lambda choix: str(choix[1]))]


class TexteDeCourrielForm(WagtailAdminModelForm):
    """The mail among those declared; what its text quotes among what it gives."""

    gabarit = forms.ChoiceField(label=_("Courriel"), choices=_choix)

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        courriel = declare(donnees.get("gabarit", ""))
        for champ in ("objet", "corps"):
            if courriel and donnees.get(champ):
                try:
                    verifier(donnees[champ], courriel)
                except ValidationError as erreur:
                    self.add_error(champ, erreur)
        return donnees


def _aide() -> str:
    return render_to_string("socle/cms/aide_textes.html", {"courriels": declares()})


class Liste(IndexView):
    add_item_label = _("Changer un courriel")


class Suppression(DeleteView):
    """Deleting is how one comes back to the words of the portal."""

    page_title = _("Revenir au texte du portail")

    @property
    def confirmation_message(self) -> Any:
        return _("Votre texte sera effacé, et ce courriel reprendra le texte du portail.")


class TextesDeCourriels(SnippetViewSet):
    """Only the mails that were changed; the others keep the words of the portal."""

    model = TexteDeCourriel
    icon = "mail"
    menu_label = _("Textes des courriels")
    menu_name = "textes-des-courriels"
    menu_order = 1200
    add_to_settings_menu = True
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ["objet", "corps"]
    list_per_page = 50
    index_view_class = Liste
    delete_view_class = Suppression
    list_display = [
        TitleColumn(
            "gabarit", label=_("Courriel"), accessor=titre, url_name="wagtailsnippets_socle_textedecourriel:edit"
        ),
        "objet",
        "get_langue_display",
        DateColumn("modifie_le", label=_("Modifié le")),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(content=lazy(_aide, str)(), heading=_("Ce que le texte peut citer")),
            FieldPanel("gabarit"),
            FieldPanel("langue"),
            FieldPanel("objet"),
            FieldPanel(
                "corps",
                heading=pgettext_lazy("courriel", "Texte"),
                help_text=_("Une ligne vide sépare deux paragraphes. Le bouton et la raison s’ajoutent d’eux-mêmes."),
            ),
        ],
        base_form_class=TexteDeCourrielForm,
    )
