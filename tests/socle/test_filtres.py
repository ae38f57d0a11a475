"""What is asked of a list: what cannot be read asks for nothing, and the address says it back."""

import pytest
from django import forms
from django.http import QueryDict
from wagtail.models import Page

from portal.socle.filtres import Annee, Case, Critere, Filtres, Mots, Numero

TRIS = [("nom", "Nom"), ("date", "Date")]


class FiltresDEssai(Filtres):
    usuels = {"tri": "nom"}

    mots = Critere(Mots, label="Mots")
    tri = Critere(forms.ChoiceField, label="Ordre", choices=TRIS)
    annee = Critere(Annee, label="Année")
    numero = Critere(Numero, label="Numéro")
    genre = Critere(forms.ChoiceField, label="Genre")
    retard = Critere(forms.BooleanField, label="En retard", widget=Case)


def lire(adresse: str) -> Filtres:
    filtre = FiltresDEssai(QueryDict(adresse), Page.objects.none())
    filtre.proposer("genre", [("a", "A")], vide="Tous")
    filtre.proposer("numero", [(3, "Trois")], vide="Tous")
    return filtre


def test_adresse_lue_puis_redite():
    filtre = lire("mots=+mentor+&tri=date&annee=2026&numero=3&genre=a&retard=1&page=2&autre=x")

    assert filtre.lus == {
        "mots": "mentor",
        "tri": "date",
        "annee": 2026,
        "numero": 3,
        "genre": "a",
        "retard": True,
    }
    assert filtre.adresse(genre="", tri="nom") == "mots=+mentor+&tri=nom&annee=2026&numero=3&retard=1"
    assert bool(filtre) is True


@pytest.mark.parametrize(
    "adresse",
    [
        "",
        "mots=%00",
        "tri=insense",
        "annee=abc",
        "annee=99999",
        f"annee={'9' * 5000}",
        "annee=²",
        f"numero={'9' * 5000}",
        "numero=-1",
        "genre=b",
        "retard=oui",
    ],
)
def test_valeur_insensee_ne_demande_rien(adresse):
    filtre = lire(adresse)

    assert filtre.lus == {"mots": "", "tri": "nom", "annee": "", "numero": "", "genre": "", "retard": ""}
    assert (bool(filtre), filtre.adresse(), list(filtre.qs)) == (False, "", [])


def test_mots_trop_longs_sont_coupes():
    assert len(lire(f"mots={'a' * 500}").lus["mots"]) == 120


def test_formulaire_montre_ce_qui_est_compris():
    formulaire = lire("tri=insense&numero=3&retard=1").form

    assert formulaire["tri"].value() == "nom"
    assert 'value="3" selected' in str(formulaire["numero"])
    assert "checked" in str(formulaire["retard"])
    assert 'class="form-select"' in str(formulaire["genre"])
