"""Texts, telephones and addresses kept before the present rules of entry, brought to what the entrances keep now.

Here, because `home` stands above the rooms: one migration knows them all. An empty table costs one query.
"""

from django.db import migrations

from portal.socle.entrees.relecture import relire

SALLES = ("socle", "comptes", "structures", "bilans", "vitrines", "benevolat", "actualites", "home")
PAGE = ("title", "draft_title", "seo_title", "search_description")  # an address of the web stays as it is known


def relire_tout(apps, schema_editor):
    relire(apps.get_model("wagtailcore", "Page"), PAGE)
    for salle in SALLES:
        for modele in apps.get_app_config(salle).get_models():
            relire(modele)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_adresses_mentor"),
        ("actualites", "0002_espaces_insecables"),
        ("benevolat", "0002_modeles_de_messages"),
        ("bilans", "0004_chiffres_publies"),
        ("comptes", "0004_heure_de_paris"),
        ("socle", "0004_correspondance_de_colonne"),
        ("structures", "0003_entrees_moderateurs_et_suite"),
        ("vitrines", "0005_aide_du_territoire"),
    ]

    operations = [migrations.RunPython(relire_tout, migrations.RunPython.noop)]
