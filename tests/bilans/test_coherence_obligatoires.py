"""The mandatory answers that are missing: told together, by table and question."""

import dataclasses
from decimal import Decimal

from espace_structures.bilans.enums import GenreRegle, Portee, Severite, TypeReponse
from espace_structures.bilans.metier.coherence import controler
from espace_structures.bilans.metier.definition import Choix, Question, Section
from tests.fabriques.bilans import PETITE_TRAME, REPONSES_COHERENTES
from tests.fabriques.coherence import avec_regle, messages

COHERENTES = {code: v if isinstance(v, str) else Decimal(v) for code, v in REPONSES_COHERENTES.items()}
C2 = ["C2.moins_26.F", "C2.moins_26.H", "C2.moins_26.NR", "C2.26_plus.F", "C2.26_plus.H", "C2.26_plus.NR"]


PARTITION = avec_regle(
    GenreRegle.PARTITION, "C2 compte {parties}, B2 annonce {total}, écart {ecart}.", parties="C2", total="B2"
)
INCLUSION = avec_regle(
    GenreRegle.INCLUSION, "{partie} femmes pour {tout} entrants, {ecart} de trop.", partie="C2.*.F", tout="B2"
)
FLUX = avec_regle(GenreRegle.FLUX, "B1 : {stock}, B5 : {precedent}, écart {ecart}.", stock="B1", precedent="B5")
INTERVALLE = avec_regle(
    GenreRegle.INTERVALLE, "B5 vaut {valeur}, hors de {minimum} à {maximum}.", valeur="B5", minimum=Decimal(0)
)
RATIO = avec_regle(
    GenreRegle.RATIO,
    "{numerateur} CDI sur {denominateur} : {rapport_pct} ({rapport}), de {minimum} à {maximum}.",
    numerateur="F.F1",
    denominateur="B4",
    minimum=Decimal("0.3"),
    maximum=Decimal("0.9"),
    seuil=Decimal(5),
)
EVOLUTION = avec_regle(
    GenreRegle.EVOLUTION, "B2 : {precedent} puis {valeur} ({variation_pct}).", valeur="B2", maximum=Decimal("0.5")
)
CONCENTRATION = avec_regle(
    GenreRegle.CONCENTRATION, "Les {total} sorties sont toutes « {ligne} ».", tableau="F", seuil=Decimal(10)
)


def test_obligatoires_manquantes_sont_reunies_par_tableau_et_question():
    reponses = {code: v for code, v in COHERENTES.items() if code not in {"B1", "B2", "F.F1.F", *C2}}
    reponses |= {"B2": Decimal(10), "C2.26_plus.F": Decimal(10)}

    anomalies = controler(PETITE_TRAME, reponses)

    assert [(a.regle, a.severite, a.message, a.cellules) for a in anomalies] == [
        (
            "OBLIGATOIRE",
            Severite.BLOQUANTE,
            "« B1 – En cours au 1er janvier » n’est pas renseigné : répondez, avec 0 si c’est la réponse.",
            ("B1",),
        ),
        (
            "OBLIGATOIRE",
            Severite.BLOQUANTE,
            "Le tableau « C2 – Âge à l’entrée » est incomplet : il manque 5 réponses (Moins de 26 ans – Femmes ; "
            "Moins de 26 ans – Hommes ; Moins de 26 ans – Non renseigné ; et 2 autres). "
            "Remplissez-les, avec 0 là où il n’y a rien à compter.",
            ("C2.moins_26.F", "C2.moins_26.H", "C2.moins_26.NR", "C2.26_plus.H", "C2.26_plus.NR"),
        ),
        (
            "OBLIGATOIRE",
            Severite.BLOQUANTE,
            "Le tableau « F – Sorties de l’année » est incomplet : il manque 1 réponse (CDI – Femmes). "
            "Remplissez-la, avec 0 s’il n’y a rien à compter.",
            ("F.F1.F",),
        ),
    ]


def test_obligatoires_zero_est_une_reponse_et_les_calculs_ne_se_remplissent_pas():
    zeros = {code: Decimal(0) for code, cellule in PETITE_TRAME.cellules.items() if cellule.obligatoire}

    assert controler(PETITE_TRAME, zeros) == []


def test_obligatoires_un_tableau_vide_se_dit_sans_liste():
    definition = dataclasses.replace(PETITE_TRAME, regles=())
    reponses = {code: v for code, v in COHERENTES.items() if not code.startswith("F.")}

    assert messages(definition, reponses) == [
        "Le tableau « F – Sorties de l’année » n’est pas rempli : remplissez-le, avec 0 là où il n’y a rien à compter."
    ]


def test_obligatoires_un_texte_ne_se_remplit_pas_avec_zero():
    question = Question(
        code="H9",
        libelle="Mineurs",
        type=TypeReponse.CHOIX,
        choix=(Choix(code="oui", libelle="Oui"),),
        obligatoire=True,
    )
    definition = dataclasses.replace(
        PETITE_TRAME, sections=(Section(code="H", titre="H", elements=(question,)),), regles=(), indicateurs=()
    )

    assert messages(definition, {}) == ["« H9 – Mineurs » n’est pas renseigné : répondez à cette question."]
    assert messages(definition, {"H9": "oui"}) == []


def test_obligatoires_ne_regardent_que_les_feuilles():
    assert controler(dataclasses.replace(PETITE_TRAME, regles=()), {}, portee=Portee.BILAN) == []
