"""The link of an invitation. Reading it changes nothing: mail software opens links too. A button answers."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from espace_structures.comptes.metier.ouverture import OuvertureRefusee, ouvrir_compte
from espace_structures.comptes.models import Compte
from portal.socle.vues import ouverte_a_tous

from ..forms.entree import OuvertureForm
from ..metier import invitations as metier
from ..metier.secrets import masquer
from ..models import Invitation

INVALIDE = 422


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def repondre(request: HttpRequest, secret: str) -> HttpResponse:
    """What the invitation asks of whoever opens its link, according to who is signed in."""
    invitation = metier.trouver(secret)
    if invitation is None:
        reponse = render(request, "structures/invitation.html", {"cas": "inconnue"}, status=404)
    elif request.method == "POST":
        reponse = _agir(request, invitation)
    else:
        reponse = _montrer(request, invitation)
    # The address holds the secret: other sites never learn it. ("no-referrer" would also hide where the form comes
    # from, and Django would refuse it.)
    reponse["Referrer-Policy"] = "strict-origin"
    return reponse


def _cas(request: HttpRequest, invitation: Invitation) -> str:
    if invitation.acceptee_le:
        return "acceptee"
    if not metier.est_valable(invitation, le=timezone.now()):
        return "perimee"
    if request.user.is_authenticated:
        return "accepter" if request.user.email == _adresse(invitation) else "autre_compte"
    return "connexion" if Compte.objects.filter(email=_adresse(invitation)).exists() else "ouverture"


def _adresse(invitation: Invitation) -> str:
    return Compte.objects.normalize_email(invitation.courriel)


def _montrer(
    request: HttpRequest, invitation: Invitation, *, formulaire: OuvertureForm | None = None, statut: int = 200
) -> HttpResponse:
    cas = _cas(request, invitation)
    if cas == "ouverture" and formulaire is None:
        formulaire = OuvertureForm(courriel=_adresse(invitation))
    contexte = {
        "cas": cas,
        "invitation": invitation,
        "masquee": masquer(invitation.courriel),
        "formulaire": formulaire,
        "chemin": request.path,
    }
    return render(request, "structures/invitation.html", contexte, status=statut)


def _agir(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    cas = _cas(request, invitation)
    if cas == "perimee" and "redemander" in request.POST:
        return _redemander(request, invitation)
    if cas == "ouverture":
        return _ouvrir(request, invitation)
    if cas != "accepter":
        return _montrer(request, invitation, statut=409)
    try:
        metier.accepter(invitation, compte=request.user, le=timezone.now())
    except metier.DejaAcceptee:
        pass  # a double click: the person is in
    except metier.InvitationRefusee as refus:
        messages.error(request, str(refus))
        return redirect(request.path)
    return _entrer(request, invitation)


def _ouvrir(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Open the account, accept and sign in: all or nothing."""
    formulaire = OuvertureForm(request.POST, courriel=_adresse(invitation))
    if not formulaire.is_valid():
        return _montrer(request, invitation, formulaire=formulaire, statut=INVALIDE)
    choisis = {nom: formulaire.cleaned_data[nom] for nom in ("prenom", "nom", "mot_de_passe")}
    le = timezone.now()
    try:
        with transaction.atomic():
            compte = ouvrir_compte(courriel=_adresse(invitation), le=le, **choisis)
            metier.accepter(invitation, compte=compte, le=le)
    except (OuvertureRefusee, metier.InvitationRefusee) as refus:
        messages.error(request, str(refus))
        return redirect(request.path)
    perform_login(request, compte, email_verification="none")
    return _entrer(request, invitation)


def _entrer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    messages.success(
        request, _("Bienvenue ! Vous êtes membre de « %(organisation)s ».") % {"organisation": invitation.organisation}
    )
    return redirect("espace:accueil")


def _redemander(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    le = timezone.now()
    metier.redemander(invitation, le=le, jour=timezone.localdate(le))
    messages.success(request, _("Votre demande est transmise : si elle est acceptée, vous recevrez un nouveau lien."))
    return redirect(request.path)
