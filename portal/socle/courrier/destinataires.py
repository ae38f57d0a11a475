"""Who a mail goes to, and in which language: the only place that decides it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

LANGUE_DU_PROFIL = "wagtail_userprofile__preferred_language"


@dataclass(frozen=True)
class Destinataire:
    """Somebody to write to: where, and in which language.

    Without one: that of the account which has this address, or else the first language of the portal.
    """

    adresse: str
    langue: str = ""


def langue_connue(langue: str | None) -> str:
    """A language in which mails are written: the one asked for, or else the first of the portal."""
    courte = (langue or "").split("-")[0]
    return courte if courte in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def par_langue(a: Any) -> dict[str, list[str]]:
    """Addresses of all those that `a` names, by language, each once."""
    groupes: dict[str, set[str]] = {}
    for adresse, langue in _adresses(a):
        if adresse:
            groupes.setdefault(langue_connue(langue), set()).add(adresse)
    return {langue: sorted(adresses) for langue, adresses in sorted(groupes.items())}


def _adresses(a: Any) -> Iterable[tuple[str, str | None]]:
    if isinstance(a, QuerySet):
        return _des_comptes(pk__in=a.values("pk"))
    personnes = list(a) if isinstance(a, list | tuple | set) else [a]
    comptes = [personne.pk for personne in personnes if not isinstance(personne, Destinataire)]
    autres = {autre.adresse: autre.langue for autre in personnes if isinstance(autre, Destinataire)}
    sans_langue = [adresse for adresse, langue in autres.items() if adresse and not langue]
    connus = dict(_des_comptes(email__in=sans_langue)) if sans_langue else {}
    trouves = [(adresse, langue or connus.get(adresse)) for adresse, langue in autres.items()]
    return trouves + list(_des_comptes(pk__in=comptes) if comptes else [])


def _des_comptes(**lesquels: Any) -> Iterable[tuple[str, str | None]]:
    """In the language that each chose in the back office; nobody writes to an account that is deactivated."""
    from django.contrib.auth import get_user_model

    actifs = get_user_model()._default_manager.filter(is_active=True, **lesquels)
    return actifs.values_list("email", LANGUE_DU_PROFIL)
