"""The groups that copied memberships go, with what they alone granted: Wagtail's policies now read the memberships.

The collections, the files and the pages stay. In a migration of its own: PostgreSQL alters no table in a transaction
that has just changed its rows.
"""

from django.conf import settings
from django.db import migrations
from django.db.models import Q


def supprimer(apps, schema_editor):
    des_structures = Q(structure__isnull=False)
    # "Modération 93", and the one of all moderators.
    de_moderation = Q(name__regex=r"^Modération ([0-9AB]{2,3}|des départements)$")
    apps.get_model("auth", "Group").objects.filter(des_structures | de_moderation).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("structures", "0004_langue_du_demandeur"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(supprimer, migrations.RunPython.noop)]
