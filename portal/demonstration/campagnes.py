"""Playing the campaigns of the demonstration: opened, filled, sent, reviewed, each step by the business functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from espace_structures.bilans import journal
from espace_structures.bilans.enums import EtatBilan, Severite
from espace_structures.bilans.metier.controle import anomalies_du_bilan, justifier
from espace_structures.bilans.metier.cycle import renvoyer, transmettre, valider
from espace_structures.bilans.metier.definition import DefinitionTrame
from espace_structures.bilans.metier.expressions import completer
from espace_structures.bilans.metier.gel import definition_de
from espace_structures.bilans.metier.ouverture import ouvrir
from espace_structures.bilans.metier.saisie import enregistrer
from espace_structures.bilans.models import Bilan, Campagne, Feuille, Reponse, Trame
from espace_structures.comptes.models import Compte
from espace_structures.structures.models import Structure

from . import textes
from .acteurs import aides_par_departement, croissance
from .calendrier import Calendrier, calendrier
from .chiffres import Commande, feuille_plausible
from .jeu import EXERCICES, STRUCTURES

Reponses = dict[str, Decimal | str]
# Sections typed in a bilan that is being filled: most of the first sheet, the beginning of the others.
_SAISIES_PREMIERE_FEUILLE = ("A", "B", "C", "D", "E")
_SAISIES_AUTRES_FEUILLES = ("A", "B")
# Position in STRUCTURES of the one whose bilan of a past exercice was sent back once, and that exercice.
_RENVOYE_AUTREFOIS = (3, 2024)


class DemonstrationIncoherente(Exception):
    """A bilan drawn for the demonstration breaks a blocking rule: the trame changed, its drawing must follow."""


@dataclass
class Troupe:
    """Who acts: the animation, the instructeur, and each structure with its responsable, by rank in STRUCTURES."""

    animation: Compte
    instruction: Compte
    structures: dict[int, tuple[Structure, Compte]] = field(default_factory=dict)


@dataclass
class Campagnes:
    """The campaigns, one after the other: what each sheet ended with opens the next."""

    troupe: Troupe
    trame: Trame
    le: datetime
    dire: Callable[[str], None]
    precedents: dict[tuple[int, str], Mapping[str, Decimal]] = field(default_factory=dict)

    def jouer(self, exercice: int) -> None:
        """Open a campaign and bring each bilan to its state: validated, or what STRUCTURES says for the last one."""
        dates = calendrier(exercice, le=self.le)
        campagne = Campagne.objects.create(
            exercice=exercice,
            trame=self.trame,
            ouvre_le=dates.ouvre_le,
            envoi_jusqu_au=dates.envoi_jusqu_au,
            examen_jusqu_au=dates.examen_jusqu_au,
        )
        campagne = ouvrir(campagne, par=self.troupe.animation, le=dates.moment(0))
        definition = definition_de(campagne)
        bilans = {bilan.structure_id: bilan for bilan in campagne.bilans.all()}
        for rang, (structure, responsable) in self.troupe.structures.items():
            bilan = bilans[structure.pk]
            bilan.campagne = campagne  # the definition is read once for all
            scene = _Scene(self, rang, bilan, responsable, dates, definition)
            scene.jouer(STRUCTURES[rang].etat if exercice == EXERCICES[-1] else EtatBilan.VALIDE)
            self.dire(f"  {exercice} {bilan.nom_structure}")


@dataclass
class _Scene:
    """One bilan of one campaign."""

    campagnes: Campagnes
    rang: int
    bilan: Bilan
    responsable: Compte
    dates: Calendrier
    definition: DefinitionTrame
    derniere_action: datetime | None = None

    @property
    def exercice(self) -> int:
        return self.bilan.campagne.exercice

    def moment(self, part: float) -> datetime:
        """When the next thing happens: scenes are played in the order of time."""
        self.derniere_action = self.dates.moment(part, rang=self.rang)
        return self.derniere_action

    def jouer(self, etat: EtatBilan) -> None:
        """Bring the bilan to this state, and date its row from then rather than from the day of loading."""
        if etat != EtatBilan.A_SAISIR:
            self._derouler(etat)
        ouverture = self.dates.moment(0)
        Bilan.objects.filter(pk=self.bilan.pk).update(cree_le=ouverture, modifie_le=self.derniere_action or ouverture)

    def _derouler(self, etat: EtatBilan) -> None:
        """Fill the bilan, then take it down its road as far as this state."""
        par_feuille = self._dessiner()
        if etat == EtatBilan.EN_COURS:
            self._commencer(par_feuille)
            return
        self._remplir(par_feuille)
        self._justifier()
        self._transmettre(0.3 + 0.015 * self.rang)
        if (self.rang, self.exercice) == _RENVOYE_AUTREFOIS:
            self._renvoyer(textes.MOTIF_RETOUR_PASSE, 0.36)
            self._transmettre(0.42)
        if etat == EtatBilan.A_COMPLETER:
            self._renvoyer(textes.MOTIF_RETOUR, 0.8)
        elif etat == EtatBilan.VALIDE:
            valider(
                self.bilan,
                par=self.campagnes.troupe.instruction,
                le=self.moment(0.6 + 0.03 * self.rang),
                commentaire=textes.COMMENTAIRE_VALIDATION,
            )

    def _dessiner(self) -> dict[Feuille, Reponses]:
        """The answers of each sheet; what they end with is kept for the next exercice."""
        fictive = STRUCTURES[self.rang]
        aides = aides_par_departement(fictive, self.exercice)
        facteur = croissance(self.exercice) * fictive.facteurs.get(self.exercice, 1)
        dessins: dict[Feuille, Reponses] = {}
        for feuille in self.bilan.feuilles.order_by("departement"):
            code = feuille.departement
            reponses = feuille_plausible(
                Commande(
                    graine=f"{self.rang}-{code}-{self.exercice}",
                    profil=fictive.profil,
                    departement=code,
                    exercice=self.exercice,
                    attendus=fictive.entrants[code] * facteur,
                    part_qpv=fictive.part_qpv,
                    aides=aides[code],
                    nature=fictive.nature,
                    precedent=self.campagnes.precedents.get((self.rang, code)),
                    valorise_le_benevolat=fictive.valorise_le_benevolat,
                    suit_les_secteurs=fictive.suit_les_secteurs,
                )
            )
            chiffres = {cellule: valeur for cellule, valeur in reponses.items() if isinstance(valeur, Decimal)}
            self.campagnes.precedents[self.rang, code] = completer(chiffres, self.definition)
            dessins[feuille] = reponses | self._compte_rendu()
        return dessins

    def _compte_rendu(self) -> Reponses:
        """The financial report is sent in the spring that follows the exercice, which may not have come yet."""
        envoi = date(self.exercice + 1, 5, 4 + self.rang)
        if envoi >= self.campagnes.le.date():
            return {"G6": "non"}
        return {"G6": "oui", "G6_DATE": envoi.isoformat()}

    def _commencer(self, par_feuille: dict[Feuille, Reponses]) -> None:
        """A bilan in course: section by section, as one types."""
        sections = _SAISIES_PREMIERE_FEUILLE
        for rang_feuille, (feuille, reponses) in enumerate(par_feuille.items()):
            for rang_section, section in enumerate(sections):
                saisies = {
                    code: valeur
                    for code, valeur in reponses.items()
                    if self.definition.cellules[code].section == section
                }
                feuille = enregistrer(
                    feuille,
                    saisies,
                    version=feuille.version,
                    par=self.responsable,
                    le=self.moment(0.4 + 0.2 * rang_feuille + 0.05 * rang_section),
                )
            sections = _SAISIES_AUTRES_FEUILLES

    def _remplir(self, par_feuille: dict[Feuille, Reponses]) -> None:
        """All the answers at once: the history of cells matters in bilans in course only."""
        le = self.moment(0.2)
        cellules = dict(self.bilan.campagne.cellules.values_list("code", "pk"))
        for feuille, reponses in par_feuille.items():
            Reponse.objects.bulk_create(
                Reponse(feuille=feuille, cellule_id=cellules[code], texte=valeur)
                if isinstance(valeur, str)
                else Reponse(feuille=feuille, cellule_id=cellules[code], nombre=valeur)
                for code, valeur in reponses.items()
            )
            feuille.version, feuille.enregistree_le = 1, le
        Feuille.objects.bulk_update(par_feuille, ["version", "enregistree_le"])
        self.bilan.etat = EtatBilan.EN_COURS
        self.bilan.save(update_fields=["etat"])
        journal.noter(self.bilan, journal.COMMENCER, par=self.responsable, le=le)

    def _justifier(self) -> None:
        """A sentence for each anomaly to justify; a blocking one is a fault of the drawing."""
        sources = {regle.code: regle.source for regle in self.definition.regles}
        for situee in anomalies_du_bilan(self.bilan):
            anomalie = situee.anomalie
            if situee.est_bloquante:
                raise DemonstrationIncoherente(f"{self.bilan} {situee.feuille}: {anomalie.message}")
            if anomalie.severite == Severite.A_JUSTIFIER:
                justifier(
                    self.bilan,
                    feuille=situee.feuille,
                    regle=anomalie.regle,
                    texte=textes.JUSTIFICATIONS.get(sources[anomalie.regle], textes.JUSTIFICATION_GENERALE),
                    par=self.responsable,
                    le=self.moment(0.22),
                )

    def _transmettre(self, part: float) -> None:
        transmettre(self.bilan, par=self.responsable, le=self.moment(part), commentaire=textes.COMMENTAIRE_TRANSMISSION)

    def _renvoyer(self, motif: str, part: float) -> None:
        renvoyer(self.bilan, par=self.campagnes.troupe.instruction, le=self.moment(part), motif=motif)
