"""Labels of a structure: made by typing them, renamed and deleted for all its candidatures at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from espace_structures.structures.models import Structure
from portal.socle.entrees.textes import normaliser

from ...metier.refus import BenevolatRefuse
from ...models import Candidature, Etiquette

LONGUEUR = 40


def lire_les_noms(texte: str) -> list[str]:
    """Names typed with commas between them, each once."""
    return _propres(texte.split(","))


@transaction.atomic
def poser(candidature: Candidature, noms: Iterable[str]) -> list[Etiquette]:
    """The candidature carries exactly these labels; those that do not exist yet are made."""
    candidature, etiquettes = _preparer(candidature, noms)
    candidature.etiquettes.set(etiquettes)
    return etiquettes


@transaction.atomic
def ajouter(candidature: Candidature, noms: Iterable[str]) -> list[Etiquette]:
    """The candidature also carries these labels."""
    candidature, etiquettes = _preparer(candidature, noms)
    if not etiquettes:
        raise BenevolatRefuse(_("Écrivez au moins une étiquette."))
    candidature.etiquettes.add(*etiquettes)
    return etiquettes


@transaction.atomic
def renommer(etiquette: Etiquette, nom: str) -> Etiquette:
    """Another name, on every candidature that carries it."""
    etiquette = Etiquette.objects.select_for_update(of=("self",)).get(pk=etiquette.pk)
    nom = _propre(nom)
    if not nom:
        raise BenevolatRefuse(_("Donnez un nom à l’étiquette."))
    connues = _connues(etiquette.structure_id)
    if connues.get(normaliser(nom), etiquette) != etiquette:
        raise BenevolatRefuse(_("L’étiquette « %(nom)s » existe déjà : choisissez un autre nom.") % {"nom": nom})
    etiquette.nom = nom
    etiquette.save(update_fields=["nom"])
    return etiquette


def supprimer(etiquette: Etiquette) -> None:
    """Off every candidature; the candidatures stay."""
    etiquette.delete()


def _preparer(candidature: Candidature, noms: Iterable[str]) -> tuple[Candidature, list[Etiquette]]:
    candidature = Candidature.objects.select_for_update(of=("self",)).get(pk=candidature.pk)
    if candidature.structure_id is None:
        raise BenevolatRefuse(
            _("Les étiquettes sont celles d’une structure : proposez d’abord cette candidature à l’une d’elles.")
        )
    connues = _connues(candidature.structure_id)
    return candidature, [
        connues.get(normaliser(nom)) or Etiquette.objects.create(structure_id=candidature.structure_id, nom=nom)
        for nom in _propres(noms)
    ]


def _connues(structure_id: int) -> dict[str, Etiquette]:
    """Labels of the structure by what they sound like; the structure is locked, so that two people make one label."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure_id)
    return {normaliser(etiquette.nom): etiquette for etiquette in Etiquette.objects.filter(structure=structure_id)}


def _propres(noms: Iterable[str]) -> list[str]:
    uniques: dict[str, str] = {}
    for nom in map(_propre, noms):
        if nom:
            uniques.setdefault(normaliser(nom), nom)
    return list(uniques.values())


def _propre(nom: str) -> str:
    nom = " ".join(nom.split())
    if nom and not normaliser(nom):
        raise BenevolatRefuse(_("Une étiquette contient au moins une lettre ou un chiffre."))
    if len(nom) > LONGUEUR:
        raise BenevolatRefuse(
            _("Une étiquette tient en 40 caractères : raccourcissez « %(nom)s… ».") % {"nom": nom[:40]}
        )
    return nom
