"""Four ready-made messages to begin with; the animation changes them in the back office."""

from django.db import migrations

MODELES = [
    (
        "Premier contact",
        "Bonjour {prenom},\n\nMerci d’avoir proposé votre aide à {structure}. Votre candidature nous intéresse, et nous "
        "aimerions faire connaissance.\n\nÀ quels moments peut-on vous appeler cette semaine ou la suivante ? Un quart "
        "d’heure suffit pour vous présenter l’accompagnement et répondre à vos questions.\n\nÀ bientôt,\n{signature}",
    ),
    (
        "Proposition de rencontre",
        "Bonjour {prenom},\n\nNous serions heureux de vous rencontrer. Voici deux moments possibles :\n\n– \n– \n\n"
        "Lequel vous convient ? Si aucun ne va, dites-nous ce qui vous arrange. Nous parlerons de ce que vous aimeriez "
        "apporter, du rythme, et de la façon dont {structure} accompagne ses bénévoles.\n\nÀ bientôt,\n{signature}",
    ),
    (
        "Liste d’attente",
        "Bonjour {prenom},\n\nMerci encore pour votre candidature. Tous nos accompagnements ont trouvé leur bénévole "
        "pour le moment : nous vous gardons sur notre liste d’attente, dans l’ordre d’arrivée, et nous vous écrirons dès "
        "qu’une place se libère.\n\nSi vous préférez proposer votre aide ailleurs d’ici là, votre page vous le "
        "permet.\n\nÀ bientôt,\n{signature}",
    ),
    (
        "Relance",
        "Bonjour {prenom},\n\nNous vous avons écrit il y a quelques jours et n’avons pas eu de vos nouvelles. Votre aide "
        "nous intéresse toujours : souhaitez-vous continuer ?\n\nUn mot suffit, même pour dire que ce n’est plus le "
        "moment.\n\nÀ bientôt,\n{signature}",
    ),
]


def poser(apps, schema_editor):
    ModeleMessage = apps.get_model("benevolat", "ModeleMessage")
    for titre, texte in MODELES:
        ModeleMessage.objects.create(structure=None, titre=titre, texte=_insecables(texte))


def retirer(apps, schema_editor):
    """Only those that nobody has changed."""
    ModeleMessage = apps.get_model("benevolat", "ModeleMessage")
    for titre, texte in MODELES:
        ModeleMessage.objects.filter(structure=None, titre=titre, texte=_insecables(texte)).delete()


def _insecables(texte):
    for signe in ":?;!":
        texte = texte.replace(f" {signe}", f"\u00a0{signe}")
    return texte


class Migration(migrations.Migration):
    dependencies = [("benevolat", "0001_initiale")]

    operations = [migrations.RunPython(poser, retirer)]
