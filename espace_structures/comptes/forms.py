"""Forms of an account in the back office: an address and a name, no password chosen for somebody else."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from portal.socle.formulaires import CourrielField

from .droits import groupes_accordables
from .models import Compte


class SansEscalade:
    """Only a superuser makes superusers; one gives and takes only the groups one belongs to."""

    password_enabled = False
    error_messages = {"duplicate_username": _("Un compte existe déjà avec cette adresse électronique.")}

    def __init__(self, *args, par: Compte, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Adresse électronique")
        self.fields["email"].help_text = _("Elle sert à se connecter et à recevoir les messages du portail.")
        accordables = groupes_accordables(par)
        self._groupes_gardes = (
            list(self.instance.groups.exclude(pk__in=accordables.values("pk"))) if self.instance.pk else []
        )
        self.fields["groups"].queryset = accordables
        self.fields["groups"].help_text = _(
            "Réservé au personnel du portail. Les membres des structures et des financeurs n’ont besoin d’aucun groupe."
        )
        if "is_superuser" in self.fields and not par.is_superuser:
            # A disabled field keeps its value whatever the browser sends.
            self.fields["is_superuser"].disabled = True
            self.fields["is_superuser"].help_text = _("Réservé aux administratrices et administrateurs du portail.")

    def clean_email(self) -> str:
        return Compte.objects.normalize_email(self.cleaned_data["email"])

    def _save_m2m(self):
        super()._save_m2m()
        self.instance.groups.add(*self._groupes_gardes)


class CompteCreationForm(SansEscalade, UserCreationForm):
    """A new account, without a password: its owner chooses it from the link received by mail."""

    email = CourrielField()

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class CompteEditForm(SansEscalade, UserEditForm):
    """An existing account; deactivating it ends its open sessions."""

    email = CourrielField()


class MotifForm(forms.Form):
    """Why the support signs in as a person; the person reads it."""

    motif = forms.CharField(
        label=_("Pourquoi vous connectez-vous à sa place ?"),
        help_text=_("La personne lira ce motif. Exemple : « le tableau G2 de votre bilan ne s’enregistre pas »."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Dites pourquoi : la personne lira ce motif.")},
    )
