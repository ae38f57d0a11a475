"""Reference case: the bilan published for Auvergne-Rhône-Alpes in 2022, found again from several structures' bilans.

`donnees/ara_2022.csv` spreads the published figures (direction régionale, 11 October 2023) over nine invented
structures and thirteen sheets: 2,800 entrants, 760 inhabitants of QPV, 900 exits to lasting jobs or alternance that
are 43 % of all exits, hence 2,093 exits (deduced), 1,900 volunteers. Divided by the entrants, 900 would give 32 %,
which is wrong.
"""

import io
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from espace_structures.bilans.enums import Severite
from espace_structures.bilans.metier.controle import anomalies_du_bilan
from espace_structures.bilans.metier.indicateurs import calculer
from espace_structures.bilans.metier.perimetre import Couverture, Perimetre
from espace_structures.bilans.metier.synthese import synthetiser
from espace_structures.bilans.metier.tableaux_consolides import totaux
from espace_structures.bilans.models import Bilan, Campagne
from portal.socle.geographie import departements_de_la_region
from portal.socle.tableaux import Nature
from tests.fabriques.structures import animateur

pytestmark = pytest.mark.django_db
FICHIER = Path(__file__).parent / "donnees" / "ara_2022.csv"
AUVERGNE_RHONE_ALPES = "84"


@pytest.fixture(scope="module")
def importes(ecrire_pour_le_module):
    ecrire_pour_le_module(lambda: call_command("importer_bilans", str(FICHIER), "--exercice", "2022"))


@pytest.fixture
def synthese(importes):
    return synthetiser(Perimetre(campagne=Campagne.objects.get(exercice=2022)))


@pytest.fixture
def total(synthese):
    return totaux(synthese.consolidation.definition, synthese.consolidation.total)


@pytest.fixture
def taux(synthese):
    calcules = calculer(synthese.consolidation.definition, synthese.consolidation.total)
    return {calcule.indicateur.code: calcule for calcule in calcules}


def _pour_cent(calcule, decimales=0):
    return round(calcule.valeur * 100, decimales)


def test_ara_2022_vient_de_plusieurs_structures_de_la_region(synthese):
    assert synthese.couverture == Couverture(attendus=9, valides=9)
    departements = set(synthese.consolidation.par_departement)
    assert departements == {"01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"}
    assert departements <= set(departements_de_la_region(AUVERGNE_RHONE_ALPES))


def test_ara_2022_rend_les_effectifs_publies(total):
    assert total["B2"] == 2800
    assert (total["C1.*.F"], total["C1.*.H"]) == (1568, 1232)
    assert total["C4.QPV"] == 760
    assert total["B4"] == 2093
    assert total["F.F1"] + total["F.F2"] + total["F.F4"] + total["F.F5"] == 900
    assert total["D1"] == 1900


def test_ara_2022_rend_les_taux_de_sortie_publies_sur_les_sortants(taux):
    etroit, large = taux["TX_AR"], taux["TX_LG"]

    assert (etroit.numerateur, etroit.denominateur, _pour_cent(etroit)) == (900, 2093, 43)
    assert (large.numerateur, large.denominateur, _pour_cent(large)) == (1340, 2093, 64)
    assert {taux[code].denominateur for code in ("TX_ED", "TX_AR", "TX_CG", "TX_LG")} == {2093}


def test_ara_2022_rend_les_parts_publiees(taux):
    assert _pour_cent(taux["PART_FEMMES"]) == 56
    assert _pour_cent(taux["PART_QPV"], 1) == Decimal("27.1")
    assert _pour_cent(taux["PARRAINS_FEMMES"]) == 49
    assert _pour_cent(taux["PARRAINS_ACTIVITE"]) == 89
    assert _pour_cent(taux["SUIVI_EMPLOI"]) == 33
    assert _pour_cent(taux["PART_MOINS_26"]) == 83


def test_ara_2022_accepte_des_niveaux_dont_la_somme_n_est_pas_cent(synthese, taux):
    niveaux = [_pour_cent(taux[code], 1) for code in ("NIV_3", "NIV_4", "NIV_SUP")]

    assert niveaux == [Decimal("29.5"), Decimal("26.0"), Decimal("44.0")]
    assert sum(niveaux) == Decimal("99.5")
    assert [mention for mention in synthese.mentions if "différer de 100" in mention] == list(synthese.mentions)
    assert len(synthese.mentions) == 1


def test_ara_2022_ne_divise_jamais_par_les_entrants(synthese, taux):
    assert round(Decimal(900) / 2800 * 100) == 32  # what dividing by entrants would give

    assert [code for code, calcule in taux.items() if calcule.valeur and _pour_cent(calcule) == 32] == []
    assert {
        nature
        for ligne in synthese.indicateurs.lignes
        for nature, valeur in zip(ligne.natures, ligne.valeurs, strict=True)
        if nature is Nature.TAUX and valeur is not None and round(valeur * 100) == 32
    } == set()


def test_ara_2022_ne_coupe_pas_les_departements_du_total(synthese):
    par_departement = synthese.consolidation.par_departement

    assert sum(valeurs["B2"] for valeurs in par_departement.values()) == 2800
    assert sum(valeurs["B4"] for valeurs in par_departement.values()) == 2093


def test_ara_2022_est_fait_de_bilans_coherents(synthese):
    bloquantes = [
        situee.anomalie.message
        for bilan in Bilan.objects.select_related("campagne")
        for situee in anomalies_du_bilan(bilan)
        if situee.anomalie.severite == Severite.BLOQUANTE
    ]

    assert bloquantes == []


def test_ara_2022_se_lit_a_l_ecran_et_dans_le_classeur(synthese, client):
    client.force_login(animateur())

    page = client.get(reverse("espace:consolidation", args=[2022])).content.decode()
    fichier = client.get(reverse("espace:extraction", args=[2022]), {"format": "xlsx"})

    (ligne,) = re.findall(
        r'<tr>\s*<th scope="row">Taux de sortie en emploi durable ou en alternance</th>.*?</tr>', page, re.S
    )[:1]
    assert re.findall(r"<td[^>]*>(.*?)</td>", ligne) == ["43,0\u202f%", "900", "2\u202f093"]
    classeur = openpyxl.load_workbook(io.BytesIO(b"".join(fichier.streaming_content)))
    lignes = {ligne[0].value: [cellule.value for cellule in ligne[1:]] for ligne in classeur["Synthèse"].iter_rows()}
    assert lignes["Taux de sortie en emploi durable ou en alternance"] == [pytest.approx(900 / 2093), 900, 2093]
    assert lignes["Taux de sortie au sens large"] == [pytest.approx(1340 / 2093), 1340, 2093]
    assert classeur["C1 Sexe"].cell(classeur["C1 Sexe"].max_row, 7).value == 1568
