"""Import of structures and conventions in the back office: the screens of every import, behind its door."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.socle.importation import vues
from portal.socle.importation.ecriture import Genre


class EcranDImportation(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What the screens share; `adresses` gives the names of their URLs."""

    permission_required = "add"
    model = None
    genre: Genre | None = None  # given by the viewset
    adresses: dict[str, str] = {}
    header_icon = "upload"
    page_title = gettext_lazy("Importer")

    def adresse(self, ecran: str) -> str:
        return reverse(self.adresses[ecran])

    def get_breadcrumbs_items(self):
        liste = {"url": self.adresse("liste"), "label": self.model.snippet_viewset.menu_label}
        return [*self.breadcrumbs_items, liste, {"url": "", "label": self.page_title}]


class EnvoiView(EcranDImportation, vues.Envoi):
    template_name = "structures/cms/importer.html"


class ColonnesView(EcranDImportation, vues.Colonnes):
    template_name = "structures/cms/colonnes.html"
    page_title = gettext_lazy("Colonnes du fichier")


class ApercuView(EcranDImportation, vues.Apercu):
    template_name = "structures/cms/apercu.html"
    page_title = gettext_lazy("Aperçu de l’import")


class ImportationMixin:
    """A viewset whose list is also filled from a file."""

    genre_importe: Genre

    def _vue(self, classe):
        adresses = {
            "envoi": self.get_url_name("importer"),
            "colonnes": self.get_url_name("colonnes"),
            "apercu": self.get_url_name("apercu"),
            "liste": self.get_url_name("list"),
        }
        return self.construct_view(classe, genre=self.genre_importe, adresses=adresses)

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(importer_url_name=self.get_url_name("importer"), **kwargs)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("importer/", self._vue(EnvoiView), name="importer"),
            path("importer/colonnes/", self._vue(ColonnesView), name="colonnes"),
            path("importer/apercu/", self._vue(ApercuView), name="apercu"),
        ]
