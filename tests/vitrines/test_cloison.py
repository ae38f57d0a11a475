"""The back office around a structure: nothing of another one is seen, chosen, copied, previewed or guessed.

Every address of Wagtail's admin is read from the URL patterns and tried with the numbers of the other structure; a new
one is tried the day it is born. The same crawl by the animation proves that there was something to find.
"""

import re
from copy import deepcopy
from html import unescape

import pytest
from django.core import serializers
from django.urls import resolve, reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Comment, GroupPagePermission, Page, Revision, TaskState, WorkflowState

from espace_structures.structures.enums import RoleStructure
from espace_structures.structures.models import MembreStructure, Moderateur, Structure
from espace_structures.vitrines.cloison.regles import OUVERTES, REGLES
from tests.fabriques.cloison import MARQUE, Adresse, Monde, adresses, monde, motifs_du_back_office
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import animateur, membre

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("refus_sans_page"), pytest.mark.une_base]

# Wagtail names these in the margins of its editor, where a member has no use for them.
FERMEES = {
    "wagtail_localize:convert_to_alias",
    "wagtail_localize:stop_translation",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:lock",
    "wagtailadmin_pages:move",
    "wagtailadmin_pages:set_privacy",
    "wagtailadmin_pages:unlock",
    "wagtailadmin_pages:unpublish",
    "wagtailadmin_tag_autocomplete",
    "wagtail_bulk_action",
}
# What is searched for: an answer that only repeats the question does not bear the whole word.
DEBUT = MARQUE[:5]
ADRESSE = re.compile(r'(?:href|action|src|url|data-[\w-]*url(?:-value)?)[="\':\s]+"?(/cms/[^"\'\s<>\\]*)')


@pytest.fixture(scope="module")
def monde_du_module(ecrire_pour_le_module) -> Monde:
    return ecrire_pour_le_module(monde)


@pytest.fixture
def deux_structures(monde_du_module) -> Monde:
    return deepcopy(monde_du_module)


def texte_de(reponse) -> str:
    """Body and redirect of a response, in lower case."""
    corps = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
    return f"{corps.decode('utf-8', 'replace')} {reponse.get('Location', '')}".lower()


def requetes(deux_structures: Monde) -> list[dict]:
    """What a chooser, a filter or a search may be asked in the query of an address."""
    autre = deux_structures.autre.numeros
    tout = [*autre["image"], *autre["document"], *autre["page"]]
    return [
        {},
        {"q": DEBUT, "id": tout, "multiple": "1", "collection_id": autre["collection"][0], "term": DEBUT},
        {"page_type": "vitrines.fichepage", "user_perms": "move_to", "target_pages[]": autre["page"], "locale": "en"},
        {
            "page_type": "vitrines.actionpage",
            "tag": "neutre",
            "owner": autre["compte"][0],
            "user": autre["compte"][0],
            "next": "/cms/",
        },
    ]


def instantane(deux_structures: Monde) -> str:
    """All that is of the other structure and of the site, as text: equal before and after, it did not change."""
    autre = deux_structures.autre
    objets = [
        *Page.objects.order_by("pk").exclude(path__startswith=deux_structures.sien.fiche.path),
        *Revision.objects.filter(object_id__in=[str(pk) for pk in autre.numeros["page"]]).order_by("pk"),
        *Image.objects.filter(pk__in=autre.numeros["image"]),
        *Document.objects.filter(pk__in=autre.numeros["document"]),
        *Comment.objects.filter(page__in=autre.numeros["page"]),
        *TaskState.objects.filter(pk__in=autre.numeros["etape"]),
        *WorkflowState.objects.filter(pk__in=autre.numeros["circuit"]),
        *Structure.objects.filter(pk=autre.structure.pk),
        *GroupPagePermission.objects.order_by("pk"),
        *MembreStructure.objects.order_by("pk"),
    ]
    return serializers.serialize("json", objets)


def ouverte(nom: str) -> bool:
    """Whether the wall opens this address to others than the animation."""
    return nom in OUVERTES or nom in REGLES


def a_essayer(deux_structures: Monde, motif) -> list[Adresse]:
    """Every number of the other structure at an address that the wall opens; a few at one that it closes to all."""
    essais = sorted(adresses(deux_structures, motif), key=lambda adresse: not adresse.vise_l_autre)
    return essais if ouverte(motif[0]) else essais[:3]


