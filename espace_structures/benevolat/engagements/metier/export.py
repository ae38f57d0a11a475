"""The list of volunteers and the call list, as files. Each person exported leaves a line in the log of accesses."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.socle.tableaux import Classeur, Colonne, FichierCsv, LigneDeTableau, Nature, Tableau, Valeur

from ...enums import Consultation
from ...journal import noter
from ...metier.acces import noter_acces
from ...models import DemandeRenouvellement, Engagement

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


def exporter_les_benevoles(engagements: Iterable[Engagement], *, format: str, par: Compte, le: datetime) -> bytes:
    """Engagements that carry `fin_de_saison`, in their order. `format`: xlsx or csv. The import reads them back."""
    engagements = list(engagements)
    entetes = (
        (_("Prénom"), Nature.TEXTE, 20),
        (_("Nom"), Nature.TEXTE, 20),
        (_("Courriel"), Nature.TEXTE, 32),
        (_("Téléphone"), Nature.TEXTE, 18),
        (_("Structure"), Nature.TEXTE, 30),
        (_("Département"), Nature.TEXTE, 12),
        (_("Statut"), Nature.TEXTE, 12),
        (_("Bénévole depuis"), Nature.DATE, 14),
        (_("Fin de saison"), Nature.DATE, 14),
    )
    lignes = [
        (
            e.benevole.prenom,
            e.benevole.nom,
            e.benevole.courriel,
            e.benevole.telephone,
            e.structure.nom,
            e.departement,
            str(e.get_statut_display()),
            e.depuis,
            e.fin_de_saison,
        )
        for e in engagements
    ]
    return _exporter(_("Bénévoles"), entetes, lignes, engagements, format=format, par=par, le=le)


def exporter_les_appels(demandes: Iterable[DemandeRenouvellement], *, format: str, par: Compte, le: datetime) -> bytes:
    """Who is to be called: telephone, name, season, last contact. `format`: xlsx or csv."""
    demandes = list(demandes)
    entetes = (
        (_("Personne"), Nature.TEXTE, 30),
        (_("Téléphone"), Nature.TEXTE, 18),
        (_("Courriel"), Nature.TEXTE, 32),
        (_("Structure"), Nature.TEXTE, 30),
        (_("Fin de saison"), Nature.DATE, 14),
        (_("Dernier contact"), Nature.DATE, 14),
    )
    lignes = [
        (
            str(d.saison.engagement.benevole),
            d.saison.engagement.benevole.telephone,
            d.saison.engagement.benevole.courriel,
            d.saison.engagement.structure.nom,
            d.saison.fin,
            timezone.localdate(d.saison.engagement.benevole.dernier_contact_le),
        )
        for d in demandes
    ]
    engagements = [d.saison.engagement for d in demandes]
    return _exporter(_("À appeler"), entetes, lignes, engagements, format=format, par=par, le=le)


@transaction.atomic
def _exporter(
    titre: str,
    entetes: Sequence[tuple[str, Nature, int]],
    lignes: Sequence[Sequence[Valeur]],
    engagements: Sequence[Engagement],
    *,
    format: str,
    par: Compte,
    le: datetime,
) -> bytes:
    par_structure: dict = {}
    for engagement in engagements:
        par_structure.setdefault(engagement.structure, []).append(engagement.benevole_id)
    for structure, benevoles in par_structure.items():
        noter_acces(benevoles, structure=structure, par=par, action=Consultation.EXPORTER, le=le)
        noter(structure, "benevolat.export", par=par, le=le, detail=f"{titre}, {len(benevoles)}, {format.upper()}")
    sortie = io.BytesIO()
    if format == "csv":
        fichier = FichierCsv(sortie, [str(nom) for nom, _nature, _largeur in entetes])
        for valeurs in lignes:
            fichier.ecrire(valeurs)
        fichier.fermer()
        return sortie.getvalue()
    classeur = Classeur(sortie, titre=titre, mention=titre, cree_le=le)
    classeur.feuille(
        Tableau(
            code=titre,
            titre=titre,
            colonnes=tuple(Colonne(entetes=(nom,), nature=nature, largeur=largeur) for nom, nature, largeur in entetes),
            lignes=tuple(LigneDeTableau(valeurs=valeurs) for valeurs in lignes),
        )
    )
    classeur.fermer()
    return sortie.getvalue()
