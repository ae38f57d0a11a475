"""Loading the long CSV: what it creates, its command, and a round trip without loss."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.extraction import Format, extraire
from espace_structures.bilans.metier.importation import ImportRefuse, importer
from espace_structures.bilans.metier.perimetre import Etats, Perimetre
from espace_structures.bilans.models import Bilan, Campagne, Feuille, Reponse, Trame
from espace_structures.structures.models import Structure
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee
from tests.fabriques.classeurs import ods, rangee_ods
from tests.fabriques.structures import StructureFactory, siret_fictif

pytestmark = pytest.mark.django_db
LE = datetime(2027, 7, 1, 10, tzinfo=UTC)
ENTETE = "exercice;siret;structure;type_structure;departement;etat;code;valeur"
S1, S2 = siret_fictif(1), siret_fictif(2)


def _fichier(*lignes, entete=ENTETE, encodage="utf-8-sig"):
    return io.BytesIO("\r\n".join([entete, *lignes, ""]).encode(encodage))


def _importer(*lignes, exercice=2026, **options):
    return importer(_fichier(*lignes), exercice=exercice, le=LE, **options)


def _ligne(code="B2", valeur="10", *, siret=S1, nom="Élan", type_structure="ML", departement="75", etat="en_cours"):
    return f"2026;{siret};{nom};{type_structure};{departement};{etat};{code};{valeur}"


def _coherentes(**autres):
    """The lines of a bilan that may be sent."""
    return [_ligne(code, valeur, **autres) for code, valeur in REPONSES_COHERENTES.items()]


@pytest.fixture
def campagne():
    return campagne_gelee()


# --- What sending asks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("etat", ["transmis", "valide"])
def test_import_d_un_bilan_envoye_demande_ce_que_demande_l_envoi(campagne, etat):
    lignes = [ligne for ligne in _coherentes(etat=etat) if ";C2.moins_26.F;" not in ligne]
    lignes[0] = _ligne("B1", "40", etat=etat)

    with pytest.raises(ImportRefuse) as refus:
        _importer(*lignes)

    incomplet, ecart = refus.value.fautes
    assert "est incomplet" in incomplet.raison
    assert "en annonce" in ecart.raison
    assert Bilan.objects.count() == Structure.objects.count() == 0
    assert _importer(*(ligne.replace(f";{etat};", ";en_cours;") for ligne in lignes)).remarques == ()


def test_import_d_un_bilan_envoye_remarque_ce_qui_se_justifierait(campagne):
    lignes = [
        _ligne(code, 0 if code.startswith("F.F12") else valeur, etat="valide")
        for code, valeur in REPONSES_COHERENTES.items()
    ]

    [remarque] = _importer(*lignes).remarques

    assert remarque.ligne == 2 + list(REPONSES_COHERENTES).index("F.F1.F")
    assert remarque.raison.startswith("Le taux de sortie en CDI")


# --- What it creates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ecrit",
    ["732.829.320.00074", "732 829 320 00074", "73282932000074.0", "7.3282932000074E+13", "732\u202f82932000074"],
)
def test_siret_ecrit_par_un_tableur_est_garde_en_chiffres(campagne, ecrit):
    _importer(_ligne("B2", "10", siret=ecrit), _ligne("B1", "3", siret="73282932000074"))

    assert [(bilan.structure.siret, bilan.feuilles.count()) for bilan in Bilan.objects.all()] == [("73282932000074", 1)]


def test_import_cree_structure_bilan_feuilles_et_reponses(campagne):
    resultat = _importer(
        _ligne("B2", "10"),
        _ligne("G1", "1 234,5"),
        _ligne("G6", "oui"),
        _ligne("H1", "Une année; régulière".join('""')),
        _ligne("B2", "0", departement="93"),
        _ligne("", "", departement="94"),
        _ligne("B1", "3", siret=S2, nom="Alto", type_structure="PLIE", etat="en_cours"),
    )

    assert (resultat.structures_creees, resultat.bilans, resultat.feuilles, resultat.reponses) == (2, 2, 4, 6)
    assert resultat.campagne == campagne
    assert resultat.campagne_creee is False
    elan = Structure.objects.get(siret=S1)
    assert (elan.nom, elan.type) == ("Élan", "ML")
    assert list(elan.implantations.values_list("departement", flat=True)) == ["75", "93", "94"]
    bilan = Bilan.objects.get(structure=elan)
    assert (bilan.etat, bilan.nom_structure, bilan.type_structure) == ("en_cours", "Élan", "ML")
    assert list(
        Reponse.objects.filter(feuille__bilan=bilan)
        .order_by("feuille__departement", "cellule__ordre")
        .values_list("feuille__departement", "cellule__code", "nombre", "texte")
    ) == [
        ("75", "B2", Decimal(10), ""),
        ("75", "G1", Decimal("1234.50"), ""),
        ("75", "G6", None, "oui"),
        ("75", "H1", None, "Une année; régulière"),
        ("93", "B2", Decimal(0), ""),
    ]


def test_import_marque_enregistrees_les_feuilles_remplies(campagne):
    _importer(_ligne("B2", "10"), _ligne("", "", departement="94"))

    assert list(Feuille.objects.order_by("departement").values_list("version", "enregistree_le")) == [
        (1, LE),
        (0, None),
    ]


@pytest.mark.parametrize(
    ("etat", "transmis_le", "valide_le", "motif"),
    [
        ("a_saisir", None, None, ""),
        ("en_cours", None, None, ""),
        ("transmis", LE, None, ""),
        ("a_completer", LE, None, "Repris d’un import\u00a0: le motif d’origine n’est pas connu."),
        ("valide", LE, LE, ""),
    ],
)
def test_import_donne_a_chaque_etat_les_dates_qu_il_demande(campagne, etat, transmis_le, valide_le, motif):
    _importer(*_coherentes(etat=etat))

    bilan = Bilan.objects.get()
    assert (bilan.etat, bilan.transmis_le, bilan.valide_le, bilan.motif_renvoi) == (etat, transmis_le, valide_le, motif)


def test_import_reprend_la_structure_qui_porte_deja_ce_siret(campagne):
    structure = StructureFactory(nom="Nom d’aujourd’hui", siret=S1, departements=["92"])

    resultat = _importer(_ligne(nom="Nom d’alors"))

    structure.refresh_from_db()
    assert resultat.structures_creees == 0
    assert structure.nom == "Nom d’aujourd’hui"
    assert [i.departement for i in structure.implantations.all()] == ["92"]
    assert Bilan.objects.get(structure=structure).nom_structure == "Nom d’alors"


def test_import_cree_la_campagne_et_charge_la_trame_livree():
    resultat = _importer(_ligne("C2.18_21.F", "3"))

    campagne = Campagne.objects.get()
    assert resultat.campagne_creee is True
    assert campagne.exercice == 2026
    assert campagne.trame.code == "parrainage"
    assert campagne.trame.live is True
    assert (campagne.ouvre_le, campagne.envoi_jusqu_au, campagne.examen_jusqu_au) == (
        date(2027, 1, 1),
        date(2027, 6, 30),
        date(2027, 9, 30),
    )
    assert campagne.ouverte_le == LE
    assert Reponse.objects.get().cellule.code == "C2.18_21.F"


def test_import_suivant_reprend_la_trame_deja_chargee():
    _importer(_ligne())

    importer(_fichier(_ligne().replace("2026;", "2027;", 1)), exercice=2027, le=LE)

    assert Trame.objects.count() == 1
    assert list(Campagne.objects.values_list("exercice", flat=True)) == [2027, 2026]


def test_import_accepte_les_nombres_comme_on_les_ecrit(campagne):
    _importer(
        _ligne("B1", "1\u00a0234"),
        _ligne("B2", " 12 "),
        _ligne("E2", "5.5"),
        _ligne("G1", "1\u202f234,50 €"),
    )

    assert list(Reponse.objects.order_by("cellule__ordre").values_list("nombre", flat=True)) == [
        Decimal(1234),
        Decimal(12),
        Decimal("5.50"),
        Decimal("1234.50"),
    ]


def test_import_d_une_valeur_vide_n_est_pas_un_zero(campagne):
    _importer(_ligne("B1", ""), _ligne("B2", "0"))

    assert list(Reponse.objects.values_list("cellule__code", "nombre")) == [("B2", Decimal(0))]


def test_import_accepte_un_siret_ecrit_avec_des_espaces(campagne):
    _importer(_ligne(siret=f"{S1[:3]} {S1[3:6]} {S1[6:9]} {S1[9:]}"), _ligne("B1", "1"))

    assert Bilan.objects.get().structure.siret == S1


def test_import_se_lit_dans_le_journal_de_la_campagne(campagne):
    _importer(_ligne())

    entree = ModelLogEntry.objects.get(action="bilans.importer")
    assert entree.object_id == str(campagne.pk)
    assert entree.data == {"bilans": 1, "reponses": 1}


def test_import_dit_ou_il_en_est(campagne):
    etapes = []

    _importer(
        *(_ligne("B2", "1", siret=siret_fictif(rang), nom=f"S{rang}") for rang in range(1, 4)),
        progresser=lambda etape, nombre: etapes.append((etape, nombre)),
    )

    assert etapes == [("lignes lues", 3), ("réponses enregistrées", 3)]


def test_import_dit_ou_il_en_est_tous_les_vingt_mille_lignes():
    etapes = []
    lignes = [_ligne("ZZ", "1")] * 20_001

    with pytest.raises(ImportRefuse) as refus:
        _importer(*lignes, progresser=lambda etape, nombre: etapes.append((etape, nombre)))

    assert etapes == [("lignes lues", 20_000), ("lignes lues", 20_001)]
    assert len({faute.ligne for faute in refus.value.fautes}) == 20_001


def test_import_passe_les_lignes_vides(campagne):
    assert _importer(_ligne("B1", "1"), "", _ligne("B2", "1")).reponses == 2


# --- Round trip ------------------------------------------------------------------------------------------------------


def _extraire(voulu):
    sortie = io.BytesIO()
    campagne = Campagne.objects.get()
    extraire(Perimetre(campagne=campagne, etats=Etats.TOUS), voulu, sortie, le=LE)
    return sortie.getvalue()


def _cellules(octets):
    return {
        feuille.title: [[cellule.value for cellule in ligne] for ligne in feuille.iter_rows()]
        for feuille in openpyxl.load_workbook(io.BytesIO(octets))
    }


def _vider():
    Campagne.objects.get().bilans.all().delete()
    Structure.objects.all().delete()


def test_aller_retour_donne_la_meme_extraction(campagne):
    textes = [
        "=1+1",
        "'=1",
        "+33",
        "-",
        "@x",
        "\t=2",
        "l’été ; « oui »",
        "deux\nlignes",
        '"guillemets"',
        " espaces ",
        "'",
    ]
    for rang, (etat, texte) in enumerate(zip([*EtatBilan] * 3, textes, strict=False), 1):
        structure = StructureFactory(nom=f"{texte.strip()}{rang}", siret=siret_fictif(rang), departements=["75", "2A"])
        bilan_de(structure, campagne, etat, {**REPONSES_COHERENTES, "H1": texte, "G1": Decimal("0.10")})
    bilan_de(StructureFactory(nom="Vide", siret=siret_fictif(99), departements=["971"]), campagne)
    long_avant, large_avant, classeur_avant = (_extraire(voulu) for voulu in (Format.CSV_LONG, Format.CSV, Format.XLSX))

    _vider()
    importer(io.BytesIO(long_avant), exercice=2026, le=LE)

    assert Bilan.objects.count() == 12
    assert _extraire(Format.CSV_LONG) == long_avant
    assert _extraire(Format.CSV) == large_avant
    assert _cellules(_extraire(Format.XLSX)) == _cellules(classeur_avant)


@pytest.mark.parametrize("voulu", [Format.CSV_LONG, Format.XLSX])
def test_extraction_revient_sans_rien_changer(campagne, voulu):
    for rang, (etat, texte) in enumerate(zip(EtatBilan, ["=1+1", "'=1", "deux\nlignes", " x ", "é"], strict=True), 1):
        structure = StructureFactory(nom=f"Élan {rang}", siret=siret_fictif(rang), departements=["01", "2A"])
        bilan_de(structure, campagne, etat, {**REPONSES_COHERENTES, "H1": texte, "G1": Decimal("1234.10")})
    bilan_de(StructureFactory(nom="Vide", siret=siret_fictif(99), departements=["971"]), campagne)
    fichier = _extraire(voulu)
    avant = _extraire(Format.CSV_LONG)

    resultat = importer(io.BytesIO(fichier), exercice=2026, le=LE)

    assert (resultat.bilans, resultat.inchanges, resultat.reponses) == (0, 6, 0)
    assert _extraire(Format.CSV_LONG) == avant
    assert not ModelLogEntry.objects.filter(action="bilans.importer").exists()


def test_classeur_des_bilans_se_recharge_comme_le_long_csv(campagne):
    for rang, texte in enumerate(["=1+1", "deux\nlignes", " x "], 1):
        structure = StructureFactory(nom=f"Élan {rang}", siret=siret_fictif(rang), departements=["01", "2A"])
        bilan_de(structure, campagne, EtatBilan.VALIDE, {**REPONSES_COHERENTES, "H1": texte, "G1": Decimal("0.10")})
    avant, classeur = _extraire(Format.CSV_LONG), _extraire(Format.XLSX)
    _vider()

    importer(io.BytesIO(classeur), exercice=2026, le=LE)

    assert _extraire(Format.CSV_LONG) == avant


def test_formule_sans_resultat_d_un_classeur_est_une_faute(campagne):
    classeur = openpyxl.Workbook()
    classeur.active.append(ENTETE.split(";"))
    classeur.active.append(["2026", S1, "Élan", "ML", "75", "valide", "B2", "=5+5"])
    octets = io.BytesIO()
    classeur.save(octets)

    with pytest.raises(ImportRefuse) as refus:
        importer(io.BytesIO(octets.getvalue()), exercice=2026, le=LE)

    assert [faute.ligne for faute in refus.value.fautes] == [0]
    assert "formule sans résultat" in refus.value.fautes[0].raison


def test_bilan_d_une_autre_structure_de_la_campagne_reste_hors_de_l_import(campagne):
    _importer(_ligne("B2", "10"), _ligne("B2", "7", siret=S2, nom="Alto"))

    resultat = _importer(_ligne("B2", "10"))

    assert (resultat.bilans, resultat.inchanges) == (0, 1)


def test_ods_du_long_fichier_se_charge(campagne):
    lignes = [["2026", S1, "Élan", "ML", "75", "en_cours", "B2", "10"], ["2026", S1, "Élan", "ML", "93", "en_cours"]]
    rangees = "".join(rangee_ods(ligne) for ligne in (["Titre"], ENTETE.split(";"), *lignes))

    resultat = importer(io.BytesIO(ods(("Données", f">{rangees}"))), exercice=2026, le=LE)

    assert (resultat.bilans, resultat.feuilles, resultat.reponses) == (1, 2, 1)


@pytest.mark.parametrize("encodage", ["utf-8", "utf-16", "cp1252", "mac_roman"])
@pytest.mark.parametrize("separateur", [";", ",", "\t", "|"])
def test_import_lit_tout_encodage_et_tout_separateur(campagne, encodage, separateur):
    texte = "\r\n".join(["sep=" + separateur, ENTETE, _ligne("H1", "Été à l’Haÿ"), ""]).replace(";", separateur)

    importer(io.BytesIO(texte.encode(encodage)), exercice=2026, le=LE)

    assert Reponse.objects.get().texte == "Été à l’Haÿ"


@pytest.mark.parametrize("siret", ["000.000.067.00017", "00000006700017.0", "0000 0006 7000 17", "'00000006700017"])
def test_import_remet_d_aplomb_un_siret(campagne, siret):
    _importer(_ligne(siret=siret))

    assert Structure.objects.get().siret == "00000006700017"


def test_import_lit_un_siret_que_le_tableur_a_ecrit_sans_l_arrondir(campagne):
    _importer(_ligne(siret="7,3282932000074E+13"))

    assert Structure.objects.get().siret == "73282932000074"


def test_import_garde_les_colonnes_vides_en_trop_et_l_ordre_des_colonnes(campagne):
    entete = ";".join(reversed(ENTETE.split(";"))) + ";;"
    ligne = ";".join(reversed(_ligne("B2", "3").split(";"))) + ";;"

    assert importer(_fichier(ligne, entete=entete), exercice=2026, le=LE).reponses == 1


# --- Command ---------------------------------------------------------------------------------------------------------


def test_commande_importer_dit_ce_qu_elle_a_fait(tmp_path, capsys):
    (tmp_path / "b.csv").write_bytes(_fichier(_ligne("B2", "10")).getvalue())

    call_command("importer_bilans", str(tmp_path / "b.csv"), "--exercice", "2026")

    sorties = capsys.readouterr()
    assert sorties.out.replace("\u00a0", " ").splitlines() == [
        "Importé pour l’exercice 2026 : 1 bilan, 1 feuille, 1 réponse.",
        "La campagne 2026 a été créée.",
        "Structures créées : 1.",
    ]
    assert sorties.err.splitlines() == ["… 1 lignes lues", "… 1 réponses enregistrées"]


def test_commande_importer_liste_les_lignes_fautives(tmp_path, capsys):
    (tmp_path / "b.csv").write_bytes(_fichier(_ligne("ZZ", "1"), _ligne("B1", "x")).getvalue())

    with pytest.raises(CommandError, match="2 lignes sont fautives"):
        call_command("importer_bilans", str(tmp_path / "b.csv"), "--exercice", "2026")

    assert [ligne.split("\u00a0:")[0] for ligne in capsys.readouterr().err.splitlines()] == [
        "… 2 lignes lues",
        "ligne 2",
        "ligne 3",
    ]


def test_commande_importer_refuse_un_fichier_absent(tmp_path):
    with pytest.raises(CommandError, match="Impossible de lire"):
        call_command("importer_bilans", str(tmp_path / "absent.csv"), "--exercice", "2026")
