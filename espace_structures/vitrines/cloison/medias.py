"""The libraries of images and documents without the tags: they are shared by the whole site, others' names included."""

from __future__ import annotations

from wagtail.documents.views import documents
from wagtail.images.views import chooser, images

from ..droits import PagesAPortee


class _SansEtiquettes:
    """A list whose filter by tag is for the animation."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not PagesAPortee.de(self.request.user).est_libre:
            self.filters.pop("tag", None)


class FiltresDesImages(_SansEtiquettes, images.ImagesFilterSet):
    class Meta(images.ImagesFilterSet.Meta):
        pass


class FiltresDesDocuments(_SansEtiquettes, documents.DocumentsFilterSet):
    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class ChoixDImage(chooser.ImageChooseView):
    """The window where one picks an image."""

    def get_context_data(self, **kwargs):
        contexte = super().get_context_data(**kwargs)
        if not PagesAPortee.de(self.request.user).est_libre:
            contexte["popular_tags"] = []
        return contexte


def installer() -> None:
    """Hand our filters over to Wagtail's views, before its addresses are read."""
    images.IndexView.filterset_class = FiltresDesImages
    documents.IndexView.filterset_class = FiltresDesDocuments
    chooser.viewset.choose_view_class = ChoixDImage
