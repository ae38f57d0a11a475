"""Every address of the gated space, read from the URL patterns: a new screen is tested the day it is born."""

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

# One value a converter; none needs to exist: closing comes before loading.
_EXEMPLES = {
    "IntConverter": 999_999,
    "NumeroConverter": 999_999,
    "StringConverter": "x",
    "SlugConverter": "x",
    "PathConverter": "x",
    "GenreConverter": "structures",
    "UUIDConverter": "00000000-0000-0000-0000-000000000000",
}


def _motifs(motifs, convertisseurs: dict):
    for motif in motifs:
        connus = convertisseurs | motif.pattern.converters
        if isinstance(motif, URLPattern):
            yield motif.name, connus
        elif motif.namespace in (None, "espace"):
            yield from _motifs(motif.url_patterns, connus)


def _porte_de_l_espace(motifs):
    for motif in motifs:
        if not isinstance(motif, URLResolver):
            continue
        if motif.namespace == "espace":
            return motif
        trouvee = _porte_de_l_espace(motif.url_patterns)
        if trouvee is not None:
            return trouvee
    return None


def ecrans_de_l_espace() -> list[tuple[str, dict]]:
    """(URL name, sample arguments) of each screen of the namespace "espace"."""
    porte = _porte_de_l_espace(get_resolver().url_patterns)
    return [
        (
            f"espace:{nom}",
            {cle: _EXEMPLES.get(type(convertisseur).__name__, "x") for cle, convertisseur in convertisseurs.items()},
        )
        for nom, convertisseurs in _motifs(porte.url_patterns, {})
    ]


def adresses_de_l_espace(langue: str) -> list[str]:
    """A path of each screen of the namespace "espace", in a language."""
    with translation.override(langue):
        return [reverse(nom, kwargs=arguments) for nom, arguments in ecrans_de_l_espace()]
