"""The publics of the calls for projects (domaine.md §1: Île-de-France 2026 and other regions), to begin with."""

from django.db import migrations

PUBLICS = (
    ("jeunes-26", "Jeunes de moins de 26 ans", "Young people under 26"),
    ("jeunes-30", "Jeunes de moins de 30 ans", "Young people under 30"),
    ("qpv", "Personnes vivant dans un quartier prioritaire (QPV)", "Residents of priority neighbourhoods (QPV)"),
    ("peu-diplomes", "Personnes peu ou pas diplômées", "People with few or no qualifications"),
    ("diplomes", "Jeunes diplômé·es (bac +3 et plus)", "Young graduates (three years of higher education or more)"),
    ("neet", "Jeunes sans emploi, ni études, ni formation", "Young people not in employment, education or training"),
    ("primo-arrivants", "Personnes primo-arrivantes", "Newly arrived people"),
    ("bpi", "Bénéficiaires de la protection internationale", "Beneficiaries of international protection"),
    ("handicap", "Personnes en situation de handicap", "People with disabilities"),
    ("ppsmj", "Personnes placées sous main de justice", "People under judicial supervision"),
    ("ase", "Jeunes de l’aide sociale à l’enfance", "Young people leaving care"),
    ("demandeurs-emploi", "Personnes en recherche d’emploi", "Jobseekers"),
    ("seniors", "Séniors", "Older jobseekers"),
)


def installer(apps, schema_editor):
    Public = apps.get_model("vitrines", "Public")
    for rang, (code, nom, nom_anglais) in enumerate(PUBLICS, start=1):
        Public.objects.get_or_create(code=code, defaults={"nom": nom, "nom_anglais": nom_anglais, "rang": 10 * rang})


class Migration(migrations.Migration):
    dependencies = [("vitrines", "0001_initiale")]

    operations = [migrations.RunPython(installer, migrations.RunPython.noop)]
