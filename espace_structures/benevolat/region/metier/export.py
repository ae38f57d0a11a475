"""The board of the animation as a file: counts only."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.socle.tableaux import Classeur, Colonne, FichierCsv, LigneDeTableau, Nature, Tableau

from .entonnoir import Entonnoir, Suivi


def tableaux(entonnoir: Entonnoir, suivis: list[Suivi]) -> list[Tableau]:
    """The funnel, its breakdowns, the structures."""
    nombre = Nature.ENTIER
    etapes = Tableau(
        code=_("Entonnoir"),
        titre=_("Entonnoir des candidatures %(annee)s") % {"annee": entonnoir.annee},
        colonnes=(Colonne(entetes=(_("Étape"),)), Colonne(entetes=(_("Candidatures"),), nature=nombre)),
        lignes=tuple(LigneDeTableau(valeurs=(etape.libelle, etape.nombre)) for etape in entonnoir.etapes),
    )
    colonnes = tuple(
        Colonne(entetes=(titre,), nature=nombre) for titre in (_("Reçues"), _("Répondues"), _("Acceptées"))
    )
    decoupes = [
        Tableau(
            code=decoupe.code,
            titre=decoupe.titre,
            colonnes=(Colonne(entetes=(decoupe.titre,)), *colonnes),
            lignes=tuple(LigneDeTableau(valeurs=ligne) for ligne in decoupe.lignes),
        )
        for decoupe in entonnoir.decoupes
    ]
    structures = Tableau(
        code=_("Structures"),
        titre=_("Structures"),
        colonnes=(
            Colonne(entetes=(_("Structure"),)),
            Colonne(entetes=(_("Candidatures en retard"),), nature=nombre),
            Colonne(entetes=(_("Délai médian, en jours"),), nature=Nature.DECIMAL),
            Colonne(entetes=(_("Réponses dans le délai"),), nature=Nature.TAUX),
            Colonne(entetes=(_("Appels ouverts"),), nature=nombre),
        ),
        lignes=tuple(
            LigneDeTableau(
                valeurs=(
                    suivi.structure.nom,
                    suivi.en_retard,
                    _decimal(suivi.reactivite.mediane),
                    _decimal(suivi.reactivite.part),
                    suivi.appels,
                )
            )
            for suivi in suivis
        ),
    )
    return [etapes, *decoupes, structures]


def ecrire_csv(entonnoir: Entonnoir, suivis: list[Suivi], sortie: BinaryIO) -> None:
    """One row a number: table, row, column, value."""
    fichier = FichierCsv(sortie, (_("Tableau"), _("Ligne"), _("Colonne"), _("Valeur")))
    for tableau in tableaux(entonnoir, suivis):
        for ligne in tableau.lignes:
            for colonne, valeur in zip(tableau.colonnes[1:], ligne.valeurs[1:], strict=True):
                fichier.ecrire((tableau.titre, ligne.valeurs[0], colonne.entetes[-1], valeur))
    fichier.fermer()


def ecrire_xlsx(entonnoir: Entonnoir, suivis: list[Suivi], sortie: BinaryIO, *, le: datetime) -> None:
    """A sheet a table."""
    titre = _("Bénévolat %(annee)s") % {"annee": entonnoir.annee}
    classeur = Classeur(sortie, titre=titre, mention=titre, cree_le=le)
    for tableau in tableaux(entonnoir, suivis):
        classeur.feuille(tableau)
    classeur.fermer()


def _decimal(nombre: float | None) -> Decimal | None:
    return None if nombre is None else Decimal(str(round(nombre, 4)))
