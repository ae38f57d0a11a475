"""A sheet as open data: a line of a table, points of a map. Headings are stable; people are never named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from portal.socle.geographie.communes import commune
from portal.socle.tableaux.valeurs import Valeur

ENTETES = (
    "siret",
    "nom",
    "type",
    "departements",
    "publics",
    "accroche",
    "sur_rendez_vous",
    "en_ligne",
    "sans_rendez_vous",
    "adresse",
    "code_postal",
    "code_commune",
    "commune",
    "latitude",
    "longitude",
    "courriel",
    "telephone",
    "site",
    "page",
    "verifiee_le",
)


def ligne_de(fiche: Any, adresse: str, verifiee_le: date | None) -> list[Valeur]:
    """The line of a sheet under `ENTETES`; `adresse` is that of its page."""
    structure, lieu = fiche.structure, commune(fiche.code_commune)
    return [
        structure.siret,
        fiche.title,
        structure.get_type_display(),
        ", ".join(implantation.departement for implantation in structure.implantations.all()),
        ", ".join(public.code for public in fiche.publics.all()),
        fiche.accroche,
        *(_oui_non(valeur) for valeur in (fiche.sur_rendez_vous, fiche.en_ligne, fiche.sans_rendez_vous)),
        fiche.adresse,
        fiche.code_postal,
        fiche.code_commune,
        lieu.nom if lieu else "",
        _degres(fiche.latitude),
        _degres(fiche.longitude),
        fiche.contact_courriel,
        fiche.contact_telephone,
        fiche.site,
        adresse,
        verifiee_le,
    ]


def points_de(fiche: Any, adresse: str, *, actions: Sequence[dict[str, str]] = ()) -> list[dict[str, Any]]:
    """A GeoJSON feature for each place of a sheet whose position is known; `actions`: title and address of each."""
    lieux = [(fiche, fiche.title), *((antenne, f"{fiche.title} – {antenne.nom}") for antenne in fiche.antennes.all())]
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(lieu.longitude, 5), round(lieu.latitude, 5)]},
            "properties": {
                "titre": titre,
                "type": str(fiche.structure.get_type_display()),
                "adresse": _adresse_postale(lieu),
                "url": adresse,
                "actions": list(actions),
            },
        }
        for lieu, titre in lieux
        if lieu.latitude is not None and lieu.longitude is not None
    ]


def _adresse_postale(lieu: Any) -> str:
    """Street, postcode and commune, in one line."""
    ici = commune(lieu.code_commune)
    ville = f"{lieu.code_postal} {ici.nom if ici else ''}".strip()
    return ", ".join(morceau for morceau in (lieu.adresse, ville) if morceau)


def _oui_non(valeur: bool) -> str:
    return "oui" if valeur else "non"


def _degres(valeur: float | None) -> Decimal | None:
    return None if valeur is None else Decimal(str(round(valeur, 5)))
