"""The list of volunteers that the portal gives is accepted back by its import, and changes nothing."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from espace_structures.benevolat.models import Engagement
from espace_structures.structures.enums import RoleStructure
from portal.socle.importation.lignes import SortDeLigne
from tests.fabriques.benevolat import BenevoleFactory, EngagementFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("langue", ["fr", "en"])
@pytest.mark.parametrize("voulu", ["csv", "xlsx"])
def test_benevoles_exportes_reviennent_sans_rien_changer(client, voulu, langue):
    structure = StructureFactory(nom="L’Élan ; « deux »")
    structure.implantations.get_or_create(departement="75")
    compte = CompteFactory()
    compte.membres_structures.create(structure=structure, role=RoleStructure.CONTRIBUTEUR)
    client.force_login(compte)
    EngagementFactory(structure=structure, benevole__telephone="+33612345678")
    EngagementFactory(structure=structure, statut="SORTI", sorti_le=date(2026, 2, 1), motif_sortie="TEMPS")
    EngagementFactory(
        structure=structure, benevole=BenevoleFactory(prenom="=Zoé", nom="'Roy", courriel="", telephone="+33698765432")
    )
    EngagementFactory()  # of another structure
    with translation.override(langue):
        exporter = reverse("espace:benevoles-export-csv" if voulu == "csv" else "espace:benevoles-export")
        importer = reverse("espace:benevoles-importer")

    fichier = SimpleUploadedFile(f"liste.{voulu}", client.get(exporter).content)
    recu = client.post(importer, {"fichier": fichier})
    prevision = client.get(recu.url).context["prevision"]

    assert [(ligne.sort, ligne.refus, ligne.ecarts) for ligne in prevision.lignes] == [
        (SortDeLigne.INCHANGEE, (), ())
    ] * 3
    assert Engagement.objects.filter(structure=structure).count() == 3
