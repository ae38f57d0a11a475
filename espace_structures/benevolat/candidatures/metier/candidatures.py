"""The road of a candidature: who may take which step from which state, and what each step tells the person.

Each step locks the row, so that two people who answer at once make one answer, and its mail leaves on commit.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espace_structures.structures.enums import StatutStructure

from ... import journal
from ...appels.metier.appels import actualiser_les_places
from ...engagements.metier.engagements import ouvrir_engagement
from ...enums import ETATS_EN_COURS, EtatCandidature, MotifRefus, MotifRetrait, OrigineEngagement
from ...metier import courriels
from ...metier.accueil import honorabilite_exigee, honorabilite_valable_pour
from ...metier.refus import BenevolatRefuse
from ...metier.reglages import reponse_promise
from ...models import Benevole, Candidature
from .gestes import AVEC_STRUCTURE, DEJA, GESTES

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte
    from espace_structures.structures.models import Structure

E = EtatCandidature


@transaction.atomic
def contacter(candidature: Candidature, *, par: Compte | None, le: datetime) -> Candidature:
    """The structure has called or written outside the portal."""
    candidature = _verrouiller(candidature, "contacter")
    return _passer(candidature, E.CONTACTEE, "contactee", par, le, courriels.dire_contactee)


def marquer_contactee(candidature: Candidature, *, par: Compte | None, le: datetime) -> Candidature:
    """A message to a new candidature is a contact: its own mail is enough. To be called under the lock."""
    return _passer(candidature, E.CONTACTEE, "contactee", par, le, None)


@transaction.atomic
def prevoir_rencontre(
    candidature: Candidature, *, quand: datetime, lieu: str = "", par: Compte | None, le: datetime, version: int = 0
) -> Candidature:
    """Set a meeting, or another moment for it. `version`: of the file that the form was shown for."""
    candidature = _verrouiller(candidature, "prevoir_rencontre", version)
    if quand <= le:
        raise BenevolatRefuse(_("Cette date est passée : donnez celle de la rencontre à venir."))
    candidature.rencontre_le, candidature.rencontre_lieu = quand, lieu.strip()
    return _passer(candidature, E.RENCONTRE_PREVUE, "rencontre", par, le, courriels.dire_rencontre)


@transaction.atomic
def mettre_en_attente(candidature: Candidature, *, par: Compte | None, le: datetime) -> Candidature:
    """No place now: the person stays on the waiting list."""
    candidature = _verrouiller(candidature, "mettre_en_attente")
    return _passer(candidature, E.LISTE_ATTENTE, "liste_attente", par, le, courriels.dire_attente)


@transaction.atomic
def reprendre(candidature: Candidature, *, par: Compte | None, le: datetime) -> Candidature:
    """A place is free: off the waiting list."""
    candidature = _verrouiller(candidature, "reprendre")
    return _passer(candidature, E.CONTACTEE, "reprise", par, le, courriels.dire_reprise)


@transaction.atomic
def accepter(
    candidature: Candidature, *, par: Compte | None, le: datetime, depuis: date | None = None, departement: str = ""
) -> Candidature:
    """The person is engaged from `depuis` (today unless told); refuses while child protection wants an attestation."""
    candidature = _verrouiller(candidature, "accepter")
    jour = timezone.localdate(le)
    if honorabilite_exigee(candidature) and not honorabilite_valable_pour(candidature, jour):
        raise BenevolatRefuse(
            _(
                "Cet accompagnement concerne des mineurs de la protection de l’enfance : notez d’abord, dans "
                "l’accueil, que vous avez vu une attestation d’honorabilité en cours de validité, puis acceptez."
            )
        )
    candidature = _passer(candidature, E.ACCEPTEE, "acceptee", par, le, courriels.dire_acceptee)
    ouvrir_engagement(
        candidature.benevole,
        candidature.structure,
        depuis=depuis or jour,
        origine=OrigineEngagement.CANDIDATURE,
        par=par,
        le=le,
        departement=departement,
        candidature=candidature,
    )
    if candidature.appel is not None:
        actualiser_les_places(candidature.appel, le=le)
    return candidature


@transaction.atomic
def refuser(
    candidature: Candidature, *, motif: str, precision: str = "", par: Compte | None, le: datetime
) -> Candidature:
    """No, for a coded reason: the person reads a courteous sentence, and the precision when there is one."""
    candidature = _verrouiller(candidature, "refuser")
    if motif not in MotifRefus.values:
        raise BenevolatRefuse(_("Choisissez la raison du refus : la personne a droit à une explication."))
    candidature.motif_refus, candidature.precision = motif, precision.strip()
    return _passer(candidature, E.REFUSEE, "refusee", par, le, courriels.dire_refusee)


@transaction.atomic
def retirer(candidature: Candidature, *, motif: str = "", precision: str = "", le: datetime) -> Candidature:
    """The person leaves; a candidature whose address was never confirmed disturbs nobody."""
    candidature = _verrouiller(candidature, "retirer")
    if motif and motif not in MotifRetrait.values:
        raise BenevolatRefuse(_("Choisissez une raison dans la liste, ou n’en donnez aucune."))
    connue = candidature.etat != E.A_CONFIRMER
    if not connue:
        # A confirmed state says when it was received.
        candidature.recue_le = le
    candidature.motif_retrait, candidature.precision = motif, precision.strip()
    dire = courriels.dire_retiree if connue else None
    return _passer(candidature, E.RETIREE, "retiree", None, le, dire, reponse=False)


@transaction.atomic
def reorienter(candidature: Candidature, *, vers: Structure | None, par: Compte | None, le: datetime) -> Candidature:
    """Close this one and open another at `vers` (None: the animation); returns the new one. `par` None: the portal."""
    candidature = _verrouiller(candidature, "reorienter")
    _refuser_de_reorienter(candidature, vers)
    # An answer of the structure, when one of its own gives it; not when others act in its silence.
    reponse = par is not None and courriels.membres_possibles(candidature).filter(pk=par.pk).exists()
    candidature = _passer(candidature, E.REORIENTEE, "reorientee", par, le, None, reponse=reponse, contact=reponse)
    nouvelle = Candidature.objects.create(
        benevole=candidature.benevole,
        structure=vers,
        message=candidature.message,
        etat=E.NOUVELLE,
        etat_depuis=le,
        creee_le=le,
        recue_le=le,
        promise_le=reponse_promise(le),
        accepte_reorientation=candidature.accepte_reorientation,
        suite_de=candidature,
        source=candidature.source,
        campagne=candidature.campagne,
        entreprise=candidature.entreprise,
    )
    journal.noter(nouvelle, "benevolat.recue", par=None, le=le)
    courriels.dire_reorientee(candidature, nouvelle)
    courriels.prevenir_la_structure(nouvelle)
    return nouvelle


@transaction.atomic
def confier(candidature: Candidature, *, a: Compte | None, par: Compte | None, le: datetime) -> Candidature:
    """Entrust the file to a member who may follow it; None: to nobody in particular."""
    candidature = _verrouiller(candidature, "confier")
    if a is not None and not courriels.membres_possibles(candidature).filter(pk=a.pk).exists():
        raise BenevolatRefuse(
            _("Cette personne ne suit pas les candidatures de la structure : choisissez quelqu’un dans la liste.")
        )
    if candidature.confiee_a_id == (a.pk if a else None):
        return candidature
    candidature.confiee_a = a
    candidature.version += 1
    candidature.save(update_fields=["confiee_a", "version"])
    journal.noter(candidature, "benevolat.confiee", par=par, le=le)
    if a is not None and a != par:
        courriels.dire_confiee(candidature)
    return candidature


def structures_deja_vues(candidature: Candidature) -> set[int]:
    """Structures of this candidature and of those that it follows: one never goes back to them."""
    vues: set[int] = set()
    courante: Candidature | None = candidature
    while courante is not None:
        if courante.structure_id is not None:
            vues.add(courante.structure_id)
        courante = courante.suite_de
    return vues


def verrouiller(candidature: Candidature) -> Candidature:
    """The file, alone to change it until the end of the transaction."""
    return (
        Candidature.objects.select_for_update(of=("self",))
        .select_related("benevole", "structure", "appel")
        .get(pk=candidature.pk)
    )


def _verrouiller(candidature: Candidature, geste: str, version: int = 0) -> Candidature:
    candidature = verrouiller(candidature)
    if candidature.etat not in GESTES[geste]:
        raise BenevolatRefuse(str(DEJA[E(candidature.etat)]))
    if geste in AVEC_STRUCTURE and candidature.structure_id is None:
        raise BenevolatRefuse(_("Cette candidature n’a pas encore de structure : confiez-la d’abord à l’une d’elles."))
    if version and version != candidature.version:
        raise BenevolatRefuse(
            _("Quelqu’un a modifié ce dossier pendant que vous le lisiez : relisez-le, puis recommencez.")
        )
    return candidature


def _passer(
    candidature: Candidature,
    etat: EtatCandidature,
    fait: str,
    par: Compte | None,
    le: datetime,
    dire: Callable[[Candidature], None] | None,
    *,
    reponse: bool = True,
    contact: bool = True,
) -> Candidature:
    """Change the state; `reponse`: the structure answers by it; `contact`: the person was in touch with somebody."""
    candidature.etat, candidature.etat_depuis = etat, le
    if reponse and candidature.repondue_le is None:
        candidature.repondue_le = le
    candidature.version += 1
    candidature.save()
    if contact:
        noter_contact(candidature.benevole, le=le)
    journal.noter(candidature, f"benevolat.{fait}", par=par, le=le)
    if dire is not None:
        dire(candidature)
    return candidature


def noter_contact(benevole: Benevole, *, le: datetime) -> None:
    """The time that a file is kept counts from here; whoever was warned of its erasure will be warned again."""
    benevole.dernier_contact_le, benevole.rappel_conservation_le = le, None
    benevole.save(update_fields=["dernier_contact_le", "rappel_conservation_le"])


def _refuser_de_reorienter(candidature: Candidature, vers: Structure | None) -> None:
    # A person who asked to be guided has asked for just that: only a chosen structure needs their word.
    if candidature.structure_id is not None and not candidature.accepte_reorientation:
        raise BenevolatRefuse(
            _(
                "Cette personne n’a pas accepté que sa candidature soit proposée ailleurs : écrivez-lui, elle peut "
                "donner son accord depuis sa page."
            )
        )
    if vers is None:
        if candidature.structure_id is None:
            raise BenevolatRefuse(_("L’animation régionale suit déjà cette candidature : choisissez une structure."))
        en_cours = candidature.benevole.candidatures.filter(structure=None, etat__in=ETATS_EN_COURS)
    else:
        if vers.statut != StatutStructure.ACTIVE:
            raise BenevolatRefuse(
                _("« %(structure)s » est fermée : choisissez une autre structure.") % {"structure": vers.nom}
            )
        if vers.pk in structures_deja_vues(candidature):
            raise BenevolatRefuse(
                _("Cette candidature est déjà passée par « %(structure)s » : choisissez une autre structure.")
                % {"structure": vers.nom}
            )
        en_cours = candidature.benevole.candidatures.filter(structure=vers, etat__in=ETATS_EN_COURS)
    if en_cours.exists():
        # Without a word of why: a structure does not learn where else somebody offers to help.
        raise BenevolatRefuse(_("Cette candidature ne peut pas y être proposée : choisissez une autre suite."))
