"""Jobs that run by themselves, once a day: a room says them in its module `taches`, `manage.py planifier` runs them.

    from portal.socle.planification import envoyer_une_fois, tache_quotidienne

    @tache_quotidienne(code="vitrines.accords", titre=_("Retirer les photos sans accord"), heure=time(6, 0))
    def retirer_les_photos(*, le: datetime) -> str:
        ...
        return _("3 photos retirées.")

A job is idempotent: it may run again on the same day, after a failure or by hand. A day without a planner is not caught
up: a job looks at what is due at the moment `le`, not at what happened since yesterday.
"""

from .envois import envoyer_une_fois
from .registre import tache_quotidienne

__all__ = ["envoyer_une_fois", "tache_quotidienne"]
