"""Files of every habit: encodings, separators, titles, merged headings, what is hidden, headings of other sites."""

import openpyxl
import pytest

from portal.socle.importation import intitules
from portal.socle.importation.lecture import lire
from portal.socle.importation.lignes import ColonneAttendue, FichierRefuse
from portal.socle.importation.tables import ColonnesADire
from tests.fabriques.classeurs import ods, rangee, rangee_ods, xlsx_brut, zip_de
from tests.fabriques.importation import en_csv, en_xlsx, octets_de

COLONNES = (
    ColonneAttendue("prenom", "Prénom", intitules.PRENOM, obligatoire=True, faibles=intitules.PRENOM_ADHERENT),
    ColonneAttendue("nom", "Nom", intitules.NOM, obligatoire=True, faibles=intitules.NOM_ADHERENT),
    ColonneAttendue("courriel", "Courriel", intitules.COURRIEL, faibles=intitules.COURRIEL_PAYEUR),
    ColonneAttendue("telephone", "Téléphone", intitules.TELEPHONE),
    ColonneAttendue("code_commune", "Commune", intitules.COMMUNE, complements=intitules.CODE_POSTAL),
)
ENTETES = ["Prénom", "Nom", "Courriel"]
AWA = ["Awa", "Diop", "awa@exemple.fr"]
LUE = {"prenom": "Awa", "nom": "Diop", "courriel": "awa@exemple.fr"}


def lues(octets: bytes, memoire=None) -> list[dict]:
    return [ligne.valeurs for ligne in lire(octets, COLONNES, memoire=memoire).lignes]


def refus(octets: bytes) -> str:
    with pytest.raises(FichierRefuse) as erreur:
        lire(octets, COLONNES)
    return str(erreur.value).replace("\u00a0", " ")


# --- CSV -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fin", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sep", ["", "sep=;", "SEP=;"])
def test_csv_a_toute_fin_de_ligne_et_une_ligne_sep(fin, sep):
    texte = fin.join([*filter(None, [sep]), ";".join(ENTETES), ";".join(AWA), ""])

    assert lues(texte.encode()) == [LUE]


def test_csv_a_separateur_annonce_n_en_essaie_pas_d_autre():
    assert lues(b"sep=|\nPr\xc3\xa9nom|Nom|Courriel\nAwa|Diop|awa@exemple.fr\n") == [LUE]


def test_csv_sans_intitule_connu_est_coupe_par_ce_qui_fait_le_plus_de_colonnes():
    with pytest.raises(ColonnesADire) as erreur:
        lire(b"a,b|c|d\n1,2|3|4\n", COLONNES)

    assert [colonne.titre for colonne in erreur.value.table.colonnes] == ["a,b", "c", "d"]


def test_colonnes_et_lignes_vides_en_trop_ne_comptent_pas():
    assert lues(en_csv([*ENTETES, "", ""], [*AWA, "", ""], ["", "", "", "", ""], [""])) == [LUE]


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_csv_de_tout_encodage(encodage):
    octets = en_csv(ENTETES, ["Zoé", "Lefèvre à l’Haÿ", "zoe@exemple.fr"], encodage=encodage)

    assert lues(octets) == [{"prenom": "Zoé", "nom": "Lefèvre à l’Haÿ", "courriel": "zoe@exemple.fr"}]


# --- Workbooks -------------------------------------------------------------------------------------------------------


def test_titres_au_dessus_des_intitules_sont_passes():
    octets = en_xlsx(["Liste des bénévoles"], ["au 1er mars"], [], ENTETES, AWA)

    lecture = lire(octets, COLONNES)

    assert [(ligne.numero, ligne.valeurs) for ligne in lecture.lignes] == [(5, LUE)]


def test_intitules_fusionnes_valent_pour_ce_qu_ils_couvrent():
    classeur = openpyxl.Workbook()
    feuille = classeur.active
    for rangee_ in (["Prénom", "Nom", "Contact", None], [None, None, "Courriel", "Mobile"], [*AWA, "0612345678"]):
        feuille.append(rangee_)
    for plage in ("A1:A2", "B1:B2", "C1:D1"):
        feuille.merge_cells(plage)

    assert lues(octets_de(classeur)) == [LUE | {"telephone": "0612345678"}]


def test_ce_que_le_classeur_masque_est_nomme():
    classeur = openpyxl.Workbook()
    feuille = classeur.active
    for rangee_ in (ENTETES, AWA, ["Max", "Roy", "max@exemple.fr"]):
        feuille.append(rangee_)
    feuille.row_dimensions[3].hidden = True
    feuille.column_dimensions["C"].hidden = True
    classeur.create_sheet("Brouillon").sheet_state = "hidden"
    classeur.create_sheet("Notes").append(["a"])

    lecture = lire(octets_de(classeur), COLONNES)

    assert len(lecture.lignes) == 2
    assert [remarque.replace("\u00a0", " ") for remarque in lecture.remarques] == [
        "Feuilles non lues : Notes.",
        "Feuilles masquées, non lues : Brouillon.",
        "Lignes masquées dans le tableur, lues quand même : 3.",
        "Colonnes masquées dans le tableur, lues quand même : C.",
    ]


