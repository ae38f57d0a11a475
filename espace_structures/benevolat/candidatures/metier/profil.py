"""What a person changes of themselves on their page; doing so is a contact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ...metier import courriels
from ...metier.conservation import prolonger
from ...metier.refus import BenevolatRefuse
from ...models import Benevole, LangueParlee

CHAMPS = (
    *("prenom", "nom", "telephone", "langue", "situation", "tranche_age", "sexe", "secteur", "metier", "code_commune"),
    *("rayon_km", "modalite", "regulier", "ponctuel", "immersion", "en_semaine", "en_soiree", "le_week_end"),
)
VALIDITE_DE_L_ADRESSE = timedelta(days=7)


@transaction.atomic
def modifier(
    benevole: Benevole, *, valeurs: Mapping[str, Any], publics: Iterable, langues: Iterable[str], le: datetime
) -> Benevole:
    """Write the profile anew; `valeurs`: fields of CHAMPS, the others are left alone."""
    benevole = _a_soi(benevole)
    for champ in CHAMPS:
        if champ in valeurs:
            setattr(benevole, champ, valeurs[champ])
    benevole.enregistre_le = le
    benevole.save(update_fields=[*CHAMPS, "enregistre_le"])
    benevole.publics.set(publics)
    voulues = set(langues)
    benevole.langues_parlees.exclude(code__in=voulues).delete()
    connues = set(benevole.langues_parlees.values_list("code", flat=True))
    LangueParlee.objects.bulk_create(LangueParlee(benevole=benevole, code=code) for code in sorted(voulues - connues))
    prolonger(benevole, le=le)
    return benevole


@transaction.atomic
def demander_une_adresse(benevole: Benevole, *, courriel: str) -> None:
    """Ask for another address: nothing changes before it is confirmed from the mail sent there."""
    courriels.confirmer_l_adresse(benevole, courriel)


def lire_l_adresse(jeton: str) -> tuple[Benevole, str] | None:
    """Person and new address of a link; None when it is false, old, revoked, or of an erased person."""
    try:
        pk, version, courriel = signing.loads(jeton, salt=courriels.SEL_DE_L_ADRESSE, max_age=VALIDITE_DE_L_ADRESSE)
    except signing.BadSignature:
        return None
    benevole = Benevole.objects.filter(pk=pk, version_lien=version).first()
    return None if benevole is None else (benevole, courriel)


@transaction.atomic
def changer_d_adresse(benevole: Benevole, *, courriel: str, le: datetime) -> Benevole:
    """The new address answers: it replaces the old one, whose links are worth nothing any more."""
    benevole = _a_soi(benevole)
    try:
        with transaction.atomic():
            benevole.courriel = courriel
            benevole.version_lien += 1
            benevole.save(update_fields=["courriel", "version_lien"])
    except IntegrityError:
        raise BenevolatRefuse(
            _("Cette adresse ouvre déjà une autre page : demandez son lien, ou donnez une autre adresse.")
        ) from None
    prolonger(benevole, le=le)
    courriels.envoyer_le_lien(benevole)
    return benevole


def _a_soi(benevole: Benevole) -> Benevole:
    trouve = Benevole.objects.select_for_update(of=("self",)).filter(pk=benevole.pk).first()
    if trouve is None:
        raise BenevolatRefuse(_("Vos informations ont été effacées entre-temps."))
    return trouve
