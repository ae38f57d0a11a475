"""Trames in the back office: written, previewed, published, compared with earlier versions, copied."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import CopyView, CreateView, EditView

from portal.socle.viewsets import BaseViewSet

from ..forms.trame import TrameForm
from ..metier.campagne import renommer_pour_la_suite
from ..models import Trame

_CODES = _(
    "<p>Une case porte un code stable : <code>B2</code> pour une question, <code>C2.18_21.F</code> pour une case de "
    "tableau. Dans un calcul ou une règle, <code>C2</code> additionne tout le tableau, <code>C2.18_21</code> une "
    "ligne, <code>C2.*.F</code> une colonne ; les lignes et colonnes « dont » n’y entrent que si vous les "
    "nommez. <code>@objectif</code> est le nombre de filleul·es promis par les conventions.</p>"
    "<p>Une campagne ouverte garde la version publiée ce jour-là : ce que vous changez ici ne la touche pas.</p>"
)


class SansEnregistrementContinu:
    """A trame is thousands of fields: it is saved when one asks for it, not at each keystroke."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False


class CreationDeTrame(SansEnregistrementContinu, CreateView):
    """A new trame."""


class ModificationDeTrame(SansEnregistrementContinu, EditView):
    """A trame, its draft and its versions."""


class CopieDeTrame(SansEnregistrementContinu, CopyView):
    """The add form filled with a trame, under the code and the title of the next year."""

    def get_initial_form_instance(self) -> Trame:
        trame = self.get_object()
        renommer_pour_la_suite(trame, annee=timezone.localdate().year + 1)
        return trame


class TrameViewSet(BaseViewSet):
    model = Trame
    icon = "form"
    menu_label = _("Trames")
    list_display = ["titre", "code", LiveStatusTagColumn(), UpdatedAtColumn()]
    search_fields = ["titre", "code"]
    inspect_view_enabled = False
    copy_view_enabled = True
    add_view_class = CreationDeTrame
    edit_view_class = ModificationDeTrame
    copy_view_class = CopieDeTrame
    conseil_suppression = _("Une trame dont une campagne s’est servie se garde : copiez-la pour la suite.")
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("titre"), FieldPanel("code")]),
                    FieldPanel("description"),
                    FieldPanel("sections"),
                ],
                heading=_("Formulaire"),
            ),
            ObjectList([HelpPanel(_CODES), FieldPanel("regles")], heading=_("Règles de cohérence")),
            ObjectList([FieldPanel("indicateurs")], heading=_("Indicateurs")),
        ],
        base_form_class=TrameForm,
    )
