"""Sections laid out as screens: unusual cells of a small trame, and the whole shipped trame."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from crispy_forms.utils import render_crispy_form
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from espace_structures.bilans.enums import GenreRegle, Severite, TypeReponse
from espace_structures.bilans.forms.mise_en_page import mettre_en_page
from espace_structures.bilans.forms.section import SectionForm
from espace_structures.bilans.metier.definition import (
    Colonne,
    DefinitionTrame,
    Ligne,
    Question,
    Regle,
    Section,
    Tableau,
)
from espace_structures.bilans.metier.trame_fichier import TRAME_LIVREE
from espace_structures.bilans.metier.trame_yaml import lire
from espace_structures.bilans.models import Bilan, Reponse
from tests.fabriques.bilans import bilan_de, campagne_ouverte
from tests.fabriques.structures import StructureFactory, membre

pytestmark = pytest.mark.une_base


def tableau(code: str, type_: TypeReponse, *lignes: str) -> Tableau:
    return Tableau(
        code=code,
        titre=f"Tableau {code}",
        type=type_,
        lignes=tuple(Ligne(code=ligne, libelle=f"Ligne {ligne}") for ligne in lignes),
        colonnes=(Colonne(code="n", libelle="Nombre"),),
    )


TRAME = DefinitionTrame(
    code="rare",
    titre="Cases rares",
    sections=(
        Section(
            code="X",
            titre="Cases rares",
            elements=(
                tableau("X1", TypeReponse.EFFECTIF, "a", "b"),
                tableau("X2", TypeReponse.TEXTE, "a"),
                tableau("X3", TypeReponse.POURCENTAGE, "a", "b"),
                Question(code="X4", libelle="Date", type=TypeReponse.DATE),
                Question(code="X5", libelle="Récit", type=TypeReponse.TEXTE),
                Question(code="X6", libelle="Part", type=TypeReponse.POURCENTAGE),
            ),
        ),
    ),
    regles=(
        Regle(
            code="R",
            genre=GenreRegle.PARTITION,
            severite=Severite.BLOQUANTE,
            message="{parties} {total}",
            parametres={"parties": "X1", "total": "X1.a + X1.b + X1.a"},
        ),
        Regle(
            code="S",
            genre=GenreRegle.PARTITION,
            severite=Severite.BLOQUANTE,
            message="{parties} {total}",
            parametres={"parties": "X1.a + X3.a", "total": "X1"},
        ),
    ),
)


def rendre(donnees=None, precedent=None) -> tuple[SectionForm, BeautifulSoup]:
    form = SectionForm(donnees, definition=TRAME, section=TRAME.sections[0], reponses={}, version=3)
    form.helper = mettre_en_page(form, precedent=precedent or {}, exercice=2025, notes={})
    return form, BeautifulSoup(render_crispy_form(form), "html.parser")


def test_chaque_type_de_case_a_son_champ():
    _form, page = rendre()

    champs = [(c["name"], c.name, c.get("type")) for c in page.find_all(["input", "textarea", "select"])]
    assert champs == [
        ("version", "input", "hidden"),
        ("X1.a.n", "input", "text"),
        ("X1.b.n", "input", "text"),
        ("X2.a.n", "input", "text"),
        ("X3.a.n", "input", "text"),
        ("X3.b.n", "input", "text"),
        ("X4", "input", "date"),
        ("X5", "textarea", None),
        ("X6", "input", "text"),
    ]
    assert page.find(id="c-X5-compteur")["data-longueur"] == "4000"
    assert page.find(id="q-X6").select_one(".unite").text == "%"
    assert [len(page.select(f"#t-{code} output")) for code in ("X2", "X3")] == [0, 0]


def test_chaque_type_de_case_se_lit():
    saisies = {"X1.a.n": "2", "X2.a.n": "Un mot", "X3.a.n": "12,5 %", "X4": "30/06/2027", "X5": "", "X6": "8%"}
    form, _page = rendre(saisies | {"version": "3"})

    assert form.is_valid()
    assert form.valeurs == {
        "X1.a.n": Decimal(2),
        "X1.b.n": None,
        "X2.a.n": "Un mot",
        "X3.a.n": Decimal("12.50"),
        "X3.b.n": None,
        "X4": "2027-06-30",
        "X5": None,
        "X6": Decimal(8),
    }


def test_controle_sans_question_pour_total_dit_son_expression():
    _form, page = rendre({"X1.a.n": "2", "X1.b.n": "1"})

    # The rule across two tables has no place of its own under one of them.
    assert [c.get_text(" ", strip=True) for c in page.select("[data-controle]")] == [
        "Total du tableau 3 Total attendu (X1.a + X1.b + X1.a) 5 il en manque 2"
    ]


@pytest.fixture
def bilan_complet(db):
    return bilan_de(StructureFactory(), campagne_ouverte(2025, definition=lire(TRAME_LIVREE.read_text())))


@pytest.mark.django_db
def test_toutes_les_sections_de_la_trame_livree_se_remplissent(client, bilan_complet, requetes_au_plus):
    client.force_login(membre(bilan_complet.structure))
    definition = lire(TRAME_LIVREE.read_text())
    client.get(reverse("espace:bilan", args=[bilan_complet.pk]))
    ContentType.objects.get_for_model(Bilan)
    version, attendues = 0, 0

    # The heaviest section first, while the bilan has yet to be begun: the dearest saving of all.
    for section in sorted(definition.sections, key=lambda section: section.code != "C"):
        adresse = reverse("espace:saisie", args=[bilan_complet.pk, "75", section.code])
        cellules = [c for c in definition.cellules.values() if c.section == section.code and not c.calcul]
        with requetes_au_plus("une section à l’écran"):
            page = BeautifulSoup(client.get(adresse).content, "html.parser")
        noms = [champ["name"] for champ in page.select("#saisie [name]:not(button)")]
        assert noms[2:] == [cellule.code for cellule in cellules]
        saisies = {c.code: "3" for c in cellules if c.est_numerique}
        with requetes_au_plus("une section enregistrée"):
            assert client.post(adresse, saisies | {"version": version}).status_code == 302
        version += bool(saisies)
        attendues += len(saisies)

    assert Reponse.objects.filter(feuille__bilan=bilan_complet).count() == attendues
