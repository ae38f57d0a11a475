"""Addresses of volunteers: `urlpatterns` in the gated space, `publiques` outside it (namespace "benevolat")."""

from .appels import urls as appels
from .candidatures import urls as candidatures
from .engagements import urls as engagements
from .entreprises import urls as entreprises
from .region import urls as region

urlpatterns: list = [
    *appels.urlpatterns,
    *candidatures.urlpatterns,
    *engagements.urlpatterns,
    *region.urlpatterns,
]

publiques: list = [
    *appels.publiques,
    *candidatures.publiques,
    *engagements.publiques,
    *entreprises.publiques,
]
