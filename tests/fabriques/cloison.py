"""Two structures with everything, side by side, and every address of the back office: what the partition is tried on.

All that is of the other structure, and what the site has not published, bears one word, `MARQUE`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.log_actions import log
from wagtail.models import Comment, Page, TaskState, UploadedFile, Workflow, WorkflowState
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.operations import TranslationCreator

from espace_structures.comptes.models import Compte
from espace_structures.structures.models import Structure
from espace_structures.vitrines.metier.mediatheque import collection_de
from espace_structures.vitrines.metier.moderation import installer_moderation, soumettre
from espace_structures.vitrines.models import ActionPage, FichePage, TacheDeModeration

from .pages import article, image, langue, liste_actualites, site_public
from .structures import ConventionFactory, StructureFactory, membre
from .vitrines import action, annuaire, fiche, photo

MARQUE = "zzmarque"
LE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class Cote:
    """A structure and all that is hers; `numeros`: primary keys by kind of object."""

    structure: Structure
    compte: Compte
    fiche: FichePage
    publiee: ActionPage
    brouillon: ActionPage
    numeros: dict[str, list[int]] = field(default_factory=dict)


@dataclass
class Monde:
    sien: Cote
    autre: Cote
    pages_du_site: list[int] = field(default_factory=list)


def _cote(page_annuaire, mot: str, departement: str) -> Cote:
    structure = StructureFactory(nom=f"{mot} association", departements=[departement])
    compte = membre(structure, email=f"{mot}@exemple.fr", first_name=mot, last_name="Personne")
    page = fiche(page_annuaire, structure, accroche=f"{mot} : une accroche assez longue.", owner=compte)
    publiee = action(page, f"{mot} publiée", departements=[departement], owner=compte, live=False)
    brouillon = action(page, f"{mot} brouillon", departements=[departement], owner=compte, live=False)
    for une in (page, publiee):
        une.save_revision(user=compte).publish(user=compte, skip_permission_checks=True)
    collection = collection_de(structure)
    illustration = image()
    illustration.title, illustration.collection, illustration.uploaded_by_user = f"{mot} image", collection, compte
    illustration.save()
    illustration.tags.add(f"{mot} étiquette", "neutre")
    document = Document.objects.create(
        title=f"{mot} document", collection=collection, file=ContentFile(b"x", name=f"{mot}.txt")
    )
    document.tags.add(f"{mot} autre étiquette")
    photo(publiee, image=illustration, alternative=f"{mot} photo")
    cote = Cote(structure, compte, page, publiee, brouillon)
    cote.numeros = {
        "image": [illustration.pk],
        "document": [document.pk],
        "collection": [collection.pk],
        "compte": [compte.pk],
        "structure": [structure.pk],
        "session": [EditingSession.objects.create(user=compte, content_object=page, last_seen_at=timezone.now()).pk],
        "depot": [UploadedFile.objects.create(file=ContentFile(b"x", name=f"{mot}.png"), uploaded_by_user=compte).pk],
        "convention": [ConventionFactory(structure=structure, numero=f"{mot}-2026").pk],
        "membre": [compte.membres_structures.get().pk],
    }
    return cote


def _histoire(cote: Cote, mot: str) -> None:
    """What happened to the pages: moderation, comments, revisions, log, redirects, searches, translation."""
    Comment.objects.create(page=cote.brouillon, user=cote.compte, text=f"{mot} commentaire", contentpath="but")
    cote.brouillon.save_revision(user=cote.compte)
    soumettre(cote.brouillon, par=cote.compte, le=LE)
    log(instance=cote.structure, action="wagtail.edit", user=cote.compte)
    redirection = Redirect.objects.create(old_path=f"/{mot}", redirect_page=cote.fiche)
    recherche = Query.objects.create(query_string=f"{mot} recherche")
    SearchPromotion.objects.create(query=recherche, page=cote.fiche, description=f"{mot} mise en avant")
    TranslationCreator(cote.compte, [langue("en")]).create_translations(cote.fiche)
    traduction = Translation.objects.get(source__object_id=cote.fiche.translation_key)
    cote.numeros |= {
        "revision": [cote.publiee.latest_revision_id, cote.brouillon.get_latest_revision().pk],
        "etape": list(TaskState.objects.for_instance(cote.brouillon).values_list("pk", flat=True)),
        "circuit": list(WorkflowState.objects.for_instance(cote.brouillon).values_list("pk", flat=True)),
        "redirection": [redirection.pk],
        "recherche": [recherche.pk],
        "traduction": [traduction.pk],
        "source": [traduction.source_id],
        "segment": list(StringSegment.objects.filter(source=traduction.source).values_list("pk", flat=True))[:1],
        "page": [
            *Page.objects.filter(path__startswith=cote.fiche.path).values_list("pk", flat=True),
            traduction.get_target_instance().pk,
        ],
    }


def monde() -> Monde:
    """Structure "Alpha" (Paris) and the other one (Seine-Saint-Denis), in French and in English."""
    accueil = site_public()
    page_annuaire = annuaire(accueil)
    anglais = langue("en")
    accueil.copy_for_translation(anglais)
    page_annuaire.copy_for_translation(anglais)
    installer_moderation()
    cotes = [_cote(page_annuaire, "Alpha", "75"), _cote(page_annuaire, MARQUE.capitalize(), "93")]
    for cote, mot in zip(cotes, ("Alpha", MARQUE.capitalize()), strict=True):
        _histoire(cote, mot)
    sien, autre = cotes
    # The other structure names a page and a picture of one's own: their usage must not tell by whom.
    photo(autre.publiee, image=Image.objects.get(pk=sien.numeros["image"][0]), alternative=f"{MARQUE} emprunt")
    autre.fiche.presentation = f'<p><a linktype="page" id="{sien.publiee.pk}">{MARQUE}</a></p>'
    autre.fiche.save()
    actualites = liste_actualites(accueil)
    brouillon = article(actualites, f"{MARQUE} brouillon du site", live=False)
    autre.numeros["groupe"] = sien.numeros["groupe"] = [Group.objects.create(name=f"{MARQUE} groupe").pk]
    return Monde(*cotes, pages_du_site=[accueil.pk, page_annuaire.pk, actualites.pk, brouillon.pk])


# --- Every address of the back office ---------------------------------------------------------------------------------

# Argument of an address: the kinds of numbers that it may be given.
_GENRES = {
    "page_id": ("page",),
    "parent_page_id": ("page",),
    "page_to_move_id": ("page",),
    "destination_id": ("page",),
    "page_pk": ("page",),
    "image_id": ("image",),
    "document_id": ("document",),
    "doc_id": ("document",),
    "revision_id": ("revision",),
    "task_state_id": ("etape",),
    "workflow_state_id": ("circuit",),
    "uploaded_file_id": ("depot",),
    "collection_id": ("collection",),
    "redirect_id": ("redirection",),
    "query_id": ("recherche",),
    "translation_id": ("traduction",),
    "translation_source_id": ("source",),
    "string_segment_id": ("segment",),
    "overridable_segment_id": ("segment",),
    "session_id": ("session",),
    "object_id": ("page",),
}
_MODELES = [
    ("vitrines", "actionpage"),
    ("vitrines", "fichepage"),
    ("wagtailcore", "page"),
    ("wagtailimages", "image"),
    ("wagtaildocs", "document"),
    ("structures", "structure"),
]
_MOTS = {
    "action_name": ["approve"],
    "cle": ["benevolat.candidature_recue"],
    "langue": ["fr"],
    "action": ["delete", "publish"],
    "filter_spec": ["width-100"],
    "mode": ["full"],
    "uidb64": ["x"],
    "token": ["x"],
}
_APPLICATIONS = ("app_label", "app_name", "content_type_app_name")
_NOMS_DE_MODELE = ("model_name", "content_type_model_name")


@dataclass(frozen=True)
class Adresse:
    """An address of the back office, filled in; `vise_l_autre`: it names an object of the other structure."""

    nom: str
    chemin: str
    vise_l_autre: bool


def motifs_du_back_office() -> list[tuple[str, str, URLPattern]]:
    """(name, path, pattern) of each address under /cms/, those that a new version of Wagtail brings included."""
    return [m for m in _parcourir(get_resolver().url_patterns, "", ()) if m[1].startswith("cms/")]


def _parcourir(motifs, chemin, espaces):
    for motif in motifs:
        complet = chemin + str(motif.pattern)
        if isinstance(motif, URLPattern):
            yield ":".join((*espaces, motif.name or "")), complet, motif
        else:
            suite = espaces if motif.namespace is None else (*espaces, motif.namespace)
            yield from _parcourir(motif.url_patterns, complet, suite)


def adresses(monde: Monde, motif: tuple[str, str, URLPattern]) -> list[Adresse]:
    """An address with the numbers of the other structure, and of one's own where it takes several."""
    nom, chemin, patron = motif
    if "compare" in nom:
        return _comparaisons(monde, nom, chemin)
    if "^" in chemin and not patron.pattern.converters:
        chemin = chemin.replace("^", "").replace("$", "")
    if "(?P" in chemin or ".*" in chemin:
        return []
    arguments = _arguments(chemin)
    remplies = []
    for valeurs in product(*(_valeurs(monde, nom, argument, len(arguments)) for argument in arguments)):
        rempli, autre = chemin, not arguments
        for argument, (valeur, est_autre) in zip(arguments, valeurs, strict=True):
            rempli = _remplacer(rempli, argument, valeur)
            autre = autre or est_autre
        for couple in _couples(rempli):
            remplies.append(Adresse(nom, "/" + couple.replace("^", ""), autre))
    return remplies


