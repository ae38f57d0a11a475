"""What a consolidation or an extraction counts: whose bilans, which sheets, in which states; and how many are missing.

A funder bounded by départements counts the sheets of these départements, not the whole bilans that have one there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espace_structures.structures.droits import Appartenances
from espace_structures.structures.enums import PerimetreFinanceur, TypeStructure
from espace_structures.structures.models import Financeur
from portal.socle.geographie import nom_departement

from ..enums import ETATS_LUS_PAR_FINANCEUR, EtatBilan
from ..models import Bilan, Campagne, Feuille
from ..querysets import feuilles_des_financeurs


class Etats(Enum):
    """Which bilans count: validated ones; those sent at least once; all, drafts included."""

    VALIDES = "valides"
    PROVISOIRES = "provisoires"
    TOUS = "tous"

    @property
    def retenus(self) -> frozenset[str]:
        return {
            Etats.VALIDES: frozenset({EtatBilan.VALIDE}),
            Etats.PROVISOIRES: ETATS_LUS_PAR_FINANCEUR,
            Etats.TOUS: frozenset(EtatBilan),
        }[self]


@dataclass(frozen=True, kw_only=True)
class Couverture:
    """How many of the expected bilans are counted, and how many of these are not validated yet."""

    attendus: int = 0
    valides: int = 0
    provisoires: int = 0

    def phrase(self) -> str:
        """`11 bilans validés sur 12 attendus`, and the provisional ones if they count."""
        valides = _("Aucun bilan validé")
        if self.valides:
            valides = ngettext("%(nombre)s bilan validé", "%(nombre)s bilans validés", self.valides)
        attendus = ngettext("sur %(nombre)s attendu", "sur %(nombre)s attendus", self.attendus)
        phrase = f"{valides % {'nombre': self.valides}} {attendus % {'nombre': self.attendus}}"
        if self.provisoires:
            phrase += ngettext(
                ", plus %(nombre)s bilan provisoire",
                ", plus %(nombre)s bilans provisoires",
                self.provisoires,
            ) % {"nombre": self.provisoires}
        return phrase


@dataclass(frozen=True, kw_only=True)
class Perimetre:
    """`financeurs` None: the whole region. `departement` and `type_structure` narrow it when they are not empty."""

    campagne: Campagne
    financeurs: tuple[Financeur, ...] | None = None
    etats: Etats = Etats.VALIDES
    departement: str = ""
    type_structure: str = ""

    @classmethod
    def de(cls, liens: Appartenances, campagne: Campagne, **filtres) -> Perimetre:
        """What one may count: everything for the animation, the scope of one's funders otherwise."""
        financeurs = None if liens.est_animation else tuple(liens.financeurs())
        return cls(campagne=campagne, financeurs=financeurs, **filtres)

    @property
    def est_provisoire(self) -> bool:
        return self.etats is not Etats.VALIDES

    @property
    def est_decoupe(self) -> bool:
        """Bilans may count for some of their sheets only."""
        return bool(self.departement) or any(
            financeur.perimetre == PerimetreFinanceur.DEPARTEMENTS for financeur in self.financeurs or ()
        )

    def pour(self, campagne: Campagne) -> Perimetre:
        """The same scope in another campaign, validated bilans alone."""
        return replace(self, campagne=campagne, etats=Etats.VALIDES)

    def filtre_feuilles(self) -> Q:
        """Filter on Feuille: the sheets in scope among those of the campaign, whatever the state of their bilan."""
        filtre = Q(bilan__campagne=self.campagne)
        if self.departement:
            filtre &= Q(departement=self.departement)
        if self.type_structure:
            filtre &= Q(bilan__type_structure=self.type_structure)
        if self.financeurs is not None:
            filtre &= feuilles_des_financeurs(self.financeurs)
        return filtre

    def feuilles_attendues(self):
        """Every sheet in scope."""
        return Feuille.objects.filter(self.filtre_feuilles())

    def feuilles(self):
        """The sheets that count."""
        return self.feuilles_attendues().filter(bilan__etat__in=self.etats.retenus)

    def bilans(self):
        """The bilans that have a sheet that counts."""
        return Bilan.objects.filter(pk__in=self.feuilles().values("bilan"))

    def libelle(self) -> str:
        """The scope in words: who, then the filters."""
        morceaux = [_("Toute la région") if self.financeurs is None else ", ".join(map(str, self.financeurs))]
        if self.departement:
            morceaux.append(nom_departement(self.departement))
        if self.type_structure:
            morceaux.append(str(TypeStructure(self.type_structure).label))
        return " – ".join(morceaux)

    def libelle_etats(self) -> str:
        """Which bilans count, in words."""
        return {
            Etats.VALIDES: _("Bilans validés"),
            Etats.PROVISOIRES: _("Provisoire : bilans validés, transmis et à compléter"),
            Etats.TOUS: _("Provisoire : tous les bilans, saisie en cours comprise"),
        }[self.etats]


@dataclass(frozen=True, kw_only=True)
class Couvertures:
    """Coverage of a scope: as a whole, by département, by type of structure. Départements overlap: never add them."""

    ensemble: Couverture
    par_departement: dict[str, Couverture]
    par_type: dict[str, Couverture]


def couvertures(perimetre: Perimetre) -> Couvertures:
    """Counts the bilans of the scope: one query."""
    bilans: dict[int, tuple[str, str]] = {}
    par_departement: dict[str, list[str]] = {}
    lignes = (
        perimetre.feuilles_attendues()
        .values_list("bilan_id", "departement", "bilan__type_structure", "bilan__etat")
        .order_by("departement")
    )
    for bilan, departement, type_structure, etat in lignes:
        bilans[bilan] = (type_structure, etat)
        par_departement.setdefault(departement, []).append(etat)
    par_type: dict[str, list[str]] = {}
    for type_structure, etat in bilans.values():
        par_type.setdefault(type_structure, []).append(etat)
    return Couvertures(
        ensemble=_couverture([etat for _type, etat in bilans.values()], perimetre),
        par_departement={code: _couverture(etats, perimetre) for code, etats in par_departement.items()},
        par_type={code: _couverture(par_type[code], perimetre) for code in TypeStructure.values if code in par_type},
    )


def _couverture(etats: list[str], perimetre: Perimetre) -> Couverture:
    retenus = perimetre.etats.retenus - {EtatBilan.VALIDE}
    return Couverture(
        attendus=len(etats),
        valides=sum(etat == EtatBilan.VALIDE for etat in etats),
        provisoires=sum(etat in retenus for etat in etats),
    )
