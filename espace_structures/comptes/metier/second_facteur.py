"""Helping somebody who lost their second factor."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.socle import courrier

from ..droits import peut_reinitialiser
from ..journal import SECOND_FACTEUR_REINITIALISE
from ..models import Compte


class ReinitialisationRefusee(Exception):
    """The second factor stays; the message says why."""


@transaction.atomic
def reinitialiser(compte: Compte, *, par: Compte) -> None:
    """Removes every second factor, the recovery codes and the link with ProConnect; the person sets them up again.

    The password stays: whoever asks without being the person gains nothing. The person is told by mail.
    """
    compte = Compte.objects.select_for_update(of=("self",)).get(pk=compte.pk)
    if not peut_reinitialiser(par, compte):
        raise ReinitialisationRefusee(
            _("Vous ne pouvez pas réinitialiser le second facteur de %(nom)s.") % {"nom": compte}
        )
    retires, _detail = Authenticator.objects.filter(user=compte).delete()
    delies, _detail = SocialAccount.objects.filter(user=compte).delete()
    if not retires + delies:
        raise ReinitialisationRefusee(
            _("%(nom)s n’a ni second facteur ni lien avec ProConnect : il n’y a rien à réinitialiser.")
            % {"nom": compte}
        )
    log(compte, SECOND_FACTEUR_REINITIALISE, user=par, data={"moyens": retires, "liens": delies})
    courrier.envoyer("comptes.second_facteur_reinitialise", a=compte, repondre_a=par.email, nom=compte, par=par)
