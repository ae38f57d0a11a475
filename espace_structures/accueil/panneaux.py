"""The first panel of the back office: where the campaigns stand."""

from django.utils import timezone
from wagtail.admin.ui.components import Component

from .metier.animation import a_faire_animation


class PanneauCampagnes(Component):
    """Counts of the latest campaigns, each a way to the bilans; shown to the animation alone."""

    name = "campagnes"
    order = 10
    template_name = "accueil/cms/panneau_campagnes.html"

    def get_context_data(self, parent_context):
        compte = parent_context["request"].user
        return {"animation": a_faire_animation(compte, jour=timezone.localdate())}
