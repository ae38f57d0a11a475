"""What the room does in the back office: its screens, and the words and limits that it sets to Wagtail's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.snippets.models import register_snippet

from .cloison import medias, middleware
from .droits import PagesAPortee
from .editeur.menu import dire
from .metier.courriels import prevenir_d_une_intervention
from .metier.mediatheque import collection_de
from .metier.moderation import derniere_etape, dire_la_decision, installer_moderation
from .models import ActionPage, AnnuairePage, FichePage
from .models.rattachement import structure_de
from .panneaux import PanneauMesPages, PanneauRelecture, PanneauSansReponse
from .views.relecture import FileDeRelecture
from .viewsets import VitrinesViewSetGroup

register_snippet(VitrinesViewSetGroup)
medias.installer()
middleware.installer()

# --- What an account of a structure, or a moderator, finds ------------------------------------------------------------


@hooks.register("construct_main_menu")
def reduire_le_menu(request: HttpRequest, entrees: list) -> None:
    """Their sheet, their files, their space: nothing that the partition closes."""
    perimetre = PagesAPortee.de(request.user)
    if perimetre.est_libre:
        return
    gardees = [e for e in entrees if e.name in ("images", "documents") and perimetre.collections_ecrites]
    entrees[:] = [*_menu_de_la_structure(perimetre), *gardees, _vers_l_espace()]


def _menu_de_la_structure(perimetre: PagesAPortee):
    plusieurs = len({fiche.structure_id for fiche in perimetre.fiches_ecrites.values()}) > 1
    for fiche in perimetre.fiches_ecrites.values():
        if fiche.locale.language_code != "fr":
            continue
        nom = f" – {fiche.structure.nom}" if plusieurs else ""
        adresse = reverse("wagtailadmin_pages:edit", args=[fiche.pk])
        yield MenuItem(_("Ma fiche") + nom, adresse, name=f"fiche-{fiche.pk}", icon_name="home", order=100)
    if perimetre.fiches_ecrites:
        yield MenuItem(_("Mes actions"), reverse("espace:actions"), name="actions", icon_name="doc-full", order=110)
    if perimetre.appartenances.est_moderateur:
        yield EntreeRelecture(
            _("À relire"), reverse("vitrines_relecture"), name="relecture", icon_name="clipboard-list", order=120
        )


def _vers_l_espace() -> MenuItem:
    return MenuItem(_("Mon espace"), reverse("espace:accueil"), name="espace", icon_name="arrow-left", order=900)


@hooks.register("construct_homepage_panels", order=100)
def composer_l_accueil(request: HttpRequest, panneaux: list) -> None:
    """After the other rooms: theirs are for the animation."""
    perimetre = PagesAPortee.de(request.user)
    if perimetre.est_libre:
        panneaux += [PanneauRelecture(), PanneauSansReponse()]
        return
    panneaux[:] = [PanneauRelecture()] if perimetre.appartenances.est_moderateur else []
    if perimetre.fiches_ecrites:
        panneaux.append(PanneauMesPages())


@hooks.register("construct_homepage_summary_items", order=100)
def taire_les_totaux(request: HttpRequest, totaux: list) -> None:
    if not PagesAPortee.de(request.user).est_libre:
        totaux.clear()


@hooks.register("construct_page_chooser_queryset")
def limiter_les_liens(pages, request: HttpRequest):
    perimetre = PagesAPortee.de(request.user)
    return pages if perimetre.est_libre else perimetre.pages_liables(pages)


@hooks.register("construct_page_listing_buttons", order=100)
def retirer_les_boutons_fermes(boutons: list, page: Page, user, context=None, **_autres) -> None:
    """A button that leads to a closed address is not shown."""
    if PagesAPortee.de(user).est_libre:
        return
    fermes = ("/move/", "/copy/", "/usage/", "/privacy/", "/set_position/", "/convert_alias/", "/submit/")
    boutons[:] = [bouton for bouton in boutons if not any(bout in (bouton.url or "") for bout in fermes)]


@hooks.register("insert_global_admin_css")
def habiller_la_cloison() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/cloison.css"))


# --- Screens ----------------------------------------------------------------------------------------------------------


class EntreeRelecture(MenuItem):
    """For those who moderate."""


@hooks.register("register_admin_urls")
def adresses():
    return [path("relecture/", FileDeRelecture.as_view(), name="vitrines_relecture")]


@hooks.register("register_admin_menu_item")
def entree_de_la_file():
    return EntreeRelecture(
        gettext_lazy("À relire"), "/cms/relecture/", name="relecture", icon_name="clipboard-list", order=205
    )


# --- Moderation and what others do to a page --------------------------------------------------------------------------


@hooks.register("after_create_page")
def accueillir_une_page(request: HttpRequest, page: Page) -> None:
    """A directory gets its moderation; a sheet made by hand, its collection."""
    if isinstance(page, AnnuairePage):
        installer_moderation()
    elif isinstance(page, FichePage):
        collection_de(page.structure)


@hooks.register("before_edit_page")
def dire_qui_a_decide(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Two moderators at once: the second learns what the first decided, and decides nothing."""
    if not request.POST.get("action-workflow-action") or page.workflow_in_progress:
        return None
    etape = derniere_etape(page)
    if etape is None or etape.status == TaskState.STATUS_IN_PROGRESS:
        return None
    messages.warning(request, dire_la_decision(etape))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_edit_page")
