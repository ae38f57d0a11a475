"""The attestation of engagement, read by signed link: what was done, where, season after season.

Its link dies with the other links of the person: it is signed with the version of theirs.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from portal.socle.courrier import Lien

from ..models import Engagement

SEL = "benevolat.attestation"
VALIDITE = timedelta(days=730)


def jeton(engagement: Engagement) -> str:
    """The signed part of the link."""
    return signing.dumps([engagement.pk, engagement.benevole.version_lien], salt=SEL)


def lien(engagement: Engagement) -> Lien:
    """The page, for a mail."""
    return Lien("benevolat:attestation", jeton(engagement))


def ouvrir(recu: str) -> Engagement | None:
    """The engagement of a link, with its person and structure; None when the link is false, old or revoked."""
    try:
        pk, version = signing.loads(recu, salt=SEL, max_age=VALIDITE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (
        Engagement.objects.filter(pk=pk, benevole__version_lien=version).select_related("benevole", "structure").first()
    )
