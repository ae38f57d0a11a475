"""A campaign of many bilans, one open to entry, and the public site of the demonstration."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from django.core.management import call_command
from django.db import connection, transaction
from stdnum import luhn

from espace_structures.bilans.enums import EtatBilan, TypeReponse
from espace_structures.bilans.metier.definition import CelluleDef, DefinitionTrame
from espace_structures.bilans.metier.importation.campagne import campagne_pour, definition_pour
from espace_structures.bilans.metier.importation.controle import BilanLu
from espace_structures.bilans.metier.importation.ecriture import ecrire_bilans
from espace_structures.bilans.models import Campagne
from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import RoleStructure, TypeStructure
from espace_structures.structures.models import MembreStructure, Structure

from .vitrines import remplir

EXERCICE, EXERCICE_OUVERT = 2022, 2023
LE = datetime(2023, 7, 1, 10, tzinfo=UTC)
DEPARTEMENTS = ("75", "77", "78", "91", "92", "93", "94", "95")
VALEURS_PAR_FEUILLE = 200


def preparer(bilans: int) -> dict:
    """Fills an empty database; says how many values it holds."""
    call_command("migrate", verbosity=0)
    call_command("charger_site_demonstration", verbosity=0)
    definition = definition_pour(EXERCICE, "parrainage")
    with transaction.atomic():
        campagne, _creee = campagne_pour(EXERCICE, "parrainage", definition, le=LE)
        _structures, reponses = ecrire_bilans(
            campagne, list(_bilans(bilans, definition)), le=LE, progresser=lambda etape, nombre: None
        )
        _ouvrir_la_saisie(definition)
    remplir(_siret)
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE")
    return {"bilans": bilans, "reponses": reponses}


def _bilans(nombre: int, definition: DefinitionTrame) -> Iterator[BilanLu]:
    hasard = random.Random(EXERCICE)  # noqa: S311 (figures of a benchmark)
    cellules = [cellule for cellule in definition.cellules.values() if not cellule.calcul]
    gardees = set(hasard.sample([c.code for c in cellules], min(VALEURS_PAR_FEUILLE, len(cellules))))
    types = TypeStructure.values
    for rang in range(nombre):
        yield BilanLu(
            ligne=rang,
            siret=_siret(rang),
            structure=f"Structure {rang:05d}",
            type_structure=types[rang % len(types)],
            etat=EtatBilan.VALIDE,
            feuilles={
                DEPARTEMENTS[rang % len(DEPARTEMENTS)]: {
                    cellule.code: _valeur(cellule, hasard) for cellule in cellules if cellule.code in gardees
                }
            },
        )


def _valeur(cellule: CelluleDef, hasard: random.Random) -> Decimal | str:
    if cellule.type == TypeReponse.CHOIX:
        return hasard.choice(cellule.choix).code
    if cellule.type == TypeReponse.DATE:
        return "2023-06-30"
    if cellule.type == TypeReponse.TEXTE:
        return "Une année régulière, des binômes suivis, des entreprises qui ouvrent leurs portes. " * 3
    if cellule.type == TypeReponse.EFFECTIF:
        return Decimal(hasard.randrange(40))
    return Decimal(hasard.randrange(1_000_000)) / 100


def _siret(rang: int) -> str:
    """A SIRET with a valid key that no company bears: its SIREN starts with 000."""
    siren = f"000{rang:05d}"
    siren += luhn.calc_check_digit(siren)
    corps = f"{siren}0001"
    return corps + luhn.calc_check_digit(corps)


def _ouvrir_la_saisie(definition: DefinitionTrame) -> None:
    """The next campaign, open to entry today, with one bilan to fill and the account that fills it."""
    campagne, _creee = campagne_pour(EXERCICE_OUVERT, "parrainage", definition, le=LE)
    Campagne.objects.filter(pk=campagne.pk).update(
        ouvre_le=date(2000, 1, 1), envoi_jusqu_au=date(2090, 1, 1), examen_jusqu_au=date(2090, 2, 1)
    )
    structure = Structure.objects.order_by("siret").first()
    assert structure is not None  # noqa: S101
    lu = BilanLu(0, structure.siret, structure.nom, structure.type, EtatBilan.A_SAISIR, {DEPARTEMENTS[0]: {}})
    ecrire_bilans(campagne, [lu], le=LE, progresser=lambda etape, nombre: None)
    compte = Compte.objects.create_user("bench@exemple.fr", "un mot de passe assez long")
    MembreStructure.objects.create(compte=compte, structure=structure, role=RoleStructure.RESPONSABLE)
