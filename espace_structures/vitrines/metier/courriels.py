"""Who is told what on the road of a page: those who read it, then those who wrote it.

The words are in `templates/courriels/vitrines.<language>.md`.

Wagtail's workflow has mails of its own, in other words and to other people: `apps` puts these in their place.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.models import Page, TaskState, WorkflowState

from espace_structures.comptes.models import Compte
from espace_structures.structures.metier.organisations import animation
from espace_structures.structures.models import MembreStructure, Moderateur, Structure
from portal.socle import courrier
from portal.socle.courrier import Lien, LienDePage, Phrase

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
    if structure is not None:
        courrier.envoyer(
            "vitrines.page_a_relire",
            a=_sauf(par, moderateurs_de(structure)),
            titre=page.draft_title,
            structure=structure.nom,
            lien=_editeur(page),
        )


def prevenir_de_la_publication(circuit: WorkflowState, *, par: Compte | None) -> None:
    """To the author: the page is on the site, with the word of whoever published it."""
    page, structure = _page_et_structure(circuit)
    corrigee = page.latest_revision is not None and page.latest_revision.user_id not in (None, circuit.requested_by_id)
    _ecrire_aux_auteurs(
        "vitrines.page_publiee",
        page,
        structure,
        circuit.requested_by,
        par,
        titre=page.title,
        correctrice=(par or _("L’animation")) if corrigee else None,
        mot=circuit.current_task_state.comment if circuit.current_task_state else "",
        lien=LienDePage(page) if page.full_url else _editeur(page),
    )


def prevenir_du_renvoi(circuit: WorkflowState, *, par: Compte | None) -> None:
    """To the author: what is to be taken up again, in the words of whoever read it."""
    page, structure = _page_et_structure(circuit)
    _ecrire_aux_auteurs(
        "vitrines.page_a_reprendre",
        page,
        structure,
        circuit.requested_by,
        par,
        titre=page.draft_title,
        personne=par or _("L’animation régionale"),
        motif=circuit.current_task_state.comment,
        lien=_editeur(page),
    )


def prevenir_de_la_reprise(circuit: WorkflowState, *, par: Compte | None) -> None:
    """To those who were asked: nothing is to be read any more."""
    page, structure = _page_et_structure(circuit)
    if structure is not None:
        courrier.envoyer(
            "vitrines.page_reprise",
            a=_sauf(par, moderateurs_de(structure)),
            titre=page.draft_title,
            personne=par or structure.nom,
        )


def prevenir_d_une_intervention(page: Page, *, par: Compte, motif: str, retiree: bool) -> None:
    """To the author: somebody outside the structure changed the page or took it off the site, and why."""
    cle = "vitrines.page_retiree" if retiree else "vitrines.page_modifiee"
    valeurs = {"titre": page.title, "personne": par, "motif": motif, "lien": _editeur(page)}
    _ecrire_aux_auteurs(cle, page, structure_de(page), None, par, **valeurs)


def rappeler(compte: Compte, lignes: list[tuple[str, str, int]]) -> None:
    """To who reviews: the pages that wait (title, structure, days) and the way to the queue."""
    texte = ngettext_lazy(
        "« %(titre)s », de « %(structure)s » : %(jours)s jour",
        "« %(titre)s », de « %(structure)s » : %(jours)s jours",
        "jours",
    )
    courrier.envoyer(
        "vitrines.relecture_en_retard",
        a=compte,
        liste=[Phrase(texte, titre=titre, structure=structure, jours=jours) for titre, structure, jours in lignes],
        lien=Lien("vitrines_relecture"),
    )


def _editeur(page: Page) -> Lien:
    return Lien("wagtailadmin_pages:edit", page.pk)


def _page_et_structure(circuit: WorkflowState) -> tuple[Page, Structure | None]:
    page = Page.objects.get(pk=circuit.object_id).specific
    return page, structure_de(page)


def _ecrire_aux_auteurs(
    cle: str, page: Page, structure: Structure | None, demandeur: Compte | None, par: Compte | None, **valeurs: object
) -> None:
    if structure is not None:
        comptes = _sauf(par, auteurs_de(page, structure, demandeur))
        courrier.envoyer(cle, a=comptes, structure=structure.nom, **valeurs)


def _sauf(par: Compte | None, comptes: QuerySet[Compte]) -> QuerySet[Compte]:
    """Nobody is told of what they did themselves."""
    return comptes.exclude(pk=par.pk if par else None)
