"""The volunteers of a structure: the list, a file, what is done with it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ...enums import CanalReponse, Consultation, OrigineEngagement, Reponse, StatutEngagement
from ...journal import historique
from ...metier.acces import noter_acces
from ...metier.refus import BenevolatRefuse
from ...models import Accueil, DemandeRenouvellement, Engagement
from ...views.fichiers import liste
from ...views.portee import portee
from ..forms.engagements import AjoutForm, PauseForm, SansChampForm, SortieForm
from ..metier import engagements as metier
from ..metier.ajout import ajouter as ajouter_une_personne
from ..metier.export import exporter_les_benevoles
from ..metier.liste import ONGLETS, avec_saison, chercher, comptes
from ..metier.renouvellement import repondre

PAR_PAGE = 50
# gesture: form, title, from which states, answer to a renewal that it amounts to
GESTES = {
    "pause": (
        PauseForm,
        gettext_lazy("Mettre en pause"),
        (StatutEngagement.ACTIF, StatutEngagement.EN_PAUSE),
        Reponse.PAUSE,
    ),
    "reprise": (SansChampForm, gettext_lazy("Reprendre"), (StatutEngagement.EN_PAUSE,), ""),
    "saison": (
        SansChampForm,
        gettext_lazy("Ouvrir une saison"),
        (StatutEngagement.ACTIF, StatutEngagement.EN_PAUSE),
        Reponse.CONTINUE,
    ),
    "sortie": (
        SortieForm,
        gettext_lazy("Fin de l’engagement"),
        (StatutEngagement.ACTIF, StatutEngagement.EN_PAUSE),
        Reponse.ARRET,
    ),
}


@require_safe
def benevoles(request: HttpRequest) -> HttpResponse:
    """The board: who is active, paused, gone."""
    tous = portee(request).filtrer(Engagement.objects.all())
    mots = request.GET.get("q", "").strip()[:100]
    cherches = chercher(tous, mots=mots)
    onglet = request.GET.get("onglet", "actifs")
    onglet = onglet if onglet in ONGLETS else "actifs"
    nombres = comptes(cherches)
    lignes = avec_saison(cherches.filter(statut=ONGLETS[onglet][0])).order_by("benevole__nom", "benevole__prenom", "pk")
    page = Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "benevolat/engagements/liste.html",
        {
            "onglets": [
                {
                    "libelle": libelle,
                    "nombre": nombres[code],
                    "adresse": f"?{urlencode({'onglet': code, 'q': mots})}",
                    "est_courant": code == onglet,
                }
                for code, (_statut, libelle) in ONGLETS.items()
            ],
            "onglet": onglet,
            "mots": mots,
            "page_obj": page,
            "parametres": urlencode({"onglet": onglet, "q": mots}) + "&",
            "jour": timezone.localdate(),
        },
    )


@require_safe
def exporter(request: HttpRequest, format: str) -> HttpResponse:
    """The list as it is filtered, as a file; written in the log of accesses."""
    siens = portee(request).filtrer(Engagement.objects.all())
    onglet = request.GET.get("onglet", "")
    if onglet in ONGLETS:
        siens = siens.filter(statut=ONGLETS[onglet][0])
    lignes = avec_saison(chercher(siens, mots=request.GET.get("q", "").strip()[:100]))
    lignes = lignes.order_by("benevole__nom", "benevole__prenom", "pk")
    contenu = exporter_les_benevoles(lignes, format=format, par=request.user, le=timezone.now())
    return liste(contenu, "benevoles", format=format)


@require_safe
def benevole(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a volunteer in one structure; opening it leaves a line."""
    engagement = charger(request, pk)
    noter_acces(
        [engagement.benevole_id],
        structure=engagement.structure,
        par=request.user,
        action=Consultation.LIRE,
        le=timezone.now(),
    )
    return render(
        request,
        "benevolat/engagements/fiche.html",
        {
            "engagement": engagement,
            "saisons": list(engagement.saisons.order_by("-debut")),
            "accueil": Accueil.objects.filter(
                benevole=engagement.benevole_id, structure=engagement.structure_id
            ).first(),
            "gestes": [
                (code, titre) for code, (_f, titre, depuis, _r) in GESTES.items() if engagement.statut in depuis
            ],
            "evenements": historique(engagement),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def geste(request: HttpRequest, pk: int, geste: str) -> HttpResponse:
    """Pause, come back, leave, go on: a question, then a button. An open question of a campaign is answered by it."""
    engagement = charger(request, pk)
    if geste not in GESTES:
        raise Http404
    classe, titre, _depuis, reponse = GESTES[geste]
    formulaire = classe(request.POST if request.method == "POST" else None)
    refus = ""
    if request.method == "POST" and formulaire.is_valid():
        try:
            _agir(engagement, geste, reponse, formulaire.cleaned_data, par=request.user)
        except BenevolatRefuse as erreur:
            refus = str(erreur)
        else:
            noter_ecriture(engagement, par=request.user)
            messages.success(request, _("C’est noté, et la personne en est prévenue."))
            return redirect("espace:benevole", engagement.pk)
    return render(
        request,
        "benevolat/engagements/geste.html",
        {"engagement": engagement, "titre": titre, "formulaire": formulaire, "refus": refus, "previent": True},
        status=422 if request.method == "POST" else 200,
    )


def _agir(engagement: Engagement, geste: str, reponse: str, donnees: dict, *, par) -> None:
    le = timezone.now()
    demande = DemandeRenouvellement.objects.filter(
        saison__engagement=engagement, campagne__close_le__isnull=True, reponse=""
    ).first()
    if reponse and demande is not None:
        repondre(demande, choix=reponse, canal=CanalReponse.STRUCTURE, le=le, par=par, **donnees)
        return
    fonctions = {
        "pause": metier.mettre_en_pause,
        "reprise": metier.reprendre,
        "saison": metier.reconduire,
        "sortie": metier.sortir,
    }
    fonctions[geste](engagement, par=par, le=le, **donnees)


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest) -> HttpResponse:
    """Write down a volunteer that the structure already knows."""
    structures = portee(request).structures.actives()
    formulaire = AjoutForm(request.POST if request.method == "POST" else None, structures=structures)
    refus = ""
    if request.method == "POST" and formulaire.is_valid():
        donnees = formulaire.cleaned_data
        try:
            engagement = ajouter_une_personne(
                donnees["structure"],
                personne={nom: donnees[nom] for nom in ("prenom", "nom", "courriel", "telephone")},
                depuis=donnees["depuis"],
                departement=donnees["departement"],
                origine=OrigineEngagement.SAISIE,
                par=request.user,
                le=timezone.now(),
            )
        except BenevolatRefuse as erreur:
            refus = str(erreur)
        else:
            messages.success(
                request, _("La personne est dans votre liste ; si elle a une adresse, elle en est prévenue.")
            )
            return redirect("espace:benevole", engagement.pk)
    return render(
        request,
        "benevolat/engagements/ajouter.html",
        {"formulaire": formulaire, "refus": refus},
        status=422 if request.method == "POST" else 200,
    )


def charger(request: HttpRequest, pk: int) -> Engagement:
    """An engagement that the account follows: 404 elsewhere."""
    visibles = Engagement.objects.visibles_par(request.user).select_related("benevole", "structure")
    engagement = get_object_or_404(visibles, pk=pk)
    if not request.user.has_perm("benevolat.suivre", engagement):
        raise PermissionDenied
    return engagement


def noter_ecriture(engagement: Engagement, *, par) -> None:
    """Who changed the file."""
    noter_acces(
        [engagement.benevole_id],
        structure=engagement.structure,
        par=par,
        action=Consultation.ECRIRE,
        le=timezone.now(),
    )
