"""Labels and ready-made messages of a structure, as its members keep them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.socle.parametres import lire_identifiant

from ...metier.refus import BenevolatRefuse
from ...models import Etiquette, ModeleMessage
from ...views.portee import portee
from ..forms.boite import EtiquetteForm, ModeleForm
from ..metier import etiquettes as metier_etiquettes
from ..metier import modeles as metier_modeles
from .boite_acces import structure_d_ecriture

INVALIDE = 422


@require_safe
def etiquettes(request: HttpRequest) -> HttpResponse:
    """The labels, with how many candidatures carry each."""
    lieu = portee(request)
    lignes = lieu.filtrer(Etiquette.objects.select_related("structure")).annotate(nombre=Count("candidatures"))
    return render(
        request,
        "benevolat/boite/etiquettes.html",
        {"lignes": list(lignes.order_by("structure__nom", "nom")), "portee": lieu},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def etiquette(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name for a label."""
    connue = get_object_or_404(portee(request).filtrer(Etiquette.objects.all()), pk=pk)
    formulaire = EtiquetteForm(request.POST if request.method == "POST" else None, etiquette=connue)
    if request.method == "POST" and formulaire.is_valid():
        try:
            metier_etiquettes.renommer(connue, formulaire.cleaned_data["nom"])
        except BenevolatRefuse as refus:
            formulaire.add_error("nom", str(refus))
        else:
            messages.success(request, _("L’étiquette a changé de nom sur toutes ses candidatures."))
            return redirect("espace:etiquettes")
    return render(
        request,
        "benevolat/boite/etiquette.html",
        {"etiquette": connue, "formulaire": formulaire},
        status=INVALIDE if request.method == "POST" else 200,
    )


@require_POST
def supprimer_etiquette(request: HttpRequest, pk: int) -> HttpResponse:
    connue = get_object_or_404(portee(request).filtrer(Etiquette.objects.all()), pk=pk)
    metier_etiquettes.supprimer(connue)
    messages.success(request, _("L’étiquette est retirée ; les candidatures qui la portaient sont toujours là."))
    return redirect("espace:etiquettes")


@require_safe
def modeles(request: HttpRequest) -> HttpResponse:
    """The structure's own messages, and those offered to all."""
    lieu = portee(request)
    siens = lieu.filtrer(ModeleMessage.objects.exclude(structure=None).select_related("structure"))
    return render(
        request,
        "benevolat/boite/modeles.html",
        {
            "siens": list(siens),
            "communs": list(ModeleMessage.objects.filter(structure=None)),
            "peut_ajouter": not lieu.toutes,
            "structures": [] if lieu.toutes or len(lieu.pks or []) < 2 else _structures(lieu),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def nouveau_modele(request: HttpRequest) -> HttpResponse:
    structure = structure_d_ecriture(request, lire_identifiant(request.GET.get("structure", "")))
    formulaire = ModeleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formulaire.is_valid():
        metier_modeles.creer(structure, **formulaire.cleaned_data)
        messages.success(request, _("Le modèle est enregistré : vous le retrouverez au moment d’écrire."))
        return redirect("espace:modeles-messages")
    return _montrer_le_modele(request, formulaire, None, structure)


@require_http_methods(["GET", "HEAD", "POST"])
def modele(request: HttpRequest, pk: int) -> HttpResponse:
    connu = _modele_du_compte(request, pk)
    formulaire = ModeleForm(request.POST if request.method == "POST" else None, modele=connu)
    if request.method == "POST" and formulaire.is_valid():
        metier_modeles.modifier(connu, **formulaire.cleaned_data)
        messages.success(request, _("Le modèle est enregistré. Les messages déjà envoyés ne changent pas."))
        return redirect("espace:modeles-messages")
    return _montrer_le_modele(request, formulaire, connu, connu.structure)


@require_POST
def supprimer_modele(request: HttpRequest, pk: int) -> HttpResponse:
    metier_modeles.supprimer(_modele_du_compte(request, pk))
    messages.success(request, _("Le modèle est supprimé. Les messages déjà envoyés ne changent pas."))
    return redirect("espace:modeles-messages")


def _modele_du_compte(request: HttpRequest, pk: int) -> ModeleMessage:
    """One of the structures followed; those offered to all are written in the back office."""
    lignes = ModeleMessage.objects.exclude(structure=None).select_related("structure")
    return get_object_or_404(portee(request).filtrer(lignes), pk=pk)


def _montrer_le_modele(request: HttpRequest, formulaire, connu: ModeleMessage | None, structure) -> HttpResponse:
    return render(
        request,
        "benevolat/boite/modele.html",
        {"formulaire": formulaire, "modele": connu, "structure": structure},
        status=INVALIDE if request.method == "POST" else 200,
    )


def _structures(lieu):
    return list(lieu.structures.order_by("nom"))
