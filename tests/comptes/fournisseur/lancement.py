"""Starts the provider on a free port, with a key and a database of its own, and speaks to it over real HTTP."""

import os
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

RACINE = Path(__file__).resolve().parents[3]
MOT_DE_PASSE_FOURNISSEUR = "proconnect"


@dataclass
class Fournisseur:
    """A running provider."""

    adresse: str
    client: str = "portail"
    secret: str = "secret-du-portail"

    def regler(self, **demande) -> None:
        """Sets its mood (none unless told), adds people, changes their address."""
        requests.post(f"{self.adresse}/reglages", json=demande, timeout=10).raise_for_status()

    def identifier(self, depart: str, courriel: str) -> str:
        """Goes from the address where the portal sends people, signs in there, and returns where one is sent back."""
        navigateur = requests.Session()
        page = navigateur.get(depart, timeout=10)
        if "/accounts/login/" in page.url:
            jeton = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
            page = navigateur.post(
                page.url,
                {
                    "login": courriel,
                    "password": MOT_DE_PASSE_FOURNISSEUR,
                    "csrfmiddlewaretoken": jeton,
                    "next": parse_qs(urlsplit(page.url).query)["next"][0],
                },
                headers={"Referer": page.url},
                allow_redirects=False,
                timeout=10,
            )
        while page.is_redirect and "/login/callback/" not in page.headers["Location"]:
            page = navigateur.get(
                requests.compat.urljoin(page.url, page.headers["Location"]), allow_redirects=False, timeout=10
            )
        return page.headers["Location"]


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def cle_privee() -> str:
    cle = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return cle.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def lancer(dossier: Path):
    """Yields a provider that answers, then stops it."""
    adresse = f"http://127.0.0.1:{port_libre()}"
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.comptes.fournisseur.reglages",
        "FOURNISSEUR_BASE": str(dossier / "fournisseur.sqlite3"),
        "FOURNISSEUR_CLE": cle_privee(),
        "FOURNISSEUR_ADRESSE": adresse,
        "OAUTHLIB_INSECURE_TRANSPORT": "1",
    }
    django = [sys.executable, "-m", "django"]
    subprocess.run([*django, "migrate", "--verbosity", "0"], cwd=RACINE, env=env, check=True)  # noqa: S603
    with (dossier / "fournisseur.log").open("w") as journal:
        serveur = subprocess.Popen(  # noqa: S603
            [*django, "runserver", "--noreload", urlsplit(adresse).netloc],
            cwd=RACINE,
            env=env,
            stdout=journal,
            stderr=subprocess.STDOUT,
        )
    try:
        _attendre(adresse, serveur, dossier / "fournisseur.log")
        yield Fournisseur(adresse)
    finally:
        serveur.terminate()
        serveur.wait(timeout=10)


def _attendre(adresse: str, serveur: subprocess.Popen, journal: Path) -> None:
    fin = time.monotonic() + 60
    while time.monotonic() < fin and serveur.poll() is None:
        try:
            if requests.get(f"{adresse}/.well-known/openid-configuration", timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise RuntimeError(f"The provider did not answer:\n{journal.read_text()}")
