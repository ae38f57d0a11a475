"""Files of every habit are read; what cannot be read is refused with what to do."""

from datetime import date, datetime

import openpyxl
import pytest

from espace_structures.structures.metier.importation.structures import COLONNES
from portal.socle.importation.lecture import lire
from portal.socle.importation.lignes import FichierRefuse
from tests.fabriques.importation import ENTETES, avec_membre, en_csv, en_xlsx, ligne, octets_de

ABIME = "Ce classeur est abîmé : ouvrez-le dans un tableur, enregistrez-le en XLSX, puis recommencez."
LUE = {"siret": ligne()[0], "nom": "Le Relais", "type": "Association", "departements": "75"}


def refus(octets: bytes) -> str:
    with pytest.raises(FichierRefuse) as erreur:
        lire(octets, COLONNES)
    return str(erreur.value)


def valeurs(octets: bytes) -> list[dict]:
    return [lue.valeurs for lue in lire(octets, COLONNES).lignes]


@pytest.mark.parametrize("separateur", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_de_toute_habitude_est_lu(separateur, encodage):
    octets = en_csv(ENTETES, ligne(nom="Élan"), separateur=separateur, encodage=encodage)

    assert valeurs(octets) == [LUE | {"nom": "Élan"}]


def test_intitules_se_reconnaissent_sans_accent_ni_ordre_ni_capitale():
    octets = en_csv(
        ["DEPARTEMENT", "  raison   sociale ", "n° SIRET", "Couleur", ""], ["75", "Le Relais", ligne()[0], "bleu", ""]
    )

    lecture = lire(octets, COLONNES)

    assert lecture.lignes[0].valeurs == {"siret": ligne()[0], "nom": "Le Relais", "departements": "75"}
    assert (lecture.ignorees, lecture.colonnes) == (("Couleur",), ("departements", "nom", "siret"))


def test_lignes_vides_et_lignes_d_exemple_ne_sont_pas_lues_et_les_numeros_restent():
    octets = en_csv(
        [""], [*ENTETES, "Note"], [*ligne(1), "Exemple : …"], ["", "", "", "", ""], [*ligne(2), ""], ligne(3)
    )

    assert [lue.numero for lue in lire(octets, COLONNES).lignes] == [5, 6]


def test_texte_entre_guillemets_peut_tenir_sur_deux_lignes():
    octets = en_csv(ENTETES, [ligne()[0], '"Le\nRelais"', "Association", "75"], ligne(8))

    assert [(lue.numero, lue.valeurs["nom"]) for lue in lire(octets, COLONNES).lignes] == [
        (2, "Le\nRelais"),
        (4, "Le Relais"),
    ]


def test_apostrophe_de_notre_export_est_retiree():
    assert valeurs(en_csv(ENTETES, ligne(nom="'=1+1"))) == [LUE | {"nom": "=1+1"}]


def test_classeur_est_lu_par_ses_valeurs():
    octets = en_xlsx(ENTETES, [ligne()[0], "Le Relais", "Association", 75])

    assert valeurs(octets) == [LUE]


@pytest.mark.parametrize(
    ("cellule", "texte"),
    [
        (None, ""),
        (True, "oui"),
        (False, "non"),
        (12345678901234, "12345678901234"),
        (12345678901234.0, "12345678901234"),
        (12.5, "12,5"),
        (1e20, "100000000000000000000"),
        (date(2026, 4, 3), "03/04/2026"),
        (datetime.fromisoformat("2026-04-03T08:00"), "03/04/2026"),
        ("75", "75"),
    ],
)
def test_cellule_d_un_classeur_s_ecrit_comme_on_la_taperait(cellule, texte):
    (lue,) = lire(en_xlsx([*ENTETES, "RNA"], [*ligne(), cellule]), COLONNES).lignes

    assert lue.valeurs["rna"] == texte


def test_formule_sans_resultat_est_refusee():
    octets = en_xlsx(ENTETES, [ligne()[0], "=A1", "Association", "75"])

    assert refus(octets) == (
        "La cellule B2 contient une formule sans résultat : ouvrez le fichier dans un tableur, enregistrez-le, "
        "puis recommencez."
    )


def test_feuille_qui_porte_les_intitules_est_choisie_parmi_cinq():
    octets = en_xlsx(
        feuilles={
            "Accueil": [["Bonjour"]],
            "Vide": [],
            "Liste": [ENTETES, ligne()],
            "Notes": [["a", "b"]],
            "Fin": [[1]],
        }
    )

    assert valeurs(octets) == [LUE]


def test_feuille_cachee_n_est_pas_lue():
    classeur = openpyxl.Workbook()
    classeur.active.append(["Bonjour"])
    cachee = classeur.create_sheet("Cachée")
    cachee.sheet_state = "hidden"
    for rangee in (ENTETES, ligne()):
        cachee.append(rangee)

    assert refus(octets_de(classeur)).startswith("Ces intitulés manquent à la première ligne : SIRET, Nom.")


def test_cinq_feuilles_semblables_sont_refusees():
    octets = en_xlsx(feuilles={nom: [ENTETES, ligne()] for nom in "ABCDE"})

    assert refus(octets) == "Plusieurs feuilles du classeur portent ces intitulés (A, B, C, D, E) : n’en gardez qu’une."


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (b"", "Le fichier est vide : remplissez le modèle, enregistrez-le, puis recommencez."),
        (b" \r\n ", "Le fichier est vide : remplissez le modèle, enregistrez-le, puis recommencez."),
        (b"x" * (2 * 1024 * 1024 + 1), "Le fichier dépasse 2 Mo : découpez-le en plusieurs fichiers."),
        (
            b"SIRET;Nom\x00",
            "Ce fichier n’est ni un CSV ni un classeur XLSX : enregistrez-le dans l’un de ces formats, "
            "puis recommencez.",
        ),
        (
            "SIRET;Nom\x81\x8d".encode("latin-1"),
            "Ce fichier n’est ni un CSV ni un classeur XLSX : enregistrez-le dans l’un de ces formats, "
            "puis recommencez.",
        ),
        (
            en_csv(["Code", "Libellé"], ["1", "a"]),
            "Ces intitulés manquent à la première ligne : SIRET, Nom. Partez du modèle à télécharger.",
        ),
        (
            en_csv(["SIRET", "Nom", "Structure"], ["1", "a", "b"]),
            "Ces colonnes sont là deux fois : Nom. N’en gardez qu’une de chaque.",
        ),
        (en_csv(ENTETES), "Le fichier n’a aucune ligne sous les intitulés : ajoutez-en, puis recommencez."),
        (
            en_csv(ENTETES, *(ligne(n) for n in range(3000))),
            "Le fichier compte plus de 2000 lignes : découpez-le en plusieurs fichiers.",
        ),
        (
            en_csv(ENTETES, ['"Le Relais', "a", "b"]),
            "Ligne 2 : les guillemets ne se referment pas. Corrigez-les, puis recommencez.",
        ),
        (b"PK\x03\x04 rien de plus", ABIME),
        (
            avec_membre(b"PK\x05\x06" + bytes(18), "autre.txt"),
            "Ce fichier n’est pas un classeur XLSX : enregistrez-le en XLSX ou en CSV.",
        ),
        (
            avec_membre(en_xlsx(ENTETES, ligne()), "xl/vbaProject.bin"),
            "Ce classeur contient des macros : enregistrez-le en XLSX, sans macro.",
        ),
        (
            avec_membre(en_xlsx(ENTETES, ligne()), "xl/media/image.png", bytes(41 * 1024 * 1024)),
            "Ce classeur est trop lourd une fois ouvert : découpez-le en plusieurs fichiers.",
        ),
        (avec_membre(b"PK\x05\x06" + bytes(18), "xl/workbook.xml", b"<pas du xml"), ABIME),
    ],
    # The bytes of an archive hold the time it was made: only the message names the case.
    ids=lambda valeur: "" if isinstance(valeur, bytes) else valeur[:30],
)
def test_fichier_illisible_est_refuse_en_disant_quoi_faire(octets, message):
    assert refus(octets) == message


def test_classeur_de_vingt_et_une_feuilles_est_refuse():
    octets = en_xlsx(feuilles={f"F{n}": [ENTETES] for n in range(21)})

    assert refus(octets) == "Ce classeur n’a pas de feuille lisible : gardez-en une seule, avec vos lignes."


def test_texte_demesure_est_coupe():
    (lue,) = lire(en_csv(ENTETES, ligne(nom="x" * 5000)), COLONNES).lignes

    assert len(lue.valeurs["nom"]) == 2000
