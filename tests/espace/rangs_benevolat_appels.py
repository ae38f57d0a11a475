"""Rows of the access matrix: volunteer calls."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from espace_structures.benevolat.enums import EtatAppel
from espace_structures.benevolat.models import AppelBenevoles
from tests.fabriques.benevolat import AppelFactory

from .matrice import Monde, Rang, selon_le_role


def _appel(etat: EtatAppel):
    """A call of the structure in this state, made at the first request."""

    def arguments(monde: Monde) -> dict[str, Any]:
        connu = AppelBenevoles.objects.filter(structure=monde.structure, etat=etat).first()
        if connu is None:
            le = timezone.now()
            connu = AppelFactory(
                structure=monde.structure,
                etat=etat,
                publie_le=None if etat in (EtatAppel.BROUILLON, EtatAppel.A_RELIRE) else le,
                soumis_le=le,
                jusqu_au=timezone.localdate(le) + timedelta(days=90),
            )
        return {"pk": connu.pk}

    return arguments


BROUILLON, A_RELIRE, PUBLIE, COMPLET = (
    _appel(EtatAppel.BROUILLON),
    _appel(EtatAppel.A_RELIRE),
    _appel(EtatAppel.PUBLIE),
    _appel(EtatAppel.COMPLET),
)
# Calls are not shown to those who do not write for the structure, its other members included.
SANS_ECRIRE = {"redacteur": 404, "lecteur_structure": 404, "moderateur": 404}
SANS_LISTE = {"redacteur": 403, "lecteur_structure": 403, "moderateur": 403}
LECTURE = {"moderateur": 200, "redacteur": 403, "lecteur_structure": 403}


def _jamais(nom: str, arguments) -> Rang:
    """What only a button does."""
    return Rang(nom, "get", selon_le_role(405, 405, 405, 405, 405, 405, 405), arguments=arguments)


def _geste(nom: str, arguments) -> Rang:
    return Rang(nom, "post", selon_le_role(404, 302, 302, 404, 404, 404, 302, **SANS_ECRIRE), arguments=arguments)


RANGS: list[Rang] = [
    Rang("appels-benevoles", "get", selon_le_role(200, 200, 200, 403, 403, 403, 200, **SANS_LISTE)),
    Rang("appel-benevole-nouveau", "get", selon_le_role(200, 200, 200, 403, 403, 403, 403, **SANS_LISTE)),
    Rang("appel-benevole-nouveau", "post", selon_le_role(422, 422, 422, 403, 403, 403, 403, **SANS_LISTE)),
    Rang(
        "appel-benevole",
        "get",
        selon_le_role(404, 200, 200, 404, 404, 404, 200, **SANS_ECRIRE),
        arguments=BROUILLON,
    ),
    Rang(
        "appel-benevole-modifier",
        "get",
        selon_le_role(404, 200, 200, 404, 404, 404, 200, **SANS_ECRIRE),
        arguments=BROUILLON,
    ),
    Rang(
        "appel-benevole-modifier",
        "post",
        selon_le_role(404, 422, 422, 404, 404, 404, 422, **SANS_ECRIRE),
        arguments=BROUILLON,
    ),
    Rang(
        "appel-benevole-copier",
        "get",
        selon_le_role(404, 200, 200, 404, 404, 404, 200, **SANS_ECRIRE),
        arguments=PUBLIE,
    ),
    Rang(
        "appel-benevole-copier",
        "post",
        selon_le_role(404, 422, 422, 404, 404, 404, 422, **SANS_ECRIRE),
        arguments=PUBLIE,
    ),
    _jamais("appel-benevole-soumettre", BROUILLON),
    _geste("appel-benevole-soumettre", BROUILLON),
    _jamais("appel-benevole-reprendre", A_RELIRE),
    _geste("appel-benevole-reprendre", A_RELIRE),
    _jamais("appel-benevole-complet", PUBLIE),
    _geste("appel-benevole-complet", PUBLIE),
    _jamais("appel-benevole-rouvrir", COMPLET),
    _geste("appel-benevole-rouvrir", COMPLET),
    _jamais("appel-benevole-clore", PUBLIE),
    _geste("appel-benevole-clore", PUBLIE),
    _jamais("appel-benevole-supprimer", BROUILLON),
    _geste("appel-benevole-supprimer", BROUILLON),
    Rang("appels-a-relire", "get", selon_le_role(403, 403, 403, 403, 403, 403, 200, **LECTURE)),
    Rang("appel-a-relire", "get", selon_le_role(403, 403, 403, 403, 403, 403, 200, **LECTURE), arguments=A_RELIRE),
    Rang(
        "appel-a-relire",
        "post",
        selon_le_role(403, 403, 403, 403, 403, 403, 302, **LECTURE | {"moderateur": 302}),
        arguments=A_RELIRE,
    ),
]
