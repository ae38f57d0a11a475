"""The screens of the back office where the animation puts its own words in the place of those of a mail."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import DateColumn, TitleColumn
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, IndexView, SnippetViewSet

from .modeles import TexteDeCourriel
from .registre import courriel, courriels, titre_de, titres
from .textes import citables, verifier


def titre(texte: TexteDeCourriel) -> str:
    return titre_de(texte.gabarit)


def _choix() -> list[tuple[str, str]]:
    return [("", "---------"), *titres()]


class TexteDeCourrielForm(WagtailAdminModelForm):
    """A mail of the registry; what its text quotes among what it gives."""

    gabarit = forms.ChoiceField(label=_("Courriel"), choices=_choix)

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        voulu = courriel(donnees.get("gabarit", ""))
        for champ in ("objet", "corps"):
            if voulu and donnees.get(champ):
                try:
                    verifier(donnees[champ], voulu)
                except ValidationError as erreur:
                    self.add_error(champ, erreur)
        return donnees


def _aide() -> str:
    connus = [{"version": c.en(settings.LANGUAGE_CODE), "reperes": citables(c)} for c in courriels()]
    return render_to_string("socle/cms/aide_textes.html", {"courriels": connus})


class Liste(IndexView):
    add_item_label = _("Changer un courriel")


class VersLeCourriel:
    """Back to the mail, in the registry."""

    def get_success_url(self) -> str:
        return reverse("socle_courriel", args=[self.object.gabarit])  # type: ignore[attr-defined]


class Ajout(VersLeCourriel, CreateView):
    """Opens on the words of the portal, for the mail and the language that the address names."""

    def get_initial_form_instance(self) -> TexteDeCourriel:
        texte = super().get_initial_form_instance() or TexteDeCourriel()
        voulu = courriel(self.request.GET.get("courriel", ""))
        langue = self.request.GET.get("langue", settings.LANGUAGE_CODE)
        if voulu and langue in voulu.versions:
            version = voulu.en(langue)
            texte.gabarit, texte.langue, texte.objet, texte.corps = voulu.cle, langue, version.objet, version.corps
        return texte


class Modification(VersLeCourriel, EditView):
    pass


class Suppression(VersLeCourriel, DeleteView):
    """Deleting is how one comes back to the words of the portal."""

    page_title = _("Revenir au texte du portail")

    @property
    def confirmation_message(self) -> Any:
        return _("Votre texte sera effacé, et ce courriel reprendra le texte du portail.")


class TextesDeCourriels(SnippetViewSet):
    """Only the mails that were changed; the others keep the words of the portal. One comes here from the registry."""

    model = TexteDeCourriel
    icon = "mail"
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ["objet", "corps"]
    list_per_page = 50
    index_view_class = Liste
    add_view_class = Ajout
    edit_view_class = Modification
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
                help_text=_(
                    "Une ligne vide sépare deux paragraphes. Un paragraphe qui cite une valeur vide n’est pas écrit. "
                    "Le bouton et la raison s’ajoutent d’eux-mêmes."
                ),
            ),
        ],
        base_form_class=TexteDeCourrielForm,
    )
