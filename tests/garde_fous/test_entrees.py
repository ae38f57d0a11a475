"""Every entrance reads as the others do: each is found in the code, and one corpus is run through it.

An entrance that no rule knows fails: a field of a form, a panel or a block of the back office, a filter, a column of an
import, an option of a command.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from allauth.account.fields import EmailField as AdresseDeConnexion
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import get_commands, load_command_class
from django.urls import get_resolver
from django.utils import timezone
from django_filters import FilterSet
from playwright._impl._driver import compute_driver_executable
from wagtail import blocks
from wagtail.contrib.settings.registry import registry as reglages
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from espace_structures.benevolat.engagements.metier.importation import LECTEURS as BENEVOLES
from espace_structures.bilans.enums import TypeReponse
from espace_structures.bilans.metier.champs import _NOMBRES
from espace_structures.structures.metier.importation.conventions import LECTEURS as CONVENTIONS
from espace_structures.structures.metier.importation.structures import LECTEURS as STRUCTURES
from portal.socle.entrees.courriels import lire_courriel
from portal.socle.entrees.dates import DateIllisible, lire_date, lire_heure, lire_instant
from portal.socle.entrees.identifiants import (
    lire_rna,
    lire_siret,
    lire_telephone,
    valider_rna,
    valider_siret,
    valider_telephone,
)
from portal.socle.entrees.nombres import NombreIllisible, lire_nombre
from portal.socle.entrees.requetes import _MOTS_DE_PASSE
from portal.socle.entrees.textes import nettoyer
from portal.socle.formulaires import (
    EUROS,
    CourrielField,
    CourrielInput,
    DateField,
    DegresField,
    EntierField,
    HeureField,
    InstantField,
    JourField,
    NombreField,
    RnaField,
    SiretField,
    TelephoneField,
    TexteField,
)
from portal.socle.importation.lignes import CelluleRefusee
from tests.corpus import SAISIES, Refus, cas

# Forms of libraries that keep their own fields, and why nothing is lost by it.
AILLEURS = {
    "allauth.": "an address that signs in is cleaned with the request; no doubt is to be told to who has an account",
    "django.contrib.auth.": "never shown: accounts sign in through allauth",
    "wagtail.contrib.redirects.": "imports of redirects: the administrators alone, columns by number",
    "wagtail.contrib.search_promotions.": "an address of the web and nothing else",
    "wagtail.images.": "the frame that the mouse draws on a picture",
    "wagtail.admin.": "windows of Wagtail without numbers nor dates of ours",
    "wagtail.users.": "base classes of our forms of accounts",
    "wagtail.sites.": "where the site is, set once by an administrator",
    "wagtailsearchpromotions.": "an order that arrows change",
    "auth.User.": "never shown: accounts sign in through allauth",
    "espace_structures.vitrines.cloison.medias.": "how many times a file is used, in Wagtail's own list of files",
}
VALIDATEURS = {valider_telephone: TelephoneField, valider_siret: SiretField, valider_rna: RnaField}


# --- Where the entrances are ------------------------------------------------------------------------------------------


def _heritiers(classe: type) -> Iterator[type]:
    for heritier in classe.__subclasses__():
        yield heritier
        yield from _heritiers(heritier)


def _champs_des_formulaires() -> dict[str, forms.Field]:
    """The fields of every form: rooms, snippets, pages, settings and their rows."""
    get_resolver().url_patterns  # noqa: B018 - loads the views, and the forms of the snippets with them
    gardes = [modele.get_edit_handler().get_form_class() for modele in get_page_models() if modele is not Page]
    gardes += [modele_de_reglages(modele) for modele in reglages]
    trouves = {}
    for classe in {*_heritiers(forms.BaseForm)}:
        modele = getattr(getattr(classe, "_meta", None), "model", None)
        for nom, champ in getattr(classe, "base_fields", {}).items():
            ici = f"{modele._meta.label}." if modele and classe.__module__.startswith("django.") else ""
            trouves[f"{ici or classe.__module__ + '.'}{classe.__qualname__}.{nom}"] = champ
    assert gardes
    return trouves


def modele_de_reglages(modele: type) -> type:
    from wagtail.contrib.settings.views import get_setting_edit_handler

    return get_setting_edit_handler(modele).get_form_class()


def _champs_des_blocs() -> dict[str, forms.Field]:
    """The fields of every block of a StreamField."""
    trouves: dict[str, forms.Field] = {}

    def suivre(bloc: blocks.Block, chemin: str) -> None:
        for nom, enfant in getattr(bloc, "child_blocks", {}).items():
            suivre(enfant, f"{chemin}.{nom}")
        if isinstance(bloc, blocks.ListBlock):
            suivre(bloc.child_block, chemin)
        if isinstance(bloc, blocks.FieldBlock):
            trouves[chemin] = bloc.field

    for modele in apps.get_models():
        for champ in modele._meta.local_fields:
            if isinstance(champ, StreamField):
                suivre(champ.stream_block, f"{modele._meta.label}.{champ.name}")
    return trouves


def _champs_des_filtres() -> dict[str, forms.Field]:
    """The fields of the filters of our lists, the two ends of a period taken apart."""
    trouves = {}
    for classe in _heritiers(FilterSet):
        if classe.__module__.startswith(("portal.", "home.", "actualites.", "espace_structures.")):
            for nom, filtre in classe.base_filters.items():
                for rang, champ in enumerate(getattr(filtre.field, "fields", None) or [filtre.field]):
                    trouves[f"{classe.__module__}.{classe.__name__}.{nom}.{rang}"] = champ
    return trouves


def _tous() -> dict[str, forms.Field]:
    return _champs_des_formulaires() | _champs_des_blocs() | _champs_des_filtres()


# --- What each must be ------------------------------------------------------------------------------------------------


def defaut(champ: forms.Field) -> str:
    """Why this field does not read as the others do; empty when it does."""
    if isinstance(champ.widget, forms.HiddenInput) or champ.widget.is_hidden:
        return ""  # written by the portal itself
    if isinstance(champ.widget, forms.NumberInput):
        return "an input of numbers drops what it does not know: TextInput with inputmode"
    if isinstance(champ, forms.IntegerField):
        return "numbers: NombreField or EntierField"
    if isinstance(champ, forms.DateTimeField) and not isinstance(champ, InstantField):
        return "moments: InstantField"
    if isinstance(champ, forms.TimeField) and not isinstance(champ, HeureField):
        return "hours: HeureField"
    if isinstance(champ, forms.DateField) and not isinstance(champ, DateField):
        return "days: DateField or JourField"
    if isinstance(champ, forms.EmailField) and not isinstance(champ, CourrielField | AdresseDeConnexion):
        return "addresses: CourrielField"
    if isinstance(champ, CourrielField) and not isinstance(champ.widget, CourrielInput):
        return "addresses are shown by CourrielInput, which keeps a doubtful one"
    for validateur, classe in VALIDATEURS.items():
        if validateur in champ.validators and not isinstance(champ, classe):
            return f"{classe.__name__}"
    return ""


def test_chaque_champ_de_formulaire_lit_comme_les_autres():
    champs = _tous()

    defauts = {
        ou: raison for ou, champ in champs.items() if not ou.startswith(tuple(AILLEURS)) and (raison := defaut(champ))
    }

    assert len(champs) > 400
    assert defauts == {}


def test_mots_de_passe_echappent_au_nettoyage_et_eux_seuls():
    secrets, autres = set(), set()
    for ou, champ in _champs_des_formulaires().items():
        (secrets if isinstance(champ.widget, forms.PasswordInput) else autres).add(ou.rpartition(".")[2])

    assert len(secrets) > 4
    assert {nom for nom in secrets if not _MOTS_DE_PASSE.search(nom)} == set()
    # The password of a page is shown as it is typed; the two others are boxes of libraries.
    assert {nom for nom in autres if _MOTS_DE_PASSE.search(nom)} == {"password", "passwordless", "usable_password"}


# --- The corpus through the fields ------------------------------------------------------------------------------------

FAMILLES = {
    "montant": (NombreField, lambda c: c.decimales == 2 and "€" in c.unites),
    "entier": (EntierField, lambda c: True),
    "instant": (InstantField, lambda c: True),
    "heure": (HeureField, lambda c: True),
    "date": (DateField, lambda c: True),
    "telephone": (TelephoneField, lambda c: True),
    "courriel": (CourrielField, lambda c: True),
    "siret": (SiretField, lambda c: True),
    "rna": (RnaField, lambda c: True),
    "texte": (TexteField, lambda c: True),
}
BORNES = {"trop_petit", "depasse", "required"}  # what a screen adds to the rule


def _lire_champ(champ: forms.Field, texte: str) -> Any:
    """What the field makes of what a browser sends, with its own limits left aside."""
    try:
        lu = champ.clean(champ.widget.value_from_datadict({"champ": texte}, {}, "champ"))
    except ValidationError as erreur:
        return Refus(erreur.error_list[0].code)
    if isinstance(lu, datetime):
        return timezone.make_naive(lu)
    return date.fromisoformat(lu) if isinstance(champ, JourField) and lu else lu


def _est(champ: forms.Field, genre: str) -> bool:
    classe, est = FAMILLES[genre]
    return isinstance(champ, classe) and est(champ)


@pytest.mark.parametrize("genre", FAMILLES)
def test_corpus_dans_chaque_champ(genre):
    champs = {ou: champ for ou, champ in _tous().items() if _est(champ, genre) and not champ.widget.is_hidden}
    if genre == "montant":
        champs["bilans.montant"] = NombreField(**_NOMBRES[TypeReponse.MONTANT])
    elif genre == "date":
        champs["bilans.date"] = JourField()

    ecarts = [
        (ou, texte, lu, attendu)
        for ou, champ in champs.items()
        for _genre, texte, attendu in cas(genre)
        if (lu := _lire_champ(champ, texte)) != attendu and lu not in BORNES
    ]

    assert champs
    assert ecarts == []


def test_adresse_douteuse_se_garde_en_l_envoyant_deux_fois():
    champ = CourrielField()
    html = champ.widget.render("courriel", "zoe@gmail.con")

    assert '<input type="hidden" name="courriel_gardee" value="zoe@gmail.con">' in html
    envoi = {"courriel": "zoe@gmail.con", "courriel_gardee": "zoe@gmail.con"}
    assert champ.clean(champ.widget.value_from_datadict(envoi, {}, "courriel")) == "zoe@gmail.con"
    envoi["courriel"] = "zoe@gmail.cmo"
    assert _lire_refus(champ, envoi) == "domaine_probable"
    assert "hidden" not in champ.widget.render("courriel", "zoe@gmail.com")


def _lire_refus(champ: forms.Field, envoi: dict[str, str]) -> str:
    with pytest.raises(ValidationError) as refus:
        champ.clean(champ.widget.value_from_datadict(envoi, {}, "courriel"))
    return refus.value.error_list[0].code


def test_degres_se_lisent_avec_une_virgule_ou_un_point():
    champ = DegresField(limite=90)

    assert [champ.clean(texte) for texte in ("48,8566", "48.8566", " 48,856 ", "-1.5", "")] == [
        48.8566,
        48.8566,
        48.856,
        -1.5,
        None,
    ]


# --- The readers, the imports, the script, the command line -----------------------------------------------------------

LECTEURS = {
    "entier": lambda texte: lire_nombre(texte),
    "montant": lambda texte: lire_nombre(texte, decimales=2, unites=EUROS),
    "date": lire_date,
    "instant": lire_instant,
    "heure": lire_heure,
    "date_de_tableur": lambda texte: lire_date(texte, tableur=True),
    "telephone": lire_telephone,
    "courriel": lire_courriel,
    "siret": lire_siret,
    "siret_de_tableur": lire_siret,
    "rna": lire_rna,
    "texte": nettoyer,
}


def test_chaque_genre_du_corpus_a_son_lecteur():
    assert set(LECTEURS) == set(SAISIES)


@pytest.mark.parametrize(
    ("genre", "texte", "attendu"), cas("entier", "montant", "date", "instant", "heure", "date_de_tableur", "texte")
)
def test_corpus_par_son_lecteur(genre, texte, attendu):
    if not isinstance(attendu, Refus):
        assert LECTEURS[genre](texte) == attendu
        return
    with pytest.raises((NombreIllisible, DateIllisible)) as refus:
        LECTEURS[genre](texte)
    assert attendu in ("date", refus.value.raison)


# Columns of the imports, by what they hold; texts and choices have no corpus of their own.
COLONNES = {
    "siret": "siret_de_tableur",
    "signee_le": "date_de_tableur",
    "depuis": "date_de_tableur",
    "fin": "date_de_tableur",
    "montant": "montant",
    "objectif": "entier",
    "exercice": "annee",
    "rna": "rna",
    "courriel": "courriel",
    "referent_courriel": "courriel",
    "telephone": "telephone",
    "referent_telephone": "telephone",
} | dict.fromkeys(
    (
        *("nom", "prenom", "type", "departements", "departement", "referent_nom", "financeur", "ligne", "numero"),
        *("code_commune", "situation", "tranche_age", "sexe", "secteur", "structure", "statut"),
    ),
    "texte",
)
IMPORTS = [
    (nom, code) for nom, lecteurs in (("s", STRUCTURES), ("c", CONVENTIONS), ("b", BENEVOLES)) for code in lecteurs
]


@pytest.mark.parametrize(("importation", "code"), IMPORTS)
def test_corpus_dans_chaque_colonne_importee(importation, code):
    lire = {"s": STRUCTURES, "c": CONVENTIONS, "b": BENEVOLES}[importation][code]
    genre = COLONNES[code]
    if genre in ("texte", "annee"):
        return

    def lu(texte: str) -> Any:
        try:
            return lire(texte)
        except CelluleRefusee:
            return "refus"

    ecarts = {
        texte: (lu(texte), attendu)
        for _genre, texte, attendu in cas(genre)
        if texte.strip(" \u200b") and not (genre == "courriel" and attendu == "domaine_probable")
        if lu(texte) != ("refus" if isinstance(attendu, Refus) else attendu)
    }
    assert ecarts == {}


def test_nombres_du_script_sont_ceux_du_serveur():
    saisies = [(genre, texte, attendu) for genre, texte, attendu in cas("entier", "montant")]
    source = json.dumps((settings.RACINE / "static/js/saisie/nombres.js").read_text(encoding="utf-8"))
    node = compute_driver_executable()[0]
    demande = json.dumps([[texte, 0 if genre == "entier" else 2] for genre, texte, _attendu in saisies])

    script = f"""
        const {{ lire }} = await import("data:text/javascript," + encodeURIComponent({source}));
        console.log(JSON.stringify({demande}.map((lu) => {{
            const nombre = lire(...lu);
            return Number.isNaN(nombre) ? "refus" : nombre;
        }})));
    """
    sortie = subprocess.run(  # noqa: S603 - the browser's own driver, and our script
        [node, "--input-type=module", "--eval", script], capture_output=True, text=True, check=True, timeout=60
    )

    attendus = [
        "refus" if isinstance(lu, Refus) else None if lu is None else float(lu) for _genre, _texte, lu in saisies
    ]
    assert dict(zip([s[1] for s in saisies], json.loads(sortie.stdout), strict=True)) == dict(
        zip([s[1] for s in saisies], attendus, strict=True)
    )


# What each command reads from its line: numbers and choices that argparse refuses, codes and paths taken as they are.
OPTIONS = {
    "charger_demonstration": {"vider", "force"},
    "charger_site_demonstration": set(),
    "exporter_trame": {"trame", "sortie"},
    "extraire": {"exercice", "format", "sortie", "etats"},
    "importer_bilans": {"fichier", "exercice", "trame"},
    "importer_trame": {"fichier"},
    "planifier": {"en_continu", "tache", "liste", "pause"},
}


def test_chaque_option_de_commande_est_connue():
    lues = {}
    for nom, application in get_commands().items():
        if str(application).startswith(("portal", "home", "actualites", "espace_structures")):
            analyseur = load_command_class(application, nom).create_parser("manage.py", nom)
            communes = {action.dest for action in argparse.ArgumentParser()._actions}
            lues[nom] = {action.dest for action in analyseur._actions if action.dest not in communes | DE_DJANGO}

    assert lues == OPTIONS


DE_DJANGO = {
    *("version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks"),
}
