"""The steps of a candidature, each with its small screen: what will happen, what is asked, one button."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from espace_structures.benevolat.forms.accueil import AccueilForm

from ...metier import accueil as metier_accueil
from ...metier.courriels import nom_du_suivi
from ...metier.refus import BenevolatRefuse
from ...models import Candidature
from ..forms.dossier import AccepterForm, ConfierForm, RefusForm, RencontreForm, ReorienterForm
from ..metier import candidatures as metier
from ..metier.dossier import noter_ecriture, pistes
from ..metier.gestes import AVEC_STRUCTURE, DEJA, GESTES
from .dossier import INVALIDE, adresse, charger

etape = require_http_methods(["GET", "HEAD", "POST"])


@etape
def contacter(request: HttpRequest, pk: int) -> HttpResponse:
    return _simple(
        request,
        pk,
        "contacter",
        metier.contacter,
        titre=_("J’ai pris contact"),
        consequences=[_("La personne reçoit un courriel : vous avez lu sa candidature et prenez contact avec elle.")],
        bouton=_("Dire que j’ai pris contact"),
        fait=_("C’est noté, et la personne est prévenue."),
    )


@etape
def attente(request: HttpRequest, pk: int) -> HttpResponse:
    return _simple(
        request,
        pk,
        "mettre_en_attente",
        metier.mettre_en_attente,
        titre=_("Mettre sur liste d’attente"),
        consequences=[
            _("La personne reçoit un courriel : vous gardez sa candidature jusqu’à ce qu’une place se libère.")
        ],
        bouton=_("Mettre sur liste d’attente"),
        fait=_("La candidature est sur liste d’attente, et la personne est prévenue."),
    )


@etape
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    return _simple(
        request,
        pk,
        "reprendre",
        metier.reprendre,
        titre=_("Reprendre la candidature"),
        consequences=[_("La personne reçoit un courriel : vous reprenez sa candidature et la contactez.")],
        bouton=_("Reprendre la candidature"),
        fait=_("La candidature est reprise, et la personne est prévenue."),
    )


@etape
def rencontre(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a meeting, or move it."""
    candidature = charger(request, pk)
    depart: dict = {"version": candidature.version}
    if candidature.rencontre_le is not None:
        moment = timezone.localtime(candidature.rencontre_le)
        depart |= {"jour": moment.date(), "heure": moment.time(), "lieu": candidature.rencontre_lieu}
    formulaire = RencontreForm(_donnees(request), initial=depart)

    def agir(valeurs: dict) -> None:
        metier.prevoir_rencontre(
            candidature,
            quand=formulaire.quand(),
            lieu=valeurs["lieu"],
            version=valeurs["version"],
            par=request.user,
            le=timezone.now(),
        )

    return _mener(
        request,
        candidature,
        "prevoir_rencontre",
        formulaire,
        agir,
        titre=_("Prévoir une rencontre"),
        consequences=[_("La personne reçoit la date et le lieu par courriel.")],
        bouton=_("Prévoir cette rencontre"),
        fait=_("La rencontre est prévue, et la personne est prévenue."),
    )


@etape
def accepter(request: HttpRequest, pk: int) -> HttpResponse:
    candidature = charger(request, pk)
    formulaire = None
    if candidature.structure is not None:
        depart = {"depuis": timezone.localdate()}
        formulaire = AccepterForm(_donnees(request), initial=depart, candidature=candidature)

    def agir(valeurs: dict) -> None:
        metier.accepter(
            candidature,
            depuis=valeurs["depuis"],
            departement=valeurs["departement"],
            par=request.user,
            le=timezone.now(),
        )

    consequences = [
        _("La personne reçoit un courriel de bienvenue et rejoint la liste de vos bénévoles."),
    ]
    if metier_accueil.honorabilite_exigee(candidature):
        consequences.append(
            _("Auprès de mineurs de la protection de l’enfance, il faut avoir vu une attestation d’honorabilité.")
        )
    return _mener(
        request,
        candidature,
        "accepter",
        formulaire,
        agir,
        titre=_("Accepter la candidature"),
        consequences=consequences,
        bouton=_("Accepter la candidature"),
        fait=_("La candidature est acceptée, et la personne est prévenue."),
    )


@etape
def refuser(request: HttpRequest, pk: int) -> HttpResponse:
    candidature = charger(request, pk)

    def agir(valeurs: dict) -> None:
        metier.refuser(
            candidature,
            motif=valeurs["motif"],
            precision=valeurs["precision"],
            par=request.user,
            le=timezone.now(),
        )

    return _mener(
        request,
        candidature,
        "refuser",
        RefusForm(_donnees(request)),
        agir,
        titre=_("Refuser la candidature"),
        consequences=[_("La personne reçoit un courriel qui la remercie et lui dit pourquoi.")],
        bouton=_("Refuser la candidature"),
        fait=_("La réponse est partie : la personne est prévenue avec courtoisie."),
    )


