"""The form of a trame in the back office: a draft may be half written, a published trame is sound."""

from wagtail.admin.forms import WagtailAdminModelForm

from ..metier.trame_cms import definition_de_trame
from ..metier.verification import verifier


class TrameForm(WagtailAdminModelForm):
    """Publishing is refused with every defect, its place and its reason."""

    def _post_clean(self) -> None:
        super()._post_clean()
        # Saving a draft and previewing it defer what publishing requires.
        if not self.errors and not self.is_deferred_validation:
            for defaut in verifier(definition_de_trame(self.instance)):
                self.add_error(None, str(defaut))
