"""A trame in the CMS and the same trame as a definition, both ways and without loss."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wagtail.blocks import StreamValue, StructValue

from ..enums import FormatIndicateur, GenreRegle, Portee, Severite, TypeReponse
from ..models import Trame
from .definition import (
    PARAMETRES,
    Choix,
    Colonne,
    DefinitionTrame,
    Indicateur,
    Ligne,
    Question,
    Regle,
    Section,
    Tableau,
)

# Blocks get the same identifier each time a code is stored: the history compares what changed, not what was rewritten.
_ESPACE = uuid.UUID("6d1f0a0c-6f2e-5d2b-9c37-1f5b7a1c2e90")


def definition_de_trame(trame: Trame) -> DefinitionTrame:
    """The definition that the blocks of this trame say. A draft may say something unsound: see `verifier`."""
    return DefinitionTrame(
        code=trame.code,
        titre=trame.titre,
        description=trame.description,
        sections=tuple(_lire_section(bloc.value) for bloc in trame.sections),
        regles=tuple(_lire_regle(GenreRegle(bloc.block_type), bloc.value) for bloc in trame.regles),
        indicateurs=tuple(_lire_indicateur(bloc.value) for bloc in trame.indicateurs),
    )


def _t(valeur: StructValue, nom: str) -> str:
    """A text of a block; what a draft left out is empty. Line ends as in a file, whatever the browser sent."""
    return (valeur.get(nom) or "").replace("\r\n", "\n")


def _lire_section(valeur: StructValue) -> Section:
    return Section(
        code=_t(valeur, "code"),
        titre=_t(valeur, "titre"),
        aide=_t(valeur, "aide"),
        elements=tuple(
            _lire_tableau(bloc.value) if bloc.block_type == "tableau" else _lire_question(bloc.value)
            for bloc in valeur["elements"]
        ),
    )


def _lire_tableau(valeur: StructValue) -> Tableau:
    return Tableau(
        code=_t(valeur, "code"),
        titre=_t(valeur, "titre"),
        type=TypeReponse(valeur.get("type") or TypeReponse.EFFECTIF),
        aide=_t(valeur, "aide"),
        definition=_t(valeur, "definition"),
        intitule_lignes=_t(valeur, "intitule_lignes"),
        obligatoire=bool(valeur.get("obligatoire")),
        grisees=tuple(case or "" for case in valeur["grisees"]),
        lignes=tuple(
            Ligne(
                code=_t(ligne, "code"),
                libelle=_t(ligne, "libelle"),
                aide=_t(ligne, "aide"),
                definition=_t(ligne, "definition"),
                dont=bool(ligne.get("dont")),
            )
            for ligne in valeur["lignes"]
        ),
        colonnes=tuple(
            Colonne(
                code=_t(colonne, "code"),
                libelle=_t(colonne, "libelle"),
                groupe=_t(colonne, "groupe"),
                dont=bool(colonne.get("dont")),
            )
            for colonne in valeur["colonnes"]
        ),
    )


def _lire_question(valeur: StructValue) -> Question:
    return Question(
        code=_t(valeur, "code"),
        libelle=_t(valeur, "libelle"),
        type=TypeReponse(valeur.get("type") or TypeReponse.EFFECTIF),
        aide=_t(valeur, "aide"),
        definition=_t(valeur, "definition"),
        calcul=_t(valeur, "calcul"),
        ponderation=_t(valeur, "ponderation"),
        longueur=valeur.get("longueur"),
        obligatoire=bool(valeur.get("obligatoire")),
        choix=tuple(Choix(code=_t(choix, "code"), libelle=_t(choix, "libelle")) for choix in valeur["choix"]),
    )


def _lire_regle(genre: GenreRegle, valeur: StructValue) -> Regle:
    parametres: dict[str, str | Decimal | bool] = {}
    for nom in PARAMETRES[genre]:
        lue = valeur.get(nom)
        # An empty parameter is an absent one, and a box that is not ticked says nothing.
        if lue is None or lue == "" or lue is False:
            continue
        parametres[nom] = lue
    return Regle(
        code=_t(valeur, "code"),
        genre=genre,
        severite=Severite(valeur.get("severite") or Severite.BLOQUANTE),
        message=_t(valeur, "message"),
        portee=Portee(valeur.get("portee") or Portee.FEUILLE),
        parametres=parametres,
        source=_t(valeur, "source"),
    )


def _lire_indicateur(valeur: StructValue) -> Indicateur:
    return Indicateur(
        code=_t(valeur, "code"),
        libelle=_t(valeur, "libelle"),
        numerateur=_t(valeur, "numerateur"),
        denominateur=_t(valeur, "denominateur"),
        format=FormatIndicateur(valeur.get("format") or FormatIndicateur.POURCENTAGE),
        definition=_t(valeur, "definition"),
    )


def ranger(definition: DefinitionTrame, trame: Trame) -> None:
    """Put the definition into the fields of the trame, in place of what they held; saves nothing."""
    trame.code, trame.titre, trame.description = definition.code, definition.titre, definition.description
    trame.sections = _flux(
        trame,
        "sections",
        (_bloc("section", (s.code,), _ranger_section(s)) for s in definition.sections),
    )
    trame.regles = _flux(
        trame, "regles", (_bloc(r.genre.value, ("regle", r.code), _ranger_regle(r)) for r in definition.regles)
    )
    trame.indicateurs = _flux(
        trame,
        "indicateurs",
        (_bloc("indicateur", ("indicateur", i.code), _ranger_plat(i)) for i in definition.indicateurs),
    )


def _flux(trame: Trame, champ: str, blocs: Iterable[dict[str, Any]]) -> StreamValue:
    flux: Any = trame._meta.get_field(champ)
    return StreamValue(flux.stream_block, list(blocs), is_lazy=True)


def _bloc(genre: str, chemin: tuple[str, ...], valeur: Any) -> dict[str, Any]:
    return {"type": genre, "value": valeur, "id": str(uuid.uuid5(_ESPACE, "/".join((genre, *chemin))))}


def _ranger_plat(objet: Any, *sauf: str) -> dict[str, Any]:
    """Fields of a dataclass as a block stores them."""
    return {
        nom: str(valeur.value) if hasattr(valeur, "value") else valeur
        for nom, valeur in vars(objet).items()
        if nom not in sauf
    }


def _ranger_section(section: Section) -> dict[str, Any]:
    return _ranger_plat(section, "elements") | {
        "elements": [
            _bloc(
                "tableau" if isinstance(element, Tableau) else "question",
                (section.code, element.code),
                _ranger_element(element, (section.code, element.code)),
            )
            for element in section.elements
        ]
    }


def _ranger_element(element: Tableau | Question, chemin: tuple[str, ...]) -> dict[str, Any]:
    if isinstance(element, Question):
        return _ranger_plat(element, "choix") | {
            "choix": [_bloc("item", (*chemin, "choix", c.code), _ranger_plat(c)) for c in element.choix]
        }
    return _ranger_plat(element, "lignes", "colonnes", "grisees") | {
        "lignes": [_bloc("item", (*chemin, "ligne", li.code), _ranger_plat(li)) for li in element.lignes],
        "colonnes": [_bloc("item", (*chemin, "colonne", co.code), _ranger_plat(co)) for co in element.colonnes],
        "grisees": [_bloc("item", (*chemin, "grisee", case), case) for case in element.grisees],
    }


def _ranger_regle(regle: Regle) -> dict[str, Any]:
    parametres = {nom: str(v) if isinstance(v, Decimal) else v for nom, v in regle.parametres.items()}
    return _ranger_plat(regle, "genre", "parametres") | parametres
