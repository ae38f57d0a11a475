"""The forms of the sign-in pages, in our words. No placeholder: the label stays in sight while one types."""

from allauth.account import forms
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

ADRESSE = _("Adresse électronique")
AIDE_OUBLI = lazy(format_html, SafeString)(
    '<a href="{}">{}</a>', reverse_lazy("account_reset_password"), _("Mot de passe oublié, ou jamais choisi ?")
)
AIDE_NOUVEAU = _(
    "Au moins 12 caractères. Le plus simple à retenir : quatre ou cinq mots sans rapport entre eux. "
    "Ni votre nom, ni votre adresse, ni un mot de passe courant."
)


class _SansExemple:
    """Takes the example texts out of the fields and names them from `libelles`, explains them from `aides`."""

    libelles: dict = {}
    aides: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for nom, champ in self.fields.items():
            champ.widget.attrs.pop("placeholder", None)
            champ.label = self.libelles.get(nom, champ.label)
            champ.help_text = self.aides.get(nom, "")


class ConnexionForm(_SansExemple, forms.LoginForm):
    libelles = {
        "login": ADRESSE,
        "password": _("Mot de passe"),
        "remember": _("Rester connecté·e sur cet appareil"),
    }
    aides = {"password": AIDE_OUBLI}


class OubliForm(_SansExemple, forms.ResetPasswordForm):
    libelles = {"email": ADRESSE}
    aides = {"email": _("Celle avec laquelle votre compte a été ouvert.")}


class ChoixMotDePasseForm(_SansExemple, forms.ResetPasswordKeyForm):
    libelles = {"password1": _("Nouveau mot de passe"), "password2": _("Nouveau mot de passe, une seconde fois")}
    aides = {"password1": AIDE_NOUVEAU}


class ChangementMotDePasseForm(_SansExemple, forms.ChangePasswordForm):
    libelles = ChoixMotDePasseForm.libelles | {"oldpassword": _("Mot de passe actuel")}
    aides = {"oldpassword": AIDE_OUBLI, "password1": AIDE_NOUVEAU}


class ConfirmationForm(_SansExemple, forms.ReauthenticateForm):
    libelles = {"password": _("Mot de passe")}
    aides = {"password": AIDE_OUBLI}


# --- Second factor ----------------------------------------------------------------------------------------------------

CHIFFRES = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
AIDE_CODE = _("Les six chiffres que montre votre application. Sans elle : un de vos codes de secours.")


class _Code(_SansExemple):
    libelles = {"code": _("Code")}
    aides = {"code": AIDE_CODE}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(CHIFFRES)


class CodeForm(_Code, AuthenticateForm):
    pass


class ConfirmationParCodeForm(_Code, ReauthenticateForm):
    pass


class ActivationApplicationForm(_Code, ActivateTOTPForm):
    libelles = {"code": _("Code montré par l’application")}
    aides = {"code": _("Six chiffres, qui changent toutes les trente secondes.")}


class AjoutCleForm(_SansExemple, AddWebAuthnForm):
    libelles = {"name": _("Nom de la clé"), "passwordless": _("Me connecter avec cette clé seule, sans mot de passe")}
    aides = {
        "name": _("Pour la reconnaître : « téléphone », « ordinateur du bureau », « clé USB »."),
        "passwordless": _("L’appareil demandera alors votre empreinte, votre visage ou son code."),
    }


class NomDeCleForm(_SansExemple, EditWebAuthnForm):
    libelles = {"name": AjoutCleForm.libelles["name"]}
    aides = {"name": AjoutCleForm.aides["name"]}
