"""Import of structures and conventions in the back office: send a file, read what it would do, confirm."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.socle.tableaux import FichierCsv

from ..enums import SortDeLigne
from ..forms.back_office import ImportationForm
from ..metier.importation.commun import FichierRefuse, Prevision
from ..metier.importation.ecriture import Genre, ImportRefuse, ecrire
from ..metier.importation.lecture import NOTE, lire
from .depots import Depot, deposer, oublier, retrouver

# A group longer than this is counted, shown in part, and downloaded whole.
LIGNES_MONTREES = 100


class EcranDImportation(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What both screens share; `genre` says what is imported."""

    permission_required = "add"
    model = None
    genre: Genre | None = None  # given by the viewset
    index_url_name = importer_url_name = apercu_url_name = ""
    header_icon = "upload"
    page_title = gettext_lazy("Importer")

    def get_breadcrumbs_items(self):
        liste = {"url": reverse(self.index_url_name), "label": self.model.snippet_viewset.menu_label}
        return [*self.breadcrumbs_items, liste, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "colonnes": self.genre.colonnes,
            "retour": reverse(self.index_url_name),
            "adresse_envoi": reverse(self.importer_url_name),
            "genre": self.genre.code,
        }


class EnvoiView(EcranDImportation, FormView):
    """The file to send, and the template to fill."""

    template_name = "structures/cms/importer.html"
    form_class = ImportationForm

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self._modele() if "modele" in request.GET else super().get(request, *args, **kwargs)

    def _modele(self) -> HttpResponse:
        """The expected headings, and one line that says it is an example."""
        colonnes = [*self.genre.colonnes, NOTE]
        exemple = [*(colonne.exemple for colonne in self.genre.colonnes), _("Exemple : cette ligne n’est pas lue")]
        return _en_csv([str(colonne.titre) for colonne in colonnes], [exemple], f"modele-{self.genre.code}.csv")

    def form_valid(self, form) -> HttpResponse:
        fichier = form.cleaned_data["fichier"]
        depot = Depot(nom=fichier.name, octets=fichier.read())
        try:
            lire(depot.octets, self.genre.colonnes)
        except FichierRefuse as refus:
            form.add_error("fichier", str(refus))
            return self.form_invalid(form)
        jeton = deposer(depot, genre=self.genre.code, compte=self.request.user.pk)
        return HttpResponseRedirect(f"{reverse(self.apercu_url_name)}?fichier={jeton}")

    def form_invalid(self, form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ApercuView(EcranDImportation, TemplateView):
    """GET shows line by line what the file would do; POST does it, if it still is what was shown."""

    template_name = "structures/cms/apercu.html"
    page_title = gettext_lazy("Aperçu de l’import")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.jeton = request.GET.get("fichier", "")
        self.depot = retrouver(self.jeton, genre=self.genre.code, compte=request.user.pk)
        if self.depot is None:
            messages.error(request, _("L’aperçu a expiré : envoyez le fichier de nouveau."))
            return HttpResponseRedirect(reverse(self.importer_url_name))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def lecture(self):
        return lire(self.depot.octets, self.genre.colonnes)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        prevision = self.genre.prevoir(self.lecture)
        if "controle" in request.GET:
            return self._controle(prevision)
        return self.render_to_response(self.get_context_data(prevision=prevision))

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        empreinte = request.POST.get("empreinte", "")
        try:
            fait = ecrire(self.genre, self.lecture, empreinte=empreinte, par=request.user, le=timezone.now())
        except ImportRefuse as refus:
            messages.error(request, str(refus))
            return self.render_to_response(self.get_context_data(prevision=refus.prevision), status=409)
        oublier(self.jeton)
        messages.success(request, _dire_le_bilan(fait.crees, fait.modifies))
        return HttpResponseRedirect(reverse(self.index_url_name))

    def get_context_data(self, *, prevision: Prevision, **kwargs):
        return super().get_context_data(**kwargs) | {
            "prevision": prevision,
            "groupes": [self._groupe(prevision, sort) for sort in SortDeLigne],
            "adresse_controle": f"{self.request.path}?fichier={self.jeton}&controle=1",
        }

    def _groupe(self, prevision: Prevision, sort: SortDeLigne) -> dict[str, object]:
        lignes = prevision.de(sort)
        montrees = [] if sort == SortDeLigne.INCHANGEE else lignes[:LIGNES_MONTREES]
        return {
            "sort": sort.value,
            "nombre": len(lignes),
            "lignes": montrees,
            "autres": len(lignes) - len(montrees) if montrees else 0,
            "alertes": sum(bool(ligne.alertes) for ligne in lignes),
        }

    def _controle(self, prevision: Prevision) -> HttpResponse:
        """Every line with its fate, its refusals and what it changes: to correct the file beside it."""
        entetes = [_("Ligne"), _("Nom"), _("Résultat"), _("À corriger"), _("À vérifier"), _("Changements")]
        lignes = [
            [
                ligne.numero,
                ligne.intitule,
                str(ligne.sort.label),
                " ".join(ligne.refus),
                " ".join(ligne.alertes),
                " ; ".join(f"{ecart.colonne} : {ecart.avant} → {ecart.apres}" for ecart in ligne.ecarts),
            ]
            for ligne in prevision.lignes
        ]
        return _en_csv(entetes, lignes, f"controle-{self.genre.code}.csv")


def _dire_le_bilan(crees: int, modifies: int) -> str:
    return " ".join(
        (
            ngettext("%(nombre)d fiche créée,", "%(nombre)d fiches créées,", crees) % {"nombre": crees},
            ngettext("%(nombre)d modifiée.", "%(nombre)d modifiées.", modifies) % {"nombre": modifies},
        )
    )


def _en_csv(entetes, lignes, nom: str) -> HttpResponse:
    tampon = io.BytesIO()
    fichier = FichierCsv(tampon, entetes)
    for ligne in lignes:
        fichier.ecrire(ligne)
    fichier.fermer()
    reponse = HttpResponse(tampon.getvalue(), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


class ImportationMixin:
    """A viewset whose list is also filled from a file."""

    genre_importe: Genre

    def _vue(self, classe):
        noms = {
            "importer_url_name": self.get_url_name("importer"),
            "apercu_url_name": self.get_url_name("apercu"),
            "index_url_name": self.get_url_name("list"),
        }
        return self.construct_view(classe, genre=self.genre_importe, **noms)

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(importer_url_name=self.get_url_name("importer"), **kwargs)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("importer/", self._vue(EnvoiView), name="importer"),
            path("importer/apercu/", self._vue(ApercuView), name="apercu"),
        ]
