"""Rows written before the present rules, read as the entrances read now: for data migrations."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, models, transaction
from django.db.models.functions import Cast
from wagtail.fields import RichTextField

from .courriels import normaliser_courriel
from .identifiants import normaliser_telephone, valider_telephone
from .textes import nettoyer, nettoyer_html

journal = logging.getLogger(__name__)

LOT = 500


def relire(modele: type[models.Model], noms: tuple[str, ...] = ()) -> int:
    """Brings the texts of a table (these fields, or all) to what the entrances would keep; how many rows changed.

    Row by row: one that a constraint refuses, because the clean value is another row's, stays as it was and is logged.
    """
    lecteurs = {
        champ.name: lecteur
        for champ in modele._meta.local_concrete_fields
        if (not noms or champ.name in noms) and (lecteur := _lecteur(champ)) is not None
    }
    if not lecteurs:
        return 0
    # A JSON column as it is stored: the blocks of a StreamField are not known here.
    bruts = {
        f"brut_{nom}": Cast(nom, models.TextField()) for nom, lecteur in lecteurs.items() if lecteur is _relire_json
    }
    lues = [f"brut_{nom}" if f"brut_{nom}" in bruts else nom for nom in lecteurs]
    lignes = modele._base_manager.annotate(**bruts).order_by("pk").values_list("pk", *lues)
    changees, lot = 0, list(lignes[:LOT])
    while lot:
        for pk, *valeurs in lot:
            propres = {
                nom: propre
                for (nom, lecteur), valeur in zip(lecteurs.items(), valeurs, strict=True)
                if valeur and (propre := lecteur(valeur)) != valeur
            }
            changees += bool(propres) and _ecrire(modele, pk, propres, bruts)
        lot = list(lignes.filter(pk__gt=lot[-1][0])[:LOT])
    return changees


def _lecteur(champ: models.Field) -> Callable[[str], str] | None:
    """How the entrance of this field reads; None for what is not a text. The database itself holds what a SIRET is."""
    if champ.get_internal_type() == "JSONField":
        return _relire_json
    if isinstance(champ, models.EmailField):
        return normaliser_courriel
    if isinstance(champ, RichTextField):
        return nettoyer_html
    if not isinstance(champ, models.CharField | models.TextField) or champ.choices:
        return None
    return normaliser_telephone if valider_telephone in champ.validators else nettoyer


def _relire_json(brut: str) -> str:
    """The same text where nothing changes, whatever its spaces."""
    lu = json.loads(brut)
    propre = _parcourir(lu)
    return brut if propre == lu else json.dumps(propre)


def _parcourir(valeur: Any) -> Any:
    if isinstance(valeur, str):
        return nettoyer_html(valeur)
    if isinstance(valeur, list):
        return [_parcourir(element) for element in valeur]
    return {cle: _parcourir(element) for cle, element in valeur.items()} if isinstance(valeur, dict) else valeur


def _ecrire(modele: type[models.Model], pk: Any, propres: dict[str, str], bruts: dict[str, Any]) -> bool:
    valeurs = {
        nom: models.Value(json.loads(propre), models.JSONField()) if f"brut_{nom}" in bruts else propre
        for nom, propre in propres.items()
    }
    try:
        with transaction.atomic():
            modele._base_manager.filter(pk=pk).update(**valeurs)
    except DatabaseError as refus:
        journal.warning(
            "%s %s left as it was (%s): %s", modele._meta.label, pk, ", ".join(propres), type(refus).__name__
        )
        return False
    return True
