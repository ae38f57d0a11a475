"""The same person twice: found by telephone, name and commune, or a near address; then made one.

Only among the files that the account may open: a structure never learns that somebody is known elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espace_structures.structures.droits import Appartenances
from portal.socle.entrees.textes import normaliser

from ...enums import ETATS_EN_COURS, Consultation
from ...metier.acces import noter_acces
from ...metier.courriels import dire_dossiers_reunis
from ...metier.refus import BenevolatRefuse
from ...models import AccesDossier, Accueil, Benevole, Candidature, Engagement, LangueParlee
from ...querysets import structures_de

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

RAISONS = {
    "telephone": gettext_lazy("même téléphone"),
    "nom": gettext_lazy("même nom, même commune"),
    "courriel": gettext_lazy("adresses électroniques très proches"),
}
_CHAMPS = ("prenom", "nom", "telephone", "courriel", "code_commune")


@dataclass(frozen=True)
class Doublon:
    """Somebody who may be the same person, and why one thinks so."""

    benevole: Benevole
    raisons: list[str]


def visibles(compte: Compte) -> QuerySet[Benevole]:
    """The confirmed people whose file this account may open."""
    candidats = Candidature.objects.visibles_par(compte).values("benevole")
    engages = Engagement.objects.visibles_par(compte).values("benevole")
    return Benevole.objects.confirmes().filter(Q(pk__in=candidats) | Q(pk__in=engages))


def doublons_de(benevole: Benevole, compte: Compte) -> list[Doublon]:
    """Those who may be the same person as this one."""
    siennes = _cles(*(getattr(benevole, champ) for champ in _CHAMPS))
    communs: dict[int, set] = {}
    for pk, *valeurs in visibles(compte).exclude(pk=benevole.pk).values_list("pk", *_CHAMPS):
        if partagees := siennes & _cles(*valeurs):
            communs[pk] = partagees
    return [
        Doublon(autre, [str(raison) for genre, raison in RAISONS.items() if any(c[0] == genre for c in communs[pk])])
        for pk, autre in sorted(Benevole.objects.in_bulk(communs).items())
    ]


def a_doublon(benevoles: Iterable[int], compte: Compte) -> set[int]:
    """Which of these people may be known twice: one query, for a list."""
    par_cle: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for pk, *valeurs in visibles(compte).values_list("pk", *_CHAMPS):
        for cle in _cles(*valeurs):
            par_cle[cle].add(pk)
    doubles = {pk for pks in par_cle.values() if len(pks) > 1 for pk in pks}
    return doubles & set(benevoles)


def peut_reunir(benevoles: Iterable[Benevole], compte: Compte) -> bool:
    """Whether all that concerns these people belongs to structures that the account follows."""
    siennes = structures_de(Appartenances.de(compte))
    if siennes is None:
        return True
    return not any(
        modele.objects.filter(benevole__in=list(benevoles))
        .filter(Q(structure__isnull=True) | ~Q(structure__in=siennes))
        .exists()
        for modele in (Candidature, Engagement, Accueil)
    )


@transaction.atomic
def reunir(garde: Benevole, autre: Benevole, *, par: Compte, le: datetime) -> Benevole:
    """One file out of two: the profile of `garde`, what both have lived through."""
    if garde.pk == autre.pk:
        raise BenevolatRefuse(_("C’est le même dossier : choisissez-en deux différents."))
    garde, autre = _verrouiller(garde, autre)
    if not peut_reunir([garde, autre], par):
        raise BenevolatRefuse(
            _("Une autre structure suit aussi cette personne : seule l’animation régionale peut réunir les dossiers.")
        )
    _refuser_deux_engagements(garde, autre)
    adresses = {benevole.courriel: benevole.langue for benevole in (garde, autre) if benevole.courriel}
    _reunir_les_candidatures(garde, autre)
    _reunir_les_accueils(garde, autre)
    autre.engagements.update(benevole=garde)
    AccesDossier.objects.filter(benevole=autre).update(benevole=garde)
    _completer_le_profil(garde, autre)
    noter_acces([garde.pk], structure=None, par=par, action=Consultation.FUSIONNER, le=le)
    dire_dossiers_reunis(garde, adresses)
    return garde


def _verrouiller(*benevoles: Benevole) -> list[Benevole]:
    """Candidatures first, as every other step locks them, then the people, in the order of their keys."""
    pks = [benevole.pk for benevole in benevoles]
    list(Candidature.objects.select_for_update(of=("self",)).filter(benevole__in=pks).order_by("pk"))
    lus = {b.pk: b for b in Benevole.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")}
    if len(lus) < len(pks) or any(benevole.confirme_le is None for benevole in lus.values()):
        raise BenevolatRefuse(_("L’un des deux dossiers n’existe plus : rechargez la liste."))
    return [lus[pk] for pk in pks]


def _refuser_deux_engagements(garde: Benevole, autre: Benevole) -> None:
    communs = autre.engagements.filter(structure__in=garde.engagements.values("structure")).select_related("structure")
    for engagement in communs:
        raise BenevolatRefuse(
            _(
                "Les deux dossiers ont un engagement dans « %(structure)s », et leurs saisons ne se mélangent pas : "
                "terminez celui qui est en trop et gardez les deux dossiers, le second s’effacera avec le temps."
            )
            % {"structure": engagement.structure.nom}
        )


def _reunir_les_candidatures(garde: Benevole, autre: Benevole) -> None:
    """A structure keeps one running candidature of a person: the furthest on, with what the other one holds."""
    en_cours = {une.structure_id: une for une in garde.candidatures.filter(etat__in=ETATS_EN_COURS)}
    for candidature in autre.candidatures.order_by("pk"):
        double = en_cours.get(candidature.structure_id) if candidature.etat in ETATS_EN_COURS else None
        if double is None:
            candidature.benevole = garde
            candidature.save(update_fields=["benevole"])
        else:
            _fondre(*sorted((double, candidature), key=_avancement, reverse=True), garde=garde)


def _avancement(candidature: Candidature) -> tuple[int, int]:
    return ETATS_EN_COURS.index(candidature.etat), -candidature.pk


def _fondre(reste: Candidature, part: Candidature, *, garde: Benevole) -> None:
    for lot in (part.messages, part.notes):
        lot.update(candidature=reste)
    part.suites.update(suite_de=reste)
    reste.etiquettes.add(*part.etiquettes.all())
    # The oldest promise is the one that is owed.
    for champ in ("recue_le", "promise_le", "repondue_le", "creee_le"):
        dates = [valeur for une in (reste, part) if (valeur := getattr(une, champ)) is not None]
        setattr(reste, champ, min(dates, default=None))
    reste.accepte_reorientation &= part.accepte_reorientation
    reste.message = reste.message or part.message
    reste.appel = reste.appel or part.appel
    reste.confiee_a = reste.confiee_a or part.confiee_a
    reste.version += 1
    part.delete()
    reste.benevole = garde
    reste.save()


def _reunir_les_accueils(garde: Benevole, autre: Benevole) -> None:
    siens = {accueil.structure_id: accueil for accueil in garde.accueils.all()}
    for accueil in autre.accueils.all():
        reste = siens.get(accueil.structure_id)
        if reste is None:
            accueil.benevole = garde
            accueil.save(update_fields=["benevole"])
            continue
        for champ in ("entretien_le", "charte_le", "formation_le"):
            setattr(reste, champ, getattr(reste, champ) or getattr(accueil, champ))
        reste.mineurs |= accueil.mineurs
        reste.mineurs_proteges |= accueil.mineurs_proteges
        if accueil.honorabilite_le and (
            reste.honorabilite_le is None or accueil.honorabilite_le > reste.honorabilite_le
        ):
            for champ in ("honorabilite", *(f"honorabilite_{nom}" for nom in ("le", "jusqu_au", "par", "rappelee_le"))):
                setattr(reste, champ, getattr(accueil, champ))
        reste.modifie_le = max(reste.modifie_le, accueil.modifie_le)
        accueil.delete()
        reste.save()


def _completer_le_profil(garde: Benevole, autre: Benevole) -> None:
    """The chosen profile, its empty answers filled in with the other's; the other file goes away."""
    connues = set(garde.langues_parlees.values_list("code", flat=True))
    LangueParlee.objects.filter(benevole=autre).exclude(code__in=connues).update(benevole=garde)
    if not garde.publics.exists():
        garde.publics.set(autre.publics.all())
    dernier_contact = max(garde.dernier_contact_le, autre.dernier_contact_le)
    Benevole.objects.get(pk=autre.pk).delete()
    for champ in (
        *("courriel", "telephone", "situation", "tranche_age", "sexe", "secteur", "metier", "code_commune"),
        *("modalite", "charte_acceptee_le", "consentement_le"),
    ):
        setattr(garde, champ, getattr(garde, champ) or getattr(autre, champ))
    garde.dernier_contact_le, garde.rappel_conservation_le = dernier_contact, None
    garde.save()


def _cles(prenom: str, nom: str, telephone: str, courriel: str, commune: str) -> set[tuple[str, ...]]:
    """What two people have in common when they may be one."""
    cles: set[tuple[str, ...]] = set()
    chiffres = re.sub(r"\D", "", telephone)
    if len(chiffres) >= 9:
        cles.add(("telephone", chiffres[-9:]))  # 06…, +33 6… and 0033 6… meet
    nom_entier = " ".join(sorted(normaliser(f"{prenom} {nom}").split()))
    if nom_entier and commune:
        cles.add(("nom", nom_entier, commune))
    boite, _arobase, domaine = courriel.lower().partition("@")
    boite = boite.partition("+")[0].replace(".", "")
    if boite:
        cles |= {("courriel", boite, domaine), ("courriel", boite, nom_entier)}
    return cles
