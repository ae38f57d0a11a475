"""StreamField blocks in which the staff write a trame. What they hold is turned into a definition by `trame_cms`."""

from .indicateurs import BLOCS_INDICATEURS
from .regles import BLOCS_REGLES
from .sections import BLOCS_SECTIONS

__all__ = ["BLOCS_INDICATEURS", "BLOCS_REGLES", "BLOCS_SECTIONS"]
