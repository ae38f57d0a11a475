"""What Wagtail asks: the animation has the rights of its group, everybody else those of their memberships (`droits`).

Its editor, lists, windows and reports all derive from one question, `get_all_permissions_for_user`. The exceptions are
the lists of people (`users_with_any_permission`), which nothing in Wagtail or here asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Permission
from wagtail.models import Collection, Page
from wagtail.permission_policies.collections import CollectionPermissionLookupMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from .droits import PagesAPortee


@dataclass(frozen=True, eq=False)
class Droit:
    """A right as Wagtail reads that of a group: a verb, and the page or collection at and under which it holds."""

    lieu: Page | Collection
    permission: Permission

    @property
    def page(self):
        return self.lieu

    @property
    def page_id(self):
        return self.lieu.pk

    collection, collection_id = page, page_id


def droits_sur_les_pages(perimetre: PagesAPortee) -> list[Droit]:
    """Editors write their sheets and what stands under them, and publish when the animation trusts their structure;
    moderators change and publish those of their départements."""
    return [
        *_droits(perimetre.fiches_ecrites.values(), "add_page", "change_page"),
        *_droits((f for f in perimetre.fiches_ecrites.values() if f.structure.de_confiance), "publish_page"),
        *_droits(perimetre.fiches_relues.values(), "change_page", "publish_page"),
    ]


def droits_sur_les_fichiers(perimetre: PagesAPortee) -> list[Droit]:
    """Moderators see the pictures that stand in the pages they read; only the editors add and change them."""
    verbes = [f"{verbe}_{genre}" for verbe in ("add", "change") for genre in ("image", "document")]
    return [
        *_droits(perimetre.collections_ecrites, *verbes),
        *_droits(perimetre.collections_lues, "choose_image", "choose_document"),
    ]


def installer() -> None:
    """Have Wagtail's policies ask here: those of pages, then all those that stand on collections."""
    _poser(PagePermissionPolicy, droits_sur_les_pages)
    _poser(CollectionPermissionLookupMixin, droits_sur_les_fichiers)


def _droits(lieux: Iterable[Page | Collection], *noms: str) -> list[Droit]:
    return [Droit(lieu, Permission(codename=nom)) for lieu in lieux for nom in noms]


def _poser(politique: type, droits: Callable[[PagesAPortee], list[Droit]]) -> None:
    des_groupes = politique.get_all_permissions_for_user

    def get_all_permissions_for_user(self, user):
        perimetre = PagesAPortee.de(user)
        return des_groupes(self, user) if perimetre.est_libre else droits(perimetre)

    politique.get_all_permissions_for_user = get_all_permissions_for_user
