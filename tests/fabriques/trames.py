"""Generated trames (hypothesis): any texts, any shapes, always sound."""

from hypothesis import strategies as st

from espace_structures.bilans.enums import FormatIndicateur, GenreRegle, Portee, Severite, TypeReponse
from espace_structures.bilans.metier.definition import (
    PARAMETRES,
    PLACES_MESSAGE,
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

_LETTRES = "abcXYZ019_"
_codes = st.text(_LETTRES, min_size=1, max_size=6)
# Printable text of any language, with what YAML finds difficult: colons, quotes, braces, dashes, line breaks.
textes = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n:#'\"-[]{}, "), max_size=30)
_libelles = textes.filter(lambda texte: texte.strip())
_nombres = st.decimals(min_value=0, max_value=1000, places=2)


def _uniques(partie, **kwargs):
    return st.lists(partie, unique_by=lambda valeur: valeur.code, **kwargs).map(tuple)


def _objets(classe, **champs):
    return st.builds(classe, **champs)


_lignes = _uniques(
    _objets(Ligne, code=_codes, libelle=_libelles, aide=textes, definition=textes, dont=st.booleans()),
    min_size=1,
    max_size=4,
)
_colonnes = _uniques(
    _objets(Colonne, code=_codes, libelle=_libelles, groupe=textes, dont=st.booleans()), min_size=1, max_size=3
)
_choix = _uniques(_objets(Choix, code=_codes, libelle=_libelles), min_size=1, max_size=3)


@st.composite
def _tableaux(draw):
    lignes, colonnes = draw(_lignes), draw(_colonnes)
    possibles = [f"{ligne.code}.{colonne.code}" for ligne in lignes[1:] for colonne in colonnes[1:]]
    return Tableau(
        code=draw(_codes),
        titre=draw(_libelles),
        lignes=lignes,
        colonnes=colonnes,
        type=draw(st.sampled_from(sorted(set(TypeReponse) - {TypeReponse.CHOIX}))),
        aide=draw(textes),
        definition=draw(textes),
        intitule_lignes=draw(textes),
        grisees=tuple(draw(st.lists(st.sampled_from(possibles), unique=True, max_size=2)) if possibles else ()),
        obligatoire=draw(st.booleans()),
    )


@st.composite
def _questions(draw):
    genre = draw(st.sampled_from(list(TypeReponse)))
    return Question(
        code=draw(_codes),
        libelle=draw(_libelles),
        type=genre,
        aide=draw(textes),
        definition=draw(textes),
        choix=draw(_choix) if genre == TypeReponse.CHOIX else (),
        longueur=draw(st.integers(1, 10_000)) if genre == TypeReponse.TEXTE else None,
        obligatoire=draw(st.booleans()),
    )


@st.composite
def _regles(draw, expressions, tableaux):
    genre = draw(st.sampled_from([genre for genre in GenreRegle if genre != GenreRegle.CONCENTRATION or tableaux]))
    parametres = {}
    for nom, parametre in PARAMETRES[genre].items():
        if nom == "tableau":
            parametres[nom] = draw(st.sampled_from(tableaux))
        elif parametre.nature == "expression":
            parametres[nom] = draw(expressions)
        elif parametre.nature == "booleen":
            parametres |= draw(st.sampled_from([{}, {nom: True}]))
        else:
            parametres[nom] = draw(_nombres)
    if {"minimum", "maximum"} <= parametres.keys():
        parametres["minimum"], parametres["maximum"] = sorted([parametres["minimum"], parametres["maximum"]])
    places = "".join(f" {{{place}}}" for place in sorted(PLACES_MESSAGE[genre]))
    return Regle(
        code=draw(_codes),
        genre=genre,
        severite=Severite.INFORMATION if genre == GenreRegle.MENTION else draw(st.sampled_from(list(Severite))),
        message=draw(_libelles.map(lambda texte: texte.replace("{", "").replace("}", "") + "!")) + places,
        portee=draw(st.sampled_from(list(Portee))),
        parametres=parametres,
        source=draw(st.text(_LETTRES, max_size=5)),
    )


@st.composite
def definitions(draw) -> DefinitionTrame:
    """A sound trame: unique codes, expressions over its own cells, rules of every kind."""
    elements = draw(_uniques(_tableaux() | _questions(), min_size=1, max_size=5))
    moitie = draw(st.integers(1, len(elements)))
    groupes = [groupe for groupe in (elements[:moitie], elements[moitie:]) if groupe]
    sections = tuple(
        Section(code=f"S{rang}", titre=draw(_libelles), aide=draw(textes), elements=groupe)
        for rang, groupe in enumerate(groupes)
    )
    nue = DefinitionTrame(code="x", titre="x", sections=sections)
    nombres = [cellule.code for cellule in nue.cellules.values() if cellule.est_numerique]
    regles = indicateurs = ()
    if nombres:
        expressions = st.lists(st.sampled_from(nombres), min_size=1, max_size=3).map(" + ".join)
        tableaux = [
            tableau.code
            for tableau in nue.tableaux
            if all(
                nue.cellules[f"{tableau.code}.{tableau.lignes[0].code}.{c.code}"].est_numerique
                for c in tableau.colonnes
            )
            and not all(ligne.dont for ligne in tableau.lignes)
            and not tableau.lignes[0].dont
            and not tableau.colonnes[0].dont
        ]
        regles = draw(_uniques(_regles(expressions, tableaux), max_size=4))
        indicateurs = draw(
            _uniques(
                _objets(
                    Indicateur,
                    code=_codes,
                    libelle=_libelles,
                    numerateur=expressions,
                    denominateur=expressions,
                    format=st.sampled_from(list(FormatIndicateur)),
                    definition=textes,
                ),
                max_size=3,
            )
        )
    return DefinitionTrame(
        code=draw(st.text("abc-", min_size=1, max_size=8)),
        titre=draw(_libelles),
        sections=sections,
        regles=regles,
        indicateurs=indicateurs,
        description=draw(textes),
    )
