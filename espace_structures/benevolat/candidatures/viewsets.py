"""Ready-made messages in the back office: those that the animation offers to every structure."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import DeleteView, EditView, HistoryView, SnippetViewSet, UsageView

from ..models import ModeleMessage


class CommunsSeulement:
    """Wagtail looks a row up by its key in the whole table: those of a structure do not exist here."""

    def get_object(self, *args, **kwargs):
        modele = super().get_object(*args, **kwargs)
        if modele.structure_id is not None:
            raise Http404
        return modele


class ModifierModele(CommunsSeulement, EditView):
    pass


class SupprimerModele(CommunsSeulement, DeleteView):
    pass


class HistoriqueModele(CommunsSeulement, HistoryView):
    pass


class UsageModele(CommunsSeulement, UsageView):
    pass


class ModeleMessageViewSet(SnippetViewSet):
    """Only the shared ones: those of a structure are its own business."""

    model = ModeleMessage
    icon = "mail"
    menu_label = _("Modèles de messages")
    search_backend_name = None
    copy_view_enabled = False
    edit_view_class = ModifierModele
    delete_view_class = SupprimerModele
    history_view_class = HistoriqueModele
    usage_view_class = UsageModele
    list_display = ["titre"]
    search_fields = ["titre", "texte"]
    panels = [FieldPanel("titre"), FieldPanel("texte")]

    def get_queryset(self, request):
        return ModeleMessage.objects.filter(structure=None)
