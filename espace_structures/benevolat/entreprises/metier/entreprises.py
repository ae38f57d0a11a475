"""The companies' door: an employer pledges volunteers, whose candidatures carry its code; it sees counts only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from portal.socle.geographie import nom_departement
from portal.socle.geographie.communes import commune

from ...enums import EtatCandidature, EtatEntreprise
from ...metier.refus import BenevolatRefuse
from ...models import Candidature, Entreprise
from . import courriels

# Read aloud or copied by hand without a doubt: no 0 nor O, no 1 nor I.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LONGUEUR = 8
SANS_CONFIRMATION = timedelta(days=7)
SEUIL = 5  # a smaller number might point at somebody
DUREE_MAXIMALE = timedelta(days=3 * 366)


@dataclass(frozen=True, kw_only=True)
class PointDEntreprise:
    """What the company reads: numbers of people, and where they live when there are enough of them."""

    inscrites: int
    rencontrees: int
    engagees: int
    territoires: tuple[tuple[str, int], ...] = ()


def par_code(code: str, *, jour: date) -> Entreprise | None:
    """The company of this code, if its address is confirmed and its pledge not over; case and spaces do not count."""
    return Entreprise.objects.filter(code=normaliser(code), etat=EtatEntreprise.ACTIVE, jusqu_au__gte=jour).first()


def normaliser(code: str) -> str:
    """The code as it is stored, however it was typed."""
    return "".join(code.split()).upper()


@transaction.atomic
def demander(
    *,
    nom: str,
    contact_nom: str,
    courriel: str,
    promesse: int,
    jusqu_au: date,
    langue: str,
    le: datetime,
    contact_fonction: str = "",
    message: str = "",
) -> Entreprise:
    """A pledge to confirm: only the address that it gives is written to."""
    verifier_le_terme(jusqu_au, timezone.localdate(le))
    entreprise = Entreprise.objects.create(
        nom=nom,
        contact_nom=contact_nom,
        contact_fonction=contact_fonction,
        courriel=courriel,
        promesse=promesse,
        jusqu_au=jusqu_au,
        message=message,
        langue=langue,
        code=_code_libre(),
        creee_le=le,
    )
    courriels.demander_la_confirmation(entreprise)
    return entreprise


@transaction.atomic
def confirmer(entreprise: Entreprise, *, le: datetime) -> Entreprise:
    """The address answers: the code is open. Confirming twice changes nothing."""
    verrouillee = _verrouiller(entreprise)
    if verrouillee.etat == EtatEntreprise.A_CONFIRMER:
        verrouillee.etat, verrouillee.confirmee_le = EtatEntreprise.ACTIVE, le
        verrouillee.save(update_fields=["etat", "confirmee_le"])
        courriels.souhaiter_la_bienvenue(verrouillee)
        courriels.prevenir_l_animation(verrouillee)
    return verrouillee


@transaction.atomic
def changer_la_promesse(entreprise: Entreprise, *, promesse: int, jusqu_au: date, le: datetime) -> Entreprise:
    """How many volunteers, and until when."""
    verrouillee = _verrouiller(entreprise)
    if verrouillee.etat != EtatEntreprise.ACTIVE:
        raise BenevolatRefuse(_("Cet engagement est terminé : remplissez de nouveau le formulaire pour reprendre."))
    verifier_le_terme(jusqu_au, timezone.localdate(le))
    verrouillee.promesse, verrouillee.jusqu_au = promesse, jusqu_au
    verrouillee.save(update_fields=["promesse", "jusqu_au"])
    return verrouillee


@transaction.atomic
def clore(entreprise: Entreprise) -> Entreprise:
    """The code opens nothing any more; the candidatures received under it go on."""
    verrouillee = _verrouiller(entreprise)
    if verrouillee.etat == EtatEntreprise.A_CONFIRMER:
        raise BenevolatRefuse(_("Confirmez d’abord l’adresse ; sans confirmation, tout s’efface en une semaine."))
    verrouillee.etat = EtatEntreprise.CLOSE
    verrouillee.save(update_fields=["etat"])
    return verrouillee


@transaction.atomic
def renvoyer_le_lien(courriel: str) -> None:
    """The links of this address, in one mail each; whether there is any is said to nobody but the address."""
    for entreprise in Entreprise.objects.filter(courriel__iexact=courriel.strip()).order_by("pk"):
        if entreprise.etat == EtatEntreprise.A_CONFIRMER:
            courriels.demander_la_confirmation(entreprise)
        else:
            courriels.redonner_le_lien(entreprise)


def purger(*, le: datetime) -> int:
    """Pledges that nobody confirmed in a week; how many."""
    oubliees = Entreprise.objects.filter(etat=EtatEntreprise.A_CONFIRMER, creee_le__lte=le - SANS_CONFIRMATION)
    return oubliees.delete()[1].get("benevolat.Entreprise", 0)


def bilan(entreprise: Entreprise, *, le: datetime) -> PointDEntreprise:
    """Its numbers, people counted once however many structures they wrote to: two queries."""
    siennes = Candidature.objects.filter(entreprise=entreprise).exclude(etat=EtatCandidature.A_CONFIRMER)
    comptes = siennes.aggregate(
        inscrites=Count("benevole", distinct=True),
        rencontrees=Count("benevole", distinct=True, filter=Q(rencontre_le__lte=le) | Q(etat=EtatCandidature.ACCEPTEE)),
        engagees=Count("benevole", distinct=True, filter=Q(etat=EtatCandidature.ACCEPTEE)),
    )
    lieux: dict[str, int] = {}
    for code, nombre in (
        siennes.order_by().values_list("benevole__code_commune").annotate(n=Count("benevole", distinct=True))
    ):
        lieu = commune(code)
        nom = nom_departement(lieu.departement) if lieu else ""
        lieux[nom] = lieux.get(nom, 0) + nombre
    return PointDEntreprise(**comptes, territoires=_sans_petits_nombres(lieux))


def _sans_petits_nombres(lieux: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """Rows of five people at least; those hidden are gathered, and no subtraction finds them again."""
    ranges = sorted(lieux.items(), key=lambda ligne: (-ligne[1], ligne[0]))
    visibles = [(nom, nombre) for nom, nombre in ranges if nom and nombre >= SEUIL]
    reste = sum(lieux.values()) - sum(nombre for _nom, nombre in visibles)
    while visibles and 0 < reste < SEUIL:
        reste += visibles.pop()[1]
    if not visibles:
        return ()
    return (*visibles, (_("Autres lieux"), reste)) if reste else tuple(visibles)


def verifier_le_terme(jusqu_au: date, jour: date) -> None:
    """A pledge ends in the future, in less than three years."""
    if not jour <= jusqu_au <= jour + DUREE_MAXIMALE:
        raise BenevolatRefuse(_("Choisissez un jour à venir, dans les trois ans."))


def _verrouiller(entreprise: Entreprise) -> Entreprise:
    return Entreprise.objects.select_for_update(of=("self",)).get(pk=entreprise.pk)


def _code_libre() -> str:
    """A code that nobody has: thousands of billions of them, a collision is drawn again."""
    while Entreprise.objects.filter(code=(code := get_random_string(LONGUEUR, ALPHABET))).exists():
        pass
    return code
