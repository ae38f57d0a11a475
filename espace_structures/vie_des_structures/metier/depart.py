"""Leaving one's functions: everything that moves, who takes it over, and the departure itself.

It reads every room: the pages of the structure (vitrines), its bilans, its members.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Comment, Page, WorkflowState

from espace_structures.bilans.enums import ETATS_MODIFIABLES
from espace_structures.bilans.models import Bilan
from espace_structures.comptes.models import Compte
from espace_structures.structures import journal
from espace_structures.structures.enums import RoleStructure
from espace_structures.structures.metier.membres import changer_role
from espace_structures.structures.metier.organisations import partir, verrouiller
from espace_structures.structures.models import Invitation, MembreStructure, Structure
from espace_structures.vitrines.models import FichePage
from portal.socle import courrier
from portal.socle.courrier import Lien


class DepartRefuse(Exception):
    """The departure cannot happen this way; the message says why and what to do."""


@dataclass(frozen=True)
class AReprendre:
    """What a member leaves behind in a structure."""

    pages: list[Page]  # drafts, pages in moderation, published pages of which they are the author
    en_moderation: int  # how many of these wait for an answer
    invitations: list[Invitation]
    bilans: list[Bilan]  # of the structure, still to be sent
    commentaires: int  # remarks written in the editor, not closed


def a_reprendre(membre: MembreStructure) -> AReprendre:
    """Everything that changes hands when this member leaves."""
    pages = list(_pages_de(membre).select_related("locale").order_by("title"))
    bilans = Bilan.objects.filter(
        structure=membre.structure_id, etat__in=ETATS_MODIFIABLES, campagne__ouverte_le__isnull=False
    )
    return AReprendre(
        pages=pages,
        en_moderation=_moderations(pages).count(),
        invitations=list(_invitations_de(membre)),
        bilans=list(bilans.select_related("campagne")),
        commentaires=Comment.objects.filter(page__in=pages, user=membre.compte_id, resolved_at__isnull=True).count(),
    )


def autres_membres(membre: MembreStructure) -> QuerySet[MembreStructure]:
    """Who may take over."""
    return (
        MembreStructure.objects.actifs()
        .filter(structure=membre.structure_id)
        .exclude(pk=membre.pk)
        .select_related("compte")
        .order_by("compte__last_name", "compte__first_name")
    )


def reste_un_responsable(membre: MembreStructure) -> bool:
    """Whether somebody else runs the structure already."""
    return autres_membres(membre).responsables().exists()


@transaction.atomic
def quitter(membre: MembreStructure, *, successeur: MembreStructure | None, le: datetime) -> None:
    """Close the membership and hand everything over. Whoever succeeds the last responsable becomes one.

    Without a successor, another responsable takes over; refuses when there is none.
    """
    # Before the structure, as when an invitation is accepted: two locks are always taken in the same order.
    invitations = list(_invitations_de(membre).select_for_update(of=("self",)))
    structure = verrouiller(membre.structure)
    membre = MembreStructure.objects.select_related("compte").get(pk=membre.pk)
    if not membre.actif:
        raise DepartRefuse(_("Vous n’êtes déjà plus membre de cette structure."))
    responsables = list(autres_membres(membre).responsables())
    repreneur = _choisir(membre, successeur, responsables)
    if not responsables and membre.role == RoleStructure.RESPONSABLE:
        repreneur = changer_role(repreneur, role=RoleStructure.RESPONSABLE, par=membre.compte, le=le)
    pages = list(_pages_de(membre))
    _remettre(pages, invitations, de=membre.compte, a=repreneur.compte if repreneur else None)
    partir(membre, le=le)
    journal.noter(structure, journal.QUITTER, par=membre.compte, le=le, personne=str(membre.compte), role=membre.role)
    _prevenir(structure, membre, repreneur, responsables)


def _choisir(
    membre: MembreStructure, successeur: MembreStructure | None, responsables: list[MembreStructure]
) -> MembreStructure | None:
    if successeur is not None:
        choisi = autres_membres(membre).filter(pk=successeur.pk).first()
        if choisi is None:
            raise DepartRefuse(_("Cette personne n’est plus membre de la structure : choisissez-en une autre."))
        return choisi
    if responsables:
        return responsables[0]
    if membre.role == RoleStructure.RESPONSABLE:
        raise DepartRefuse(_("Vous êtes la dernière personne responsable : choisissez qui le devient avant de partir."))
    return None


def _remettre(pages: list[Page], invitations: list[Invitation], *, de: Compte, a: Compte | None) -> None:
    _moderations(pages).filter(requested_by=de).update(requested_by=a)
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(owner=a)
    Invitation.objects.filter(pk__in=[invitation.pk for invitation in invitations]).update(invitee_par=a)


def _pages_de(membre: MembreStructure) -> QuerySet[Page]:
    """Pages of the structure, in every language, of which this member is the author."""
    sous = Q(pk__in=[])
    for chemin in FichePage.objects.filter(structure=membre.structure_id).values_list("path", flat=True):
        sous |= Q(path__startswith=chemin)
    return Page.objects.filter(sous, owner=membre.compte_id)


def _moderations(pages: list[Page]) -> QuerySet[WorkflowState]:
    en_cours = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    return WorkflowState.objects.filter(object_id__in=[str(page.pk) for page in pages], status__in=en_cours).filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page"
    )


def _invitations_de(membre: MembreStructure) -> QuerySet[Invitation]:
    return Invitation.objects.en_attente().filter(structure=membre.structure_id, invitee_par=membre.compte_id)


def _prevenir(
    structure: Structure,
    membre: MembreStructure,
    repreneur: MembreStructure | None,
    responsables: list[MembreStructure],
) -> None:
    valeurs = {"qui": membre.compte, "structure": structure, "lien": Lien("espace:accueil")}
    if repreneur is not None:
        courrier.envoyer("structures.depart_au_repreneur", a=repreneur.compte, **valeurs)
    autres = [autre.compte for autre in responsables if repreneur is None or autre.pk != repreneur.pk]
    courrier.envoyer("structures.depart", a=autres, **valeurs)
