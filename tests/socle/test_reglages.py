"""Production: refuses to start half configured, passes `check --deploy`, serves its files compressed and for long."""

import json
import re

import pytest

from tests.fabriques.production import RACINE, en_production

pytestmark = pytest.mark.une_base

REGLAGES = """
import json
from django.conf import settings
noms = json.loads({noms!r})
print(json.dumps({{nom: getattr(settings, nom) for nom in noms}}, default=str))
"""


def reglages(*noms: str, var, **environnement) -> dict:
    """The values of these settings in production."""
    resultat = en_production("-c", REGLAGES.format(noms=json.dumps(noms)), var=var, **environnement)
    assert resultat.returncode == 0, resultat.stderr
    return json.loads(resultat.stdout)


# --- Refusing to start -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "PORTAIL_ADRESSE"])
@pytest.mark.parametrize("valeur", [None, "", "  "])
def test_production_ne_demarre_pas_sans_une_variable_qu_elle_nomme(tmp_path, variable, valeur):
    resultat = en_production("-c", "import portal.settings.production", var=tmp_path, **{variable: valeur})

    assert resultat.returncode == 1
    assert f"Set the environment variable {variable} " in resultat.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "cle",
    [
        "courte",
        "demonstration-only-never-in-production",
        "demonstration-only-never-in-production" + "x" * 40,
        "django-insecure-" + "x" * 60,
    ],
)
def test_production_ne_demarre_pas_sur_une_cle_courte_ou_connue(tmp_path, cle):
    resultat = en_production("-c", "import portal.settings.production", var=tmp_path, SECRET_KEY=cle)

    assert resultat.returncode == 1
    assert "SECRET_KEY must be a random string" in resultat.stderr.splitlines()[-1]


# --- Deployed --------------------------------------------------------------------------------------------------------


