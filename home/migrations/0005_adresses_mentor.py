"""In English a parrain is a mentor: the pages of the demonstration whose address said "sponsor" move, and their old
addresses lead there for good. An address that somebody chose since, or that is taken, stays as it is."""

from django.db import migrations

ADRESSES = {
    "understand-sponsorship": "understand-mentoring",
    "become-a-sponsor-or-mentor": "become-a-mentor",
    "sponsorship-ile-de-france-2026": "mentoring-ile-de-france-2026",
}


def renommer(apps, schema_editor):
    Redirect = apps.get_model("wagtailredirects", "Redirect")
    for pk, ancienne, _nouvelle in _deplacer(apps, ADRESSES):
        Redirect.objects.get_or_create(
            old_path=ancienne, site=None, defaults={"redirect_page_id": pk, "automatically_created": True}
        )


def revenir(apps, schema_editor):
    Redirect = apps.get_model("wagtailredirects", "Redirect")
    for pk, _nouvelle, ancienne in _deplacer(apps, {nouveau: ancien for ancien, nouveau in ADRESSES.items()}):
        Redirect.objects.filter(old_path=ancienne, redirect_page_id=pk, automatically_created=True).delete()


def _deplacer(apps, adresses):
    """Gives its new slug to each English page that has the former one, in its latest draft too; yields for that page and
    those below (key, public path before, public path after)."""
    Page, Revision = apps.get_model("wagtailcore", "Page"), apps.get_model("wagtailcore", "Revision")
    for avant, apres in adresses.items():
        for page in Page.objects.filter(locale__language_code="en", slug=avant):
            mere = page.url_path.removesuffix(f"{avant}/")
            if Page.objects.filter(url_path=f"{mere}{apres}/").exists():
                continue
            Page.objects.filter(pk=page.pk).update(slug=apres)
            for revision in Revision.objects.filter(pk=page.latest_revision_id, content__slug=avant):
                revision.content |= {"slug": apres, "url_path": f"{mere}{apres}/"}
                revision.save(update_fields=["content"])
            for dessous in Page.objects.filter(path__startswith=page.path):
                chemin = f"{mere}{apres}/" + dessous.url_path.removeprefix(page.url_path)
                Page.objects.filter(pk=dessous.pk).update(url_path=chemin)
                yield dessous.pk, _publique(dessous.url_path), _publique(chemin)


def _publique(url_path):
    """Path of a page as the English site shows it: its home page, at the top of the tree, is /en/."""
    return "/en/" + url_path.split("/", 2)[2].rstrip("/")


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_territoires"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(renommer, revenir)]
