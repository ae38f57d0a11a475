"""Coherence rules: what each kind lets pass, what it says, and where it points."""

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espace_structures.bilans.enums import GenreRegle, Portee, Severite
from espace_structures.bilans.metier.coherence import Anomalie, controler
from espace_structures.bilans.metier.coherence.ecriture import nombre
from espace_structures.bilans.metier.coherence.regles import EXAMENS
from tests.fabriques.bilans import PETITE_TRAME, REPONSES_COHERENTES
from tests.fabriques.coherence import avec_regle, messages

COHERENTES = {code: v if isinstance(v, str) else Decimal(v) for code, v in REPONSES_COHERENTES.items()}
C2 = ["C2.moins_26.F", "C2.moins_26.H", "C2.moins_26.NR", "C2.26_plus.F", "C2.26_plus.H", "C2.26_plus.NR"]
SORTIES = ["F.F1.F", "F.F1.H", "F.F12.F", "F.F12.H"]
NUMERIQUES = [code for code, cellule in PETITE_TRAME.cellules.items() if cellule.est_numerique and not cellule.calcul]
TEXTES = ["G6", "H1"]


PARTITION = avec_regle(
    GenreRegle.PARTITION, "C2 compte {parties}, B2 annonce {total}, écart {ecart}.", parties="C2", total="B2"
)
INCLUSION = avec_regle(
    GenreRegle.INCLUSION, "{partie} femmes pour {tout} entrants, {ecart} de trop.", partie="C2.*.F", tout="B2"
)
FLUX = avec_regle(GenreRegle.FLUX, "B1 : {stock}, B5 : {precedent}, écart {ecart}.", stock="B1", precedent="B5")
REQUIS = avec_regle(GenreRegle.REQUIS_SI, "{condition} entrants, compte rendu : {cible}.", condition="B2", cible="G6")
REQUIS_POSITIF = avec_regle(
    GenreRegle.REQUIS_SI, "{condition} accompagnés, coût : {cible}.", condition="B3", cible="G1", positif=True
)
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


def test_chaque_genre_de_regle_a_son_examen():
    assert set(EXAMENS) == set(GenreRegle)


def test_reponses_coherentes_ne_levent_rien():
    assert controler(PETITE_TRAME, COHERENTES, precedent={"B5": Decimal(4)}) == []


# --- partition ------------------------------------------------------------------------------------------------------


def test_partition_fausse_nomme_les_deux_chiffres_et_ses_cellules():
    reponses = {"B2": Decimal(12), "C2.moins_26.F": Decimal(4), "C2.26_plus.H": Decimal(5)}

    assert controler(PARTITION, reponses) == [
        Anomalie(
            regle="R",
            severite=Severite.BLOQUANTE,
            portee=Portee.FEUILLE,
            message="C2 compte 9, B2 annonce 12, écart 3.",
            cellules=(*C2, "B2"),
        )
    ]


def test_partition_sans_reponse_ne_dit_rien():
    assert messages(PARTITION, {}) == []


def test_partition_ne_compte_pas_les_dont():
    assert messages(PARTITION, {"B2": 4, "C2.26_plus.F": 4, "C2.prij.F": 3}) == []


@pytest.mark.parametrize(
    ("reponses", "message"),
    [
        (
            {"B2": 1200},
            "« C2 – Âge à l’entrée » : non renseigné, alors que « B2 – Entrants » vaut 1\u202f200. "
            "Remplissez l’un ou corrigez l’autre ; écrivez 0 là où il n’y a personne.",
        ),
        (
            {"C2.26_plus.F": 0},
            "« B2 – Entrants » : non renseigné, alors que « C2 – Âge à l’entrée » vaut 0. "
            "Remplissez l’un ou corrigez l’autre ; écrivez 0 là où il n’y a personne.",
        ),
    ],
)
def test_partition_dont_un_cote_est_vide_le_dit_non_renseigne(reponses, message):
    assert messages(PARTITION, reponses) == [message]


