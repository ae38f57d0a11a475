"""The sheet of a structure in the gated space: open it, write it, say that it is still right."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from espace_structures.structures.models import Structure
from portal.socle.formulaires.nus import compte_des_erreurs, erreurs_de, sont_valides

from ..enums import EtatEditorial
from ..forms.demandes import CorrectionForm
from ..forms.fiche import SaisieFiche
from ..metier.brouillons import VersionDepassee
from ..metier.brouillons_fiche import modifier_fiche
from ..metier.demandes import demander_correction
from ..metier.etats import etat_editorial
from ..metier.fiches import OuvertureRefusee, ouvrir_fiche
from ..metier.mes_pages import fiche_de_la_structure, lire_la_fiche
from ..models import FichePage
from .acces import page_du_compte, structure_courante, structure_postee
from .actions import CONFLIT, REFUS
from .ecrans import adresse_editeur


@require_safe
def fiche(request: HttpRequest) -> HttpResponse:
    """Where the sheet stands; an invitation to open it while there is none."""
    structure = structure_courante(request)
    page = fiche_de_la_structure(structure)
    contexte = {
        "structure": structure,
        "page": page,
        "peut_ecrire": request.user.has_perm("vitrines.ecrire", structure),
    }
    if page is not None:
        contexte |= {
            "ligne": lire_la_fiche(page, jour=timezone.localdate()),
            "publie": page.permissions_for_user(request.user).can_publish(),
            "adresse_editeur": adresse_editeur(request.user, page),
        }
    return render(request, "vitrines/espace/fiche.html", contexte)


@require_POST
def ouvrir(request: HttpRequest) -> HttpResponse:
    """Open the sheet as a draft, then write it."""
    structure = structure_postee(request)
    try:
        page = ouvrir_fiche(structure, par=request.user, le=timezone.now())
    except OuvertureRefusee as refus:
        messages.error(request, str(refus))
        return redirect("espace:fiche")
    return redirect("espace:fiche-modifier", page.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole sheet, on its latest draft."""
    page, structure = page_du_compte(request, pk, ecrire=True, modele=FichePage)
    if etat_editorial(page) == EtatEditorial.EN_MODERATION:
        messages.info(request, _("Votre fiche est en relecture : reprenez-la avant de la modifier."))
        return redirect("espace:fiche")
    brouillon = page.get_latest_revision_as_object()
    if request.method != "POST":
        return _montrer(request, structure, SaisieFiche(brouillon))
    saisie = SaisieFiche(brouillon, donnees=request.POST, fichiers=request.FILES)
    if not sont_valides(*saisie.parties):
        return _montrer(request, structure, saisie, statut=REFUS)
    version = saisie.formulaire.cleaned_data["version"] or 0
    try:
        modifier_fiche(page, par=request.user, valeurs=saisie.valeurs, version=version)
    except VersionDepassee as depassee:
        saisie.reprendre(depassee.version)
        return _montrer(request, structure, saisie, refus=str(depassee), statut=CONFLIT)
    messages.success(request, _("Votre fiche est enregistrée dans le brouillon."))
    return redirect("espace:fiche")


@require_http_methods(["GET", "HEAD", "POST"])
def corriger(request: HttpRequest) -> HttpResponse:
    """Ask the animation to correct the name or the SIRET."""
    envoi = request.method == "POST"
    structure = structure_postee(request) if envoi else structure_courante(request, ecrire=True)
    formulaire = CorrectionForm(request.POST if envoi else None)
    if envoi and formulaire.is_valid():
        demander_correction(structure, par=request.user, message=formulaire.cleaned_data["message"])
        messages.success(request, _("Votre demande est partie : l’animation régionale vous répondra par courriel."))
        return redirect("espace:fiche")
    contexte = {"structure": structure, "formulaire": formulaire}
    return render(request, "vitrines/espace/correction.html", contexte, status=REFUS if envoi else 200)


def _montrer(
    request: HttpRequest, structure: Structure, saisie: SaisieFiche, *, refus: str = "", statut: int = 200
) -> HttpResponse:
    """The form, with everything typed; after a refusal a logo has to be chosen again, and the screen says so."""
    erreurs = erreurs_de(*saisie.parties) if statut == REFUS else []
    contexte = {
        "structure": structure,
        "fiche": saisie.fiche,
        "ligne": lire_la_fiche(saisie.fiche, jour=timezone.localdate()),
        "saisie": saisie,
        "erreurs": erreurs,
        "titre_erreurs": compte_des_erreurs(len(erreurs)),
        "refus": refus,
        "fichiers_a_rechoisir": statut != 200 and "logo" in request.FILES,
        "adresse_editeur": adresse_editeur(request.user, saisie.fiche),
    }
    return render(request, "vitrines/espace/fiche_formulaire.html", contexte, status=statut)
