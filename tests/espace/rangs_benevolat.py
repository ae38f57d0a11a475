"""The rows of the volunteers' screens, gathered."""

from . import (
    rangs_benevolat_animation,
    rangs_benevolat_appels,
    rangs_benevolat_bilan,
    rangs_benevolat_boite,
    rangs_benevolat_dossier,
    rangs_benevolat_engagements,
)

RANGS_BENEVOLAT = [
    *rangs_benevolat_appels.RANGS,
    *rangs_benevolat_boite.RANGS,
    *rangs_benevolat_dossier.RANGS,
    *rangs_benevolat_engagements.RANGS,
    *rangs_benevolat_animation.RANGS,
    *rangs_benevolat_bilan.RANGS,
]
