"""What each line would do: pure functions, no database."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from espace_structures.structures.metier.importation import conventions, structures
from portal.socle.importation.cellules import lire_jour
from portal.socle.importation.lignes import Ecart, Lecture, LigneLue, SortDeLigne
from tests.fabriques.structures import siret_fictif

SIRET = siret_fictif(7)
NOUVELLE = {"siret": SIRET, "nom": "Le Relais", "type": "Association", "departements": "75, 93"}
CONNUE = structures.StructureConnue(
    pk=4,
    valeurs={
        "siret": SIRET,
        "nom": "Le Relais",
        "type": "ASSOCIATION",
        "departements": ("75",),
        "rna": "W751234567",
        "referent_nom": "",
        "referent_courriel": "",
        "referent_telephone": "+33123456789",
    },
)


def lecture(*lignes: dict) -> Lecture:
    lues = tuple(LigneLue(numero=rang, valeurs=valeurs) for rang, valeurs in enumerate(lignes, 2))
    return Lecture(lignes=lues, colonnes=tuple(lignes[0]))


def prevue(valeurs: dict, *connues, noms=None):
    (ligne,) = structures.prevoir(lecture(valeurs), connues, noms or {}).lignes
    return ligne


# --- Structures ------------------------------------------------------------------------------------------------------


def test_structure_inconnue_sera_creee():
    ligne = prevue(NOUVELLE)

    assert (ligne.sort, ligne.cible, ligne.intitule) == (SortDeLigne.CREEE, None, "Le Relais")
    assert ligne.valeurs == {"siret": SIRET, "nom": "Le Relais", "type": "ASSOCIATION", "departements": ("75", "93")}
    assert ligne.ecarts[0] == Ecart(colonne="SIRET", avant="", apres="000 000 075 00010")
    assert ligne.ecarts[3] == Ecart(colonne="Départements", avant="", apres="Paris, Seine-Saint-Denis")


def test_structure_connue_change_case_par_case():
    ligne = prevue(NOUVELLE | {"referent_telephone": "01 98 76 54 32"}, CONNUE)

    assert (ligne.sort, ligne.cible) == (SortDeLigne.MODIFIEE, 4)
    assert ligne.ecarts == (
        Ecart(colonne="Départements", avant="Paris", apres="Paris, Seine-Saint-Denis"),
        Ecart(colonne="Téléphone", avant="01 23 45 67 89", apres="01 98 76 54 32"),
    )


def test_case_vide_ne_change_rien():
    ligne = prevue({"siret": SIRET, "nom": "", "departements": "", "rna": "", "referent_courriel": "(vide)"}, CONNUE)

    assert (ligne.sort, ligne.ecarts) == (SortDeLigne.INCHANGEE, ())


def test_vide_efface_ce_qui_peut_l_etre():
    ligne = prevue(
        {"siret": SIRET, "nom": "(vide)", "rna": "(Vide)", "referent_telephone": "(vide)", "referent_nom": "(vide)"},
        CONNUE,
    )

    assert ligne.refus == ("Ligne 2, Nom : cette valeur ne peut pas être vidée.",)
    ligne = prevue({"siret": SIRET, "rna": "(Vide)", "referent_telephone": "(vide)"}, CONNUE)
    assert [(e.colonne, e.apres) for e in ligne.ecarts] == [("RNA", ""), ("Téléphone", "")]


def test_nom_d_une_structure_connue_reste():
    ligne = prevue(NOUVELLE | {"nom": "Les Deux Rives", "departements": "75"}, CONNUE)

    assert (ligne.sort, ligne.intitule) == (SortDeLigne.INCHANGEE, "Le Relais")
    assert ligne.alertes == (
        "Le fichier dit « Les Deux Rives » ; le nom reste. Renommez la structure depuis sa fiche : l’ancien nom et "
        "les pages suivront.",
    )


def test_structure_fermee_le_reste():
    fermee = structures.StructureConnue(pk=4, valeurs=CONNUE.valeurs, fermee=True)

    assert prevue(NOUVELLE, fermee).alertes == ("Cette structure est fermée, et le reste.",)


def test_domaine_mal_tape_se_remarque_sans_etre_refuse():
    ligne = prevue(NOUVELLE | {"referent_courriel": "camille@gmail.con"}, CONNUE)

    assert (ligne.sort, ligne.valeurs["referent_courriel"]) == (SortDeLigne.MODIFIEE, "camille@gmail.con")
    assert ligne.alertes == (
        "Ligne 2, Courriel : « gmail.con » ressemble à une faute de frappe : s’agit-il de « gmail.com » ?",
    )
    gardee = structures.StructureConnue(pk=4, valeurs=CONNUE.valeurs | {"referent_courriel": "camille@gmail.con"})
    assert prevue(NOUVELLE | {"referent_courriel": "camille@gmail.con"}, gardee).alertes == ()


def test_ce_que_le_modele_refuse_se_dit_par_case(monkeypatch):
    def refuser(_structure):
        raise ValidationError({"rna": "Pas pour une mission locale."})

    monkeypatch.setattr(structures.Structure, "clean", refuser)

    assert prevue(NOUVELLE).refus == ("Ligne 2, RNA : Pas pour une mission locale.",)


@pytest.mark.parametrize(
    ("valeurs", "refus"),
    [
        ({"siret": ""}, "Ligne 2, SIRET : il faut le SIRET : il dit de quelle structure parle la ligne."),
        (
            {"siret": "12345678901234"},
            "Ligne 2, SIRET : « 12345678901234 » n’est pas un SIRET : 14 chiffres, dont une clé de contrôle. "
            "Vérifiez la saisie.",
        ),
        (
            {"siret": SIRET[3:]},
            f"Ligne 2, SIRET : « {SIRET[3:]} » compte 11 chiffres au lieu de 14 : le tableur a peut-être effacé des "
            "zéros au début.",
        ),
        (
            {"siret": "1,23457E+13"},
            "Ligne 2, SIRET : « 1,23457E+13 » est un SIRET arrondi par le tableur : mettez la colonne au format Texte "
            "et retapez-le en entier.",
        ),
        ({"nom": ""}, "Ligne 2, Nom : il faut une valeur pour créer la structure."),
        ({"departements": ""}, "Ligne 2, Départements : il faut une valeur pour créer la structure."),
        ({"departements": " ; "}, "Ligne 2, Départements : il faut au moins un département."),
        (
            {"departements": "75, Lutèce"},
            "Ligne 2, Départements : « Lutèce » n’est pas un département : écrivez son code ou son nom, séparés par "
            "des virgules.",
        ),
        (
            {"type": "Club de foot"},
            "Ligne 2, Type : « Club de foot » n’est pas dans la liste. Écrivez : Mission locale ; PLIE ; Cap emploi ; "
            "Association ; Club ou réseau d’entreprises ; Réseau de retraités ; Autre.",
        ),
        ({"nom": "x" * 201}, "Ligne 2, Nom : ce texte compte 201 signes, 200 au plus. Raccourcissez-le."),
        (
            {"nom": "Le \x07Relais"},
            "Ligne 2, Nom : ce texte contient des signes invisibles qu’on ne peut pas garder. Retapez-le.",
        ),
        (
            {"rna": "W12"},
            "Ligne 2, RNA : « W12 » n’est pas un numéro RNA : la lettre W suivie de neuf chiffres. Vérifiez la saisie.",
        ),
        ({"referent_courriel": "camille"}, "Ligne 2, Courriel : Saisissez une adresse de courriel valide."),
        (
            {"referent_telephone": "poste 12"},
            "Ligne 2, Téléphone : « poste 12 » n’est pas un numéro de téléphone : écrivez-le en dix chiffres, ou avec "
            "l’indicatif du pays (+33…).",
        ),
    ],
)
def test_case_fausse_est_refusee_en_nommant_ligne_et_colonne(valeurs, refus):
    ligne = prevue(NOUVELLE | valeurs)

    assert (ligne.sort, ligne.refus, ligne.ecarts) == (SortDeLigne.REFUSEE, (refus,), ())


def test_une_valeur_fausse_n_est_pas_dite_deux_fois():
    assert len(prevue(NOUVELLE | {"type": "Club de foot"}).refus) == 1


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("75, 93", ("75", "93")),
        ("paris et seine saint denis", ("75", "93")),
        ("93;75;93", ("75", "93")),
        ("2a", ("2A",)),
        ("1", ("01",)),
        ("75 – Paris / Val d'Oise", ("75", "95")),
        ("971", ("971",)),
    ],
)
def test_departements_se_disent_en_codes_ou_en_noms(ecrit, lu):
    assert structures.lire_departements(ecrit) == lu


def test_meme_siret_deux_fois_est_refuse():
    premiere, deuxieme = structures.prevoir(lecture(NOUVELLE, NOUVELLE), [], {}).lignes

    assert (premiere.sort, deuxieme.sort) == (SortDeLigne.CREEE, SortDeLigne.REFUSEE)
    assert deuxieme.refus == ("Ligne 3, SIRET : ce SIRET est déjà à la ligne 2.",)


def test_meme_nom_sous_un_autre_siret_est_signale():
    autre = NOUVELLE | {"siret": siret_fictif(8), "nom": "LE RELAIS"}

    premiere, deuxieme = structures.prevoir(lecture(NOUVELLE, autre), [], {"le relais": [siret_fictif(9)]}).lignes

    dit = "Même nom qu’une autre structure (SIRET {}) : vérifiez que ce n’est pas un doublon."
    assert premiere.alertes == (dit.format("000 000 091 00017"),)
    assert deuxieme.alertes == (dit.format("000 000 075 00010, 000 000 091 00017"),)


def test_empreinte_change_avec_ce_qui_serait_ecrit():
    une, meme, autre = (structures.prevoir(lecture(NOUVELLE), connues, {}).empreinte for connues in ([], [], [CONNUE]))

    assert (une == meme, une == autre) == (True, False)


# --- Conventions -----------------------------------------------------------------------------------------------------

FINANCEURS = [
    (1, "DRIEETS Île-de-France", "DRIEETS"),
    (2, "Ville de Paris", ""),
    (3, "Autre un", "AU"),
    (4, "Deux", "au"),
]
CONVENTION = {
    "siret": SIRET,
    "financeur": "drieets",
    "exercice": "2026",
    "ligne": "P102",
    "numero": "2026-17",
    "signee_le": "03/04/2026",
    "objectif": "50",
    "montant": "12 345,67 €",
}
ECRITE = conventions.ConventionConnue(
    pk=9,
    cle=(SIRET, 1, 2026, "P102", "2026-17"),
    valeurs={
        "siret": SIRET,
        "financeur": 1,
        "exercice": 2026,
        "ligne": "P102",
        "numero": "2026-17",
        "signee_le": date(2026, 4, 3),
        "objectif": 50,
        "montant": Decimal("12345.67"),
    },
)


def prevoir(*lignes: dict, ecrites=(), fermee=False):
    connu = conventions.Connu(
        structures={SIRET: (4, "Le Relais", fermee)}, financeurs=iter(FINANCEURS), conventions=ecrites
    )
    return conventions.prevoir(lecture(*lignes), connu).lignes


def test_convention_inconnue_sera_creee():
    (ligne,) = prevoir(CONVENTION)

    assert (ligne.sort, ligne.intitule) == (SortDeLigne.CREEE, "Le Relais – drieets – 2026")
    assert ligne.valeurs == dict(ECRITE.valeurs) | {"structure": 4}
    assert [e.apres for e in ligne.ecarts] == [
        "000 000 075 00010",
        "DRIEETS",
        "2026",
        "P102 – accès et retour à l’emploi",
        "2026-17",
        "03/04/2026",
        "50",
        "12\u202f345,67\u202f€",
    ]


def test_convention_connue_change_case_par_case():
    (ligne,) = prevoir(CONVENTION | {"montant": "0", "objectif": "", "signee_le": "(vide)"}, ecrites=[ECRITE])

    assert (ligne.sort, ligne.cible) == (SortDeLigne.MODIFIEE, 9)
    assert ligne.ecarts == (
        Ecart(colonne="Signée le", avant="03/04/2026", apres=""),
        Ecart(colonne="Montant notifié (€)", avant="12\u202f345,67\u202f€", apres="0\u202f€"),
    )


def test_convention_identique_reste():
    assert [ligne.sort for ligne in prevoir(CONVENTION, ecrites=[ECRITE])] == [SortDeLigne.INCHANGEE]


def test_autre_numero_est_signale_comme_douteux():
    (ligne,) = prevoir(CONVENTION | {"numero": ""}, ecrites=[ECRITE])

    assert ligne.sort == SortDeLigne.CREEE
    assert ligne.alertes == (
        "Une convention existe déjà avec ce financeur, cet exercice et cette ligne (numéro : 2026-17) : vérifiez que "
        "ce n’est pas la même.",
    )


def test_convention_d_une_structure_fermee_est_signalee():
    (ligne,) = prevoir(CONVENTION, fermee=True)

    assert ligne.alertes == ("Cette structure est fermée : la convention est gardée, sans bilan à venir.",)


def test_meme_convention_deux_fois_dans_le_fichier_est_refusee():
    _premiere, deuxieme = prevoir(CONVENTION, CONVENTION | {"financeur": "DRIEETS Ile de France"})

    assert deuxieme.refus == ("Ligne 3, Numéro : cette convention est déjà à la ligne 2.",)


@pytest.mark.parametrize(
    ("valeurs", "refus"),
    [
        (
            {"siret": siret_fictif(99)},
            "Ligne 2, SIRET : aucune structure ne porte ce SIRET : importez-la ou créez-la d’abord.",
        ),
        ({"siret": ""}, "Ligne 2, SIRET : il faut le SIRET : il dit de quelle structure parle la ligne."),
        (
            {"financeur": "Inconnu"},
            "Ligne 2, Financeur : aucun financeur ne s’appelle « Inconnu » : créez-le d’abord, ou corrigez son nom ou "
            "son sigle.",
        ),
        (
            {"financeur": "AU"},
            "Ligne 2, Financeur : plusieurs financeurs portent le sigle « AU » : écrivez le nom entier.",
        ),
        ({"exercice": "26"}, "Ligne 2, Exercice : « 26 » n’est pas une année de 1993 à 2100."),
        ({"exercice": "²⁰²⁶"}, "Ligne 2, Exercice : « ²⁰²⁶ » n’est pas une année de 1993 à 2100."),
        (
            {"ligne": ""},
            "Ligne 2, Ligne budgétaire : il faut une valeur : elle dit de quelle convention parle la ligne.",
        ),
        (
            {"montant": "12,345"},
            "Ligne 2, Montant notifié (€) : « 12,345 » n’est pas un nombre qu’on peut lire : écrivez 12 345,67.",
        ),
        ({"montant": "12,3456"}, "Ligne 2, Montant notifié (€) : « 12,3456 » a trop de décimales."),
        ({"montant": "-5"}, "Ligne 2, Montant notifié (€) : « -5 » n’est pas un nombre possible ici."),
        (
            {"montant": "beaucoup"},
            "Ligne 2, Montant notifié (€) : « beaucoup » n’est pas un nombre qu’on peut lire : écrivez 12 345,67.",
        ),
        ({"objectif": "12,5"}, "Ligne 2, Objectif conventionné : « 12,5 » n’est pas un nombre entier."),
        (
            {"objectif": "9999999999"},
            "Ligne 2, Objectif conventionné : « 9999999999 » n’est pas un nombre possible ici.",
        ),
        ({"numero": "x" * 51}, "Ligne 2, Numéro : ce texte compte 51 signes, 50 au plus. Raccourcissez-le."),
    ],
)
def test_convention_fausse_est_refusee_en_nommant_ligne_et_colonne(valeurs, refus):
    (ligne,) = prevoir(CONVENTION | valeurs)

    assert (ligne.sort, ligne.refus) == (SortDeLigne.REFUSEE, (refus,))


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("03/04/2026", date(2026, 4, 3)),
        ("3.4.2026", date(2026, 4, 3)),
        ("2026-04-03", date(2026, 4, 3)),
        ("3-4-2026", date(2026, 4, 3)),
        ("3/4/26", date(2026, 4, 3)),
        ("46115", date(2026, 4, 3)),
        ("", None),
    ],
)
def test_dates_se_lisent_jour_puis_mois(ecrit, lu):
    assert lire_jour(ecrit) == lu


@pytest.mark.parametrize("ecrit", ["04/31/2026", "31/02/2026", "hier", "45901 jours"])
def test_date_impossible_est_refusee(ecrit):
    (ligne,) = prevoir(CONVENTION | {"signee_le": ecrit})

    assert ligne.refus == (
        f"Ligne 2, Signée le : « {ecrit} » n’est pas une date : écrivez le jour, le mois et l’année, par exemple "
        "30/06/2027.",
    )


@pytest.mark.parametrize("ecrit", ["P102", "p102", "P102 – accès et retour à l’emploi", "Accès et retour à l'emploi"])
def test_ligne_budgetaire_se_dit_par_son_code_ou_son_libelle(ecrit):
    (ligne,) = prevoir(CONVENTION | {"ligne": ecrit})

    assert ligne.valeurs["ligne"] == "P102"
