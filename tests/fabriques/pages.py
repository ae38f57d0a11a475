"""Public pages for the tests: a French site, its English twin, news and calls."""

from datetime import UTC, date, datetime
from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image as Dessin
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from actualites.models import ActualitesIndex, AppelAProjets, AppelsIndex, Article
from home.models import AccueilPage, PagePromotion, PageRecherche

PASSE, FUTUR = datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)


def langue(code="fr") -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def site_public(**champs) -> AccueilPage:
    """The French home page, root of the default site."""
    accueil = AccueilPage(
        **{"title": "Accueil", "slug": "accueil", "accroche": "Une phrase.", "locale": langue()} | champs
    )
    Page.get_first_root_node().add_child(instance=accueil)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "port": 80, "root_page": accueil}
    )
    Page.objects.filter(depth=2).exclude(pk=accueil.pk).delete()
    return AccueilPage.objects.get()


def sous(parent, modele, **champs):
    """A published page of this model under `parent`, in its language."""
    parent = Page.objects.get(pk=parent.pk)
    return parent.add_child(instance=modele(**{"locale": parent.locale} | champs))


def liste_actualites(accueil) -> ActualitesIndex:
    return sous(accueil, ActualitesIndex, title="Actualités", slug="actualites", show_in_menus=True)


def liste_appels(accueil) -> AppelsIndex:
    return sous(accueil, AppelsIndex, title="Appels à projets", slug="appels", show_in_menus=True)


def article(liste, titre="Un article", etiquettes=(), **champs) -> Article:
    cree = sous(liste, Article, title=titre, **{"date": date(2021, 3, 1), "chapo": "Un chapô."} | champs)
    if etiquettes:
        cree.etiquettes.add(*etiquettes)
        cree.save()
    return cree


def appel(liste, titre="Un appel", **champs) -> AppelAProjets:
    """A call open from 2020 to 2090 unless told."""
    return sous(
        liste,
        AppelAProjets,
        title=titre,
        **{
            "chapo": "Un chapô.",
            "financeurs": "État",
            "territoire": "Île-de-France",
            "beneficiaires": "<p>Les associations.</p>",
            "attendus": "<p>Des binômes.</p>",
            "ouverture": PASSE,
            "cloture": FUTUR,
        }
        | champs,
    )


def promotion(accueil, titre="Une page", **champs) -> PagePromotion:
    return sous(accueil, PagePromotion, title=titre, **champs)


def recherche(accueil) -> PageRecherche:
    return sous(accueil, PageRecherche, title="Rechercher", slug="recherche")


def image():
    """A small picture."""
    tampon = BytesIO()
    Dessin.new("RGB", (640, 360), "#0B6E6E").save(tampon, "PNG")
    return get_image_model().objects.create(title="Image", file=ImageFile(BytesIO(tampon.getvalue()), name="image.png"))


def illustree(**champs) -> dict:
    """Fields of a page that bears a picture."""
    return {"image": image(), "image_alternative": "Un carré.", "image_credit": "Nous"} | champs
