"""The import against the database: foresee, then write all or nothing, provided that nothing changed in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from portal.socle.entrees.identifiants import normaliser_siret
from portal.socle.entrees.textes import plier

from ...enums import SortDeLigne, StatutStructure
from ...models import Convention, Financeur, Implantation, Structure
from . import conventions, structures
from .commun import Colonne, LignePrevue, Prevision
from .lecture import Lecture

if TYPE_CHECKING:
    from datetime import datetime

    from espace_structures.comptes.models import Compte

IMPORTER = "structures.importer"
_LOT = 200
Ecrites = list[tuple[Model, LignePrevue]]
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
        _consigner(genre.ecrire(prevision.a_ecrire), par=par, le=le)
    return Bilan(crees=len(prevision.de(SortDeLigne.CREEE)), modifies=len(prevision.de(SortDeLigne.MODIFIEE)))


def _consigner(ecrites: Ecrites, *, par: Compte, le: datetime) -> None:
    """One line of the log a record, all under one identifier: two thousand at once, where Wagtail writes one by one."""
    identifiant = uuid4()
    ModelLogEntry.objects.bulk_create(
        (
            ModelLogEntry(
                content_type=ContentType.objects.get_for_model(objet),
                object_id=str(objet.pk),
                label=ligne.intitule,
                action=IMPORTER,
                timestamp=le,
                user=par,
                uuid=identifiant,
                content_changed=True,
                data={"changements": [f"{e.colonne} : {e.avant} → {e.apres}" for e in ligne.ecarts]},
            )
            for objet, ligne in ecrites
        ),
        batch_size=_LOT,
    )


# --- Structures ------------------------------------------------------------------------------------------------------


def _sirets(lecture: Lecture) -> set[str]:
    return {normaliser_siret(ligne.valeurs.get("siret", ""))[:14] for ligne in lecture.lignes}


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


def ecrire_structures(lignes: list[LignePrevue]) -> Ecrites:
    """Create or change the structures of these lines, départements included: few queries, whatever their number."""
    nouvelles = [ligne for ligne in lignes if ligne.cible is None]
    creees = Structure.objects.bulk_create((Structure(**_champs(ligne)) for ligne in nouvelles), batch_size=_LOT)
    connues = Structure.objects.in_bulk([ligne.cible for ligne in lignes if ligne.cible is not None])
    for ligne in lignes:
        if ligne.cible is not None and (champs := _champs(ligne)):
            Structure.objects.filter(pk=ligne.cible).update(**champs)
    ecrites = [*zip(creees, nouvelles, strict=True)]
    ecrites += [(connues[ligne.cible], ligne) for ligne in lignes if ligne.cible is not None]
    _poser_les_departements(ecrites)
    return ecrites


def _champs(ligne: LignePrevue) -> dict[str, Any]:
    return {champ: valeur for champ, valeur in ligne.valeurs.items() if champ != "departements"}


def _poser_les_departements(ecrites: Ecrites) -> None:
    """Add those that lack and remove those that are no longer said."""
    voulues = {(structure.pk, code) for structure, ligne in ecrites for code in ligne.valeurs.get("departements", ())}
    concernees = {structure.pk for structure, ligne in ecrites if "departements" in ligne.valeurs}
    presentes = {
        (structure, code): pk
        for pk, structure, code in Implantation.objects.filter(structure__in=concernees).values_list(
            "pk", "structure_id", "departement"
        )
    }
    Implantation.objects.filter(pk__in=[pk for cle, pk in presentes.items() if cle not in voulues]).delete()
    Implantation.objects.bulk_create(
        (Implantation(structure_id=pk, departement=code) for pk, code in sorted(voulues - set(presentes))),
        batch_size=_LOT,
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


def ecrire_conventions(lignes: list[LignePrevue]) -> Ecrites:
    """Create or change the conventions of these lines."""
    nouvelles = [ligne for ligne in lignes if ligne.cible is None]
    creees = Convention.objects.bulk_create((_nouvelle_convention(ligne) for ligne in nouvelles), batch_size=_LOT)
    connues = Convention.objects.select_related("structure", "financeur").in_bulk(
        [ligne.cible for ligne in lignes if ligne.cible is not None]
    )
    for ligne in lignes:
        if ligne.cible is not None:
            Convention.objects.filter(pk=ligne.cible).update(**_champs_de_convention(ligne))
    return [*zip(creees, nouvelles, strict=True), *((connues[x.cible], x) for x in lignes if x.cible is not None)]


def _champs_de_convention(ligne: LignePrevue) -> dict[str, Any]:
    return {champ: ligne.valeurs[champ] for champ in _CHAMPS_CONVENTION if champ in ligne.valeurs}


def _nouvelle_convention(ligne: LignePrevue) -> Convention:
    cle = {"exercice": ligne.valeurs["exercice"], "ligne": ligne.valeurs["ligne"]}
    cle |= {"structure_id": ligne.valeurs["structure"], "financeur_id": ligne.valeurs["financeur"]}
    return Convention(**cle, **_champs_de_convention(ligne))


# --- Kinds -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Genre:
    """What is imported: its columns, and its way through the database."""

    code: str
    colonnes: tuple[Colonne, ...]
    prevoir: Callable[[Lecture], Prevision]
    verrouiller: Callable[[Lecture], None]
    ecrire: Callable[[list[LignePrevue]], Ecrites]


STRUCTURES = Genre(
    code="structures",
    colonnes=structures.COLONNES,
    prevoir=prevoir_structures,
    verrouiller=verrouiller_structures,
    ecrire=ecrire_structures,
)
CONVENTIONS = Genre(
    code="conventions",
    colonnes=conventions.COLONNES,
    prevoir=prevoir_conventions,
    verrouiller=verrouiller_conventions,
    ecrire=ecrire_conventions,
)
