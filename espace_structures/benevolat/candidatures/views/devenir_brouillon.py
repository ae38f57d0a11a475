"""What the stepped form knows of a visitor: a signed cookie, and what the address brings (a call, a campaign…)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from espace_structures.structures.models import Structure
from portal.socle.parametres import lire_identifiant

from ...entreprises.metier import entreprises
from ...enums import EtatAppel
from ...models import AppelBenevoles, Benevole
from ..metier.depot import MEMOIRE, Destination

TEMOIN = "devenir"
SEL = "benevolat.brouillon"
ETAPES = ("vous", "ou", "domaine", "aider", "structure", "coordonnees", "relire")
PARAMETRES = ("appel", "structure", "campagne", "entreprise")
_CAMPAGNE = re.compile(r"[A-Za-z0-9_.-]{1,40}")


class Avancement(NamedTuple):
    """The draft of this browser (None without any) and the steps that were answered."""

    brouillon: Benevole | None
    faites: frozenset[str]

    @property
    def suivante(self) -> str:
        """The first step not answered yet; the review once all are."""
        return next((etape for etape in ETAPES if etape not in self.faites), "relire")

    def peut_ouvrir(self, etape: str) -> bool:
        return ETAPES.index(etape) <= ETAPES.index(self.suivante)


class Demande(NamedTuple):
    """What the address asks for; `avertissement`: why it cannot be had."""

    choix: Destination
    avertissement: str = ""

    @property
    def est_precise(self) -> bool:
        return self.choix.structure is not None

    @property
    def est_complet(self) -> bool:
        return self.choix.appel is not None and self.choix.appel.etat == EtatAppel.COMPLET


def lire(request: HttpRequest) -> Avancement:
    """A cookie that is false, old, or of a draft confirmed or erased, is no cookie."""
    try:
        pk, faites = signing.loads(request.COOKIES.get(TEMOIN, ""), salt=SEL, max_age=MEMOIRE)
    except (signing.BadSignature, ValueError, TypeError):
        return Avancement(None, frozenset())
    brouillon = Benevole.objects.brouillons().filter(pk=pk).first()
    return Avancement(brouillon, frozenset(faites) if brouillon else frozenset())


def ecrire(reponse: HttpResponse, brouillon: Benevole, faites: Iterable[str]) -> HttpResponse:
    """Seven days, unreadable by scripts, never sent from another site's form."""
    reponse.set_cookie(
        TEMOIN,
        signing.dumps([brouillon.pk, sorted(faites)], salt=SEL),
        max_age=MEMOIRE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return reponse


def oublier(reponse: HttpResponse) -> HttpResponse:
    reponse.delete_cookie(TEMOIN, samesite="Lax")
    return reponse


def lire_la_demande(request: HttpRequest, jour: date) -> Demande:
    """The call, the structure, the campaign and the company of an address; whatever is false is left out."""
    campagne, code = request.GET.get("campagne", ""), request.GET.get("entreprise", "")
    reste = {
        "campagne": campagne if _CAMPAGNE.fullmatch(campagne) else "",
        "entreprise": entreprises.par_code(code[:20], jour=timezone.localdate()) if code else None,
    }
    if cle := _cle(request, "appel"):
        appel = AppelBenevoles.objects.publics(jour).select_related("structure").filter(pk=cle).first()
        if appel is None:
            return Demande(Destination(**reste), _("Cet appel est terminé. D’autres structures ont besoin de vous."))
        return Demande(Destination(structure=appel.structure, appel=appel, **reste))
    if cle := _cle(request, "structure"):
        structure = Structure.objects.actives().filter(pk=cle).first()
        if structure is None:
            return Demande(
                Destination(**reste),
                _("Cette structure ne reçoit plus de candidature. D’autres structures ont besoin de vous."),
            )
        return Demande(Destination(structure=structure, **reste))
    return Demande(Destination(**reste))


def suite_de_l_adresse(request: HttpRequest) -> str:
    """The parameters that go on to the first step, as they came."""
    garde = request.GET.copy()
    for nom in list(garde):
        if nom not in PARAMETRES:
            del garde[nom]
    return f"?{garde.urlencode()}" if garde else ""


def _cle(request: HttpRequest, nom: str) -> int | None:
    return lire_identifiant(request.GET.get(nom, ""))
