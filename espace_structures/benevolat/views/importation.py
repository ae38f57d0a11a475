"""The list that a structure already keeps: send a file, read what each line would do, confirm."""

from __future__ import annotations

import io

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from espace_structures.structures.metier.importation.commun import FichierRefuse
from espace_structures.structures.metier.importation.lecture import NOTE
from espace_structures.structures.models import Structure
from espace_structures.structures.viewsets.depots import Depot, deposer, oublier, retrouver
from portal.socle.tableaux import FichierCsv

from ..forms.engagements import ImportForm
from ..metier.importation_benevoles.colonnes import COLONNES
from ..metier.importation_benevoles.ecriture import ecrire
from ..metier.importation_benevoles.prevision import Prevision, Sort, lire, prevoir
from ..metier.refus import BenevolatRefuse
from .portee import structure_unique


@require_http_methods(["GET", "HEAD", "POST"])
def importer(request: HttpRequest) -> HttpResponse:
    """The file to send. It is kept an hour at most, under a secret, and thrown away once written."""
    structure = _structure(request)
    formulaire = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    if request.method == "POST" and formulaire.is_valid():
        fichier = formulaire.cleaned_data["fichier"]
        depot = Depot(nom=fichier.name, octets=fichier.read())
        try:
            lire(depot.octets)
        except FichierRefuse as refus:
            formulaire.add_error("fichier", str(refus))
        else:
            jeton = deposer(depot, genre=_genre(structure), compte=request.user.pk)
            return redirect(f"{reverse('espace:benevoles-apercu')}?fichier={jeton}")
    return render(
        request,
        "benevolat/engagements/importer.html",
        {"formulaire": formulaire, "structure": structure, "colonnes": COLONNES},
        status=422 if request.method == "POST" else 200,
    )


@require_safe
def modele(request: HttpRequest) -> HttpResponse:
    """The expected headings, and one line that says it is an example."""
    _structure(request)
    tampon = io.BytesIO()
    fichier = FichierCsv(tampon, [str(colonne.titre) for colonne in (*COLONNES, NOTE)])
    fichier.ecrire([*(colonne.exemple for colonne in COLONNES), _("Exemple : cette ligne n’est pas lue")])
    fichier.fermer()
    return HttpResponse(
        tampon.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="modele-benevoles.csv"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def apercu(request: HttpRequest) -> HttpResponse:
    """GET shows line by line what the file would do; POST does it, if it still is what was shown."""
    structure = _structure(request)
    jeton = request.GET.get("fichier", "")
    depot = retrouver(jeton, genre=_genre(structure), compte=request.user.pk)
    if depot is None:
        messages.error(request, _("L’aperçu a expiré : envoyez le fichier de nouveau."))
        return redirect("espace:benevoles-importer")
    lecture = lire(depot.octets)
    refus = ""
    if request.method == "POST":
        empreinte = request.POST.get("empreinte", "")
        try:
            nombre = ecrire(lecture, structure, empreinte=empreinte, par=request.user, le=timezone.now())
        except BenevolatRefuse as erreur:
            refus = str(erreur)
        else:
            oublier(jeton)
            messages.success(request, _("Liste importée. Lignes écrites : %(nombre)d.") % {"nombre": nombre})
            return redirect("espace:benevoles")
    prevision = prevoir(lecture, structure, jour=timezone.localdate())
    return render(
        request,
        "benevolat/engagements/apercu.html",
        {
            "structure": structure,
            "prevision": prevision,
            "comptes": _comptes(prevision),
            "refus": refus,
        },
        status=409 if refus else 200,
    )


def _comptes(prevision: Prevision) -> list[tuple[str, int]]:
    return [(str(sort.label), prevision.nombre(sort)) for sort in Sort]


def _structure(request: HttpRequest) -> Structure:
    """The one structure for which one acts: a list belongs to one."""
    structure = structure_unique(request)
    if structure is None or not request.user.has_perm("benevolat.suivre", structure):
        raise PermissionDenied(_("Choisissez d’abord la structure pour laquelle vous agissez."))
    return structure


def _genre(structure: Structure) -> str:
    """A file sent for a structure is not confirmed for another."""
    return f"benevoles-{structure.pk}"
