"""The import against the database: foresee, then write all or nothing, provided that nothing changed in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...enums import SortDeLigne, StatutStructure
from ...models import Convention, Financeur, Implantation, Structure
from . import conventions, structures
from .commun import Colonne, LignePrevue, Prevision, plier
from .lecture import Lecture

if TYPE_CHECKING:
    from datetime import datetime

    from espace_structures.comptes.models import Compte

IMPORTER = "structures.importer"
_ATTRIBUTS = ("nom", "siret", "type", "rna", "referent_nom", "referent_courriel", "referent_telephone")
_CHAMPS_CONVENTION = ("numero", "signee_le", "objectif", "montant")


class ImportRefuse(Exception):
    """The import cannot be written; `prevision` says what it would do now. The message is fit for the user."""

    def __init__(self, message: str, prevision: Prevision):
        super().__init__(message)
        self.prevision = prevision


@dataclass(frozen=True, kw_only=True)
class Bilan:
    """What was written."""

    crees: int
    modifies: int


def ecrire(genre: Genre, lecture: Lecture, *, empreinte: str, par: Compte, le: datetime) -> Bilan:
    """Write what the preview of this fingerprint showed, in one transaction; raises ImportRefuse."""
    with transaction.atomic():
        genre.verrouiller(lecture)
        prevision = genre.prevoir(lecture)
        if prevision.est_refusee:
            raise ImportRefuse(_("Des lignes sont refusées : rien n’a été importé. Corrigez-les d’abord."), prevision)
        if prevision.empreinte != empreinte:
            raise ImportRefuse(
                _("Des fiches ont changé depuis l’aperçu : rien n’a été importé. Relisez ce que le fichier ferait."),
                prevision,
            )
        for ligne in prevision.a_ecrire:
            objet = genre.ecrire(ligne)
            changements = [f"{ecart.colonne} : {ecart.avant} → {ecart.apres}" for ecart in ligne.ecarts]
            log(instance=objet, action=IMPORTER, user=par, timestamp=le, data={"changements": changements})
    return Bilan(crees=len(prevision.de(SortDeLigne.CREEE)), modifies=len(prevision.de(SortDeLigne.MODIFIEE)))


# --- Structures ------------------------------------------------------------------------------------------------------


def _sirets(lecture: Lecture) -> set[str]:
    return {structures.normaliser_siret(ligne.valeurs.get("siret", ""))[:14] for ligne in lecture.lignes}


def verrouiller_structures(lecture: Lecture) -> None:
    """Hold the structures that the file names until the end of the transaction."""
    list(Structure.objects.select_for_update(of=("self",)).filter(siret__in=_sirets(lecture)).order_by("pk"))


def prevoir_structures(lecture: Lecture) -> Prevision:
    """What a file of structures would do to the records as they stand."""
    trouvees = Structure.objects.filter(siret__in=_sirets(lecture)).prefetch_related("implantations")
    noms: dict[str, list[str]] = {}
    for nom, siret in Structure.objects.order_by("siret").values_list("nom", "siret"):
        noms.setdefault(plier(nom), []).append(siret)
    return structures.prevoir(lecture, [_connue(structure) for structure in trouvees], noms)


def _connue(structure: Structure) -> structures.StructureConnue:
    valeurs: dict[str, Any] = {champ: getattr(structure, champ) for champ in _ATTRIBUTS}
    valeurs["departements"] = tuple(i.departement for i in structure.implantations.all())
    fermee = structure.statut == StatutStructure.FERMEE
    return structures.StructureConnue(pk=structure.pk, valeurs=valeurs, fermee=fermee)


def ecrire_structure(ligne: LignePrevue) -> Structure:
    """Create or change the structure of a line, départements included."""
    champs = {champ: valeur for champ, valeur in ligne.valeurs.items() if champ != "departements"}
    if ligne.cible is None:
        structure = Structure.objects.create(**champs)
    else:
        structure = Structure.objects.get(pk=ligne.cible)
        for champ, valeur in champs.items():
            setattr(structure, champ, valeur)
        structure.save(update_fields=list(champs))
    if "departements" in ligne.valeurs:
        _poser_les_departements(structure, ligne.valeurs["departements"])
    return structure


def _poser_les_departements(structure: Structure, codes: Iterable[str]) -> None:
    voulus, presents = set(codes), set(structure.implantations.values_list("departement", flat=True))
    structure.implantations.filter(departement__in=presents - voulus).delete()
    Implantation.objects.bulk_create(
        Implantation(structure=structure, departement=code) for code in sorted(voulus - presents)
    )


# --- Conventions -----------------------------------------------------------------------------------------------------


def verrouiller_conventions(lecture: Lecture) -> None:
    """Hold the structures of the file and their conventions until the end of the transaction."""
    verrouiller_structures(lecture)
    concernees = Convention.objects.filter(structure__siret__in=_sirets(lecture)).order_by("pk")
    list(concernees.select_for_update(of=("self",)))


def prevoir_conventions(lecture: Lecture) -> Prevision:
    """What a file of conventions would do to the records as they stand."""
    sirets = _sirets(lecture)
    trouvees = Structure.objects.filter(siret__in=sirets).values_list("siret", "pk", "nom", "statut")
    connues = Convention.objects.filter(structure__siret__in=sirets).select_related("structure")
    connu = conventions.Connu(
        structures={siret: (pk, nom, statut == StatutStructure.FERMEE) for siret, pk, nom, statut in trouvees},
        financeurs=Financeur.objects.values_list("pk", "nom", "sigle"),
        conventions=[_convention_connue(convention) for convention in connues],
    )
    return conventions.prevoir(lecture, connu)


def _convention_connue(convention: Convention) -> conventions.ConventionConnue:
    valeurs = {champ: getattr(convention, champ) for champ in ("exercice", "ligne", *_CHAMPS_CONVENTION)}
    valeurs |= {"siret": convention.structure.siret, "financeur": convention.financeur_id}
    return conventions.ConventionConnue(pk=convention.pk, cle=conventions.cle_de(valeurs), valeurs=valeurs)


def ecrire_convention(ligne: LignePrevue) -> Convention:
    """Create or change the convention of a line."""
    champs = {champ: ligne.valeurs[champ] for champ in _CHAMPS_CONVENTION if champ in ligne.valeurs}
    if ligne.cible is None:
        cle = {champ: ligne.valeurs[champ] for champ in ("exercice", "ligne")}
        cle |= {"structure_id": ligne.valeurs["structure"], "financeur_id": ligne.valeurs["financeur"]}
        return Convention.objects.create(**cle, **champs)
    convention = Convention.objects.get(pk=ligne.cible)
    for champ, valeur in champs.items():
        setattr(convention, champ, valeur)
    convention.save(update_fields=list(champs))
    return convention


# --- Kinds -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Genre:
    """What is imported: its columns, and its way through the database."""

    code: str
    colonnes: tuple[Colonne, ...]
    prevoir: Callable[[Lecture], Prevision]
    verrouiller: Callable[[Lecture], None]
    ecrire: Callable[[LignePrevue], Model]


STRUCTURES = Genre(
    code="structures",
    colonnes=structures.COLONNES,
    prevoir=prevoir_structures,
    verrouiller=verrouiller_structures,
    ecrire=ecrire_structure,
)
CONVENTIONS = Genre(
    code="conventions",
    colonnes=conventions.COLONNES,
    prevoir=prevoir_conventions,
    verrouiller=verrouiller_conventions,
    ecrire=ecrire_convention,
)
