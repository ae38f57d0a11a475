"""One word for sending a bilan back: « renvoyer »; the reason keeps its text, the history its lines."""

from django.db import migrations, models
from django.db.models import Q

ANCIEN, NOUVEAU = "bilans.retourner", "bilans.renvoyer"


def rebaptiser(apps, schema_editor):
    apps.get_model("wagtailcore", "ModelLogEntry").objects.filter(action=ANCIEN).update(action=NOUVEAU)


def remettre(apps, schema_editor):
    apps.get_model("wagtailcore", "ModelLogEntry").objects.filter(action=NOUVEAU).update(action=ANCIEN)


class Migration(migrations.Migration):
    dependencies = [
        ("bilans", "0004_chiffres_publies"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="bilan", name="bilans_bilan_retour_motive"),
        migrations.RenameField(model_name="bilan", old_name="motif_retour", new_name="motif_renvoi"),
        migrations.AlterField(
            model_name="bilan",
            name="motif_renvoi",
            field=models.TextField(blank=True, max_length=4000, verbose_name="motif du renvoi"),
        ),
        migrations.AddConstraint(
            model_name="bilan",
            constraint=models.CheckConstraint(
                condition=~Q(etat="a_completer") | ~Q(motif_renvoi=""),
                name="bilans_bilan_renvoi_motive",
                violation_error_message="Dites à la structure ce qu’elle doit compléter.",
            ),
        ),
        migrations.RunPython(rebaptiser, remettre),
    ]
