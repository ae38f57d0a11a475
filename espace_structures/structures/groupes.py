"""The group "Animation régionale": who runs the portal from the back office, without being a superuser."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

ANIMATION = "Animation régionale"

# Every model of these apps is managed by the animation in the back office (add, change, delete, view, publish…).
_APPLICATIONS_GEREES = (
    "structures",
    "comptes",
    "wagtailimages",
    "wagtaildocs",
    "wagtailredirects",
    "wagtailsearchpromotions",
    "wagtail_localize",
    "taggit",
)
# In the room `bilans` only what prepares a campaign: answers are never edited behind the back of a structure.
_MODELES_DE_CAMPAGNE = ("trame", "campagne", "prolongation")


def installer_groupes(**_kwargs) -> None:
    """Creates the group of the animation and gives it its rights; changes nothing when they are already there."""
    from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

    groupe, _cree = Group.objects.get_or_create(name=ANIMATION)
    voulues = Permission.objects.filter(
        Q(content_type__app_label__in=_APPLICATIONS_GEREES)
        | Q(content_type__app_label="bilans", content_type__model__in=_MODELES_DE_CAMPAGNE)
        | Q(content_type__app_label="wagtailadmin", codename="access_admin")
        | Q(content_type__app_label__in=("home", "actualites"))
        | Q(content_type__app_label="wagtailcore", codename__in=("add_locale", "change_locale", "delete_locale"))
    )
    groupe.permissions.add(*voulues)
    racine = Page.objects.filter(depth=1).first()
    if racine is not None:
        for codename in ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"):
            GroupPagePermission.objects.get_or_create(
                group=groupe,
                page=racine,
                permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=codename),
            )
    collection = Collection.get_first_root_node()
    if collection is not None:
        for permission in (
            Permission.objects.filter(content_type__app_label__in=("wagtailimages", "wagtaildocs"))
            .filter(
                Q(codename__startswith="add_") | Q(codename__startswith="change_") | Q(codename__startswith="choose_")
            )
            .filter(codename__regex=r"_(image|document)$")
        ):
            GroupCollectionPermission.objects.get_or_create(group=groupe, collection=collection, permission=permission)
