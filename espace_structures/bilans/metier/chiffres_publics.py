"""Which figures of an exercice the public may read, and which are too small to be told. Pure.

A plain count under five is kept back, and a rate when it, or what it leaves out, bears on fewer than eleven people
(domaine.md §7, statistical secrecy; the thresholds of S75 applied here out of prudence). When a single département is
kept back, the next smallest is too: otherwise the total of the region would give it away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .definition import DefinitionTrame
from .expressions import ExpressionInvalide, Releve, evaluer

SEUIL_EFFECTIF = 5
SEUIL_TAUX = 11


@dataclass(frozen=True, kw_only=True)
class ChiffrePublic:
    """A figure in the public's words; `rapporte_a` makes it a rate. Expressions are those of the trame."""

    code: str
    libelle: str | Promise
    expression: str
    rapporte_a: str = ""
    definition: str | Promise = ""

    @property
    def est_taux(self) -> bool:
        return bool(self.rapporte_a)


CHIFFRES_PUBLICS = (
    ChiffrePublic(
        code="entrants",
        libelle=_("personnes entrées en parrainage"),
        expression="B2",
        definition=_("Mises en relation validées dans l’année."),
    ),
    ChiffrePublic(
        code="accompagnes",
        libelle=_("personnes accompagnées"),
        expression="B3",
        definition=_("Parrainages en cours à un moment de l’année."),
    ),
    ChiffrePublic(
        code="benevoles",
        libelle=_("parrains, marraines et mentors mobilisés"),
        expression="D1",
        definition=_("Bénévoles engagés dans au moins un parrainage de l’année."),
    ),
    ChiffrePublic(
        code="qpv",
        libelle=_("des entrants habitent un quartier prioritaire"),
        expression="C4.QPV",
        rapporte_a="B2",
        definition=_("Part des entrants, situations non renseignées comprises."),
    ),
    ChiffrePublic(
        code="sorties_durables",
        libelle=_("de sorties en emploi durable ou en alternance"),
        expression="F.F1 + F.F2 + F.F4 + F.F5",
        rapporte_a="B4",
        definition=_("CDI, CDD ou intérim de six mois et plus, apprentissage, professionnalisation, sur les sorties."),
    ),
)
CHIFFRE = {chiffre.code: chiffre for chiffre in CHIFFRES_PUBLICS}


@dataclass(frozen=True, kw_only=True)
class Mesure:
    """A figure over the region and over each département; None where it is kept back or unknown."""

    chiffre: ChiffrePublic
    region: Decimal | None
    par_departement: dict[str, Decimal | None]

    @property
    def tus(self) -> list[str]:
        """Départements of which nothing is told."""
        return [code for code, valeur in self.par_departement.items() if valeur is None]


def mesurer(definition: DefinitionTrame, region: Releve, departements: Mapping[str, Releve]) -> list[Mesure]:
    """Every public figure that this trame can give, small numbers kept back."""
    mesures = (_mesurer(chiffre, definition, region, departements) for chiffre in CHIFFRES_PUBLICS)
    return [mesure for mesure in mesures if mesure is not None]


def _mesurer(chiffre, definition, region, departements) -> Mesure | None:
    try:
        ensemble = _quotient(chiffre, definition, region)
        termes = {code: _quotient(chiffre, definition, releve) for code, releve in departements.items()}
    except ExpressionInvalide:
        return None  # another region's trame: it does not count this
    dits = {code: terme for code, terme in termes.items() if terme is not None and terme.est_dicible}
    if len(termes) - len(dits) == 1 and dits:
        # The one kept back would be the total less the others.
        del dits[min(dits, key=lambda code: dits[code].effectif)]
    return Mesure(
        chiffre=chiffre,
        region=ensemble.valeur if ensemble is not None and ensemble.est_dicible else None,
        par_departement={code: dits[code].valeur if code in dits else None for code in termes},
    )


@dataclass(frozen=True)
class _Quotient:
    """A value, and the number of people on whom it is read."""

    valeur: Decimal
    effectif: (
        Decimal  # of a rate, the smaller of those counted and those left out: "all but two" tells as much as "two"
    )
    seuil: int

    @property
    def est_dicible(self) -> bool:
        return self.effectif >= self.seuil


def _quotient(chiffre: ChiffrePublic, definition: DefinitionTrame, releve: Releve) -> _Quotient | None:
    valeur = evaluer(chiffre.expression, definition, releve)
    if valeur is None:
        return None
    if not chiffre.est_taux:
        return _Quotient(valeur, valeur, SEUIL_EFFECTIF)
    base = evaluer(chiffre.rapporte_a, definition, releve)
    if not base:
        return None
    return _Quotient(valeur / base, min(valeur, base - valeur), SEUIL_TAUX)
