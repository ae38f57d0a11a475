"""Giving the figures of an exercice to the public, taking them back, and reading what was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from espace_structures.comptes.models import Compte
from portal.socle.cache_pages import oublier_les_pages

from .. import journal
from ..models import Campagne, ChiffrePublie, Publication
from .chiffres_publics import CHIFFRE, ChiffrePublic, Mesure, mesurer
from .consolidation import consolider
from .perimetre import Couverture, Perimetre, couvertures


class PublicationRefusee(Exception):
    """Nothing may be published yet; the message says what to do first."""


@dataclass(frozen=True, kw_only=True)
class Proposition:
    """What would be published today."""

    mesures: list[Mesure]
    couverture: Couverture


@dataclass(frozen=True, kw_only=True)
class ChiffreLu:
    """A published figure with its words."""

    chiffre: ChiffrePublic
    valeur: Decimal


@dataclass(frozen=True, kw_only=True)
class ChiffresLus:
    """The latest figures published about a territory, with all that must be said beside them."""

    publication: Publication
    chiffres: list[ChiffreLu]

    @property
    def exercice(self) -> int:
        return self.publication.campagne.exercice


def proposer(campagne: Campagne) -> Proposition:
    """The public figures of this campaign, from validated bilans alone; nothing is written."""
    perimetre = Perimetre(campagne=campagne)
    consolidation = consolider(campagne, perimetre.bilans(), feuilles=perimetre.filtre_feuilles())
    return Proposition(
        mesures=mesurer(consolidation.definition, consolidation.total, consolidation.par_departement),
        couverture=couvertures(perimetre).ensemble,
    )


@transaction.atomic
def publier(campagne: Campagne, *, par: Compte, le: datetime) -> Publication:
    """Freeze the figures and show them in the place of those published before; refuses without a validated bilan."""
    Campagne.objects.select_for_update(of=("self",)).get(pk=campagne.pk)
    proposition = proposer(campagne)
    if not proposition.couverture.valides:
        raise PublicationRefusee(
            _("Aucun bilan de cet exercice n’est validé : les chiffres se publient à partir des bilans validés.")
        )
    publication, _creee = Publication.objects.update_or_create(
        campagne=campagne,
        defaults={
            "publiee_le": le,
            "publiee_par": par,
            "bilans_valides": proposition.couverture.valides,
            "bilans_attendus": proposition.couverture.attendus,
        },
    )
    publication.chiffres.all().delete()
    ChiffrePublie.objects.bulk_create(
        ChiffrePublie(publication=publication, departement=departement, code=mesure.chiffre.code, valeur=valeur)
        for mesure in proposition.mesures
        for departement, valeur in [("", mesure.region), *mesure.par_departement.items()]
        if valeur is not None
    )
    log(
        instance=campagne,
        action=journal.PUBLIER,
        user=par,
        timestamp=le,
        data={"valides": publication.bilans_valides, "attendus": publication.bilans_attendus},
    )
    oublier_les_pages()
    return publication


@transaction.atomic
def retirer(campagne: Campagne, *, par: Compte, le: datetime) -> None:
    """Take the figures of this exercice off the public site; refuses when there are none."""
    publication = Publication.objects.select_for_update(of=("self",)).filter(campagne=campagne).first()
    if publication is None:
        raise PublicationRefusee(_("Les chiffres de cet exercice ne sont pas publiés : il n’y a rien à retirer."))
    publication.delete()
    log(instance=campagne, action=journal.RETIRER, user=par, timestamp=le)
    oublier_les_pages()


def chiffres_de(departement: str) -> ChiffresLus | None:
    """The latest published figures of a département, of the region when it is empty; two queries, None without any."""
    publication = Publication.objects.select_related("campagne").order_by("-campagne__exercice").first()
    if publication is None:
        return None
    valeurs = dict(publication.chiffres.filter(departement=departement).values_list("code", "valeur"))
    chiffres = [ChiffreLu(chiffre=CHIFFRE[code], valeur=valeurs[code]) for code in CHIFFRE if code in valeurs]
    return ChiffresLus(publication=publication, chiffres=chiffres) if chiffres else None
