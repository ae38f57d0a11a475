"""`manage.py importer_trame FILE`: publish the trame of a YAML file, or say everything that is wrong with it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from espace_structures.bilans.metier.trame_fichier import TrameIndisponible, publier
from espace_structures.bilans.metier.trame_yaml import lire
from espace_structures.bilans.metier.verification import TrameInvalide


class Command(BaseCommand):
    help = "Publish the trame of a YAML file: created, or brought to a new version. All or nothing."

    def add_arguments(self, parser):
        parser.add_argument("fichier", type=Path, help="YAML file, as exporter_trame writes it")

    def handle(self, *args, fichier: Path, **options):
        try:
            publication = publier(lire(self._texte(fichier)))
        except TrameInvalide as refus:
            raise CommandError(
                _("%(fichier)s n’est pas importé :\n%(defauts)s")
                % {"fichier": fichier, "defauts": "\n".join(f"- {defaut}" for defaut in refus.defauts)}
            ) from refus
        except TrameIndisponible as refus:
            raise CommandError(str(refus)) from refus
        if not publication.est_changee:
            phrase = _("La trame « %(titre)s » (%(code)s) disait déjà la même chose : rien n’est changé.")
        elif publication.est_creee:
            phrase = _("La trame « %(titre)s » (%(code)s) est créée et publiée.")
        else:
            phrase = _("La trame « %(titre)s » (%(code)s) est publiée dans une nouvelle version.")
        self.stdout.write(phrase % {"titre": publication.trame.titre, "code": publication.trame.code})

    @staticmethod
    def _texte(fichier: Path) -> str:
        try:
            return fichier.read_text(encoding="utf-8-sig")
        except OSError as erreur:
            raise CommandError(
                _("%(fichier)s ne se lit pas : %(raison)s.") % {"fichier": fichier, "raison": erreur.strerror}
            ) from erreur
        except UnicodeDecodeError as erreur:
            raise CommandError(
                _("%(fichier)s n’est pas un texte en UTF-8 : enregistrez-le dans ce codage.") % {"fichier": fichier}
            ) from erreur
