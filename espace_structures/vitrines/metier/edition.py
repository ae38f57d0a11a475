"""What the editors and the moderators of a structure may touch in Wagtail: its pages and its files, nothing else.

Who belongs to the group of a structure follows from the memberships (`structures.metier.edition`); what a group may
touch is given and taken back here. Every function may be called at any time: it puts things right.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.metier.edition import accorder_les_editeurs, groupe_de
from espace_structures.structures.models import Moderateur, Structure

from ..models import FichePage, Mediatheque

PREFIXE_MODERATION = "Modération "
COLLECTION_DES_STRUCTURES = "Structures"

_FICHIERS = tuple(f"{verbe}_{genre}" for verbe in ("add", "change", "choose") for genre in ("image", "document"))
_CHOIX = ("choose_image", "choose_document")


@transaction.atomic
def accorder(structure: Structure) -> None:
    """Give the groups of this structure their rights on its pages and its files, and take back what is too much.

    A closed structure writes nothing any more. One that the animation trusts publishes by itself. To be called when a
    sheet opens or is translated, when the switch, the status or the départements of the structure change.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    editeurs = groupe_de(structure)
    moderation = [groupe_de_moderation(code) for code in structure.implantations.values_list("departement", flat=True)]
    fiches = list(FichePage.objects.filter(structure=structure).values_list("pk", flat=True))
    _accorder_les_pages(structure, editeurs, moderation, fiches)
    _accorder_les_fichiers(structure, editeurs, moderation)


def accorder_tout() -> int:
    """Every structure that has a sheet, and every moderator: the nightly check. The number of structures."""
    accorder_les_moderateurs()
    structures = Structure.objects.filter(fiches__isnull=False).distinct()
    for structure in structures:
        accorder_les_editeurs(structure)
        accorder(structure)
    return len(structures)


def groupe_de_moderation(departement: str) -> Group:
    """The group of those who moderate a département: it enters the back office and holds nothing by itself."""
    groupe, cree = Group.objects.get_or_create(name=f"{PREFIXE_MODERATION}{departement}")
    if cree:
        groupe.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return groupe


@transaction.atomic
def accorder_les_moderateurs() -> None:
    """Put in the group of each département those who moderate it, and nobody else."""
    codes = set(Moderateur.objects.values_list("departement", flat=True))
    groupes = {groupe_de_moderation(code) for code in codes}
    groupes |= set(Group.objects.filter(name__startswith=PREFIXE_MODERATION))
    for groupe in groupes:
        code = groupe.name.removeprefix(PREFIXE_MODERATION)
        groupe.user_set.set(Moderateur.objects.actifs().filter(departement=code).values_list("compte", flat=True))


def _accorder_les_pages(structure: Structure, editeurs: Group, moderation: list[Group], fiches: list[int]) -> None:
    ecrire = ["add_page", "change_page"] + (["publish_page"] if structure.de_confiance else [])
    voulus = {(groupe.pk, "change_page") for groupe in moderation} | {(g.pk, "publish_page") for g in moderation}
    if structure.statut == StatutStructure.ACTIVE:
        voulus |= {(editeurs.pk, droit) for droit in ecrire}
    droits = _droits(("wagtailcore",), ("add_page", "change_page", "publish_page"))
    attendus = {(groupe, fiche, droits[droit]) for groupe, droit in voulus for fiche in fiches}
    presents = GroupPagePermission.objects.filter(
        Q(group=editeurs) | Q(page__in=fiches, group__name__startswith=PREFIXE_MODERATION)
    )
    _mettre_au_pas(
        presents.values_list("pk", "group_id", "page_id", "permission_id"),
        attendus,
        lambda trop: GroupPagePermission.objects.filter(pk__in=trop).delete(),
        lambda manque: GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group_id=groupe, page_id=page, permission_id=droit) for groupe, page, droit in manque
        ),
    )


def _accorder_les_fichiers(structure: Structure, editeurs: Group, moderation: list[Group]) -> None:
    """The moderators see the pictures that stand in the pages they read; only the editors add and change them."""
    collection = collection_de(structure)
    droits = _droits(("wagtailimages", "wagtaildocs"), _FICHIERS)
    attendus = {(groupe.pk, collection.pk, droits[droit]) for groupe in moderation for droit in _CHOIX}
    if structure.statut == StatutStructure.ACTIVE:
        attendus |= {(editeurs.pk, collection.pk, droits[droit]) for droit in _FICHIERS}
    presents = GroupCollectionPermission.objects.filter(
        Q(group=editeurs) | Q(collection=collection, group__name__startswith=PREFIXE_MODERATION)
    )
    _mettre_au_pas(
        presents.values_list("pk", "group_id", "collection_id", "permission_id"),
        attendus,
        lambda trop: GroupCollectionPermission.objects.filter(pk__in=trop).delete(),
        lambda manque: GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(group_id=groupe, collection_id=pk, permission_id=droit)
            for groupe, pk, droit in manque
        ),
    )


def _droits(applications: Iterable[str], noms: Iterable[str]) -> dict[str, int]:
    return dict(
        Permission.objects.filter(content_type__app_label__in=applications, codename__in=noms).values_list(
            "codename", "pk"
        )
    )


def _mettre_au_pas(presents, attendus: set[tuple[int, int, int]], retirer, ajouter) -> None:
    """Writes only what differs: a nightly run over every structure changes nothing."""
    connus = {tuple(cle): pk for pk, *cle in presents}
    trop = [pk for cle, pk in connus.items() if cle not in attendus]
    manque = attendus - set(connus)
    if trop:
        retirer(trop)
    if manque:
        ajouter(manque)


def collection_de(structure: Structure) -> Collection:
    """The collection of this structure, made at the first call."""
    connue = Mediatheque.objects.filter(structure=structure).select_related("collection").first()
    if connue is not None:
        return connue.collection
    # The tree grows under the lock of its root: two structures opened at once would be given the same place.
    racine = Collection.objects.select_for_update().filter(depth=1).first()
    parent = racine.get_children().filter(name=COLLECTION_DES_STRUCTURES).first()
    if parent is None:
        parent = racine.add_child(instance=Collection(name=COLLECTION_DES_STRUCTURES))
    collection = parent.add_child(instance=Collection(name=structure.nom))
    Mediatheque.objects.create(structure=structure, collection=collection)
    return collection
