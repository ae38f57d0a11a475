"""The group "Animation régionale": who runs the portal from the back office, without being a superuser."""

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models import Q

ANIMATION = "Animation régionale"

# Every model of these apps is managed by the animation in the back office (add, change, delete, view, publish…).
_APPLICATIONS_GEREES = (
    "home",
    "actualites",
    "structures",
    "vitrines",
    "wagtailimages",
    "wagtaildocs",
    "wagtailredirects",
    "wagtailsearchpromotions",
    "wagtail_localize",
    "taggit",
)
# In the room `bilans` only what prepares a campaign: answers are never edited behind the back of a structure.
_MODELES_DE_CAMPAGNE = ("trame", "campagne", "prolongation")
# Of volunteers only what is nobody's data: settings, texts, calls to read, companies.
_MODELES_DU_BENEVOLAT = ("reglagesbenevolat", "modelemessage", "appelbenevoles", "entreprise")
# An account is deactivated, never deleted: history keeps its names.
_SUR_LES_COMPTES = ("add_compte", "change_compte", "view_compte", "assister_compte", "change_reglagescomptes")
# Jobs and mails are looked at; an address at fault is lifted, and the words of mails are the animation's own.
_SUR_LES_TACHES_ET_COURRIELS = (
    "view_executiondetache",
    "view_courrielenvoye",
    "view_adresseendefaut",
    "delete_adresseendefaut",
)
_SUR_LES_PAGES = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")


def apres_migration(*, app_config: AppConfig, **_kwargs) -> None:
    """Receives `post_migrate`, sent application by application: installs the groups after the last one.

    Only then does every right exist, those that Wagtail adds to snippets included.
    """
    derniere = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if app_config == derniere:
        installer_groupes()


def installer_groupes() -> None:
    """Creates the group of the animation and gives it its rights; changes nothing when they are already there."""
    tables = connection.introspection.table_names()
    if not {"auth_group", "wagtailcore_page", "wagtailcore_grouppagepermission"} <= set(tables):
        return  # a partial migration: the next one completes the group
    groupe, _cree = Group.objects.get_or_create(name=ANIMATION)
    groupe.permissions.add(*_droits_sur_les_modeles())
    _donner_les_pages(groupe)
    _donner_les_collections(groupe)


def _droits_sur_les_modeles():
    return Permission.objects.filter(
        Q(content_type__app_label__in=_APPLICATIONS_GEREES)
        | Q(content_type__app_label="bilans", content_type__model__in=_MODELES_DE_CAMPAGNE)
        | Q(content_type__app_label="benevolat", content_type__model__in=_MODELES_DU_BENEVOLAT)
        | Q(content_type__app_label="comptes", codename__in=_SUR_LES_COMPTES)
        | Q(content_type__app_label="wagtailadmin", codename="access_admin")
        | Q(content_type__app_label="socle", codename__in=_SUR_LES_TACHES_ET_COURRIELS)
        | Q(content_type__app_label="socle", content_type__model="textedecourriel")
        | Q(content_type__app_label="wagtailcore", codename__in=("add_locale", "change_locale", "delete_locale"))
    )


def _donner_les_pages(groupe: Group) -> None:
    """Every page of the site, from the root."""
    from wagtail.models import GroupPagePermission, Page

    racine = Page.objects.filter(depth=1).first()
    if racine is None:
        return
    for droit in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=_SUR_LES_PAGES):
        GroupPagePermission.objects.get_or_create(group=groupe, page=racine, permission=droit)


def _donner_les_collections(groupe: Group) -> None:
    """Every image and document, from the root collection."""
    from wagtail.models import Collection, GroupCollectionPermission

    collection = Collection.get_first_root_node()
    if collection is None:
        return
    droits = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__regex=r"^(add|change|choose)_(image|document)$",
    )
    for droit in droits:
        GroupCollectionPermission.objects.get_or_create(group=groupe, collection=collection, permission=droit)