def test_ods_se_lit_comme_un_xlsx():
    style = '<style:style style:name="m"><style:table-properties table:display="false"/></style:style>'
    octets = ods(
        ("Cachée", f' table:style-name="m">{rangee_ods(ENTETES)}{rangee_ods(AWA)}'),
        (
            "Liste",
            '><table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
            + rangee_ods(["Titre"])
            + '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
            + rangee_ods([*ENTETES, "Téléphone"])
            + '<table:table-row table:visibility="filter">'
            + '<table:table-cell><text:p>Awa<text:s text:c="2"/>Lou</text:p><office:annotation><text:p>non</text:p>'
            + "</office:annotation></table:table-cell>"
            + '<table:table-cell office:value-type="date" office:date-value="2026-04-03T00:00:00"/>'
            + '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
            + '<table:table-cell office:value-type="float" office:value="12.5"/></table:table-row>',
        ),
        automatiques=style,
    )

    lecture = lire(octets, COLONNES)

    assert [(ligne.numero, ligne.valeurs) for ligne in lecture.lignes] == [
        (6, {"prenom": "Awa  Lou", "nom": "03/04/2026", "courriel": "oui", "telephone": "12,5"})
    ]
    assert [remarque.replace("\u00a0", " ") for remarque in lecture.remarques] == [
        "Feuilles masquées, non lues : Cachée.",
        "Lignes masquées dans le tableur, lues quand même : 6.",
        "Colonnes masquées dans le tableur, lues quand même : C.",
    ]


def test_ods_a_cellules_repetees_et_fusionnees():
    fusion = '<table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>Contact</text:p>'
    octets = ods(
        (
            "A",
            ">"
            + f"<table:table-row><table:table-cell/><table:table-cell/>{fusion}</table:table-cell>"
            + "<table:covered-table-cell/></table:table-row>"
            + rangee_ods([*ENTETES, "Téléphone"])
            + '<table:table-row><table:table-cell table:number-columns-repeated="2" office:value-type="string">'
            + "<text:p>Lou</text:p></table:table-cell></table:table-row>",
        )
    )

    assert lues(octets) == [{"prenom": "Lou", "nom": "Lou", "courriel": "", "telephone": ""}]


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "Ce fichier est un ancien classeur (.xls) : ouvrez-le dans un tableur, enregistrez-le en XLSX ou en ODS.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "Ce classeur est protégé par un mot de passe : retirez la protection, enregistrez-le, puis recommencez.",
        ),
        (
            zip_de({"content.xml": b"\x01\x02", "META-INF/manifest.xml": "<a><encryption-data/></a>"}),
            "Ce classeur est protégé par un mot de passe : retirez la protection, enregistrez-le, puis recommencez.",
        ),
        (
            b"<html><body><table><tr><td>Nom</td></tr></table></body></html>",
            "Ce fichier est une page web ou un document XML sous le nom d’un tableau : ouvrez-le dans un tableur, "
            "enregistrez-le en XLSX, puis recommencez.",
        ),
        (
            xlsx_brut(rangee(1, ENTETES) + '<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'),
            "La cellule A2 contient une erreur de calcul (#N/A) : corrigez-la, puis recommencez.",
        ),
        (
            ods(("A", ">" + rangee_ods(ENTETES) + rangee_ods(["#REF!"]))),
            "La cellule A2 contient une erreur de calcul (#REF!) : corrigez-la, puis recommencez.",
        ),
        (
            ods(("A", f">{rangee_ods(ENTETES)}<table:table-row><table:table-cell table:formula='of:=1'/>"
                 "</table:table-row>")),
            "La cellule A2 contient une formule sans résultat : ouvrez le fichier dans un tableur, enregistrez-le, "
            "puis recommencez.",
        ),
        (
            en_csv(AWA, ["Max", "Roy", "max@exemple.fr"]),
            "La première ligne porte déjà des valeurs : ajoutez au-dessus une ligne d’intitulés, puis recommencez.",
        ),
    ],
    ids=["xls", "encrypted xlsx", "encrypted ods", "html", "error", "ods error", "ods formula", "no headings"],
)  # fmt: skip
def test_ce_qui_ne_se_lit_pas_dit_quoi_faire(octets, message):
    assert refus(octets) == message


