"""Understanding the lines: each is checked alone, then against those of the same bilan. Every fault is kept."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _

from espace_structures.structures.enums import TypeStructure
from portal.socle.entrees.identifiants import lire_siret
from portal.socle.entrees.textes import nettoyer
from portal.socle.geographie import DEPARTEMENTS

from ...enums import EtatBilan
from ..definition import DefinitionTrame
from .fichier import Faute, LigneDuFichier, lire_lignes
from .valeurs import LecteurDeValeurs, raison

PAS = 20_000  # lines between two words about progress
LONGUEUR_NOM = 200


@dataclass(slots=True)
class BilanLu:
    """A bilan of the file; `feuilles` gives the answers (by code) of each département. `ligne`: its first line."""

    ligne: int
    siret: str
    structure: str
    type_structure: str
    etat: str
    feuilles: dict[str, dict[str, Decimal | str]] = field(default_factory=dict)
    lignes: dict[str, dict[str, int]] = field(default_factory=dict)  # by département, the line of each code

    def ligne_de(self, departement: str | None, codes: tuple[str, ...]) -> int:
        """The first line that says one of these cells, of one sheet or of any; that of the bilan when none does."""
        feuilles = self.lignes.values() if departement is None else [self.lignes.get(departement, {})]
        return min((dites[code] for dites in feuilles for code in codes if code in dites), default=self.ligne)


def lire_bilans(
    fichier: BinaryIO, *, exercice: int, definition: DefinitionTrame, progresser: Callable[[str, int], None]
) -> tuple[list[BilanLu], list[Faute]]:
    """The bilans of the file in their order, and every fault."""
    fautes: list[Faute] = []
    lecture = _Lecture(exercice, definition, fautes)
    rang = 0
    for rang, ligne in enumerate(lire_lignes(fichier, fautes), 1):
        lecture.ajouter(ligne)
        if rang % PAS == 0:
            progresser(_("lignes lues"), rang)
    if rang % PAS:
        progresser(_("lignes lues"), rang)
    return list(lecture.bilans.values()), fautes


class _Lecture:
    """What the lines said so far."""

    def __init__(self, exercice: int, definition: DefinitionTrame, fautes: list[Faute]):
        self.bilans: dict[str, BilanLu] = {}
        self._exercice, self._definition, self._fautes = exercice, definition, fautes
        self._valeurs = LecteurDeValeurs(definition)
        self._identites: dict[tuple[str, ...], tuple[str, list[str]]] = {}  # SIRET and faults of those already met
        self._premieres: dict[tuple[str, str], dict[str, int]] = {}  # by sheet: first line of each cell

    def ajouter(self, ligne: LigneDuFichier) -> None:
        """Checks a line and keeps its answer; its faults go with the others."""
        if ligne.identite not in self._identites:
            self._identites[ligne.identite] = _identite(ligne, self._exercice)
        siret, raisons_d_identite = self._identites[ligne.identite]
        raisons = list(raisons_d_identite)
        ligne = ligne._replace(departement=_departement(ligne.departement))
        bilan = self.bilans.get(siret)
        if bilan is not None and not raisons:
            raisons += _contradictions(ligne, bilan)
        valeur, raisons_de_valeur = self._lire(ligne)
        raisons += raisons_de_valeur
        code = sys.intern(ligne.code)
        premieres = self._premieres.setdefault((siret, ligne.departement), {})
        premiere = premieres.setdefault(code, ligne.numero)
        if premiere != ligne.numero:
            raisons.append(
                _("Cette case de cette feuille est déjà à la ligne %(ligne)s : gardez une seule des deux.")
                % {"ligne": premiere}
            )
        if raisons:
            self._fautes += [Faute(ligne.numero, une) for une in raisons]
            return
        if bilan is None:
            bilan = self.bilans[siret] = BilanLu(
                ligne.numero, siret, nettoyer(ligne.structure), ligne.type_structure, ligne.etat
            )
        reponses = bilan.feuilles.setdefault(ligne.departement, {})
        bilan.lignes[ligne.departement] = premieres
        if valeur is not None:
            reponses[code] = valeur

    def _lire(self, ligne: LigneDuFichier) -> tuple[Decimal | str | None, list[str]]:
        """The answer and what is wrong with it. Neither code nor value: the sheet exists, without that answer."""
        code, texte = ligne.code, ligne.valeur
        if not code:
            return None, [_("Une valeur sans code de case : écrivez le code, ou retirez la valeur.")] if texte else []
        cellule = self._definition.cellules.get(code)
        if cellule is None:
            return None, [_("Le code « %(code)s » n’existe pas dans la trame : vérifiez-le.") % {"code": code[:80]}]
        if cellule.calcul:
            return None, [
                _("La case %(code)s se calcule (%(calcul)s) : elle ne s’importe pas. Retirez cette ligne.")
                % {"code": code, "calcul": cellule.calcul}
            ]
        try:
            return self._valeurs.lire(code, texte), []
        except ValidationError as erreur:
            return None, [_("Case %(code)s : %(raison)s") % {"code": code, "raison": raison(erreur)}]


def _departement(texte: str) -> str:
    """Spreadsheets take the zero away from « 01 »."""
    return texte.strip().upper().zfill(2)


def _identite(ligne: LigneDuFichier, exercice: int) -> tuple[str, list[str]]:
    """The SIRET, and what is wrong with the columns that say which sheet it is, whatever the answer."""
    siret, raisons = ligne.siret, []
    if ligne.exercice.strip() != str(exercice):
        raisons.append(
            _("L’exercice « %(lu)s » n’est pas celui de l’import, %(attendu)s.")
            % {"lu": ligne.exercice[:20], "attendu": exercice}
        )
    try:
        siret = lire_siret(ligne.siret[:40])
    except ValidationError as erreur:
        raisons.append(raison(erreur))
    if not ligne.structure.strip():
        raisons.append(_("Le nom de la structure est vide : écrivez-le."))
    elif "\x00" in ligne.structure:  # PostgreSQL keeps no such text
        raisons.append(str(ProhibitNullCharactersValidator.message))
    elif len(ligne.structure) > LONGUEUR_NOM:
        raisons.append(
            _("Le nom de la structure compte %(nombre)s caractères, %(longueur)s au plus : raccourcissez-le.")
            % {"nombre": len(ligne.structure), "longueur": LONGUEUR_NOM}
        )
    if ligne.type_structure not in TypeStructure.values:
        raisons.append(
            _("Le type de structure « %(lu)s » n’existe pas : écrivez %(liste)s.")
            % {"lu": ligne.type_structure[:40], "liste": ", ".join(TypeStructure.values)}
        )
    if ligne.etat not in EtatBilan.values:
        raisons.append(
            _("L’état « %(lu)s » n’existe pas : écrivez %(liste)s.")
            % {"lu": ligne.etat[:40], "liste": ", ".join(EtatBilan.values)}
        )
    if _departement(ligne.departement) not in DEPARTEMENTS:
        raisons.append(
            _("Le département « %(lu)s » n’existe pas : écrivez son code, par exemple 75 ou 2A.")
            % {"lu": ligne.departement[:20]}
        )
    return siret, raisons


def _contradictions(ligne: LigneDuFichier, bilan: BilanLu) -> list[str]:
    """Lines of one bilan agree on its name, its type and its state."""
    messages = [
        (
            _("Le nom « %(lu)s » contredit la ligne %(ligne)s, qui dit « %(attendu)s » pour le même SIRET."),
            ligne.structure,
            bilan.structure,
        ),
        (
            _("Le type de structure « %(lu)s » contredit la ligne %(ligne)s, qui dit « %(attendu)s »."),
            ligne.type_structure,
            bilan.type_structure,
        ),
        (
            _("L’état « %(lu)s » contredit la ligne %(ligne)s, qui dit « %(attendu)s » pour le même bilan."),
            ligne.etat,
            bilan.etat,
        ),
    ]
    return [
        message % {"lu": lu[:80], "ligne": bilan.ligne, "attendu": attendu[:80]}
        for message, lu, attendu in messages
        if lu != attendu
    ]
