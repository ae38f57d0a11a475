"""Which row bears the headings, and which column says what: what the person said, usual names, then a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal.socle.entrees.identifiants import normaliser_siret, valider_siret, valider_telephone
from portal.socle.entrees.textes import plier

from .feuilles import Feuille, Rangee, lettres
from .lignes import NOTE, ColonneAttendue, FichierRefuse, plier_intitule

ENTETE_AU_PLUS_BAS = 15  # rows that hold something, titles and explanations, above the headings
EXEMPLES = 3
ECHANTILLON = 200
# What the memory keeps of a column: the code of ours, with this sign when it completes it, or nothing: not read.
COMPLEMENT = "+"


@dataclass(frozen=True, kw_only=True)
class ColonneDuFichier:
    """A column of the file. `cle`: its folded heading, unique in the file. `code`: ours, "" unread, None unknown."""

    place: int
    cle: str
    titre: str
    code: str | None
    valeurs: tuple[str, ...]

    @property
    def exemples(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.valeurs))[:EXEMPLES]

    @cached_property
    def est_suspecte(self) -> bool:
        """Not read, though it holds addresses or keys: most likely a column that we did not recognise."""
        if self.code is not None or not self.valeurs:
            return False
        return sum(map(ressemble_a_une_cle, self.valeurs)) * 2 >= len(self.valeurs)


def ressemble_a_une_cle(texte: str) -> bool:
    """Whether a value reads as an e-mail address, a telephone or a SIRET."""
    texte = texte.strip()
    if "@" in texte:
        return _passe(validate_email, texte)
    if sum(signe.isdigit() for signe in texte) < 9 or re.search(r"[^\d\s.+()/\u00a0\u202f-]", texte):
        return False
    return _passe(valider_siret, normaliser_siret(texte)) or _passe(valider_telephone, texte)


def _passe(validateur, texte: str) -> bool:
    try:
        validateur(texte)
    except ValidationError:
        return False
    return True


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table as it is understood: its columns, and the rows below the headings."""

    colonnes: tuple[ColonneDuFichier, ...]
    attendues: tuple[ColonneAttendue, ...]
    entete: int = 0
    rangees: tuple[Rangee, ...] = ()
    feuille: Feuille | None = None

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Where each of our columns is read, what completes it first, in the order of the file."""
        places: dict[str, tuple[int, ...]] = {}
        for colonne in sorted(self.colonnes, key=lambda une: (not (une.code or "").endswith(COMPLEMENT), une.place)):
            if colonne.code:
                code = colonne.code.removesuffix(COMPLEMENT)
                places[code] = (*places.get(code, ()), colonne.place)
        return dict(sorted(places.items(), key=lambda place: max(place[1])))

    @property
    def reconnues(self) -> int:
        return sum(bool(colonne.code) for colonne in self.colonnes)

    @property
    def manquantes(self) -> tuple[str, ...]:
        return tuple(str(c.titre) for c in self.attendues if c.obligatoire and c.code not in self.places)

    @property
    def doubles(self) -> tuple[str, ...]:
        lus = [colonne.code for colonne in self.colonnes if colonne.code]
        titres = {colonne.code: str(colonne.titre) for colonne in (*self.attendues, NOTE)}
        return tuple(titres[code] for code in dict.fromkeys(lus) if lus.count(code) > 1 and code in titres)

    @property
    def suspectes(self) -> tuple[str, ...]:
        return tuple(colonne.titre for colonne in self.colonnes if colonne.est_suspecte)

    @property
    def ignorees(self) -> tuple[str, ...]:
        return tuple(colonne.titre for colonne in self.colonnes if not colonne.code)

    def question(self) -> str:
        """What keeps the file from being read as it is; empty when nothing does."""
        if self.manquantes:
            return _("Ces intitulés manquent à la première ligne : %(manquent)s. Partez du modèle à télécharger.") % {
                "manquent": ", ".join(self.manquantes)
            }
        if self.doubles:
            return _("Ces colonnes sont là deux fois : %(doubles)s. N’en gardez qu’une de chaque.") % {
                "doubles": ", ".join(self.doubles)
            }
        if self.suspectes:
            return _(
                "Ces colonnes ne seraient pas lues alors qu’elles portent des adresses, des téléphones ou des SIRET : "
                "%(colonnes)s. Dites ce qu’elles sont, ou de ne pas les lire."
            ) % {"colonnes": ", ".join(self.suspectes)}
        return ""

    @property
    def peut_etre_dite(self) -> bool:
        """Whether the person may say which column is which: there are enough of them, and they have headings."""
        return len(self.colonnes) >= sum(colonne.obligatoire for colonne in self.attendues)


class ColonnesADire(FichierRefuse):
    """The person must say which column is which; `table` is what is understood so far."""

    def __init__(self, table: Table):
        self.table = table
        super().__init__(table.question())


def comprendre(
    rangees: Sequence[Rangee],
    attendues: Sequence[ColonneAttendue],
    memoire: Mapping[str, str],
    *,
    feuille: Feuille | None = None,
) -> Table:
    """The table under the row that bears the most known headings, the first one that has several otherwise."""
    codes = (
        {c.code for c in attendues} | {f"{c.code}{COMPLEMENT}" for c in attendues if c.complements} | {"", NOTE.code}
    )
    memoire = {cle: code for cle, code in memoire.items() if code in codes}
    pleines = [rang for rang, (_n, cellules) in enumerate(rangees) if any(map(str.strip, cellules))]
    essais = [(rang, _reconnaitre(rangees[rang][1], attendues, memoire)) for rang in pleines[:ENTETE_AU_PLUS_BAS]] or [
        (0, Table(colonnes=(), attendues=tuple(attendues)))
    ]
    rang, table = max(essais, key=lambda essai: (essai[1].reconnues, -essai[0]))
    if not table.reconnues:
        rang, table = next((e for e in essais if len(e[1].colonnes) > 1), essais[0])
    suite = tuple(rangees[rang + 1 :])
    par_place = list(_valeurs_par_place(suite))
    connues = {colonne.place for colonne in table.colonnes}
    colonnes = [
        replace(colonne, valeurs=tuple(par_place[colonne.place]) if colonne.place < len(par_place) else ())
        for colonne in table.colonnes
    ]
    # A column without a heading, below which something is written.
    for place, valeurs in enumerate(par_place):
        if place not in connues and valeurs:
            titre = _("Colonne %(lettre)s") % {"lettre": lettres(place)}
            cle = f"colonne {lettres(place).lower()}"
            colonnes.append(
                ColonneDuFichier(place=place, cle=cle, titre=titre, code=memoire.get(cle), valeurs=tuple(valeurs))
            )
    return replace(
        table,
        colonnes=tuple(sorted(colonnes, key=lambda colonne: colonne.place)),
        entete=rangees[rang][0] if rangees else 0,
        rangees=suite,
        feuille=feuille,
    )


def _valeurs_par_place(rangees: Sequence[Rangee]) -> Iterator[list[str]]:
    """What stands in each column, as far as the sample goes."""
    echantillon = rangees[:ECHANTILLON]
    for place in range(max((len(cellules) for _n, cellules in echantillon), default=0)):
        yield [cellules[place] for _n, cellules in echantillon if place < len(cellules) and cellules[place].strip()]


def _reconnaitre(entetes: Sequence[str], attendues: Sequence[ColonneAttendue], memoire: Mapping[str, str]) -> Table:
    """What each heading says; what the person said first, then usual names, then those taken for want of better."""
    colonnes = list(_colonnes_nommees(entetes))
    formes = {colonne.place: (plier(colonne.titre), plier_intitule(colonne.titre)) for colonne in colonnes}
    dites = {colonne.cle: memoire[colonne.cle] for colonne in colonnes if colonne.cle in memoire}
    prises = {code for code in dites.values() if code}
    for noms in ("noms", "noms_faibles", "noms_de_complement"):
        connus = {nom: colonne.code for colonne in (*attendues, NOTE) for nom in getattr(colonne, noms)}
        trouvees: dict[int, str] = {}
        for colonne in colonnes:
            code = next((connus[forme] for forme in formes[colonne.place] if forme in connus), None)
            if noms == "noms_de_complement" and code:
                code += COMPLEMENT
            if code and code not in prises and colonne.code is None and colonne.cle not in dites:
                trouvees[colonne.place] = code
        colonnes = [replace(c, code=trouvees.get(c.place, c.code)) for c in colonnes]
        prises |= set(trouvees.values())
    return Table(
        colonnes=tuple(
            replace(colonne, code=dites[colonne.cle]) if colonne.cle in dites else colonne for colonne in colonnes
        ),
        attendues=tuple(attendues),
    )


def _colonnes_nommees(entetes: Sequence[str]) -> Iterator[ColonneDuFichier]:
    """The columns that have a heading; the second one of the same heading gets its number."""
    vues: dict[str, int] = {}
    for place, entete in enumerate(entetes):
        titre = " ".join(entete.split())
        if not titre:
            continue
        cle = plier(titre)[:150] or f"colonne {lettres(place).lower()}"
        vues[cle] = vues.get(cle, 0) + 1
        if vues[cle] > 1:
            cle = f"{cle} ({vues[cle]})"
        yield ColonneDuFichier(place=place, cle=cle, titre=titre[:200], code=None, valeurs=())
