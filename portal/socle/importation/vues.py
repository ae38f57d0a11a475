"""The three screens of every import: send a file, say what its columns are where they are not known, read and confirm.

Each room gives its `genre`, its addresses, its templates and its own door; nothing is written before the last screen.
"""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from django.views.generic.edit import FormView

from portal.socle.tableaux import FichierCsv

from .depots import Depot, avancement, deposer, dire_l_avancement, oublier, retrouver
from .ecriture import Genre, ImportRefuse, ecrire
from .formulaires import ColonnesForm, ImportationForm
from .lecture import examiner, lire
from .lignes import NOTE, FichierRefuse, Lecture, Prevision, SortDeLigne
from .modeles import memoire, retenir
from .tables import ColonnesADire

# A group longer than this is counted, shown in part, and downloaded whole.
LIGNES_MONTREES = 100


class Ecran:
    """What the three screens share."""

    request: HttpRequest
    genre: Genre

    def adresse(self, ecran: str) -> str:
        """Where a screen is: "envoi", "colonnes", "apercu" or "liste"."""
        raise NotImplementedError

    def aller(self, ecran: str, jeton: str) -> HttpResponse:
        return HttpResponseRedirect(f"{self.adresse(ecran)}?{urlencode({'fichier': jeton})}")

    def lire(self, octets: bytes) -> Lecture:
        genre = self.genre
        return lire(
            octets,
            genre.colonnes,
            memoire=memoire(genre.nom, genre.detenteur),
            lignes=genre.lignes_maximum,
        )

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {  # type: ignore[misc]
            "colonnes": self.genre.colonnes,
            "retour": self.adresse("liste"),
            "adresse_envoi": self.adresse("envoi"),
            "genre": self.genre.nom,
        }


class Envoi(Ecran, FormView):
    """The file to send, and the template to fill."""

    form_class: Any = ImportationForm

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self._modele() if "modele" in request.GET else super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"lignes": self.genre.lignes_maximum}

    def _modele(self) -> HttpResponse:
        """The expected headings, and one line that says it is an example."""
        colonnes = [*self.genre.colonnes, NOTE]
        exemple = [*(colonne.exemple for colonne in self.genre.colonnes), _("Exemple : cette ligne n’est pas lue")]
        return _en_csv([str(colonne.titre) for colonne in colonnes], [exemple], f"modele-{self.genre.nom}.csv")

    def form_valid(self, form) -> HttpResponse:
        fichier = form.cleaned_data["fichier"]
        depot = Depot(nom=fichier.name, octets=fichier.read())
        suite = "apercu"
        try:
            self.lire(depot.octets)
        except FichierRefuse as refus:
            if not (isinstance(refus, ColonnesADire) and refus.table.peut_etre_dite):
                form.add_error("fichier", str(refus))
                return self.form_invalid(form)
            suite = "colonnes"
        return self.aller(suite, deposer(depot, genre=self.genre.code, compte=self.request.user.pk))

    def form_invalid(self, form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class AvecDepot(Ecran):
    """A screen about a file that was sent; it is kept an hour at most, and thrown away once written."""

    depot: Depot

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.jeton = request.GET.get("fichier", "")
        depot = retrouver(self.jeton, genre=self.genre.code, compte=request.user.pk)
        if depot is None:
            messages.error(request, _("L’aperçu a expiré : envoyez le fichier de nouveau."))
            return HttpResponseRedirect(self.adresse("envoi"))
        self.depot = depot
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except ColonnesADire:
            return self.aller("colonnes", self.jeton)
        except FichierRefuse as refus:
            messages.error(request, str(refus))
            return HttpResponseRedirect(self.adresse("envoi"))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "adresse_colonnes": f"{self.adresse('colonnes')}?{urlencode({'fichier': self.jeton})}",
            "nom_du_fichier": self.depot.nom,
        }


class Colonnes(AvecDepot, TemplateView):
    """Which column of the file is which of ours, once: it is remembered."""

    def formulaire(self, donnees=None) -> ColonnesForm:
        genre = self.genre
        self.memoire = memoire(genre.nom, genre.detenteur)
        table, _remarques = examiner(self.depot.octets, genre.colonnes, memoire=self.memoire)
        usuelle, _remarques = examiner(self.depot.octets, genre.colonnes)
        return ColonnesForm(donnees, table=table, usuelle=usuelle)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.formulaire()))

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.formulaire(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        retenir(self.genre.nom, self.genre.detenteur, form.dites(self.memoire))
        return self.aller("apercu", self.jeton)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        contexte = super().get_context_data(**kwargs)
        return contexte | {"question": contexte["form"].table.question()}


class Apercu(AvecDepot, TemplateView):
    """GET shows line by line what the file would do; POST does it, if it still is what was shown."""

    @cached_property
    def lecture(self) -> Lecture:
        return self.lire(self.depot.octets)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "avancement" in request.GET:
            return JsonResponse(avancement(self.jeton))
        prevision = self.genre.prevoir(self.lecture, le=timezone.now())
        if "controle" in request.GET:
            return self._controle(prevision)
        return self.render_to_response(self.get_context_data(prevision=prevision))

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            fait = ecrire(
                self.genre,
                self.lecture,
                empreinte=request.POST.get("empreinte", ""),
                par=request.user,
                le=timezone.now(),
                progresser=lambda faites, total: dire_l_avancement(self.jeton, faites, total),
            )
        except ImportRefuse as refus:
            contexte = self.get_context_data(prevision=refus.prevision, refus=str(refus))
            return self.render_to_response(contexte, status=409)
        oublier(self.jeton)
        messages.success(request, _dire_le_bilan(fait.crees, fait.modifies))
        return HttpResponseRedirect(self.adresse("liste"))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        prevision: Prevision = kwargs["prevision"]
        ici = f"{self.request.path}?{urlencode({'fichier': self.jeton})}"
        return super().get_context_data(**kwargs) | {
            "remarques": self.lecture.remarques,
            "peut_ecrire": self.genre.peut_ecrire(prevision),
            "groupes": [self._groupe(prevision, sort) for sort in SortDeLigne if self._concerne(prevision, sort)],
            "adresse_controle": f"{ici}&controle=1",
            "adresse_avancement": f"{ici}&avancement=1",
        }

    def _concerne(self, prevision: Prevision, sort: SortDeLigne) -> bool:
        return sort != SortDeLigne.RATTACHEE or bool(prevision.de(sort))

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
        return _en_csv(entetes, lignes, f"controle-{self.genre.nom}.csv")


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
    return HttpResponse(
        tampon.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{nom}"'},
    )