def test_partition_ne_repete_pas_ce_qui_est_obligatoire():
    definition = dataclasses.replace(PETITE_TRAME, regles=PARTITION.regles)
    reponses = {code: v for code, v in COHERENTES.items() if code not in C2}

    assert [(a.regle, a.cellules) for a in controler(definition, reponses)] == [("OBLIGATOIRE", tuple(C2))]


def test_partition_avec_un_fait_inconnu_ne_dit_rien():
    definition = avec_regle(GenreRegle.PARTITION, "{parties} {total}", parties="B2", total="@objectif")

    assert messages(definition, {"B2": 3}) == []
    assert messages(definition, {"B2": 3}, faits={"@objectif": Decimal(4)}) == ["3 4"]


@given(parts=st.fixed_dictionaries({code: st.integers(0, 10**6) for code in C2}))
def test_partition_qui_somme_au_total_tient_toujours(parts):
    assert messages(PARTITION, parts | {"B2": sum(parts.values())}) == []


@given(parts=st.fixed_dictionaries({code: st.integers(0, 10**6) for code in C2}), cellule=st.sampled_from(C2))
def test_partition_avec_une_personne_de_plus_ne_tient_jamais(parts, cellule):
    total = sum(parts.values())

    fautives = messages(PARTITION, parts | {cellule: parts[cellule] + 1, "B2": total})

    assert fautives == [f"C2 compte {nombre(Decimal(total + 1))}, B2 annonce {nombre(Decimal(total))}, écart 1."]


# --- inclusion ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reponses", "attendus"),
    [
        ({}, []),
        ({"B2": 3}, []),
        ({"B2": 3, "C2.26_plus.F": 3}, []),
        ({"C2.26_plus.F": 0}, []),
        ({"B2": 3, "C2.26_plus.F": 5}, ["5 femmes pour 3 entrants, 2 de trop."]),
        (
            {"C2.26_plus.F": 5},
            [
                "« B2 – Entrants » : non renseigné, alors que « C2 – Âge à l’entrée, Femmes » vaut 5. "
                "Remplissez l’un ou corrigez l’autre ; écrivez 0 là où il n’y a personne."
            ],
        ),
    ],
)
def test_inclusion(reponses, attendus):
    assert messages(INCLUSION, reponses) == attendus


# --- flux -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reponses", "precedent", "attendus"),
    [
        ({"B1": 4}, None, []),
        ({"B1": 4}, {}, []),
        ({}, {"B5": Decimal(4)}, []),
        ({"B1": 4}, {"B5": Decimal(4)}, []),
        ({"B1": 0}, {"B5": Decimal(1500)}, ["B1 : 0, B5 : 1\u202f500, écart 1\u202f500."]),
    ],
)
def test_flux(reponses, precedent, attendus):
    assert messages(FLUX, reponses, precedent=precedent) == attendus


def test_flux_pointe_le_stock_a_corriger():
    (anomalie,) = controler(FLUX, {"B1": Decimal(3)}, precedent={"B5": Decimal(4)})

    assert anomalie.cellules == ("B1",)


# --- requis_si ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reponses", "attendus"),
    [
        ({}, []),
        ({"B2": 0}, []),
        ({"B2": 3, "G6": "non"}, []),
        ({"B2": 3}, ["3 entrants, compte rendu : non renseigné."]),
        ({"B2": 3, "G6": ""}, ["3 entrants, compte rendu : non renseigné."]),
    ],
)
def test_requis_si_une_reponse_texte_suffit(reponses, attendus):
    assert messages(REQUIS, reponses) == attendus


@pytest.mark.parametrize(
    ("reponses", "attendus"),
    [
        ({"G1": 0}, []),
        ({"B2": 3, "G1": 12}, []),
        ({"B2": 3, "G1": 0}, ["3 accompagnés, coût : 0."]),
        ({"B2": 3}, ["3 accompagnés, coût : non renseigné."]),
    ],
)
def test_requis_si_positif_refuse_zero(reponses, attendus):
    assert messages(REQUIS_POSITIF, reponses) == attendus


