"""The files of mails (`templates/courriels/*.md`): both languages say the same, in good French, and all is sent."""

import re

import pytest
from django.conf import settings

from portal.socle.courrier.corps import noms_cites
from portal.socle.courrier.redaction import exemple
from portal.socle.courrier.registre import CourrielMalEcrit, courriels, lire
from portal.socle.courrier.textes import citables, verifier
from tests.garde_fous.code import modules
from tests.garde_fous.test_francais import fautes_de_typographie

pytestmark = pytest.mark.une_base

TOUS = courriels()
INVITE_A_REPONDRE = {
    "fr": re.compile(r"répondez à ce message|lui répondre directement|écrivez à l’animation régionale"),
    "en": re.compile(r"answer this message|answer them directly|write to the regional coordination"),
}


def cle(courriel) -> str:
    return courriel.cle


def textes(version) -> list[str]:
    return [version.titre, version.quand, version.pour, version.objet, version.bouton, version.raison, version.corps]


def test_les_courriels_sont_trouves():
    assert len(TOUS) > 80
    assert {c.cle.split(".")[0] for c in TOUS} == {
        "benevolat",
        "bilans",
        "comptes",
        "portail",
        "structures",
        "vitrines",
    }


@pytest.mark.parametrize("salle", sorted({c.cle.split(".")[0] for c in TOUS}))
def test_chaque_langue_a_les_memes_courriels_dans_le_meme_ordre(salle):
    dossier = settings.RACINE / "templates" / "courriels"
    par_langue = [list(lire((dossier / f"{salle}.{code}.md").read_text("utf-8"))) for code, _nom in settings.LANGUAGES]

    assert par_langue[0] == par_langue[1]


@pytest.mark.parametrize("courriel", TOUS, ids=cle)
def test_les_deux_langues_citent_et_promettent_la_meme_chose(courriel):
    francais, anglais = courriel.en("fr"), courriel.en("en")

    for partie in ("objet", "raison", "corps"):
        assert noms_cites(getattr(francais, partie)) == noms_cites(getattr(anglais, partie))
    assert list(francais.valeurs) == list(anglais.valeurs)
    assert bool(francais.bouton) == bool(anglais.bouton)
    assert bool(francais.reponse) == bool(anglais.reponse)
    assert francais.corps.count("\n\n") == anglais.corps.count("\n\n")
    if francais.corps != "{texte}":
        assert francais.corps != anglais.corps


@pytest.mark.parametrize("courriel", TOUS, ids=cle)
def test_un_courriel_ne_cite_que_ce_qu_il_declare_et_tient_dans_l_ecran(courriel):
    for langue in ("fr", "en"):
        version = courriel.en(langue)
        for texte in (version.objet, version.corps, version.raison):
            verifier(texte, courriel)
        assert len(version.objet) <= 150
        assert len(version.corps) <= 5000
        assert all(nom.isidentifier() for nom in citables(courriel))
        contenu = exemple(courriel, langue, objet=version.objet, corps=version.corps)
        assert contenu.html.count('class="bouton"') == int(courriel.a_un_bouton)
        assert "{" not in contenu.texte


@pytest.mark.parametrize("courriel", TOUS, ids=cle)
def test_qui_invite_a_repondre_dit_qui_lit_les_reponses(courriel):
    for langue, motif in INVITE_A_REPONDRE.items():
        version = courriel.en(langue)
        if motif.search(f"{version.corps} {version.raison}"):
            assert courriel.attend_une_reponse


@pytest.mark.parametrize("courriel", TOUS, ids=cle)
def test_le_francais_d_un_courriel_a_sa_typographie(courriel):
    assert [texte for texte in textes(courriel.en("fr")) if fautes_de_typographie(texte)] == []


@pytest.mark.parametrize("mot", ["sponsor", "???"])
def test_l_anglais_dit_les_mots_du_lexique(mot):
    assert [c.cle for c in TOUS if mot in " ".join(textes(c.en("en")))] == []


def test_chaque_courriel_est_envoye_et_rien_d_autre():
    """By their keys in the code: whole, or their name alone where a function of the room adds the room."""
    code = "\n".join(chemin.read_text(encoding="utf-8") for chemin in modules())
    connus = {c.cle for c in TOUS}
    cites = set(re.findall(r'"((?:benevolat|bilans|comptes|portail|structures|vitrines)\.\w+)"', code))
    oublies = {c for c in connus - cites if f'"{c.split(".")[1]}"' not in code}

    assert oublies == set()
    for cle_envoyee in re.findall(r'courrier\.envoyer\(\s*"([\w.]+)"', code):
        assert cle_envoyee in connus


@pytest.mark.parametrize(
    ("fichier", "faute"),
    [
        ("## a\ntitre: A\nsujet: B\n\nCorps", "“sujet: B” is none of titre"),
        ("## a\ntitre: A\n\nCorps", "nothing is said of objet, pour, quand, raison."),
        (
            "## a\ntitre: A\nquand: B\npour: C\nobjet: D\nraison: E\nvaleurs: prenom, nom (nom)\n\nCorps",
            "“prenom, nom (nom)” does not read as",
        ),
    ],
)
def test_un_fichier_mal_ecrit_dit_ou_et_pourquoi(fichier, faute):
    with pytest.raises(CourrielMalEcrit) as erreur:
        lire(fichier)

    assert str(erreur.value).startswith("a: ")
    assert faute in str(erreur.value)
