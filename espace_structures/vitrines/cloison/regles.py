"""The addresses of the back office open to whoever is not of the animation: where Wagtail judges, where a rule does.

A rule takes the reach of the account, the request and the arguments of the address; it answers whether to let through.
An address that is not here is closed: one that a new version of Wagtail brings is closed by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, TaskState
from wagtail_localize.models import Translation

from portal.socle.parametres import lire_identifiants

from ..droits import PagesAPortee
from ..models import ActionPage

Arguments = dict[str, Any]
Regle = Callable[[PagesAPortee, HttpRequest, Arguments], bool]


def page_lue(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
    return perimetre.lit(_page(arguments["page_id"]))


def action_ecrite(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
    """An action of one's own: the sheet itself is never deleted by its structure."""
    page = _page(arguments["page_id"])
    return perimetre.ecrit(page) and page.cached_content_type.model_class() is ActionPage


def etape(perimetre: PagesAPortee, requete: HttpRequest, arguments: Arguments) -> bool:
    """A step of the moderation of a page within reach, and of no other."""
    page = _page(arguments["page_id"])
    return perimetre.lit(page) and TaskState.objects.for_instance(page).filter(pk=arguments["task_state_id"]).exists()


def branche_a_lier(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
    """A branch of the tree in the window where one picks a page to link to."""
    return perimetre.pages_liables(Page.objects.filter(pk=arguments["parent_page_id"])).exists()


def racine_a_lier(_perimetre: PagesAPortee, requete: HttpRequest, _arguments: Arguments) -> bool:
    """The same window at its top. Asked for one type, Wagtail would open on the nearest page of that type."""
    return requete.GET.get("page_type", "") in ("", "wagtailcore.page")


def pages_a_lier(perimetre: PagesAPortee, requete: HttpRequest, _arguments: Arguments) -> bool:
    pks = lire_identifiants(requete.GET.getlist("id"))
    return pks is not None and perimetre.pages_liables(Page.objects.filter(pk__in=pks)).count() == len(pks)


def session_d_edition(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
    """Who else has this page open."""
    if (arguments["app_label"], arguments["model_name"]) != ("wagtailcore", "page"):
        return False
    pks = lire_identifiants([arguments["object_id"]])
    return bool(pks) and perimetre.lit(_page(pks.pop()))


def fichier(modele: Callable) -> Regle:
    """An image or a document that one may place in a page; Wagtail fails on what is no number."""

    def regle(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
        return _dans(modele(), lire_identifiants([arguments["pk"]]), perimetre.collections_lues)

    return regle


def fichiers(modele: Callable) -> Regle:
    """Several at once, named in the query."""

    def regle(perimetre: PagesAPortee, requete: HttpRequest, _arguments: Arguments) -> bool:
        return _dans(modele(), lire_identifiants(requete.GET.getlist("id")), perimetre.collections_lues)

    return regle


def lot_de_fichiers(perimetre: PagesAPortee, requete: HttpRequest, arguments: Arguments) -> bool:
    """A gesture on several of one's own files, each named: never on "all" of a list."""
    modeles = {("wagtailimages", "image"): image, ("wagtaildocs", "document"): document}
    modele = modeles.get((arguments["app_label"], arguments["model_name"]))
    pks = lire_identifiants(requete.GET.getlist("id"))
    return modele is not None and bool(pks) and _dans(modele(), pks, perimetre.collections_ecrites)


def traduction(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
    """The translation of a page of one's own."""
    connue = Translation.objects.filter(pk=arguments["translation_id"]).select_related("source").first()
    if connue is None:
        return False
    pages = Page.objects.filter(translation_key=connue.source.object_id, locale=connue.target_locale_id)
    return perimetre.ecrit(pages.first())


def _page(pk: int) -> Page | None:
    return Page.objects.filter(pk=pk).first()


def _dans(modele, pks: set[int] | None, collections: set[Collection]) -> bool:
    return pks is not None and modele.objects.filter(pk__in=pks, collection__in=collections).count() == len(pks)


image, document = get_image_model, get_document_model

# Where Wagtail asks its policies, which answer from the same memberships (`politique`), or shows what is nobody's.
OUVERTES = frozenset(
    {
        # What every screen of the back office is made of.
        "wagtailadmin_home",
        "wagtailadmin_account",
        "wagtailadmin_sprite",
        "wagtailadmin_dismissibles",
        "wagtailadmin_javascript_catalog",
        "wagtail_localize:javascript_catalog",
        # Pages.
        "wagtailadmin_pages:add_subpage",
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:preview_on_add",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:preview_on_edit",
        "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:unpublish",
        "wagtailadmin_pages:revisions_view",
        "wagtailadmin_pages:revisions_revert",
        "wagtailadmin_pages:revisions_unschedule",
        "wagtailadmin_pages:revisions_compare",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:history_results",
        "wagtailadmin_pages:workflow_history",
        "wagtailadmin_pages:workflow_history_detail",
        "wagtailadmin_pages:usage",
        "wagtailadmin_editing_sessions:release",
        # Links.
        "wagtailadmin_choose_page_search",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link",
        # Images.
        "wagtailimages:index",
        "wagtailimages:index_results",
        "wagtailimages:add",
        "wagtailimages:add_multiple",
        "wagtailimages:edit",
        "wagtailimages:delete",
        "wagtailimages:image_usage",
        "wagtailimages:edit_multiple",
        "wagtailimages:delete_multiple",
        "wagtailimages:create_multiple_from_uploaded_image",
        "wagtailimages:delete_upload_multiple",
        "wagtailimages_chooser:choose",
        "wagtailimages_chooser:choose_results",
        "wagtailimages_chooser:create",
        # Documents.
        "wagtaildocs:index",
        "wagtaildocs:index_results",
        "wagtaildocs:add",
        "wagtaildocs:add_multiple",
        "wagtaildocs:edit",
        "wagtaildocs:delete",
        "wagtaildocs:document_usage",
        "wagtaildocs:edit_multiple",
        "wagtaildocs:delete_multiple",
        "wagtaildocs:create_multiple_from_uploaded_document",
        "wagtaildocs:delete_upload_multiple",
        "wagtaildocs_chooser:choose",
        "wagtaildocs_chooser:choose_results",
        "wagtaildocs_chooser:create",
        # Screens of this room.
        "vitrines_relecture",
    }
)

# Where Wagtail asks nobody, asks too late, or would answer more than we do.
REGLES: dict[str, Regle] = {
    "wagtailadmin_pages:delete": action_ecrite,
    "wagtailadmin_pages:workflow_action": etape,
    "wagtailadmin_pages:collect_workflow_action_data": etape,
    "wagtailadmin_pages:confirm_workflow_cancellation": page_lue,
    "wagtailadmin_pages:workflow_preview": page_lue,
    "wagtailadmin_editing_sessions:ping": session_d_edition,
    "wagtailadmin_choose_page": racine_a_lier,
    "wagtailadmin_choose_page_child": branche_a_lier,
    "wagtailadmin_choose_page_chosen_multiple": pages_a_lier,
    "wagtail_bulk_action": lot_de_fichiers,
    "wagtailimages_chooser:chosen": fichier(image),
    "wagtailimages_chooser:chosen_multiple": fichiers(image),
    "wagtaildocs_chooser:chosen": fichier(document),
    "wagtaildocs_chooser:chosen_multiple": fichiers(document),
    "wagtail_localize:edit_string_translation": traduction,
    "wagtail_localize:preview_translation": traduction,
}
