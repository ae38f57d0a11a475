"""CSV of any habit: encoding, separator, line ends, a `sep=` line; and what only looks like one."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.utils.translation import gettext as _

from portal.socle.tableaux import deproteger

from .feuilles import Rangee, protege
from .lignes import FichierRefuse
from .limites import Limites

ECHANTILLON = 65_536
SEPARATEURS = (";", ",", "\t", "|")
_MARQUES = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLE = b"\xd0\xcf\x11\xe0"  # an old .xls, or a workbook behind a password
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06")
_PAGE_WEB = re.compile(r"\s*(?:<!doctype html|<html|<head|<body|<table|<\?xml|mime-version:)", re.IGNORECASE)
# What French texts hold beyond ASCII: tells one encoding of eight bits from another.
_SIGNES_FRANCAIS = frozenset("éèêëàâäçîïôöùûüÿœæÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŒÆ’‘“”«»°€–—…·²\xa0")
_SEP = re.compile(r"sep=(.)?\r?\n?", re.IGNORECASE)

csv.field_size_limit(10_000_000)  # a long text is refused with its line number, not by the reader


def est_archive(debut: bytes) -> bool:
    """Whether the file is an archive, as every XLSX and ODS is."""
    return debut.startswith(_ARCHIVES)


def refuser_les_anciens_classeurs(octets: bytes) -> None:
    """An old .xls says how long it is, never how far it unfolds: it is not opened."""
    if octets.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in octets:
            raise FichierRefuse(protege())
        raise FichierRefuse(
            _("Ce fichier est un ancien classeur (.xls) : ouvrez-le dans un tableur, enregistrez-le en XLSX ou en ODS.")
        )


def encodage_de(octets: bytes) -> str | None:
    """The encoding of a text: its mark, UTF-16 without one, UTF-8, then what writes the most French. None: no text."""
    for marque, encodage in _MARQUES:
        if octets.startswith(marque):
            return encodage
    echantillon = octets[:2000]
    if len(echantillon) > 3 and echantillon.count(0) * 3 > len(echantillon):
        return "utf-16-le" if echantillon[1::2].count(0) > echantillon[::2].count(0) else "utf-16-be"
    if b"\x00" in octets:
        return None
    if _se_lit(octets, "utf-8"):
        return "utf-8"
    return encodage_ancien(octets)


def encodage_ancien(octets: bytes) -> str | None:
    """Windows-1252 or Mac Roman: the one that writes French; Windows-1252 when neither does."""
    parts = {encodage: _part_de_francais(octets, encodage) for encodage in ("cp1252", "mac_roman")}
    if parts["mac_roman"] > max(parts["cp1252"], 0.8):
        return "mac_roman"
    return "cp1252" if parts["cp1252"] >= 0 else None


def _part_de_francais(octets: bytes, encodage: str) -> float:
    if not _se_lit(octets, encodage):
        return -1
    signes = octets.translate(None, bytes(range(128))).decode(encodage)
    return sum(signe in _SIGNES_FRANCAIS for signe in signes) / max(len(signes), 1)


def _se_lit(octets: bytes, encodage: str) -> bool:
    try:
        octets.decode(encodage)
    except UnicodeDecodeError:
        return False
    return True


def decoder(octets: bytes) -> str:
    """The text of a file; raises FichierRefuse when it is none, or a web page that took the name of a workbook."""
    encodage = encodage_de(octets)
    try:
        texte = octets.decode(encodage) if encodage else "\x00"
    except UnicodeDecodeError:
        texte = "\x00"
    if "\x00" in texte:
        raise FichierRefuse(
            _(
                "Ce fichier n’est ni un CSV ni un classeur XLSX : enregistrez-le dans l’un de ces formats, puis "
                "recommencez."
            )
        )
    texte = texte.removeprefix("\ufeff")
    if _PAGE_WEB.match(texte):
        raise FichierRefuse(
            _(
                "Ce fichier est une page web ou un document XML sous le nom d’un tableau : ouvrez-le dans un tableur, "
                "enregistrez-le en XLSX, puis recommencez."
            )
        )
    return texte


def separateurs(premiere_ligne: str) -> tuple[str, ...]:
    """What may cut this file: what its line `sep=` says, else every habit."""
    trouve = _SEP.fullmatch(premiere_ligne)
    return ((trouve[1] or "\t",) if trouve else ()) or SEPARATEURS


def decouper(lignes: Iterable[str], separateur: str, *, colonnes: int = 200) -> Iterator[Rangee]:
    """The rows of a CSV, numbered by their first line; raises FichierRefuse where quotes do not close."""
    lecteur = csv.reader(lignes, delimiter=separateur, strict=True)
    precedente = 0
    try:
        for cellules in lecteur:
            numero, precedente = precedente + 1, lecteur.line_num
            if numero > 1 or not _SEP.fullmatch(separateur.join(cellules[:3])):
                yield numero, [deproteger(cellule) for cellule in cellules[:colonnes]]
    except csv.Error as erreur:
        raise GuillemetsOuverts(precedente + 1) from erreur


class GuillemetsOuverts(FichierRefuse):
    """Quotes that do not close, from this line on."""

    def __init__(self, ligne: int):
        self.ligne = ligne
        super().__init__(
            _("Ligne %(ligne)s : les guillemets ne se referment pas. Corrigez-les, puis recommencez.")
            % {"ligne": ligne}
        )


def rangees_du_texte(texte: str, separateur: str, *, limites: Limites) -> list[Rangee]:
    """The rows of a text that hold something; raises FichierRefuse past what a screen reads."""
    lues: list[Rangee] = []
    for numero, cellules in decouper(io.StringIO(texte, newline=""), separateur, colonnes=limites.colonnes):
        if any(map(str.strip, cellules)):
            lues.append((numero, cellules))
        if len(lues) > limites.rangees or numero > 10 * limites.rangees:
            raise FichierRefuse(
                _("Le fichier compte plus de %(nombre)s lignes : découpez-le en plusieurs fichiers.")
                % {"nombre": limites.rangees}
            )
    return lues


def premieres_rangees(texte: str, separateur: str, *, limites: Limites) -> list[Rangee]:
    """The first rows of a text, to see what cuts it: quotes may be left open where the sample ends."""
    lues: list[Rangee] = []
    with suppress(GuillemetsOuverts):
        lues.extend(decouper(io.StringIO(texte[:ECHANTILLON], newline=""), separateur, colonnes=limites.colonnes))
    return lues
