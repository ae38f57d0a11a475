"""Who may see, write, read before it appears: the one answer about the public pages of structures, read once a request.

The animation touches everything. An editor: the sheets of their structures, what stands under them, their files. A
moderator: the sheets of the structures of their départements. Nobody else: nothing.

Two rights say it, about a page or about a structure; `PagesAPortee` says it of many at once:

    vitrines.ecrire     contributeurs and responsables of the structure write its pages
    vitrines.moderer    the animation, and who moderates a département of the structure, decide on a page

The screens of the gated space, the task of moderation, Wagtail itself (`politique`) and the wall around its back office
(`cloison`) ask here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import rules
from django.db.models import Q, QuerySet
from wagtail.models import Collection, Page

from espace_structures.structures.droits import Appartenances, est_compte_actif, est_editeur
from espace_structures.structures.enums import ROLES_D_EDITION

from .models import FichePage
from .querysets import sous_ces_pages

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


@rules.predicate
def ecrit_la_page(compte, objet) -> bool:
    """Writes this page."""
    return isinstance(objet, Page) and est_compte_actif(compte) and PagesAPortee.de(compte).ecrit(objet)


@rules.predicate
def modere_la_page(compte, objet) -> bool:
    """Decides on this page when it is read before it appears."""
    return isinstance(objet, Page) and est_compte_actif(compte) and PagesAPortee.de(compte).modere(objet)


@rules.predicate
def entre_au_back_office(compte) -> bool:
    """Has something to write or to read there; the animation enters by its group."""
    return est_compte_actif(compte) and PagesAPortee.de(compte).entre_au_back_office


rules.add_perm("wagtailadmin.access_admin", entre_au_back_office)
rules.add_perm("vitrines.ecrire", est_editeur | ecrit_la_page)
rules.add_perm("vitrines.moderer", modere_la_page)

TYPES_DES_STRUCTURES = Q(content_type__app_label="vitrines", content_type__model__in=("fichepage", "actionpage"))


class PagesAPortee:
    """The pages and files within reach of one account."""

    def __init__(self, compte: Compte):
        self.compte = compte
        self.appartenances = Appartenances.de(compte)

    @classmethod
    def de(cls, compte: Compte) -> PagesAPortee:
        """The reach of this account; kept on the account object, that is for the request."""
        connu = getattr(compte, "_perimetre", None)
        if connu is None:
            connu = compte._perimetre = cls(compte)
        return connu

    @property
    def est_libre(self) -> bool:
        """The animation: no partition for it."""
        return self.appartenances.est_animation

    @property
    def entre_au_back_office(self) -> bool:
        return self.est_libre or bool(self.appartenances.structures_editees()) or self.appartenances.est_moderateur

    @cached_property
    def fiches_ecrites(self) -> dict[str, FichePage]:
        """Sheets of the account's own structures, in every language, by path."""
        return self._fiches(structure__in=self.appartenances.structures_editees())

    @cached_property
    def fiches_relues(self) -> dict[str, FichePage]:
        """Sheets of the structures of the départements that the account moderates, by path."""
        if not self.appartenances.est_moderateur:
            return {}
        return self._fiches(structure__implantations__departement__in=self.appartenances.departements_moderes)

    @cached_property
    def fiches_fermees(self) -> dict[str, FichePage]:
        """Sheets of structures that closed while the account wrote for them."""
        roles = self.appartenances.roles_structures
        actives = self.appartenances.structures_editees()
        fermees = [pk for pk, role in roles.items() if role in ROLES_D_EDITION and pk not in actives]
        return self._fiches(structure__in=fermees) if fermees else {}

    def ecrit(self, page: Page | None) -> bool:
        """Whether the page is, or stands under, a sheet of the account's own structures."""
        return page is not None and _sous(page, self.fiches_ecrites)

    def lit(self, page: Page | None) -> bool:
        """Whether the account opens this page in the editor, to write it or to read it before it appears."""
        return self.ecrit(page) or (page is not None and _sous(page, self.fiches_relues))

    def modere(self, page: Page) -> bool:
        """Whether the account decides on this page, when it is read before it appears."""
        return self.est_libre or _sous(page, self.fiches_relues)

    def ecrivait(self, page: Page | None) -> bool:
        """Whether the account would write this page, had its structure not closed."""
        return page is not None and _sous(page, self.fiches_fermees)

    @cached_property
    def collections_ecrites(self) -> set[Collection]:
        """Collections where the account adds and changes images and documents."""
        return set(Collection.objects.filter(mediatheque__structure__in=self.appartenances.structures_editees()))

    @cached_property
    def collections_lues(self) -> set[Collection]:
        """Collections from which the account chooses a file."""
        relues = {fiche.structure_id for fiche in self.fiches_relues.values()}
        return self.collections_ecrites | set(Collection.objects.filter(mediatheque__structure__in=relues))

    def pages_liables(self, pages: QuerySet) -> QuerySet:
        """Those of these pages to which the account may link: its own, and what is published outside the sheets of
        structures. The others are found on the site, not in the back office."""
        siennes = sous_ces_pages({**self.fiches_ecrites, **self.fiches_relues})
        publiees = Q(live=True) & ~TYPES_DES_STRUCTURES & ~Q(pk__in=_pages_privees())
        # By number: the windows then search among these pages, and the search knows no other criterion of ours.
        return pages.filter(pk__in=list(Page.objects.filter(siennes | publiees).values_list("pk", flat=True)))

    def _fiches(self, **criteres) -> dict[str, FichePage]:
        return {fiche.path: fiche for fiche in FichePage.objects.filter(**criteres).select_related("structure")}


def _sous(page: Page, fiches: dict[str, FichePage]) -> bool:
    return any(page.path.startswith(chemin) for chemin in fiches)


def _pages_privees() -> QuerySet:
    """Pages that the site itself keeps from some readers."""
    return Page.objects.private().values("pk")