def test_formule_dont_le_resultat_est_vide_est_une_case_vide():
    octets = xlsx_brut(rangee(1, ENTETES) + '<row r="2"><c t="inlineStr"><is><t>Awa</t></is></c>'
                       '<c t="str"><f>""</f><v></v></c></row>')  # fmt: skip

    assert lues(octets) == [{"prenom": "Awa", "nom": "", "courriel": ""}]


def test_texte_enrichi_et_phonetique_d_un_classeur():
    octets = xlsx_brut(
        rangee(1, ENTETES) + '<row r="2"><c t="s"><v>0</v></c></row>',
        sharedStrings="<sst><si><r><t>A</t></r><r><t>wa</t></r><rPh><t>x</t></rPh></si></sst>",
    )

    assert lues(octets)[0]["prenom"] == "Awa"


def test_dates_de_1904_et_heures():
    formats = '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-40C]d mmmm yyyy"/></numFmts><cellStyleXfs>'
    formats += (
        '<xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    )
    octets = xlsx_brut(
        rangee(1, ENTETES) + '<row r="2"><c s="1"><v>0.5</v></c><c s="1"><v>1</v></c><c s="0"><v>1</v></c></row>',
        classeur='<workbookPr date1904="1"/>',
        styles=formats,
    )

    assert lues(octets) == [{"prenom": "12:00", "nom": "02/01/1904", "courriel": "1"}]


# --- Headings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entetes",
    [
        ["Prénom (obligatoire)", "NOM *", "E-mail", "Mobile", "Ville"],
        ["first_name", "last_name", "email", "phone", "city"],
        ["Prénom adhérent", "Nom adhérent", "Email payeur", "Numéro de téléphone", "Ville"],
        [
            "Quel est votre prénom ?",
            "Quel est votre nom ?",
            "Quelle est votre adresse e-mail ?",
            "Votre numéro de téléphone (facultatif)",
            "Dans quelle commune ? Votre ville",
        ],
        ["Prénom", "Nom d’usage", "Adresse mail", "Téléphone portable", "Commune de résidence"],
    ],
)
def test_intitules_usuels_se_reconnaissent(entetes):
    valeurs = ["Awa", "Diop", "awa@exemple.fr", "0612345678", "Montreuil"]

    (lue,) = lues(en_csv(["Horodateur", *entetes], ["03/04/2026 12:33:11", *valeurs]))

    assert lue == dict(zip(("prenom", "nom", "courriel", "telephone", "code_commune"), valeurs, strict=True))


def test_code_postal_et_ville_se_lisent_ensemble_dans_l_ordre():
    assert lues(en_csv([*ENTETES, "Ville", "Code postal"], [*AWA, "Montreuil", "93100"])) == [
        LUE | {"code_commune": "93100 Montreuil"}
    ]


def test_intitule_de_premier_rang_l_emporte_sur_celui_du_payeur():
    octets = en_csv(["Prénom", "Nom", "Nom payeur", "Courriel"], ["Awa", "Diop", "Roy", "awa@exemple.fr"])

    lecture = lire(octets, COLONNES)

    assert (lecture.lignes[0].valeurs["nom"], lecture.ignorees) == ("Diop", ("Nom payeur",))


@pytest.mark.parametrize("valeur", ["x@exemple.fr", "06 12 34 56 78", "73282932000074", "+33 6 12 34 56 78"])
def test_colonne_non_lue_qui_porte_une_adresse_ou_une_cle_arrete_tout(valeur):
    octets = en_csv([*ENTETES, "Divers"], [*AWA, valeur], ["Max", "Roy", "max@exemple.fr", ""])

    with pytest.raises(ColonnesADire) as erreur:
        lire(octets, COLONNES)

    assert "Divers" in str(erreur.value)
    assert lues(octets, {"divers": ""})[0] == LUE


def test_colonne_sans_intitule_qui_porte_des_adresses_arrete_tout():
    with pytest.raises(ColonnesADire) as erreur:
        lire(en_csv(["Prénom", "Nom", ""], AWA), COLONNES)

    assert erreur.value.table.suspectes == ("Colonne C",)


def test_colonne_non_lue_sans_rien_de_tel_est_seulement_nommee():
    assert lire(en_csv([*ENTETES, "Couleur"], [*AWA, "bleu 12"]), COLONNES).ignorees == ("Couleur",)


def test_ce_que_la_personne_a_dit_l_emporte_sur_les_noms_usuels():
    octets = en_csv(["Prénom", "Nom", "Nom"], ["Awa", "D.", "Diop"])

    with pytest.raises(ColonnesADire, match="deux fois"):
        lire(octets, COLONNES)

    assert lues(octets, {"nom": "", "nom (2)": "nom"}) == [{"prenom": "Awa", "nom": "Diop"}]


def test_memoire_d_une_colonne_qui_n_existe_plus_ne_compte_pas():
    assert lues(en_csv(ENTETES, AWA), {"nom": "disparue"}) == [LUE]
