"""Forms of the back office: identifiers as people type them, and what a record needs to be of use."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from portal.socle.formulaires import RnaField, SiretField

from ..enums import PerimetreFinanceur, StatutStructure
from ..metier.garde_responsable import verifier_responsable_restant
from ..metier.membres import MembreRefuse
from ..models import MembreStructure


def _nombre_de_lignes(formset) -> int:
    """Rows of an inline formset that will remain: filled and not marked for deletion."""
    return sum(
        1
        for formulaire in formset.forms
        if formulaire not in formset.deleted_forms and (formulaire.instance.pk or formulaire.has_changed())
    )


class StructureForm(WagtailAdminModelForm):
    """A structure with its départements and its members. Its name and its closing have screens of their own."""

    siret = SiretField(label=gettext_lazy("SIRET"), help_text=gettext_lazy("14 chiffres, avec ou sans espaces."))
    rna = RnaField(
        label=gettext_lazy("Numéro RNA"),
        required=False,
        help_text=gettext_lazy("Pour une association : W suivi de neuf chiffres."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "nom" in self.fields:
            self.fields["nom"].disabled = True
            self.fields["nom"].help_text = _(
                "Pour changer de nom, choisissez « Renommer » plus haut : l’ancien nom est gardé, les pages suivent."
            )

    def clean(self):
        donnees = super().clean()
        if self.instance.statut != StatutStructure.FERMEE and not _nombre_de_lignes(self.formsets["implantations"]):
            raise ValidationError(
                _(
                    "Ajoutez au moins un département d’intervention : la structure remplit une feuille de bilan "
                    "par département."
                )
            )
        if self.instance.pk:
            self._garder_les_membres(self.formsets["membres"])
        return donnees

    def _garder_les_membres(self, formset) -> None:
        """Members leave, they are not erased; the last responsable stays."""
        connus = [formulaire for formulaire in formset.forms if formulaire.instance.pk]
        if any(formulaire in formset.deleted_forms for formulaire in connus):
            raise ValidationError(
                _("Un membre ne s’efface pas : décochez « actif » pour retirer son accès, l’histoire garde son nom.")
            )
        if any("compte" in formulaire.changed_data for formulaire in connus):
            raise ValidationError(_("Pour ajouter une personne, ajoutez une ligne : un membre reste qui il est."))
        restants = [f.cleaned_data for f in formset.forms if f not in formset.deleted_forms and f.is_valid()]
        try:
            verifier_responsable_restant(
                self.instance,
                MembreStructure.objects.actifs().filter(structure=self.instance.pk).values_list("role", "actif"),
                [
                    (dit.get("role", ""), dit.get("actif", False) and dit["compte"].is_active)
                    for dit in restants
                    if "compte" in dit
                ],
            )
        except MembreRefuse as refus:
            raise ValidationError(str(refus)) from refus


class MembreForm(WagtailAdminModelForm):
    """A membership: who and where are chosen once, the role and the access change."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for champ in ("compte", "structure", "financeur"):
                if champ in self.fields:
                    self.fields[champ].disabled = True


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
