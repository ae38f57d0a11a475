"""Panels of the first screen of the back office: what waits to be read, and one's own pages."""

from django.utils import timezone
from wagtail.admin.ui.components import Component

from .droits import PagesAPortee
from .metier.etats import etat_editorial
from .metier.fraicheur import sans_reponse
from .metier.relecture import pages_a_relire
from .models import ActionPage, FichePage


class PanneauRelecture(Component):
    """The oldest pages that wait for this account, and the way to the queue."""

    name = "relecture"
    order = 15
    template_name = "vitrines/cms/panneau_relecture.html"

    def get_context_data(self, parent_context):
        attentes = pages_a_relire(parent_context["request"].user, le=timezone.now())
        return {"attentes": attentes[:5], "nombre": len(attentes)}


class PanneauSansReponse(Component):
    """For the animation: the pages about which a structure was asked, reminded, and said nothing."""

    name = "sans_reponse"
    order = 40
    template_name = "vitrines/cms/panneau_sans_reponse.html"

    def get_context_data(self, parent_context):
        pages = sans_reponse(timezone.localdate())
        return {"pages": pages[:10], "nombre": len(pages)}


class PanneauMesPages(Component):
    """The sheet of each of one's structures, and its actions with their state."""

    name = "mes_pages"
    order = 10
    template_name = "vitrines/cms/panneau_mes_pages.html"

    def get_context_data(self, parent_context):
        perimetre = PagesAPortee.de(parent_context["request"].user)
        fiches = FichePage.objects.sources().filter(path__in=list(perimetre.fiches_ecrites)).avec_etat()
        return {"structures": [_ligne(fiche) for fiche in fiches.select_related("structure").order_by("title")]}


def _ligne(fiche: FichePage) -> dict:
    actions = ActionPage.objects.child_of(fiche).avec_etat().order_by("title")
    return {
        "fiche": fiche,
        "etat": etat_editorial(fiche),
        "actions": [(action, etat_editorial(action)) for action in actions],
    }
