"""`manage.py exporter_trame [--trame CODE] [--sortie FILE]`: the published version of a trame as a YAML file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from espace_structures.bilans.metier.trame_fichier import TrameIndisponible, definition_publiee
from espace_structures.bilans.metier.trame_yaml import ecrire


class Command(BaseCommand):
    help = "Write the published version of a trame as a YAML file that importer_trame reads back."

    def add_arguments(self, parser):
        parser.add_argument("--trame", default="parrainage", help="code of the trame (default: %(default)s)")
        parser.add_argument("--sortie", type=Path, help="file to write (default: standard output)")

    def handle(self, *args, trame: str, sortie: Path | None, **options):
        try:
            texte = ecrire(definition_publiee(trame))
        except TrameIndisponible as refus:
            raise CommandError(str(refus)) from refus
        if sortie is None:
            self.stdout.write(texte, ending="")
            return
        try:
            sortie.write_text(texte, encoding="utf-8")
        except OSError as erreur:
            raise CommandError(
                _("%(fichier)s ne s’écrit pas : %(raison)s.") % {"fichier": sortie, "raison": erreur.strerror}
            ) from erreur
        self.stdout.write(_("La trame « %(code)s » est écrite dans %(fichier)s.") % {"code": trame, "fichier": sortie})