def _comparaisons(monde: Monde, nom: str, chemin: str) -> list[Adresse]:
    if not nom.startswith("wagtailadmin_pages"):
        return []
    revision = monde.autre.numeros["revision"][0]
    return [
        Adresse(nom, f"/cms/pages/{page}/revisions/compare/{bornes}/", True)
        for page in (monde.autre.publiee.pk, monde.autre.brouillon.pk)
        for bornes in ("earliest...latest", f"live...{revision}")
    ] + [Adresse(nom, f"/cms/pages/{monde.sien.publiee.pk}/revisions/compare/live...{revision}/", True)]


def _arguments(chemin: str) -> list[str]:
    """Arguments to be filled with numbers or words; applications and models are filled two by two afterwards."""
    morceaux = [m.split(">")[0] for m in chemin.split("<")[1:]]
    noms = [m.split(":")[-1] for m in morceaux]
    return [n for n in noms if n not in _APPLICATIONS and n not in _NOMS_DE_MODELE]


def _valeurs(monde: Monde, nom: str, argument: str, combien: int) -> list[tuple[object, bool]]:
    if argument in _MOTS:
        return [(mot, False) for mot in _MOTS[argument]]
    if argument == "task_id":
        return [(TacheDeModeration.objects.get().pk, False)]
    if argument == "workflow_pk":
        return [(Workflow.objects.get(name="Modération des structures").pk, False)]
    genres = _GENRES.get(argument) or _genres_de(nom)
    valeurs = [(pk, True) for genre in genres for pk in monde.autre.numeros[genre]]
    if "page" in genres:
        valeurs += [(pk, True) for pk in monde.pages_du_site[-1:]]
    if combien > 1:
        valeurs += [(pk, False) for genre in genres for pk in monde.sien.numeros[genre][:2]]
    return valeurs


