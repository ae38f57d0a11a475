"""The companies' door, open to everybody: the pledge, then the company's own page by signed link."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.socle.courrier import adresse_absolue
from portal.socle.formulaires.nus import FormulaireNu
from portal.socle.vues import ouverte_a_tous

from ..enums import EtatEntreprise
from ..metier.liens import ENTREPRISE, ouvrir
from ..metier.refus import BenevolatRefuse
from ..models import Entreprise
from ..views.lien_signe import discrete
from .forms import EntrepriseForm, LienEntrepriseForm, PromesseForm
from .metier import entreprises

CHAMPS = ("nom", "contact_nom", "contact_fonction", "courriel", "promesse", "jusqu_au", "message")


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def porte(request: HttpRequest) -> HttpResponse:
    """Why, how, and the pledge. Nobody but the address given is written to before it is confirmed."""
    formulaire = EntrepriseForm(request.POST or None)
    gabarit = "benevolat/entreprises/accueil.html"
    if request.method != "POST":
        return render(request, gabarit, {"formulaire": formulaire})
    refus = _refuser(request, formulaire, gabarit, "entreprise")
    if refus is not None:
        return refus
    valeurs = {nom: formulaire.cleaned_data[nom] for nom in CHAMPS}
    entreprises.demander(**valeurs, langue=translation.get_language() or "fr", le=timezone.now())
    return redirect("benevolat:entreprises_merci")


@ouverte_a_tous
@never_cache
@require_safe
def merci(request: HttpRequest) -> HttpResponse:
    """Read your mail; the same words for a pledge and for a lost link."""
    return render(request, "benevolat/entreprises/merci.html")


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lien_perdu(request: HttpRequest) -> HttpResponse:
    """The link again, by mail; the answer never tells whether the address is known."""
    formulaire = LienEntrepriseForm(request.POST or None)
    gabarit = "benevolat/entreprises/lien_perdu.html"
    if request.method != "POST":
        return render(request, gabarit, {"formulaire": formulaire})
    refus = _refuser(request, formulaire, gabarit, "entreprise_lien")
    if refus is not None:
        return refus
    entreprises.renvoyer_le_lien(formulaire.cleaned_data["courriel"])
    return redirect("benevolat:entreprises_merci")


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suivi(request: HttpRequest, jeton: str) -> HttpResponse:
    """The page of a company: to confirm, to read its numbers, to change or end its pledge; only buttons act."""
    entreprise = ouvrir(ENTREPRISE, jeton)
    if not isinstance(entreprise, Entreprise):
        return discrete(render(request, "benevolat/entreprises/lien_perime.html", status=410))
    if request.method == "POST":
        return discrete(_agir(request, entreprise, jeton))
    initial = {"promesse": entreprise.promesse, "jusqu_au": entreprise.jusqu_au}
    return discrete(_page(request, entreprise, jeton, PromesseForm(initial=initial)))


def _agir(request: HttpRequest, entreprise: Entreprise, jeton: str) -> HttpResponse:
    geste, le = request.POST.get("geste"), timezone.now()
    try:
        if geste == "confirmer":
            entreprises.confirmer(entreprise, le=le)
            messages.success(request, _("Merci : votre adresse est confirmée, votre code est ouvert."))
        elif geste == "clore":
            entreprises.clore(entreprise)
            messages.success(request, _("Votre engagement est terminé. Merci à toutes et à tous."))
        else:
            formulaire = PromesseForm(request.POST)
            if not formulaire.is_valid():
                return _page(request, entreprise, jeton, formulaire, 422)
            entreprises.changer_la_promesse(entreprise, **formulaire.cleaned_data, le=le)
            messages.success(request, _("Votre engagement est mis à jour."))
    except BenevolatRefuse as refus:
        messages.error(request, str(refus))
    return redirect("benevolat:entreprise", jeton)


def _page(
    request: HttpRequest, entreprise: Entreprise, jeton: str, formulaire: PromesseForm, statut: int = 200
) -> HttpResponse:
    if entreprise.etat == EtatEntreprise.A_CONFIRMER:
        return render(request, "benevolat/entreprises/confirmer.html", {"entreprise": entreprise}, status=statut)
    contexte = {
        "entreprise": entreprise,
        "ouverte": entreprise.etat == EtatEntreprise.ACTIVE and entreprise.jusqu_au >= timezone.localdate(),
        "close": entreprise.etat == EtatEntreprise.CLOSE,
        "bilan": entreprises.bilan(entreprise, le=timezone.now()),
        "adresse": _adresse(entreprise, translation.get_language() or "fr"),
        "textes": [_a_transmettre(entreprise, langue) for langue in ("fr", "en")],
        "formulaire": formulaire,
    }
    return render(request, "benevolat/entreprises/suivi.html", contexte, status=statut)


def _adresse(entreprise: Entreprise, langue: str) -> str:
    with translation.override(langue):
        return adresse_absolue(f"{reverse('benevolat:devenir')}?entreprise={entreprise.code}")


def _a_transmettre(entreprise: Entreprise, langue: str) -> dict[str, str]:
    """A paragraph for the employees, in this language."""
    valeurs = {"nom": entreprise.nom, "code": entreprise.code, "adresse": _adresse(entreprise, langue)}
    with translation.override(langue):
        texte = _(
            "%(nom)s soutient le parrainage vers l’emploi : quelques heures par mois pour aider quelqu’un à trouver "
            "sa place. Cela vous tente ? Inscrivez-vous en trois minutes, ici : %(adresse)s (code %(code)s). "
            "Votre employeur ne voit que des nombres, jamais votre nom."
        )
    return {"langue": langue, "texte": texte % valeurs}


def _refuser(request: HttpRequest, formulaire: FormulaireNu, gabarit: str, limite: str) -> HttpResponse | None:
    """The form again when it cannot be taken; None when it can."""
    if not formulaire.is_valid():
        return render(request, gabarit, {"formulaire": formulaire}, status=422)
    if not ratelimit.consume(request, action=limite, key=formulaire.cleaned_data["courriel"].lower()):
        formulaire.add_error(None, _("Plusieurs demandes sont déjà parties : attendez une heure avant la prochaine."))
        return render(request, gabarit, {"formulaire": formulaire}, status=429)
    return None