def lues(client, deux_structures: Monde) -> dict[str, set[str]]:
    """Names of the addresses where the word of the other structure was read, with the paths."""
    trouvees: dict[str, set[str]] = {}
    for motif in motifs_du_back_office():
        if "logout" in motif[0]:
            continue
        for adresse in a_essayer(deux_structures, motif):
            # Whatever the query, the wall refuses a closed address, and Wagtail an object of the other structure.
            fermee = not ouverte(motif[0]) or (adresse.vise_l_autre and "<" in motif[1])
            for requete in requetes(deux_structures)[1:2] if fermee else requetes(deux_structures):
                if MARQUE in texte_de(client.get(adresse.chemin, requete)):
                    trouvees.setdefault(adresse.nom, set()).add(adresse.chemin)
    assert "_auth_user_id" in client.session  # signed in to the end: nothing was read for lack of trying
    return trouvees


def suivre_les_liens(client, depart: list[str]) -> tuple[dict[str, int], list[str]]:
    """Status of each address of the back office met from these screens on, and those where the word was read."""
    vues: dict[str, int] = {}
    fuites = []
    a_voir = list(depart)
    while a_voir:
        chemin = a_voir.pop(0)
        if chemin in vues or "/logout" in chemin or len(vues) > 300:
            continue
        reponse = client.get(chemin, follow=True)
        texte = texte_de(reponse)
        vues[chemin] = reponse.status_code
        if MARQUE in texte:
            fuites.append(chemin)
        nouvelles = [unescape(lien).split("#")[0] for lien in ADRESSE.findall(unescape(texte))]
        a_voir += [lien for lien in nouvelles if "__" not in lien and lien not in vues]
    return vues, fuites


def test_liste_ne_nomme_que_ce_qui_existe_et_une_fois():
    assert set(OUVERTES) | set(REGLES) <= {nom for nom, *_autres in motifs_du_back_office()}
    assert OUVERTES & set(REGLES) == set()


@pytest.mark.parametrize(("methode", "entetes"), [("get", {}), ("post", {"X-Requested-With": "XMLHttpRequest"})])
def test_ce_qui_est_a_l_autre_n_existe_pas(deux_structures, client, methode, entetes):
    """Wherever an object of the other structure is named, by our rule or by Wagtail's policies."""
    client.force_login(deux_structures.sien.compte)
    nommees = [
        adresse
        for motif in motifs_du_back_office()
        if motif[0] in OUVERTES | set(REGLES) and ("<" in motif[1] or "compare" in motif[0])
        for adresse in adresses(deux_structures, motif)
        # A number that is not of one's own screen is not looked at: one is given another.
        if adresse.vise_l_autre and not adresse.nom.startswith("wagtailadmin_editing_sessions:")
    ]

    statuts = {(a.nom, getattr(client, methode)(a.chemin, headers=entetes).status_code) for a in nommees}

    assert len(nommees) > 100
    assert {(nom, statut) for nom, statut in statuts if statut not in (404, 405)} == set()


def test_membre_ne_trouve_rien_de_l_autre_structure(deux_structures, client):
    client.force_login(deux_structures.sien.compte)

    trouvees = lues(client, deux_structures)

    assert trouvees == {}


def test_moderatrice_ne_trouve_rien_hors_de_ses_departements(deux_structures, client):
    personne = CompteFactory()
    Moderateur.objects.create(compte=personne, departement="75")
    client.force_login(personne)

    trouvees = lues(client, deux_structures)

    assert trouvees == {}


