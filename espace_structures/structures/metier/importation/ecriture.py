"""The imports of structures and of conventions against the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ModelLogEntry

from portal.socle.entrees.textes import plier
from portal.socle.importation.cellules import lire_siret
from portal.socle.importation.ecriture import Genre, Progresser
from portal.socle.importation.lignes import CelluleRefusee, Lecture, LignePrevue, Prevision

from ...enums import StatutStructure
from ...models import Convention, Financeur, Implantation, Structure
from . import conventions, structures

if TYPE_CHECKING:
    from datetime import datetime

    from espace_structures.comptes.models import Compte

IMPORTER = "structures.importer"
_LOT = 200
Ecrites = list[tuple[Model, LignePrevue]]
_ATTRIBUTS = ("nom", "siret", "type", "rna", "referent_nom", "referent_courriel", "referent_telephone")
_CHAMPS_CONVENTION = ("numero", "signee_le", "objectif", "montant")


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
    return {siret for ligne in lecture.lignes if (siret := _siret(ligne.valeurs.get("siret", "")))}


def _siret(texte: str) -> str:
    try:
        return lire_siret(texte)
    except CelluleRefusee:
        return ""


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


class ImportDeStructures(Genre):
    """Structures by their SIRET."""

    code = nom = "structures"
    colonnes = structures.COLONNES

    def verrouiller(self, lecture: Lecture) -> None:
        verrouiller_structures(lecture)

    def prevoir(self, lecture: Lecture, *, le: datetime) -> Prevision:
        return prevoir_structures(lecture)

    def ecrire(self, lignes: list[LignePrevue], *, par: Compte, le: datetime, progresser: Progresser) -> None:
        _consigner(ecrire_structures(lignes), par=par, le=le)


class ImportDeConventions(Genre):
    """Conventions by structure, funder, exercice, line and number."""

    code = nom = "conventions"
    colonnes = conventions.COLONNES

    def verrouiller(self, lecture: Lecture) -> None:
        verrouiller_conventions(lecture)

    def prevoir(self, lecture: Lecture, *, le: datetime) -> Prevision:
        return prevoir_conventions(lecture)

    def ecrire(self, lignes: list[LignePrevue], *, par: Compte, le: datetime, progresser: Progresser) -> None:
        _consigner(ecrire_conventions(lignes), par=par, le=le)


STRUCTURES, CONVENTIONS = ImportDeStructures(), ImportDeConventions()
