"""The portal as it starts in production: another process, an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent.parent
ENVIRONNEMENT = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "g7!vB2q_Zr9-wK4xT6sN1mL8pD3hF5jY0cR-uE7aQ2tW9oI4e+kM8nX5",
    "ALLOWED_HOSTS": "portail.exemple.fr",
    "PORTAIL_ADRESSE": "https://portail.exemple.fr",
    "DATABASE_URL": "postgres://127.0.0.1:1/aucune",
}


def en_production(*arguments: str, var: Path, **environnement: str | None) -> subprocess.CompletedProcess:
    """Runs Python with these arguments under the production settings; None takes a variable away."""
    voulu = {"PATH": os.environ["PATH"], "PORTAIL_VAR": str(var)} | ENVIRONNEMENT | environnement
    return subprocess.run(  # noqa: S603 - our own interpreter, our own arguments
        [sys.executable, *arguments],
        cwd=RACINE,
        env={nom: valeur for nom, valeur in voulu.items() if valeur is not None},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