@pytest.mark.filterwarnings("ignore:Pagination may yield")  # the report of Wagtail Localize does not sort
def test_il_y_avait_quelque_chose_a_trouver(deux_structures, client):
    """The animation reads the other structure at the very addresses where its neighbours read nothing."""
    client.force_login(animateur())
    client.raise_request_exception = False  # Wagtail has an address that fails on purpose

    trouvees = set()
    for motif in motifs_du_back_office():
        if "logout" in motif[0]:
            continue
        for adresse in adresses(deux_structures, motif)[:3]:
            reponse = client.get(adresse.chemin, {"q": DEBUT} if "chooser" in motif[0] else {})
            if MARQUE in texte_de(reponse):
                trouvees.add(adresse.nom)
                break

    assert len(trouvees) >= 100
    assert {
        "choix_compte:choose",
        "vitrines_relecture",
        "wagtail_localize:translations_report",
        "wagtailadmin_api:pages:detail",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_explore",
        "wagtailadmin_pages:copy",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:move",
        "wagtailadmin_pages:revisions_compare",
        "wagtailadmin_pages:search",
        "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:workflow_history",
        "wagtailadmin_reports:site_history",
        "wagtaildocs:index",
        "wagtaildocs_chooser:chosen",
        "wagtailimages:index",
        "wagtailimages_chooser:choose",
        "wagtailimages_chooser:chosen",
        "wagtailredirects:index",
        "wagtailsearchpromotions:index",
        "wagtailsnippets_structures_structure:list",
        "wagtailusers_users:index",
    } - trouvees == set()


def test_etiquettes_des_autres_ne_se_devinent_pas(deux_structures, client):
    adresse = reverse("wagtailadmin_tag_autocomplete")
    client.force_login(animateur())
    lues = client.get(adresse, {"term": DEBUT}).text.lower()
    client.force_login(deux_structures.sien.compte)

    assert MARQUE in lues
    assert client.get(adresse, {"term": DEBUT}).status_code == 404


def test_membre_n_ecrit_rien_chez_l_autre(deux_structures, client):
    client.force_login(deux_structures.sien.compte)
    client.raise_request_exception = False  # some windows of Wagtail fail on a form without its fields
    avant = instantane(deux_structures)

    fuites = []
    for motif in motifs_du_back_office():
        for adresse in a_essayer(deux_structures, motif):
            if not adresse.vise_l_autre or "logout" in adresse.nom:
                continue
            donnees = {"title": "Pris", "collection": deux_structures.autre.numeros["collection"][0], "q": DEBUT}
            if MARQUE in texte_de(client.post(adresse.chemin, donnees)):
                fuites.append(adresse.chemin)

    assert fuites == []
    assert instantane(deux_structures) == avant
    assert "_auth_user_id" in client.session


def test_liens_rencontres_menent_quelque_part_et_jamais_chez_l_autre(deux_structures, client):
    client.force_login(deux_structures.sien.compte)
    sien = deux_structures.sien

    vues, fuites = suivre_les_liens(
        client,
        [
            reverse("wagtailadmin_home"),
            reverse("wagtailadmin_pages:edit", args=[sien.fiche.pk]),
            reverse("wagtailadmin_pages:edit", args=[sien.publiee.pk]),
            reverse("wagtailadmin_explore", args=[sien.fiche.pk]),
            reverse("wagtailimages:index"),
            reverse("wagtaildocs:index"),
        ],
    )

    assert fuites == []
    assert len(vues) > 30
    assert {resolve(chemin.split("?")[0]).view_name for chemin, statut in vues.items() if statut == 404} <= FERMEES
    assert set(vues.values()) <= {200, 404, 405}


@pytest.mark.parametrize("role", [RoleStructure.LECTEUR, RoleStructure.REDACTEUR])
def test_qui_n_ecrit_pas_n_entre_pas(deux_structures, client, role):
    personne = membre(deux_structures.sien.structure, role)
    client.force_login(personne)

    statuts = [
        client.get(reverse("wagtailadmin_home")).status_code,
        client.get(reverse("wagtailadmin_pages:edit", args=[deux_structures.sien.fiche.pk])).status_code,
    ]

    assert statuts == [403, 403]


def test_adhesion_perdue_ferme_l_editeur_ouvert(deux_structures, client):
    sien = deux_structures.sien
    client.force_login(sien.compte)
    ouvert = client.get(reverse("wagtailadmin_pages:edit", args=[sien.fiche.pk])).status_code
    MembreStructure.objects.filter(compte=sien.compte).update(actif=False)

    ferme = [
        client.get(reverse("wagtailadmin_pages:edit", args=[sien.fiche.pk])).status_code,
        client.post(reverse("wagtailadmin_pages:edit", args=[sien.fiche.pk]), {"accroche": "Autre"}).status_code,
        client.get(reverse("wagtailadmin_home")).status_code,
    ]

    assert (ouvert, ferme) == (200, [403, 403, 403])
    assert Page.objects.filter(pk=sien.brouillon.pk).exists()
