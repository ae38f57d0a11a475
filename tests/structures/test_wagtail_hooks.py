"""The menu "Structures et financeurs": what the animation types is checked and kept."""

import json
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from espace_structures.structures.enums import PerimetreFinanceur, RoleFinanceur, RoleStructure, StatutStructure
from espace_structures.structures.models import Convention, Financeur, MembreStructure, Structure
from tests.fabriques.bilans import bilan_de, campagne_ouverte
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import (
    ConventionFactory,
    FinanceurFactory,
    StructureFactory,
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


def saisie_structure(**champs) -> dict:
    return nested_form_data(
        {
            "nom": "Mission locale du Val",
            "siret": siret_fictif(7),
            "type": "ML",
            "statut": "ACTIVE",
            "referent_nom": "",
            "referent_courriel": "",
            "referent_telephone": "",
            "implantations": inline_formset([{"departement": "75"}, {"departement": "93"}]),
            "membres": inline_formset([]),
        }
        | champs
    )


def saisie_financeur(**champs) -> dict:
    return nested_form_data(
        {
            "nom": "Préfecture",
            "sigle": "",
            "perimetre": PerimetreFinanceur.STRUCTURES,
            "departements": inline_formset([]),
            "membres": inline_formset([]),
        }
        | champs
    )


def erreurs(reponse) -> dict:
    return dict(reponse.context["form"].errors)


# --- Structures ------------------------------------------------------------------------------------------------------


def test_structure_creee_avec_ses_departements_et_ses_membres(animation):
    compte = CompteFactory()
    donnees = saisie_structure(
        membres=inline_formset([{"compte": compte.pk, "role": RoleStructure.RESPONSABLE, "actif": "on"}])
    )

    reponse = animation.post(adresse("structure", "add"), donnees)

    structure = Structure.objects.get()
    assert (reponse.status_code, reponse.url) == (302, adresse("structure"))
    assert [i.departement for i in structure.implantations.all()] == ["75", "93"]
    assert [(m.compte, m.role, m.actif) for m in structure.membres.all()] == [(compte, RoleStructure.RESPONSABLE, True)]


@pytest.mark.parametrize("separateur", [" ", "\u00a0", "\u202f", ".", "-", "\t"])
def test_siret_saisi_en_groupes_est_garde_en_chiffres(animation, separateur):
    siret = siret_fictif(12)
    tape = separateur.join((siret[:3], siret[3:6], siret[6:9], siret[9:]))

    animation.post(adresse("structure", "add"), saisie_structure(siret=f" {tape} "))

    assert Structure.objects.get().siret == siret


@pytest.mark.parametrize(
    "siret", ["1234567890123", "123456789012345", "12345678901234", "ABCDEFGHIJKLMN", "١٢٣٤٥٦٧٨٩٠١٢٣٤"]
)
def test_siret_faux_est_refuse_en_nommant_la_saisie(animation, siret):
    reponse = animation.post(adresse("structure", "add"), saisie_structure(siret=siret))

    assert erreurs(reponse) == {
        "siret": [f"« {siret} » n’est pas un SIRET : 14 chiffres, dont une clé de contrôle. Vérifiez la saisie."]
    }
    assert Structure.objects.count() == 0


def test_siret_deja_pris_est_refuse(animation):
    StructureFactory(siret=siret_fictif(7))

    reponse = animation.post(adresse("structure", "add"), saisie_structure())

    assert erreurs(reponse) == {"siret": ["Une structure porte déjà ce SIRET."]}


def test_siret_est_montre_en_groupes_dans_la_fiche(animation):
    structure = StructureFactory(siret=siret_fictif(7))

    reponse = animation.get(adresse("structure", "edit", structure.pk))

    assert reponse.context["form"]["siret"].value() == "000 000 075 00010"


@pytest.mark.parametrize(
    ("tape", "garde"),
    [
        ("01 23 45 67 89", "+33123456789"),
        ("+33 (0)6.12.34.56.78", "+33612345678"),
        ("+32 2 555 12 12", "+3225551212"),
        ("06\u202f12\u202f34\u202f56\u202f78", "+33612345678"),
    ],
)
def test_telephone_est_garde_en_forme_internationale(animation, tape, garde):
    animation.post(adresse("structure", "add"), saisie_structure(referent_telephone=tape))

    assert Structure.objects.get().referent_telephone == garde


def test_texte_decompose_est_garde_compose_et_se_cherche_sans_accents(animation):
    decompose = unicodedata.normalize("NFD", "Réseau Éole")
    animation.post(adresse("structure", "add"), saisie_structure(nom=decompose))

    liste = [
        [structure.nom for structure in animation.get(adresse("structure"), {"q": mots}).context["object_list"]]
        for mots in (decompose, "reseau", "RÉSEAU eole", "marine")
    ]

    assert Structure.objects.get().nom == "Réseau Éole"
    assert liste == [["Réseau Éole"]] * 3 + [[]]


def test_domaine_douteux_est_dit_puis_garde_si_on_insiste(animation):
    saisie = saisie_structure(referent_courriel="zoe@gmail.con")
    refus = animation.post(adresse("structure", "add"), saisie)
    redonne = BeautifulSoup(refus.content, "html.parser").find("input", {"name": "referent_courriel_gardee"})["value"]

    animation.post(adresse("structure", "add"), saisie | {"referent_courriel_gardee": redonne})

    assert "s’agit-il de « gmail.com »" in erreurs(refus)["referent_courriel"][0]
    assert Structure.objects.get().referent_courriel == "zoe@gmail.con"


def test_telephone_relu_en_forme_francaise(animation):
    structure = StructureFactory(referent_telephone="+33123456789")

    reponse = animation.get(adresse("structure", "edit", structure.pk))

    assert reponse.context["form"]["referent_telephone"].value() == "01 23 45 67 89"


@pytest.mark.parametrize("tape", ["12", "poste 12", "01 23 45 67 8", "00 00 00 00 00"])
def test_telephone_impossible_est_refuse(animation, tape):
    reponse = animation.post(adresse("structure", "add"), saisie_structure(referent_telephone=tape))

    assert erreurs(reponse) == {
        "referent_telephone": [
            f"« {tape} » n’est pas un numéro de téléphone : écrivez-le en dix chiffres, ou avec "
            "l’indicatif du pays (+33…)."
        ]
    }


def test_structure_active_sans_departement_est_refusee(animation):
    reponse = animation.post(adresse("structure", "add"), saisie_structure(implantations=inline_formset([])))

    assert erreurs(reponse) == {
        "__all__": [
            "Ajoutez au moins un département d’intervention : la structure remplit une feuille de bilan "
            "par département."
        ]
    }


def test_structure_fermee_peut_ne_plus_avoir_de_departement(animation):
    structure = StructureFactory(statut=StatutStructure.FERMEE, departements=["75"])
    (paris,) = structure.implantations.all()
    restent = inline_formset([{"id": paris.pk, "departement": "75", "DELETE": "on"}], initial=1)

    animation.post(
        adresse("structure", "edit", structure.pk), saisie_structure(siret=structure.siret, implantations=restent)
    )

    assert structure.implantations.count() == 0


def test_meme_departement_deux_fois_est_refuse_sans_erreur_du_serveur(animation):
    deux_fois = inline_formset([{"departement": "75"}, {"departement": "75"}])

    reponse = animation.post(adresse("structure", "add"), saisie_structure(implantations=deux_fois))

    assert reponse.status_code == 200
    assert len(reponse.context["form"].formsets["implantations"].non_form_errors()) == 1
    assert Structure.objects.count() == 0


def test_membre_inscrit_deux_fois_est_refuse_sans_erreur_du_serveur(animation):
    compte = CompteFactory()
    ligne = {"compte": compte.pk, "role": RoleStructure.CONTRIBUTEUR, "actif": "on"}

    reponse = animation.post(adresse("structure", "add"), saisie_structure(membres=inline_formset([ligne, ligne])))

    assert reponse.status_code == 200
    assert len(reponse.context["form"].formsets["membres"].non_form_errors()) == 1


def test_retirer_un_departement_garde_les_feuilles_du_bilan_ouvert(animation):
    structure = StructureFactory(departements=["75", "93"])
    bilan = bilan_de(structure, campagne_ouverte(), reponses={"B1": 4})
    paris, seine = structure.implantations.all()
    restent = inline_formset(
        [{"id": paris.pk, "departement": "75"}, {"id": seine.pk, "departement": "93", "DELETE": "on"}], initial=2
    )

    animation.post(
        adresse("structure", "edit", structure.pk), saisie_structure(siret=structure.siret, implantations=restent)
    )

    assert [i.departement for i in structure.implantations.all()] == ["75"]
    assert [(f.departement, f.reponses.count()) for f in bilan.feuilles.all()] == [("75", 1), ("93", 1)]


# --- Deleting --------------------------------------------------------------------------------------------------------


def test_structure_sans_histoire_est_supprimee(animation):
    structure = StructureFactory()

    reponse = animation.post(adresse("structure", "delete", structure.pk))

    assert reponse.status_code == 302
    assert Structure.objects.count() == 0


@pytest.mark.parametrize("methode", ["get", "post"])
def test_structure_qui_a_un_bilan_ne_se_supprime_pas_et_dit_pourquoi(animation, methode):
    structure = StructureFactory(nom="Mission locale du Val")
    bilan_de(structure, campagne_ouverte())
    ConventionFactory(structure=structure)

    reponse = getattr(animation, methode)(adresse("structure", "delete", structure.pk))

    assert reponse.status_code == 409
    assert sorted(reponse.context["obstacles"]) == [("Bilans", 1), ("Conventions", 1)]
    texte = reponse.content.decode()
    assert "Suppression impossible" in texte
    assert "fermez-la plutôt depuis sa fiche" in texte
    assert Structure.objects.count() == 1


def test_suppression_en_nombre_refuse_aussi_ce_qui_a_une_histoire(animation):
    libre, tenue = StructureFactory(), StructureFactory()
    bilan_de(tenue, campagne_ouverte())
    chemin = reverse("wagtail_bulk_action", args=("structures", "structure", "delete"))

    reponse = animation.post(f"{chemin}?id={libre.pk}&id={tenue.pk}&next={adresse('structure')}")

    assert (reponse.status_code, reponse.context["obstacles"]) == (409, [("Bilans", 1)])
    assert Structure.objects.count() == 2


def test_financeur_qui_a_des_conventions_ne_se_supprime_pas(animation):
    convention = ConventionFactory()

    reponse = animation.post(adresse("financeur", "delete", convention.financeur.pk))

    assert (reponse.status_code, reponse.context["obstacles"]) == (409, [("Conventions", 1)])


# --- Funders, conventions, members -----------------------------------------------------------------------------------


def test_financeur_a_perimetre_departemental_sans_departement_est_refuse(animation):
    reponse = animation.post(adresse("financeur", "add"), saisie_financeur(perimetre=PerimetreFinanceur.DEPARTEMENTS))

    assert erreurs(reponse) == {
        "perimetre": ["Ajoutez au moins un département : avec ce périmètre, un financeur sans département ne lit rien."]
    }


def test_financeur_cree_avec_ses_departements_et_ses_membres(animation):
    compte = CompteFactory()
    donnees = saisie_financeur(
        perimetre=PerimetreFinanceur.DEPARTEMENTS,
        departements=inline_formset([{"departement": "93"}]),
        membres=inline_formset([{"compte": compte.pk, "role": RoleFinanceur.INSTRUCTEUR, "actif": "on"}]),
    )

    animation.post(adresse("financeur", "add"), donnees)

    financeur = Financeur.objects.get()
    assert [d.departement for d in financeur.departements.all()] == ["93"]
    assert [(m.compte, m.role) for m in financeur.membres.all()] == [(compte, RoleFinanceur.INSTRUCTEUR)]


def saisie_convention(structure, financeur, **champs) -> dict:
    return {
        "structure": structure.pk,
        "financeur": financeur.pk,
        "exercice": "2026",
        "ligne": "P102",
        "numero": "2026-17",
        "signee_le": "2026-03-01",
        "objectif": "50",
        "montant": "15250.00",
    } | champs


def test_convention_creee(animation):
    structure, financeur = StructureFactory(), FinanceurFactory()

    animation.post(adresse("convention", "add"), saisie_convention(structure, financeur))

    convention = Convention.objects.get()
    assert (convention.structure, convention.financeur, convention.objectif) == (structure, financeur, 50)
    assert convention.signee_le == date(2026, 3, 1)


@pytest.mark.parametrize("montant", ["15 250,50 €", "15\u202f250,50\u00a0€", "15250,5", "15.250,50"])
@pytest.mark.parametrize("jour", ["1/3/26", "2026-03-01T00:00", "1er mars 2026"])
def test_convention_collee_d_un_tableur_garde_ce_qui_est_dit(animation, montant, jour):
    collee = {"montant": montant, "signee_le": jour, "objectif": "1 500", "exercice": " 2026 "}

    animation.post(adresse("convention", "add"), saisie_convention(StructureFactory(), FinanceurFactory(), **collee))

    convention = Convention.objects.get()
    assert (convention.montant, convention.signee_le) == (Decimal("15250.50"), date(2026, 3, 1))
    assert (convention.objectif, convention.exercice) == (1500, 2026)


def test_nombres_d_une_convention_se_relisent_comme_on_les_ecrit(animation):
    convention = ConventionFactory(montant=Decimal("15250.50"), objectif=1500, exercice=2026)

    page = animation.get(adresse("convention", "edit", convention.pk)).content.decode()

    valeurs = {
        nom: BeautifulSoup(page, "html.parser").find(id=f"id_{nom}") for nom in ("montant", "objectif", "exercice")
    }
    assert {nom: champ["value"] for nom, champ in valeurs.items()} == {
        "montant": "15\u202f250,50",
        "objectif": "1\u202f500",
        "exercice": "2026",
    }
    assert {nom: (champ["type"], champ["inputmode"]) for nom, champ in valeurs.items()} == {
        "montant": ("text", "decimal"),
        "objectif": ("text", "numeric"),
        "exercice": ("text", "numeric"),
    }


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [("montant", "-1"), ("objectif", "-5"), ("exercice", "1900"), ("montant", "99999999999"), ("exercice", "")],
)
def test_convention_invraisemblable_est_refusee_au_bon_champ(animation, champ, valeur):
    donnees = saisie_convention(StructureFactory(), FinanceurFactory(), **{champ: valeur})

    reponse = animation.post(adresse("convention", "add"), donnees)

    assert list(erreurs(reponse)) == [champ]


