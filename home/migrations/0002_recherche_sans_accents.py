"""PostgreSQL: the text search configuration "portail", French stems without accents. SQLite's index already ignores them."""

from django.db import migrations

CREER = """
CREATE TEXT SEARCH CONFIGURATION portail (COPY = french);
"""
SANS_ACCENTS = """
CREATE EXTENSION IF NOT EXISTS unaccent;
ALTER TEXT SEARCH CONFIGURATION portail ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
"""


def creer(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as curseur:
        curseur.execute(CREER)
        curseur.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'unaccent'")
        if curseur.fetchone():  # it comes with the contrib package of the server; without it accents matter
            curseur.execute(SANS_ACCENTS)


def retirer(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TEXT SEARCH CONFIGURATION IF EXISTS portail;")


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initiale")]

    operations = [migrations.RunPython(creer, retirer)]
