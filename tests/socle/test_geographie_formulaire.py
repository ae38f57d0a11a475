"""A commune in a form: typed, chosen among homonyms, kept as it was typed; stored as its code."""

import pytest
from bs4 import BeautifulSoup
from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.test.utils import isolate_apps

from portal.socle.geographie import CommuneField, DepartementField
from portal.socle.geographie.communes import commune
from portal.socle.geographie.formulaire import CommuneChamp

MONTREUIL = commune("93048")


class LieuForm(forms.Form):
    lieu = CommuneChamp(required=False)


def rendu(formulaire) -> BeautifulSoup:
    formulaire.helper = FormHelper()
    formulaire.helper.form_tag = False
    return BeautifulSoup(render_crispy_form(formulaire), "html.parser")


@pytest.mark.parametrize("saisie", ["Montreuil (93)", "93100", "93100 montreuil", "Montreuil 93"])
def test_champ_donne_la_commune_ecrite(saisie):
    formulaire = LieuForm({"lieu": saisie})

    assert (formulaire.is_valid(), formulaire.cleaned_data["lieu"]) == (True, MONTREUIL)


@pytest.mark.parametrize("saisie", ["", "   "])
def test_champ_vide_ne_donne_rien(saisie):
    formulaire = LieuForm({"lieu": saisie})

    assert (formulaire.is_valid(), formulaire.cleaned_data["lieu"]) == (True, None)


def test_champ_obligatoire_se_reclame():
    class Obligatoire(forms.Form):
        lieu = CommuneChamp()

    assert Obligatoire({"lieu": " "}).errors.as_data()["lieu"][0].code == "required"


def test_champ_ambigu_propose_le_choix_et_garde_la_saisie():
    formulaire = LieuForm({"lieu": "œuilly"})

    assert formulaire.errors == {
        "lieu": [
            "Plusieurs communes répondent à «\u00a0œuilly\u00a0»\u00a0: Œuilly (51), Œuilly (02). Choisissez la vôtre."
        ]
    }
    page = rendu(formulaire)
    assert page.find("input", {"name": "lieu"})["value"] == "œuilly"
    assert [
        (bouton["value"], page.find("label", {"for": bouton["id"]}).get_text(strip=True))
        for bouton in page.find_all("input", {"name": "lieu_choix"})
    ] == [("51410", "Œuilly (51), 51480"), ("02565", "Œuilly (02), 02160")]
    groupe = page.find(role="radiogroup")
    assert page.find(id=groupe["aria-labelledby"]).get_text() == "Laquelle\u00a0?"


def test_champ_prend_le_choix_fait_parmi_les_homonymes():
    formulaire = LieuForm({"lieu": "œuilly", "lieu_choix": "02565"})

    assert (formulaire.is_valid(), formulaire.cleaned_data["lieu"].libelle) == (True, "Œuilly (02)")


def test_champ_oublie_le_choix_quand_la_saisie_a_change():
    formulaire = LieuForm({"lieu": "Montreuil (93)", "lieu_choix": "02565"})

    assert (formulaire.is_valid(), formulaire.cleaned_data["lieu"]) == (True, MONTREUIL)


def test_champ_inconnu_le_dit_en_citant():
    formulaire = LieuForm({"lieu": "Trifouillis " * 8})

    assert formulaire.errors == {
        "lieu": [
            "Nous ne trouvons pas la commune «\u00a0Trifouillis Trifouillis Trifouillis Trif…\u00a0»\u00a0: écrivez "
            "son nom ou son code postal, par exemple 93100."
        ]
    }


def test_champ_borne_a_un_territoire_le_dit():
    class Francilien(forms.Form):
        lieu = CommuneChamp(departements=("75", "93"))

    assert Francilien({"lieu": "Saint-Denis"}).is_valid()
    assert Francilien({"lieu": "Lyon"}).errors == {
        "lieu": ["«\u00a0Lyon\u00a0» n’est pas dans le territoire attendu\u00a0: 75, 93."]
    }


