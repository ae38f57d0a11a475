"""A structure closed while somebody was writing: nothing is saved, and nothing that was typed is lost."""

from __future__ import annotations

from http import HTTPStatus
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page

from espace_structures.structures.models import Structure

from ..droits import PagesAPortee
from ..models import ActionPage


class Saisie(NamedTuple):
    """A field as it was typed."""

    libelle: str
    texte: str


def structure_fermee(request: HttpRequest, page: Page, perimetre: PagesAPortee) -> HttpResponse:
    """The refusal, with what was typed to be copied elsewhere; a sentence alone for what saves by itself."""
    structure = next(
        fiche.structure for chemin, fiche in perimetre.fiches_fermees.items() if page.path.startswith(chemin)
    )
    phrase = dire_la_fermeture(structure)
    if "application/json" in request.headers.get("Accept", ""):
        # What Wagtail's autosave understands: the sentence is shown, the text stays on the screen.
        refus = {"success": False, "error_code": "locked", "error_message": phrase}
        return JsonResponse(refus, status=HTTPStatus.BAD_REQUEST)
    contexte = {"structure": structure, "phrase": phrase, "saisies": lire_la_saisie(request, page)}
    return render(request, "vitrines/cms/structure_fermee.html", contexte, status=HTTPStatus.FORBIDDEN)


def dire_la_fermeture(structure: Structure) -> str:
    if structure.successeur is not None:
        return _(
            "« %(structure)s » est fermée, « %(successeur)s » prend la suite : ses pages ne changent plus. "
            "Rien n’a été enregistré ; gardez votre texte et écrivez à l’animation régionale."
        ) % {"structure": structure.nom, "successeur": structure.successeur.nom}
    return _(
        "« %(structure)s » est fermée : ses pages ne changent plus. Rien n’a été enregistré ; gardez votre texte et "
        "écrivez à l’animation régionale."
    ) % {"structure": structure.nom}


def lire_la_saisie(request: HttpRequest, page: Page) -> list[Saisie]:
    """What was typed in the editor, field by field, as text."""
    if request.method != "POST":
        return []
    ajout = "content_type_model_name" in request.resolver_match.kwargs
    modele = ActionPage if ajout else page.specific_class
    instance = modele() if ajout else page.specific
    formulaire = modele.get_edit_handler().get_form_class()(
        request.POST, instance=instance, parent_page=page if ajout else page.get_parent(), for_user=request.user
    )
    saisies = list(_champs(formulaire))
    for nom, groupe in formulaire.formsets.items():
        if nom != "comments" and groupe.management_form.is_valid():
            saisies += [saisie for enfant in groupe.forms for saisie in _champs(enfant)]
    return saisies


def _champs(formulaire) -> list[Saisie]:
    saisies = []
    for champ in formulaire.visible_fields():
        texte = _en_texte(champ)
        if texte:
            saisies.append(Saisie(str(champ.label), texte))
    return saisies


def _en_texte(champ) -> str:
    """The words of a field; a choice is told by its label."""
    valeurs = champ.data if isinstance(champ.data, list | tuple) else [champ.data]
    if isinstance(champ.data, bool) or champ.data in (None, ""):
        return ""
    choix = {str(cle): str(libelle) for cle, libelle in getattr(champ.field, "choices", ()) or ()}
    return ", ".join(strip_tags(choix.get(str(valeur), str(valeur))).strip() for valeur in valeurs)
