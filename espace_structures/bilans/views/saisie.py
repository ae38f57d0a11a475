"""The entry of a section: shown, saved by the buttons or by the script (JSON)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.socle.geographie import DEPARTEMENTS

from ..forms.section import SectionForm
from ..metier.definition import Section
from ..metier.definitions import definition_connue
from ..metier.lecture import reponses_de
from ..metier.saisie import ConflitDeSaisie, SaisieRefusee, enregistrer, refus_de_saisie
from ..models import Bilan, Feuille
from . import ecran_saisie as presentation

CONFLIT = 409
REFUS = 422


@require_http_methods(["GET", "HEAD", "POST"])
def saisie(request: HttpRequest, pk: int, departement: str, section: str) -> HttpResponse:
    """One section of one sheet, to fill."""
    feuille = _feuille_a_saisir(request, pk, departement)
    voulue = _section_ou_404(feuille, section)
    if request.method == "POST":
        return _enregistrer(request, feuille, voulue)
    refus = refus_de_saisie(feuille.bilan, par=request.user, le=timezone.now())
    if refus:
        messages.warning(request, refus)
        return redirect("espace:bilan", pk=pk)
    return _montrer(request, feuille, voulue)


def _feuille_a_saisir(request: HttpRequest, pk: int, departement: str) -> Feuille:
    """The sheet, for those who may fill it; 404 to those who may not even see its bilan, 403 to the others.

    The right is asked first: it reads the structures of the account alone, where `visibles_par` reads all its ties.
    """
    if departement not in DEPARTEMENTS:  # a byte that PostgreSQL refuses, for one
        raise Http404
    feuille = get_object_or_404(
        Feuille.objects.select_related("bilan__campagne", "bilan__structure"), bilan=pk, departement=departement
    )
    if not request.user.has_perm("bilans.saisir", feuille.bilan):
        get_object_or_404(Bilan.objects.visibles_par(request.user), pk=pk)
        raise PermissionDenied(_("La saisie d’un bilan est réservée aux membres de sa structure."))
    return feuille


def _section_ou_404(feuille: Feuille, code: str) -> Section:
    try:
        return definition_connue(feuille.bilan.campagne).section(code)
    except KeyError:
        raise Http404(_("Cette section n’existe pas dans ce bilan.")) from None


def _montrer(
    request: HttpRequest,
    feuille: Feuille,
    section: Section,
    *,
    form: SectionForm | None = None,
    conflit: ConflitDeSaisie | None = None,
    refus: str = "",
    statut: int = 200,
) -> HttpResponse:
    contexte = presentation.ecran(feuille, section, form=form, conflit=conflit, refus=refus)
    return render(request, "bilans/saisie.html", contexte, status=statut)


def _enregistrer(request: HttpRequest, feuille: Feuille, section: Section) -> HttpResponse:
    form = SectionForm(
        request.POST,
        definition=definition_connue(feuille.bilan.campagne),
        section=section,
        reponses={},
        version=feuille.version,
    )
    zeros = form.ecrire_zeros(request.POST.get("zeros", ""))
    en_json = request.accepts("application/json") and not request.accepts("text/html")
    if not form.is_valid():
        return _refuser_les_erreurs(request, feuille, section, form, en_json)
    le = timezone.now()
    version = form.cleaned_data["version"]
    try:
        enregistree = enregistrer(feuille, form.valeurs, version=version, par=request.user, le=le)
    except SaisieRefusee as refus:
        if en_json:
            return JsonResponse({"message": str(refus)}, status=CONFLIT)
        return _montrer(request, feuille, section, form=form, refus=str(refus), statut=CONFLIT)
    except ConflitDeSaisie as conflit:
        if en_json:
            return JsonResponse({"message": str(conflit), "conflit": True}, status=CONFLIT)
        form.remplacer(conflit.fusions, version=conflit.version)
        return _montrer(request, feuille, section, form=form, conflit=conflit, statut=CONFLIT)
    if en_json:
        return JsonResponse(_bilan_de_l_enregistrement(enregistree, form, version, le))
    if zeros:
        messages.success(request, presentation.cases_remplies(zeros))
    messages.success(request, presentation.enregistree_a(le))
    return HttpResponseRedirect(_adresse_apres(request, feuille, section))


def _refuser_les_erreurs(
    request: HttpRequest, feuille: Feuille, section: Section, form: SectionForm, en_json: bool
) -> HttpResponse:
    """Nothing is saved; everything typed stays, each message beside its cell."""
    if en_json:
        erreurs = {code: " ".join(form.errors[code]) for code in form.cellules if code in form.errors}
        message = presentation.compte_des_erreurs(len(erreurs))
        return JsonResponse({"message": message, "erreurs": erreurs}, status=REFUS)
    return _montrer(request, feuille, section, form=form, statut=REFUS)


def _bilan_de_l_enregistrement(feuille: Feuille, form: SectionForm, version: int, le) -> dict:
    """What the script needs after a saving; the answers of the others when some saved since the screen was shown."""
    retour = {"version": feuille.version, "message": presentation.enregistree_a(le)}
    if feuille.version > version + 1:
        reponses = reponses_de(feuille)
        retour["valeurs"] = {
            code: form.fields[code].prepare_value(reponses[code]) if code in reponses else "" for code in form.cellules
        }
    return retour


def _adresse_apres(request: HttpRequest, feuille: Feuille, section: Section) -> str:
    """Where the button leads: the next section, or the same screen, at the table that was completed."""
    if "suite" in request.POST:
        return presentation.adresse_de_la_suite(feuille, section)
    adresse = reverse("espace:saisie", args=[feuille.bilan_id, feuille.departement, section.code])
    tableau = request.POST.get("zeros")
    return f"{adresse}#t-{tableau}" if any(tableau == e.code for e in section.elements) else adresse
