"""The OpenID provider that stands for ProConnect; started once, and only for the tests that ask for it."""

import pytest

from portal.settings.base import origine, reglages_proconnect
from tests.comptes.fournisseur.lancement import lancer


@pytest.fixture(scope="session")
def serveur_openid(tmp_path_factory):
    yield from lancer(tmp_path_factory.mktemp("fournisseur"))


def brancher(settings, fournisseur) -> None:
    """The settings of a portal whose environment names this provider."""
    settings.PROCONNECT_SERVEUR = fournisseur.adresse
    settings.SOCIALACCOUNT_PROVIDERS = reglages_proconnect(fournisseur.adresse, fournisseur.client, fournisseur.secret)
    politique = settings.CONTENT_SECURITY_POLICY
    directives = politique["DIRECTIVES"] | {
        "form-action": [*politique["DIRECTIVES"]["form-action"], origine(fournisseur.adresse)]
    }
    settings.CONTENT_SECURITY_POLICY = politique | {"DIRECTIVES": directives}


@pytest.fixture
def fournisseur(serveur_openid, settings):
    """The provider, in its usual mood, known to the portal."""
    brancher(settings, serveur_openid)
    serveur_openid.regler(
        retours={
            "connexion": [
                f"http://{hote}/compte/oidc/proconnect/login/callback/" for hote in ("testserver", "localhost")
            ],
            "fin": ["http://localhost/compte/login/"],
        }
    )
    return serveur_openid
