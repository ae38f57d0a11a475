"""A reminder leaves once: what was sent, to whom, about what, for which date."""

from datetime import date, datetime

from django.utils.crypto import salted_hmac

from portal.socle.models import Envoi


def empreinte(destinataire: str) -> str:
    """Keyed digest of an address: it recognises the person without telling who it is."""
    return salted_hmac("portal.socle.envoi", destinataire.strip().lower(), algorithm="sha256").hexdigest()


def envoyer_une_fois(*, code: str, objet: str, destinataire: str, echeance: date, le: datetime) -> bool:
    """Whether this mail is to be sent: True the first time, then False for the same job, object, person and date.

    To be called in the transaction that writes the mail: if it fails, the mail remains to be sent. Of two jobs at the
    same moment, one waits for the other.
    """
    _envoi, premiere_fois = Envoi.objects.get_or_create(
        code=code,
        objet=objet,
        destinataire=empreinte(destinataire),
        echeance=echeance,
        defaults={"envoye_le": le},
    )
    return premiere_fois
