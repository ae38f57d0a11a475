"""News and calls for projects, as pages."""

from .appel import AppelAProjets, EtiquetteAppel
from .article import Article, EtiquetteArticle
from .index import ActualitesIndex, AppelsIndex

__all__ = ["ActualitesIndex", "AppelAProjets", "AppelsIndex", "Article", "EtiquetteAppel", "EtiquetteArticle"]
