"""The page of the person, by signed link: where things stand, messages, profile, withdrawal, a new link."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.socle.vues import ouverte_a_tous

from ...engagements.forms.renouvellement import ReponseForm as ReponseDeSaisonForm
from ...engagements.metier.engagements import dire_ou_j_en_suis
from ...enums import CHOIX_DE_REPONSE, Auteur, StatutEngagement
from ...metier import attestation, conservation
from ...metier.liens import SUIVI
from ...metier.liens import jeton as jeton_de
from ...metier.refus import BenevolatRefuse
from ...models import Benevole, Candidature, Engagement
from ...views.lien_signe import discrete, lien_perime, par_lien
from ..forms.suivi import LienPerduForm, ProfilForm, ReponseForm, RetraitForm
from ..metier import accord as accords
from ..metier import candidatures, liens_perdus, messagerie, parcours
from ..metier import profil as profils

LECTURE = ["GET", "HEAD", "POST"]


@par_lien
@require_safe
def page(request: HttpRequest, benevole: Benevole, jeton: str) -> HttpResponse:
    """All candidatures and engagements. Reading it changes nothing."""
    return _page(request, benevole, jeton)


@par_lien
@require_POST
def lus(request: HttpRequest, benevole: Benevole, jeton: str) -> HttpResponse:
    """The messages of structures have been read."""
    messagerie.lus_par_la_personne(benevole, le=timezone.now())
    return redirect("benevolat:suivi", jeton)


@par_lien
@require_POST
def repondre(request: HttpRequest, benevole: Benevole, jeton: str, pk: int) -> HttpResponse:
    """A message to the structure; an unusable one comes back on the page, as typed."""
    candidature = get_object_or_404(_candidatures(benevole), pk=pk)
    formulaire = ReponseForm(request.POST, prefix=f"c{pk}")
    if not formulaire.is_valid():
        return _page(request, benevole, jeton, reponses={pk: formulaire}, statut=422)
    le = timezone.now()
    try:
        messagerie.repondre(candidature, texte=formulaire.cleaned_data["texte"], le=le)
    except BenevolatRefuse as refus:
        formulaire.add_error(None, str(refus))
        return _page(request, benevole, jeton, reponses={pk: formulaire}, statut=422)
    messagerie.lus_par_la_personne(benevole, le=le)
    messages.success(request, _("Votre message est parti."))
    return redirect("benevolat:suivi", jeton)


@par_lien
@require_POST
def accord(request: HttpRequest, benevole: Benevole, jeton: str, pk: int) -> HttpResponse:
    """Let a candidature go to another structure, or take that word back."""
    candidature = get_object_or_404(_candidatures(benevole), pk=pk)
    accepte = request.POST.get("accepte") == "oui"
    try:
        accords.accepter_une_reorientation(candidature, accepte=accepte, le=timezone.now())
    except BenevolatRefuse as refus:
        messages.error(request, str(refus))
    else:
        dit = _("C’est noté : vous acceptez une autre structure.") if accepte else _("C’est noté : accord retiré.")
        messages.success(request, dit)
    return redirect("benevolat:suivi", jeton)


@par_lien
@require_http_methods(LECTURE)
def retirer(request: HttpRequest, benevole: Benevole, jeton: str, pk: int) -> HttpResponse:
    """Withdraw a candidature, and say why."""
    candidature = get_object_or_404(_candidatures(benevole), pk=pk)
    formulaire = RetraitForm(request.POST or None)
    contexte = {"candidature": candidature, "qui": parcours.qui_repond(candidature), "jeton": jeton}
    contexte |= {"formulaire": formulaire, "ouverte": parcours.est_ouverte(candidature)}
    if request.method != "POST":
        return render(request, "benevolat/suivi/retirer.html", contexte)
    if formulaire.is_valid():
        try:
            candidatures.retirer(candidature, **formulaire.cleaned_data, le=timezone.now())
        except BenevolatRefuse as refus:
            formulaire.add_error(None, str(refus))
        else:
            messages.success(request, _("Votre candidature est retirée. La structure est prévenue."))
            return redirect("benevolat:suivi", jeton)
    return render(request, "benevolat/suivi/retirer.html", contexte, status=422)


@par_lien
@require_http_methods(LECTURE)
def profil(request: HttpRequest, benevole: Benevole, jeton: str) -> HttpResponse:
    """Correct what one said; a new address waits for its confirmation."""
    formulaire = ProfilForm(request.POST or None, benevole=benevole)
    contexte = {"formulaire": formulaire, "jeton": jeton}
    if request.method != "POST":
        return render(request, "benevolat/suivi/profil.html", contexte)
    if not formulaire.is_valid():
        return render(request, "benevolat/suivi/profil.html", contexte, status=422)
    valeurs = dict(formulaire.cleaned_data)
    courriel, publics = valeurs.pop("courriel"), valeurs.pop("publics")
    langues = valeurs.pop("langues") + valeurs.pop("autres_langues")
    profils.modifier(benevole, valeurs=valeurs, publics=publics, langues=langues, le=timezone.now())
    messages.success(request, _("Votre profil est à jour."))
    if courriel.lower() != benevole.courriel.lower():
        if ratelimit.consume(request, action="lien_perdu", key=str(benevole.pk)):
            profils.demander_une_adresse(benevole, courriel=courriel)
            messages.info(request, _("Ouvrez le courriel envoyé à votre nouvelle adresse pour la confirmer."))
        else:
            messages.warning(request, _("L’adresse n’a pas changé : attendez une heure avant de réessayer."))
    return redirect("benevolat:suivi", jeton)


@ouverte_a_tous
@never_cache
@require_http_methods(LECTURE)
def adresse(request: HttpRequest, jeton: str) -> HttpResponse:
    """The link sent to a new address: only the button changes something."""
    lu = profils.lire_l_adresse(jeton)
    if lu is None:
        return discrete(lien_perime(request))
    benevole, courriel = lu
    contexte = {"courriel": courriel, "refus": ""}
    if request.method != "POST":
        return discrete(render(request, "benevolat/suivi/adresse.html", contexte))
    try:
        benevole = profils.changer_d_adresse(benevole, courriel=courriel, le=timezone.now())
    except BenevolatRefuse as refus:
        contexte["refus"] = str(refus)
        return discrete(render(request, "benevolat/suivi/adresse.html", contexte, status=422))
    messages.success(request, _("Votre nouvelle adresse est confirmée."))
    return discrete(redirect("benevolat:suivi", jeton_de(SUIVI, benevole)))


@par_lien
@require_http_methods(LECTURE)
def rester(request: HttpRequest, benevole: Benevole, jeton: str) -> HttpResponse:
    """The link of the notice: staying takes a button."""
    if request.method == "POST":
        conservation.prolonger(benevole, le=timezone.now())
        messages.success(request, _("C’est noté : nous gardons vos informations."))
        return redirect("benevolat:suivi", jeton)
    contexte = {"jeton": jeton, "echeance": conservation.echeance(benevole)}
    return render(request, "benevolat/suivi/rester.html", contexte)


@par_lien
@require_http_methods(LECTURE)
def engagement(request: HttpRequest, benevole: Benevole, jeton: str, pk: int) -> HttpResponse:
    """Go on, pause or stop: three choices; the one of the address comes with a single button."""
    engagements = Engagement.objects.filter(benevole=benevole).select_related("structure")
    vu = get_object_or_404(engagements, pk=pk)
    donnees = request.POST if request.method == "POST" else None
    code = (donnees or request.GET).get("choix", "")
    choix = CHOIX_DE_REPONSE.get(code, "")
    formulaire = ReponseDeSaisonForm(donnees, choix=choix)
    contexte = {
        "jeton": jeton,
        "engagement": vu,
        "est_fini": vu.statut == StatutEngagement.SORTI,
        "code": code if choix else "",
        "libelle": choix.label if choix else "",
        "formulaire": formulaire,
        "refus": "",
    }
    if donnees is None:
        return render(request, "benevolat/suivi/engagement.html", contexte)
    if choix and formulaire.is_valid():
        try:
            dire_ou_j_en_suis(vu, choix=choix, le=timezone.now(), **formulaire.cleaned_data)
        except BenevolatRefuse as refus:
            contexte["refus"] = str(refus)
        else:
            messages.success(request, _("Merci, votre réponse est notée."))
            return redirect("benevolat:suivi", jeton)
    return render(request, "benevolat/suivi/engagement.html", contexte, status=422)


@par_lien
@require_POST
def renouveler_le_lien(request: HttpRequest, benevole: Benevole, jeton: str) -> HttpResponse:
    """A new link by mail; those sent before open nothing any more, this one included."""
    if not ratelimit.consume(request, action="lien_perdu", key=str(benevole.pk)):
        messages.warning(request, _("Plusieurs liens viennent d’être envoyés : attendez une heure avant le prochain."))
        return redirect("benevolat:suivi", jeton)
    liens_perdus.renouveler(benevole)
    return redirect("benevolat:lien_envoye")


@ouverte_a_tous
@never_cache
@require_http_methods(LECTURE)
def lien_perdu(request: HttpRequest) -> HttpResponse:
    """Asks for the address and sends the link there. Known or not, the answer is the same."""
    formulaire = LienPerduForm(request.POST or None)
    contexte = {"formulaire": formulaire}
    if request.method != "POST":
        return render(request, "benevolat/suivi/lien_perdu.html", contexte)
    if not formulaire.is_valid():
        return render(request, "benevolat/suivi/lien_perdu.html", contexte, status=422)
    courriel = formulaire.cleaned_data["courriel"]
    if not ratelimit.consume(request, action="lien_perdu", key=courriel.lower()):
        formulaire.add_error(None, _("Plusieurs demandes viennent d’arriver : attendez une heure avant la prochaine."))
        return render(request, "benevolat/suivi/lien_perdu.html", contexte, status=429)
    liens_perdus.envoyer_le_lien_de(courriel)
    return redirect("benevolat:lien_envoye")


@ouverte_a_tous
@never_cache
@require_safe
def lien_envoye(request: HttpRequest) -> HttpResponse:
    """What to do now."""
    return render(request, "benevolat/suivi/lien_envoye.html")


def _candidatures(benevole: Benevole):
    return Candidature.objects.filter(benevole=benevole).select_related("structure", "appel")


def _page(
    request: HttpRequest, benevole: Benevole, jeton: str, *, reponses: dict | None = None, statut: int = 200
) -> HttpResponse:
    jour = timezone.localdate()
    # Those to be confirmed too: the person waits for nobody but themselves.
    lignes = [
        {
            "candidature": candidature,
            "qui": parcours.qui_repond(candidature),
            "etapes": parcours.etapes(candidature, jour=jour),
            "ouverte": parcours.est_ouverte(candidature),
            "messages": candidature.messages.all(),
            "peut_ecrire": candidature.etat in messagerie.ETATS_ECRITS,
            "formulaire": (reponses or {}).get(candidature.pk) or ReponseForm(prefix=f"c{candidature.pk}"),
        }
        for candidature in _candidatures(benevole).prefetch_related("messages")
    ]
    non_lus = sum(
        message.auteur == Auteur.STRUCTURE and message.lu_le is None
        for ligne in lignes
        for message in ligne["messages"]
    )
    contexte = {
        "benevole": benevole,
        "jeton": jeton,
        "candidatures": lignes,
        "non_lus": non_lus,
        "engagements": [
            {"engagement": engagement, "attestation": attestation.jeton(engagement)}
            for engagement in benevole.engagements.select_related("structure").prefetch_related("saisons")
        ],
        "erreurs": [erreur for formulaire in (reponses or {}).values() for erreur in formulaire.erreurs],
    }
    return render(request, "benevolat/suivi/page.html", contexte, status=statut)
