"""Smoke test: `make run` in a fresh clone, as a newcomer would; then again, to see that nothing is lost."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def lancer(clone: Path, port: int, delai: float) -> tuple[subprocess.Popen, list[str], float]:
    """Start `make run`, wait until it answers; returns the process, what it printed and the seconds it took."""
    debut = time.monotonic()
    # Only what a fresh shell has: no setting of this run leaks into the newcomer's.
    env = {nom: valeur for nom, valeur in os.environ.items() if nom not in {"DATABASE_URL", "REDIS_URL", "PORTAIL_VAR"}}
    processus = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=clone,
        env=env | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    lignes: list[str] = []
    threading.Thread(target=lambda: lignes.extend(processus.stdout), daemon=True).start()
    while time.monotonic() - debut < delai:
        if processus.poll() is not None:
            sys.exit("make run stopped:\n" + "".join(lignes))
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as reponse:
                if reponse.status == 200:
                    return processus, lignes, time.monotonic() - debut
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    arreter(processus)
    sys.exit(f"make run did not answer within {delai} s:\n" + "".join(lignes))


def arreter(processus: subprocess.Popen) -> None:
    os.killpg(processus.pid, signal.SIGTERM)
    processus.wait(timeout=20)


def lire(navigateur, adresse: str, **champs: str) -> str:
    donnees = urllib.parse.urlencode(champs).encode() if champs else None
    requete = urllib.request.Request(adresse, data=donnees, headers={"Referer": adresse})
    with navigateur.open(requete, timeout=30) as reponse:
        return reponse.read().decode()


def visiter(port: int, lignes: list[str]) -> int:
    """Read the public pages and sign in with each account that was printed; returns how many there were."""
    base = f"http://127.0.0.1:{port}"
    anonyme = urllib.request.build_opener()
    for chemin in ("/", "/en/"):
        assert "<h1" in lire(anonyme, base + chemin), f"no page at {chemin}"
    sortie = "".join(lignes)
    mot_de_passe = re.search(r"mot de passe (\S+)$", sortie, flags=re.M)[1]
    comptes = re.findall(r"^ +(\S+@\S+)", sortie, flags=re.M)
    for adresse in comptes:
        navigateur = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        page = lire(navigateur, base + "/compte/login/")
        jeton = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        lire(navigateur, base + "/compte/login/", login=adresse, password=mot_de_passe, csrfmiddlewaretoken=jeton)
        with navigateur.open(base + "/espace/", timeout=30) as reponse:
            assert reponse.url == base + "/espace/", f"{adresse} cannot sign in"
    return len(comptes)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portail-fumee-") as dossier:
        clone = Path(dossier) / "portail"
        subprocess.run(["git", "clone", "--quiet", str(RACINE), str(clone)], check=True)
        port = port_libre()
        processus, lignes, secondes = lancer(clone, port, delai=600)
        try:
            comptes = visiter(port, lignes)
        finally:
            arreter(processus)
        assert comptes >= 5, "make run must print a sign-in for each role:\n" + "".join(lignes)
        print(f"First run: answered after {secondes:.0f} s; {comptes} sign-ins printed, all work.")
        processus, lignes, secondes = lancer(clone, port, delai=120)
        try:
            assert visiter(port, lignes) == comptes, "the second run lost sign-ins"
        finally:
            arreter(processus)
        print(f"Second run: answered after {secondes:.0f} s; nothing lost.")


main()
