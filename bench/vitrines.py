"""A directory of structures spread over the communes of the region, and their actions, written in bulk."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from espace_structures.structures.enums import TypeStructure
from espace_structures.structures.models import Implantation, Structure
from espace_structures.vitrines.models import (
    ActionPage,
    AnnuairePage,
    Antenne,
    DepartementAction,
    FichePage,
    Public,
)
from portal.socle.geographie.communes import Commune, toutes

FICHES, ACTIONS = 2000, 1000
LE = datetime(2026, 1, 5, tzinfo=UTC)
METIERS = ("numérique", "restauration", "bâtiment", "soin", "logistique", "commerce", "industrie", "espaces verts")
GESTES = ("entretiens", "stages", "visites", "ateliers", "rencontres", "simulations", "immersions")
PRESENTATION = "<p>" + "Des bénévoles en activité ou retraités suivent chaque personne pendant six mois. " * 12 + "</p>"


@transaction.atomic
def remplir(siret) -> None:
    """Two thousand sheets and a thousand actions under the directory of the demonstration; `siret` makes keys."""
    hasard = random.Random(93)  # noqa: S311 (figures of a benchmark)
    communes = [une for une in toutes().values() if une.region == "11"]
    publics = list(Public.objects.all())
    ici = [hasard.choice(communes) for _rang in range(FICHES)]
    structures = _structures(ici, siret)
    annuaire = AnnuairePage.objects.get(locale__language_code="fr")
    fiches = list(_fiches(structures, ici, hasard))
    _ecrire_sous(annuaire, FichePage, fiches)
    _relier(FichePage.publics.through, "fichepage_id", fiches, publics, hasard)
    Antenne.objects.bulk_create(
        Antenne(page=fiche, nom="Antenne", **_lieu(hasard.choice(communes))) for fiche in fiches[::3]
    )
    _actions(fiches, ici, publics, hasard)
    for modele in (FichePage, ActionPage):
        get_search_backend().get_index_for_model(modele).add_items(modele, list(modele.get_indexed_objects()))


def _structures(ici: list[Commune], siret) -> list[Structure]:
    types = TypeStructure.values
    structures = Structure.objects.bulk_create(
        Structure(nom=f"Relais {rang:04d} de {une.nom}", siret=siret(50_000 + rang), type=types[rang % len(types)])
        for rang, une in enumerate(ici)
    )
    Implantation.objects.bulk_create(
        Implantation(structure=structure, departement=une.departement)
        for structure, une in zip(structures, ici, strict=True)
    )
    return structures


def _fiches(structures: list[Structure], ici: list[Commune], hasard: random.Random) -> Iterator[FichePage]:
    for structure, une in zip(structures, ici, strict=True):
        yield FichePage(
            title=structure.nom,
            structure=structure,
            accroche=f"Des {hasard.choice(GESTES)} et des binômes vers les métiers : {hasard.choice(METIERS)}.",
            presentation=PRESENTATION,
            sur_rendez_vous=True,
            **_lieu(une),
        )


def _actions(fiches: list[FichePage], ici: list[Commune], publics: list[Public], hasard: random.Random) -> None:
    toutes_les_actions = []
    par_fiche = ACTIONS // (FICHES // 4)
    for fiche, une in list(zip(fiches, ici, strict=True))[::4]:
        siennes = [
            ActionPage(
                title=f"{hasard.choice(GESTES).capitalize()} {rang} à {une.nom}",
                but=f"Faire découvrir un métier ({hasard.choice(METIERS)}) et rencontrer qui l’exerce.",
                deroulement=PRESENTATION,
                debut=date(hasard.randrange(2022, 2027), 1 + hasard.randrange(12), 1),
            )
            for rang in range(par_fiche)
        ]
        _ecrire_sous(fiche, ActionPage, siennes)
        toutes_les_actions += [(action, une.departement) for action in siennes]
    DepartementAction.objects.bulk_create(
        DepartementAction(page=action, departement=departement) for action, departement in toutes_les_actions
    )
    _relier(
        ActionPage.publics.through, "actionpage_id", [action for action, _ou in toutes_les_actions], publics, hasard
    )


def _ecrire_sous(parent: Page, modele: type[Page], pages: list) -> None:
    """Writes pages under another in two queries: treebeard alone takes a minute for a thousand."""
    type_de_contenu = ContentType.objects.get_for_model(modele)
    for rang, page in enumerate(pages, start=1):
        page.path = Page._get_path(parent.path, parent.depth + 1, rang)
        page.depth, page.slug = parent.depth + 1, f"page-{rang}"
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.locale_id, page.translation_key, page.content_type = parent.locale_id, uuid4(), type_de_contenu
        page.draft_title, page.live = page.title, True
        page.first_published_at = page.last_published_at = LE
    communs = [champ.attname for champ in Page._meta.concrete_fields if champ.attname != "id"]
    meres = Page.objects.bulk_create(Page(**{nom: getattr(page, nom) for nom in communs}) for page in pages)
    for page, mere in zip(pages, meres, strict=True):
        page.pk = page.id = mere.pk
    propres = modele._meta.local_concrete_fields
    modele._base_manager.all()._insert(pages, fields=propres, using="default")  # bulk_create refuses inherited models
    Page.objects.filter(pk=parent.pk).update(numchild=len(pages))


def _relier(liens, cle: str, pages: list, publics: list[Public], hasard: random.Random) -> None:
    liens.objects.bulk_create(
        liens(**{cle: page.pk}, public_id=public.pk) for page in pages for public in hasard.sample(publics, 2)
    )


def _lieu(une: Commune) -> dict:
    return {
        "adresse": "1, place de la Mairie",
        "code_postal": une.code_postal,
        "code_commune": une.code,
        "latitude": une.latitude,
        "longitude": une.longitude,
    }
