"""StreamField blocks of the public pages, one file a family."""

from .accordeon import BlocAccordeon
from .appel_action import BlocAppelAction, BlocPorte
from .chiffres import BlocChiffre, BlocChiffres
from .citation import BlocCitation
from .documents import BlocDocument, BlocDocuments
from .etapes import BlocEtapes
from .image import BlocImage
from .texte import BlocEncadre, BlocTexte

# What an editor may put in the body of any public page.
BLOCS_DE_PAGE = [
    ("texte", BlocTexte()),
    ("encadre", BlocEncadre()),
    ("image", BlocImage()),
    ("citation", BlocCitation()),
    ("chiffres", BlocChiffres()),
    ("etapes", BlocEtapes()),
    ("accordeon", BlocAccordeon()),
    ("appel_action", BlocAppelAction()),
    ("documents", BlocDocuments()),
]

__all__ = [
    "BLOCS_DE_PAGE",
    "BlocAccordeon",
    "BlocAppelAction",
    "BlocChiffre",
    "BlocChiffres",
    "BlocCitation",
    "BlocDocument",
    "BlocDocuments",
    "BlocEncadre",
    "BlocEtapes",
    "BlocImage",
    "BlocPorte",
    "BlocTexte",
]
