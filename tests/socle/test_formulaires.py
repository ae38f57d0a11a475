"""Numbers as people write them, texts that are never cut, tables whose inputs say where they stand."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.socle.formulaires import (
    ChoixField,
    Colonne,
    Controle,
    Entourage,
    JourField,
    NombreField,
    NombreIllisible,
    Question,
    QuestionLayout,
    Rangee,
    Somme,
    TableauLayout,
    TexteField,
    ecrire_saisie,
    lire_nombre,
)

EUROS = ("€", "euros")


@pytest.mark.parametrize(
    "texte",
    [
        "1234",
        "1 234",
        "1\u00a0234",
        "1\u202f234",
        "1\u2009234",
        "\t1234\t",
        " 1 234 \r\n",
        "\ufeff1234",
        "01234",
        "1234,0",
        "1234.00",
    ],
)
def test_effectif_avec_toute_sorte_d_espaces(texte):
    assert lire_nombre(texte) == Decimal(1234)


@pytest.mark.parametrize(
    ("texte", "lu"),
    [
        ("1 234,5", Decimal("1234.50")),
        ("1234.5", Decimal("1234.50")),
        ("1.234,50", Decimal("1234.50")),
        ("1,234.50", Decimal("1234.50")),
        ("1 234,50 €", Decimal("1234.50")),
        ("1 234,50\u202f€", Decimal("1234.50")),
        ("1234 Euros", Decimal("1234.00")),
        ("−12,5", Decimal("-12.50")),
        ("-0", Decimal("0.00")),
    ],
)
def test_montant_ecrit_de_plusieurs_facons(texte, lu):
    assert str(lire_nombre(texte, decimales=2, unites=EUROS)) == str(lu)


def test_pourcentage_avec_son_signe():
    assert lire_nombre("12 %", decimales=2, unites=("%",)) == Decimal(12)


@pytest.mark.parametrize("texte", ["", " ", "\t", "\u00a0", "\u200b"])
def test_vide_n_est_pas_zero(texte):
    assert lire_nombre(texte) is None
    assert NombreField().clean(texte) is None


@pytest.mark.parametrize(
    ("texte", "raison"),
    [
        ("douze", "illisible"),
        ("=1+2", "illisible"),
        ("+5", "illisible"),
        ("1e5", "illisible"),
        ("12 €", "illisible"),
        ("١٢", "illisible"),
        ("12 5", "plusieurs"),
        ("12\t5", "plusieurs"),
        ("1 234\n567", "plusieurs"),
        ("12,5,6", "plusieurs"),
        ("1.000", "ambigu"),
        ("1,000", "ambigu"),
        ("12,5", "decimales"),
        ("1234567890123", "trop_grand"),
    ],
)
def test_effectif_refuse(texte, raison):
    with pytest.raises(NombreIllisible) as refus:
        lire_nombre(texte)

    assert refus.value.raison == raison


def test_douze_chiffres_tiennent():
    assert lire_nombre("999 999 999 999") == Decimal(999999999999)


@pytest.mark.parametrize(
    ("champ", "texte", "message"),
    [
        (
            NombreField(),
            "douze",
            "« douze » n’est pas un nombre : écrivez un nombre entier, par exemple 12, ou laissez vide si vous ne "
            "savez pas.",
        ),
        (
            NombreField(decimales=2, unites=EUROS),
            "=1+2",
            "« =1+2 » n’est pas un nombre : écrivez un montant en euros, par exemple 1 234,50, ou laissez vide si vous "
            "ne savez pas.",
        ),
        (NombreField(), "-3", "« -3 » est négatif : écrivez un nombre positif, ou 0."),
        (
            NombreField(),
            "12,5",
            "« 12,5 » n’est pas un nombre entier : écrivez un nombre entier, par exemple 12, sans décimale.",
        ),
        (NombreField(decimales=2), "1,2345", "« 1,2345 » a trop de décimales : gardez-en 2 au plus."),
        (
            NombreField(),
            "1.000",
            "« 1.000 » peut se lire de deux façons : écrivez les milliers sans point ni virgule.",
        ),
        (
            NombreField(),
            "1234567890123",
            "« 1234567890123 » est trop grand : 12 chiffres au plus. Vérifiez ce qui a été collé.",
        ),
        (
            NombreField(),
            "12\t5",
            "« 12 5 » contient peut-être plusieurs nombres : écrivez un nombre entier, par exemple 12.",
        ),
        (
            TexteField(longueur=5),
            "abcdefg",
            "Ce texte compte 7 caractères, 5 au plus : retirez-en 2. Il n’a pas été coupé.",
        ),
        (
            ChoixField(choix=[("oui", "Oui")]),
            "peut-être",
            "« peut-être » n’est pas dans la liste : choisissez une des réponses proposées.",
        ),
        (
            JourField(),
            "31/02/2027",
            "« 31/02/2027 » n’est pas une date : écrivez le jour, le mois et l’année, par exemple 30/06/2027.",
        ),
    ],
)
def test_refus_cite_ce_qui_a_ete_lu(champ, texte, message):
    with pytest.raises(ValidationError) as refus:
        champ.clean(texte)

    assert [_espaces_simples(m) for m in refus.value.messages] == [message]


def test_citation_longue_est_abregee():
    with pytest.raises(ValidationError) as refus:
        NombreField().clean("x" * 500)

    assert _espaces_simples(refus.value.messages[0]).startswith(f"« {'x' * 40}… » n’est pas un nombre")


def test_negatif_permis_sans_minimum():
    assert NombreField(minimum=None).clean("-3") == Decimal(-3)


@given(st.decimals(min_value=Decimal("-99999999"), max_value=Decimal("999999999999.99"), places=2))
def test_nombre_ecrit_se_relit(nombre):
    assert lire_nombre(ecrire_saisie(nombre), decimales=2) == nombre
    assert lire_nombre(ecrire_saisie(nombre, centimes=True), decimales=2) == nombre


@given(st.text(max_size=30))
def test_texte_quelconque_est_lu_ou_refuse(texte):
    try:
        lu = lire_nombre(texte)
    except NombreIllisible:
        return
    assert lu is None or lu == lu.to_integral_value()


@pytest.mark.parametrize(
    ("nombre", "centimes", "ecrit"),
    [
        (Decimal("0.00"), False, "0"),
        (Decimal("1234.50"), False, "1\u202f234,5"),
        (Decimal("1234.50"), True, "1\u202f234,50"),
        (Decimal("1234567.00"), True, "1\u202f234\u202f567"),
        (Decimal("-0.05"), False, "-0,05"),
    ],
)
def test_nombre_ecrit_dans_un_champ(nombre, centimes, ecrit):
    assert ecrire_saisie(nombre, centimes=centimes) == ecrit


def test_texte_compte_un_saut_de_ligne_pour_un_caractere():
    assert TexteField(longueur=3).clean("a\r\nb") == "a\nb"


def test_jour_se_garde_en_iso_et_ce_qui_n_en_est_pas_un_reste_a_l_ecran():
    champ = JourField()

    assert champ.clean("30/06/2027") == "2027-06-30"
    assert 'type="date"' in champ.widget.render("jour", "2027-06-30")
    assert 'type="text"' in champ.widget.render("jour", "31/02/2027")


def _espaces_simples(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


# --- Tables ---------------------------------------------------------------------------------------------------------


class Grille(forms.Form):
    """Two rows, three columns of which one is of which; the last place is greyed."""

    def __init__(self, *args, **options):
        super().__init__(*args, auto_id="c-%s", **options)
        for nom in ("a1", "a2", "a3", "b1", "b2"):
            self.fields[nom] = NombreField()


def rendre(form, valeurs, **options):
    form.helper = FormHelper()
    form.helper.form_tag = False
    form.helper.disable_csrf = True
    form.helper.layout = Layout(
        TableauLayout(
            code="T",
            titre="Un tableau",
            lignes=[Rangee(code="a", libelle="Rangée A", aide="Une aide"), Rangee(code="b", libelle="Rangée B")],
            colonnes=[
                Colonne(code="1", libelle="Femmes", groupe="Ensemble"),
                Colonne(code="2", libelle="Hommes", groupe="Ensemble"),
                Colonne(code="3", libelle="QPV", dont=True),
            ],
            champs={("a", "1"): "a1", ("a", "2"): "a2", ("a", "3"): "a3", ("b", "1"): "b1", ("b", "2"): "b2"},
            valeurs=valeurs,
            **options,
        )
    )
    return BeautifulSoup(render_crispy_form(form), "html.parser")


def test_tableau_nomme_chaque_champ_par_sa_ligne_son_groupe_et_sa_colonne():
    page = rendre(Grille(), {})

    champ = page.find(id="c-a2")
    noms = [page.find(id=i).get_text(strip=True) for i in champ["aria-labelledby"].split()]
    assert noms == ["Rangée A", "Ensemble", "Hommes"]
    assert [page.find(id=i).get_text(strip=True) for i in champ["aria-describedby"].split()] == ["Une aide"]
    assert [th["scope"] for th in page.thead.find_all("th")] == ["col", "colgroup", "col", "col", "col", "col"]
    assert [th["scope"] for th in page.tbody.find_all("th")] == ["row", "row", "row"]
    assert page.caption.get_text(" ", strip=True) == page.h2.get_text(" ", strip=True) == "T Un tableau"


def test_tableau_totalise_sans_les_colonnes_dont():
    page = rendre(Grille(), {"a1": Decimal(1), "a2": Decimal(2), "a3": Decimal(9), "b1": Decimal(1200)})

    lignes = [[o.text for o in tr.find_all("output")] for tr in page.find_all("tr") if tr.find("output")]
    assert lignes == [["3"], ["1\u202f200"], ["1\u202f201", "2", "1\u202f203", "9"]]
    assert page.find(class_="rangee-totale").find_all("output")[2]["data-termes"] == "+a1 +a2 +b1 +b2"


def test_tableau_vide_n_a_pas_de_total_zero():
    page = rendre(Grille(), {})

    assert {o.text for o in page.find_all("output")} == {""}


def test_tableau_grise_la_case_sans_champ():
    page = rendre(Grille(), {})

    grisees = page.find_all("td", class_="case--grisee")
    assert [td.get_text(strip=True) for td in grisees] == ["Sans objet"]


def test_tableau_garde_ce_qui_fut_ecrit_et_dit_l_erreur_pres_de_la_case():
    form = Grille({"a1": "douze", "a2": "3"})

    page = rendre(form, {"a2": Decimal(3)})

    champ = page.find(id="c-a1")
    assert champ["value"] == "douze"
    assert champ["aria-invalid"] == "true"
    assert champ["aria-describedby"].split() == ["c-a1-erreur", "t-T-l-a-aide"]
    message = page.find(id="c-a1-erreur")
    assert message.find_parent("tr") == champ.find_parent("tr").find_next_sibling("tr")
    assert _espaces_simples(message.get_text(" ", strip=True)).startswith("Ensemble – Femmes – « douze »")
    assert page.find(id="c-a2")["value"] == "3"


def test_tableau_montre_les_reperes_et_les_notes():
    entourage = Entourage(reperes={"a1": "7"}, intitule_reperes="2025 :", notes={"b1": "Camille a enregistré « 4 »."})

    page = rendre(Grille(), {}, entourage=entourage)

    assert page.find(id="c-a1-repere").get_text(strip=True) == "2025 : 7"
    assert page.find(id="c-a1")["aria-describedby"].split()[0] == "c-a1-repere"
    assert page.find(id="c-b1-note").get_text(" ", strip=True) == "Ensemble – Femmes – Camille a enregistré « 4 »."


@pytest.mark.parametrize(
    ("somme", "attendu", "verdict"),
    [(40, 40, "le compte y est"), (37, 40, "il en manque 3"), (1240, 40, "1\u202f200 de trop"), (None, 40, "")],
)
def test_controle_dit_l_ecart(somme, attendu, verdict):
    def en_somme(valeur):
        return Somme(termes=(), valeur=None if valeur is None else Decimal(valeur))

    controle = Controle(somme=en_somme(somme), attendu=en_somme(attendu), libelle_attendu="B2")

    assert controle.verdict == verdict


def test_controle_cache_tant_qu_un_nombre_manque():
    muet = Controle(
        somme=Somme(termes=(), valeur=None), attendu=Somme(termes=(), valeur=Decimal(4)), libelle_attendu="B2"
    )
    parlant = Controle(
        somme=Somme(termes=(), valeur=Decimal(3)), attendu=Somme(termes=(), valeur=Decimal(4)), libelle_attendu="B2"
    )

    page = rendre(Grille(), {}, controles=[muet, parlant])

    assert [("hidden" in p.attrs, p.strong.text) for p in page.select("[data-controle]")] == [
        (True, ""),
        (False, "il en manque 1"),
    ]


def test_question_dit_son_aide_et_compte_les_caracteres():
    class Texte(forms.Form):
        h1 = TexteField(longueur=1500)

    form = Texte({"h1": "Bonjour"}, auto_id="c-%s")
    form.helper = FormHelper()
    form.helper.form_tag = False
    form.helper.layout = Layout(
        QuestionLayout(Question(code="H1", libelle="Déroulement", nom="h1", aide="En bref", longueur=1500))
    )
    page = BeautifulSoup(render_crispy_form(form), "html.parser")

    champ = page.find(id="c-h1")
    assert page.find("label", attrs={"for": "c-h1"}).get_text(" ", strip=True) == "H1 Déroulement"
    assert champ["aria-describedby"].split() == ["c-h1-aide", "c-h1-compteur"]
    compteur = page.find(id="c-h1-compteur")
    assert compteur["data-longueur"] == "1500"
    assert _espaces_simples(compteur.get_text(" ", strip=True)) == "7 sur 1 500 caractères"
