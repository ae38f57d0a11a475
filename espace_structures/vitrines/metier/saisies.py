"""What the forms of the gated space hand to the rules: plain values, already cleaned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.files import File

    from ..models import Public


LONGUEUR_RECIT = 30_000  # characters of a text without layout


@dataclass(frozen=True, kw_only=True)
class ChiffreSaisi:
    valeur: Decimal
    libelle: str
    annee: int
    unite: str = ""


@dataclass(frozen=True, kw_only=True)
class TemoignageSaisi:
    citation: str
    auteur: str
    accord: bool


@dataclass(frozen=True, kw_only=True)
class PhotoSaisie:
    """A picture: a new file, or one that the action already has (`image`: its primary key), or both to replace it."""

    alternative: str
    auteur: str
    personnes: bool
    consentement_jusqu_au: date | None = None
    fichier: File | None = None
    image: int | None = None


@dataclass(frozen=True, kw_only=True)
class ActionSaisie:
    """An action as the short form tells it. `deroulement` is plain text; None leaves what the page holds."""

    titre: str
    but: str
    debut: date
    fin: date | None = None
    deroulement: str | None = None
    departements: Sequence[str] = ()
    publics: Sequence[Public] = ()
    lieu: str = ""
    contact_nom: str = ""
    contact_courriel: str = ""
    contact_telephone: str = ""
    chiffres: Sequence[ChiffreSaisi] = ()
    temoignage: TemoignageSaisi | None = None
    photos: Sequence[PhotoSaisie] = ()


@dataclass(frozen=True, kw_only=True)
class AntenneSaisie:
    """An antenna; `identifiant` is its primary key when the sheet already has it."""

    nom: str
    adresse: str = ""
    code_postal: str = ""
    code_commune: str = ""
    telephone: str = ""
    horaires: str = ""
    identifiant: int | None = None


@dataclass(frozen=True, kw_only=True)
class FicheSaisie:
    """A sheet as its form tells it. `champs`: plain fields by name; `presentation` None leaves what the page holds."""

    champs: dict[str, object]
    presentation: str | None = None
    publics: Sequence[Public] = ()
    antennes: Sequence[AntenneSaisie] = ()
    logo: File | None = None
    sans_logo: bool = False
