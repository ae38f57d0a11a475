"""Whose account somebody has at ProConnect: allauth keeps the link by subject; the first time goes by address."""

from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _

from ..models import Compte

PROCONNECT = "proconnect"


class LiaisonRefusee(Exception):
    """Nobody is signed in; the message says why and what to do."""


def compte_de(courriel: str, *, verifie: bool) -> Compte:
    """The account that a first sign-in through ProConnect will be linked to, deactivated or not.

    Refuses an address that ProConnect does not vouch for, one without an account, and an account that is already linked
    to another identity: an address passed on to somebody else must not pass on the account.
    """
    adresse = Compte.objects.normalize_email(courriel)
    if not adresse or not verifie:
        raise LiaisonRefusee(
            _(
                "ProConnect ne garantit pas votre adresse électronique. Faites-la vérifier par votre organisation, "
                "ou connectez-vous avec votre mot de passe."
            )
        )
    compte = Compte.objects.filter(email=adresse).first()
    if compte is None:
        raise LiaisonRefusee(
            _("Aucun compte n’existe avec l’adresse %(adresse)s, que ProConnect nous donne.") % {"adresse": adresse}
        )
    if SocialAccount.objects.filter(user=compte, provider=PROCONNECT).exists():
        raise LiaisonRefusee(
            _(
                "Ce compte est déjà lié à une autre identité ProConnect. Connectez-vous avec votre mot de passe, "
                "ou demandez à l’animation régionale de défaire ce lien."
            )
        )
    return compte
