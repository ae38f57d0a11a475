"""Mails have keys in the place of the paths of their templates: texts of the animation and log follow."""

from django.db import migrations

DOSSIER = "courriels/"
# Mails whose name is not their old path with a dot in the place of the bar.
AUTRES = {
    "courriels/compte_inactif": "comptes.compte_inactif",
    "courriels/compte_ouvert": "comptes.compte_ouvert",
    "courriels/securite": "comptes.securite",
    "courriels/assistance": "comptes.assistance",
    "courriels/second_facteur_reinitialise": "comptes.second_facteur_reinitialise",
    "courriels/campagne_ouverte": "bilans.campagne_ouverte",
    "courriels/bilan_transmis": "bilans.transmis",
    "courriels/bilan_a_completer": "bilans.a_completer",
    "courriels/bilan_valide": "bilans.valide",
    "courriels/interet_exprime": "vitrines.interet_exprime",
    "courriels/page_a_confirmer": "vitrines.page_a_confirmer",
    "courriels/photo_bientot_retiree": "vitrines.photo_bientot_retiree",
    "courriels/photo_retiree": "vitrines.photo_retiree",
    "courriels/signalement_animation": "vitrines.signalement_animation",
    "courriels/signalement_recu": "vitrines.signalement_recu",
}
# One mail that became two: the second one starts with the animation's words of the first.
DEDOUBLE = ("benevolat.confirmer_candidature", "benevolat.confirmer_candidature_region")


def nouvelle(gabarit: str) -> str:
    if gabarit.startswith(f"{DOSSIER}benevolat/"):
        return gabarit.removeprefix(DOSSIER).replace("/", ".")
    return AUTRES.get(gabarit, gabarit)


def ancienne(cle: str) -> str:
    if cle.startswith("benevolat."):
        return DOSSIER + cle.replace(".", "/")
    return {n: a for a, n in AUTRES.items()}.get(cle, cle)


def _renommer(apps, nom) -> None:
    for modele in ("TexteDeCourriel", "CourrielEnvoye"):
        lignes = apps.get_model("socle", modele).objects
        for gabarit in list(lignes.order_by().values_list("gabarit", flat=True).distinct()):
            if nom(gabarit) != gabarit:
                lignes.filter(gabarit=gabarit).update(gabarit=nom(gabarit))


def avancer(apps, schema_editor) -> None:
    _renommer(apps, nouvelle)
    textes = apps.get_model("socle", "TexteDeCourriel").objects
    premier, second = DEDOUBLE
    for texte in textes.filter(gabarit=premier):
        # The mail without a structure has no name to give.
        paragraphes = [p for p in texte.corps.replace("\r\n", "\n").split("\n\n") if "{structure}" not in p]
        objet = texte.objet.replace("{structure}", "").strip()
        if objet and paragraphes:
            mots = {"objet": objet, "corps": "\n\n".join(paragraphes)}
            textes.get_or_create(gabarit=second, langue=texte.langue, defaults=mots)


def reculer(apps, schema_editor) -> None:
    apps.get_model("socle", "TexteDeCourriel").objects.filter(gabarit=DEDOUBLE[1]).delete()
    _renommer(apps, ancienne)


class Migration(migrations.Migration):
    dependencies = [("socle", "0002_courrier")]
    operations = [migrations.RunPython(avancer, reculer)]
