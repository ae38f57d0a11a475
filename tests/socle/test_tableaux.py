"""A table on a screen, in a workbook, in a CSV file."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.socle.tableaux import (
    Classeur,
    Colonne,
    FichierCsv,
    LigneDeTableau,
    Nature,
    Tableau,
    afficher,
    deproteger,
    proteger,
)

FORMULES = ["=1+1", "+33 1 23", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "'déjà"]


def _tableau(**champs):
    return Tableau(
        **{
            "code": "C2",
            "titre": "Âge à l’entrée",
            "colonnes": (
                Colonne(entetes=("Âge",), largeur=20),
                Colonne(entetes=("Entrants", "Femmes"), nature=Nature.ENTIER),
                Colonne(entetes=("Entrants", "Hommes"), nature=Nature.ENTIER),
                Colonne(entetes=("Coût",), nature=Nature.MONTANT),
                Colonne(entetes=("2025",), nature=Nature.TAUX, discrete=True),
            ),
            "lignes": (
                LigneDeTableau(valeurs=["18 à 21 ans", 4, None, Decimal("1234.5"), Decimal("0.431")]),
                LigneDeTableau(valeurs=["Total", 4, 0, Decimal(1200), None], forte=True),
            ),
        }
        | champs
    )


def _classeur(*tableaux, **options):
    sortie = io.BytesIO()
    classeur = Classeur(
        sortie, titre="Bilan 2026", mention="Bilan 2026 – R&D", cree_le=datetime(2027, 3, 1, 12, tzinfo=UTC), **options
    )
    feuilles = [classeur.feuille(tableau) for tableau in tableaux]
    classeur.fermer()
    sortie.seek(0)
    return openpyxl.load_workbook(sortie), feuilles


# --- On a screen -----------------------------------------------------------------------------------------------------


def test_tableau_fusionne_les_entetes_de_meme_groupe():
    niveaux = _tableau().niveaux

    assert [[(e.texte, e.colonnes, e.lignes) for e in niveau] for niveau in niveaux] == [
        [("Âge", 1, 2), ("Entrants", 2, 1), ("Coût", 1, 2), ("2025", 1, 2)],
        [("Femmes", 1, 1), ("Hommes", 1, 1)],
    ]


def test_tableau_ne_fusionne_pas_deux_groupes_voisins_de_noms_differents():
    colonnes = tuple(
        Colonne(entetes=chemin) for chemin in [("A", "x", "1"), ("A", "y", "1"), ("B", "y", "1"), ("c", "d")]
    )

    niveaux = _tableau(colonnes=colonnes, lignes=()).niveaux

    assert [[(e.texte, e.colonnes, e.lignes) for e in niveau] for niveau in niveaux] == [
        [("A", 2, 1), ("B", 1, 1), ("c", 1, 2)],
        [("x", 1, 1), ("y", 1, 1), ("y", 1, 1)],
        [("1", 1, 1), ("1", 1, 1), ("1", 1, 1), ("d", 1, 1)],
    ]


def test_tableau_ecrit_ses_valeurs_pour_des_personnes():
    lignes = _tableau().lignes_affichees

    assert [[cellule.texte for cellule in ligne.cellules] for ligne in lignes] == [
        ["18 à 21 ans", "4", "", "1\u202f234,50\u202f€", "43,1\u202f%"],
        ["Total", "4", "0", "1\u202f200\u202f€", ""],
    ]
    assert [cellule.est_intitule for cellule in lignes[0].cellules] == [True, False, False, False, False]
    assert [cellule.discrete for cellule in lignes[0].cellules] == [False, False, False, False, True]
    assert [ligne.forte for ligne in lignes] == [False, True]


def test_tableau_ligne_garde_ses_propres_natures():
    ligne = LigneDeTableau(
        valeurs=["Taux", Decimal("0.5"), 1, 2, 3], natures=[Nature.TEXTE, Nature.TAUX, *[Nature.ENTIER] * 3]
    )

    (affichee,) = _tableau(lignes=(ligne,)).lignes_affichees

    assert [cellule.texte for cellule in affichee.cellules] == ["Taux", "50,0\u202f%", "1", "2", "3"]


@pytest.mark.parametrize(
    ("valeur", "nature", "texte"),
    [
        (None, Nature.ENTIER, ""),
        (0, Nature.ENTIER, "0"),
        (Decimal("12345.00"), Nature.ENTIER, "12\u202f345"),
        (Decimal("5.50"), Nature.DECIMAL, "5,5"),
        (Decimal("12.5"), Nature.POURCENTAGE, "12,5\u202f%"),
        (date(2027, 6, 30), Nature.DATE, "30/06/2027"),
        ("=1", Nature.TEXTE, "=1"),
    ],
)
def test_afficher_une_valeur(valeur, nature, texte):
    assert afficher(valeur, nature) == texte


# --- In a workbook ---------------------------------------------------------------------------------------------------


def test_classeur_ecrit_titre_entetes_et_valeurs():
    classeur, _feuilles = _classeur(_tableau(notes=("Une note.",)))

    feuille = classeur["C2"]
    assert [[cellule.value for cellule in ligne] for ligne in feuille.iter_rows()] == [
        ["Âge à l’entrée", None, None, None, None],
        ["Bilan 2026 – R&D", None, None, None, None],
        ["Une note.", None, None, None, None],
        [None, "Entrants", None, None, None],
        ["Âge", "Femmes", "Hommes", "Coût", "2025"],
        ["18 à 21 ans", 4, None, 1234.5, 0.431],
        ["Total", 4, 0, 1200, None],
    ]
    assert [str(plage) for plage in feuille.merged_cells.ranges] == ["B4:C4"]


def test_classeur_fige_les_entetes_et_filtre_hors_du_total():
    classeur, _feuilles = _classeur(_tableau(figees=1))

    feuille = classeur["C2"]
    assert feuille.freeze_panes == "B5"
    assert feuille.auto_filter.ref == "A4:E5"
    assert feuille.print_title_rows == "$3:$4"


def test_classeur_donne_leurs_formats_aux_nombres():
    classeur, _feuilles = _classeur(_tableau())

    formats = [cellule.number_format for cellule in classeur["C2"][5]]
    assert formats == ["@", "#,##0", "General", '#,##0.00" €"', "0.0%"]
    assert classeur["C2"]["B6"].font.bold is True
    assert classeur["C2"]["B5"].font.bold is False


def test_classeur_ecrit_une_date_comme_une_date():
    colonnes = (Colonne(entetes=("Envoi",), nature=Nature.DATE),)

    classeur, _feuilles = _classeur(_tableau(colonnes=colonnes, lignes=(LigneDeTableau(valeurs=[date(2027, 6, 30)]),)))

    cellule = classeur["C2"]["A4"]
    assert (cellule.value, cellule.number_format) == (datetime(2027, 6, 30), "dd/mm/yyyy")  # noqa: DTZ001 (a cell)


def test_classeur_met_nom_et_date_en_tete_de_page():
    classeur, _feuilles = _classeur(_tableau())

    assert classeur["C2"].oddHeader.left.text == "Bilan 2026 – R&&D"
    assert classeur["C2"].oddFooter.right.text == "&P / &N"


@pytest.mark.parametrize("texte", [*FORMULES, "http://exemple.fr", "12"])
def test_classeur_laisse_un_texte_etre_un_texte(texte):
    classeur, _feuilles = _classeur(
        _tableau(colonnes=(Colonne(entetes=("Texte",)),), lignes=(LigneDeTableau(valeurs=[texte]),))
    )

    cellule = classeur["C2"]["A4"]
    assert cellule.data_type == "s"
    assert cellule.hyperlink is None
    assert cellule.value.replace("_x000D_", "\r") == texte


def test_classeur_borne_un_texte_trop_long_et_le_dit():
    classeur, _feuilles = _classeur(
        _tableau(colonnes=(Colonne(entetes=("Texte",)),), lignes=(LigneDeTableau(valeurs=["é" * 40_000]),))
    )

    valeur = classeur["C2"]["A4"].value
    assert len(valeur) == 32_767
    assert valeur.endswith("é […] texte coupé\u00a0: voir le CSV")


def test_classeur_nomme_ses_feuilles_comme_les_tableurs_l_acceptent():
    noms = ["A/B [1]", "a/b [1]", "'guillemets'", "É" * 40, "É" * 41, "???"]

    classeur, _feuilles = _classeur(*(_tableau(code=nom) for nom in noms))

    assert classeur.sheetnames == ["A B  1", "a b  1 (2)", "guillemets", "É" * 31, "É" * 27 + " (2)", "…"]


def test_classeur_poursuit_sur_une_autre_feuille_au_dela_de_la_derniere_ligne():
    lignes = tuple(LigneDeTableau(valeurs=[str(rang)]) for rang in range(5))

    classeur, _feuilles = _classeur(_tableau(colonnes=(Colonne(entetes=("Rang",)),), lignes=lignes), lignes_maximales=5)

    assert classeur.sheetnames == ["C2", "C2 (2)", "C2 (3)"]
    assert [[feuille.cell(rang, 1).value for rang in (3, 4, 5)] for feuille in classeur] == [
        ["Rang", "0", "1"],
        ["Rang", "2", "3"],
        ["Rang", "4", None],
    ]
    assert [feuille.auto_filter.ref for feuille in classeur] == ["A3:A5", "A3:A5", "A3:A4"]


# --- In a CSV file ---------------------------------------------------------------------------------------------------


def test_csv_ecrit_bom_points_virgules_et_virgules_decimales():
    sortie = io.BytesIO()

    fichier = FichierCsv(sortie, ["code", "valeur"])
    fichier.ecrire(["B2", Decimal("10.00")])
    fichier.ecrire(["G1", Decimal("4270.50")])
    fichier.ecrire(["B5", Decimal("-3")])
    fichier.ecrire(["H1", "Une « année » ; deux\nlignes"])
    fichier.ecrire(["G6", date(2027, 6, 30)])
    fichier.ecrire([None, 100])
    fichier.fermer()

    assert sortie.getvalue().decode("utf-8") == (
        "\ufeffcode;valeur\r\nB2;10\r\nG1;4270,5\r\nB5;-3\r\n"
        'H1;"Une « année » ; deux\nlignes"\r\nG6;2027-06-30\r\n;100\r\n'
    )


@pytest.mark.parametrize("texte", FORMULES)
def test_csv_neutralise_ce_qu_un_tableur_executerait(texte):
    protege = proteger(texte)

    assert protege == "'" + texte
    assert deproteger(protege) == texte


@pytest.mark.parametrize("texte", ["", "'", "Une phrase", "l’été", "12", " =1"])
def test_csv_laisse_les_autres_textes(texte):
    assert deproteger(proteger(texte)) == texte


def test_csv_laisse_une_apostrophe_que_personne_n_a_ajoutee():
    assert deproteger("'tis") == "'tis"


@given(st.text())
def test_csv_rend_tout_texte_tel_qu_il_etait(texte):
    assert deproteger(proteger(texte)) == texte
