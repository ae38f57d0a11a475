"""The same step for the rows ticked: a screen that says who is concerned and who is not, then the step."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from espace_structures.comptes.models import Compte
from portal.socle.parametres import lire_identifiant, lire_identifiants

from ...enums import Consultation
from ...metier.acces import noter_acces
from ...metier.courriels import membres_possibles
from ...models import Candidature, Etiquette, ModeleMessage
from ...views.portee import Portee, portee
from ..forms.boite import ConfierForm, EcrireForm, EtiqueterForm, RefuserForm, SansReponseForm
from ..metier import lot
from ..recherche import FiltreBoite
from .boite_acces import candidatures_suivies

INVALIDE = 422
MAXIMUM = 100
# step: what the screen is called, what its button says
GESTES = {
    "contacter": (gettext_lazy("Marquer comme contactées"), gettext_lazy("Marquer comme contactées")),
    "confier": (gettext_lazy("Confier"), gettext_lazy("Confier ces candidatures")),
    "etiqueter": (gettext_lazy("Ajouter une étiquette"), gettext_lazy("Ajouter à ces candidatures")),
    "ecrire": (gettext_lazy("Écrire le même message"), gettext_lazy("Envoyer à chaque personne")),
    "mettre_en_attente": (gettext_lazy("Mettre sur liste d’attente"), gettext_lazy("Mettre sur liste d’attente")),
    "refuser": (gettext_lazy("Refuser"), gettext_lazy("Refuser ces candidatures")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def agir(request: HttpRequest) -> HttpResponse:
    """GET: who is concerned, what is asked. POST: the step, one candidature after the other."""
    lieu = portee(request)
    donnees = request.POST if request.method == "POST" else request.GET
    retour = _retour(donnees.get("retour", ""))
    geste = donnees.get("geste", "")
    pks = lire_identifiants(donnees.getlist("candidature")) or set()
    choisies = list(
        candidatures_suivies(request, lieu)
        .filter(pk__in=sorted(pks)[:MAXIMUM])
        .select_related("benevole", "structure")
        .order_by("benevole__nom", "benevole__prenom", "pk")
    )
    if geste not in GESTES or not choisies:
        messages.warning(request, _("Cochez au moins une candidature, puis choisissez ce que vous voulez faire."))
        return redirect(retour)
    formulaire = _formulaire(request, geste, choisies, lieu)
    utilise = "utiliser" in donnees
    if request.method == "POST" and not utilise and formulaire.is_valid():
        resultat = _mener(request, geste, choisies, formulaire.cleaned_data)
        (messages.warning if resultat.impossibles else messages.success)(request, str(resultat))
        return redirect(retour)
    avec_raison = [(une, lot.empechement(une, geste)) for une in choisies]
    return render(
        request,
        "benevolat/boite/ensemble.html",
        {
            "titre": GESTES[geste][0],
            "bouton": GESTES[geste][1],
            "geste": geste,
            "choisies": choisies,
            "possibles": [une for une, raison in avec_raison if not raison],
            "impossibles": [(une, raison) for une, raison in avec_raison if raison],
            "formulaire": formulaire,
            "modeles": _modeles(choisies) if geste == "ecrire" else [],
            "retour": retour,
            "parametres_retour": donnees.get("retour", ""),
        },
        status=INVALIDE if request.method == "POST" and not utilise else 200,
    )


def _formulaire(request: HttpRequest, geste: str, choisies: list[Candidature], lieu: Portee):
    donnees = request.POST if request.method == "POST" and "utiliser" not in request.POST else None
    if geste == "confier":
        return ConfierForm(donnees, membres=_membres(choisies))
    if geste == "etiqueter":
        return EtiqueterForm(donnees, connues=lieu.filtrer(Etiquette.objects.all()))
    if geste == "ecrire":
        return EcrireForm(donnees, initial={"texte": _texte_du_modele(request, choisies)})
    return (RefuserForm if geste == "refuser" else SansReponseForm)(donnees)


def _mener(request: HttpRequest, geste: str, choisies: list[Candidature], lu: dict) -> lot.Resultat:
    le, par = timezone.now(), request.user
    if geste == "etiqueter":
        resultat = lot.etiqueter(choisies, noms=lu["noms"])
    elif geste == "confier":
        resultat = lot.confier(choisies, a=lu["a"], par=par, le=le)
    elif geste == "ecrire":
        resultat = lot.ecrire(choisies, texte=lu["texte"], par=par, le=le)
    elif geste == "refuser":
        resultat = lot.refuser(choisies, motif=lu["motif"], precision=lu["precision"], par=par, le=le)
    else:
        simple = lot.contacter if geste == "contacter" else lot.mettre_en_attente
        resultat = simple(choisies, par=par, le=le)
    for une in resultat.faites:
        noter_acces([une.benevole_id], structure=une.structure, par=par, action=Consultation.ECRIRE, le=le)
    return resultat


def _membres(choisies: list[Candidature]):
    """Those who may follow all of them: of the same structure, one list is enough."""
    communs: set[int] | None = None
    for une in {une.structure_id: une for une in choisies}.values():
        pks = set(membres_possibles(une).values_list("pk", flat=True))
        communs = pks if communs is None else communs & pks
    return Compte.objects.filter(pk__in=communs or ()).order_by("last_name", "first_name", "pk")


def _modeles(choisies: list[Candidature]) -> list[ModeleMessage]:
    """Those offered to all, and the structure's own when all the rows are of one."""
    structures = {une.structure_id for une in choisies}
    siens = ModeleMessage.objects.filter(structure__isnull=True)
    if len(structures) == 1 and None not in structures:
        siens |= ModeleMessage.objects.filter(structure__in=structures)
    return list(siens)


def _texte_du_modele(request: HttpRequest, choisies: list[Candidature]) -> str:
    pk = lire_identifiant((request.POST or request.GET).get("modele", ""))
    return next((modele.texte for modele in _modeles(choisies) if modele.pk == pk), "") if pk else ""


def _retour(parametres: str) -> str:
    """Back to the list as it was: only a question that the list knows how to read."""
    lue = FiltreBoite(QueryDict(parametres), Candidature.objects.none()).adresse()
    return reverse("espace:candidatures") + (f"?{lue}" if lue else "")
