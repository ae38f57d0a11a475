"""The lists of the back office: their queries, filters and exports."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from wagtail.log_actions import log

from espace_structures.structures.enums import PerimetreFinanceur, StatutStructure
from espace_structures.structures.models import MembreStructure
from tests.fabriques.adhesions import InvitationFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import (
    ConventionFactory,
    FinanceurFactory,
    StructureFactory,
    agent,
    animateur,
    membre,
    responsable,
    siret_fictif,
)

pytestmark = pytest.mark.django_db

LISTES = ["structure", "financeur", "convention", "membrestructure", "membrefinanceur"]


def adresse(modele: str, vue: str = "list", *args) -> str:
    return reverse(f"wagtailsnippets_structures_{modele}:{vue}", args=args)


@pytest.fixture
def animation(client):
    """The browser of a signed-in person of the animation."""
    client.force_login(animateur())
    return client


def peupler(nombre: int) -> None:
    """As many rows in each of the five lists."""
    for rang in range(nombre):
        structure = StructureFactory(departements=["75", "92"])
        financeur = FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["75"])
        ConventionFactory(structure=structure, financeur=financeur, numero=str(rang))
        responsable(structure)
        agent(financeur)


@pytest.mark.parametrize("modele", LISTES)
def test_liste_garde_le_meme_nombre_de_requetes(animation, django_assert_max_num_queries, modele):
    peupler(1)
    animation.get(adresse(modele))
    with django_assert_max_num_queries(40) as a_une_ligne:
        animation.get(adresse(modele))
    peupler(2)

    with django_assert_max_num_queries(len(a_une_ligne)):
        reponse = animation.get(adresse(modele))

    assert len(reponse.context["object_list"]) == 3


@pytest.mark.parametrize("modele", LISTES)
def test_liste_et_fiches_repondent(animation, modele):
    peupler(1)
    objet = animation.get(adresse(modele)).context["object_list"][0]

    codes = {
        vue: animation.get(adresse(modele, vue, *([] if vue == "add" else [objet.pk]))).status_code
        for vue in ("add", "edit", "inspect", "history")
    }

    assert codes == {"add": 200, "edit": 200, "inspect": 200, "history": 200}


def test_fiche_d_une_structure_se_lit(animation):
    structure = StructureFactory(
        nom="Val", siret=siret_fictif(7), departements=["75", "93"], referent_telephone="+33123456789"
    )
    responsable(structure, first_name="Alix", last_name="Martin")
    MembreStructure.objects.filter(compte=membre(structure, first_name="Sacha")).update(actif=False)

    champs = animation.get(adresse("structure", "inspect", structure.pk)).context["fields"]

    lus = {champ["label"]: champ["value"] for champ in champs}
    assert (lus["SIRET"], lus["Départements"]) == ("000 000 075 00010", "Paris, Seine-Saint-Denis")
    assert (lus["Téléphone du référent"], lus["Membres"]) == ("01 23 45 67 89", "Alix Martin (Responsable)")


@pytest.mark.parametrize(
    ("filtre", "attendues"),
    [
        ("type=PLIE", ["Plie"]),
        ("departement=93", ["Close", "Val"]),
        ("departement=93&departement=75", ["Close", "Plie", "Val"]),
        ("statut=FERMEE", ["Close"]),
        ("q=val", ["Val"]),
        ("q=00000075", ["Val"]),
    ],
)
def test_liste_des_structures_filtree(animation, filtre, attendues):
    StructureFactory(nom="Val", departements=["93", "94"], siret=siret_fictif(7))
    StructureFactory(nom="Plie", type="PLIE", departements=["75"], siret=siret_fictif(8))
    StructureFactory(nom="Close", statut=StatutStructure.FERMEE, departements=["93"], siret=siret_fictif(9))

    reponse = animation.get(f"{adresse('structure')}?{filtre}")

    assert [s.nom for s in reponse.context["object_list"]] == attendues


@pytest.mark.parametrize(
    ("filtre", "attendus"), [("exercice=2025", [2025]), ("ligne=P147", [2026]), ("", [2026, 2025])]
)
def test_liste_des_conventions_filtree(animation, filtre, attendus):
    ConventionFactory(exercice=2025)
    ConventionFactory(exercice=2026, ligne="P147")

    reponse = animation.get(f"{adresse('convention')}?{filtre}")

    assert [c.exercice for c in reponse.context["object_list"]] == attendus


def test_export_csv_s_ouvre_dans_un_tableur_francais_sans_formule(animation):
    StructureFactory(nom="=1+1", siret=siret_fictif(7), departements=["75", "93"], referent_telephone="+33123456789")

    reponse = animation.get(f"{adresse('structure')}?export=csv")

    texte = b"".join(reponse.streaming_content).decode()
    assert texte.startswith("\ufeff")
    lignes = list(csv.reader(io.StringIO(texte.removeprefix("\ufeff")), delimiter=";"))
    assert lignes == [
        [
            "Nom",
            "SIRET",
            "Numéro RNA",
            "Type",
            "Départements",
            "Statut",
            "Fermée le",
            "Structure qui prend la suite",
            "Publie sans modération",
            "Référent ou référente parrainage",
            "Adresse électronique du référent",
            "Téléphone du référent",
        ],
        [
            "'=1+1",
            siret_fictif(7),
            "",
            "Mission locale",
            "Paris, Seine-Saint-Denis",
            "Active",
            "",
            "",
            "non",
            "",
            "",
            "01 23 45 67 89",
        ],
    ]


def test_export_csv_ecrit_les_nombres_a_la_francaise(animation):
    ConventionFactory(montant=Decimal("16165.00"), numero="=A1")
    ConventionFactory(montant=Decimal("15250.50"))

    reponse = animation.get(f"{adresse('convention')}?export=csv")

    _entetes, *lignes = csv.reader(io.StringIO(b"".join(reponse.streaming_content).decode()), delimiter=";")
    assert sorted(ligne[8] for ligne in lignes) == ["15250,5", "16165"]
    assert "'=A1" in {ligne[5] for ligne in lignes}


@pytest.mark.parametrize(("actif", "dit"), [(True, "oui"), (False, "non")])
def test_exports_disent_oui_ou_non(animation, actif, dit):
    membre(StructureFactory())
    MembreStructure.objects.update(actif=actif)

    texte, classeur = exports(animation, adresse("membrestructure"))

    assert (texte[1][-1], classeur[1][-1]) == (dit, dit)


def test_exports_donnent_l_heure_de_paris(animation):
    InvitationFactory(envoyee_le=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))

    texte, classeur = exports(animation, adresse("invitation"))

    assert (texte[1][3], classeur[1][3]) == ("2026-07-02 00:30", datetime(2026, 7, 2, 0, 30))  # noqa: DTZ001 - as shown


def test_rapport_de_wagtail_s_exporte_comme_nos_listes(client):
    client.force_login(CompteFactory(is_superuser=True))
    log(StructureFactory(nom="=1+1"), "wagtail.edit", timestamp=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))

    texte, classeur = exports(client, reverse("wagtailadmin_reports:site_history"))

    assert "'=1+1" in texte[1]
    assert "2026-07-02 00:30" in texte[1]
    assert datetime(2026, 7, 2, 0, 30) in classeur[1]  # noqa: DTZ001 - as shown


def exports(client, chemin: str) -> tuple[list, list]:
    """The rows of a list, as CSV and as XLSX."""
    texte = b"".join(client.get(f"{chemin}?export=csv").streaming_content).decode("utf-8-sig")
    contenu = b"".join(client.get(f"{chemin}?export=xlsx").streaming_content)
    rangees = openpyxl.load_workbook(io.BytesIO(contenu)).active.iter_rows(values_only=True)
    return list(csv.reader(io.StringIO(texte), delimiter=";")), list(rangees)


def test_export_xlsx_des_conventions_relu(animation):
    convention = ConventionFactory(numero="=A1")

    reponse = animation.get(f"{adresse('convention')}?export=xlsx")

    feuille = openpyxl.load_workbook(io.BytesIO(b"".join(reponse.streaming_content))).active
    entetes, ligne = feuille.iter_rows()
    assert [cellule.value for cellule in entetes][:4] == ["Structure", "SIRET", "Financeur", "Exercice"]
    assert (ligne[0].value, ligne[5].value, ligne[5].data_type) == (convention.structure.nom, "=A1", "s")
    assert ligne[8].value == 15250
