"""What becomes of an account that nobody uses: told, then deactivated, then without a name. Never a superuser's.

The rules, in calendar months (31 March less one month is the last day of February):

- the last use is the last sign-in, or the day when the account was opened;
- the notice leaves a month before the delay set by the animation; a sign-in cancels it;
- the account is deactivated on its day, or thirty days after the notice when this left late (a planner that was off);
- a year after, its name, address and means of signing in are erased; what was done under this name stays, without it.

An account deactivated by hand is erased too, without a mail: as long after its last use, and a year at least after the
night that found it so. One reactivated by hand starts again from a notice. Open sessions end with the deactivation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from portal.socle import courrier
from portal.socle.courrier import Lien
from portal.socle.dates import plus_mois

from ..models import Compte, ReglagesComptes

PREAVIS_MOIS = 1
PREAVIS_MINIMAL = timedelta(days=30)
EFFACEMENT_MOIS = 12


@dataclass(frozen=True)
class NuitDInactivite:
    """What a night did."""

    avertis: int
    desactives: int
    effaces: int


def appliquer(*, le: datetime) -> NuitDInactivite:
    """Each account moves by one step at most; running it twice changes nothing."""
    jour = timezone.localdate(le)
    mois = ReglagesComptes.load().inactivite_mois
    _suivre_les_gestes(le)
    faits = [_faire(pk, mois, le) for pk in _anciens(jour, mois).values_list("pk", flat=True)]
    return NuitDInactivite(
        avertis=faits.count(_avertir), desactives=faits.count(_desactiver), effaces=faits.count(_effacer)
    )


def dernier_usage(compte: Compte) -> date:
    return timezone.localdate(compte.last_login or compte.date_joined)


def avertissement_prevu(compte: Compte, mois: int) -> date:
    """The day when its owner is told."""
    return plus_mois(dernier_usage(compte), mois - PREAVIS_MOIS)


def desactivation_prevue(compte: Compte, mois: int, averti: date) -> date:
    """The day of the deactivation, when its owner was told on this day."""
    prevue = plus_mois(dernier_usage(compte), mois)
    return prevue if averti <= avertissement_prevu(compte, mois) else max(prevue, averti + PREAVIS_MINIMAL)


def effacement_prevu(compte: Compte, mois: int, desactive: date) -> date:
    """The day of the erasure of an account deactivated on this day, whoever did it."""
    return max(plus_mois(desactive, EFFACEMENT_MOIS), plus_mois(dernier_usage(compte), mois + EFFACEMENT_MOIS))


def _geste_du(compte: Compte, jour: date, mois: int):
    """What is due to this account; None when it is to be left alone."""
    if not compte.is_active:
        desactive = timezone.localdate(compte.desactive_le)
        return _effacer if effacement_prevu(compte, mois, desactive) <= jour else None
    averti = compte.averti_inactivite_le
    # A sign-in since the notice cancels it.
    if averti is None or averti <= (compte.last_login or compte.date_joined):
        return _avertir if avertissement_prevu(compte, mois) <= jour else None
    return _desactiver if desactivation_prevue(compte, mois, timezone.localdate(averti)) <= jour else None


def _suivre_les_gestes(le: datetime) -> None:
    """Accounts that the animation deactivated or reactivated by hand since yesterday."""
    comptes = Compte.objects.filter(is_superuser=False, efface_le=None)
    comptes.filter(is_active=False, desactive_le=None).update(desactive_le=le)
    comptes.filter(is_active=True).exclude(desactive_le=None).update(desactive_le=None, averti_inactivite_le=None)


def _anciens(jour: date, mois: int) -> QuerySet[Compte]:
    """Those who may be concerned, by their last use: a few days wide, the exact day is worked out for each."""
    limite = plus_mois(jour, PREAVIS_MOIS - mois) + timedelta(days=3)
    return (
        Compte.objects.annotate(usage=Coalesce("last_login", "date_joined"))
        .filter(usage__date__lte=limite, is_superuser=False, efface_le=None)
        .order_by("pk")
    )


@transaction.atomic
def _faire(pk: int, mois: int, le: datetime):
    """One account under its lock, for its owner may have just signed in; what was done."""
    compte = Compte.objects.select_for_update(of=("self",)).get(pk=pk)
    geste = _geste_du(compte, timezone.localdate(le), mois)
    if geste is not None:
        geste(compte, mois, le)
    return geste


def _avertir(compte: Compte, mois: int, le: datetime) -> None:
    compte.averti_inactivite_le = le
    compte.save(update_fields=["averti_inactivite_le"])
    courrier.envoyer(
        "comptes.compte_inactif",
        a=compte,
        nom=compte,
        usage=dernier_usage(compte),
        date=desactivation_prevue(compte, mois, timezone.localdate(le)),
        lien=Lien("account_login"),
    )


def _desactiver(compte: Compte, _mois: int, le: datetime) -> None:
    compte.is_active, compte.desactive_le = False, le
    compte.save(update_fields=["is_active", "desactive_le"])


def _effacer(compte: Compte, _mois: int, le: datetime) -> None:
    for modele in (EmailAddress, Authenticator, SocialAccount, UserProfile):
        modele.objects.filter(user=compte).delete()
    compte.groups.clear()
    compte.user_permissions.clear()
    compte.first_name, compte.last_name = str(_("Compte effacé")), ""
    compte.email = f"efface-{compte.pk}@invalide.invalid"
    compte.set_unusable_password()
    compte.efface_le = le
    compte.save(update_fields=["first_name", "last_name", "email", "password", "efface_le"])
    # The log keeps what was done to the account, under the name of the day.
    genre = ContentType.objects.get_for_model(Compte)
    ModelLogEntry.objects.filter(content_type=genre, object_id=str(compte.pk)).update(label=compte.first_name)
