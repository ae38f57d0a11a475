"""What the provider tells of mails that left: received, refused by the box, reported as unwanted.

Told twice or out of order, it changes nothing more: a mail only goes forward.
"""

from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from portal.socle.planification.envois import empreinte

from .modeles import AdresseEnDefaut, CourrielEnvoye, EtatCourriel, GenreDefaut

# From which states an event still changes something.
_AVANT = {
    EtatCourriel.DELIVRE: (EtatCourriel.REMIS,),
    EtatCourriel.ECHEC: (EtatCourriel.REMIS,),
    EtatCourriel.REBOND: (EtatCourriel.REMIS, EtatCourriel.DELIVRE),
    EtatCourriel.PLAINTE: (EtatCourriel.REMIS, EtatCourriel.DELIVRE, EtatCourriel.REBOND),
}
_DEFAUTS = {EtatCourriel.REBOND: GenreDefaut.REBOND, EtatCourriel.PLAINTE: GenreDefaut.PLAINTE}


@receiver(tracking, dispatch_uid="socle.courrier.evenements")
def suivre(sender: type, event: AnymailTrackingEvent, esp_name: str, **_autres: Any) -> None:
    """Writes the event down in the log; an address that does not exist or complains is left alone from now on."""
    etat = _etat(event)
    if etat is None:
        return
    identifiant = str(event.message_id or "")
    with transaction.atomic():
        connus = (
            CourrielEnvoye.objects.filter(identifiant=identifiant) if identifiant else CourrielEnvoye.objects.none()
        )
        change = connus.filter(etat__in=_AVANT[etat]).update(etat=etat, etat_le=timezone.now())
        # A replay must not put back an address that the animation has lifted since. Mails of the account pages are
        # not in the log: what is told of them counts too.
        if etat in _DEFAUTS and event.recipient and (change or not connus.exists()):
            AdresseEnDefaut.objects.get_or_create(
                destinataire=empreinte(event.recipient),
                defaults={"genre": _DEFAUTS[etat], "depuis": timezone.now()},
            )


def _etat(event: AnymailTrackingEvent) -> EtatCourriel | None:
    """What this event makes of a mail; None when it says nothing of its fate (opened, clicked, delayed…)."""
    if event.event_type == EventType.DELIVERED:
        return EtatCourriel.DELIVRE
    if event.event_type == EventType.COMPLAINED:
        return EtatCourriel.PLAINTE
    if event.event_type == EventType.BOUNCED:
        return EtatCourriel.REBOND if _est_definitif(event) else EtatCourriel.ECHEC
    if event.event_type == EventType.REJECTED:
        sans_boite = event.reject_reason in (RejectReason.BOUNCED, RejectReason.INVALID)
        return EtatCourriel.REBOND if sans_boite else EtatCourriel.ECHEC
    if event.event_type == EventType.FAILED:
        return EtatCourriel.ECHEC
    return None


def _est_definitif(event: AnymailTrackingEvent) -> bool:
    """Whether the box does not exist, rather than being full today; Postmark and Mailjet tell so apart."""
    brut = event.esp_event if isinstance(event.esp_event, dict) else {}
    return brut.get("Type") != "SoftBounce" and brut.get("hard_bounce") is not False
