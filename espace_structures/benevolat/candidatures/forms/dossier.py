"""The forms of a file: a meeting, a refusal, a message, the welcome…"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from espace_structures.benevolat.forms.accueil import champ_de_date
from espace_structures.structures.models import Structure
from portal.socle.formulaires import HeureField
from portal.socle.formulaires.nus import FormulaireNu
from portal.socle.geographie import nom_departement

from ...enums import MotifRefus
from ...metier.courriels import membres_possibles
from ...models import Candidature
from ..metier.candidatures import structures_deja_vues
from ..metier.messagerie import LONGUEUR
from ..metier.orientation import Proposition


class RencontreForm(FormulaireNu):
    jour = champ_de_date(_("Jour"))
    heure = HeureField(label=_("Heure"), error_messages={"required": _("Indiquez une heure.")})
    lieu = forms.CharField(
        label=_("Lieu"), max_length=200, required=False, help_text=_("Une adresse, un téléphone ou un lien de visio.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def quand(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["jour"], self.cleaned_data["heure"]))


class AccepterForm(FormulaireNu):
    depuis = champ_de_date(_("Bénévole chez vous à partir du"))
    departement = forms.ChoiceField(
        label=_("Département où la personne aidera"),
        help_text=_("C’est dans la feuille de ce département que le bilan la comptera."),
    )

    def __init__(self, *args, candidature: Candidature, **kwargs):
        super().__init__(*args, **kwargs)
        codes = [ligne.departement for ligne in candidature.structure.implantations.all()]
        self.fields["departement"].choices = [(code, nom_departement(code)) for code in codes]
        self.fields["departement"].required = bool(codes)


class RefusForm(FormulaireNu):
    motif = forms.ChoiceField(
        label=_("Raison"),
        choices=MotifRefus.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez la raison du refus : la personne a droit à une explication.")},
    )
    precision = forms.CharField(
        label=_("Un mot de plus pour la personne"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("La personne lira une phrase courtoise qui dit cette raison, puis ce mot."),
    )


class ReorienterForm(FormulaireNu):
    vers = forms.ModelChoiceField(
        label=_("Qui prend la suite"),
        queryset=Structure.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Cette structure ne peut pas prendre la suite : choisissez-en une autre.")},
    )

    def __init__(self, *args, candidature: Candidature, pistes: Sequence[Proposition] = (), **kwargs):
        super().__init__(*args, **kwargs)
        champ = self.fields["vers"]
        champ.queryset = Structure.objects.actives().exclude(pk__in=structures_deja_vues(candidature))
        if candidature.structure_id is None:
            champ.required = True
            champ.error_messages["required"] = _("Choisissez la structure qui prend la suite.")
        else:
            champ.empty_label = _("L’animation régionale, qui trouvera une structure")
        if pistes:
            champ.choices = self._par_pertinence(champ, pistes)

    @staticmethod
    def _par_pertinence(champ: forms.ModelChoiceField, pistes: Sequence[Proposition]) -> list:
        """Those that suit the person best come first and say why; every other one stays within reach."""
        premieres = {piste.structure.pk for piste in pistes}
        autres = [(une.pk, str(une)) for une in champ.queryset if une.pk not in premieres]
        return [
            ("", champ.empty_label),
            (gettext("Les plus indiquées pour cette personne"), [(p.structure.pk, _dire_la_piste(p)) for p in pistes]),
            *([(gettext("Les autres structures"), autres)] if autres else []),
        ]


def _dire_la_piste(piste: Proposition) -> str:
    """Its name, how far it is from the person, the call that suits them."""
    raisons = []
    if piste.distance_km is not None:
        km = round(piste.distance_km)
        raisons.append(gettext("à %(km)s km") % {"km": km} if km else gettext("tout près"))
    if piste.appel is not None:
        raisons.append(f"« {piste.appel} »")
    return " – ".join([str(piste.structure), *raisons])


class ConfierForm(FormulaireNu):
    compte = forms.ModelChoiceField(
        label=_("Qui suit ce dossier"), queryset=None, required=False, empty_label=_("Personne en particulier")
    )

    def __init__(self, *args, candidature: Candidature, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["compte"].queryset = membres_possibles(candidature)


class MessageForm(FormulaireNu):
    texte = forms.CharField(
        label=_("Votre message"),
        max_length=LONGUEUR,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("La personne reçoit un courriel qui l’invite à le lire sur sa page, et peut y répondre."),
        error_messages={"required": _("Écrivez votre message avant de l’envoyer.")},
    )


class NoteForm(FormulaireNu):
    note = forms.CharField(
        label=_("Nouvelle note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Pour votre équipe. La personne peut la lire si elle demande ses données : restez factuel."),
        error_messages={"required": _("Écrivez votre note avant de l’enregistrer.")},
    )


class EtiquettesForm(FormulaireNu):
    noms = forms.CharField(
        label=_("Étiquettes"),
        max_length=400,
        required=False,
        help_text=_("Séparées par des virgules. Elles ne servent qu’à votre équipe."),
    )
