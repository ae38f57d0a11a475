"""The consolidation of a campaign on screen, and its extraction to a file."""

from __future__ import annotations

import tempfile
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from .. import journal
from ..forms.consolidation import FiltresDeConsolidation
from ..metier.extraction import Format, extraire, nom_de_fichier
from ..metier.perimetre import Etats, Perimetre
from ..metier.synthese import synthetiser
from ..models import Campagne


@require_safe
def consolidation(request: HttpRequest, exercice: int) -> HttpResponse:
    """The figures of an exercice over what this account may count."""
    filtre, perimetre = _perimetre(request, exercice, droit="bilans.consolider")
    synthese = synthetiser(perimetre)
    exercices = Campagne.objects.gelees().values_list("exercice", flat=True)
    return render(
        request,
        "bilans/consolidation.html",
        {
            "exercice": str(exercice),
            "filtre": filtre,
            "synthese": synthese,
            "onglets": [
                {
                    "titre": str(autre),
                    "url": _adresse("espace:consolidation", perimetre, exercice=autre),
                    "courant": autre == exercice,
                }
                for autre in exercices
            ],
            "extractions": [
                {"titre": titre, "url": _adresse("espace:extraction", perimetre, exercice=exercice, format=voulu.value)}
                for voulu, titre in _titres_extractions()
            ],
            "adresse_publication": reverse("espace:publication", args=[exercice])
            if request.user.has_perm("bilans.publier")
            else "",
            "adresse_provisoire": _adresse("espace:consolidation", perimetre, exercice=exercice, provisoires="1"),
        },
    )


@require_safe
def extraction(request: HttpRequest, exercice: int) -> FileResponse:
    """A file of the same figures; who took it, and which, is written in the log of the campaign."""
    _filtre, perimetre = _perimetre(request, exercice, droit="bilans.extraire")
    try:
        voulu = Format(request.GET.get("format", Format.XLSX.value))
    except ValueError:
        raise Http404(_("Ce format d’extraction n’existe pas.")) from None
    le = timezone.now()
    adresse = request.build_absolute_uri(_adresse("espace:consolidation", perimetre, exercice=exercice))
    fichier = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    extraire(perimetre, voulu, fichier, le=le, adresse=adresse)
    fichier.seek(0)
    log(
        instance=perimetre.campagne,
        action=journal.EXTRAIRE,
        user=request.user,
        timestamp=le,
        data={
            "format": voulu.value,
            "perimetre": perimetre.libelle(),
            "etats": perimetre.etats.value,
        },
    )
    return FileResponse(
        fichier,
        as_attachment=True,
        filename=nom_de_fichier(perimetre, voulu, le=timezone.localtime(le)),
        content_type=voulu.type_mime,
    )


def _perimetre(request: HttpRequest, exercice: int, *, droit: str) -> tuple[FiltresDeConsolidation, Perimetre]:
    """The scope asked for, within what the account may count; 403 without the right, 404 without a campaign."""
    liens = request.organisation.liens
    if not (request.user.has_perm(droit) and (liens.est_animation or liens.est_financeur)):
        raise request.organisation.refus(_("Seuls les financeurs et l’animation régionale lisent la consolidation."))
    campagne = get_object_or_404(Campagne.objects.gelees(), exercice=exercice)
    perimetre = Perimetre.de(liens, campagne)
    departements = perimetre.feuilles_attendues().order_by("departement").values_list("departement", flat=True)
    filtre = FiltresDeConsolidation(request.GET, departements=departements.distinct())
    return filtre, Perimetre.de(liens, campagne, **filtre.filtres)


def _adresse(nom: str, perimetre: Perimetre, *, exercice: int, **parametres: Any) -> str:
    """The address of a screen on the same scope."""
    filtres = {"departement": perimetre.departement, "type_structure": perimetre.type_structure}
    if perimetre.etats is Etats.PROVISOIRES:
        filtres["provisoires"] = "1"
    retenus = {cle: valeur for cle, valeur in (filtres | parametres).items() if valeur}
    adresse = reverse(nom, args=[exercice])
    return f"{adresse}?{urlencode(retenus)}" if retenus else adresse


def _titres_extractions() -> list[tuple[Format, str]]:
    return [
        (Format.XLSX, _("Classeur (XLSX)")),
        (Format.CSV, _("Une ligne par feuille (CSV)")),
        (Format.CSV_LONG, _("Une ligne par réponse (CSV)")),
    ]
