"""What these forms share: their fields alone, the screen writes the form tag and its buttons."""

from crispy_forms.helper import FormHelper
from django import forms


class FormulaireNu(forms.Form):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
