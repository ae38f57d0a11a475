"""The inbox: the list of candidatures with its tabs, its filters and its export."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from espace_structures.benevolat.views.fichiers import FORMATS

from ...models import AppelBenevoles, Etiquette
from ...views.portee import Portee, portee
from ..metier.boite import compter_par_etat, lire_les_lignes, places_libres, pour_la_liste
from ..metier.export import exporter
from ..recherche import ONGLETS, SANS_STRUCTURE, FiltreBoite
from .boite_acces import candidatures_suivies

PAR_PAGE = 25


@require_safe
def candidatures(request: HttpRequest) -> HttpResponse:
    """What is waiting, for whom, until when; rows are ticked to act on several at once."""
    lieu, jour = portee(request), timezone.localdate()
    filtre = FiltreBoite(request.GET, candidatures_suivies(request, lieu), compte=request.user, jour=jour)
    appels = lieu.filtrer(AppelBenevoles.objects.all())
    _proposer(filtre, lieu, appels)
    nombres = compter_par_etat(filtre.qs)
    page = Paginator(pour_la_liste(filtre.de_l_onglet()), PAR_PAGE).get_page(request.GET.get("page"))
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
                    "est_courant": not filtre.lus["etat"] and code == filtre.lus["onglet"],
                }
                for code, (libelle, etats) in ONGLETS.items()
            ],
            "places_libres": places_libres(appels),
        },
    )


@require_POST
def exporter_la_liste(request: HttpRequest, format: str) -> HttpResponse:
    """The filtered list as a file; by a button and not a link, because the log keeps a trace of it."""
    lieu, le = portee(request), timezone.now()
    suivies = candidatures_suivies(request, lieu)
    filtre = FiltreBoite(request.GET, suivies, compte=request.user, jour=timezone.localdate(le))
    lignes = list(pour_la_liste(filtre.de_l_onglet()))
    contenu = exporter(lignes, format=format, structure=lieu.seule, par=request.user, le=le)
    reponse = HttpResponse(contenu, content_type=FORMATS[format])
    nom = _("candidatures")
    reponse["Content-Disposition"] = f'attachment; filename="{nom}-{timezone.localdate(le):%Y-%m-%d}.{format}"'
    return reponse


def _proposer(filtre: FiltreBoite, lieu: Portee, appels) -> None:
    """What one chooses from in these structures; among structures, for whoever follows several."""
    filtre.proposer("appel", appels.order_by("titre", "pk").values_list("pk", "titre"), vide=_("Tous"))
    etiquettes = lieu.filtrer(Etiquette.objects.select_related("structure"))
    filtre.proposer(
        "etiquette",
        ((une.pk, une.nom if lieu.seule else f"{une.nom} – {une.structure.nom}") for une in etiquettes),
        vide=_("Toutes"),
    )
    if lieu.seule is None:
        structures = lieu.structures.order_by("nom")
        if lieu.toutes:
            structures = structures.filter(candidatures__isnull=False).distinct()
        sans = [(SANS_STRUCTURE, _("Sans structure"))] if lieu.toutes else []
        filtre.proposer("structure", [*sans, *structures.values_list("pk", "nom")], vide=_("Toutes"))
