"""All that the portal knows of a person, for them alone: what they read on a page is what the file holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.socle.dates import date_longue
from portal.socle.geographie.communes import commune

from ..models import (
    AccesDossier,
    Accueil,
    Benevole,
    Candidature,
    DemandeRenouvellement,
    Engagement,
    Message,
    Note,
    Saison,
)
from .langues import nom_de_langue


@dataclass(frozen=True)
class Champ:
    """One thing known: a name for machines, a name for people, what it is."""

    code: str
    libelle: str
    valeur: Any

    @property
    def texte(self) -> str:
        """As people read it."""
        valeur = self.valeur
        if isinstance(valeur, bool):
            return _("Oui") if valeur else _("Non")
        if isinstance(valeur, datetime):
            local = timezone.localtime(valeur)
            return f"{date_longue(local.date())}, {date_format(local, 'H:i')}"
        return date_longue(valeur) if isinstance(valeur, date) else str(valeur)


@dataclass(frozen=True)
class Rubrique:
    code: str
    titre: str
    fiches: list[list[Champ]]


def rubriques(benevole: Benevole) -> list[Rubrique]:
    """Everything, by subject, empty answers left out: a fixed number of queries."""
    candidatures = Candidature.objects.filter(benevole=benevole).select_related("structure", "appel", "entreprise")
    messages = Message.objects.filter(candidature__benevole=benevole).select_related("candidature__structure")
    notes = Note.objects.filter(candidature__benevole=benevole).select_related("candidature__structure")
    engagements = Engagement.objects.filter(benevole=benevole).select_related("structure")
    saisons = Saison.objects.filter(engagement__benevole=benevole).select_related("engagement__structure")
    demandes = DemandeRenouvellement.objects.filter(saison__engagement__benevole=benevole).select_related(
        "saison__engagement__structure", "campagne"
    )
    accueils = Accueil.objects.filter(benevole=benevole).select_related("structure")
    acces = AccesDossier.objects.filter(benevole=benevole).select_related("structure", "compte")
    return [
        Rubrique("profil", _("Mon profil"), [_profil(benevole)]),
        _rubrique("candidatures", _("Mes candidatures"), candidatures, _structure, "appel", "entreprise"),
        _rubrique("messages", _("Messages"), messages, _structure_de_la_candidature),
        _rubrique("notes", _("Notes des structures"), notes, _structure_de_la_candidature),
        _rubrique("accueil", _("Étapes de l’accueil"), accueils, _structure),
        _rubrique("engagements", _("Mes engagements"), engagements, _structure),
        _rubrique("saisons", _("Saisons"), saisons, lambda saison: saison.engagement.structure.nom),
        _rubrique("renouvellements", _("Renouvellements"), demandes, _structure_de_la_saison, "campagne"),
        Rubrique("acces", _("Qui a ouvert mon dossier"), [_acces(ligne) for ligne in acces]),
    ]


def en_json(benevole: Benevole, *, le: datetime) -> dict[str, Any]:
    """The same thing for machines."""
    return {
        "extrait_le": le,
        **{
            rubrique.code: [{champ.code: champ.valeur for champ in fiche} for fiche in rubrique.fiches]
            for rubrique in rubriques(benevole)
        },
    }


# What says nothing of the person: keys, locks, what the portal reminds itself.
_TUS = {"id", "version", "version_lien", "benevole", "candidature", "engagement", "saison", "structure", "compte"}
_TUS |= {"suite_de", "confiee_a", "honorabilite_par", "appel", "entreprise", "campagne_id"}


def _profil(benevole: Benevole) -> list[Champ]:
    champs = [champ for champ in _champs(benevole) if champ.code != "code_commune"]  # said by its name
    publics = ", ".join(str(public) for public in benevole.publics.all())
    langues = ", ".join(nom_de_langue(langue.code) for langue in benevole.langues_parlees.all())
    lieu = commune(benevole.code_commune)
    plus = [
        ("commune", _("Commune"), lieu.libelle if lieu else benevole.code_commune),
        ("publics", _("Publics que je souhaite aider"), publics),
        ("langues_parlees", _("Langues parlées"), langues),
    ]
    return champs + [Champ(code, libelle, valeur) for code, libelle, valeur in plus if valeur]


def _acces(ligne: AccesDossier) -> list[Champ]:
    qui = str(ligne.compte) if ligne.compte else _("Compte supprimé")
    pour = ligne.structure.nom if ligne.structure else _("Animation régionale")
    return [
        Champ("le", _("Le"), ligne.le),
        Champ("compte", _("Qui"), qui),
        Champ("structure", _("Pour"), pour),
        Champ("action", _("Ce qui a été fait"), ligne.get_action_display()),
    ]


def _rubrique(code: str, titre: str, lignes: Iterable[Model], structure, *liens: str) -> Rubrique:
    return Rubrique(code, titre, [_fiche(ligne, structure, liens) for ligne in lignes])


def _fiche(ligne: Model, structure, liens: tuple[str, ...]) -> list[Champ]:
    debut = [Champ("structure", _("Structure"), structure(ligne))]
    for nom in liens:
        if (lie := getattr(ligne, nom)) is not None:
            debut.append(Champ(nom, _libelle(ligne, nom), str(lie)))
    return debut + [champ for champ in _champs(ligne) if champ.code not in liens]


def _champs(ligne: Model) -> list[Champ]:
    """The plain fields of a row that hold something, with the words of lists rather than their codes."""
    champs = []
    for champ in ligne._meta.concrete_fields:
        valeur = getattr(ligne, champ.attname)
        if champ.name in _TUS or valeur is None or valeur == "":
            continue
        if champ.choices:
            valeur = str(getattr(ligne, f"get_{champ.name}_display")())
        champs.append(Champ(champ.name, _libelle(ligne, champ.name), valeur))
    return champs


def _libelle(ligne: Model, nom: str) -> str:
    texte = str(ligne._meta.get_field(nom).verbose_name)
    return texte[:1].upper() + texte[1:]


def _structure(ligne: Any) -> str:
    return ligne.structure.nom if ligne.structure else _("Animation régionale")


def _structure_de_la_candidature(ligne: Any) -> str:
    return _structure(ligne.candidature)


def _structure_de_la_saison(demande: DemandeRenouvellement) -> str:
    return demande.saison.engagement.structure.nom
