"""What the room writes in Wagtail's log about its pages, with the words of the history."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.socle import journal

INTERET = "vitrines.interet"
SIGNALEMENT_CLOS = "vitrines.signalement_clos"
CONFIRMATION = "vitrines.confirmation"
ACTION_TERMINEE = "vitrines.action_terminee"
PHOTO_RETIREE = "vitrines.photo_retiree"
# action: (what one does, what has been done)
_ACTIONS = {
    INTERET: (_("Dire son intérêt pour une action"), _("Intérêt exprimé par une autre structure")),
    SIGNALEMENT_CLOS: (_("Clore un signalement"), _("Signalement clos")),
    CONFIRMATION: (_("Confirmer une page"), _("Page confirmée : tout est juste")),
    ACTION_TERMINEE: (_("Dire une action terminée"), _("Action dite terminée")),
    PHOTO_RETIREE: (_("Retirer une photo dont l’accord a pris fin"), _("Photo retirée : l’accord a pris fin")),
}
journal.declarer(_ACTIONS)
