"""The back office in our colours, the living style guide, and the jobs that run by themselves."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from .charte import charte
from .courrier import ecran as ecran_du_courrier
from .courrier.ecran_textes import TextesDeCourriels
from .courrier.listes import AdresseEnDefautViewSet, CourrielEnvoyeViewSet
from .planification.ecran import EntreeDuMenu, LancerView, PanneauTaches, TachesView, entree_du_menu

register_snippet(TextesDeCourriels)
register_snippet(CourrielEnvoyeViewSet)
register_snippet(AdresseEnDefautViewSet)


@hooks.register("register_admin_urls")
def adresse_de_la_charte():
    return [path("charte/", charte, name="socle_charte")]


@hooks.register("register_help_menu_item")
def lien_vers_la_charte():
    return MenuItem(_("Charte vivante"), reverse("socle_charte"), name="charte", icon_name="view", order=100)


@hooks.register("insert_global_admin_css")
def couleurs_du_portail():
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))


@hooks.register("register_admin_urls")
def adresses_des_taches():
    return [
        path("taches/", TachesView.as_view(), name="socle_taches"),
        path("taches/<str:code>/lancer/", LancerView.as_view(), name="socle_lancer_tache"),
    ]


@hooks.register("register_admin_urls")
def adresses_des_courriels():
    return ecran_du_courrier.adresses()


@hooks.register("register_settings_menu_item")
def menu_des_courriels() -> ecran_du_courrier.EntreeDuMenu:
    return ecran_du_courrier.entree_du_menu()


@hooks.register("register_reports_menu_item")
def menu_des_taches() -> EntreeDuMenu:
    return entree_du_menu()


@hooks.register("construct_homepage_panels")
def ajouter_le_panneau_des_taches(request, panels) -> None:
    panels.append(PanneauTaches())