def rappeler_le_retour(request: HttpRequest, page: Page) -> None:
    """What is to be taken up again, at the head of the page that came back."""
    circuit = page.current_workflow_state
    if request.method != "GET" or circuit is None or circuit.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    etape = circuit.current_task_state
    messages.warning(
        request,
        _("%(personne)s vous propose de reprendre cette page : %(motif)s")
        % {"personne": etape.finished_by or _("L’animation régionale"), "motif": etape.comment},
    )


@hooks.register("construct_page_action_menu")
def publier_par_la_relecture(entrees: list, request: HttpRequest, context: dict) -> None:
    """While a page is read, one answers its author: publishing beside the reading is not offered."""
    page = context.get("page")
    if isinstance(page, FichePage | ActionPage):
        entrees[:] = dire(entrees, page, request)


def intervient(request: HttpRequest, page: Page) -> bool:
    """Whether somebody outside the structure acts on its page."""
    return isinstance(page, FichePage | ActionPage) and not PagesAPortee.de(request.user).ecrit(page)


@hooks.register("before_unpublish_page")
def demander_pourquoi(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page does not leave the site behind the back of those who wrote it."""
    if intervient(request, page) and not request.POST.get("motif", "").strip():
        messages.error(request, _("Dites à la structure pourquoi sa page quitte le site : elle recevra cette raison."))
        return redirect("wagtailadmin_pages:unpublish", page.pk)
    return None


@hooks.register("after_unpublish_page")
def dire_pourquoi(request: HttpRequest, page: Page) -> HttpResponse | None:
    if intervient(request, page):
        motif = request.POST.get("motif", "").strip()
        prevenir_d_une_intervention(page, par=request.user, motif=motif, retiree=True)
    return _rester_sur_la_page(request, page)


@hooks.register("before_bulk_action")
def une_a_une(request: HttpRequest, genre: str, objets, action) -> HttpResponse | None:
    """In number, no reason could be given to each structure."""
    if genre != "unpublish" or not any(structure_de(objet) for objet in objets if isinstance(objet, Page)):
        return None
    messages.error(request, _("Retirez les pages des structures une à une, en disant à chacune pourquoi."))
    return redirect(action.next_url)


@hooks.register("after_publish_page")
def dire_ce_qui_change(request: HttpRequest, page: Page) -> None:
    motif = request.POST.get("motif_intervention", "").strip()
    if motif and intervient(request, page):
        prevenir_d_une_intervention(page, par=request.user, motif=motif, retiree=False)


@hooks.register("after_edit_page", order=100)
def rester_pres_de_la_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail goes back to the list above the page, which the partition closes above one's sheet."""
    if request.POST.get("action-workflow-action"):
        _dire_ce_qui_est_decide(request, page)
    part = any(request.POST.get(nom) for nom in ("action-publish", "action-submit", "action-workflow-action"))
    return _rester_sur_la_page(request, page) if part else None


def _dire_ce_qui_est_decide(request: HttpRequest, page: Page) -> None:
    """Wagtail says of every decision that the page was updated."""
    phrases = {
        TaskState.STATUS_APPROVED: _("« %(page)s » est publiée ; la structure en est prévenue par courriel."),
        TaskState.STATUS_REJECTED: _("« %(page)s » est renvoyée à la structure, qui reçoit votre mot par courriel."),
    }
    etape = derniere_etape(page) if isinstance(page, FichePage | ActionPage) else None
    if etape is not None and etape.status in phrases:
        list(messages.get_messages(request))
        messages.success(request, phrases[etape.status] % {"page": page.get_latest_revision_as_object().title})


def _rester_sur_la_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    perimetre = PagesAPortee.de(request.user)
    if perimetre.est_libre:
        return None
    if not perimetre.ecrit(page):
        return redirect("vitrines_relecture")
    return redirect("wagtailadmin_pages:edit", page.pk)
