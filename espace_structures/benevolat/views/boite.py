"""The inbox: the list of candidatures with its tabs, its filters and its export."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from espace_structures.structures.models import Structure

from ..enums import EtatCandidature, Source
from ..metier.boite import compter_par_etat, lire_les_lignes, places_libres, pour_la_liste
from ..metier.export_candidatures import FORMATS, exporter
from ..models import AppelBenevoles, Etiquette
from ..recherche.boite import ONGLETS, TRIS, FiltreBoite
from .boite_acces import candidatures_suivies
from .portee import portee

PAR_PAGE = 25


@require_safe
def candidatures(request: HttpRequest) -> HttpResponse:
    """What is waiting, for whom, until when; rows are ticked to act on several at once."""
    lieu, jour = portee(request), timezone.localdate()
    filtre = FiltreBoite.lire(request.GET)
    restreintes = filtre.restreindre(candidatures_suivies(request, lieu), compte=request.user, jour=jour)
    nombres = compter_par_etat(restreintes)
    choisies = pour_la_liste(filtre.de_l_onglet(restreintes))
    page = Paginator(choisies, PAR_PAGE).get_page(request.GET.get("page"))
    appels = lieu.filtrer(AppelBenevoles.objects.all())
    return render(
        request,
        "benevolat/boite/candidatures.html",
        {
            "portee": lieu,
            "plusieurs": lieu.seule is None,
            "filtre": filtre,
            "adresse": filtre.adresse(),
            "page": page,
            "parametres": f"{filtre.adresse()}&" if filtre.adresse() else "",
            "lignes": lire_les_lignes(list(page), compte=request.user, jour=jour),
            "total": sum(nombres.values()),
            "onglets": [
                {
                    "libelle": libelle,
                    "adresse": f"?{filtre.adresse(onglet=code, etat='')}",
                    "nombre": sum(nombres[etat] for etat in etats),
                    "est_courant": not filtre.etat and code == filtre.onglet,
                }
                for code, (libelle, etats) in ONGLETS.items()
            ],
            "appels": list(appels.order_by("titre", "pk")),
            "places_libres": places_libres(appels),
            "etiquettes": list(lieu.filtrer(Etiquette.objects.select_related("structure"))),
            "etats": [(etat.value, etat.label) for etat in ONGLETS["toutes"][1] if etat in EtatCandidature],
            "sources": Source.choices,
            "tris": [(code, libelle) for code, (libelle, _ordre) in TRIS.items()],
            "structures": list(_structures_a_choisir(lieu)),
        },
    )


@require_POST
def exporter_la_liste(request: HttpRequest, format: str) -> HttpResponse:
    """The filtered list as a file; by a button and not a link, because the log keeps a trace of it."""
    lieu, le = portee(request), timezone.now()
    filtre = FiltreBoite.lire(request.GET)
    restreintes = filtre.restreindre(
        candidatures_suivies(request, lieu), compte=request.user, jour=timezone.localdate(le)
    )
    lignes = list(pour_la_liste(filtre.de_l_onglet(restreintes)))
    contenu = exporter(lignes, format=format, structure=lieu.seule, par=request.user, le=le)
    reponse = HttpResponse(contenu, content_type=FORMATS[format])
    nom = _("candidatures")
    reponse["Content-Disposition"] = f'attachment; filename="{nom}-{timezone.localdate(le):%Y-%m-%d}.{format}"'
    return reponse


def _structures_a_choisir(lieu):
    """The filter by structure: for whoever follows several."""
    if lieu.seule is not None:
        return Structure.objects.none()
    structures = lieu.structures.order_by("nom")
    return structures.filter(candidatures__isnull=False).distinct() if lieu.toutes else structures
