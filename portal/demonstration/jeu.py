"""The structures of the demonstration, which do not exist: their public, their funding, their state this year."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from stdnum import luhn

from espace_structures.bilans.enums import EtatBilan
from espace_structures.structures.enums import LigneBudgetaire, TypeStructure

from .profils import ADULTES, DIPLOMES, ENTREPRISES, HANDICAP, JEUNES, SENIORS, Profil

MARQUE = "(exemple)"  # in the name of every fictional structure; a real one never bears it
EXERCICES = (2023, 2024, 2025)


def siret_fictif(numero: int) -> str:
    """A SIRET with valid keys that no company bears: its SIREN starts with 000."""
    siren = f"000{numero:05d}"
    siren += luhn.calc_check_digit(siren)
    return (corps := f"{siren}0001") + luhn.calc_check_digit(corps)


@dataclass(frozen=True, kw_only=True)
class AideFictive:
    """What a funder grants each year: a share of the expected entrants at so much each, or a sum for the action."""

    financeur: str
    ligne: LigneBudgetaire
    part: Decimal = Decimal(0)
    par_personne: Decimal = Decimal(0)  # 305 € at most on a State line
    forfait: Decimal = Decimal(0)


def _etat(part: str, par_personne: int = 300, ligne: LigneBudgetaire = LigneBudgetaire.P102) -> AideFictive:
    financeur = "PREF93" if ligne == LigneBudgetaire.P147 else "DRIEETS"
    return AideFictive(financeur=financeur, ligne=ligne, part=Decimal(part), par_personne=Decimal(par_personne))


def _forfait(financeur: str, ligne: LigneBudgetaire, montant: int) -> AideFictive:
    return AideFictive(financeur=financeur, ligne=ligne, forfait=Decimal(montant))


@dataclass(frozen=True, kw_only=True)
class StructureFictive:
    """A structure: how many entrants one expects in each of its départements, its funding, its state this year."""

    nom: str
    type: TypeStructure
    profil: Profil
    entrants: dict[str, int]  # by département
    aides: tuple[AideFictive, ...]
    etat: EtatBilan  # of the bilan of the campaign in course
    referent: tuple[str, str]  # first name, last name
    part_qpv: float
    depuis: int = EXERCICES[0]
    facteurs: dict[int, float] = field(default_factory=dict)  # an unusual year
    nature: str = "vers_emploi"
    valorise_le_benevolat: bool = False
    suit_les_secteurs: bool = False

    @property
    def nom_affiche(self) -> str:
        return f"{self.nom} {MARQUE}"


STRUCTURES = (
    StructureFictive(
        nom="Mission locale des Deux-Rives",
        type=TypeStructure.MISSION_LOCALE,
        profil=JEUNES,
        entrants={"92": 34, "93": 58},
        aides=(
            _etat("0.6", 305),
            _etat("0.22", 305, LigneBudgetaire.P147),
            _forfait("REGION", LigneBudgetaire.REGION, 9000),
        ),
        etat=EtatBilan.EN_COURS,
        referent=("Nadia", "Rostand"),
        part_qpv=0.52,
        nature="les_deux",
    ),
    StructureFictive(
        nom="Mission locale des Trois-Plaines",
        type=TypeStructure.MISSION_LOCALE,
        profil=JEUNES,
        entrants={"77": 61},
        aides=(_etat("0.86", 290),),
        etat=EtatBilan.VALIDE,
        referent=("Hugo", "Lemaire"),
        part_qpv=0.24,
    ),
    StructureFictive(
        nom="Mission locale Val-des-Saules",
        type=TypeStructure.MISSION_LOCALE,
        profil=JEUNES,
        entrants={"95": 72},
        aides=(_etat("0.84", 295), _forfait("REGION", LigneBudgetaire.REGION, 7500)),
        etat=EtatBilan.TRANSMIS,
        referent=("Inès", "Carpentier"),
        part_qpv=0.41,
        facteurs={2024: 0.64},
        suit_les_secteurs=True,
    ),
    StructureFictive(
        nom="PLIE des Quatre-Moulins",
        type=TypeStructure.PLIE,
        profil=ADULTES,
        entrants={"94": 38},
        aides=(_etat("0.8", 280), _forfait("REGION", LigneBudgetaire.FSE, 8200)),
        etat=EtatBilan.VALIDE,
        referent=("Sandrine", "Okafor"),
        part_qpv=0.46,
    ),
    StructureFictive(
        nom="Cap emploi Horizon Sud",
        type=TypeStructure.CAP_EMPLOI,
        profil=HANDICAP,
        entrants={"91": 27},
        aides=(_etat("0.88", 300),),
        etat=EtatBilan.TRANSMIS,
        referent=("Paul", "Marchetti"),
        part_qpv=0.22,
    ),
    StructureFictive(
        nom="Association Le Pont des Talents",
        type=TypeStructure.ASSOCIATION,
        profil=DIPLOMES,
        entrants={"75": 88},
        aides=(_etat("0.55", 305), _forfait("PARIS", LigneBudgetaire.VILLE_PARIS, 16000)),
        etat=EtatBilan.VALIDE,
        referent=("Aminata", "Keller"),
        part_qpv=0.58,
        valorise_le_benevolat=True,
        suit_les_secteurs=True,
    ),
    StructureFictive(
        nom="Association Passerelle Nord-Est",
        type=TypeStructure.ASSOCIATION,
        profil=DIPLOMES,
        entrants={"75": 41, "93": 47},
        aides=(
            _etat("0.42", 300),
            _etat("0.25", 300, LigneBudgetaire.P147),
            _forfait("PARIS", LigneBudgetaire.VILLE_PARIS, 8000),
        ),
        etat=EtatBilan.TRANSMIS,
        referent=("Thomas", "Belkacem"),
        part_qpv=0.63,
        valorise_le_benevolat=True,
    ),
    StructureFictive(
        nom="Club d’entreprises Les Portes de l’Ouest",
        type=TypeStructure.CLUB_ENTREPRISES,
        profil=ENTREPRISES,
        entrants={"78": 36},
        aides=(_etat("0.82", 285),),
        etat=EtatBilan.A_COMPLETER,
        referent=("Claire", "Vasseur"),
        part_qpv=0.27,
        nature="les_deux",
        suit_les_secteurs=True,
    ),
    StructureFictive(
        nom="Réseau Anciens et Passeurs",
        type=TypeStructure.RESEAU_RETRAITES,
        profil=SENIORS,
        entrants={"92": 31},
        aides=(_etat("0.85", 270),),
        etat=EtatBilan.EN_COURS,
        referent=("Michel", "Andrieu"),
        part_qpv=0.28,
        valorise_le_benevolat=True,
    ),
    StructureFictive(
        nom="Association Un Pas de Plus",
        type=TypeStructure.ASSOCIATION,
        profil=JEUNES,
        entrants={"93": 52},
        aides=(_etat("0.45", 305), _etat("0.4", 305, LigneBudgetaire.P147)),
        etat=EtatBilan.VALIDE,
        referent=("Leïla", "Fontaine"),
        part_qpv=0.68,
    ),
    StructureFictive(
        nom="Les Ateliers du Halage",
        type=TypeStructure.ASSOCIATION,
        profil=ADULTES,
        entrants={"94": 24},
        aides=(_etat("0.85", 290),),
        etat=EtatBilan.A_SAISIR,
        referent=("Julien", "Prévost"),
        part_qpv=0.39,
        depuis=2024,
        nature="les_deux",
    ),
    StructureFictive(
        nom="Fondation Relais des Métiers",
        type=TypeStructure.AUTRE,
        profil=ENTREPRISES,
        entrants={"91": 45},
        aides=(_etat("0.7", 300), _forfait("REGION", LigneBudgetaire.REGION, 6000)),
        etat=EtatBilan.A_SAISIR,
        referent=("Béatrice", "Nguyen"),
        part_qpv=0.35,
        valorise_le_benevolat=True,
    ),
)
