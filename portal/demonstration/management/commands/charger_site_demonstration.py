"""manage.py charger_site_demonstration: the public site of the demonstration, once."""

from django.core.management.base import BaseCommand

from ...site.chargement import charger, est_deja_charge


class Command(BaseCommand):
    help = "Loads the public site of the demonstration in French and English; does nothing when there is a home page."

    def handle(self, *args, **options):
        if est_deja_charge():
            self.stdout.write("The public site has its home page already: nothing to load.")
            return
        self.stdout.write(f"Public site loaded: {charger()} pages.")