@etape
def reorienter(request: HttpRequest, pk: int) -> HttpResponse:
    candidature = charger(request, pk)

    def agir(valeurs: dict) -> None:
        metier.reorienter(candidature, vers=valeurs["vers"], par=request.user, le=timezone.now())

    consequences = [
        _("La candidature se ferme ici et recommence ailleurs, avec un nouveau délai de réponse."),
        _("La personne reçoit un courriel qui lui dit qui prend la suite, et la nouvelle équipe est prévenue."),
    ]
    if candidature.structure_id is not None and not candidature.accepte_reorientation:
        consequences.append(
            _("Cette personne n’a pas encore accepté d’être réorientée : elle peut le faire depuis sa page.")
        )
    return _mener(
        request,
        candidature,
        "reorienter",
        ReorienterForm(
            _donnees(request), candidature=candidature, pistes=pistes(candidature, jour=timezone.localdate())
        ),
        agir,
        titre=_("Proposer à une autre structure"),
        consequences=consequences,
        bouton=_("Proposer la candidature"),
        fait=_("La candidature est transmise, et la personne est prévenue."),
    )


@etape
def confier(request: HttpRequest, pk: int) -> HttpResponse:
    candidature = charger(request, pk)
    formulaire = ConfierForm(_donnees(request), initial={"compte": candidature.confiee_a_id}, candidature=candidature)

    def agir(valeurs: dict) -> None:
        metier.confier(candidature, a=valeurs["compte"], par=request.user, le=timezone.now())

    return _mener(
        request,
        candidature,
        "confier",
        formulaire,
        agir,
        titre=_("Confier ce dossier"),
        consequences=[_("Cette personne reçoit un courriel, puis les réponses de la candidate ou du candidat.")],
        bouton=_("Confier le dossier"),
        fait=_("C’est noté."),
    )


@etape
def accueillir(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist of the welcome."""
    candidature = charger(request, pk)
    fiche = metier_accueil.accueil_de(candidature)

    def agir(valeurs: dict) -> None:
        metier_accueil.mettre_a_jour(candidature, valeurs=valeurs, par=request.user, le=timezone.now())

    return _mener(
        request,
        candidature,
        "",
        AccueilForm(_donnees(request), accueil=fiche),
        agir,
        titre=_("Étapes de l’accueil"),
        consequences=[
            _("Laissez vide ce qui n’est pas encore fait."),
            _("Le portail ne garde jamais le document : seulement quelle pièce a été vue, quand et par qui."),
        ],
        bouton=_("Enregistrer"),
        fait=_("Les étapes de l’accueil sont enregistrées."),
    )


def _donnees(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _simple(request: HttpRequest, pk: int, geste: str, faire: Callable, **ecran) -> HttpResponse:
    """A step that asks nothing."""
    candidature = charger(request, pk)
    return _mener(
        request,
        candidature,
        geste,
        None,
        lambda _valeurs: faire(candidature, par=request.user, le=timezone.now()),
        **ecran,
    )


def _mener(
    request: HttpRequest,
    candidature: Candidature,
    geste: str,
    formulaire,
    agir: Callable[[dict], None],
    *,
    fait: str,
    **ecran,
) -> HttpResponse:
    """Shown, then done. A step that the state forbids goes back to the file with the reason."""
    if geste and (impossible := _impossible(candidature, geste)):
        messages.error(request, impossible)
        return redirect(adresse(candidature))
    if request.method == "POST" and (formulaire is None or formulaire.is_valid()):
        try:
            agir(formulaire.cleaned_data if formulaire else {})
        except BenevolatRefuse as refus:
            if formulaire is None:
                messages.error(request, str(refus))
                return redirect(adresse(candidature))
            formulaire.add_error(None, str(refus))
        else:
            noter_ecriture(candidature, par=request.user, le=timezone.now())
            messages.success(request, fait)
            return redirect(adresse(candidature))
    contexte = {
        "candidature": candidature,
        "suivi": nom_du_suivi(candidature),
        "retour": adresse(candidature),
        "formulaire": formulaire,
    }
    return render(
        request,
        "benevolat/dossier/etape.html",
        contexte | ecran,
        status=INVALIDE if request.method == "POST" else 200,
    )


def _impossible(candidature: Candidature, geste: str) -> str:
    """Why this step cannot be taken now; empty when it can."""
    if candidature.etat not in GESTES[geste]:
        return str(DEJA[candidature.etat])
    if geste in AVEC_STRUCTURE and candidature.structure_id is None:
        return _("Cette candidature n’a pas encore de structure : confiez-la d’abord à l’une d’elles.")
    return ""
