"""The addresses of the back office that are open to whoever is not of the animation, each with what it looks at.

A rule takes the reach of the account, the request and the arguments of the address; it answers whether to let through.
An address that is not here is closed: one that a new version of Wagtail brings is closed by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.admin.models import EditingSession
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, TaskState, UploadedFile, WorkflowState
from wagtail_localize.models import Translation

from portal.socle.parametres import lire_identifiants

from ..droits import PagesAPortee
from ..models import ActionPage

Arguments = dict[str, Any]
Regle = Callable[[PagesAPortee, HttpRequest, Arguments], bool]


def toujours(_perimetre: PagesAPortee, _requete: HttpRequest, _arguments: Arguments) -> bool:
    return True


def membre(perimetre: PagesAPortee, _requete: HttpRequest, _arguments: Arguments) -> bool:
    """A screen of those who write: lists that Wagtail itself narrows to what one may change."""
    return bool(perimetre.collections_ecrites)


def page_lue(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
    return perimetre.lit(_page(arguments["page_id"]))


def action_ecrite(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
    """An action of one's own: the sheet itself is never deleted by its structure."""
    page = _page(arguments["page_id"])
    return perimetre.ecrit(page) and page.cached_content_type.model_class() is ActionPage


def nouvelle_action(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
    """A new action, right under one's own sheet."""
    genre = (arguments["content_type_app_name"], arguments["content_type_model_name"])
    parent = _page(arguments["parent_page_id"])
    return genre == ("vitrines", "actionpage") and parent is not None and parent.path in perimetre.fiches_ecrites


def sous_sa_fiche(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
    """A new page under one's own sheet: Wagtail goes straight to the only kind there is."""
    parent = _page(arguments["parent_page_id"])
    return parent is not None and parent.path in perimetre.fiches_ecrites


def etape(perimetre: PagesAPortee, requete: HttpRequest, arguments: Arguments) -> bool:
    """A step of the moderation of a page within reach, and of no other."""
    page = _page(arguments["page_id"])
    return perimetre.lit(page) and TaskState.objects.for_instance(page).filter(pk=arguments["task_state_id"]).exists()


def circuit(perimetre: PagesAPortee, requete: HttpRequest, arguments: Arguments) -> bool:
    page = _page(arguments["page_id"])
    etats = WorkflowState.objects.for_instance(page) if page is not None else WorkflowState.objects.none()
    return perimetre.lit(page) and etats.filter(pk=arguments["workflow_state_id"]).exists()


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
    return bool(pks) and perimetre.lit(_page(pks.pop())) and _ma_session(perimetre, arguments)


def ma_session_d_edition(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
    return _ma_session(perimetre, arguments)


def fichier(modele: Callable, argument: str, *, lire: bool = False) -> Regle:
    """An image or a document of one's own; with `lire`, one that may be placed in a page."""

    def regle(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
        pks = lire_identifiants([arguments[argument]])
        return pks is not None and _dans(perimetre, modele(), pks, lire=lire)

    return regle


def fichiers(modele: Callable) -> Regle:
    """Several at once, named in the query."""

    def regle(perimetre: PagesAPortee, requete: HttpRequest, _arguments: Arguments) -> bool:
        pks = lire_identifiants(requete.GET.getlist("id"))
        return pks is not None and _dans(perimetre, modele(), pks, lire=True)

    return regle


def lot_de_fichiers(perimetre: PagesAPortee, requete: HttpRequest, arguments: Arguments) -> bool:
    """A gesture on several of one's own files, each named: never on "all" of a list."""
    modeles = {("wagtailimages", "image"): image, ("wagtaildocs", "document"): document}
    modele = modeles.get((arguments["app_label"], arguments["model_name"]))
    pks = lire_identifiants(requete.GET.getlist("id"))
    return modele is not None and bool(pks) and _dans(perimetre, modele(), pks, lire=False)


def choix_de_fichier(perimetre: PagesAPortee, _requete: HttpRequest, _arguments: Arguments) -> bool:
    """The window where one picks a file: Wagtail narrows it to what one may choose."""
    return bool(perimetre.collections_lues)


def depot(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
    """A file that one has just sent and that is not in the library yet."""
    return UploadedFile.objects.filter(
        pk=arguments["uploaded_file_id"], uploaded_by_user=perimetre.compte
    ).exists() and bool(perimetre.collections_ecrites)


def traduction(perimetre: PagesAPortee, _requete: HttpRequest, arguments: Arguments) -> bool:
    """The translation of a page of one's own."""
    connue = Translation.objects.filter(pk=arguments["translation_id"]).select_related("source").first()
    if connue is None:
        return False
    pages = Page.objects.filter(translation_key=connue.source.object_id, locale=connue.target_locale_id)
    return perimetre.ecrit(pages.first())


def moderateur(perimetre: PagesAPortee, _requete: HttpRequest, _arguments: Arguments) -> bool:
    return perimetre.appartenances.est_moderateur


def _page(pk: int) -> Page | None:
    return Page.objects.filter(pk=pk).first()


def _dans(perimetre: PagesAPortee, modele, pks: set[int], *, lire: bool) -> bool:
    collections = perimetre.collections_lues if lire else perimetre.collections_ecrites
    return modele.objects.filter(pk__in=pks, collection__in=collections).count() == len(pks)


def _ma_session(perimetre: PagesAPortee, arguments: Arguments) -> bool:
    return EditingSession.objects.filter(pk=arguments["session_id"], user=perimetre.compte).exists()


image, document = get_image_model, get_document_model

REGLES: dict[str, Regle] = {
    # What every screen of the back office is made of.
    "wagtailadmin_home": toujours,
    "wagtailadmin_account": toujours,
    "wagtailadmin_logout": toujours,
    "wagtailadmin_login": toujours,
    "wagtailadmin_sprite": toujours,
    "wagtailadmin_dismissibles": toujours,
    "wagtailadmin_javascript_catalog": toujours,
    "wagtail_localize:javascript_catalog": toujours,
    # Pages.
    "wagtailadmin_pages:add_subpage": sous_sa_fiche,
    "wagtailadmin_pages:add": nouvelle_action,
    "wagtailadmin_pages:preview_on_add": nouvelle_action,
    "wagtailadmin_pages:edit": page_lue,
    "wagtailadmin_pages:preview_on_edit": page_lue,
    "wagtailadmin_pages:view_draft": page_lue,
    "wagtailadmin_pages:delete": action_ecrite,
    "wagtailadmin_pages:unpublish": page_lue,
    "wagtailadmin_pages:revisions_view": page_lue,
    "wagtailadmin_pages:revisions_revert": page_lue,
    "wagtailadmin_pages:revisions_unschedule": page_lue,
    "wagtailadmin_pages:revisions_compare": page_lue,
    "wagtailadmin_pages:history": page_lue,
    "wagtailadmin_pages:history_results": page_lue,
    "wagtailadmin_pages:workflow_history": page_lue,
    "wagtailadmin_pages:workflow_history_detail": circuit,
    "wagtailadmin_pages:workflow_action": etape,
    "wagtailadmin_pages:collect_workflow_action_data": etape,
    "wagtailadmin_pages:confirm_workflow_cancellation": page_lue,
    "wagtailadmin_pages:workflow_preview": page_lue,
    "wagtailadmin_editing_sessions:ping": session_d_edition,
    "wagtailadmin_editing_sessions:release": ma_session_d_edition,
    # Links.
    "wagtailadmin_choose_page": racine_a_lier,
    "wagtailadmin_choose_page_child": branche_a_lier,
    "wagtailadmin_choose_page_search": toujours,
    "wagtailadmin_choose_page_chosen_multiple": pages_a_lier,
    "wagtailadmin_choose_page_external_link": toujours,
    "wagtailadmin_choose_page_email_link": toujours,
    "wagtailadmin_choose_page_phone_link": toujours,
    "wagtailadmin_choose_page_anchor_link": toujours,
    "wagtailadmin_pages:usage": page_lue,
    # Images.
    "wagtailimages:image_usage": fichier(image, "image_id"),
    "wagtail_bulk_action": lot_de_fichiers,
    "wagtailimages:index": membre,
    "wagtailimages:index_results": membre,
    "wagtailimages:add": membre,
    "wagtailimages:add_multiple": membre,
    "wagtailimages:edit": fichier(image, "image_id"),
    "wagtailimages:delete": fichier(image, "image_id"),
    "wagtailimages:edit_multiple": fichier(image, "image_id"),
    "wagtailimages:delete_multiple": fichier(image, "image_id"),
    "wagtailimages:create_multiple_from_uploaded_image": depot,
    "wagtailimages:delete_upload_multiple": depot,
    "wagtailimages_chooser:choose": choix_de_fichier,
    "wagtailimages_chooser:choose_results": choix_de_fichier,
    "wagtailimages_chooser:chosen": fichier(image, "pk", lire=True),
    "wagtailimages_chooser:chosen_multiple": fichiers(image),
    "wagtailimages_chooser:create": membre,
    # Documents.
    "wagtaildocs:document_usage": fichier(document, "document_id"),
    "wagtaildocs:index": membre,
    "wagtaildocs:index_results": membre,
    "wagtaildocs:add": membre,
    "wagtaildocs:add_multiple": membre,
    "wagtaildocs:edit": fichier(document, "document_id"),
    "wagtaildocs:delete": fichier(document, "document_id"),
    "wagtaildocs:edit_multiple": fichier(document, "doc_id"),
    "wagtaildocs:delete_multiple": fichier(document, "doc_id"),
    "wagtaildocs:create_multiple_from_uploaded_document": depot,
    "wagtaildocs:delete_upload_multiple": depot,
    "wagtaildocs_chooser:choose": choix_de_fichier,
    "wagtaildocs_chooser:choose_results": choix_de_fichier,
    "wagtaildocs_chooser:chosen": fichier(document, "pk", lire=True),
    "wagtaildocs_chooser:chosen_multiple": fichiers(document),
    "wagtaildocs_chooser:create": membre,
    # Translations of one's own pages.
    "wagtail_localize:edit_string_translation": traduction,
    "wagtail_localize:preview_translation": traduction,
    # Screens of this room.
    "vitrines_relecture": moderateur,
}
