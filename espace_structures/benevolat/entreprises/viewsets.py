"""Companies in the back office: what they pledge beside what came, and the end of a pledge."""

from django.contrib import messages
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import EditView

from portal.socle.viewsets import BaseViewSet, SansSuppression

from ..enums import EtatCandidature, EtatEntreprise
from ..metier.refus import BenevolatRefuse
from ..models import Entreprise
from .metier.entreprises import clore


class JamaisAjoutee(SansSuppression):
    """Only companies pledge; what nobody confirms erases itself."""

    fermes = frozenset({"add", "delete"})


class CloreEntreprise(EditView):
    """The state alone changes, and only towards the end (`entreprises.metier.entreprises.clore`)."""

    success_message = _("Entreprise enregistrée.")

    def save_instance(self):
        voulu = self.form.cleaned_data["etat"]
        self.refus = ""
        actuelle = Entreprise.objects.get(pk=self.form.instance.pk)
        if voulu == actuelle.etat:
            return actuelle
        if voulu != EtatEntreprise.CLOSE:
            self.refus = str(_("Seule l’entreprise ouvre son code, depuis sa page : vous pouvez seulement le clore."))
            return actuelle
        try:
            return clore(actuelle)
        except BenevolatRefuse as refus:
            self.refus = str(refus)
            return actuelle

    def get_success_message(self):
        return None if self.refus else self.success_message

    def save_action(self):
        reponse = super().save_action()
        if self.refus:
            messages.error(self.request, self.refus)
        return reponse


class EntrepriseViewSet(BaseViewSet):
    model = Entreprise
    edit_view_class = CloreEntreprise
    icon = "group"
    menu_label = _("Entreprises engagées")
    list_display = [
        "nom",
        "code",
        Column("promesse", label=_("Promis"), accessor="promesse", sort_key="promesse"),
        Column("inscrites", label=_("Inscrites"), accessor="inscrites"),
        Column("engagees", label=_("Engagées"), accessor="engagees"),
        DateColumn("jusqu_au", label=_("Jusqu’au"), sort_key="jusqu_au"),
        Column("etat", label=pgettext_lazy("entreprise", "État"), accessor="get_etat_display", sort_key="etat"),
    ]
    search_fields = ["nom", "code", "contact_nom", "courriel"]
    list_export = ["nom", "code", "promesse", "inscrites", "engagees", "jusqu_au", "get_etat_display"]
    export_headings = {"inscrites": _("Inscrites"), "engagees": _("Engagées"), "get_etat_display": _("État")}
    export_filename = "entreprises"
    panels = [
        FieldPanel("nom", read_only=True),
        FieldRowPanel([FieldPanel("contact_nom", read_only=True), FieldPanel("courriel", read_only=True)]),
        FieldRowPanel([FieldPanel("promesse", read_only=True), FieldPanel("jusqu_au", read_only=True)]),
        FieldPanel("message", read_only=True),
        FieldPanel("code", read_only=True),
        FieldPanel("etat"),
    ]

    @property
    def permission_policy(self):
        return JamaisAjoutee(self.model)

    def get_queryset(self, request):
        """With the people counted once, whatever the number of rows."""
        recues = ~Q(candidatures__etat=EtatCandidature.A_CONFIRMER)
        return Entreprise.objects.annotate(
            inscrites=Count("candidatures__benevole", distinct=True, filter=recues),
            engagees=Count(
                "candidatures__benevole", distinct=True, filter=Q(candidatures__etat=EtatCandidature.ACCEPTEE)
            ),
        )
