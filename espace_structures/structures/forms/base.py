"""What these forms share: their fields alone, the screen writes the form tag and its buttons."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

ADRESSE_INVALIDE = _("Cette adresse n’est pas complète : écrivez-la sous la forme nom@exemple.fr.")


class FormulaireNu(forms.Form):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class AdresseField(forms.EmailField):
    """An e-mail address, whose refusals say what to write."""

    def __init__(self, **options):
        options.setdefault("label", _("Adresse électronique"))
        options.setdefault(
            "error_messages",
            {"required": _("Indiquez une adresse électronique."), "invalid": ADRESSE_INVALIDE},
        )
        super().__init__(max_length=254, **options)
