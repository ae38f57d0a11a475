"""The list of candidatures as a file: what a structure needs to answer people, and nothing of what the bilan counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espace_structures.structures.models import Structure
from portal.socle.dates import date_longue
from portal.socle.geographie.communes import commune
from portal.socle.tableaux import Classeur, Colonne, FichierCsv, LigneDeTableau, Nature, Tableau, Valeur

from ... import journal
from ...enums import Consultation
from ...metier.acces import noter_acces
from ...metier.reglages import reglages
from ...models import Candidature
from .boite import offre_en_mots

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


@transaction.atomic
def exporter(
    candidatures: Sequence[Candidature], *, format: str, structure: Structure | None, par: Compte, le: datetime
) -> bytes:
    """The file. The log says who took it away; so does each person's own list of accesses."""
    contenu = _xlsx(candidatures, structure, le) if format == "xlsx" else _csv(candidatures, structure, le)
    par_structure: dict[Structure | None, list[int]] = {}
    for une in candidatures:
        par_structure.setdefault(une.structure, []).append(une.benevole_id)
    for sienne, benevoles in par_structure.items():
        noter_acces(benevoles, structure=sienne, par=par, action=Consultation.EXPORTER, le=le)
    detail = ngettext("%(n)s candidature, %(format)s", "%(n)s candidatures, %(format)s", len(candidatures))
    journal.noter(
        structure or reglages(),
        "benevolat.export",
        par=par,
        le=le,
        detail=detail % {"n": len(candidatures), "format": format.upper()},
    )
    return contenu


def _colonnes() -> list[tuple[str, Nature]]:
    return [
        (_("Personne"), Nature.TEXTE),
        (_("Reçue le"), Nature.DATE),
        (_("Répondre avant le"), Nature.DATE),
        (_("État"), Nature.TEXTE),
        (_("Structure"), Nature.TEXTE),
        (_("Appel"), Nature.TEXTE),
        (_("Confiée à"), Nature.TEXTE),
        (_("Étiquettes"), Nature.TEXTE),
        (_("Adresse électronique"), Nature.TEXTE),
        (_("Téléphone"), Nature.TEXTE),
        (_("Commune"), Nature.TEXTE),
        (_("Propose"), Nature.TEXTE),
        (_("Rencontre le"), Nature.DATE),
        (_("Comment nous a connus"), Nature.TEXTE),
    ]


def _valeurs(une: Candidature) -> list[Valeur]:
    lieu = commune(une.benevole.code_commune)
    return [
        str(une.benevole),
        timezone.localdate(une.recue_le),
        une.promise_le,
        str(une.get_etat_display()),
        une.structure.nom if une.structure else _("Animation régionale"),
        une.appel.titre if une.appel else "",
        str(une.confiee_a) if une.confiee_a else "",
        ", ".join(etiquette.nom for etiquette in une.etiquettes.all()),
        une.benevole.courriel,
        une.benevole.telephone,
        lieu.libelle if lieu else "",
        offre_en_mots(une.benevole),
        timezone.localdate(une.rencontre_le) if une.rencontre_le else None,
        str(une.get_source_display()),
    ]


def _mention(structure: Structure | None, le: datetime) -> str:
    return _("%(perimetre)s – liste du %(jour)s, à effacer après usage") % {
        "perimetre": structure.nom if structure else _("Toutes les structures suivies"),
        "jour": date_longue(timezone.localdate(le)),
    }


def _xlsx(candidatures: Sequence[Candidature], structure: Structure | None, le: datetime) -> bytes:
    tampon = BytesIO()
    titre = _("Candidatures de bénévoles")
    classeur = Classeur(tampon, titre=titre, mention=_mention(structure, le), cree_le=le)
    classeur.feuille(
        Tableau(
            code=_("Candidatures"),
            titre=titre,
            colonnes=tuple(Colonne(entetes=(nom,), nature=nature) for nom, nature in _colonnes()),
            lignes=tuple(LigneDeTableau(valeurs=_valeurs(une)) for une in candidatures),
        )
    )
    classeur.fermer()
    return tampon.getvalue()


def _csv(candidatures: Sequence[Candidature], structure: Structure | None, le: datetime) -> bytes:
    tampon = BytesIO()
    fichier = FichierCsv(tampon, [_mention(structure, le)])
    fichier.ecrire(nom for nom, _nature in _colonnes())
    for une in candidatures:
        fichier.ecrire(_valeurs(une))
    fichier.fermer()
    return tampon.getvalue()
