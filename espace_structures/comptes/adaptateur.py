"""How django-allauth behaves here: nobody opens an account alone, the staff invites."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


class AdaptateurCompte(DefaultAccountAdapter):
    """Sign-in only: accounts are created by the animation régionale."""

    # Refusals that say what to do next, in place of the library's.
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Ce compte est désactivé. Écrivez à l’animation régionale pour le rouvrir."),
        "email_password_mismatch": _(
            "L’adresse ou le mot de passe ne correspond pas. Vérifiez les deux, "
            "ou choisissez un nouveau mot de passe avec le lien ci-dessous."
        ),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel. Saisissez-le de nouveau."),
        "incorrect_password": _("Ce n’est pas votre mot de passe. Saisissez-le de nouveau."),
        "invalid_password_reset": _("Ce lien n’est plus valable. Demandez-en un nouveau."),
        "rate_limited": _("Vous avez fait trop de demandes en peu de temps. Patientez quelques minutes."),
        "too_many_login_attempts": _(
            "Trop d’essais sans succès. Patientez cinq minutes, ou choisissez un nouveau mot de passe."
        ),
    }

    def is_open_for_signup(self, request) -> bool:
        return False