def test_production_passe_la_verification_de_deploiement_sans_avertissement(tmp_path):
    resultat = en_production("manage.py", "check", "--deploy", "--fail-level", "WARNING", var=tmp_path)

    assert (resultat.returncode, resultat.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_production_ferme_ses_cookies_et_impose_le_chiffrement(tmp_path):
    attendus = {
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "ALLOWED_HOSTS": ["portail.exemple.fr"],
        "CSRF_TRUSTED_ORIGINS": ["https://portail.exemple.fr"],
    }

    assert reglages(*attendus, var=tmp_path) == attendus


@pytest.mark.parametrize(
    ("environnement", "moteur"),
    [
        ({}, "django.core.cache.backends.filebased.FileBasedCache"),
        ({"REDIS_URL": "redis://127.0.0.1:6379/9"}, "django.core.cache.backends.redis.RedisCache"),
    ],
)
def test_production_partage_son_cache_entre_ses_processus(tmp_path, environnement, moteur):
    caches = reglages("CACHES", var=tmp_path, **environnement)["CACHES"]

    assert caches["default"]["BACKEND"] == moteur


def test_production_compte_les_essais_par_visiteur_derriere_son_mandataire(tmp_path):
    valeurs = [
        reglages("ALLAUTH_TRUSTED_PROXY_COUNT", var=tmp_path, **environnement)["ALLAUTH_TRUSTED_PROXY_COUNT"]
        for environnement in ({}, {"PORTAIL_MANDATAIRES": "2"})
    ]

    assert valeurs == [1, 2]


# --- Answering -------------------------------------------------------------------------------------------------------

DEMANDES = """
import json
import django
django.setup()
from django.test import Client
reponses = []
for adresse, entetes in json.loads({demandes!r}):
    reponse = Client(headers=entetes).get(adresse, secure=entetes.get("X-Forwarded-Proto") == "https")
    reponses.append([reponse.status_code, dict(reponse.headers)])
print(json.dumps(reponses))
"""


def demander(*demandes, var, **environnement) -> list:
    """[status, headers] of each (address, headers) asked for, in production."""
    resultat = en_production("-c", DEMANDES.format(demandes=json.dumps(demandes)), var=var, **environnement)
    assert resultat.returncode == 0, resultat.stderr
    return json.loads(resultat.stdout.splitlines()[-1])


def test_sante_dit_503_quand_la_base_ne_repond_pas(tmp_path):
    [[code, entetes]] = demander(["/healthz", {"Host": "portail.exemple.fr"}], var=tmp_path)

    assert (code, entetes["Content-Type"]) == (503, "application/json")


def test_production_renvoie_vers_https_sauf_la_sante(tmp_path):
    hote = {"Host": "portail.exemple.fr"}
    [[page, entetes], [sante, _entetes]] = demander(["/compte/login/?next=/", hote], ["/healthz", hote], var=tmp_path)

    assert (page, entetes["Location"], sante) == (301, "https://portail.exemple.fr/compte/login/?next=/", 503)


def test_production_impose_https_pour_un_an(tmp_path):
    chiffre = {"Host": "portail.exemple.fr", "X-Forwarded-Proto": "https"}
    [[_code, entetes]] = demander(["/healthz", chiffre], var=tmp_path)

    assert entetes["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_production_refuse_un_hote_inconnu(tmp_path):
    [[code, _entetes]] = demander(
        ["/healthz", {"Host": "ailleurs.example", "X-Forwarded-Proto": "https"}], var=tmp_path
    )

    assert code == 400


# --- Static files ----------------------------------------------------------------------------------------------------

# The portal's own files are enough to prove it; compressing Wagtail's takes a minute.
SANS_LES_BIBLIOTHEQUES = ["-i", "wagtail*", "-i", "django_htmx", "-i", "bootstrap*", "-i", "account"]


@pytest.fixture(scope="module")
def fichiers(tmp_path_factory):
    """A directory where the static files have been collected by the production settings."""
    var = tmp_path_factory.mktemp("production")
    resultat = en_production("manage.py", "collectstatic", "--no-input", *SANS_LES_BIBLIOTHEQUES, var=var)
    assert resultat.returncode == 0, resultat.stderr
    return var


def feuille_de_style(var) -> str:
    """Hashed address of a style sheet of ours."""
    manifeste = json.loads((var / "static" / "staticfiles.json").read_text())["paths"]
    return "/static/" + next(hache for nom, hache in sorted(manifeste.items()) if re.match(r"css/.*\.css$", nom))


@pytest.mark.parametrize(("accepte", "encodage"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_fichier_statique_est_servi_compresse_et_garde_un_an(fichiers, accepte, encodage):
    demande = [
        feuille_de_style(fichiers),
        {"Host": "portail.exemple.fr", "X-Forwarded-Proto": "https", "Accept-Encoding": accepte},
    ]

    [[code, entetes]] = demander(demande, var=fichiers)

    assert (code, entetes.get("Content-Encoding"), entetes["Content-Type"]) == (
        200,
        encodage,
        'text/css; charset="utf-8"',
    )
    assert entetes["Cache-Control"] == "max-age=315360000, public, immutable"


def test_fichier_statique_porte_son_empreinte(fichiers):
    assert re.search(r"\.[0-9a-f]{12}\.css$", feuille_de_style(fichiers))


def test_gabarits_ne_citent_que_des_fichiers_collectes(fichiers):
    """A missing file is a server error in production alone: elsewhere its address is written without a look."""
    collectes = set(json.loads((fichiers / "static" / "staticfiles.json").read_text())["paths"])
    cites = {
        nom
        for gabarit in (RACINE / "templates").rglob("*.html")
        for nom in re.findall(r"""{% static ["']([^"']+)["'] %}""", gabarit.read_text())
    }
    assert len(cites) >= 5

    assert sorted(cites - collectes) == []


# --- Mail provider and queues ----------------------------------------------------------------------------------------

FOURNISSEUR = {
    "PORTAIL_COURRIEL_FOURNISSEUR": "postmark",
    "PORTAIL_COURRIEL_SECRET": "portail:0123456789abcdef",
    "POSTMARK_SERVER_TOKEN": "jeton",
}


def test_production_met_les_courriels_et_les_taches_en_file(tmp_path):
    taches = reglages("TASKS", var=tmp_path)["TASKS"]

    assert {alias: reglage["BACKEND"].rsplit(".", 1)[1] for alias, reglage in taches.items()} == {
        "default": "ImmediateBackend",
        "courriels": "DatabaseBackend",
        "travaux": "DatabaseBackend",
    }


def test_production_ecrit_par_le_fournisseur_sans_pister_personne(tmp_path):
    lus = reglages("PORTAIL_COURRIEL_SERVEUR", "ANYMAIL", var=tmp_path, **FOURNISSEUR)

    assert lus["PORTAIL_COURRIEL_SERVEUR"] == "anymail.backends.postmark.EmailBackend"
    assert lus["ANYMAIL"] == {
        "WEBHOOK_SECRET": "portail:0123456789abcdef",
        "REQUESTS_TIMEOUT": 10,
        "POSTMARK_SERVER_TOKEN": "jeton",
        "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False},
    }


@pytest.mark.parametrize(
    ("changement", "message"),
    [
        ({"PORTAIL_COURRIEL_FOURNISSEUR": "pigeon"}, "PORTAIL_COURRIEL_FOURNISSEUR is “pigeon”; known providers: "),
        ({"PORTAIL_COURRIEL_SECRET": None}, "Set the environment variable PORTAIL_COURRIEL_SECRET "),
        ({"PORTAIL_COURRIEL_SECRET": "court:secret"}, "PORTAIL_COURRIEL_SECRET must read name:password "),
        ({"POSTMARK_SERVER_TOKEN": None}, "Set the environment variable POSTMARK_SERVER_TOKEN "),
    ],
)
def test_production_ne_demarre_pas_avec_un_fournisseur_mal_regle(tmp_path, changement, message):
    resultat = en_production("-c", "import portal.settings.production", var=tmp_path, **FOURNISSEUR | changement)

    assert resultat.returncode == 1
    assert message in resultat.stderr.splitlines()[-1]
