"""What an import refuses: each faulty line with its number, and nothing written."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.importation import ImportRefuse, importer
from espace_structures.bilans.models import Bilan, Campagne, Reponse, Trame
from espace_structures.structures.models import Structure
from tests.fabriques.bilans import bilan_de, campagne_gelee
from tests.fabriques.structures import StructureFactory, siret_fictif

pytestmark = pytest.mark.django_db
LE = datetime(2027, 7, 1, 10, tzinfo=UTC)
ENTETE = "exercice;siret;structure;type_structure;departement;etat;code;valeur"
S1, S2 = siret_fictif(1), siret_fictif(2)
PAS_UN_SIRET = "n’est pas un SIRET : 14 chiffres, dont une clé de contrôle. Vérifiez la saisie."


def _fichier(*lignes, entete=ENTETE, encodage="utf-8-sig"):
    return io.BytesIO("\r\n".join([entete, *lignes, ""]).encode(encodage))


def _importer(*lignes, exercice=2026, **options):
    return importer(_fichier(*lignes), exercice=exercice, le=LE, **options)


def _ligne(code="B2", valeur="10", *, siret=S1, nom="Élan", type_structure="ML", departement="75", etat="en_cours"):
    return f"2026;{siret};{nom};{type_structure};{departement};{etat};{code};{valeur}"


def _fautes(fichier, **options):
    with pytest.raises(ImportRefuse) as refus:
        importer(fichier, **{"exercice": 2026, "le": LE} | options)
    assert Bilan.objects.count() == 0
    assert Structure.objects.count() == 0
    return _en_clair(refus)


def _en_clair(refus):
    """Line and reason of each fault, non-breaking spaces made plain."""
    return [(faute.ligne, faute.raison.replace("\u00a0", " ")) for faute in refus.value.fautes]


def _faute(*lignes):
    """The only reason of the only faulty line."""
    ((_numero, raison),) = _fautes(_fichier(*lignes))
    return raison


@pytest.fixture
def campagne():
    return campagne_gelee()


def test_import_signale_chaque_ligne_fautive_avec_son_numero(campagne):
    fautes = _fautes(
        _fichier(
            _ligne("B2", "dix"),
            _ligne("B1", "4"),
            _ligne("ZZ", "1"),
            "2026;trop;court",
            _ligne("B3", "14"),
        )
    )

    assert fautes == [
        (
            2,
            "Case B2 : « dix » n’est pas un nombre : écrivez un nombre entier, par exemple 12, "
            "ou laissez vide si vous ne savez pas.",
        ),
        (4, "Le code « ZZ » n’existe pas dans la trame : vérifiez-le."),
        (5, "Cette ligne compte 3 colonnes au lieu de 8 : vérifiez les points-virgules."),
        (6, "La case B3 se calcule (B1 + B2) : elle ne s’importe pas. Retirez cette ligne."),
    ]


@pytest.mark.parametrize(
    ("ligne", "raison"),
    [
        (
            _ligne(siret="12345678901234"),
            "« 12345678901234 » n’est pas un SIRET : 14 chiffres, dont une clé de contrôle. Vérifiez la saisie.",
        ),
        (
            _ligne(siret="7,32829E+13"),
            "« 7,32829E+13 » est un SIRET arrondi par le tableur : mettez la colonne au format Texte et retapez-le en "
            "entier.",
        ),
        (_ligne(siret=""), "«  » n’est pas un SIRET : 14 chiffres, dont une clé de contrôle. Vérifiez la saisie."),
        (_ligne(departement="99"), "Le département « 99 » n’existe pas : écrivez son code, par exemple 75 ou 2A."),
        (
            _ligne(type_structure="CLUBX"),
            "Le type de structure « CLUBX » n’existe pas : écrivez "
            "ML, PLIE, CAP_EMPLOI, ASSOCIATION, CLUB, RETRAITES, AUTRE.",
        ),
        (
            _ligne(etat="fini"),
            "L’état « fini » n’existe pas : écrivez a_saisir, en_cours, transmis, a_completer, valide.",
        ),
        (_ligne(nom=" "), "Le nom de la structure est vide : écrivez-le."),
        (_ligne(nom="É" * 201), "Le nom de la structure compte 201 caractères, 200 au plus : raccourcissez-le."),
        (_ligne().replace("2026;", "2025;"), "L’exercice « 2025 » n’est pas celui de l’import, 2026."),
        (_ligne("", "3"), "Une valeur sans code de case : écrivez le code, ou retirez la valeur."),
        (_ligne("B2", "-1"), "Case B2 : « -1 » est négatif : écrivez un nombre positif, ou 0."),
        (
            _ligne("B2", "1,5"),
            "Case B2 : « 1,5 » n’est pas un nombre entier : écrivez un nombre entier, par exemple 12, sans décimale.",
        ),
        (
            _ligne("B2", "9" * 13),
            "Case B2 : « 9999999999999 » est trop grand : 12 chiffres au plus. Vérifiez ce qui a été collé.",
        ),
        (
            _ligne("G1", "1,234"),
            "Case G1 : « 1,234 » peut se lire de deux façons : écrivez les milliers sans point ni virgule.",
        ),
        (
            _ligne("G6", "peut-être"),
            "Case G6 : « peut-être » n’est pas dans la liste : choisissez une des réponses proposées.",
        ),
        (
            _ligne("H1", "é" * 501),
            "Case H1 : Ce texte compte 501 caractères, 500 au plus : retirez-en 1. Il n’a pas été coupé.",
        ),
    ],
)
def test_import_refuse_une_ligne_fautive(campagne, ligne, raison):
    assert _faute(ligne) == raison


@pytest.mark.parametrize(
    ("siret", "raison"),
    [
        ("000.000.067.0001", "compte 13 chiffres au lieu de 14"),
        ("1,23457E+13", "arrondi par le tableur"),
        ("000.000.067.00018", "n’est pas un SIRET"),
        ("²" * 14, "n’est pas un SIRET"),
        ("", "n’est pas un SIRET"),
        ("x" * 99, "n’est pas un SIRET"),
    ],
)
def test_import_refuse_un_siret_abime_en_disant_quoi_faire(campagne, siret, raison):
    assert raison in _faute(_ligne(siret=siret))


def test_import_refuse_un_ancien_classeur(campagne):
    ((ligne, raison),) = [faute for faute in _fautes(io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(99))) if faute[0] == 0][:1]

    assert (ligne, raison[:36]) == (0, "Ce fichier est un ancien classeur (.")


def test_import_refuse_une_case_donnee_deux_fois(campagne):
    assert _fautes(_fichier(_ligne("B2", "1"), _ligne("B1", "1"), _ligne("B2", "1"))) == [
        (4, "Cette case de cette feuille est déjà à la ligne 2 : gardez une seule des deux.")
    ]


@pytest.mark.parametrize(
    ("autre", "raison"),
    [
        ({"nom": "Elan"}, "Le nom « Elan » contredit la ligne 2, qui dit « Élan » pour le même SIRET."),
        ({"type_structure": "PLIE"}, "Le type de structure « PLIE » contredit la ligne 2, qui dit « ML »."),
        ({"etat": "transmis"}, "L’état « transmis » contredit la ligne 2, qui dit « en_cours » pour le même bilan."),
    ],
)
def test_import_refuse_deux_lignes_d_un_bilan_qui_se_contredisent(campagne, autre, raison):
    assert _faute(_ligne(), _ligne("B1", "1", departement="93", **autre)) == raison


def test_import_refuse_des_entetes_inconnues(campagne):
    fautes = _fautes(_fichier(_ligne(), entete="annee;siret"))

    assert fautes == [(1, f"La première ligne doit être : {ENTETE} (séparées par des points-virgules).")]


def test_import_refuse_ce_qui_n_est_pas_de_l_utf8_ligne_par_ligne(campagne):
    octets = (
        _fichier(_ligne()).getvalue() + _ligne("H1", "Été").encode("latin-1") + b"\r\n" + _ligne("ZZ", "1").encode()
    )

    assert _fautes(io.BytesIO(octets)) == [
        (3, "Le texte n’est pas en UTF-8 : enregistrez le fichier en « CSV UTF-8 », puis recommencez."),
        (4, "Le code « ZZ » n’existe pas dans la trame : vérifiez-le."),
    ]


def test_import_compte_les_lignes_d_un_texte_qui_en_a_plusieurs(campagne):
    assert _fautes(_fichier(_ligne("H1", '"un\r\ndeux\r\ntrois"'), _ligne("ZZ", "1"))) == [
        (5, "Le code « ZZ » n’existe pas dans la trame : vérifiez-le.")
    ]


def test_import_refuse_des_guillemets_qui_ne_se_referment_pas(campagne):
    ((ligne, raison),) = _fautes(_fichier(_ligne("B2", "1"), _ligne("H1", '"sans fin')))

    assert ligne == 3
    assert raison == "Les guillemets de cette ligne ne se referment pas : la lecture s’arrête là. Corrigez-les."


@pytest.mark.parametrize("contenu", [b"", ENTETE.encode()])
def test_import_refuse_un_fichier_vide(campagne, contenu):
    assert len(_fautes(io.BytesIO(contenu))) == 1


def test_import_ne_remplace_jamais_un_bilan(campagne):
    bilan_de(StructureFactory(siret=S1), campagne, EtatBilan.EN_COURS, {"B2": 7})

    with pytest.raises(ImportRefuse) as refus:
        _importer(_ligne("B2", "1", siret=S2, nom="Alto"), _ligne("B2", "10"))

    assert _en_clair(refus) == [
        (
            3,
            f"La structure {S1} a déjà un bilan 2026 : un import ne remplace jamais un bilan. "
            "Retirez ses lignes du fichier.",
        )
    ]
    assert list(Reponse.objects.values_list("nombre", flat=True)) == [Decimal(7)]
    assert Structure.objects.count() == 1


def test_import_refuse_une_campagne_qui_n_est_pas_ouverte():
    campagne_gelee(ouverte_le=None)

    assert _fautes(_fichier(_ligne())) == [
        (0, "La campagne 2026 existe mais n’est pas ouverte : ouvrez-la avant d’importer ses bilans.")
    ]


def test_import_refuse_une_annee_qui_n_en_est_pas_une():
    assert _fautes(_fichier(_ligne()), exercice=1492) == [(0, "L’exercice est une année civile, de 1993 à 2100.")]


def test_import_refuse_une_trame_inconnue():
    assert _fautes(_fichier(_ligne()), trame="autre") == [
        (0, "La trame « autre » n’existe pas : importez-la d’abord avec la commande importer_trame.")
    ]


def test_import_refuse_ne_laisse_ni_campagne_ni_trame():
    _fautes(_fichier(_ligne("ZZ", "1")))

    assert Campagne.objects.count() == 0
    assert Trame.objects.count() == 0


def test_import_refuse_un_nom_que_postgresql_n_accepte_pas(campagne):
    assert _faute(_ligne(nom="Él\x00an")) == "Le caractère nul n’est pas autorisé."
