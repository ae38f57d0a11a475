"""Following many bilans: filters, counters, deadlines. A fixed number of queries whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Case, Count, DateField, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from ..enums import ETATS_MODIFIABLES, EtatBilan
from ..models import Bilan, Cellule, Feuille, Prolongation, Reponse
from ..querysets import BilanQuerySet

TRIS = {
    "anciennete": _("À examiner d’abord, du plus ancien"),
    "recents": _("Transmis le plus récemment"),
    "nom": _("Nom de la structure"),
}
_ORDRES: dict[str, list] = {
    "anciennete": [
        # What waits for a reader comes first, the oldest before; then the latest exercice, where there is work to do.
        Case(When(etat=EtatBilan.TRANSMIS, then=0), default=1),
        Case(When(etat=EtatBilan.TRANSMIS, then=F("transmis_le")), default=None).asc(nulls_last=True),
        "-campagne__exercice",
        "nom_structure",
        "pk",
    ],
    "recents": [F("transmis_le").desc(nulls_last=True), "nom_structure", "pk"],
    "nom": ["nom_structure", "-campagne__exercice", "pk"],
}


@dataclass(frozen=True, kw_only=True)
class Filtres:
    """What narrows a list of bilans; an empty value narrows nothing. `retard`: only those late."""

    exercice: int | None = None
    etat: str = ""
    retard: bool = False
    departement: str = ""
    type_structure: str = ""
    mots: str = ""


@dataclass(frozen=True, kw_only=True)
class Compteurs:
    """How many bilans stand where. The five states add up to `attendus`; late ones are among the first two or back."""

    attendus: int = 0
    a_saisir: int = 0
    en_cours: int = 0
    transmis: int = 0
    a_completer: int = 0
    valides: int = 0
    en_retard: int = 0

    @property
    def commences(self) -> int:
        return self.attendus - self.a_saisir

    @property
    def recus(self) -> int:
        """Sent at least once."""
        return self.transmis + self.a_completer + self.valides


def avec_limite(bilans: BilanQuerySet) -> BilanQuerySet:
    """Adds `limite_le`, the last day to fill and send: the twin of `Bilan.limite`."""
    delai = Prolongation.objects.filter(campagne=OuterRef("campagne"), structure=OuterRef("structure"))
    limite = Greatest(
        "campagne__envoi_jusqu_au", Coalesce(Subquery(delai.values("jusqu_au")[:1]), "campagne__envoi_jusqu_au")
    )
    return bilans.annotate(
        limite_le=Case(
            When(etat=EtatBilan.A_COMPLETER, then=Greatest(limite, "campagne__examen_jusqu_au")),
            default=limite,
            output_field=DateField(),
        )
    )


def est_en_retard(jour: date) -> Q:
    """Filter over `avec_limite`: still with the structure, past its last day."""
    return Q(etat__in=ETATS_MODIFIABLES, limite_le__lt=jour)


def filtrer(bilans: BilanQuerySet, filtres: Filtres, *, jour: date, sauf_etat: bool = False) -> BilanQuerySet:
    """The bilans that answer the filters; `sauf_etat` leaves the state aside, to count by state."""
    bilans = avec_limite(bilans)
    if filtres.exercice:
        bilans = bilans.filter(campagne__exercice=filtres.exercice)
    if filtres.departement:
        bilans = bilans.filter(pk__in=Feuille.objects.filter(departement=filtres.departement).values("bilan"))
    if filtres.type_structure:
        bilans = bilans.filter(type_structure=filtres.type_structure)
    for mot in filtres.mots.split():
        bilans = bilans.filter(Q(nom_structure__icontains=mot) | Q(structure__siret__startswith=mot))
    if sauf_etat:
        return bilans
    if filtres.retard:
        bilans = bilans.filter(est_en_retard(jour))
    return bilans.filter(etat=filtres.etat) if filtres.etat else bilans


def trier(bilans: BilanQuerySet, tri: str) -> BilanQuerySet:
    """Sorted by one of `TRIS`."""
    return bilans.order_by(*_ORDRES[tri])


def compter(bilans: BilanQuerySet, *, jour: date) -> Compteurs:
    """Counters of these bilans: one query."""
    return Compteurs(**avec_limite(bilans).order_by().aggregate(**_agregats(jour)))


def compter_par_campagne(bilans: BilanQuerySet, *, jour: date) -> dict[int, Compteurs]:
    """Counters of these bilans by exercice, the latest first: one query."""
    noms = [champ.name for champ in fields(Compteurs)]
    lignes = (
        avec_limite(bilans)
        .order_by("-campagne__exercice")
        .values("campagne__exercice")
        .annotate(**_agregats(jour))
        .values_list("campagne__exercice", *noms)
    )
    return {exercice: Compteurs(**dict(zip(noms, valeurs, strict=True))) for exercice, *valeurs in lignes}


def _agregats(jour: date) -> dict[str, Count]:
    def compte(filtre: Q) -> Count:
        return Count("pk", filter=filtre)

    return {
        "attendus": Count("pk"),
        "a_saisir": compte(Q(etat=EtatBilan.A_SAISIR)),
        "en_cours": compte(Q(etat=EtatBilan.EN_COURS)),
        "transmis": compte(Q(etat=EtatBilan.TRANSMIS)),
        "a_completer": compte(Q(etat=EtatBilan.A_COMPLETER)),
        "valides": compte(Q(etat=EtatBilan.VALIDE)),
        "en_retard": compte(est_en_retard(jour)),
    }


@dataclass(frozen=True)
class Progres:
    """How many of the mandatory answers of a bilan are given, all its sheets together."""

    fait: int
    total: int


def progres(bilans: Iterable[Bilan]) -> dict[int, Progres]:
    """Progress of each bilan, by primary key: three queries."""
    bilans = list(bilans)
    pks = [bilan.pk for bilan in bilans]
    attendues = dict(
        Cellule.objects.filter(campagne__in={bilan.campagne_id for bilan in bilans}, obligatoire=True, calcul="")
        .order_by()
        .values_list("campagne")
        .annotate(Count("pk"))
    )
    feuilles = dict(Feuille.objects.filter(bilan__in=pks).order_by().values_list("bilan").annotate(Count("pk")))
    donnees = dict(
        Reponse.objects.filter(feuille__bilan__in=pks, cellule__obligatoire=True, cellule__calcul="")
        .order_by()
        .values_list("feuille__bilan")
        .annotate(Count("pk"))
    )
    return {
        bilan.pk: Progres(
            fait=donnees.get(bilan.pk, 0), total=attendues.get(bilan.campagne_id, 0) * feuilles.get(bilan.pk, 0)
        )
        for bilan in bilans
    }
