"""Texts of a request, cleaned once for all: forms of the rooms, of Wagtail and of allauth, filters, search, autosave.

Why here and not in each field: half of the inputs belong to libraries, and many screens read an address without a form.
What is not a text that somebody typed is left alone:

- a password, which is compared with a digest made of what was typed the first time: cleaned, it would open no more;
- the content of Wagtail's rich text, where ranges are counted in characters: its widget cleans what it makes of it
  (`portal.socle.formulaires.back_office`);
- what a machine posts, its signature with it (views exempt from the CSRF token), bodies that are no form, and files.

Tokens and identifiers are ASCII, which nothing here changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from rest_framework.parsers import DataAndFiles, FormParser, MultiPartParser

from .textes import nettoyer

# A test compares these with the fields of every form that shows a password.
_MOTS_DE_PASSE = re.compile("password|mot_de_passe|confirmation")
_TEXTE_RICHE = re.compile(r'\{"(?:blocks|entityMap)":')


class EntreesMiddleware:
    """Views read clean texts in `request.GET` and `request.POST`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.GET = nettoyer_parametres(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> None:
        # Only once the CSRF token is checked: until then the body need not be read.
        if request.method == "POST" and not getattr(view_func, "csrf_exempt", False):
            request.POST = nettoyer_parametres(request.POST)  # type: ignore[assignment]


class FormulaireParser(FormParser):
    """What the translation screens of the back office send with PUT, which Django does not read as a form."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        return nettoyer_parametres(super().parse(*args, **kwargs))


class FormulaireEnPartiesParser(MultiPartParser):
    """The same, in parts."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        lu = super().parse(*args, **kwargs)
        return DataAndFiles(nettoyer_parametres(lu.data), lu.files)


def nettoyer_parametres(parametres: QueryDict) -> QueryDict:
    """The same parameters, their texts cleaned; the same object when there is nothing to clean."""
    textes = (texte for nom, valeurs in parametres.lists() for texte in (nom, *valeurs))
    if all(texte.isascii() and "\x00" not in texte for texte in textes):
        return parametres
    propres = QueryDict(mutable=True, encoding=parametres.encoding)
    for nom, valeurs in parametres.lists():
        propres.setlist(nettoyer(nom), [_nettoyer(nom, valeur) for valeur in valeurs])
    propres._mutable = False
    return propres


def _nettoyer(nom: str, valeur: str) -> str:
    garde = _MOTS_DE_PASSE.search(nom) or _TEXTE_RICHE.match(valeur)
    return valeur if garde else nettoyer(valeur)
