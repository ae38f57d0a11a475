"""The file of a candidature: read, and the conversation, notes and labels that one writes in place."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portal.socle.parametres import lire_identifiant

from ...metier.refus import BenevolatRefuse
from ...models import Candidature
from ..forms.dossier import EtiquettesForm, MessageForm, NoteForm
from ..metier import messagerie, notes
from ..metier.dossier import a_montrer, lire_dossier, noter_ecriture, noter_lecture
from ..metier.doublons import doublons_de
from ..metier.etiquettes import lire_les_noms, poser

INVALIDE = 422
# Step: its screen and the words of its button, in the order shown.
BOUTONS = {
    "contacter": ("espace:candidature-contacter", gettext_lazy("J’ai pris contact")),
    "prevoir_rencontre": ("espace:candidature-rencontre", gettext_lazy("Prévoir une rencontre")),
    "accepter": ("espace:candidature-accepter", gettext_lazy("Accepter")),
    "mettre_en_attente": ("espace:candidature-attente", gettext_lazy("Mettre sur liste d’attente")),
    "reprendre": ("espace:candidature-reprendre", gettext_lazy("Reprendre")),
    "reorienter": ("espace:candidature-reorienter", gettext_lazy("Proposer à une autre structure")),
    "refuser": ("espace:candidature-refuser", gettext_lazy("Refuser")),
}


@require_safe
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The file; each reading leaves a line. `modele`: a ready-made message to start from."""
    candidature = charger(request, pk)
    noter_lecture(candidature, par=request.user, le=timezone.now())
    return _montrer(request, candidature)


@require_POST
def ecrire(request: HttpRequest, pk: int) -> HttpResponse:
    """A message to the person; what they wrote before is read by then."""
    candidature = charger(request, pk)
    formulaire = MessageForm(request.POST)

    def agir() -> None:
        le = timezone.now()
        messagerie.ecrire_a_la_personne(candidature, texte=formulaire.cleaned_data["texte"], par=request.user, le=le)
        messagerie.lus_par_la_structure(candidature, le=le)

    return _ecrire(request, candidature, formulaire, "message", agir, _("Message envoyé."), "#conversation")


@require_POST
def lu(request: HttpRequest, pk: int) -> HttpResponse:
    """The conversation has been read."""
    candidature = charger(request, pk)
    messagerie.lus_par_la_structure(candidature, le=timezone.now())
    return redirect(f"{adresse(candidature)}#conversation")


@require_POST
def noter(request: HttpRequest, pk: int) -> HttpResponse:
    """A note for the team."""
    candidature = charger(request, pk)
    formulaire = NoteForm(request.POST)

    def agir() -> None:
        notes.ajouter(candidature, texte=formulaire.cleaned_data["note"], par=request.user, le=timezone.now())

    return _ecrire(request, candidature, formulaire, "note", agir, _("Note enregistrée."), "#notes")


@require_POST
def effacer_note(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """Take back one's own note."""
    candidature = charger(request, pk)
    ligne = get_object_or_404(candidature.notes, pk=note)
    if ligne.compte_id != request.user.pk:
        raise PermissionDenied(_("Cette note est d’une autre personne."))
    notes.effacer(ligne, par=request.user)
    noter_ecriture(candidature, par=request.user, le=timezone.now())
    messages.success(request, _("Note effacée."))
    return redirect(f"{adresse(candidature)}#notes")


@require_POST
def etiqueter(request: HttpRequest, pk: int) -> HttpResponse:
    """Labels of the structure on this file."""
    candidature = charger(request, pk)
    formulaire = EtiquettesForm(request.POST)

    def agir() -> None:
        poser(candidature, lire_les_noms(formulaire.cleaned_data["noms"]))

    return _ecrire(request, candidature, formulaire, "etiquettes", agir, _("Étiquettes enregistrées."), "#etiquettes")


def charger(request: HttpRequest, pk: int) -> Candidature:
    """The candidature; 404 when this account may not see it, 403 when it may not follow it."""
    candidature = get_object_or_404(a_montrer(request.user), pk=pk)
    if not request.user.has_perm("benevolat.suivre", candidature):
        raise PermissionDenied
    return candidature


def adresse(candidature: Candidature) -> str:
    return reverse("espace:candidature", args=[candidature.pk])


def _ecrire(
    request: HttpRequest,
    candidature: Candidature,
    formulaire,
    nom: str,
    agir: Callable[[], None],
    fait: str,
    ancre: str,
) -> HttpResponse:
    """Write in place: done, one comes back to where one was; refused, nothing that was typed is lost."""
    if formulaire.is_valid():
        try:
            agir()
        except BenevolatRefuse as refus:
            formulaire.add_error(None, str(refus))
        else:
            noter_ecriture(candidature, par=request.user, le=timezone.now())
            messages.success(request, fait)
            return redirect(f"{adresse(candidature)}{ancre}")
    return _montrer(request, charger(request, candidature.pk), status=INVALIDE, **{nom: formulaire})


def _montrer(request: HttpRequest, candidature: Candidature, *, status: int = 200, **formulaires) -> HttpResponse:
    lu_ici = lire_dossier(candidature, jour=timezone.localdate())
    modeles = messagerie.modeles_pour(candidature)
    choisi = lire_identifiant(request.GET.get("modele", ""))
    modele = next((modele for modele in modeles if modele.pk == choisi), None)
    depart = (
        {"texte": messagerie.remplir(modele, candidature, signature=str(request.user))} if modele is not None else None
    )
    etiquettes = ", ".join(etiquette.nom for etiquette in candidature.etiquettes.all())
    return render(
        request,
        "benevolat/dossier/dossier.html",
        {
            "dossier": lu_ici,
            "candidature": candidature,
            "benevole": candidature.benevole,
            "gestes": [(adresse_, mot) for geste, (adresse_, mot) in BOUTONS.items() if geste in lu_ici.gestes],
            "peut_ecrire": candidature.etat in messagerie.ETATS_ECRITS,
            "modeles": modeles,
            "modele": modele,
            "doublons": doublons_de(candidature.benevole, request.user),
            "message": MessageForm(initial=depart),
            "note": NoteForm(),
            "etiquettes": EtiquettesForm(initial={"noms": etiquettes}),
        }
        | formulaires,
        status=status,
    )
