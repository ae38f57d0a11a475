"""What the back office exports is accepted back by its import, in every format and language, and changes nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.users.models import UserProfile

from portal.socle.importation.lignes import SortDeLigne
from tests.fabriques.structures import ConventionFactory, FinanceurFactory, StructureFactory, animateur, siret_fictif

pytestmark = pytest.mark.django_db

NOMS = ["L’Élan", "=1+1", "'=1", "'", "+33 parrains", "Deux ; points, virgule", '"Guillemets"', "@x"]


def _exporter(client, modele: str, voulu: str) -> bytes:
    reponse = client.get(reverse(f"wagtailsnippets_structures_{modele}:list"), {"export": voulu})
    return b"".join(reponse.streaming_content) if reponse.streaming else reponse.content


def _revenir(client, modele: str, voulu: str):
    """The preview of what was just exported."""
    fichier = SimpleUploadedFile(f"{modele}.{voulu}", _exporter(client, modele, voulu))
    recu = client.post(reverse(f"wagtailsnippets_structures_{modele}:importer"), {"fichier": fichier})
    assert recu.status_code == 302, recu.context["form"].errors
    reponse = client.get(recu.url)
    assert "prevision" in reponse.context, reponse.context.get("question")
    return reponse.context["prevision"]


@pytest.fixture(params=["fr", "en"])
def animation(client, request):
    compte = animateur()
    UserProfile.objects.create(user=compte, preferred_language=request.param)
    client.force_login(compte)
    return client


@pytest.mark.parametrize("voulu", ["csv", "xlsx"])
def test_structures_exportees_reviennent_sans_rien_changer(animation, voulu):
    for rang, nom in enumerate(NOMS, 1):
        StructureFactory(
            nom=nom,
            siret=siret_fictif(rang),
            type=["ML", "CLUB", "AUTRE"][rang % 3],
            departements=["2A", "75", "93", "974"][: rang % 4 + 1],
            rna="W751234567" if rang % 2 else "",
            referent_nom=nom if rang % 2 else "",
            referent_courriel=f"r{rang}@exemple.fr",
            referent_telephone=["+33123456789", "+33612345678", "+4930901820", ""][rang % 4],
        )

    prevision = _revenir(animation, "structure", voulu)

    assert [(ligne.sort, ligne.refus, ligne.ecarts, ligne.alertes) for ligne in prevision.lignes] == [
        (SortDeLigne.INCHANGEE, (), (), ())
    ] * len(NOMS)


@pytest.mark.parametrize("voulu", ["csv", "xlsx"])
def test_conventions_exportees_reviennent_sans_rien_changer(animation, voulu):
    financeurs = [FinanceurFactory(nom="DRIEETS Île-de-France", sigle="DRIEETS"), FinanceurFactory(nom="=Ville")]
    montants = [Decimal("16165.00"), Decimal("0.10"), Decimal("1234567.89"), None]
    for rang in range(1, 9):
        ConventionFactory(
            structure=StructureFactory(siret=siret_fictif(rang)),
            financeur=financeurs[rang % 2],
            exercice=2020 + rang,
            ligne=["P102", "P147", "REGION", "FSE"][rang % 4],
            numero=["", "2026-17", "=1", "007"][rang % 4],
            signee_le=date(2026, 4, rang) if rang % 2 else None,
            objectif=[None, 0, 1250][rang % 3],
            montant=montants[rang % 4],
        )

    prevision = _revenir(animation, "convention", voulu)

    assert [(ligne.sort, ligne.refus, ligne.ecarts) for ligne in prevision.lignes] == [
        (SortDeLigne.INCHANGEE, (), ())
    ] * 8
