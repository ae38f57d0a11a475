"""Freezing a trame into the rows of a campaign, and reading these rows back as the same definition."""

from __future__ import annotations

from decimal import Decimal

from django.core.cache import cache
from django.db import transaction

from ..enums import FormatIndicateur, GenreElement, GenreRegle, Portee, Severite, TypeReponse
from ..models import Campagne, Cellule, Element, IndicateurGele, RegleGelee, SectionGelee
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
    cellules_de,
)


@transaction.atomic
def geler(campagne: Campagne, definition: DefinitionTrame) -> None:
    """Write the definition as the rows of the campaign, in place of what was frozen before; no answer may exist yet.

    Raises ProtectedError (Django) when an answer already points to a cell.
    """
    campagne.__dict__.pop("_definition", None)
    transaction.on_commit(lambda: cache.delete(cle_de_definition(campagne)))
    campagne.cellules.all().delete()
    campagne.sections.all().delete()
    campagne.regles.all().delete()
    campagne.indicateurs.all().delete()
    sections = SectionGelee.objects.bulk_create(
        SectionGelee(campagne=campagne, code=section.code, titre=section.titre, aide=section.aide, ordre=rang)
        for rang, section in enumerate(definition.sections)
    )
    elements = Element.objects.bulk_create(
        _element(gelee, rang, element)
        for gelee, section in zip(sections, definition.sections, strict=True)
        for rang, element in enumerate(section.elements)
    )
    contenus = [(section.code, element) for section in definition.sections for element in section.elements]
    cellules = [
        _cellule(campagne, gele, element, cellule)
        for gele, (section, element) in zip(elements, contenus, strict=True)
        for cellule in cellules_de(element, section)
    ]
    for ordre, cellule in enumerate(cellules):
        cellule.ordre = ordre
    Cellule.objects.bulk_create(cellules, batch_size=500)
    RegleGelee.objects.bulk_create(
        RegleGelee(
            campagne=campagne,
            code=regle.code,
            genre=regle.genre,
            severite=regle.severite,
            portee=regle.portee,
            message=regle.message,
            parametres={
                nom: str(valeur) if isinstance(valeur, Decimal) else valeur for nom, valeur in regle.parametres.items()
            },
            source=regle.source,
            ordre=rang,
        )
        for rang, regle in enumerate(definition.regles)
    )
    IndicateurGele.objects.bulk_create(
        IndicateurGele(
            campagne=campagne,
            code=indicateur.code,
            libelle=indicateur.libelle,
            numerateur=indicateur.numerateur,
            denominateur=indicateur.denominateur,
            format=indicateur.format,
            definition=indicateur.definition,
            ordre=rang,
        )
        for rang, indicateur in enumerate(definition.indicateurs)
    )


def cle_de_definition(campagne: Campagne) -> str:
    """Where the definition of an open campaign is kept between requests, until it is frozen anew."""
    ouverte_le = campagne.ouverte_le.timestamp() if campagne.ouverte_le else ""
    return f"bilans:definition:{campagne.pk}:{campagne.exercice}:{ouverte_le}"


def _element(section: SectionGelee, rang: int, element: Tableau | Question) -> Element:
    est_tableau = isinstance(element, Tableau)
    return Element(
        section=section,
        genre=GenreElement.TABLEAU if est_tableau else GenreElement.QUESTION,
        code=element.code,
        titre=element.titre if isinstance(element, Tableau) else element.libelle,
        intitule_lignes=element.intitule_lignes if isinstance(element, Tableau) else "",
        aide=element.aide,
        definition=element.definition,
        ordre=rang,
    )


def _cellule(campagne: Campagne, gele: Element, element: Tableau | Question, cellule) -> Cellule:
    ligne = colonne = None
    rang = 0
    if isinstance(element, Tableau):
        ligne = next(ligne for ligne in element.lignes if ligne.code == cellule.ligne)
        colonne = next(colonne for colonne in element.colonnes if colonne.code == cellule.colonne)
        rang = element.colonnes.index(colonne)
    return Cellule(
        campagne=campagne,
        element=gele,
        code=cellule.code,
        type=cellule.type,
        ligne=cellule.ligne,
        ligne_libelle=ligne.libelle if ligne else "",
        ligne_dont=ligne.dont if ligne else False,
        ligne_aide=ligne.aide if ligne else "",
        ligne_definition=ligne.definition if ligne else "",
        colonne=cellule.colonne,
        colonne_libelle=colonne.libelle if colonne else "",
        colonne_groupe=colonne.groupe if colonne else "",
        colonne_dont=colonne.dont if colonne else False,
        colonne_rang=rang,
        calcul=cellule.calcul,
        choix=[[choix.code, choix.libelle] for choix in cellule.choix],
        longueur=cellule.longueur,
        ponderation=cellule.ponderation,
        obligatoire=cellule.obligatoire,
    )


