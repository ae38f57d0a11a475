"""Figures before and after an erasure are the same; counters add up."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from espace_structures.benevolat import journal
from espace_structures.benevolat.enums import EtatCandidature, Mesure, StatutEngagement
from espace_structures.benevolat.metier.compteurs import compter, compter_candidatures, mobilises
from espace_structures.benevolat.metier.effacement import effacer
from espace_structures.benevolat.models import Benevole, Compteur, Engagement
from tests.fabriques.benevolat import LE, BenevoleFactory, CandidatureFactory, EngagementFactory
from tests.fabriques.structures import StructureFactory

pytestmark = pytest.mark.django_db

FIN_2026 = date(2026, 12, 31)


def par_mesure(structure, annee, jour=FIN_2026):
    totaux = dict.fromkeys((Mesure.MOBILISE, Mesure.NOUVEAU, Mesure.SORTI), 0)
    for ligne in compter(structure, annee, jour):
        totaux[ligne.mesure] += ligne.nombre
    return tuple(totaux.values())


@pytest.mark.parametrize(
    ("engagement", "attendu"),
    [
        ({"depuis": date(2026, 4, 1)}, (1, 1, 0)),
        ({"depuis": date(2025, 4, 1), "saison": (date(2026, 1, 1), FIN_2026)}, (1, 0, 0)),
        ({"depuis": date(2025, 4, 1), "saison": (date(2025, 4, 1), date(2025, 12, 31))}, (0, 0, 0)),
        ({"depuis": date(2025, 4, 1), "saison": (date(2025, 4, 1), date(2026, 1, 1))}, (1, 0, 0)),
        ({"depuis": date(2027, 1, 1), "saison": (date(2027, 1, 1), date(2027, 12, 31))}, (0, 0, 0)),
        (
            {"statut": "SORTI", "sorti_le": date(2026, 5, 2), "motif_sortie": "TEMPS", "depuis": date(2026, 1, 5)},
            (1, 1, 1),
        ),
        (
            {
                "statut": "SORTI",
                "sorti_le": date(2025, 12, 31),
                "motif_sortie": "TEMPS",
                "depuis": date(2025, 1, 5),
                "saison": (date(2025, 1, 5), FIN_2026),
            },
            (0, 0, 0),
        ),
    ],
)
def test_definitions_de_l_annee_2026(engagement, attendu):
    structure = StructureFactory()
    EngagementFactory(structure=structure, **engagement)

    assert par_mesure(structure, 2026) == attendu


def test_saison_a_venir_ne_compte_pas_encore():
    structure = StructureFactory()
    EngagementFactory(structure=structure, depuis=date(2026, 9, 1))

    assert par_mesure(structure, 2026, date(2026, 8, 31)) == (0, 0, 0)
    assert par_mesure(structure, 2026, date(2026, 9, 1)) == (1, 1, 0)


def test_en_pause_toute_l_annee_n_est_pas_mobilise():
    structure = StructureFactory()
    dehors, dedans = (
        EngagementFactory(
            structure=structure,
            depuis=date(2025, 1, 1),
            saison=(date(2025, 1, 1), FIN_2026),
            statut=StatutEngagement.EN_PAUSE,
            pause_jusqu_au=date(2027, 2, 1),
        )
        for _fois in range(2)
    )
    journal.noter(dehors, "benevolat.pause", par=None, le=datetime(2025, 12, 31, 12, tzinfo=UTC))
    journal.noter(dedans, "benevolat.pause", par=None, le=datetime(2026, 1, 2, 12, tzinfo=UTC))

    assert list(mobilises(structure, 2026)) == [dedans]


def test_compter_dit_le_profil_et_pose_un_nombre_fixe_de_requetes(requetes_au_plus):
    structure = StructureFactory()
    for sexe in ("F", "F", "H"):
        EngagementFactory(
            structure=structure,
            benevole=BenevoleFactory(sexe=sexe, tranche_age="30_44", situation="RETRAITE"),
            depuis=date(2025, 3, 1),
            saison=(date(2026, 1, 1), FIN_2026),
        )
    compter(structure, 2026, FIN_2026)  # the content type is known from here on

    with requetes_au_plus("les compteurs d’une structure"):
        lignes = compter(structure, 2026, FIN_2026)

    assert [(x.departement, x.mesure, x.sexe, x.tranche_age, x.situation, x.nombre) for x in lignes] == [
        ("75", "MOBILISE", "F", "30_44", "RETRAITE", 2),
        ("75", "MOBILISE", "H", "30_44", "RETRAITE", 1),
    ]


def test_candidatures_comptees_par_departement_et_source():
    structure = StructureFactory()
    CandidatureFactory(structure=structure, source="PROCHE", etat=EtatCandidature.ACCEPTEE, repondue_le=LE)
    CandidatureFactory(structure=structure, source="PROCHE", benevole__code_commune="")
    CandidatureFactory(structure=structure, etat=EtatCandidature.A_CONFIRMER, recue_le=None)
    CandidatureFactory(structure=None)

    lignes = compter_candidatures(2026, structures=[structure.pk])

    assert [(x.departement, x.mesure, x.source, x.nombre) for x in lignes] == [
        ("", "CANDIDATURE", "PROCHE", 1),
        ("93", "ACCEPTEE", "PROCHE", 1),
        ("93", "CANDIDATURE", "PROCHE", 1),
        ("93", "REPONDUE", "PROCHE", 1),
    ]
    assert sum(x.nombre for x in compter_candidatures(2026) if x.mesure == Mesure.CANDIDATURE) == 3


def test_deux_effacements_s_additionnent():
    structure = StructureFactory()
    for _fois in range(2):
        effacer(EngagementFactory(structure=structure).benevole, le=LE)

    assert [(c.annee, c.mesure, c.nombre) for c in Compteur.objects.order_by("mesure")] == [
        (2026, "MOBILISE", 2),
        (2026, "NOUVEAU", 2),
    ]


engagements = st.fixed_dictionaries(
    {
        "depuis": st.dates(date(2023, 1, 1), date(2026, 6, 1)),
        "duree": st.integers(0, 900),
        "sortie": st.none() | st.integers(0, 400),
        "sexe": st.sampled_from(["", "F", "H"]),
        "age": st.sampled_from(["", "30_44"]),
        "candidatures": st.lists(st.sampled_from(["NOUVELLE", "ACCEPTEE", "REFUSEE"]), max_size=2),
    }
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cas=st.lists(engagements, min_size=1, max_size=4), effaces=st.integers(0, 4))
def test_totaux_avant_egalent_totaux_apres(cas, effaces):
    from datetime import timedelta

    le, jour = datetime(2026, 12, 31, 12, tzinfo=UTC), FIN_2026
    Engagement.objects.all().delete()
    Compteur.objects.all().delete()
    structure, autre = StructureFactory(), StructureFactory()
    personnes = []
    for un in cas:
        personne = BenevoleFactory(sexe=un["sexe"], tranche_age=un["age"])
        personnes.append(personne)
        sortie = {}
        if un["sortie"] is not None:
            sorti = un["depuis"] + timedelta(days=un["sortie"])
            sortie = {"statut": "SORTI", "sorti_le": sorti, "motif_sortie": "TEMPS"}
        saison = (un["depuis"], un["depuis"] + timedelta(days=un["duree"]))
        EngagementFactory(benevole=personne, structure=structure, depuis=un["depuis"], saison=saison, **sortie)
        for ou, etat in zip((structure, autre), un["candidatures"], strict=False):
            motif = {"motif_refus": "AUTRE"} if etat == "REFUSEE" else {}
            CandidatureFactory(benevole=personne, structure=ou, etat=etat, **motif)

    def releve():
        return [compter(s, annee, jour) for s in (structure, autre) for annee in range(2023, 2028)], (
            compter_candidatures(2026)
        )

    avant = releve()
    for personne in personnes[:effaces]:
        effacer(personne, le=le)

    assert avant[1] or not any(un["candidatures"] for un in cas)
    assert releve() == avant
    assert not Benevole.objects.filter(pk__in=[p.pk for p in personnes[:effaces]]).exists()