def test_meme_convention_deux_fois_est_refusee(animation):
    structure, financeur = StructureFactory(), FinanceurFactory()
    animation.post(adresse("convention", "add"), saisie_convention(structure, financeur))

    reponse = animation.post(adresse("convention", "add"), saisie_convention(structure, financeur))

    assert erreurs(reponse) == {
        "__all__": ["Cette convention existe déjà (même structure, financeur, exercice, ligne et numéro)."]
    }


def test_membre_ajoute_depuis_la_liste_des_membres(animation):
    structure, compte = StructureFactory(), CompteFactory()

    animation.post(
        adresse("membrestructure", "add"),
        {"compte": compte.pk, "structure": structure.pk, "role": "CONTRIBUTEUR", "actif": "on"},
    )

    assert [(m.compte, m.structure) for m in MembreStructure.objects.all()] == [(compte, structure)]


def test_deuxieme_adhesion_a_la_meme_structure_est_refusee(animation):
    structure = StructureFactory()
    compte = membre(structure)

    reponse = animation.post(
        adresse("membrestructure", "add"),
        {"compte": compte.pk, "structure": structure.pk, "role": "RESPONSABLE", "actif": "on"},
    )

    assert erreurs(reponse) == {"__all__": ["Cette personne est déjà membre de cette structure."]}


# --- Choosing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cherche", "trouves"), [("val", ["Val d’Oise"]), ("oise val", ["Val d’Oise"]), ("rien", [])])
def test_fenetre_de_choix_d_une_structure_cherche_par_mots(animation, cherche, trouves):
    StructureFactory(nom="Val d’Oise")
    StructureFactory(nom="Essonne")

    reponse = animation.get(reverse("wagtailsnippetchoosers_structures_structure:choose_results"), {"q": cherche})

    assert [s.nom for s in reponse.context["results"]] == trouves


# --- Who -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("modele", LISTES)
@pytest.mark.parametrize("vue", ["list", "add"])
def test_back_office_cache_a_un_membre_de_structure(client, modele, vue):
    client.force_login(responsable(StructureFactory()))

    reponse = client.get(adresse(modele, vue))

    assert reponse.status_code == 404


def test_menu_de_l_animation_nomme_ses_listes(animation):
    texte = animation.get(reverse("wagtailadmin_home")).content.decode()

    for libelle in (
        "Structures",
        "Conventions",
        "Membres des structures",
        "Invitations",
        "Modération des départements",
    ):
        assert f'"label": {json.dumps(libelle)}' in texte
