"""Opening a campaign: its trame is frozen into rows and every expected structure gets its bilan and its sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from espace_structures.comptes.models import Compte
from espace_structures.structures.models import Implantation, Structure

from ..models import Bilan, Campagne, Feuille
from .courriels import prevenir_de_l_ouverture
from .defauts import Defaut
from .gel import geler
from .trame_cms import definition_de_trame
from .verification import verifier

OUVRIR = "bilans.ouvrir_campagne"
AJOUTER = "bilans.ajouter_structure"


class OuvertureRefusee(Exception):
    """A campaign that cannot open, or a structure that cannot join it; the message says why and what to do."""

    def __init__(self, message: str, *, defauts: Iterable[Defaut] = ()):
        super().__init__(message)
        self.defauts = tuple(defauts)


@dataclass(frozen=True, kw_only=True)
class Prevision:
    """What opening a campaign would do, shown before it is done."""

    structures: int
    feuilles: int
    sans_departement: tuple[Structure, ...]  # active, but nowhere to act: no bilan for them
    refus: tuple[OuvertureRefusee, ...] = field(default=())


def prevoir(campagne: Campagne, *, le: datetime) -> Prevision:
    """What `ouvrir` would create, and every reason for which it would refuse."""
    departements = _departements_par_structure()
    sans = tuple(s for s in Structure.objects.actives().order_by("nom") if s.pk not in departements)
    return Prevision(
        structures=len(departements),
        feuilles=sum(len(codes) for codes in departements.values()),
        sans_departement=sans,
        refus=tuple(_refus(campagne, bool(departements), timezone.localdate(le))),
    )


@transaction.atomic
def ouvrir(campagne: Campagne, *, par: Compte | None, le: datetime) -> Campagne:
    """Freeze the published trame and create a bilan, with a sheet a département, for every active structure.

    Raises OuvertureRefusee. The same number of queries whatever the number of structures.
    """
    campagne = Campagne.objects.select_for_update(of=("self",)).select_related("trame").get(pk=campagne.pk)
    departements = _departements_par_structure()
    for refus in _refus(campagne, bool(departements), timezone.localdate(le)):
        raise refus
    geler(campagne, definition_de_trame(campagne.trame))
    campagne.ouverte_le = le
    campagne.save(update_fields=["ouverte_le"])
    bilans = _creer_bilans(campagne, list(Structure.objects.filter(pk__in=departements).order_by("pk")), departements)
    log(instance=campagne, action=OUVRIR, user=par, timestamp=le, data={"bilans": len(bilans)})
    prevenir_de_l_ouverture(campagne, bilans)
    return campagne


@transaction.atomic
def ajouter_structure(campagne: Campagne, structure: Structure, *, par: Compte | None, le: datetime) -> Bilan:
    """Give a structure that arrives after the opening its bilan and its sheets; raises OuvertureRefusee."""
    campagne = Campagne.objects.select_for_update(of=("self",)).get(pk=campagne.pk)
    departements = _departements_par_structure().get(structure.pk)
    nom = {"structure": structure.nom}
    if not campagne.est_gelee:
        raise OuvertureRefusee(_("La campagne n’est pas encore ouverte : ouvrez-la, la structure aura son bilan."))
    if departements is None:
        raise OuvertureRefusee(
            _("« %(structure)s » n’est pas active ou n’a aucun département : complétez d’abord sa fiche.") % nom
        )
    if campagne.bilans.filter(structure=structure).exists():
        raise OuvertureRefusee(_("« %(structure)s » a déjà un bilan dans cette campagne.") % nom)
    (bilan,) = _creer_bilans(campagne, [structure], {structure.pk: departements})
    log(instance=campagne, action=AJOUTER, user=par, timestamp=le, data=nom)
    prevenir_de_l_ouverture(campagne, [bilan])
    return bilan


def structures_a_ajouter(campagne: Campagne) -> list[Structure]:
    """Structures that could have a bilan in this opened campaign and have none."""
    presentes = campagne.bilans.values("structure")
    return list(Structure.objects.filter(pk__in=_departements_par_structure()).exclude(pk__in=presentes))


def _departements_par_structure() -> dict[int, list[str]]:
    """Départements of every expected structure (active, with at least one), by primary key: one query."""
    departements: dict[int, list[str]] = {}
    lignes = Implantation.objects.filter(structure__in=Structure.objects.actives()).order_by("structure", "departement")
    for structure, departement in lignes.values_list("structure_id", "departement"):
        departements.setdefault(structure, []).append(departement)
    return departements


def _refus(campagne: Campagne, structures_attendues: bool, jour: date) -> Iterable[OuvertureRefusee]:
    """Every reason not to open the campaign that day."""
    if campagne.est_gelee:
        yield OuvertureRefusee(
            _("La campagne est déjà ouverte, depuis le %(date)s.")
            % {"date": date_format(timezone.localtime(campagne.ouverte_le), "DATE_FORMAT")}
        )
        return
    if campagne.envoi_jusqu_au < jour:
        yield OuvertureRefusee(
            _("La date limite de transmission (%(date)s) est déjà passée : corrigez les dates de la campagne.")
            % {"date": date_format(campagne.envoi_jusqu_au, "DATE_FORMAT")}
        )
    if not campagne.trame.live:
        yield OuvertureRefusee(
            _("La trame « %(trame)s » n’est pas publiée : publiez-la avant d’ouvrir la campagne.")
            % {"trame": campagne.trame}
        )
    elif defauts := verifier(definition_de_trame(campagne.trame)):
        yield OuvertureRefusee(
            _("La trame « %(trame)s » a des défauts : corrigez-les et publiez-la de nouveau.")
            % {"trame": campagne.trame},
            defauts=defauts,
        )
    if not structures_attendues:
        yield OuvertureRefusee(
            _("Aucune structure active n’a de département d’intervention : complétez les fiches des structures.")
        )


def _creer_bilans(campagne: Campagne, structures: list[Structure], departements: dict[int, list[str]]) -> list[Bilan]:
    """A bilan for each structure, with its copy of name and type, and a sheet for each of its départements."""
    bilans = Bilan.objects.bulk_create(
        Bilan(campagne=campagne, structure=s, nom_structure=s.nom, type_structure=s.type) for s in structures
    )
    Feuille.objects.bulk_create(
        Feuille(bilan=bilan, departement=code) for bilan in bilans for code in departements[bilan.structure_id]
    )
    return bilans
