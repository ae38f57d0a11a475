"""A small trame, its campaign and its bilans for the tests: few cells, one of each kind."""

from datetime import UTC, date, datetime
from decimal import Decimal

from espace_structures.bilans.enums import EtatBilan, FormatIndicateur, GenreRegle, Severite, TypeReponse
from espace_structures.bilans.metier.definition import (
    Choix,
    Colonne,
    DefinitionTrame,
    Indicateur,
    Ligne,
    Question,
    Regle,
    Section,
    Tableau,
)
from espace_structures.bilans.metier.gel import geler
from espace_structures.bilans.models import Bilan, Campagne, Feuille, Reponse, Trame

SEXES = (
    Colonne(code="F", libelle="Femmes"),
    Colonne(code="H", libelle="Hommes"),
    Colonne(code="NR", libelle="Non renseigné"),
)

PETITE_TRAME = DefinitionTrame(
    code="petite",
    titre="Petite trame",
    sections=(
        Section(
            code="B",
            titre="Flux",
            elements=(
                Question(code="B1", libelle="En cours au 1er janvier", obligatoire=True),
                Question(
                    code="B2", libelle="Entrants", obligatoire=True, aide="Mise en relation validée dans l’année."
                ),
                Question(code="B3", libelle="Accompagnés", calcul="B1 + B2"),
                Question(code="B4", libelle="Sortis", calcul="F"),
                Question(code="B5", libelle="En cours au 31 décembre", calcul="B3 - B4"),
            ),
        ),
        Section(
            code="C",
            titre="Profil des entrants",
            elements=(
                Tableau(
                    code="C2",
                    titre="Âge à l’entrée",
                    lignes=(
                        Ligne(code="moins_26", libelle="Moins de 26 ans"),
                        Ligne(code="26_plus", libelle="26 ans et plus"),
                        Ligne(code="prij", libelle="dont PRIJ", dont=True),
                    ),
                    colonnes=SEXES,
                    obligatoire=True,
                ),
            ),
        ),
        Section(
            code="F",
            titre="Sorties",
            elements=(
                Tableau(
                    code="F",
                    titre="Sorties de l’année",
                    lignes=(
                        Ligne(code="F1", libelle="CDI"),
                        Ligne(code="F12", libelle="En recherche d’emploi"),
                    ),
                    colonnes=(
                        Colonne(code="F", libelle="Femmes", groupe="Ensemble"),
                        Colonne(code="H", libelle="Hommes", groupe="Ensemble"),
                        Colonne(code="QPV", libelle="Total", groupe="dont QPV", dont=True),
                    ),
                    obligatoire=True,
                ),
                Question(code="E2", libelle="Durée moyenne (mois)", type=TypeReponse.DECIMAL, ponderation="B4"),
            ),
        ),
        Section(
            code="G",
            titre="Finances et qualitatif",
            elements=(
                Question(code="G1", libelle="Coût total", type=TypeReponse.MONTANT),
                Question(
                    code="G6",
                    libelle="Compte rendu financier",
                    type=TypeReponse.CHOIX,
                    choix=(Choix(code="oui", libelle="Oui"), Choix(code="non", libelle="Non")),
                ),
                Question(code="H1", libelle="Déroulement", type=TypeReponse.TEXTE, longueur=500),
            ),
        ),
    ),
    regles=(
        Regle(
            code="R1-C2",
            genre=GenreRegle.PARTITION,
            severite=Severite.BLOQUANTE,
            message="Le tableau C2 compte {parties} personnes, B2 en annonce {total}.",
            parametres={"parties": "C2", "total": "B2"},
        ),
        Regle(
            code="R12",
            genre=GenreRegle.RATIO,
            severite=Severite.A_JUSTIFIER,
            message="Le taux de sortie en CDI est de {rapport_pct} ({numerateur} sur {denominateur}).",
            parametres={"numerateur": "F.F1", "denominateur": "B4", "maximum": Decimal("0.9")},
        ),
        Regle(
            code="R4",
            genre=GenreRegle.FLUX,
            severite=Severite.A_JUSTIFIER,
            message="B1 vaut {stock}, le bilan précédent finissait à {precedent}.",
            parametres={"stock": "B1", "precedent": "B5"},
        ),
    ),
    indicateurs=(
        Indicateur(code="TX_CDI", libelle="Taux de sortie en CDI", numerateur="F.F1", denominateur="B4"),
        Indicateur(
            code="COUT",
            libelle="Coût par accompagné",
            numerateur="G1",
            denominateur="B3",
            format=FormatIndicateur.MONTANT,
        ),
    ),
)