def definition_de(campagne: Campagne) -> DefinitionTrame:
    """The definition that the campaign froze: five queries, once for each campaign object."""
    connue = campagne.__dict__.get("_definition")
    if connue is None:
        connue = campagne.__dict__["_definition"] = _relire(campagne)
    return connue


def _relire(campagne: Campagne) -> DefinitionTrame:
    cellules: dict[int, list[Cellule]] = {}
    for cellule in campagne.cellules.order_by("ordre"):
        cellules.setdefault(cellule.element_id, []).append(cellule)
    elements: dict[int, list[Tableau | Question]] = {}
    for element in Element.objects.filter(section__campagne=campagne).order_by("section__ordre", "ordre"):
        elements.setdefault(element.section_id, []).append(element_relu(element, cellules.get(element.pk, [])))
    return DefinitionTrame(
        code=str(campagne.exercice),
        titre=str(campagne),
        sections=tuple(
            Section(code=s.code, titre=s.titre, aide=s.aide, elements=tuple(elements.get(s.pk, ())))
            for s in campagne.sections.order_by("ordre")
        ),
        regles=tuple(
            Regle(
                code=r.code,
                genre=GenreRegle(r.genre),
                severite=Severite(r.severite),
                portee=Portee(r.portee),
                message=r.message,
                parametres={
                    nom: Decimal(valeur) if PARAMETRES[GenreRegle(r.genre)][nom].nature == "nombre" else valeur
                    for nom, valeur in r.parametres.items()
                },
                source=r.source,
            )
            for r in campagne.regles.order_by("ordre")
        ),
        indicateurs=tuple(
            Indicateur(
                code=i.code,
                libelle=i.libelle,
                numerateur=i.numerateur,
                denominateur=i.denominateur,
                format=FormatIndicateur(i.format),
                definition=i.definition,
            )
            for i in campagne.indicateurs.order_by("ordre")
        ),
    )


def element_relu(element: Element, cellules: list[Cellule]) -> Tableau | Question:
    """A frozen table or question and its cells (in order), as it was in the definition."""
    return (_tableau if element.genre == GenreElement.TABLEAU else _question)(element, cellules)


def _question(element: Element, cellules: list[Cellule]) -> Question:
    cellule = cellules[0]
    return Question(
        code=element.code,
        libelle=element.titre,
        type=TypeReponse(cellule.type),
        aide=element.aide,
        definition=element.definition,
        calcul=cellule.calcul,
        choix=tuple(Choix(code=code, libelle=libelle) for code, libelle in cellule.choix),
        longueur=cellule.longueur,
        ponderation=cellule.ponderation,
        obligatoire=cellule.obligatoire,
    )


def _tableau(element: Element, cellules: list[Cellule]) -> Tableau:
    lignes: dict[str, Ligne] = {}
    colonnes: dict[str, Colonne] = {}
    presentes = set()
    rangs: dict[str, int] = {}
    for cellule in cellules:
        rangs[cellule.colonne] = cellule.colonne_rang
        lignes.setdefault(
            cellule.ligne,
            Ligne(
                code=cellule.ligne,
                libelle=cellule.ligne_libelle,
                aide=cellule.ligne_aide,
                definition=cellule.ligne_definition,
                dont=cellule.ligne_dont,
            ),
        )
        colonnes.setdefault(
            cellule.colonne,
            Colonne(
                code=cellule.colonne,
                libelle=cellule.colonne_libelle,
                groupe=cellule.colonne_groupe,
                dont=cellule.colonne_dont,
            ),
        )
        presentes.add((cellule.ligne, cellule.colonne))
    ordonnees = sorted(colonnes, key=rangs.__getitem__)
    return Tableau(
        code=element.code,
        titre=element.titre,
        intitule_lignes=element.intitule_lignes,
        aide=element.aide,
        definition=element.definition,
        type=TypeReponse(cellules[0].type),
        obligatoire=cellules[0].obligatoire,
        lignes=tuple(lignes.values()),
        colonnes=tuple(colonnes[code] for code in ordonnees),
        grisees=tuple(f"{li}.{co}" for li in lignes for co in ordonnees if (li, co) not in presentes),
    )
