"""The board of the animation: counts of the year, structures, addresses of campaigns."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from espace_structures.benevolat.enums import EtatCandidature, Mesure, Source
from espace_structures.benevolat.metier.effacement import effacer
from espace_structures.benevolat.models import Compteur
from espace_structures.benevolat.region.metier import entonnoir as mesures
from tests.fabriques.benevolat import LE, AppelFactory, CandidatureFactory, EngagementFactory
from tests.fabriques.structures import StructureFactory, animateur, responsable

pytestmark = pytest.mark.django_db
ADRESSE = "/espace/benevolat/region/"
FIN = datetime(2026, 6, 30, 8, tzinfo=UTC)


@pytest.fixture
def structure():
    return StructureFactory(nom="Relais 93", departements=["93"])


@pytest.fixture
def animation(client):
    compte = animateur()
    client.force_login(compte)
    return client


def nombres(annee=2026):
    return [etape.nombre for etape in mesures.entonnoir(annee, le=FIN).etapes]


def test_l_entonnoir_compte_chaque_etape(structure):
    repondue = {"structure": structure, "repondue_le": LE}
    CandidatureFactory(structure=structure, etat=EtatCandidature.A_CONFIRMER, recue_le=None)
    commencee = {"benevole__confirme_le": None, "benevole__consentement_le": None}  # not sent: counts for nothing
    CandidatureFactory(structure=structure, etat=EtatCandidature.A_CONFIRMER, recue_le=None, **commencee)
    CandidatureFactory(structure=structure)
    CandidatureFactory(etat=EtatCandidature.RENCONTRE_PREVUE, rencontre_le=LE, **repondue)
    acceptee = CandidatureFactory(etat=EtatCandidature.ACCEPTEE, **repondue)
    EngagementFactory(structure=structure, benevole=acceptee.benevole, candidature=acceptee)
    CandidatureFactory(structure=structure, recue_le=datetime(2025, 5, 5, tzinfo=UTC), creee_le=LE)

    etapes = mesures.entonnoir(2026, le=FIN).etapes

    assert [etape.nombre for etape in etapes] == [4, 3, 2, 1, 1, 1]
    assert [etape.largeur for etape in etapes] == [100, 75, 50, 25, 25, 25]


def test_une_annee_vide_n_a_pas_de_part():
    assert {etape.largeur for etape in mesures.entonnoir(2024, le=FIN).etapes} == {0}


def test_un_dossier_efface_ne_change_pas_les_nombres_passes(structure):
    candidature = CandidatureFactory(
        structure=structure, etat=EtatCandidature.CONTACTEE, repondue_le=LE, source=Source.PROCHE
    )
    avant = mesures.entonnoir(2026, le=FIN)

    effacer(candidature.benevole, le=FIN)

    apres = mesures.entonnoir(2026, le=FIN)
    assert [etape.nombre for etape in apres.etapes[:3]] == [etape.nombre for etape in avant.etapes[:3]] == [1, 1, 1]
    assert apres.decoupes[:3] == avant.decoupes[:3]


def test_les_decoupes_disent_d_ou_viennent_les_candidatures(structure):
    CandidatureFactory(structure=structure, source=Source.MEDIA, campagne="affiche-metro")
    CandidatureFactory(structure=None, benevole__code_commune="")
    Compteur.objects.create(annee=2026, structure=structure, departement="75", mesure=Mesure.CANDIDATURE, nombre=4)

    decoupes = {decoupe.code: decoupe.lignes for decoupe in mesures.entonnoir(2026, le=FIN).decoupes}

    assert ("Dans la presse, à la radio ou à la télévision", 1, 0, 0) in decoupes["source"]
    assert decoupes["departement"] == [
        ("Paris", 4, 0, 0),
        ("Non renseigné", 1, 0, 0),
        ("Seine-Saint-Denis", 1, 0, 0),
    ]
    assert decoupes["type"] == [("Mission locale", 5, 0, 0), ("Animation régionale", 1, 0, 0)]
    assert decoupes["campagne"] == [("affiche-metro", 1, 0, 0)]


def test_les_structures_en_retard_viennent_d_abord(structure):
    StructureFactory(nom="Abeille")
    CandidatureFactory(structure=structure)
    AppelFactory(structure=structure)

    suivis = mesures.suivis(jour=date(2026, 3, 10))

    assert [(suivi.structure.nom, suivi.en_retard, suivi.appels) for suivi in suivis] == [
        ("Relais 93", 1, 1),
        ("Abeille", 0, 0),
    ]


def test_seule_l_animation_lit_le_tableau(client, structure):
    client.force_login(responsable(structure))

    assert client.get(ADRESSE).status_code == 403
    assert client.get(f"{ADRESSE}export/").status_code == 403


@pytest.mark.parametrize("nombre", [1, 3])
def test_autant_de_requetes_quel_que_soit_le_nombre(animation, nombre, django_assert_num_queries):
    le = timezone.now() - timedelta(days=30)
    for rang in range(nombre):
        CandidatureFactory(structure=StructureFactory(), recue_le=le, creee_le=le, campagne=f"c{rang}")
        CandidatureFactory(structure=None, recue_le=le, creee_le=le)
    animation.get(ADRESSE)

    with django_assert_num_queries(REQUETES):
        reponse = animation.get(ADRESSE)

    assert reponse.status_code == 200


REQUETES = 21


def test_le_lien_de_campagne_se_compose_ou_se_refuse(animation):
    bon = animation.get(ADRESSE, {"campagne": "affiche-2026"})
    mauvais = animation.get(ADRESSE, {"campagne": "affiche été"})

    assert f"{reverse('benevolat:devenir')}?campagne=affiche-2026" in bon.content.decode()
    assert mauvais.status_code == 422
    assert "quarante signes" in mauvais.content.decode()


def test_l_export_ne_donne_que_des_nombres(animation, structure):
    le = timezone.now() - timedelta(days=30)
    CandidatureFactory(structure=structure, recue_le=le, creee_le=le)

    csv = b"".join(animation.get(f"{ADRESSE}export/", {"format": "csv"}).streaming_content).decode("utf-8-sig")
    xlsx = b"".join(animation.get(f"{ADRESSE}export/", {"format": "xlsx"}).streaming_content)

    assert "Structures;Relais 93;Candidatures en retard;1" in csv
    assert "Diop" not in csv
    assert len(openpyxl.load_workbook(BytesIO(xlsx)).sheetnames) == 6
    assert animation.get(f"{ADRESSE}export/", {"format": "pdf"}).status_code == 404


def test_une_annee_inconnue_montre_la_notre(animation):
    annee = timezone.localdate().year

    assert f"Bénévolat en région, {annee}" in animation.get(ADRESSE, {"annee": "1802"}).content.decode()
