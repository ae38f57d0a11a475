"""What each line of the file would do to the list of a structure. Nothing is written.

A person known of another structure alone is foreseen like a new one: the preview never tells who is known elsewhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espace_structures.structures.metier.importation.cellules import lire_cellules
from espace_structures.structures.metier.importation.commun import FichierRefuse, LigneLue
from espace_structures.structures.metier.importation.lecture import Lecture
from espace_structures.structures.metier.importation.lecture import lire as lire_fichier
from portal.socle.entrees.identifiants import normaliser_telephone
from portal.socle.entrees.textes import normaliser

from ...enums import StatutEngagement
from ...models import Engagement
from ..engagements import departement_de_la_commune
from .colonnes import COLONNES, DE_LA_PERSONNE, LECTEURS, PAR_CODE

if TYPE_CHECKING:
    from espace_structures.structures.models import Structure

LIGNES_MAXIMUM = 1000


class Sort(models.TextChoices):
    """The fate of a line."""

    REFUSEE = "REFUSEE", gettext_lazy("Refusée")
    CREEE = "CREEE", gettext_lazy("Créée")
    RATTACHEE = "RATTACHEE", gettext_lazy("Rattachée")
    MODIFIEE = "MODIFIEE", gettext_lazy("Complétée")
    INCHANGEE = "INCHANGEE", gettext_lazy("Inchangée")


@dataclass(frozen=True, kw_only=True)
class LignePrevue:
    """What a line would do; `engagement`: the one that exists here; `refus`: why not."""

    numero: int
    intitule: str
    sort: str
    engagement: int | None = None
    valeurs: dict[str, Any] = field(default_factory=dict)
    refus: tuple[str, ...] = ()

    @property
    def personne(self) -> dict[str, str]:
        return {code: self.valeurs[code] for code in DE_LA_PERSONNE if self.valeurs.get(code)}


@dataclass(frozen=True, kw_only=True)
class Prevision:
    """What the whole file would do."""

    lignes: tuple[LignePrevue, ...]
    ignorees: tuple[str, ...] = ()

    @cached_property
    def empreinte(self) -> str:
        """Changes as soon as the file or the list does: what was shown is what will be written."""
        return hashlib.sha256(repr(self.lignes).encode()).hexdigest()

    def nombre(self, sort: str) -> int:
        return sum(ligne.sort == sort for ligne in self.lignes)

    @property
    def a_ecrire(self) -> list[LignePrevue]:
        return [ligne for ligne in self.lignes if ligne.sort not in (Sort.REFUSEE, Sort.INCHANGEE)]


def lire(octets: bytes) -> Lecture:
    """The lines of the file; raises FichierRefuse, whose message says what to do."""
    lecture = lire_fichier(octets, COLONNES)
    if len(lecture.lignes) > LIGNES_MAXIMUM:
        raise FichierRefuse(_("Le fichier compte plus de 1 000 lignes : découpez-le en plusieurs fichiers."))
    return lecture


def prevoir(lecture: Lecture, structure: Structure, *, jour: date) -> Prevision:
    """Line by line, in two queries whatever the file."""
    engagements = list(Engagement.objects.filter(structure=structure).select_related("benevole"))
    siens: dict[object, Engagement] = {
        _nom_et_telephone(e.benevole.prenom, e.benevole.nom, e.benevole.telephone): e for e in engagements
    }
    siens |= {e.benevole.courriel.casefold(): e for e in engagements if e.benevole.courriel}
    departements = set(structure.implantations.values_list("departement", flat=True))
    vus: dict[object, int] = {}
    lignes = []
    for lue in lecture.lignes:
        valeurs, refus = lire_cellules(lue, LECTEURS, PAR_CODE)
        refus += _manques(lue, valeurs, jour=jour, departements=departements)
        cle = _cle(valeurs)
        if cle in vus and not refus:
            refus.append(
                _("Ligne %(ligne)d : cette personne est déjà à la ligne %(autre)d.")
                % {"ligne": lue.numero, "autre": vus[cle]}
            )
        vus.setdefault(cle, lue.numero)
        connu = siens.get(cle)
        lignes.append(
            LignePrevue(
                numero=lue.numero,
                intitule=f"{valeurs.get('prenom', '')} {valeurs.get('nom', '')}".strip(),
                sort=Sort.REFUSEE if refus else _sort(connu, valeurs),
                engagement=connu.pk if connu else None,
                valeurs=valeurs,
                refus=tuple(refus),
            )
        )
    return Prevision(lignes=tuple(lignes), ignorees=lecture.ignorees)


def a_completer(engagement: Engagement, valeurs: dict[str, Any]) -> dict[str, str]:
    """What the file says of somebody who had not said it: what the person wrote is never overwritten."""
    return {
        code: valeurs[code] for code in DE_LA_PERSONNE if valeurs.get(code) and not getattr(engagement.benevole, code)
    }


def _sort(connu: Engagement | None, valeurs: dict[str, Any]) -> str:
    if connu is None:
        return Sort.CREEE
    if connu.statut == StatutEngagement.SORTI:
        return Sort.RATTACHEE
    autre_departement = valeurs.get("departement", connu.departement) != connu.departement
    return Sort.MODIFIEE if autre_departement or a_completer(connu, valeurs) else Sort.INCHANGEE


def _cle(valeurs: dict[str, Any]) -> object:
    """What tells two people apart: the address, or the name and the telephone, whatever the accents and capitals."""
    if valeurs.get("courriel"):
        return valeurs["courriel"].casefold()
    return _nom_et_telephone(valeurs.get("prenom", ""), valeurs.get("nom", ""), valeurs.get("telephone", ""))


def _nom_et_telephone(prenom: str, nom: str, telephone: str) -> tuple[str, str, str]:
    return normaliser(prenom), normaliser(nom), normaliser_telephone(telephone) if telephone else ""


def _manques(lue: LigneLue, valeurs: dict[str, Any], *, jour: date, departements: set[str]) -> list[str]:
    """What a line must say, whatever its cells."""
    refus = []

    def dire(phrase: str) -> None:
        refus.append(_("Ligne %(ligne)d : %(raison)s") % {"ligne": lue.numero, "raison": phrase})

    if not lue.valeurs.get("prenom") or not lue.valeurs.get("nom"):
        dire(_("il faut un prénom et un nom."))
    if not lue.valeurs.get("courriel") and not lue.valeurs.get("telephone"):
        dire(_("il faut une adresse électronique ou un téléphone."))
    if not lue.valeurs.get("depuis"):
        dire(_("dites depuis quand la personne est bénévole."))
    depuis, fin = valeurs.get("depuis"), valeurs.get("fin")
    if depuis and depuis > jour:
        dire(_("l’engagement commence aujourd’hui ou avant."))
    if depuis and fin and fin < depuis:
        dire(_("la saison finit avant d’avoir commencé."))
    if (
        not departements
        and not valeurs.get("departement")
        and not departement_de_la_commune(valeurs.get("code_commune", ""))
    ):
        dire(_("dites dans quel département la personne est bénévole."))
    return refus
