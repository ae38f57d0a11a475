"""The forms by which the back office takes images and documents, on every screen that does.

Wagtail builds all its upload forms (add, replace, add several, choose) from the two bases named in the settings. A file
that waits for its title is kept aside as the form left it: that is why the checks change the upload itself.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .commun import sans_chemin
from .documents import verifier_document
from .images import assainir


class ImageField(WagtailImageField):
    """Wagtail's field with our checks in the place of its own; its screens still read sizes and messages from it."""

    def to_python(self, data: Any) -> UploadedFile | None:
        return None if forms.FileField.to_python(self, data) is None else assainir(data)


class DocumentField(WagtailDocumentField):
    """Wagtail's field with our checks in the place of its own."""

    def to_python(self, data: Any) -> UploadedFile | None:
        return None if forms.FileField.to_python(self, data) is None else verifier_document(data)


class _TitreSansCheminMixin(forms.Form):
    """The title that the browser proposes may be the path of the file on somebody's computer."""

    def clean_title(self) -> str:
        return sans_chemin(self.cleaned_data["title"])


def _a_la_place(ancien: forms.Field, champ: type[forms.FileField]) -> forms.FileField:
    """Our field as the screen had laid out Wagtail's; a long name is no fault, the file gets another one."""
    return champ(label=ancien.label, required=ancien.required, widget=ancien.widget)


class ImageForm(_TitreSansCheminMixin, BaseImageForm):
    """Setting WAGTAILIMAGES_IMAGE_FORM_BASE."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = _a_la_place(self.fields["file"], ImageField)


class DocumentForm(_TitreSansCheminMixin, BaseDocumentForm):
    """Setting WAGTAILDOCS_DOCUMENT_FORM_BASE."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = _a_la_place(self.fields["file"], DocumentField)

    def _update_errors(self, errors: ValidationError) -> None:
        """Wagtail's model complains of an empty file when one waits for its title, or was refused already."""
        if "file" not in self.fields or "file" in self.errors:
            errors.error_dict.pop("file", None)
        super()._update_errors(errors)


class PortraitField(forms.FileField):
    """The picture of an account of the back office."""

    def to_python(self, data: Any) -> UploadedFile | None:
        return None if super().to_python(data) is None else assainir(data)


class PortraitForm(AvatarPreferencesForm):
    """The picture of an account goes through the same checks as the others."""

    avatar = PortraitField(label=AvatarPreferencesForm.base_fields["avatar"].label, required=False)


def brancher() -> None:
    """Puts our form on the screen of the account, for which Wagtail has no setting."""
    AvatarSettingsPanel.form_class = PortraitForm
