"""A structure closes, perhaps with one that takes over, or opens again. What it did stays; nobody new comes in."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from espace_structures.comptes.models import Compte
from portal.socle.cache_pages import oublier_les_pages

from ..enums import EtatDemande, StatutStructure
from ..models import Structure
from .courriels import annoncer_le_refus, prevenir_de_la_cloture

FERMER = "structures.fermer"
ROUVRIR = "structures.rouvrir"


class ClotureRefusee(Exception):
    """The structure cannot be closed or opened again this way; the message says why and what to do."""


def verrouiller(*structures: Structure) -> list[Structure]:
    """These structures, fresh and locked, in the order asked for; always taken in the same order, so that two people
    who hold one each never wait for one another."""
    pks = [structure.pk for structure in structures]
    fraiches = Structure.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk").in_bulk(pks)
    return [fraiches[pk] for pk in pks]


@transaction.atomic
def fermer(
    structure: Structure,
    *,
    motif: str,
    fermee_le: date,
    successeur: Structure | None = None,
    par: Compte | None,
    le: datetime,
    prevenir: bool = True,
) -> Structure:
    """Close the structure: no bilan to come, no public page to write, nobody invited; raises ClotureRefusee.

    Its members go on reading, and may still send the bilans under way.
    """
    structure, *suite = verrouiller(structure, *filter(None, [successeur]))
    successeur = suite[0] if suite else None
    _refuser(structure, successeur, motif, fermee_le, timezone.localdate(le))
    structure.statut, structure.fermee_le, structure.successeur = StatutStructure.FERMEE, fermee_le, successeur
    structure.save(update_fields=["statut", "fermee_le", "successeur"])
    invitations = structure.invitations.en_attente().update(annulee_le=le)
    demandes = _refuser_les_demandes(structure, par=par, le=le)
    if prevenir:
        prevenir_de_la_cloture(structure, motif)
    donnees = {"motif": motif.strip(), "successeur": str(successeur or ""), "date": fermee_le.isoformat()}
    donnees |= {"invitations": invitations, "demandes": demandes}
    log(instance=structure, action=FERMER, user=par, timestamp=le, data=donnees)
    oublier_les_pages()
    return structure


@transaction.atomic
def rouvrir(structure: Structure, *, par: Compte | None, le: datetime) -> Structure:
    """Open a closed structure again, without successor; raises ClotureRefusee."""
    (structure,) = verrouiller(structure)
    if structure.statut == StatutStructure.ACTIVE:
        raise ClotureRefusee(_("Cette structure est déjà active : il n’y a rien à rouvrir."))
    if not structure.implantations.exists():
        raise ClotureRefusee(
            _("Ajoutez d’abord un département à sa fiche : la structure remplit une feuille de bilan par département.")
        )
    structure.statut, structure.fermee_le, structure.successeur = StatutStructure.ACTIVE, None, None
    structure.save(update_fields=["statut", "fermee_le", "successeur"])
    log(instance=structure, action=ROUVRIR, user=par, timestamp=le)
    oublier_les_pages()
    return structure


def _refuser(
    structure: Structure, successeur: Structure | None, motif: str, fermee_le: date, aujourd_hui: date
) -> None:
    if structure.statut == StatutStructure.FERMEE:
        raise ClotureRefusee(_("Cette structure est déjà fermée : il n’y a rien à faire."))
    if not motif.strip():
        raise ClotureRefusee(_("Dites pourquoi la structure ferme : ses membres recevront ce motif."))
    if fermee_le > aujourd_hui:
        raise ClotureRefusee(_("La fermeture prend effet tout de suite : choisissez aujourd’hui ou un jour passé."))
    if successeur == structure:
        raise ClotureRefusee(_("Une structure ne prend pas sa propre suite : choisissez-en une autre."))
    if successeur is not None and successeur.statut != StatutStructure.ACTIVE:
        raise ClotureRefusee(
            _("« %(structure)s » est fermée : elle ne peut pas prendre la suite. Choisissez une structure active.")
            % {"structure": successeur.nom}
        )


def _refuser_les_demandes(structure: Structure, *, par: Compte | None, le: datetime) -> int:
    """Requests under way get their answer, and their authors a mail once they proved their address."""
    motif = _("La structure est fermée.")
    demandes = structure.demandes.filter(etat__in=(EtatDemande.A_CONFIRMER, EtatDemande.EN_ATTENTE))
    nombre = 0
    for demande in demandes.select_for_update(of=("self",)).select_related("structure", "compte"):
        confirmee = demande.etat == EtatDemande.EN_ATTENTE
        demande.etat, demande.motif, demande.traitee_par, demande.traitee_le = EtatDemande.REFUSEE, motif, par, le
        demande.save(update_fields=["etat", "motif", "traitee_par", "traitee_le"])
        if confirmee:
            annoncer_le_refus(demande)
        nombre += 1
    return nombre
