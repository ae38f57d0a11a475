"""The room's screens in the back office. Wagtail's own bulk actions on accounts give way to guarded ones."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from .journal import ASSISTANCE_DEBUT, ASSISTANCE_FIN, SECOND_FACTEUR_REINITIALISE
from .views.assistance import ReinitialiserSecondFacteur, SeConnecterASaPlace
from .viewsets import (
    ActivationEnNombre,
    AttributionDeGroupe,
    CompteChooserViewSet,
    SuppressionEnNombre,
)

# Actions are known by their type, the last one registered wins: ours come after Wagtail's.
for action in (AttributionDeGroupe, ActivationEnNombre, SuppressionEnNombre):
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("register_admin_viewset")
def choix_de_compte():
    return CompteChooserViewSet("choix_compte", url_prefix="choix-compte")


@hooks.register("register_admin_urls")
def ecrans_des_comptes():
    return [
        path("comptes/<int:pk>/a-sa-place/", SeConnecterASaPlace.as_view(), name="cms_a_sa_place"),
        path("comptes/<int:pk>/second-facteur/", ReinitialiserSecondFacteur.as_view(), name="cms_second_facteur"),
    ]


class DebutAssistance(LogFormatter):
    label = _("Connexion à la place de quelqu’un")

    def format_message(self, log_entry):
        return _("S’est connecté·e à sa place : %(motif)s") % {"motif": log_entry.data.get("motif", "")}


@hooks.register("register_log_actions")
def actions_du_journal(actions):
    actions.register_action(ASSISTANCE_DEBUT)(DebutAssistance)
    actions.register_action(
        ASSISTANCE_FIN, _("Fin d’une connexion à la place de quelqu’un"), _("N’agit plus à sa place")
    )
    actions.register_action(
        SECOND_FACTEUR_REINITIALISE, _("Second facteur réinitialisé"), _("A réinitialisé son second facteur")
    )
