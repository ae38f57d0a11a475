"""The choice of a structure: the one asked for, those proposed with their reasons, or the animation's."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espace_structures.structures.models import Structure

from ...enums import EtatAppel
from ...models import AppelBenevoles, Candidature
from ..forms.devenir_fin import ANIMATION, ChoixForm
from ..metier import depot
from ..metier.orientation import proposer
from . import devenir_brouillon as temoin
from .devenir_ecrans import contexte_d_etape


class Option(NamedTuple):
    """A radio button: its value, its title, what goes with it."""

    valeur: str
    titre: str
    precisions: list[str]
    lien: str = ""
    choix: depot.Destination = depot.Destination()


def etape_du_choix(request: HttpRequest, avancement: temoin.Avancement) -> HttpResponse:
    """Proposals come from the answers of the steps before; the one chosen already stands first."""
    brouillon = avancement.brouillon
    candidature = depot.candidature_de(brouillon)
    jour = timezone.localdate()
    options = _options(candidature, jour)
    exclues = [candidature.structure_id] if candidature.structure_id else []
    proposees = proposer(brouillon, jour=jour, exclues=exclues)
    options += [
        Option(
            valeur=f"structure-{une.structure.pk}",
            titre=une.structure.nom,
            precisions=une.raisons,
            lien=une.fiche.get_url(request) or "",
            choix=depot.Destination(structure=une.structure, appel=une.appel),
        )
        for une in proposees
    ]
    options.append(
        Option(
            valeur=ANIMATION,
            titre=_("Je laisse l’animation régionale choisir"),
            precisions=[_("Elle connaît toutes les structures et vous met en relation avec celle qui convient.")],
        )
    )
    initial = options[0].valeur if candidature.structure_id else None
    if initial is None and "structure" in avancement.faites:
        initial = ANIMATION
    formulaire = ChoixForm(
        request.POST if request.method == "POST" else None,
        choix=[(une.valeur, une.titre) for une in options],
        initial={"choix": initial},
    )
    statut = 200
    if request.method == "POST":
        valide = formulaire.is_valid()
        faites = set(avancement.faites)
        if valide:
            choisie = next(une for une in options if une.valeur == formulaire.cleaned_data["choix"])
            depot.choisir(brouillon, choix=choisie.choix, le=timezone.now())
            faites.add("structure")
        if valide or "retour" in request.POST:
            vers = "aider" if "retour" in request.POST else "coordonnees"
            if avancement.suivante == "relire" and vers != "aider":
                vers = "relire"
            return temoin.ecrire(redirect("benevolat:devenir_etape", vers), brouillon, faites)
        statut = 422
    contexte = {
        "formulaire": formulaire,
        "options": options,
        "choisi": formulaire["choix"].value(),
        "aucune_proposition": not proposees,
    } | contexte_d_etape("structure", avancement)
    return render(request, "benevolat/devenir/structure.html", contexte, status=statut)


def titre_du_choix(candidature: Candidature) -> str:
    """Where the candidature goes, in one line."""
    if candidature.structure is None:
        return _("L’animation régionale choisira une structure pour vous")
    if candidature.appel is None:
        return candidature.structure.nom
    return f"{candidature.structure.nom} – {candidature.appel.titre}"


def _options(candidature: Candidature, jour) -> list[Option]:
    """What was chosen before, while it still can be."""
    structure = candidature.structure
    if structure is None or not Structure.objects.actives().filter(pk=structure.pk).exists():
        return []
    appel = None
    if candidature.appel_id is not None:
        appel = AppelBenevoles.objects.publics(jour).filter(pk=candidature.appel_id).first()
    precisions = [_("L’appel que vous avez choisi : %(titre)s") % {"titre": appel.titre}] if appel else []
    if appel is not None and appel.etat == EtatAppel.COMPLET:
        precisions.append(complet())
    return [
        Option(
            valeur=f"structure-{structure.pk}",
            titre=structure.nom,
            precisions=precisions or [_("La structure que vous avez choisie")],
            choix=depot.Destination(structure=structure, appel=appel),
        )
    ]


def complet() -> str:
    return _("Cet appel est complet : la structure peut vous inscrire sur sa liste d’attente.")
