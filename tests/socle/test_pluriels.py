"""Counts as French writes them: zero and one are singular, and so is one and a half."""

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import ngettext, npgettext

from portal.socle.catalogues import ANGLAIS, francais
from portal.socle.nombres import ecrire_nombre, quantite


def pluriels():
    with ANGLAIS.open("rb") as fichier:
        return [message for message in read_po(fichier, locale="en") if message.pluralizable]


def dit(message, nombre: int) -> str:
    if message.context:
        return npgettext(message.context, *message.id, nombre)
    return ngettext(*message.id, nombre)


@pytest.mark.parametrize(("nombre", "forme"), [(0, 0), (1, 0), (2, 1), (1_000_000, 1)])
def test_chaque_pluriel_de_la_source_suit_la_regle_du_francais(nombre, forme):
    assert len(pluriels()) > 100
    assert [m.id for m in pluriels() if dit(m, nombre) != m.id[forme]] == []


def test_catalogue_francais_ne_dit_que_les_pluriels_de_la_source():
    with ANGLAIS.open("rb") as fichier:
        catalogue = francais(read_po(fichier, locale="en"))

    assert catalogue.plural_forms == "nplurals=2; plural=(n > 1);"
    assert {m.id[0]: tuple(m.string) for m in catalogue if m.id} == {m.id[0]: m.id for m in pluriels()}


@pytest.mark.parametrize(
    ("langue", "attendues"),
    [("fr", ["0 jour", "1 jour", "1,5 jour", "2 jours"]), ("en", ["0 days", "1 day", "1.5 days", "2 days"])],
)
def test_nombre_a_virgule_s_accorde_dans_chaque_langue(langue, attendues):
    with translation.override(langue):
        lues = [
            ngettext("%(jours)s jour", "%(jours)s jours", quantite(nombre)) % {"jours": ecrire_nombre(nombre)}
            for nombre in (0, 1, 1.5, 2)
        ]

    assert lues == attendues


@pytest.mark.parametrize(("nombre", "lu"), [(0, "0 page trouvée"), (1, "1 page trouvée"), (2, "2 pages trouvées")])
def test_gabarit_compte_a_la_francaise(nombre, lu):
    gabarit = Template(
        "{% load i18n %}{% blocktranslate count nombre=nombre %}{{ nombre }} page trouvée pour «\u00a0{{ mots }}\u00a0»"
        "{% plural %}{{ nombre }} pages trouvées pour «\u00a0{{ mots }}\u00a0»{% endblocktranslate %}"
    )

    assert gabarit.render(Context({"nombre": nombre, "mots": "a"})) == f"{lu} pour «\u00a0a\u00a0»"
