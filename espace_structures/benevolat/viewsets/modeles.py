"""Ready-made messages in the back office: those that the animation offers to every structure."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import ModeleMessage


class ModeleMessageViewSet(SnippetViewSet):
    """Only the shared ones: those of a structure are its own business."""

    model = ModeleMessage
    icon = "mail"
    menu_label = _("Modèles de messages")
    search_backend_name = None
    copy_view_enabled = False
    list_display = ["titre"]
    search_fields = ["titre", "texte"]
    panels = [FieldPanel("titre"), FieldPanel("texte")]

    def get_queryset(self, request):
        return ModeleMessage.objects.filter(structure=None)
