"""What one does with a page of one's structure, sheet or action: read it as it will be, send it, take it back…"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..enums import EtatEditorial
from ..forms.demandes import RetraitForm
from ..metier.demandes import DemandeRefusee, retirer_du_site
from ..metier.mes_pages import lire_l_action, lire_la_fiche
from ..metier.moderation import ModerationRefusee
from ..metier.moderation import retirer as reprendre_de_la_moderation
from ..metier.moderation import soumettre as soumettre_la_page
from ..models import ActionPage, FichePage
from .acces import page_du_compte
from .actions import REFUS
from .ecrans import adresse_de, adresse_editeur


@require_safe
def apercu(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest draft as readers will see it, within our frame."""
    page, structure = page_du_compte(request, pk)
    lire = lire_la_fiche if isinstance(page, FichePage) else lire_l_action
    return render(
        request,
        "vitrines/espace/apercu.html",
        {
            "page": page,
            "range_sous": adresse_de(page),
            "structure": structure,
            "ligne": lire(page, jour=timezone.localdate()),
            "retour": adresse_de(page),
            "peut_ecrire": request.user.has_perm("vitrines.ecrire", structure),
            "publie": page.permissions_for_user(request.user).can_publish(),
            "adresse_editeur": adresse_editeur(request.user, page),
        },
    )


@require_safe
def rendu(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest draft itself, as the public site lays it out."""
    page, _structure = page_du_compte(request, pk)
    reponse = page.get_latest_revision_as_object().make_preview_request(request)
    reponse["X-Frame-Options"] = "SAMEORIGIN"  # framed by our own screen
    return reponse


@require_POST
def soumettre(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the latest draft to those who moderate; published at once for a structure that the animation trusts."""

    def envoyer(page: FichePage | ActionPage) -> str:
        etat = soumettre_la_page(page, par=request.user, le=timezone.now())
        if etat == EtatEditorial.EN_MODERATION:
            return _("C’est envoyé. Vous recevrez un courriel dès que la page sera relue.")
        return _("C’est publié : tout le monde peut lire la page.")

    return _mener(request, pk, envoyer)


@require_POST
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the page back from those who moderate, before they answered."""

    def reprendre_la_page(page: FichePage | ActionPage) -> str:
        reprendre_de_la_moderation(page, par=request.user, le=timezone.now())
        return _("La page est à nouveau un brouillon : modifiez-la, puis renvoyez-la.")

    return _mener(request, pk, reprendre_la_page)


@require_http_methods(["GET", "HEAD", "POST"])
def retrait(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a page off the site, or ask those who moderate to do it."""
    page, structure = page_du_compte(request, pk, ecrire=True)
    formulaire = RetraitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            fait = retirer_du_site(page, par=request.user, message=formulaire.cleaned_data["message"])
        except DemandeRefusee as refus:
            messages.info(request, str(refus))
            return redirect(adresse_de(page))
        if fait:
            messages.success(request, _("La page a quitté le site. Son texte reste ici : vous pourrez la republier."))
        else:
            messages.success(request, _("Votre demande est partie : la page sera retirée par qui relit vos pages."))
        return redirect(adresse_de(page))
    contexte = {
        "page": page,
        "range_sous": adresse_de(page),
        "structure": structure,
        "formulaire": formulaire,
        "retour": adresse_de(page),
        "publie": page.permissions_for_user(request.user).can_unpublish(),
    }
    return render(request, "vitrines/espace/retrait.html", contexte, status=REFUS if request.method == "POST" else 200)


def _mener(request: HttpRequest, pk: int, etape: Callable[[FichePage | ActionPage], str]) -> HttpResponse:
    """Take the step, say what happened, and go back to the page or to the list one came from."""
    page, _structure = page_du_compte(request, pk, ecrire=True)
    try:
        messages.success(request, etape(page))
    except ModerationRefusee as refus:
        messages.error(request, str(refus))
    return redirect("espace:actions" if request.POST.get("retour") == "actions" else adresse_de(page))
