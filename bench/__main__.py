"""`python -m bench [--bilans 2000] [--bases sqlite,postgresql]`: prints a table for each database."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .bases import base_postgresql, base_sqlite, serveur_postgresql
from .mesures_vitrines import DEMANDES

RACINE = Path(__file__).resolve().parent.parent
# What is aimed at: seconds and megabytes, queries.
CIBLES = {
    "consolidation": "< 1 s (PostgreSQL)",
    "xlsx": "< 60 s, < 200 Mo",
    "saisie": "≤ 15 requêtes",
    "accueil": "≤ 15 requêtes",
    "article": "≤ 10 requêtes",
    "annuaire": "≤ 10 requêtes, < 0,15 s",
    "galerie": "< 0,15 s",
}


def principal() -> int:
    """Runs the benchmark; 0 when every measure could be taken."""
    arguments = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    arguments.add_argument("--bilans", type=int, default=2000, help="bilans in the campaign (200 values each)")
    arguments.add_argument("--bases", default="sqlite,postgresql", help="which databases, separated by commas")
    choix = arguments.parse_args()
    bases = choix.bases.split(",")
    with tempfile.TemporaryDirectory(prefix="portail-bench-") as dossier:
        if "sqlite" in bases:
            with base_sqlite(Path(dossier)) as adresse:
                mesurer("SQLite", adresse, Path(dossier), choix.bilans)
        if "postgresql" in bases:
            serveur = serveur_postgresql()
            if serveur is None:
                print("\nPostgreSQL : aucun serveur ne répond (DATABASE_URL, ou 127.0.0.1:5432) ; mesures non prises.")
            else:
                with base_postgresql(serveur) as adresse:
                    mesurer("PostgreSQL", adresse, Path(dossier), choix.bilans)
    return 0


def mesurer(nom: str, adresse: str, dossier: Path, bilans: int) -> None:
    """Prepares the database and prints each measure as it is taken."""
    preparation = _lancer("preparation", adresse, dossier, str(bilans))
    print(f"\n{nom} : {preparation['bilans']} bilans, {preparation['reponses']} réponses")
    _ecrire("mesure", "temps", "requêtes", "mémoire", "", "cible")
    for mesure in ("consolidation", "ecran_consolidation", "xlsx", "csv", "csv_long"):
        pris = _lancer(mesure, adresse, dossier)
        taille = f"{pris['octets'] / 1e6:.1f} Mo écrits" if "octets" in pris else ""
        _ecrire(_NOMS[mesure], _s(pris), pris["requetes"], _mo(pris), taille, CIBLES.get(mesure, ""))
    pris = _lancer("saisie", adresse, dossier)
    detail = f"section {pris['section']}, {pris['cellules']} cases"
    for geste, libelle in (("montrer", "saisie, montrer"), ("enregistrer", "saisie, enregistrer")):
        _ecrire(libelle, _s(pris[geste]), pris[geste]["requetes"], _mo(pris), detail, CIBLES["saisie"])
    for page in ("accueil", "article"):
        pris = _lancer(page, adresse, dossier)
        _ecrire(page, f"{pris['par_seconde']:.0f}/s", pris["requetes"], _mo(pris), "sans cache", CIBLES[page])
        cadence = f"{pris['par_seconde_en_cache']:.0f}/s"
        _ecrire(page, cadence, pris["requetes_en_cache"], _mo(pris), "en cache", "")
    _mesurer_les_vitrines(adresse, dossier)


def _mesurer_les_vitrines(adresse: str, dossier: Path) -> None:
    """The directory and the gallery, one question after the other."""
    for mesure in DEMANDES:
        pris = _lancer(mesure, adresse, dossier)
        cible = CIBLES.get(mesure.split("_")[0], "")
        _ecrire(
            mesure.replace("_", ", "), _ms(pris), pris["requetes"], _mo(pris), f"{pris['octets'] / 1e3:.0f} ko", cible
        )


_NOMS = {
    "consolidation": "consolidation",
    "ecran_consolidation": "écran de consolidation",
    "xlsx": "extraction XLSX",
    "csv": "extraction CSV",
    "csv_long": "extraction CSV longue",
}


def _lancer(mesure: str, adresse: str, dossier: Path, *arguments: str) -> dict:
    """Takes a measure in a process of its own."""
    environnement = os.environ | {
        "DATABASE_URL": adresse,
        "DJANGO_SETTINGS_MODULE": "bench.reglages",
        "PORTAIL_VAR": str(dossier),
    }
    environnement.pop("REDIS_URL", None)
    fini = subprocess.run(  # noqa: S603 (our own module)
        [sys.executable, "-m", "bench.mesures", mesure, *arguments],
        cwd=RACINE,
        env=environnement,
        capture_output=True,
        text=True,
        check=False,
    )
    if fini.returncode:
        sys.exit(f"{mesure} : la mesure a échoué.\n{fini.stderr}")
    return json.loads(fini.stdout.splitlines()[-1])


def _ecrire(*colonnes: object) -> None:
    largeurs = (24, 10, 9, 9, 24, 20)
    print("".join(str(colonne).ljust(largeur) for colonne, largeur in zip(colonnes, largeurs, strict=True)), flush=True)


def _s(mesure: dict) -> str:
    return f"{mesure['secondes']:.2f} s"


def _ms(mesure: dict) -> str:
    return f"{mesure['secondes'] * 1000:.0f} ms"


def _mo(mesure: dict) -> str:
    return f"{mesure['memoire_mo']:.0f} Mo"


if __name__ == "__main__":
    sys.exit(principal())
