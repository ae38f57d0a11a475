"""Who is written to on the road of a page: those who read it, then those who wrote it.

Wagtail's workflow has mails of its own, in other words and to other people: `apps` puts these in their place.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from espace_structures.comptes.models import Compte
from espace_structures.structures.metier.courriels import Message, ecrire_aux_comptes
from espace_structures.structures.metier.organisations import animation
from espace_structures.structures.models import MembreStructure, Moderateur, Structure
from portal.socle.courriels import adresse_absolue

from ..models.rattachement import structure_de


def moderateurs_de(structure: Structure) -> QuerySet[Compte]:
    """Those who read the pages of this structure: the moderators of its départements, else the animation."""
    departements = structure.implantations.values("departement")
    missions = Moderateur.objects.actifs().filter(departement__in=departements)
    moderateurs = Compte.objects.filter(pk__in=missions.values("compte"))
    return moderateurs if moderateurs.exists() else animation()


def auteurs_de(page: Page, structure: Structure, demandeur: Compte | None = None) -> QuerySet[Compte]:
    """Whoever asked, or wrote the page; every editor of the structure when that person has left it."""
    editeurs = MembreStructure.objects.actifs().editeurs().filter(structure=structure)
    connus = [pk for pk in (demandeur.pk if demandeur else None, page.owner_id) if pk is not None]
    for pk in connus:
        if editeurs.filter(compte=pk).exists():
            return Compte.objects.filter(pk=pk)
    return Compte.objects.filter(pk__in=editeurs.values("compte"))


def prevenir_de_la_demande(etape: TaskState, *, par: Compte | None) -> None:
    """To the moderators of the territory: a page waits for them."""
    page, structure = _page_et_structure(etape.workflow_state)
    if structure is None:
        return
    destinataires = moderateurs_de(structure).exclude(pk=par.pk if par else None)
    ecrire_aux_comptes(
        destinataires,
        lambda: Message(
            objet=_("À relire : « %(titre)s »") % {"titre": page.draft_title},
            phrases=[
                _("« %(structure)s » vous demande de relire « %(titre)s » avant sa publication.")
                % {"structure": structure.nom, "titre": page.draft_title}
            ],
            raison=_raison_moderation(),
            bouton=(adresse_de_l_editeur(page), _("Relire la page")),
        ),
    )


def prevenir_de_la_publication(circuit: WorkflowState, *, par: Compte | None) -> None:
    """To the author: the page is on the site, with the word of whoever published it."""
    page, structure = _page_et_structure(circuit)
    mot = circuit.current_task_state.comment if circuit.current_task_state else ""
    corrigee = page.latest_revision is not None and page.latest_revision.user_id not in (None, circuit.requested_by_id)

    def composer() -> Message:
        phrases = [
            _("« %(titre)s » est publiée : chacun peut la lire. Merci de donner à voir ce que vous faites !")
            % {"titre": page.title}
        ]
        if corrigee:
            phrases.append(
                _("%(personne)s l’a retouchée avant de la publier : relisez-la.")
                % {"personne": par or _("L’animation")}
            )
        return Message(
            objet=_("Publiée : « %(titre)s »") % {"titre": page.title},
            phrases=phrases,
            citation=mot,
            raison=_raison_structure(structure),
            bouton=(page.full_url or adresse_de_l_editeur(page), _("Voir la page")),
        )

    _ecrire_aux_auteurs(page, structure, circuit.requested_by, par, composer)


def prevenir_du_retour(circuit: WorkflowState, *, par: Compte | None) -> None:
    """To the author: what is to be taken up again, in the words of whoever read it."""
    page, structure = _page_et_structure(circuit)
    _ecrire_aux_auteurs(
        page,
        structure,
        circuit.requested_by,
        par,
        lambda: Message(
            objet=_("À reprendre : « %(titre)s »") % {"titre": page.draft_title},
            phrases=[
                _("%(personne)s a relu « %(titre)s » et vous propose de la reprendre avant sa publication :")
                % {"personne": par or _("L’animation régionale"), "titre": page.draft_title},
            ],
            citation=circuit.current_task_state.comment,
            raison=_raison_structure(structure),
            bouton=(adresse_de_l_editeur(page), _("Reprendre la page")),
        ),
    )


def prevenir_de_la_reprise(circuit: WorkflowState, *, par: Compte | None) -> None:
    """To those who were asked: nothing is to be read any more."""
    page, structure = _page_et_structure(circuit)
    if structure is None:
        return
    ecrire_aux_comptes(
        moderateurs_de(structure).exclude(pk=par.pk if par else None),
        lambda: Message(
            objet=_("Plus à relire : « %(titre)s »") % {"titre": page.draft_title},
            phrases=[
                _("%(personne)s a repris « %(titre)s » : il n’y a plus rien à relire pour le moment.")
                % {"personne": par or structure.nom, "titre": page.draft_title}
            ],
            raison=_raison_moderation(),
        ),
    )


def prevenir_d_une_intervention(page: Page, *, par: Compte, motif: str, retiree: bool) -> None:
    """To the author: somebody outside the structure changed the page or took it off the site, and why."""
    structure = structure_de(page)

    def composer() -> Message:
        objet = _("Retirée du site : « %(titre)s »") if retiree else _("Modifiée : « %(titre)s »")
        phrase = (
            _("%(personne)s a retiré « %(titre)s » du site, pour cette raison :")
            if retiree
            else _("%(personne)s a modifié « %(titre)s », pour cette raison :")
        )
        return Message(
            objet=objet % {"titre": page.title},
            phrases=[phrase % {"personne": par, "titre": page.title}],
            citation=motif,
            raison=_raison_structure(structure),
            bouton=(adresse_de_l_editeur(page), _("Ouvrir la page")),
        )

    _ecrire_aux_auteurs(page, structure, None, par, composer)


def rappeler(comptes: QuerySet[Compte], lignes: list[tuple[str, str, int]], *, adresse: str) -> None:
    """One mail a person: the pages that wait (title, structure, days) and the way to the queue."""
    ecrire_aux_comptes(
        comptes,
        lambda: Message(
            objet=_("Des pages attendent votre relecture"),
            phrases=[_("Ces pages attendent depuis plusieurs jours d’être relues :")],
            liste=tuple(
                _("« %(titre)s », de « %(structure)s » : %(jours)s jours")
                % {"titre": titre, "structure": structure, "jours": jours}
                for titre, structure, jours in lignes
            ),
            raison=_raison_moderation(),
            bouton=(adresse, _("Ouvrir la file de relecture")),
        ),
    )


def adresse_de_l_editeur(page: Page) -> str:
    return adresse_absolue(reverse("wagtailadmin_pages:edit", args=[page.pk]))


def _page_et_structure(circuit: WorkflowState) -> tuple[Page, Structure | None]:
    page = Page.objects.get(pk=circuit.object_id).specific
    return page, structure_de(page)


def _ecrire_aux_auteurs(
    page: Page,
    structure: Structure | None,
    demandeur: Compte | None,
    par: Compte | None,
    composer: Callable[[], Message],
) -> None:
    """Nobody is told of what they did themselves."""
    if structure is None:
        return
    ecrire_aux_comptes(auteurs_de(page, structure, demandeur).exclude(pk=par.pk if par else None), composer)


def _raison_moderation() -> str:
    return _("Vous recevez ce message parce que vous relisez les pages des structures.")


def _raison_structure(structure: Structure | None) -> str:
    nom = structure.nom if structure is not None else ""
    return _("Vous recevez ce message parce que vous écrivez les pages de « %(structure)s ».") % {"structure": nom}
