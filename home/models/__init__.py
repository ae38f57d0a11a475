"""Home page, promotion pages, search, site map."""

from .accueil import AccueilPage
from .plan import PagePlan
from .promotion import PagePromotion
from .recherche import PageRecherche
from .territoires import TerritoiresPage

__all__ = ["AccueilPage", "PagePlan", "PagePromotion", "PageRecherche", "TerritoiresPage"]
