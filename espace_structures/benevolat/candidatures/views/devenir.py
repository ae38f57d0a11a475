""" "Devenir parrain, marraine ou mentor": the start, the steps, the review. No account, no session, no script."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.socle.formulaires.nus import Erreur
from portal.socle.vues import ouverte_a_tous

from ...metier.refus import BenevolatRefuse
from ...metier.reglages import reglages, reponse_promise
from ...models import Benevole
from ..forms.devenir import DomaineForm, EtapeForm, LieuForm, PublicsForm, QuiForm
from ..forms.devenir_fin import CoordonneesForm
from ..metier import depot
from . import devenir_brouillon as temoin
from .devenir_choix import etape_du_choix, titre_du_choix
from .devenir_ecrans import NOMBRE, contexte_d_etape, resume_de

FORMULAIRES: dict[str, type[EtapeForm]] = {
    "vous": QuiForm,
    "ou": LieuForm,
    "domaine": DomaineForm,
    "aider": PublicsForm,
    "coordonnees": CoordonneesForm,
}


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def depart(request: HttpRequest) -> HttpResponse:
    """What it is, how long, what happens next; resume or start again when a draft waits on this browser."""
    le = timezone.now()
    avancement = temoin.lire(request)
    demande = temoin.lire_la_demande(request, timezone.localdate(le))
    suite = temoin.suite_de_l_adresse(request)
    brouillon = avancement.brouillon
    if request.method == "POST":
        if brouillon is None:
            return redirect(_adresse("vous") + suite)
        if "recommencer" in request.POST:
            depot.abandonner(brouillon)
            return temoin.oublier(redirect(_adresse("vous") + suite))
        if demande.est_precise:
            depot.choisir(brouillon, choix=demande.choix, le=le)
            faites = avancement.faites | {"structure"}
            avancement = avancement._replace(faites=faites)
        return temoin.ecrire(redirect(_adresse(avancement.suivante)), brouillon, avancement.faites)
    contexte = {
        "avancement": avancement,
        "demande": demande,
        "premiere": _adresse("vous") + suite,
        "delai": reglages().delai_reponse,
    }
    return render(request, "benevolat/devenir/depart.html", contexte)


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def etape(request: HttpRequest, etape: str) -> HttpResponse:
    """One step; asked too early, the first one that lacks answers."""
    if etape not in temoin.ETAPES:
        raise Http404
    avancement = temoin.lire(request)
    if avancement.brouillon is None and etape != "vous":
        return redirect("benevolat:devenir")
    if not avancement.peut_ouvrir(etape):
        return redirect(_adresse(avancement.suivante))
    try:
        if etape == "structure":
            return etape_du_choix(request, avancement)
        if etape == "relire":
            return _relire(request, avancement)
        return _remplir(request, avancement, etape)
    except BenevolatRefuse:  # confirmed or erased meanwhile, in another window
        return temoin.oublier(redirect("benevolat:devenir"))


def _remplir(request: HttpRequest, avancement: temoin.Avancement, etape: str) -> HttpResponse:
    brouillon = avancement.brouillon
    candidature = depot.candidature_de(brouillon) if brouillon else None
    formulaire = FORMULAIRES[etape](
        request.POST if request.method == "POST" else None, brouillon=brouillon, candidature=candidature
    )
    if request.method != "POST":
        return _montrer(request, avancement, etape, formulaire, 200)
    valide = formulaire.is_valid()
    if "retour" in request.POST and brouillon is not None:  # whatever is valid is kept
        depot.enregistrer_etape(brouillon, formulaire.reponses(), le=timezone.now())
        return redirect(_adresse(_precedente(etape)) if etape != "vous" else "benevolat:devenir")
    if not valide:
        return _montrer(request, avancement, etape, formulaire, 422)
    faites = set(avancement.faites)
    if brouillon is None:
        if not ratelimit.consume(request, action="devenir"):
            formulaire.add_error(None, _trop_de_monde())
            return _montrer(request, avancement, etape, formulaire, 429)
        brouillon, faites = _ouvrir_un_brouillon(request)
    depot.enregistrer_etape(brouillon, formulaire.reponses(), le=timezone.now())
    suivi = temoin.Avancement(brouillon, frozenset(faites | {etape}))
    # Whoever corrects one answer from the review goes straight back to it.
    vers = suivi.suivante if avancement.suivante == "relire" else _suivante(etape, suivi)
    return temoin.ecrire(redirect(_adresse(vers)), brouillon, suivi.faites)


def _ouvrir_un_brouillon(request: HttpRequest) -> tuple[Benevole, set[str]]:
    """With what the address brought; the choice is made when it names a structure."""
    le = timezone.now()
    demande = temoin.lire_la_demande(request, timezone.localdate(le))
    brouillon = depot.commencer(langue=get_language() or "fr", choix=demande.choix, le=le)
    return brouillon, {"structure"} if demande.est_precise else set()


def _relire(request: HttpRequest, avancement: temoin.Avancement) -> HttpResponse:
    """All the answers on one screen, and the button that sends: the first step already told people from machines."""
    brouillon = avancement.brouillon
    candidature = depot.candidature_de(brouillon)
    refuse, statut = "", 200
    if request.method == "POST":
        if not ratelimit.consume(request, action="devenir_envoi", key=brouillon.courriel):
            refuse, statut = _trop_de_monde(), 429
        else:
            try:
                depot.deposer(brouillon, le=timezone.now())
            except BenevolatRefuse as refus:
                refuse, statut = str(refus), 422
            else:
                return redirect("benevolat:devenir_envoyee")
    contexte = {
        "erreurs": [Erreur(id="envoyer", libelle="", message=refuse)] if refuse else [],
        "candidature": candidature,
        "choix": titre_du_choix(candidature),
        "resume": resume_de(brouillon, candidature),
        "promise": reponse_promise(timezone.now()),
        "precedente": _adresse("coordonnees"),
        "nombre": NOMBRE,
    }
    return render(request, "benevolat/devenir/relire.html", contexte, status=statut)


def _montrer(
    request: HttpRequest, avancement: temoin.Avancement, etape: str, formulaire: EtapeForm, statut: int
) -> HttpResponse:
    contexte: dict[str, Any] = {"formulaire": formulaire} | contexte_d_etape(etape, avancement)
    if statut == 200 and etape == "vous" and avancement.brouillon is None:
        contexte["demande"] = temoin.lire_la_demande(request, timezone.localdate())
    gabarit = "coordonnees" if etape == "coordonnees" else "etape"
    return render(request, f"benevolat/devenir/{gabarit}.html", contexte, status=statut)


def _adresse(etape: str) -> str:
    return reverse("benevolat:devenir_etape", args=[etape])


def _precedente(etape: str) -> str:
    return temoin.ETAPES[temoin.ETAPES.index(etape) - 1]


def _suivante(etape: str, avancement: temoin.Avancement) -> str:
    """The step after this one; the choice is not asked again when the address made it."""
    suivante = temoin.ETAPES[temoin.ETAPES.index(etape) + 1]
    return avancement.suivante if suivante == "structure" and "structure" in avancement.faites else suivante


def _trop_de_monde() -> str:
    return _(
        "Beaucoup de candidatures sont parties de votre réseau en peu de temps. Vos réponses sont gardées : "
        "réessayez dans une heure."
    )
