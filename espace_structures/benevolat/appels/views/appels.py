"""The calls of one's structures: the list, the form, where each one stands."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from espace_structures.structures.models import Structure
from espace_structures.vitrines.views.acces import structure_courante, structure_postee
from portal.socle.formulaires.nus import compte_des_erreurs
from portal.socle.pages import parametres_sans_page

from ... import journal
from ...enums import EtatAppel, Forme, Modalite
from ...metier.refus import BenevolatRefuse
from ...models import AppelBenevoles
from ...views.portee import portee
from ..forms import AppelForm, debut
from ..metier import appels as metier

REFUS, CONFLIT, PAR_PAGE = 422, 409, 20
# Drawing of each state: where the two circles stand.
FORMES = {
    EtatAppel.BROUILLON: "a_saisir",
    EtatAppel.A_RELIRE: "transmis",
    EtatAppel.PUBLIE: "ouvert",
    EtatAppel.COMPLET: "valide",
    EtatAppel.CLOS: "clos",
}


def charger(request: HttpRequest, pk: int) -> AppelBenevoles:
    """A call whose screens this account may open, with what they show; 404 otherwise."""
    return get_object_or_404(AppelBenevoles.objects.visibles_par(request.user).pour_cartes(), pk=pk)


@require_safe
def appels(request: HttpRequest) -> HttpResponse:
    """Each call with its state, its places and the candidatures that wait."""
    lieu = portee(request)
    visibles = lieu.filtrer(AppelBenevoles.objects.all())
    etats = list(visibles.order_by().values_list("etat", flat=True))
    choisi = request.GET.get("etat", "")
    choisi = choisi if choisi in EtatAppel.values else ""
    voulus = visibles.filter(etat=choisi) if choisi else visibles
    liste = Paginator(voulus.pour_cartes().order_by("-modifie_le", "-pk"), PAR_PAGE).get_page(request.GET.get("page"))
    onglets = [{"libelle": _("Tous"), "adresse": "?", "nombre": len(etats), "est_courant": not choisi}]
    onglets += [
        {
            "libelle": etat.label,
            "adresse": f"?etat={etat.value}",
            "nombre": etats.count(etat),
            "est_courant": etat == choisi,
        }
        for etat in EtatAppel
        if etat in etats or etat == choisi
    ]
    contexte = {
        "liste": liste,
        "lignes": [(appel, FORMES[EtatAppel(appel.etat)]) for appel in liste],
        "onglets": onglets,
        "ecrit": bool(request.organisation.liens.structures_editees()),
        "plusieurs": lieu.pks is None or len(lieu.pks) > 1,
        "parametres": parametres_sans_page(request),
    }
    return render(request, "benevolat/appels/liste.html", contexte)


@require_safe
def appel(request: HttpRequest, pk: int) -> HttpResponse:
    """A call as it will be read, where it stands, and the ways on."""
    vu = charger(request, pk)
    jour = timezone.localdate()
    contexte = {
        "appel": vu,
        "forme": FORMES[EtatAppel(vu.etat)],
        "est_relu": metier.est_relu(vu.structure),
        "est_passe": vu.jusqu_au < jour,
        "evenements": journal.historique(vu),
    }
    return render(request, "benevolat/appels/detail.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def nouveau(request: HttpRequest) -> HttpResponse:
    """A call written in five minutes, which becomes a draft."""
    jour = timezone.localdate()
    if request.method != "POST":
        structure = structure_courante(request, ecrire=True)
        initial = {"forme": Forme.REGULIER, "modalite": Modalite.PRESENCE, "places": 1}
        return _montrer(request, structure, None, AppelForm(jour=jour, initial=initial))
    structure = structure_postee(request)
    formulaire = AppelForm(request.POST, jour=jour)
    if not formulaire.is_valid():
        return _montrer(request, structure, None, formulaire, statut=REFUS)
    cree = metier.creer(structure, saisie=formulaire.saisie, par=request.user, le=timezone.now())
    messages.success(request, _("Le brouillon est enregistré. Personne d’autre que votre structure ne le voit encore."))
    return redirect("espace:appel-benevole", cree.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    """The same form on a call."""
    vu = charger(request, pk)
    jour = timezone.localdate()
    if request.method != "POST":
        return _montrer(request, vu.structure, vu, AppelForm(jour=jour, initial=debut(vu)))
    formulaire = AppelForm(request.POST, jour=jour)
    if not formulaire.is_valid():
        return _montrer(request, vu.structure, vu, formulaire, statut=REFUS)
    version = formulaire.cleaned_data["version"] or 0
    try:
        metier.modifier(vu, saisie=formulaire.saisie, version=version, par=request.user, le=timezone.now())
    except metier.VersionDepassee as depassee:
        formulaire.reprendre(depassee.version)
        return _montrer(request, vu.structure, vu, formulaire, refus=str(depassee), conflit=True, statut=CONFLIT)
    except BenevolatRefuse as refus:
        return _montrer(request, vu.structure, vu, formulaire, refus=str(refus), statut=REFUS)
    messages.success(request, _("L’appel est enregistré."))
    return redirect("espace:appel-benevole", vu.pk)


def _montrer(
    request: HttpRequest,
    structure: Structure,
    vu: AppelBenevoles | None,
    formulaire: AppelForm,
    *,
    refus: str = "",
    conflit: bool = False,
    statut: int = 200,
) -> HttpResponse:
    """The form, with everything typed."""
    erreurs = formulaire.erreurs if statut == REFUS and not refus else []
    contexte = {
        "structure": structure,
        "appel": vu,
        "formulaire": formulaire,
        "erreurs": erreurs,
        "titre_erreurs": compte_des_erreurs(len(erreurs)),
        "refus": refus,
        "conflit": conflit,
    }
    return render(request, "benevolat/appels/formulaire.html", contexte, status=statut)