def test_requis_si_ne_repete_pas_ce_qui_est_obligatoire():
    definition = avec_regle(
        GenreRegle.REQUIS_SI, "{cible}", facultative=False, condition="G1", cible="B1", positif=True
    )
    reponses = {code: v for code, v in COHERENTES.items() if code != "B1"}

    assert [a.regle for a in controler(definition, reponses)] == ["OBLIGATOIRE"]
    assert [a.regle for a in controler(definition, reponses | {"B1": Decimal(0)})] == ["R"]


def test_requis_si_zero_est_une_reponse():
    definition = avec_regle(GenreRegle.REQUIS_SI, "{condition} {cible}", condition="B2", cible="G1")

    assert messages(definition, {"B2": 3, "G1": 0}) == []
    assert messages(definition, {"B2": 3}) == ["3 non renseigné"]


# --- intervalle -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reponses", "attendus"),
    [
        ({}, []),
        ({"B1": 2, "F.F1.F": 2}, []),
        ({"B1": 2, "F.F1.F": 5}, ["B5 vaut −3, hors de 0 à ."]),
    ],
)
def test_intervalle_d_une_valeur_calculee(reponses, attendus):
    assert messages(INTERVALLE, reponses) == attendus


def test_intervalle_pointe_ce_qui_se_saisit():
    (anomalie,) = controler(INTERVALLE, {"F.F1.F": Decimal(5)})

    assert anomalie.cellules == ("B1", "B2", *SORTIES)


@pytest.mark.parametrize(
    ("mois", "attendus"), [("2", []), ("24", []), ("24.5", ["24,5 > 24"]), ("1.99", ["1,99 > 24"])]
)
def test_intervalle_bornes_comprises(mois, attendus):
    definition = avec_regle(
        GenreRegle.INTERVALLE, "{valeur} > {maximum}", valeur="E2", minimum=Decimal(2), maximum=Decimal(24)
    )

    assert messages(definition, {"E2": Decimal(mois)}) == attendus


# --- ratio ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cdi", "autres", "attendus"),
    [
        (3, 3, []),
        (3, 7, []),
        (9, 1, []),
        (19, 1, ["19 CDI sur 20 : 95 % (0,95), de 0,3 à 0,9."]),
        (1, 7, ["1 CDI sur 8 : 12,5 % (0,13), de 0,3 à 0,9."]),
        (4, 0, []),  # under the threshold
        (0, 0, []),  # nobody to divide by
        (None, 7, []),  # not answered is not none
    ],
)
def test_ratio(cdi, autres, attendus):
    reponses = {"F.F1.F": cdi, "F.F12.F": autres} if cdi is not None else {"F.F12.F": autres}

    assert messages(RATIO, reponses) == attendus


def test_ratio_sans_seuil_commence_a_une_personne():
    definition = avec_regle(
        GenreRegle.RATIO, "{rapport_pct}", numerateur="F.F1", denominateur="B4", maximum=Decimal("0.9")
    )

    assert messages(definition, {"F.F1.F": 1}) == ["100 %"]


# --- évolution ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("valeur", "precedent", "attendus"),
    [
        (10, None, []),
        (10, {}, []),
        (10, {"B2": Decimal(0)}, []),
        (15, {"B2": Decimal(10)}, []),
        (5, {"B2": Decimal(10)}, []),
        (16, {"B2": Decimal(10)}, ["B2 : 10 puis 16 (+60 %)."]),
        (1, {"B2": Decimal(3)}, ["B2 : 3 puis 1 (−66,7 %)."]),
    ],
)
def test_evolution(valeur, precedent, attendus):
    assert messages(EVOLUTION, {"B2": valeur}, precedent=precedent) == attendus


