"""The life of a volunteer call: written, read by others where the animation wants it, published, full, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from espace_structures.structures.enums import StatutStructure
from espace_structures.vitrines.models import Public
from portal.socle.cache_pages import oublier_les_pages
from portal.socle.geographie.communes import Commune

from ... import journal
from ...enums import ETATS_VISIBLES, EtatAppel, EtatCandidature, RelectureDesAppels
from ...metier.refus import BenevolatRefuse
from ...metier.reglages import reglages
from ...models import AppelBenevoles, SecteurRecherche
from . import courriels

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte
    from espace_structures.structures.models import Structure

# Words that readers judged: changed once published, they are read again.
TEXTES = ("titre", "besoin", "rythme")


class VersionDepassee(BenevolatRefuse):
    """Somebody else saved the call meanwhile."""

    def __init__(self, version: int):
        super().__init__(
            _("Une autre personne a modifié cet appel entre-temps : comparez, puis enregistrez à nouveau.")
        )
        self.version = version


@dataclass(frozen=True, kw_only=True)
class AppelSaisi:
    """What the form of a call says."""

    titre: str
    besoin: str
    rythme: str
    forme: str
    modalite: str
    places: int
    commune: Commune
    jusqu_au: date
    en_semaine: bool = False
    en_soiree: bool = False
    le_week_end: bool = False
    mineurs_proteges: bool = False
    publics: Sequence[Public] = ()
    secteurs: Sequence[str] = ()

    def poser(self, appel: AppelBenevoles) -> set[str]:
        """Write the plain fields on a call; names of those that change."""
        lieu = {
            "code_commune": self.commune.code,
            "departement": self.commune.departement,
            "latitude": self.commune.latitude,
            "longitude": self.commune.longitude,
        }
        a_part = {"commune", "publics", "secteurs"}
        valeurs = {champ.name: getattr(self, champ.name) for champ in fields(self) if champ.name not in a_part} | lieu
        changes = {nom for nom, valeur in valeurs.items() if getattr(appel, nom) != valeur}
        for nom, valeur in valeurs.items():
            setattr(appel, nom, valeur)
        return changes - {"departement", "latitude", "longitude"}  # the commune says them

    def poser_les_listes(self, appel: AppelBenevoles) -> None:
        appel.publics.set(self.publics)
        appel.secteurs.exclude(secteur__in=self.secteurs).delete()
        SecteurRecherche.objects.bulk_create(
            [SecteurRecherche(appel=appel, secteur=secteur) for secteur in self.secteurs], ignore_conflicts=True
        )


def places_prises(appel: AppelBenevoles) -> int:
    """How many people the structure has accepted for this call."""
    return appel.candidatures.filter(etat=EtatCandidature.ACCEPTEE).count()


def places_restantes(appel: AppelBenevoles) -> int:
    """Places left, never less than none."""
    return max(0, appel.places - places_prises(appel))


def est_relu(structure: Structure) -> bool:
    """Whether somebody else reads the calls of this structure before they appear."""
    relecture = reglages().relecture
    if relecture == RelectureDesAppels.SAUF_CONFIANCE:
        return not structure.de_confiance
    return relecture == RelectureDesAppels.TOUS


@transaction.atomic
def creer(structure: Structure, *, saisie: AppelSaisi, par: Compte, le: datetime) -> AppelBenevoles:
    """A draft, which the structure alone sees."""
    _exiger_une_date(saisie.jusqu_au, le)
    appel = AppelBenevoles(structure=structure, cree_par=par, cree_le=le, modifie_le=le)
    saisie.poser(appel)
    appel.save()
    saisie.poser_les_listes(appel)
    journal.noter(appel, "benevolat.appel_cree", par=par, le=le)
    return appel


@transaction.atomic
def modifier(appel: AppelBenevoles, *, saisie: AppelSaisi, version: int, par: Compte, le: datetime) -> AppelBenevoles:
    """Change a draft or a call on the site, which stays there: a typo must not cost volunteers.

    Where calls are read beforehand, those who read are told when the words of a published one change.
    """
    appel = _verrouiller(appel)
    if appel.version != version:
        raise VersionDepassee(appel.version)
    if appel.etat == EtatAppel.A_RELIRE:
        raise BenevolatRefuse(_("Cet appel est en relecture : reprenez-le avant de le modifier."))
    if appel.etat == EtatAppel.CLOS:
        raise BenevolatRefuse(_("Cet appel est clos : copiez-le pour en publier un nouveau."))
    _exiger_une_date(saisie.jusqu_au, le)
    changes = saisie.poser(appel)
    _enregistrer(appel, le=le)
    saisie.poser_les_listes(appel)
    noms = sorted(str(AppelBenevoles._meta.get_field(nom).verbose_name) for nom in changes)
    journal.noter(appel, "benevolat.appel_modifie", par=par, le=le, detail=", ".join(noms))
    if appel.etat in ETATS_VISIBLES:
        if changes.intersection(TEXTES) and est_relu(appel.structure):
            courriels.prevenir_de_la_modification(appel, par=par)
        actualiser_les_places(appel, le=le)
        appel.refresh_from_db()
    return appel


@transaction.atomic
def copier(appel: AppelBenevoles, *, jusqu_au: date, par: Compte, le: datetime) -> AppelBenevoles:
    """A new draft that says the same until another day."""
    _exiger_une_date(jusqu_au, le)
    publics, secteurs = list(appel.publics.all()), list(appel.secteurs.values_list("secteur", flat=True))
    source = appel.pk
    copie = AppelBenevoles.objects.get(pk=source)
    copie.pk = None
    copie._state.adding = True
    copie.etat, copie.motif_renvoi, copie.version = EtatAppel.BROUILLON, "", 1
    copie.jusqu_au, copie.cree_par, copie.cree_le, copie.modifie_le = jusqu_au, par, le, le
    copie.soumis_le = copie.publie_le = copie.clos_le = None
    copie.save()
    copie.publics.set(publics)
    SecteurRecherche.objects.bulk_create([SecteurRecherche(appel=copie, secteur=secteur) for secteur in secteurs])
    journal.noter(
        copie, "benevolat.appel_cree", par=par, le=le, detail=_("Copie de l’appel n° %(pk)d") % {"pk": source}
    )
    return copie


@transaction.atomic
def supprimer(appel: AppelBenevoles) -> None:
    """Erase a draft that was never on the site."""
    appel = _verrouiller(appel)
    if appel.etat != EtatAppel.BROUILLON or appel.publie_le is not None:
        raise BenevolatRefuse(_("Seul un brouillon jamais publié se supprime : closez cet appel s’il ne sert plus."))
    appel.delete()


@transaction.atomic
def soumettre(appel: AppelBenevoles, *, par: Compte, le: datetime) -> str:
    """Publish the draft at once, or send it to those who read; the state that it is in."""
    appel = _verrouiller(appel)
    if appel.etat != EtatAppel.BROUILLON:
        raise BenevolatRefuse(_("Cet appel n’est plus un brouillon : rechargez la page pour voir où il en est."))
    _exiger_une_structure_active(appel)
    _exiger_une_date(appel.jusqu_au, le)
    if not est_relu(appel.structure):
        _publier(appel, par=par, le=le)
        return appel.etat
    appel.etat, appel.soumis_le, appel.motif_renvoi = EtatAppel.A_RELIRE, le, ""
    _enregistrer(appel, le=le)
    journal.noter(appel, "benevolat.appel_soumis", par=par, le=le)
    courriels.demander_la_relecture(appel, par=par)
    return appel.etat


@transaction.atomic
def reprendre(appel: AppelBenevoles, *, par: Compte, le: datetime) -> None:
    """Take the call back before it was read."""
    appel = _en_relecture(appel)
    appel.etat = EtatAppel.BROUILLON
    _enregistrer(appel, le=le)
    journal.noter(appel, "benevolat.appel_repris", par=par, le=le)


@transaction.atomic
def publier(appel: AppelBenevoles, *, par: Compte, le: datetime) -> None:
    """Whoever reads finds it good: it is on the site, and its structure is told."""
    appel = _en_relecture(appel)
    _exiger_une_structure_active(appel)
    _exiger_une_date(appel.jusqu_au, le)
    _publier(appel, par=par, le=le)
    courriels.prevenir_de_la_publication(appel, par=par)


@transaction.atomic
def renvoyer(appel: AppelBenevoles, *, motif: str, par: Compte, le: datetime) -> None:
    """Whoever reads asks for something else: the call is a draft again, with the reason."""
    appel = _en_relecture(appel)
    appel.etat, appel.motif_renvoi = EtatAppel.BROUILLON, motif
    _enregistrer(appel, le=le)
    journal.noter(appel, "benevolat.appel_renvoye", par=par, le=le, detail=motif)
    courriels.prevenir_du_renvoi(appel, motif=motif, par=par)


@transaction.atomic
def declarer_complet(appel: AppelBenevoles, *, par: Compte, le: datetime) -> None:
    """The structure has found its people, here or elsewhere: the call stays, for the waiting list."""
    appel = _verrouiller(appel)
    if appel.etat != EtatAppel.PUBLIE:
        raise BenevolatRefuse(_("Seul un appel publié peut être déclaré complet."))
    _changer(appel, EtatAppel.COMPLET, "benevolat.appel_complet", par=par, le=le)


@transaction.atomic
def rouvrir(appel: AppelBenevoles, *, par: Compte, le: datetime) -> None:
    """Look for people again: a full call, or a closed one whose date is still to come."""
    appel = _verrouiller(appel)
    if appel.etat not in (EtatAppel.COMPLET, EtatAppel.CLOS) or appel.publie_le is None:
        raise BenevolatRefuse(_("Seul un appel complet ou clos peut être rouvert."))
    _exiger_une_structure_active(appel)
    if appel.jusqu_au < timezone.localdate(le):
        raise BenevolatRefuse(_("La date de cet appel est passée : copiez-le avec une nouvelle date."))
    if not places_restantes(appel):
        raise BenevolatRefuse(_("Toutes les places sont prises : ajoutez-en à cet appel, il rouvrira de lui-même."))
    appel.clos_le = None
    _changer(appel, EtatAppel.PUBLIE, "benevolat.appel_rouvert", par=par, le=le)


@transaction.atomic
def clore(appel: AppelBenevoles, *, par: Compte | None, le: datetime) -> None:
    """Nobody applies to it any more; candidatures already received go on."""
    appel = _verrouiller(appel)
    if appel.etat not in ETATS_VISIBLES:
        raise BenevolatRefuse(_("Seul un appel publié ou complet peut être clos."))
    appel.clos_le = le
    _changer(appel, EtatAppel.CLOS, "benevolat.appel_clos", par=par, le=le)


def clore_les_passes(*, le: datetime) -> int:
    """Close the calls whose last day is over; how many."""
    passes = AppelBenevoles.objects.filter(etat__in=ETATS_VISIBLES, jusqu_au__lt=timezone.localdate(le))
    appels = list(passes)
    for appel in appels:
        clore(appel, par=None, le=le)
    return len(appels)


@transaction.atomic
def actualiser_les_places(appel: AppelBenevoles, *, le: datetime) -> None:
    """Turn the call full when its last place is taken, open again when one is free.

    A call that its structure declared full stays so: it may have found its people elsewhere.
    """
    appel = _verrouiller(appel)
    reste = places_restantes(appel)
    if appel.etat == EtatAppel.PUBLIE and not reste:
        _changer(appel, EtatAppel.COMPLET, "benevolat.appel_complet", par=None, le=le)
    elif appel.etat == EtatAppel.COMPLET and reste and not _declare_complet(appel):
        _changer(appel, EtatAppel.PUBLIE, "benevolat.appel_rouvert", par=None, le=le)


def _declare_complet(appel: AppelBenevoles) -> bool:
    """Whether somebody, rather than the count of places, made the call full."""
    derniere = ModelLogEntry.objects.filter(object_id=str(appel.pk), action="benevolat.appel_complet")
    derniere = derniere.filter(content_type__app_label="benevolat", content_type__model="appelbenevoles")
    return derniere.order_by("-timestamp", "-pk").values_list("user_id", flat=True).first() is not None


def _verrouiller(appel: AppelBenevoles) -> AppelBenevoles:
    verrous = AppelBenevoles.objects.select_for_update(of=("self",)).select_related("structure")
    return verrous.get(pk=appel.pk)


def _en_relecture(appel: AppelBenevoles) -> AppelBenevoles:
    appel = _verrouiller(appel)
    if appel.etat != EtatAppel.A_RELIRE:
        raise BenevolatRefuse(_("Cet appel n’est plus en relecture : quelqu’un d’autre a répondu, ou l’a repris."))
    return appel


def _exiger_une_date(jusqu_au: date, le: datetime) -> None:
    if jusqu_au < timezone.localdate(le):
        raise BenevolatRefuse(_("La date de cet appel est passée : donnez-lui une nouvelle date."))


def _exiger_une_structure_active(appel: AppelBenevoles) -> None:
    if appel.structure.statut != StatutStructure.ACTIVE:
        raise BenevolatRefuse(_("Cette structure est fermée : ses appels ne paraissent plus."))


def _publier(appel: AppelBenevoles, *, par: Compte, le: datetime) -> None:
    appel.publie_le, appel.motif_renvoi = le, ""
    _changer(appel, EtatAppel.PUBLIE, "benevolat.appel_publie", par=par, le=le)


def _changer(appel: AppelBenevoles, etat: str, fait: str, *, par: Compte | None, le: datetime) -> None:
    appel.etat = etat
    _enregistrer(appel, le=le)
    journal.noter(appel, fait, par=par, le=le)


def _enregistrer(appel: AppelBenevoles, *, le: datetime) -> None:
    appel.modifie_le = le
    appel.version += 1
    appel.save()
    oublier_les_pages()
