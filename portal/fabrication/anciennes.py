"""Names that communes bore before they merged or were renamed, each with the commune that took over."""

import csv
import gzip
import io
from pathlib import Path

from portal.socle.entrees.textes import normaliser
from portal.socle.geographie.communes import ANCIENNES
from portal.socle.geographie.departements import DEPARTEMENTS

from .sources import lire_json


def ecrire(paquet: Path) -> int:
    """The same bytes for the same data: no date in the archive. Says how many names were written."""
    lues = lire_json(paquet, "data/communes.json")
    actuelles = {une["code"]: une["nom"] for une in lues if une["type"] == "commune-actuelle"}
    noms = {
        (une["chefLieu"], une["nom"].replace("'", "’"))
        for une in lues
        if une["type"] in ("commune-deleguee", "commune-associee")
        and une["departement"] in DEPARTEMENTS
        and normaliser(une["nom"]) != normaliser(actuelles[une["chefLieu"]])
    }
    texte = io.StringIO()
    lignes = csv.writer(texte, delimiter=";", lineterminator="\n")
    lignes.writerow(["nom", "code"])
    lignes.writerows((nom, code) for code, nom in sorted(noms))
    ANCIENNES.write_bytes(gzip.compress(texte.getvalue().encode(), compresslevel=9, mtime=0))
    return len(noms)
