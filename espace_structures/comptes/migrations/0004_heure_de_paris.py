"""Every account reads the hour of Paris: time zones chosen in the back office are forgotten."""

from django.db import migrations


def oublier_les_fuseaux(apps, schema_editor):
    profils = apps.get_model("wagtailusers", "UserProfile").objects.exclude(current_time_zone="")
    profils.update(current_time_zone="")


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0003_inactivite"),
        ("wagtailusers", "0007_userprofile_current_time_zone"),
    ]

    operations = [migrations.RunPython(oublier_les_fuseaux, migrations.RunPython.noop)]
