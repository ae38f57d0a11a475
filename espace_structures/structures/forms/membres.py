"""What those in charge choose and write about the members of their organisation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.socle.formulaires import CourrielField, CourrielInput, TexteField
from portal.socle.formulaires.nus import FormulaireNu

from ..enums import RoleFinanceur, RoleStructure
from ..metier.organisations import roles_de, type_organisation

AIDES = {
    RoleStructure.LECTEUR: _("lit le bilan et les pages de la structure, sans rien modifier"),
    RoleStructure.REDACTEUR: _("remplit le bilan"),
    RoleStructure.CONTRIBUTEUR: _("remplit le bilan et écrit les pages publiques de la structure"),
    RoleStructure.RESPONSABLE: _("transmet le bilan et gère les membres, en plus de tout le reste"),
}
AIDES_FINANCEUR = {
    RoleFinanceur.LECTEUR: _("lit les bilans du périmètre"),
    RoleFinanceur.INSTRUCTEUR: _("lit, renvoie et valide les bilans du périmètre"),
}


def choix_de_role(organisation: type_organisation) -> list[tuple[str, str]]:
    """Each role with what it opens."""
    roles = roles_de(organisation)
    aides = AIDES if roles is RoleStructure else AIDES_FINANCEUR
    return [(role.value, f"{role.label} – {aides[role]}") for role in roles]


class RoleForm(FormulaireNu):
    """A role of the organisation."""

    role = forms.ChoiceField(
        label=_("Rôle"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez un rôle."),
            "invalid_choice": _("Ce rôle n’existe pas : choisissez-en un de la liste."),
        },
    )

    def __init__(self, *args, organisation: type_organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = choix_de_role(organisation)


class InvitationForm(RoleForm):
    """Whom to invite, with which role, and a word to go with it."""

    field_order = ["courriel", "role", "message"]

    courriel = CourrielField(widget=CourrielInput(attrs={"autocomplete": "off"}))
    message = TexteField(
        label=_("Mot d’accompagnement"),
        longueur=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Facultatif. Il figure dans le courriel d’invitation."),
    )


class RefusForm(FormulaireNu):
    """Why a request is refused: its author reads it."""

    motif = TexteField(
        label=_("Motif du refus"),
        longueur=1000,
        required=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("La personne reçoit ce texte tel quel."),
        error_messages={"required": _("Dites à la personne pourquoi sa demande est refusée.")},
    )


class MembreForm(FormulaireNu):
    """One of the active members of the structure, to become its responsable."""

    membre = forms.ModelChoiceField(
        queryset=None,
        label=_("Membre à nommer responsable"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choisissez une personne."), "invalid_choice": _("Choisissez un membre.")},
    )

    def __init__(self, *args, membres, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membre"].queryset = membres
        self.fields["membre"].label_from_instance = lambda membre: f"{membre.compte} – {membre.get_role_display()}"
