"""StreamField blocks in which the staff write a trame."""

BLOCS_SECTIONS: list = []
BLOCS_REGLES: list = []
BLOCS_INDICATEURS: list = []
