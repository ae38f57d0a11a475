"""Load the long CSV of an exercice."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espace_structures.bilans.metier.importation import Faute, ImportRefuse, importer
from espace_structures.bilans.metier.importation.campagne import CODE_LIVRE


class Command(BaseCommand):
    help = (
        "Load bilans from a long file (CSV, XLSX or ODS; columns exercice, siret, structure, type_structure, "
        "departement, etat, code, valeur), with the campaign and the structures they need. All or nothing: each faulty "
        "line is reported, and a bilan that exists is never overwritten: one that says the same is left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", type=Path, metavar="FILE")
        parser.add_argument("--exercice", type=int, required=True, help="civil year that every line must bear")
        parser.add_argument(
            "--trame",
            default=CODE_LIVRE,
            help="form of the campaign, when there is none yet (default: parrainage)",
        )

    def handle(self, *, fichier: Path, exercice: int, trame: str, **_options) -> None:
        try:
            with fichier.open("rb") as lu:
                resultat = importer(lu, exercice=exercice, trame=trame, le=timezone.now(), progresser=self._progresser)
        except OSError as erreur:
            raise CommandError(
                _("Impossible de lire %(chemin)s : %(raison)s.") % {"chemin": fichier, "raison": erreur.strerror}
            ) from None
        except ImportRefuse as refus:
            self._dire(refus.fautes, fichier)
            raise CommandError(str(refus)) from None
        self._dire(resultat.remarques, fichier)
        comptes = (
            ngettext("%(nombre)d bilan", "%(nombre)d bilans", resultat.bilans) % {"nombre": resultat.bilans},
            ngettext("%(nombre)d feuille", "%(nombre)d feuilles", resultat.feuilles) % {"nombre": resultat.feuilles},
            ngettext("%(nombre)d réponse", "%(nombre)d réponses", resultat.reponses) % {"nombre": resultat.reponses},
        )
        self.stdout.write(
            _("Importé pour l’exercice %(exercice)s : %(liste)s.") % {"exercice": exercice, "liste": ", ".join(comptes)}
        )
        if resultat.inchanges:
            self.stdout.write(_("Bilans déjà là, à l’identique : %(nombre)s.") % {"nombre": resultat.inchanges})
        if resultat.campagne_creee:
            self.stdout.write(_("La campagne %(exercice)s a été créée.") % {"exercice": exercice})
        if resultat.structures_creees:
            self.stdout.write(_("Structures créées : %(nombre)s.") % {"nombre": resultat.structures_creees})

    def _dire(self, fautes: Iterable[Faute], fichier: Path) -> None:
        for faute in fautes:
            lieu = _("ligne %(ligne)s") % {"ligne": faute.ligne} if faute.ligne else str(fichier)
            self.stderr.write(f"{lieu} : {faute.raison}")

    def _progresser(self, etape: str, nombre: int) -> None:
        self.stderr.write(f"… {nombre} {etape}")
