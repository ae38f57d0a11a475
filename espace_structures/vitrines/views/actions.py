"""The actions of a structure in the gated space: the list, the short form, and what the draft became."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from espace_structures.structures.models import Structure
from portal.socle.formulaires.nus import compte_des_erreurs, erreurs_de, sont_valides

from ..enums import EtatEditorial
from ..forms.action import SaisieAction
from ..metier.brouillons import BrouillonRefuse, VersionDepassee, creer_action, modifier_action
from ..metier.etats import etat_editorial
from ..metier.fiches import OuvertureRefusee, ouvrir_fiche
from ..metier.mes_pages import fiche_de_la_structure, lire_l_action, lire_les_actions
from ..models import ActionPage
from .acces import page_du_compte, structure_courante, structure_postee
from .ecrans import adresse_editeur, onglets_par_etat

REFUS, CONFLIT = 422, 409


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """Each action of the structure with its state and what may be done about it."""
    structure = structure_courante(request)
    jour = timezone.localdate()
    fiche = fiche_de_la_structure(structure)
    lignes = lire_les_actions(fiche, jour=jour)
    onglets, choisi = onglets_par_etat(lignes, request.GET.get("etat", ""))
    return render(
        request,
        "vitrines/espace/actions.html",
        {
            "structure": structure,
            "onglets": onglets,
            "lignes": [ligne for ligne in lignes if choisi in ("", ligne.etat.value)],
            "filtree": bool(choisi),
            "peut_ecrire": request.user.has_perm("vitrines.ecrire", structure),
            "publie": fiche is not None and fiche.permissions_for_user(request.user).can_publish(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request: HttpRequest) -> HttpResponse:
    """An action told in five minutes, which becomes a draft under the sheet of the structure."""
    if request.method != "POST":
        structure = structure_courante(request, ecrire=True)
        saisie = SaisieAction(structure, fiche_de_la_structure(structure), None, jour=timezone.localdate())
        return _montrer(request, structure, saisie)
    structure = structure_postee(request)
    saisie = SaisieAction(
        structure,
        fiche_de_la_structure(structure),
        None,
        jour=timezone.localdate(),
        donnees=request.POST,
        fichiers=request.FILES,
    )
    if not sont_valides(*saisie.parties):
        return _montrer(request, structure, saisie, statut=REFUS)
    le = timezone.now()
    try:
        fiche = ouvrir_fiche(structure, par=request.user, le=le)
        action = creer_action(fiche, par=request.user, valeurs=saisie.valeurs, le=le)
    except (OuvertureRefusee, BrouillonRefuse) as refus:
        return _montrer(request, structure, saisie, refus=str(refus), statut=REFUS)
    messages.success(request, _("Le brouillon est enregistré. Personne d’autre que votre structure ne le voit encore."))
    return redirect("espace:action", action.pk)


@require_safe
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """Where one action stands, and the ways on: read it as it will be, complete it, send it."""
    page, structure = page_du_compte(request, pk, modele=ActionPage)
    return render(
        request,
        "vitrines/espace/action.html",
        {
            "page": page,
            "structure": structure,
            "ligne": lire_l_action(page, jour=timezone.localdate()),
            "peut_ecrire": request.user.has_perm("vitrines.ecrire", structure),
            "publie": page.permissions_for_user(request.user).can_publish(),
            "adresse_editeur": adresse_editeur(request.user, page),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    """The same short form on the latest draft of an action."""
    page, structure = page_du_compte(request, pk, ecrire=True, modele=ActionPage)
    if etat_editorial(page) == EtatEditorial.EN_MODERATION:
        messages.info(request, _("Cette action est en relecture : reprenez-la avant de la modifier."))
        return redirect("espace:action", page.pk)
    jour = timezone.localdate()
    brouillon = page.get_latest_revision_as_object()
    if request.method != "POST":
        return _montrer(request, structure, SaisieAction(structure, None, brouillon, jour=jour))
    saisie = SaisieAction(structure, None, brouillon, jour=jour, donnees=request.POST, fichiers=request.FILES)
    if not sont_valides(*saisie.parties):
        return _montrer(request, structure, saisie, statut=REFUS)
    version = saisie.formulaire.cleaned_data["version"] or 0
    try:
        modifier_action(page, par=request.user, valeurs=saisie.valeurs, version=version)
    except VersionDepassee as depassee:
        saisie.reprendre(depassee.version)
        return _montrer(request, structure, saisie, refus=str(depassee), conflit=True, statut=CONFLIT)
    messages.success(request, _("Vos changements sont enregistrés dans le brouillon."))
    return redirect("espace:action", page.pk)


def _montrer(
    request: HttpRequest,
    structure: Structure,
    saisie: SaisieAction,
    *,
    refus: str = "",
    conflit: bool = False,
    statut: int = 200,
) -> HttpResponse:
    """The form, with everything typed; files have to be chosen again, and the screen says so."""
    erreurs = erreurs_de(*saisie.parties) if statut == REFUS and not refus else []
    contexte: dict[str, Any] = {
        "structure": structure,
        "action": saisie.action,
        "ligne": lire_l_action(saisie.action, jour=timezone.localdate()) if saisie.action else None,
        "saisie": saisie,
        "erreurs": erreurs,
        "titre_erreurs": compte_des_erreurs(len(erreurs)),
        "refus": refus,
        "conflit": conflit,
        "fichiers_a_rechoisir": statut != 200 and saisie.photos.a_rechoisir,
        "adresse_editeur": adresse_editeur(request.user, saisie.action) if saisie.action else "",
    }
    return render(request, "vitrines/espace/action_formulaire.html", contexte, status=statut)
