"""Public sheets and action showcases for the tests."""

from datetime import date

from espace_structures.vitrines.models import (
    ActionPage,
    AnnuairePage,
    ChiffreAction,
    DepartementAction,
    FichePage,
    GaleriePage,
    PhotoAction,
    Public,
    TemoignageAction,
)

from .pages import image, sous
from .structures import StructureFactory


def public(code="jeunes-26") -> Public:
    """A public of the list, made again when the database was emptied."""
    return Public.objects.get_or_create(
        code=code, defaults={"nom": f"Public {code}", "nom_anglais": f"Public {code} (en)"}
    )[0]


def annuaire(accueil) -> AnnuairePage:
    return sous(accueil, AnnuairePage, title="Structures", slug="structures", show_in_menus=True)


def galerie(accueil) -> GaleriePage:
    return sous(accueil, GaleriePage, title="Actions", slug="actions", show_in_menus=True)


def fiche(page_annuaire, structure=None, publics=(), **champs) -> FichePage:
    """A published sheet; `live=False` for a draft."""
    structure = structure or StructureFactory()
    creee = sous(
        page_annuaire,
        FichePage,
        **{
            "title": structure.nom,
            "structure": structure,
            "accroche": "Nous relions des bénévoles et des personnes qui cherchent un emploi.",
            "sur_rendez_vous": True,
        }
        | champs,
    )
    if publics:
        creee.publics.set([public(code) for code in publics])
        creee.save()
    return creee


def action(page_fiche, titre="Une action", departements=("75",), publics=(), **champs) -> ActionPage:
    """A published action; `live=False` for a draft."""
    creee = sous(
        page_fiche,
        ActionPage,
        title=titre,
        **{"but": "Rapprocher des jeunes et des entreprises.", "debut": date(2026, 1, 15)} | champs,
    )
    for rang, code in enumerate(departements):
        DepartementAction.objects.create(page=creee, departement=code, sort_order=rang)
    if publics:
        creee.publics.set([public(code) for code in publics])
        creee.save()
    return ActionPage.objects.get(pk=creee.pk)


def photo(page_action, *, jusqu_au: date | None = None, **champs) -> PhotoAction:
    """A picture of an action; with a date, of people who consent until then."""
    return PhotoAction.objects.create(
        page=page_action,
        **{
            "locale": page_action.locale,
            "sort_order": page_action.photos.count(),
            "image": champs.pop("image", None) or image(),
            "alternative": "Deux personnes discutent.",
            "auteur": "Nous",
            "personnes": jusqu_au is not None,
            "consentement_jusqu_au": jusqu_au,
        }
        | champs,
    )


def chiffre(page_action, valeur="12", libelle="binômes formés", annee=2026, **champs) -> ChiffreAction:
    rang = {"sort_order": page_action.chiffres.count()}
    return ChiffreAction.objects.create(
        page=page_action, locale=page_action.locale, valeur=valeur, libelle=libelle, annee=annee, **(rang | champs)
    )


def temoignage(page_action, citation="J’ai repris confiance.", auteur="Aïcha, marraine") -> TemoignageAction:
    return TemoignageAction.objects.create(
        page=page_action,
        locale=page_action.locale,
        sort_order=page_action.temoignages.count(),
        citation=citation,
        auteur=auteur,
        accord=True,
    )