@pytest.mark.parametrize("initiale", ["93048", MONTREUIL])
def test_champ_montre_le_nom_de_la_commune_enregistree(initiale):
    page = rendu(LieuForm(initial={"lieu": initiale}))
    champ = page.find("input", {"name": "lieu"})

    assert (champ["value"], champ["type"], champ["data-communes"]) == (
        "Montreuil (93)",
        "text",
        "/geographie/communes.json",
    )
    assert page.find("datalist")["id"] == champ["list"]
    assert page.find("label")["for"] == champ["id"]
    assert page.find(role="radiogroup") is None


def test_champ_ne_prend_pas_un_code_postal_saisi_pour_un_code_de_commune():
    # 93048 is the code of Montreuil, and the beginning of no postcode.
    formulaire = LieuForm({"lieu": "93048"})

    assert not formulaire.is_valid()
    assert rendu(formulaire).find("input", {"name": "lieu"})["value"] == "93048"


@pytest.mark.parametrize(
    ("initiale", "saisie", "change"),
    [
        ("93048", "Montreuil (93)", False),
        (MONTREUIL, "93100", False),
        ("93048", "Paris", True),
        ("93048", "zzz", True),
        ("93048", "", True),
        ("", "", False),
        (None, "", False),
    ],
)
def test_champ_sait_si_la_commune_a_change(initiale, saisie, change):
    assert CommuneChamp(required=False).has_changed(initiale, saisie) == change


def test_champ_apporte_son_script():
    assert "js/champ_commune.js" in str(LieuForm().media)


# --- Model field -----------------------------------------------------------------------------------------------------


with isolate_apps("portal.socle"):  # unknown to the portal: neither its migrations nor its rules look at it

    class Lieu(models.Model):
        commune = CommuneField(blank=True)
        departement = DepartementField()

        class Meta:
            app_label = "socle"
            managed = False
            verbose_name = "lieu"
            verbose_name_plural = "lieux"

        def __str__(self):
            return self.commune


class CommuneForm(forms.ModelForm):
    class Meta:
        model = Lieu
        fields = ("commune",)


def test_modele_range_le_code_de_la_commune_saisie():
    formulaire = CommuneForm({"commune": "93100 Montreuil"})

    assert (formulaire.is_valid(), formulaire.instance.commune) == (True, "93048")
    assert CommuneForm(instance=Lieu(commune="93048"))["commune"].value() == "Montreuil (93)"
    assert (CommuneForm({"commune": ""}).is_valid(), CommuneForm({"commune": ""}).instance.commune) == (True, "")


def test_modele_accepte_une_commune_et_refuse_un_code_inconnu():
    champ = Lieu._meta.get_field("commune")

    assert [champ.get_prep_value(valeur) for valeur in (MONTREUIL, "93048", None)] == ["93048", "93048", ""]
    assert champ.clean(MONTREUIL, None) == "93048"
    with pytest.raises(ValidationError) as refus:
        champ.clean("00000", None)
    assert refus.value.messages == [
        "Le code «\u00a000000\u00a0» n’est celui d’aucune commune\u00a0: choisissez une commune de la liste."
    ]


def test_migrations_ne_portent_ni_liste_ni_longueur():
    champs = [CommuneField(blank=True), DepartementField()]

    assert [champ.deconstruct()[1:] for champ in champs] == [
        ("portal.socle.geographie.CommuneField", [], {"blank": True, "verbose_name": "commune"}),
        ("portal.socle.geographie.DepartementField", [], {"verbose_name": "département"}),
    ]


def test_champ_propose_d_abord_les_communes_de_la_region():
    formulaire = LieuForm({"lieu": "Saint-Denis"})

    choix = [radio.find_next("label").get_text() for radio in rendu(formulaire).select("input[type=radio]")]

    assert choix[:2] == ["Saint-Denis (93), 93200", "Saint-Denis (974), 97400"]
    assert "Saint-Denis (93), Saint-Denis (974)" in formulaire.errors["lieu"][0]


def test_adresse_des_communes_donne_d_abord_celles_de_la_region(client):
    trouvees = client.get("/geographie/communes.json", {"q": "saint-denis"}).json()["communes"]

    assert trouvees[0]["libelle"] == "Saint-Denis (93)"
    assert "Saint-Denis (974)" in {une["libelle"] for une in trouvees}
