"""Reading a spreadsheet of any habit: CSV, XLSX or ODS. Nothing is understood yet but which column is which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from portal.socle.entrees.textes import plier

from .classeurs import feuilles_du_classeur
from .feuilles import noms_de_colonnes
from .lignes import NOTE, ColonneAttendue, FichierRefuse, Lecture, LigneLue
from .limites import Limites
from .tables import ColonnesADire, Table, comprendre, ressemble_a_une_cle
from .textes import (
    decoder,
    est_archive,
    premieres_rangees,
    rangees_du_texte,
    refuser_les_anciens_classeurs,
    separateurs,
)

LIMITES = Limites()
LIGNES_MAXIMUM = 2000
EXEMPLE = "exemple"
NUMEROS_DITS = 20


def lire(
    octets: bytes,
    colonnes: Sequence[ColonneAttendue],
    *,
    memoire: Mapping[str, str] | None = None,
    lignes: int = LIGNES_MAXIMUM,
) -> Lecture:
    """The lines of a file; raises FichierRefuse, whose message says what to do, or ColonnesADire.

    `memoire`: what the person said of columns, by folded heading.
    """
    table, remarques = examiner(octets, colonnes, memoire=memoire)
    if table.question():
        raise ColonnesADire(table)
    lues = tuple(_lignes(table, lignes))
    if not lues:
        raise FichierRefuse(_("Le fichier n’a aucune ligne sous les intitulés : ajoutez-en, puis recommencez."))
    return Lecture(
        lignes=lues,
        colonnes=tuple(code for code in table.places if code != NOTE.code),
        ignorees=table.ignorees,
        remarques=tuple(remarques),
    )


def examiner(
    octets: bytes, colonnes: Sequence[ColonneAttendue], *, memoire: Mapping[str, str] | None = None
) -> tuple[Table, list[str]]:
    """The table of the file as it is understood, and what the person must know of it; raises FichierRefuse."""
    if not octets.strip():
        raise FichierRefuse(_("Le fichier est vide : remplissez le modèle, enregistrez-le, puis recommencez."))
    if len(octets) > LIMITES.octets:
        raise FichierRefuse(_("Le fichier dépasse 2 Mo : découpez-le en plusieurs fichiers."))
    refuser_les_anciens_classeurs(octets)
    if est_archive(octets):
        table, remarques = _table_du_classeur(octets, colonnes, memoire or {})
    else:
        table, remarques = _table_du_texte(decoder(octets), colonnes, memoire or {}), []
    if any(ressemble_a_une_cle(colonne.titre) for colonne in table.colonnes):
        raise FichierRefuse(
            _("La première ligne porte déjà des valeurs : ajoutez au-dessus une ligne d’intitulés, puis recommencez.")
        )
    return table, remarques


def _table_du_texte(texte: str, colonnes: Sequence[ColonneAttendue], memoire: Mapping[str, str]) -> Table:
    """The table of a CSV, cut by the separator under which most headings are known."""
    essais = {
        separateur: comprendre(premieres_rangees(texte, separateur, limites=LIMITES), colonnes, memoire)
        for separateur in separateurs(texte.partition("\n")[0])
    }
    separateur = max(essais, key=lambda s: (essais[s].reconnues, len(essais[s].colonnes)))
    return comprendre(rangees_du_texte(texte, separateur, limites=LIMITES), colonnes, memoire)


def _table_du_classeur(
    octets: bytes, colonnes: Sequence[ColonneAttendue], memoire: Mapping[str, str]
) -> tuple[Table, list[str]]:
    """The table of the only sheet that bears the headings."""
    feuilles, masquees = feuilles_du_classeur(octets, LIMITES)
    essais = [comprendre(feuille.rangees, colonnes, memoire, feuille=feuille) for feuille in feuilles]
    reconnues = [essai.feuille for essai in essais if not essai.manquantes and essai.feuille]
    if len(reconnues) > 1:
        raise FichierRefuse(
            _("Plusieurs feuilles du classeur portent ces intitulés (%(feuilles)s) : n’en gardez qu’une.")
            % {"feuilles": ", ".join(feuille.nom for feuille in reconnues)}
        )
    table = max(essais, key=lambda essai: (not essai.manquantes, essai.reconnues, len(essai.colonnes)))
    feuille = table.feuille
    if feuille is None:
        return table, []
    if feuille.faute:
        raise FichierRefuse(feuille.faute)
    remarques = []
    if len(feuilles) > 1 and table.reconnues:
        autres = [une.nom for une in feuilles if une is not feuille and une.rangees]
        if autres:
            remarques.append(_("Feuilles non lues : %(noms)s.") % {"noms": ", ".join(autres)})
    if masquees:
        remarques.append(_("Feuilles masquées, non lues : %(noms)s.") % {"noms": ", ".join(masquees)})
    if feuille.rangees_masquees:
        numeros = [str(numero) for numero in feuille.rangees_masquees if numero > table.entete]
        suite = "…" if len(numeros) > NUMEROS_DITS else ""
        if numeros:
            remarques.append(
                _("Lignes masquées dans le tableur, lues quand même : %(numeros)s.")
                % {"numeros": ", ".join(numeros[:NUMEROS_DITS]) + suite}
            )
    if cachees := [rang for rang in feuille.colonnes_masquees if any(c.place == rang for c in table.colonnes)]:
        remarques.append(
            _("Colonnes masquées dans le tableur, lues quand même : %(noms)s.")
            % {"noms": noms_de_colonnes(sorted(cachees))}
        )
    return table, remarques


def _lignes(table: Table, maximum: int) -> Iterator[LigneLue]:
    nombre = 0
    for numero, cellules in table.rangees:
        valeurs = {
            code: " ".join(filter(None, (cellules[p].strip() for p in places if p < len(cellules))))
            for code, places in table.places.items()
        }
        note = valeurs.pop(NOTE.code, "")
        if not any(valeurs.values()) or plier(note).startswith(EXEMPLE):
            continue
        nombre += 1
        if nombre > maximum:
            raise FichierRefuse(
                _("Le fichier compte plus de %(nombre)s lignes : découpez-le en plusieurs fichiers.")
                % {"nombre": maximum}
            )
        yield LigneLue(numero=numero, valeurs={c: v[: LIMITES.texte] for c, v in valeurs.items()})
