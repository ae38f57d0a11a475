"""Once a year a structure says that its sheet and its actions are still true; what nobody confirms is said to be so."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import ROLES_D_EDITION
from espace_structures.structures.models import MembreStructure
from portal.socle import courrier
from portal.socle.cache_pages import oublier_les_pages
from portal.socle.courrier import Lien, LigneAvecLien, Phrase
from portal.socle.planification import envoyer_une_fois

from ..journal import ACTION_TERMINEE, CONFIRMATION
from ..models import ActionPage, FichePage, Fraicheur
from .destinataires import responsables_de, structure_de

SEL = "vitrines.verification"
VALIDITE_DU_LIEN = timedelta(days=30)
RAPPEL = timedelta(days=30)
NOUVELLE_DEMANDE = timedelta(days=365)
CODE_DU_RAPPEL = "vitrines.fraicheur.rappel"


class ConfirmationRefusee(Exception):
    """Why a page cannot be confirmed, or an action ended; the message is fit for the user."""


def est_perimee(page: FichePage | ActionPage, *, le: date) -> bool:
    """Whether nobody confirmed the page for a year."""
    return page.est_perimee(le)


@transaction.atomic
def confirmer(page: FichePage | ActionPage, *, par: Compte | None, le: date) -> Fraicheur:
    """Everything is still right on this day: the original and its translations are fresh for a year."""
    originale = page.originale
    fraicheur, _nouvelle = Fraicheur.objects.update_or_create(
        page_id=originale.pk, defaults={"confirmee_le": le, "confirmee_par": par, "demandee_le": None}
    )
    log(instance=originale, action=CONFIRMATION, user=par)
    oublier_les_pages()
    return fraicheur


@transaction.atomic
def terminer(action: ActionPage, *, par: Compte, le: date) -> None:
    """The action ended on this day: it stays on the site, with its end. A draft being written keeps its text."""
    originale = ActionPage.objects.select_for_update(of=("self",)).get(pk=action.originale.pk)
    if originale.debut > le:
        raise ConfirmationRefusee(
            _("Cette action n’a pas encore commencé : corrigez ses dates, ou retirez-la du site.")
        )
    if originale.fin is None or originale.fin > le:
        for version in ActionPage.objects.filter(translation_key=originale.translation_key):
            ActionPage.objects.filter(pk=version.pk).update(fin=le)
            if version.latest_revision is not None:
                version.latest_revision.content["fin"] = le.isoformat()
                version.latest_revision.save(update_fields=["content"])
        log(instance=originale, action=ACTION_TERMINEE, user=par)
    confirmer(originale, par=par, le=le)


# --- The link of the mail ---------------------------------------------------------------------------------------------


def jeton(page: FichePage | ActionPage, compte: Compte) -> str:
    """What the link of the mail carries: this person may confirm this page, without signing in, for thirty days."""
    return signing.dumps({"page": page.pk, "compte": compte.pk}, salt=SEL)


def lire_le_jeton(texte: str) -> tuple[FichePage | ActionPage, Compte] | None:
    """Page and account of a link; None when it is old, altered, or its bearer no longer writes for the structure."""
    try:
        contenu = signing.loads(texte, salt=SEL, max_age=VALIDITE_DU_LIEN)
    except signing.BadSignature:
        return None
    page = next(
        (trouvee for modele in (FichePage, ActionPage) for trouvee in modele.objects.live().filter(pk=contenu["page"])),
        None,
    )
    compte = Compte.objects.filter(pk=contenu["compte"], is_active=True).first()
    if page is None or compte is None or not _ecrit_pour(compte, page):
        return None
    return page, compte


def _ecrit_pour(compte: Compte, page: FichePage | ActionPage) -> bool:
    membres = MembreStructure.objects.actifs().filter(role__in=ROLES_D_EDITION)
    return membres.filter(compte=compte, structure=structure_de(page)).exists()


# --- The yearly question ----------------------------------------------------------------------------------------------


def pages_perimees(le: date, **demande: date) -> list[FichePage | ActionPage]:
    """Sheets of active structures and actions that go on, unconfirmed for a year; the oldest first, in two queries."""
    fiches = FichePage.objects.perimees(le).de_structures_actives()
    actions = ActionPage.objects.perimees(le).de_structures_actives().filter(Q(fin__isnull=True) | Q(fin__gte=le))
    trouvees = [
        page
        for pages in (fiches, actions.avec_structure())
        for page in pages.filter(**demande).select_related("fraicheur")
    ]
    return sorted(trouvees, key=lambda page: (page.verifiee_depuis, page.pk))


def sans_reponse(le: date) -> list[FichePage | ActionPage]:
    """Stale pages whose structure was asked a month ago and said nothing: for the animation to call."""
    return pages_perimees(le, fraicheur__demandee_le__lte=le - RAPPEL)


@transaction.atomic
def demander(*, le: datetime) -> int:
    """Ask about what turned stale, remind a month later, once; how many mails left."""
    jour = timezone.localdate(le)
    a_ecrire: dict[tuple[int, bool], list] = defaultdict(list)
    for page in pages_perimees(jour):
        demande = _demandee(page)
        if demande is None or demande <= jour - NOUVELLE_DEMANDE:
            _noter_la_demande(page, jour)
            _repartir(page, a_ecrire, rappel=False)
        elif demande <= jour - RAPPEL:
            _repartir(page, a_ecrire, rappel=True, echeance=demande, le=le)
    return sum(_demander_a(compte, pages, rappel) for (compte, rappel), pages in sorted(a_ecrire.items()))


def _demandee(page) -> date | None:
    fraicheur = getattr(page, "fraicheur", None)
    return fraicheur.demandee_le if fraicheur else None


def _noter_la_demande(page, jour: date) -> None:
    Fraicheur.objects.update_or_create(
        page_id=page.pk,
        defaults={"demandee_le": jour},
        create_defaults={"demandee_le": jour, "confirmee_le": page.verifiee_depuis},
    )


def _repartir(page, a_ecrire: dict, *, rappel: bool, echeance: date | None = None, le: datetime | None = None) -> None:
    """Give the page to each responsable; a reminder to whom it has not been sent yet."""
    for compte in responsables_de(structure_de(page)):
        if (
            echeance is None
            or le is None
            or envoyer_une_fois(
                code=CODE_DU_RAPPEL, objet=f"page {page.pk}", destinataire=compte.email, echeance=echeance, le=le
            )
        ):
            a_ecrire[compte.pk, rappel].append(page)


def _demander_a(compte_pk: int, pages: list, rappel: bool) -> int:
    """One mail a person, with a link a page."""
    compte = Compte.objects.get(pk=compte_pk)
    lignes = [
        LigneAvecLien(
            Phrase(
                _("%(titre)s (vérifiée pour la dernière fois le %(jour)s)"), titre=page.title, jour=page.verifiee_depuis
            )
            if page.verifiee_depuis
            else page.title,
            Lien("vitrines:verifier", jeton(page, compte)),
        )
        for page in pages
    ]
    cle = "vitrines.page_a_confirmer_rappel" if rappel else "vitrines.page_a_confirmer"
    return courrier.envoyer(cle, a=compte, structure=structure_de(pages[0]).nom, liste=lignes)
