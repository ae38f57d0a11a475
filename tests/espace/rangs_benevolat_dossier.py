"""Rows of the access matrix: the file of a candidature."""

from datetime import UTC, datetime
from typing import Any

from espace_structures.benevolat.candidatures.metier import notes
from espace_structures.benevolat.enums import EtatCandidature
from espace_structures.benevolat.models import Candidature
from tests.fabriques.benevolat import CandidatureFactory

from .matrice import Monde, Rang, selon_le_role

LE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


def _candidature(monde: Monde, etat: EtatCandidature = EtatCandidature.CONTACTEE) -> Candidature:
    """A candidature of the structure in this state, made at the first call."""
    connue = Candidature.objects.filter(structure=monde.structure, etat=etat).first()
    return connue or CandidatureFactory(structure=monde.structure, etat=etat, accepte_reorientation=True)


def _dossier(monde: Monde) -> dict[str, Any]:
    return {"pk": _candidature(monde).pk}


def _nouvelle(monde: Monde) -> dict[str, Any]:
    return {"pk": _candidature(monde, EtatCandidature.NOUVELLE).pk}


def _en_attente(monde: Monde) -> dict[str, Any]:
    return {"pk": _candidature(monde, EtatCandidature.LISTE_ATTENTE).pk}


def _note(monde: Monde) -> dict[str, Any]:
    """A note of the responsable: nobody else takes it back."""
    candidature = _candidature(monde)
    note = candidature.notes.first() or notes.ajouter(
        candidature, texte="Vue.", par=monde.comptes["responsable"], le=LE
    )
    return {"pk": candidature.pk, "note": note.pk}


# Members who do not write the pages of the structure do not see those who offer their time either.
FERME = {"redacteur": 404, "lecteur_structure": 404}


def _rangs(nom: str, arguments, *, post: int, donnees: dict | None = None) -> list[Rang]:
    """The screen of a step, then the step."""
    return [
        Rang(nom, "get", selon_le_role(404, 200, 200, 404, 404, 404, 200, **FERME), arguments=arguments),
        Rang(
            nom,
            "post",
            selon_le_role(404, post, post, 404, 404, 404, post, **FERME),
            arguments=arguments,
            donnees=donnees or {},
        ),
    ]


def _poste(nom: str, arguments, attendu: int, donnees: dict | None = None) -> Rang:
    return Rang(
        nom,
        "post",
        selon_le_role(404, attendu, attendu, 404, 404, 404, attendu, **FERME),
        arguments=arguments,
        donnees=donnees or {},
    )


RANGS: list[Rang] = [
    Rang("candidature", "get", selon_le_role(404, 200, 200, 404, 404, 404, 200, **FERME), arguments=_dossier),
    *_rangs("candidature-contacter", _nouvelle, post=302),
    *_rangs("candidature-attente", _dossier, post=302),
    *_rangs("candidature-reprendre", _en_attente, post=302),
    *_rangs(
        "candidature-rencontre",
        _dossier,
        post=302,
        donnees={"jour": "2090-03-12", "heure": "14:30", "lieu": "", "version": "1"},
    ),
    *_rangs("candidature-accepter", _dossier, post=302, donnees={"depuis": "2026-04-01", "departement": "75"}),
    *_rangs("candidature-refuser", _dossier, post=302, donnees={"motif": "COMPLET"}),
    *_rangs("candidature-reorienter", _dossier, post=302),
    *_rangs("candidature-confier", _dossier, post=302),
    *_rangs("candidature-accueil", _dossier, post=302),
    _poste("candidature-message", _dossier, 302, {"texte": "Bonjour"}),
    _poste("candidature-lu", _dossier, 302),
    _poste("candidature-note", _dossier, 302, {"note": "Vue."}),
    _poste("candidature-etiquettes", _dossier, 302, {"noms": "santé"}),
    Rang(
        "candidature-note-effacer",
        "post",
        selon_le_role(404, 403, 302, 404, 404, 404, 403, **FERME),
        arguments=_note,
    ),
]
