"""The first panels of the back office: where the campaigns stand, what waits about pages and members."""

from django.utils import timezone
from wagtail.admin.ui.components import Component

from .metier.animation import a_faire_animation
from .metier.moderation import a_relire, a_suivre


class PanneauCampagnes(Component):
    """Counts of the latest campaigns, each a way to the bilans; shown to the animation alone."""

    name = "campagnes"
    order = 10
    template_name = "tableau_de_bord/cms/panneau_campagnes.html"

    def get_context_data(self, parent_context):
        compte = parent_context["request"].user
        return {"animation": a_faire_animation(compte, jour=timezone.localdate())}


class PanneauStructures(Component):
    """What waits about the pages and the members of structures; shown to the animation alone."""

    name = "structures"
    order = 12
    template_name = "tableau_de_bord/cms/panneau_structures.html"

    def get_context_data(self, parent_context):
        compte, le = parent_context["request"].user, timezone.now()
        lignes = a_suivre(compte, le=le)
        if lignes is None:
            return {"lignes": []}
        orphelines = a_faire_animation(compte, jour=timezone.localdate(le)).ligne_sans_responsable
        return {"lignes": [*(a_relire(compte, le=le) or []), *([orphelines] if orphelines else []), *lignes]}
