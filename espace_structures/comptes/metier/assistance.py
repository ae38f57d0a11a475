"""Signing in as somebody to help: never hidden, never without a reason, told to the person."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.socle import courrier

from ..droits import peut_assister
from ..journal import ASSISTANCE_DEBUT, ASSISTANCE_FIN
from ..models import Assistance, Compte

DUREE = timedelta(hours=1)


class AssistanceRefusee(Exception):
    """One may not sign in as this person; the message says why."""


@transaction.atomic
def commencer(compte: Compte, *, par: Compte, motif: str, le: datetime) -> Assistance:
    """Opens a sign-in in the place of `compte`, logs it and tells the person; the view then changes the session."""
    compte = Compte.objects.select_for_update(of=("self",)).get(pk=compte.pk)
    if not peut_assister(par, compte):
        raise AssistanceRefusee(_("Vous ne pouvez pas vous connecter à la place de %(nom)s.") % {"nom": compte})
    if not motif.strip():
        raise AssistanceRefusee(_("Dites pourquoi : la personne lira ce motif."))
    assistance = Assistance.objects.create(compte=compte, par=par, motif=motif.strip(), debut=le)
    log(compte, ASSISTANCE_DEBUT, user=par, data={"numero": assistance.pk, "motif": assistance.motif})
    _prevenir(assistance)
    return assistance


@transaction.atomic
def terminer(assistance: Assistance, *, le: datetime) -> Assistance:
    """Closes it; closing twice changes nothing."""
    assistance = Assistance.objects.select_for_update(of=("self",)).get(pk=assistance.pk)
    if assistance.fin is None:
        assistance.fin = le
        assistance.save(update_fields=["fin"])
        log(assistance.compte, ASSISTANCE_FIN, user=assistance.par, data={"numero": assistance.pk})
    return assistance


def peut_continuer(assistance: Assistance, *, le: datetime) -> bool:
    """Whether it still stands: open, an hour at most, and only while its author keeps the right to it."""
    if assistance.fin is not None or assistance.par is None or le >= assistance.debut + DUREE:
        return False
    return peut_assister(assistance.par, assistance.compte)


def dernieres(compte: Compte, *, nombre: int = 10) -> list[Assistance]:
    """The last sign-ins of the support in the place of this person, the latest first."""
    return list(compte.assistances_recues.select_related("par")[:nombre])


def _prevenir(assistance: Assistance) -> None:
    courrier.envoyer(
        "comptes.assistance",
        a=assistance.compte,
        repondre_a=assistance.par.email,
        nom=assistance.compte,
        par=assistance.par,
        motif=assistance.motif,
        moment=assistance.debut,
    )
