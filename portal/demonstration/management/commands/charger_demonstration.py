"""`manage.py charger_demonstration`: fill an empty portal with fictional structures, bilans and a real public site."""

import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...chargement import DemonstrationRefusee, charger, est_chargee, refuser_un_vrai_portail, vider
from ...roles import COMPTES, MOT_DE_PASSE


class Command(BaseCommand):
    help = "Load the demonstration once: run again, it changes nothing. Refuses on a portal where somebody works."

    def add_arguments(self, parser):
        parser.add_argument("--vider", action="store_true", help="empty the demonstration first, and load it again")
        parser.add_argument("--force", action="store_true", help="load even with the production settings")

    def handle(self, *args, vider: bool, force: bool, **options):
        if settings.SETTINGS_MODULE.endswith(".production") and not force:
            raise CommandError(
                _("Ces réglages sont ceux de la production : ajoutez --force pour y charger la démonstration.")
            )
        with translation.override(settings.LANGUAGE_CODE):
            try:
                self._charger(vider_avant=vider)
            except DemonstrationRefusee as refus:
                raise CommandError(str(refus)) from refus
            self._dire_les_comptes()

    def _charger(self, *, vider_avant: bool) -> None:
        if vider_avant and est_chargee():
            self.stdout.write(_("La démonstration est vidée…"))
            vider()
        if est_chargee():
            self.stdout.write(_("La démonstration est déjà chargée : rien n’est changé."))
            return
        refuser_un_vrai_portail()
        debut = time.monotonic()
        self.stdout.write(_("Le site public…"))
        call_command("charger_site_demonstration", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(_("L’espace des structures…"))
        charger(le=timezone.now(), dire=self.stdout.write)
        secondes = round(time.monotonic() - debut)
        self.stdout.write(
            ngettext(
                "La démonstration est chargée en %(secondes)d seconde.",
                "La démonstration est chargée en %(secondes)d secondes.",
                secondes,
            )
            % {"secondes": secondes}
        )

    def _dire_les_comptes(self) -> None:
        largeur = max(len(compte.courriel) for compte in COMPTES)
        self.stdout.write("")
        self.stdout.write(_("Comptes de la démonstration, tous avec le mot de passe %(mot)s") % {"mot": MOT_DE_PASSE})
        for compte in COMPTES:
            self.stdout.write(f"  {compte.courriel:<{largeur}}  {compte.role}")
