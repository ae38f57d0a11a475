"""A plausible and coherent sheet: entrants, exits, volunteers, money. Pure: a seed in, answers by cell code out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from espace_structures.structures.enums import LigneBudgetaire

from .profils import DUREES, LIGNES, MOIS_PAR_DUREE, SECTEURS, Profil
from .textes import textes_qualitatifs
from .tirage import CENTIME, Tirage

SEXES = ("F", "H", "NR")
VOISINS = {
    "75": ("92", "93", "94"),
    "77": ("94", "91", "93"),
    "78": ("95", "92", "91"),
    "91": ("94", "77", "78"),
    "92": ("75", "95", "78"),
    "93": ("75", "95", "77"),
    "94": ("75", "91", "77"),
    "95": ("92", "78", "93"),
}
ILE_DE_FRANCE = ("75", "77", "78", "91", "92", "93", "94", "95")
EMPLOIS = ("F1", "F2", "F3", "F4", "F5", "F8", "F9")


@dataclass(frozen=True, kw_only=True)
class Aide:
    """What a budget line brings to this sheet: an amount, and on a State line a number of entrants promised."""

    ligne: str
    montant: Decimal
    objectif: int | None = None


@dataclass(frozen=True, kw_only=True)
class Commande:
    """All that a sheet is drawn from."""

    graine: str
    profil: Profil
    departement: str
    exercice: int
    attendus: float  # entrants
    part_qpv: float
    aides: tuple[Aide, ...]
    nature: str
    precedent: Mapping[str, Decimal] | None = (
        None  # numbers of the sheet of the exercice before, computed ones included
    )
    valorise_le_benevolat: bool = False
    suit_les_secteurs: bool = False


class _Feuille:
    """The sheet as it is drawn, section by section; numbers already drawn are read back from `cases`."""

    def __init__(self, commande: Commande):
        self.commande = commande
        self.tirage = Tirage(commande.graine)
        self.cases: dict[str, int | Decimal | str] = {}

    def dessiner(self) -> dict[str, Decimal | str]:
        self._identification()
        self._entrants()
        self._caracteristiques()
        self._sorties()
        self._benevoles()
        self._intensite()
        self._finances()
        self.cases |= textes_qualitatifs(
            self.tirage, entrants=self.n("B2"), benevoles=self.somme("D1"), sorties=self.somme("E1")
        )
        return {code: v if isinstance(v, str) else Decimal(v) for code, v in self.cases.items()}

    def n(self, code: str) -> int:
        valeur = self.cases.get(code, 0)
        assert not isinstance(valeur, str)  # noqa: S101 - a slip of ours, not of a user
        return int(valeur)

    def somme(self, *prefixes: str, colonnes: tuple[str, ...] | None = None) -> int:
        """Sum of the cells of a table or of a row, over some columns when told."""
        return sum(
            self.n(code)
            for code in self.cases
            for prefixe in prefixes
            if code.startswith(f"{prefixe}.") and (colonnes is None or code.rsplit(".", 1)[1] in colonnes)
        )

    def _avant(self, code: str) -> int | None:
        precedent = self.commande.precedent
        return int(precedent[code]) if precedent is not None and code in precedent else None

    def _identification(self) -> None:
        self.cases["A6_NATURE"] = self.commande.nature
        self.cases["A6_FORME"] = self.tirage.parmi(("individuel", "individuel", "les_deux"))
        self.cases["A7"] = self.tirage.parmi(("rendez_vous", "rendez_vous", "en_ligne", "sans_rendez_vous"))
        self.cases["A8"] = self.tirage.parmi(("oui", "oui", "non"))

    def _entrants(self) -> None:
        commande, profil = self.commande, self.commande.profil
        avant = self._avant("B5")
        self.cases["B1"] = self.tirage.entier(commande.attendus * 0.4) if avant is None else avant
        self.cases["B2"] = max(12, self.tirage.entier(commande.attendus, 0.08))
        femmes = profil.part_femmes * 100
        par_sexe = self.tirage.repartir(self.n("B2"), (femmes, 98 - femmes, 2), 0.1)
        qpv = commande.part_qpv * 100
        frr = 7 if commande.departement in ("77", "78", "91", "95") else 0
        poids = {
            "C2": profil.ages,
            "C3": profil.niveaux,
            "C4": (qpv, frr, 98 - qpv - frr, 2),
            "C6": profil.situations,
            "C8": profil.prescripteurs,
        }
        for sexe, nombre in zip(SEXES, par_sexe, strict=True):
            self.cases[f"C1.total.{sexe}"] = nombre
            for tableau, poids_lignes in poids.items():
                self._remplir(tableau, sexe, self.tirage.repartir(nombre, poids_lignes))
            residences = self.tirage.repartir(nombre, self._poids_residence())
            for lieu, habitants in zip((*ILE_DE_FRANCE, "hors_IDF", "nr"), residences, strict=True):
                self.cases[f"C5.{lieu}.{sexe}"] = habitants

    def _poids_residence(self) -> list[float]:
        poids = {self.commande.departement: 86.0} | dict.fromkeys(VOISINS[self.commande.departement], 4.0)
        return [*(poids.get(code, 0.4) for code in ILE_DE_FRANCE), 0.8, 1.2]

    def _remplir(self, tableau: str, colonne: str, valeurs: list[int]) -> None:
        for ligne, valeur in zip(LIGNES[tableau], valeurs, strict=True):
            self.cases[f"{tableau}.{ligne}.{colonne}"] = valeur

    def _caracteristiques(self) -> None:
        """C7: what follows from other tables first (seniors, graduates, PRIJ), then the shares that are followed."""
        for sexe in SEXES:
            entrants = self.n(f"C1.total.{sexe}")
            jeunes = entrants - sum(self.n(f"C2.{age}.{sexe}") for age in ("30_44", "45_54", "55_plus", "nr"))
            diplomes = self.n(f"C3.6.{sexe}") + self.n(f"C3.7_8.{sexe}")
            orientes, habitants = self.n(f"C8.PRIJ.{sexe}"), self.n(f"C4.QPV.{sexe}")
            self.cases[f"C7.senior.{sexe}"] = self.n(f"C2.55_plus.{sexe}")
            self.cases[f"C7.diplome.{sexe}"] = min(diplomes, jeunes)
            self.cases[f"C7.PRIJ.{sexe}"] = max(orientes, min(habitants, self.tirage.entier(habitants * 0.2)))
            for ligne, part in self.commande.profil.parts.items():
                possibles = jeunes if ligne in ("CEJ", "ASE") else entrants
                self.cases[f"C7.{ligne}.{sexe}"] = min(possibles, self.tirage.entier(possibles * part))

    def _sorties(self) -> None:
        """F, then what the flow tables say of it; fewer exits than accompanied people, always."""
        accompagnes = self.n("B1") + self.n("B2")
        sorties = min(accompagnes, round(accompagnes * self.tirage.entre(0.66, 0.74)))
        part_femmes = self.n("C1.total.F") / self.n("B2")
        par_ligne = self.tirage.repartir(sorties, self.commande.profil.sorties, 0.12)
        for ligne, nombre in zip(LIGNES["F"], par_ligne, strict=True):
            inconnus = self.tirage.chances(nombre, 0.015)
            femmes = self.tirage.chances(nombre - inconnus, part_femmes)
            self.cases[f"F.{ligne}.F"], self.cases[f"F.{ligne}.H"] = femmes, nombre - inconnus - femmes
            self.cases[f"F.{ligne}.NR"] = inconnus
            self.cases[f"F.{ligne}.QPV"] = self.tirage.chances(nombre, self.commande.part_qpv * 0.95)
        emplois = self.somme(*(f"F.{ligne}" for ligne in EMPLOIS), colonnes=SEXES)
        suivi = 0.45 if self.commande.nature == "les_deux" else 0.3
        self.cases["B6"] = accompagnes - self.tirage.chances(accompagnes, 0.02)
        self.cases["B7"] = self.tirage.chances(accompagnes, 0.06)
        self.cases["B8"] = self.tirage.chances(emplois, suivi)
        self._remplir("E1", "N", self.tirage.repartir(sorties, DUREES, 0.15))

    def _benevoles(self) -> None:
        profil, tirage = self.commande.profil, self.tirage
        accompagnes = self.n("B1") + self.n("B2")
        total = max(4, round(accompagnes / tirage.entre(*profil.par_benevole)))
        femmes = tirage.chances(total, 0.49)
        self.cases |= {"D1.total.F": femmes, "D1.total.H": total - femmes, "D1.total.NR": 0}
        self._remplir("D2", "N", tirage.repartir(total, profil.benevoles_ages))
        self._remplir("D3", "N", tirage.repartir(total, profil.benevoles_statuts))
        self._remplir("D4", "N", tirage.repartir(total, profil.benevoles_categories))
        anciens = self._avant("D1.total.F"), self._avant("D1.total.H")
        restes = round(total * 0.66) if None in anciens else int(sum(a or 0 for a in anciens) * tirage.entre(0.68, 0.8))
        self.cases["D5.renouveles.N"] = min(restes, total)
        self.cases["D5.nouveaux.N"] = total - self.n("D5.renouveles.N")
        self.cases["D5.sortis.N"] = tirage.chances(total, 0.12)
        if self.commande.suit_les_secteurs:
            self._remplir("D6", "N", tirage.repartir(round(total * 0.9), SECTEURS))
        self.cases["D7.formes.N"] = min(total, self.n("D5.nouveaux.N") + tirage.chances(total, 0.2))
        mineurs = min(total, self.somme("C2.moins_18"))
        proteges = mineurs // 2 if "ASE" in profil.parts else 0
        self.cases |= {"D7.mineurs.N": mineurs, "D7.mineurs_ASE.N": proteges, "D7.honorabilite.N": mineurs}

    def _intensite(self) -> None:
        effectifs = [self.n(f"E1.{ligne}.N") for ligne in LIGNES["E1"]]
        mois = sum(nombre * duree for nombre, duree in zip(effectifs, MOIS_PAR_DUREE, strict=True))
        rencontres = Decimal(str(round(self.tirage.entre(4, 9), 1)))
        presence = (rencontres * Decimal(str(round(self.tirage.entre(0.65, 0.9), 2)))).quantize(Decimal("0.1"))
        self.cases |= {
            "E2": Decimal(str(round(mois / sum(effectifs), 1))),
            "E3": rencontres,
            "E3_PRESENCE": presence,
            "E3_VISIO": rencontres - presence,
            "E4_ACTIONS": (actions := self.tirage.entier(9, 0.5)),
            "E4_PARTICIPANTS": self.tirage.entier(actions * 14, 0.2),
        }

    def _finances(self) -> None:
        """Subsidies as granted, entrants imputed within what was promised, and products that cover the cost."""
        commande, cases = self.commande, self.cases
        libres = self.n("B2")
        for aide in sorted(commande.aides, key=lambda aide: aide.ligne != LigneBudgetaire.P147):  # QPV residents first
            cases[f"G2.{aide.ligne}.EUR"] = aide.montant
            if aide.objectif is None:
                cases[f"G4.{aide.ligne}.N"] = self.tirage.entier(self.n("B2") * 0.4)
                continue
            possibles = min(libres, self.somme("C4.QPV")) if aide.ligne == LigneBudgetaire.P147 else libres
            cases[f"G4.{aide.ligne}.N"] = min(aide.objectif, possibles)
            libres -= self.n(f"G4.{aide.ligne}.N")
        subventions = sum((aide.montant for aide in commande.aides), Decimal(0))
        cout = Decimal(round((self.n("B1") + self.n("B2")) * self.tirage.entre(430, 610)))
        mecenat = (cout * Decimal(str(commande.profil.mecenat))).quantize(CENTIME)
        fonds_propres = max(Decimal(0), cout - subventions - mecenat)
        cases |= {"G3.mecenat.EUR": mecenat, "G3.fonds_propres.EUR": fonds_propres, "G3.autres.EUR": 0}
        benevolat = Decimal(0)
        if commande.valorise_le_benevolat:
            cases["D8_HEURES"] = self.tirage.entier(self.somme("D1") * 24)
            benevolat = Decimal(self.n("D8_HEURES") * 16)
            cases["D8_VALORISATION"] = cases["G3.contributions.EUR"] = benevolat
        cases["G1"] = subventions + mecenat + fonds_propres + benevolat


def feuille_plausible(commande: Commande) -> dict[str, Decimal | str]:
    """Every answer of a sheet but the financial report (G6), which depends on the day."""
    return _Feuille(commande).dessiner()
