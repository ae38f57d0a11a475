"""The public sheets and the actions of the fictional structures, each at a step of the road that pages walk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import yaml
from django.conf import settings
from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from espace_structures.comptes.models import Compte
from espace_structures.structures.models import Structure
from espace_structures.vitrines.metier import fiches, fraicheur, moderation
from espace_structures.vitrines.metier.mediatheque import collection_de
from espace_structures.vitrines.models import (
    ActionPage,
    AnnuairePage,
    Antenne,
    ChiffreAction,
    DepartementAction,
    FichePage,
    PhotoAction,
    Public,
    TemoignageAction,
)
from portal.socle.dessins import dessiner
from portal.socle.geographie.communes import commune

CONTENU = Path(__file__).parent / "contenu" / "vitrines.yaml"
CREDIT = "Dessin réalisé pour le portail"
MODES = {"rendez_vous": "sur_rendez_vous", "en_ligne": "en_ligne", "visite": "sans_rendez_vous"}
_TEXTES_DE_FICHE = ("accroche", "presentation", "accueil", "territoire")
_TEXTES_D_ACTION = ("title", "but", "deroulement", "partenaires", "lieu", "resultats")


def charger_vitrines(structures: dict[int, tuple[Structure, Compte]], *, animation: Compte, le: datetime) -> int:
    """Open and publish the sheets and the actions of these structures (by rank); returns how many pages there are.

    Without a directory there is nowhere to put them: nothing is done.
    """
    if not AnnuairePage.objects.exists():
        return 0
    moderation.installer_moderation()
    for entree in _lire():
        structure, auteur = structures[entree["rang"]]
        _Vitrine(structure, auteur, animation, le).ecrire(entree)
    return FichePage.objects.count() + ActionPage.objects.count()


def _lire() -> Iterator[dict]:
    yield from yaml.safe_load(CONTENU.read_text(encoding="utf-8"))


class _Vitrine:
    """The pages of one structure, written by its responsable, read by the animation."""

    def __init__(self, structure: Structure, auteur: Compte, animation: Compte, le: datetime):
        self.structure, self.auteur, self.animation, self.le = structure, auteur, animation, le

    def ecrire(self, entree: dict) -> None:
        fiche = fiches.ouvrir_fiche(self.structure, par=self.auteur, le=self.le)
        fiche = fiche.get_latest_revision_as_object()
        _poser(fiche, entree, _TEXTES_DE_FICHE)
        _situer(fiche, entree)
        for mode in entree.get("accueil_par", []):
            setattr(fiche, MODES[mode], True)
        fiche.antennes.set([_antenne(rang, ligne) for rang, ligne in enumerate(entree.get("antennes", []))])
        self._avancer(fiche, entree)
        if "en" in entree:
            self._traduire(fiche, entree["en"], _TEXTES_DE_FICHE)
        for action in entree.get("actions", []):
            self._ecrire_l_action(FichePage.objects.get(pk=fiche.pk), action)

    def _ecrire_l_action(self, fiche: FichePage, entree: dict) -> None:
        action = ActionPage(
            title=entree["title"],
            locale=fiche.locale,
            owner=self.auteur,
            live=False,
            but=entree["but"],
            debut=entree["debut"],
            fin=entree.get("fin"),
            code_commune=entree.get("commune", ""),
            contact_nom=fiche.contact_nom,
            contact_courriel=fiche.contact_courriel,
        )
        _poser(action, entree, _TEXTES_D_ACTION)
        fiche.add_child(instance=action)
        action = ActionPage.objects.get(pk=action.pk)
        action.departements.set(
            [DepartementAction(departement=code, sort_order=rang) for rang, code in enumerate(entree["departements"])]
        )
        action.chiffres.set([_chiffre(rang, ligne) for rang, ligne in enumerate(entree.get("chiffres", []))])
        action.temoignages.set(
            [
                TemoignageAction(locale=fiche.locale, accord=True, sort_order=rang, **ligne)
                for rang, ligne in enumerate(entree.get("temoignages", []))
            ]
        )
        action.photos.set([self._photo(rang, ligne) for rang, ligne in enumerate(entree.get("photos", []))])
        self._avancer(action, entree)
        if "en" in entree:
            self._traduire(action, entree["en"], _TEXTES_D_ACTION)

    def _photo(self, rang: int, ligne: dict) -> PhotoAction:
        image = get_image_model().objects.create(
            title=ligne["alternative"],
            file=ImageFile(BytesIO(_dessin(ligne["dessin"])), name=f"action-{ligne['dessin']}.png"),
            collection=collection_de(self.structure),
            uploaded_by_user=self.auteur,
        )
        return PhotoAction(
            locale=_francais(),
            image=image,
            alternative=ligne["alternative"],
            auteur=CREDIT,
            personnes=False,
            sort_order=rang,
        )

    def _avancer(self, page: Page, entree: dict) -> None:
        """Leads the page to the step that its entry tells, on the days that it tells."""
        page.publics = Public.objects.filter(code__in=entree.get("publics", []))
        page.save_revision(user=self.auteur)
        etat = entree.get("etat", "publiee")
        if etat == "brouillon":
            return
        moderation.soumettre(page, par=self.auteur, le=self.le - timedelta(days=3))
        if etat == "renvoyee":
            moderation.renvoyer(page, par=self.animation, motif=entree["motif"], le=self.le - timedelta(days=1))
        elif etat == "publiee":
            paru = self.le - timedelta(days=entree["il_y_a"])
            moderation.approuver(page, par=self.animation, le=paru)
            type(page).objects.filter(pk=page.pk).update(
                first_published_at=paru, last_published_at=paru, latest_revision_created_at=paru
            )
            if "verifiee_il_y_a" in entree:
                fraicheur.confirmer(
                    page, par=self.auteur, le=(self.le - timedelta(days=entree["verifiee_il_y_a"])).date()
                )

    def _traduire(self, page: Page, textes: dict, champs: tuple[str, ...]) -> None:
        """The English page, as a translator would leave it."""
        page = type(page).objects.get(pk=page.pk)
        traduction = page.copy_for_translation(
            Locale.objects.get(language_code="en"), copy_parents=True, exclude_fields=None
        )
        _poser(traduction, textes, champs)
        for relation, champ in (("chiffres", "libelle"), ("photos", "alternative")):
            for enfant, texte in zip(_enfants(traduction, relation), textes.get(relation, []), strict=False):
                setattr(enfant, champ, texte)
        for enfant, (citation, auteur) in zip(
            _enfants(traduction, "temoignages"), textes.get("temoignages", []), strict=False
        ):
            enfant.citation, enfant.auteur = citation, auteur
        traduction.save_revision(user=self.animation).publish(user=self.animation)


def _poser(page: Page, textes: dict, champs: tuple[str, ...]) -> None:
    for champ in champs:
        if champ in textes:
            setattr(page, champ, textes[champ])


def _enfants(page: Page, relation: str) -> list:
    return list(getattr(page, relation).all()) if hasattr(page, relation) else []


def _situer(lieu, entree: dict) -> None:
    """Puts a place at the centre of its commune."""
    ici = commune(entree["commune"])
    lieu.code_commune, lieu.code_postal = entree["commune"], entree["code_postal"]
    if ici is not None:
        lieu.latitude, lieu.longitude = ici.latitude, ici.longitude


def _antenne(rang: int, ligne: dict) -> Antenne:
    antenne = Antenne(nom=ligne["nom"], horaires=ligne.get("horaires", ""), sort_order=rang)
    _situer(antenne, ligne)
    return antenne


def _chiffre(rang: int, ligne: dict) -> ChiffreAction:
    return ChiffreAction(
        locale=_francais(),
        valeur=Decimal(ligne["valeur"]),
        libelle=ligne["libelle"],
        annee=ligne["annee"],
        sort_order=rang,
    )


def _francais() -> Locale:
    return Locale.objects.get(language_code=settings.LANGUAGE_CODE)


@cache
def _dessin(nom: str) -> bytes:
    return dessiner(nom)
