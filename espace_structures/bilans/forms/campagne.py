"""The form of a campaign in the back office."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..models import Trame


class CampagneForm(WagtailAdminModelForm):
    """A published trame to choose; what an opened campaign keeps is shown and cannot be changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["trame"].queryset = Trame.objects.filter(Q(live=True) | Q(pk=self.instance.trame_id))
        if self.instance.est_gelee:
            for nom in ("exercice", "trame"):
                self.fields[nom].disabled = True
                self.fields[nom].help_text = _("La campagne est ouverte : ceci ne change plus.")

    class Meta(WagtailAdminModelForm.Meta):
        widgets = {"trame": forms.Select}
