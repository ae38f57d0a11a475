"""Every mail of the portal, as written in `templates/courriels/<room>.<language>.md`.

A file is a list of mails. Each begins by its name (`## candidature_recue`), then what is known of it, one line each,
then an empty line and its body (see `corps` for what a body may hold). French says what a mail is; English translates
what people read: the same names, the same values.

    titre     its name in the back office
    quand     when it leaves
    pour      who receives it
    valeurs   what its text may quote as {name}, each with what it is: `prenom (prénom), fin (dernier jour)`
    objet     its subject
    bouton    what its only button says; without it the mail has none
    raison    why one receives it
    reponse   who reads an answer to it; without it the mail invites nobody to answer

The key of a mail is `room.name`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from .destinataires import langue_connue

DOSSIER = "courriels"
ENTETES = ("titre", "quand", "pour", "valeurs", "objet", "bouton", "raison", "reponse")
_OBLIGATOIRES = frozenset({"titre", "quand", "pour", "objet", "raison"})
_VALEUR = re.compile(r"(\w+) \(([^)]*)\)(?:, |$)")


class CourrielMalEcrit(Exception):
    """A file of mails that cannot be read: which mail, and why."""


@dataclass(frozen=True)
class Version:
    """A mail in one language."""

    titre: str
    quand: str
    pour: str
    objet: str
    raison: str
    corps: str
    valeurs: Mapping[str, str]
    bouton: str = ""
    reponse: str = ""


@dataclass(frozen=True)
class Courriel:
    """A mail: its key, its versions by language."""

    cle: str
    versions: Mapping[str, Version]

    def en(self, langue: str) -> Version:
        return self.versions[langue]

    @property
    def valeurs(self) -> Mapping[str, str]:
        """What its text may quote, with the French name of each."""
        return self.versions[settings.LANGUAGE_CODE].valeurs

    @property
    def a_un_bouton(self) -> bool:
        return bool(self.versions[settings.LANGUAGE_CODE].bouton)

    @property
    def attend_une_reponse(self) -> bool:
        return bool(self.versions[settings.LANGUAGE_CODE].reponse)


def courriel(cle: str) -> Courriel | None:
    """The mail of this key, or None."""
    return registre().get(cle)


def courriels() -> list[Courriel]:
    """Every mail, room after room, in the order of the files."""
    return list(registre().values())


def titre_de(cle: str) -> str:
    """The name of a mail, in the language of who reads the screen; its key when the portal sends it no more."""
    connu = courriel(cle)
    return connu.en(langue_connue(get_language())).titre if connu else cle


def titres() -> list[tuple[str, str]]:
    """Every mail to choose from, by name."""
    return sorted(((cle, titre_de(cle)) for cle in registre()), key=lambda choix: choix[1])


@cache
def registre() -> dict[str, Courriel]:
    """Read once a process."""
    dossier = Path(settings.RACINE) / "templates" / DOSSIER
    return {cle: c for chemin in sorted(dossier.glob(f"*.{settings.LANGUAGE_CODE}.md")) for cle, c in _salle(chemin)}


def _salle(chemin: Path) -> list[tuple[str, Courriel]]:
    salle = chemin.name.split(".")[0]
    par_langue = {
        langue: lire(chemin.with_name(f"{salle}.{langue}.md").read_text(encoding="utf-8"))
        for langue in dict(settings.LANGUAGES)
    }
    return [
        (f"{salle}.{nom}", Courriel(f"{salle}.{nom}", {langue: lus[nom] for langue, lus in par_langue.items()}))
        for nom in par_langue[settings.LANGUAGE_CODE]
    ]


def lire(texte: str) -> dict[str, Version]:
    """The mails of a file, by name; what stands above the first is for whoever reads the file."""
    return dict(_lire_un(section) for section in re.split(r"^## ", texte, flags=re.MULTILINE)[1:])


def _lire_un(section: str) -> tuple[str, Version]:
    nom, _fin, reste = section.partition("\n")
    entetes, _fin, corps = reste.partition("\n\n")
    lus: dict[str, str] = {}
    for ligne in entetes.splitlines():
        entete, deux_points, valeur = ligne.partition(": ")
        if not deux_points or entete not in ENTETES:
            raise CourrielMalEcrit(f"{nom}: “{ligne}” is none of {', '.join(ENTETES)}.")
        lus[entete] = valeur.strip()
    if manquants := _OBLIGATOIRES - set(lus):
        raise CourrielMalEcrit(f"{nom}: nothing is said of {', '.join(sorted(manquants))}.")
    brutes = lus.pop("valeurs", "")
    valeurs = dict(_VALEUR.findall(brutes))
    if ", ".join(f"{cle} ({libelle})" for cle, libelle in valeurs.items()) != brutes:
        raise CourrielMalEcrit(f"{nom}: “{brutes}” does not read as name (what it is), name (what it is).")
    return nom.strip(), Version(**lus, valeurs=valeurs, corps=corps.strip())
