from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("benevolat", "0002_modeles_de_messages")]

    operations = [
        migrations.RenameField(model_name="appelbenevoles", old_name="motif_retour", new_name="motif_renvoi"),
    ]
