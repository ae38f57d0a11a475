"""Forms of the back office: identifiers as people type them, and what a record needs to be of use."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from .enums import PerimetreFinanceur, StatutStructure
from .identifiants import (
    normaliser_siret,
    normaliser_telephone,
    siret_lisible,
    telephone_lisible,
    valider_siret,
    valider_telephone,
)


class SiretField(forms.CharField):
    """A SIRET pasted with spaces, dots or dashes; shown again in its usual groups."""

    default_validators = [valider_siret]

    def to_python(self, value) -> str:
        return normaliser_siret(super().to_python(value))

    def prepare_value(self, value):
        return siret_lisible(value) if isinstance(value, str) and value.isdigit() else value


class TelephoneField(forms.CharField):
    """A telephone number in any writing; kept in international form, shown as one reads it."""

    default_validators = [valider_telephone]

    def to_python(self, value) -> str:
        valeur = super().to_python(value)
        return normaliser_telephone(valeur) if valeur else valeur

    def prepare_value(self, value):
        return telephone_lisible(value) if value else value


def _nombre_de_lignes(formset) -> int:
    """Rows of an inline formset that will remain: filled and not marked for deletion."""
    return sum(
        1
        for formulaire in formset.forms
        if formulaire not in formset.deleted_forms and (formulaire.instance.pk or formulaire.has_changed())
    )


class StructureForm(WagtailAdminModelForm):
    """A structure with its départements and its members."""

    siret = SiretField(label=gettext_lazy("SIRET"), help_text=gettext_lazy("14 chiffres, avec ou sans espaces."))
    referent_telephone = TelephoneField(label=gettext_lazy("téléphone du référent"), required=False)

    def clean(self):
        donnees = super().clean()
        implantations = self.formsets["implantations"]
        if donnees.get("statut") != StatutStructure.FERMEE and not _nombre_de_lignes(implantations):
            raise ValidationError(
                _(
                    "Ajoutez au moins un département d’intervention : la structure remplit une feuille de bilan "
                    "par département."
                )
            )
        return donnees


class FinanceurForm(WagtailAdminModelForm):
    """A funder with its départements and its members."""

    def clean(self):
        donnees = super().clean()
        if donnees.get("perimetre") == PerimetreFinanceur.DEPARTEMENTS and not _nombre_de_lignes(
            self.formsets["departements"]
        ):
            self.add_error(
                "perimetre",
                _("Ajoutez au moins un département : avec ce périmètre, un financeur sans département ne lit rien."),
            )
        return donnees