def _genres_de(nom: str) -> tuple[str, ...]:
    """What the argument "pk" is a number of, from the name of the address; of anything when it does not say."""
    for mot, genre in (
        ("image", "image"),
        ("doc", "document"),
        ("collections", "collection"),
        ("users", "compte"),
        ("choix_compte", "compte"),
        ("groups", "groupe"),
        ("api:pages", "page"),
        ("structures_structure", "structure"),
        ("convention", "convention"),
        ("membrestructure", "membre"),
    ):
        if mot in nom:
            return (genre,)
    return ("structure", "page")


def _remplacer(chemin: str, argument: str, valeur: object) -> str:
    debut, _, reste = chemin.partition("<" + next(m for m in _balises(chemin) if m.split(":")[-1] == argument) + ">")
    return f"{debut}{valeur}{reste}"


def _balises(chemin: str) -> list[str]:
    return [m.split(">")[0] for m in chemin.split("<")[1:]]


def _couples(chemin: str) -> list[str]:
    """The path for each kind of model that it may be about."""
    balises = _balises(chemin)
    if not balises:
        return [chemin]
    remplis = []
    for application, modele in _MODELES:
        rempli = chemin
        for balise in balises:
            mot = application if balise.split(":")[-1] in _APPLICATIONS else modele
            rempli = rempli.replace(f"<{balise}>", mot)
        remplis.append(rempli)
    return remplis