# Coherent answers to the small trame: 10 entrants, 6 exits of which 3 to a CDI.
REPONSES_COHERENTES = {
    "B1": 4,
    "B2": 10,
    "C2.moins_26.F": 4,
    "C2.moins_26.H": 3,
    "C2.moins_26.NR": 0,
    "C2.26_plus.F": 2,
    "C2.26_plus.H": 1,
    "C2.26_plus.NR": 0,
    "C2.prij.F": 1,
    "C2.prij.H": 1,
    "C2.prij.NR": 0,
    "F.F1.F": 2,
    "F.F1.H": 1,
    "F.F1.QPV": 1,
    "F.F12.F": 1,
    "F.F12.H": 2,
    "F.F12.QPV": 2,
    "E2": Decimal("5.5"),
    "G1": Decimal("4270.00"),
    "G6": "oui",
    "H1": "Une année régulière.",
}


def campagne_gelee(exercice=2026, definition=PETITE_TRAME, **champs) -> Campagne:
    """A campaign already opened and frozen, open for entry over the whole of the following year unless told."""
    trame, _creee = Trame.objects.get_or_create(code=definition.code, defaults={"titre": definition.titre})
    dates = {
        "ouvre_le": date(exercice + 1, 1, 1),
        "envoi_jusqu_au": date(exercice + 1, 12, 30),
        "examen_jusqu_au": date(exercice + 1, 12, 31),
        "ouverte_le": datetime(exercice + 1, 1, 1, tzinfo=UTC),
    }
    campagne = Campagne.objects.create(exercice=exercice, trame=trame, **dates | champs)
    geler(campagne, definition)
    return campagne


def campagne_ouverte(exercice=2025, **champs) -> Campagne:
    """A campaign open to entry whatever the day the tests run."""
    return campagne_gelee(
        exercice,
        **{"ouvre_le": date(2020, 1, 1), "envoi_jusqu_au": date(2090, 1, 1), "examen_jusqu_au": date(2090, 2, 1)}
        | champs,
    )


def bilan_de(structure, campagne, etat=EtatBilan.A_SAISIR, reponses=None, **champs) -> Bilan:
    """A bilan with a sheet for each département of the structure; `reponses` (by code) fill each sheet."""
    if etat in (EtatBilan.TRANSMIS, EtatBilan.A_COMPLETER, EtatBilan.VALIDE):
        champs.setdefault("transmis_le", datetime(campagne.exercice + 1, 3, 1, 12, tzinfo=UTC))
    if etat == EtatBilan.A_COMPLETER:
        champs.setdefault("motif_renvoi", "Le tableau C2 est à reprendre.")
    if etat == EtatBilan.VALIDE:
        champs.setdefault("valide_le", datetime(campagne.exercice + 1, 4, 1, 12, tzinfo=UTC))
    bilan = Bilan.objects.create(
        campagne=campagne,
        structure=structure,
        nom_structure=structure.nom,
        type_structure=structure.type,
        etat=etat,
        **champs,
    )
    for implantation in structure.implantations.all():
        repondre(Feuille.objects.create(bilan=bilan, departement=implantation.departement), reponses or {})
    return bilan


def repondre(feuille, reponses) -> None:
    """Write answers straight into the sheet, by cell code."""
    cellules = {cellule.code: cellule for cellule in feuille.bilan.campagne.cellules.all()}
    Reponse.objects.bulk_create(
        Reponse(feuille=feuille, cellule=cellules[code], texte=valeur)
        if isinstance(valeur, str)
        else Reponse(feuille=feuille, cellule=cellules[code], nombre=valeur)
        for code, valeur in reponses.items()
    )
