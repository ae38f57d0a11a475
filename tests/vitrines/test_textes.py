"""Plain text and paragraphs: what is typed in a form is what readers see, and comes back as it was."""

import pytest

from espace_structures.vitrines.metier.textes import en_paragraphes, en_texte


@pytest.mark.parametrize(
    ("texte", "riche"),
    [
        ("", ""),
        ("Un.", "<p>Un.</p>"),
        ("Un.\nDeux.", "<p>Un.<br/>Deux.</p>"),
        ("Un.\n\nDeux.", "<p>Un.</p><p>Deux.</p>"),
        ("<script>x</script> & co", "<p>&lt;script&gt;x&lt;/script&gt; &amp; co</p>"),
    ],
)
def test_texte_fait_l_aller_et_retour(texte, riche):
    assert (en_paragraphes(texte), en_texte(riche)) == (riche, texte)


def test_lignes_de_tous_les_systemes_se_valent():
    assert en_paragraphes("Un.\r\n \r\nDeux.\rTrois.") == "<p>Un.</p><p>Deux.<br/>Trois.</p>"


def test_paragraphe_de_l_editeur_se_lit_sans_sa_cle():
    assert en_texte('<p data-block-key="a1b2c">Un.</p>') == "Un."


def test_texte_sans_paragraphe_se_lit():
    assert en_texte("Un.") == "Un."


@pytest.mark.parametrize("riche", ["<p><b>Un</b></p>", '<p><a href="/x/">Un</a></p>', "<ul><li>Un</li></ul>"])
def test_mise_en_forme_ne_tient_pas_dans_un_texte(riche):
    assert en_texte(riche) is None
