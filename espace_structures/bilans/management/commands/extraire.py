"""Write the bilans of an exercice to a file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espace_structures.bilans.metier.extraction import Format, extraire
from espace_structures.bilans.metier.perimetre import Etats, Perimetre
from espace_structures.bilans.models import Campagne


class Command(BaseCommand):
    help = (
        "Write the bilans of an exercice, the whole region, to a file. Without --valides, --provisoires or --tous, "
        "xlsx and csv hold validated bilans; csv-long holds them all, for importer_bilans loads it back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--exercice", type=int, required=True, help="civil year of the campaign")
        parser.add_argument("--format", choices=[f.value for f in Format], default=Format.XLSX.value)
        parser.add_argument("--sortie", type=Path, required=True, metavar="FILE")
        etats = parser.add_mutually_exclusive_group()
        for choix, aide in (
            (Etats.VALIDES, "validated bilans only"),
            (Etats.PROVISOIRES, "bilans sent at least once"),
            (Etats.TOUS, "every bilan, drafts included"),
        ):
            etats.add_argument(f"--{choix.value}", dest="etats", action="store_const", const=choix, help=aide)

    def handle(self, *, exercice: int, format: str, sortie: Path, etats: Etats | None, **_options) -> None:
        campagne = Campagne.objects.gelees().filter(exercice=exercice).first()
        if campagne is None:
            raise CommandError(
                _("Aucune campagne n’est ouverte pour l’exercice %(exercice)s : rien à extraire.")
                % {"exercice": exercice}
            )
        voulu = Format(format)
        perimetre = Perimetre(campagne=campagne, etats=etats or voulu.etats_par_defaut)
        try:
            with sortie.open("wb") as fichier:
                extraire(perimetre, voulu, fichier, le=timezone.now())
        except OSError as erreur:
            raise CommandError(
                _("Impossible d’écrire dans %(chemin)s : %(raison)s.") % {"chemin": sortie, "raison": erreur.strerror}
            ) from None
        nombre = perimetre.feuilles().count()
        self.stdout.write(
            ngettext(
                "%(chemin)s : %(feuilles)s feuille (%(etats)s).",
                "%(chemin)s : %(feuilles)s feuilles (%(etats)s).",
                nombre,
            )
            % {"chemin": sortie, "feuilles": nombre, "etats": perimetre.libelle_etats()}
        )