def test_evolution_sans_reponse_ne_dit_rien():
    assert messages(EVOLUTION, {}, precedent={"B2": Decimal(10)}) == []


# --- concentration --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reponses", "attendus"),
    [
        ({}, []),
        ({"F.F1.F": 5, "F.F1.H": 4}, []),  # nine: too few to mean something
        ({"F.F1.F": 5, "F.F1.H": 5}, ["Les 10 sorties sont toutes « CDI »."]),
        ({"F.F1.F": 5, "F.F1.H": 5, "F.F12.F": 0}, ["Les 10 sorties sont toutes « CDI »."]),
        ({"F.F1.F": 9, "F.F12.H": 1}, []),
        ({"F.F1.F": 9, "F.F1.QPV": 40}, []),  # "dont" columns are no exits
    ],
)
def test_concentration_nomme_la_ligne(reponses, attendus):
    assert messages(CONCENTRATION, reponses) == attendus


def test_concentration_ne_regarde_que_des_lignes_et_il_en_faut_deux():
    sans_ligne = avec_regle(GenreRegle.CONCENTRATION, "Non.", tableau="B2 + @objectif", seuil=Decimal(1))
    une_ligne = avec_regle(GenreRegle.CONCENTRATION, "Non.", tableau="F.F1", seuil=Decimal(1))

    assert messages(sans_ligne, {"B2": 20}, faits={"@objectif": Decimal(20)}) == []
    assert messages(une_ligne, {"F.F1.F": 20}) == []


def test_concentration_pointe_la_ligne():
    (anomalie,) = controler(CONCENTRATION, {"F.F1.F": Decimal(10)})

    assert anomalie.cellules == ("F.F1.F", "F.F1.H")


# --- mention, severity, scope ---------------------------------------------------------------------------------------


def test_mention_n_est_jamais_une_anomalie():
    assert messages(avec_regle(GenreRegle.MENTION, "Le total peut différer de 100."), {"B2": 3}) == []


def test_regle_garde_sa_severite_et_ne_vaut_que_pour_sa_portee():
    definition = avec_regle(
        GenreRegle.PARTITION,
        "{parties} {total}",
        severite=Severite.A_JUSTIFIER,
        portee=Portee.BILAN,
        parties="C2",
        total="B2",
    )
    reponses = {"B2": Decimal(2), "C2.26_plus.F": Decimal(1)}

    assert controler(definition, reponses) == []
    assert controler(definition, reponses, portee=Portee.BILAN) == [
        Anomalie("R", Severite.A_JUSTIFIER, Portee.BILAN, "1 2", (*C2, "B2"))
    ]


# --- whatever the answers -------------------------------------------------------------------------------------------

reponses_quelconques = st.dictionaries(
    st.sampled_from(NUMERIQUES),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12),
)
textes_quelconques = st.dictionaries(st.sampled_from(TEXTES), st.text(max_size=20))
TOUTES = dataclasses.replace(
    PETITE_TRAME,
    regles=tuple(
        dataclasses.replace(definition.regles[0], code=f"R{rang}")
        for rang, definition in enumerate(
            (PARTITION, INCLUSION, FLUX, REQUIS, REQUIS_POSITIF, INTERVALLE, RATIO, EVOLUTION, CONCENTRATION)
        )
    ),
)


@given(
    nombres=reponses_quelconques,
    textes=textes_quelconques,
    precedent=reponses_quelconques,
    melange=st.randoms(use_true_random=False),
)
def test_controler_ne_tombe_jamais_et_l_ordre_des_reponses_est_indifferent(nombres, textes, precedent, melange):
    reponses = list({**nombres, **textes}.items())
    battues = melange.sample(reponses, len(reponses))

    anomalies = controler(TOUTES, dict(reponses), precedent=precedent)

    assert anomalies == controler(TOUTES, dict(battues), precedent=precedent)
    assert all("{" not in anomalie.message and anomalie.cellules for anomalie in anomalies)
