"""RSS feeds of the news and of the calls, one a language."""

from datetime import datetime, time

from django.http import HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.text import Truncator

ELEMENTS = 20


def flux_rss(page, elements, *, adresse: str, le: datetime) -> HttpResponse:
    """The feed of a list: `elements` are pages, `adresse` the absolute address of the feed itself."""
    flux = Rss201rev2Feed(
        title=page.title,
        link=page.full_url,
        description=page.description or page.title,
        language=page.locale.language_code,
        feed_url=adresse,
    )
    for element in elements:
        flux.add_item(
            title=element.title,
            link=element.full_url,
            description=description(element, le=le),
            pubdate=date_de_parution(element),
            unique_id=element.full_url,
            categories=[pose.tag.name for pose in element.etiquettes_posees.all()],
            author_name=getattr(element, "auteur", "") or None,
        )
    reponse = HttpResponse(content_type=flux.content_type)
    flux.write(reponse, "utf-8")
    return reponse


def description(element, *, le: datetime) -> str:
    """The standfirst; a call says first where it stands, for readers who see nothing else."""
    phrase = getattr(element, "phrase_delai", None)
    debut = f"{phrase(le=le)} " if phrase else ""
    return Truncator(debut + element.resume).chars(600)


def date_de_parution(element) -> datetime:
    """When it concerns the reader: the date of an article (midnight in Paris), the publication of a call."""
    jour = getattr(element, "date", None)
    if jour is None:
        return element.first_published_at or element.ouverture
    return datetime.combine(jour, time(), tzinfo=timezone.get_default_timezone())
