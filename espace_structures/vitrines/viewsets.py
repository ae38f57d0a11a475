"""Lists of the room in the back office: the publics, the reports of visitors."""

from django.contrib import messages
from django.forms import RadioSelect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import EditView, SnippetViewSetGroup

from portal.socle.viewsets import BaseViewSet

from .filtres import SignalementFiltres
from .metier.signalements import SignalementRefuse, clore
from .models import Public, Signalement


class PublicViewSet(BaseViewSet):
    model = Public
    icon = "tag"
    menu_label = _("Publics accueillis")
    list_display = ["nom", "nom_anglais", "code", "rang"]
    search_fields = ["nom", "nom_anglais", "code"]
    list_export = ["code", "nom", "nom_anglais", "rang"]
    export_filename = "publics"
    inspect_view_enabled = False
    ordering = ["rang", "nom"]
    conseil_suppression = _("Des fiches ou des actions disent accueillir ce public : retirez-le d’abord de ces pages.")
    panels = [
        FieldRowPanel([FieldPanel("nom"), FieldPanel("nom_anglais")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("rang")]),
    ]


class CloreSignalement(EditView):
    """A report is closed once, with an answer to whoever left an address (`metier.signalements`)."""

    success_message = _("Signalement clos.")

    def save_instance(self):
        lu = self.form.cleaned_data
        try:
            return clore(
                self.form.instance,
                par=self.request.user,
                etat=lu["etat"],
                reponse=lu["reponse"],
                le=timezone.now(),
            )
        except SignalementRefuse as refus:
            self.refus = str(refus)
            return self.form.instance

    def get_success_message(self):
        return None if hasattr(self, "refus") else self.success_message

    def save_action(self):
        reponse = super().save_action()
        if hasattr(self, "refus"):
            messages.error(self.request, self.refus)
        return reponse


class JamaisAjoute(ModelPermissionPolicy):
    """Only visitors report: the list has no "add" button."""

    def user_has_permission(self, user, action):
        return action not in ("add", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) - {"add", "delete"})


class SignalementViewSet(BaseViewSet):
    """What visitors report: read, answered, closed. Nothing is added here, and the words of a visitor stay theirs."""

    model = Signalement
    edit_view_class = CloreSignalement
    icon = "warning"
    menu_label = _("Signalements")
    relations = ("page",)
    list_display = [
        # By its name: Wagtail makes the first column the way to the report.
        "page",
        Column("motif", label=_("Motif"), accessor="get_motif_display", sort_key="motif"),
        DateColumn("cree_le", label=_("Reçu le"), sort_key="cree_le"),
        Column("etat", label=_("État"), accessor="get_etat_display", sort_key="etat"),
    ]
    search_fields = ["message", "page__title"]
    filterset_class = SignalementFiltres
    list_export = ["page.title", "get_motif_display", "message", "cree_le", "get_etat_display", "reponse"]
    export_headings = {
        "page.title": _("Page"),
        "get_motif_display": _("Motif"),
        "get_etat_display": _("État"),
    }
    export_filename = "signalements"
    panels = [
        FieldPanel("page", read_only=True),
        FieldPanel("motif", read_only=True),
        FieldPanel("message", read_only=True),
        FieldPanel("courriel", heading=_("Adresse de qui signale"), read_only=True),
        FieldPanel("etat", widget=RadioSelect),
        FieldPanel("reponse"),
    ]

    @property
    def permission_policy(self):
        return JamaisAjoute(self.model)


class VitrinesViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Vitrines")
    menu_name = "vitrines"
    menu_icon = "view"
    menu_order = 220
    items = (SignalementViewSet, PublicViewSet)
