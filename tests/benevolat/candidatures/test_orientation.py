"""Which structures are proposed, in which order, and why."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from espace_structures.benevolat.candidatures.metier import orientation
from espace_structures.benevolat.candidatures.metier.orientation import Besoin, Piste, Point, Profil, classer, proposer
from espace_structures.benevolat.enums import EtatAppel, EtatCandidature
from espace_structures.structures.enums import StatutStructure
from tests.fabriques.benevolat import AppelFactory, BenevoleFactory, CandidatureFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory
from tests.fabriques.vitrines import Public, annuaire, fiche

JOUR = date(2026, 3, 3)
CHEZ_SOI = Point(48.8638, 2.4485)


def au_nord(degres: float) -> Point:
    return Point(CHEZ_SOI.latitude + degres, CHEZ_SOI.longitude)


def structure(pk=1, nom="Passerelle"):
    return SimpleNamespace(pk=pk, nom=nom)


def besoin(pk=1, **champs) -> Besoin:
    return Besoin(appel=SimpleNamespace(pk=pk), **{"forme": "REGULIER", "modalite": "PRESENCE"} | champs)


def piste(pk=1, nom="Passerelle", **champs) -> Piste:
    return Piste(structure=structure(pk, nom), **{"lieux": (CHEZ_SOI,)} | champs)


def profil(**champs) -> Profil:
    return Profil(**{"lieu": CHEZ_SOI, "modalite": "PRESENCE", "formes": frozenset({"REGULIER"})} | champs)


def raisons(personne, une_piste) -> list[str]:
    return classer(personne, [une_piste])[0].raisons


# --- Reasons ---------------------------------------------------------------------------------------------------------


def test_raisons_en_phrases():
    une = piste(
        lieux=(au_nord(0.027), au_nord(0.5)),
        publics={3: "Jeunes des quartiers", 4: "Seniors"},
        besoins=(besoin(secteurs=frozenset("Q"), places=2),),
    )

    assert raisons(profil(publics=frozenset({3}), secteur="Q"), une) == [
        "À 3 km de chez vous",
        "Accueille\u00a0: Jeunes des quartiers",
        "Cherche 2 personnes du secteur «\u00a0Santé et action sociale\u00a0»",
    ]


def test_raison_de_la_forme_au_singulier_et_tout_pres():
    assert raisons(profil(), piste(besoins=(besoin(),))) == [
        "Tout près de chez vous",
        "Cherche 1 personne pour\u00a0: accompagnement régulier",
    ]


def test_raison_a_distance():
    une = piste(lieux=(au_nord(5),), besoins=(besoin(modalite="DISTANCE"),))

    assert raisons(profil(modalite="DISTANCE"), une)[0] == "Propose d’aider à distance"


@pytest.mark.parametrize("champs", [{"places": 0}, {"forme": "PONCTUEL"}, {"modalite": "DISTANCE"}])
def test_toujours_une_raison(champs):
    assert raisons(profil(lieu=None), piste(besoins=(besoin(**champs),))) == [
        "Accompagne des personnes vers l’emploi dans la région"
    ]


# --- Order -----------------------------------------------------------------------------------------------------------


def noms(personne, *pistes, **options) -> list[str]:
    return [une.structure.nom for une in classer(personne, pistes, **options)]


def test_trop_loin_n_est_pas_propose_sauf_a_distance():
    loin = piste(lieux=(au_nord(1),))
    a_distance = piste(2, "Ailleurs", lieux=(au_nord(1),), besoins=(besoin(modalite="LES_DEUX"),))

    assert noms(profil(modalite="LES_DEUX"), loin, a_distance) == ["Ailleurs"]
    assert noms(profil(), loin, a_distance) == []


KM = 1 / 111.195  # degrees of latitude in a kilometre


@pytest.mark.parametrize(("rayon", "portee"), [(1, 30), (10, 30), (20, 60)])
def test_portee_est_de_trois_rayons_et_d_au_moins_trente_kilometres(rayon, portee):
    dedans, dehors = (
        piste(1, "Dedans", lieux=(au_nord((portee - 0.5) * KM),)),
        piste(2, "Dehors", lieux=(au_nord((portee + 0.5) * KM),)),
    )

    assert noms(profil(rayon_km=rayon), dedans, dehors) == ["Dedans"]


@pytest.mark.parametrize(("rayon", "portee"), [(1, 30), (20, 60)])
def test_qui_est_juste_a_la_limite_est_encore_a_portee(monkeypatch, rayon, portee):
    monkeypatch.setattr(orientation, "_distance", lambda _profil, _piste: float(portee))

    assert noms(profil(rayon_km=rayon), piste(1, "Au bord", lieux=(au_nord(1),))) == ["Au bord"]


def test_secteur_publics_places_et_attente_departagent():
    personne = profil(secteur="Q", publics=frozenset({3}))
    secteur = piste(1, "Secteur", besoins=(besoin(secteurs=frozenset("Q")),))
    publique = piste(2, "Public", publics={3: "Jeunes"}, besoins=(besoin(),))
    complete = piste(3, "Complète", besoins=(besoin(places=0),))
    debordee = piste(4, "Débordée", besoins=(besoin(places=0),), sans_reponse=4)

    assert noms(personne, debordee, complete, publique, secteur) == ["Secteur", "Public", "Complète", "Débordée"]


def test_l_appel_qui_convient_le_mieux_est_propose():
    une = piste(besoins=(besoin(1), besoin(2, secteurs=frozenset("Q"))))

    assert classer(profil(secteur="Q"), [une])[0].appel.pk == 2
    assert classer(profil(), [piste()])[0].appel is None


def test_limite():
    assert len(classer(profil(), [piste(pk) for pk in range(9)], limite=3)) == 3


PISTES = st.lists(
    st.builds(
        piste,
        pk=st.integers(1, 50),
        nom=st.sampled_from(["A", "B", "C"]),
        lieux=st.lists(st.floats(-1, 1).map(au_nord), max_size=2).map(tuple),
        publics=st.dictionaries(st.integers(1, 4), st.just("Public"), max_size=4),
        besoins=st.lists(
            st.builds(
                besoin,
                pk=st.integers(1, 9),
                forme=st.sampled_from(["REGULIER", "PONCTUEL"]),
                modalite=st.sampled_from(["PRESENCE", "DISTANCE", "LES_DEUX"]),
                secteurs=st.sets(st.sampled_from("AQ")).map(frozenset),
                places=st.integers(0, 3),
            ),
            max_size=2,
        ).map(tuple),
        sans_reponse=st.integers(0, 30),
        active=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda une: une.structure.pk,
)
PROFILS = st.builds(
    profil,
    lieu=st.sampled_from([None, CHEZ_SOI]),
    rayon_km=st.sampled_from([2, 10, 100]),
    modalite=st.sampled_from(["", "PRESENCE", "DISTANCE", "LES_DEUX"]),
    secteur=st.sampled_from(["", "A", "Q"]),
    publics=st.sets(st.integers(1, 4)).map(frozenset),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(PROFILS, PISTES, st.randoms())
def test_l_ordre_ne_depend_pas_de_celui_des_faits(personne, pistes, hasard):
    melangees = list(pistes)
    hasard.shuffle(melangees)

    assert [une.structure.pk for une in classer(personne, pistes)] == [
        une.structure.pk for une in classer(personne, melangees)
    ]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(PROFILS, PISTES, st.sets(st.integers(1, 50)))
def test_exclues_et_fermees_jamais_proposees(personne, pistes, exclues):
    proposees = {une.structure.pk for une in classer(personne, pistes, exclues=exclues, limite=99)}

    assert not proposees & exclues
    assert proposees <= {une.structure.pk for une in pistes if une.active}
    assert all(une.raisons for une in classer(personne, pistes))


@given(PROFILS, st.floats(0, 1), st.floats(0, 1))
def test_plus_pres_jamais_classee_plus_bas(personne, un, autre):
    pres, loin = sorted([un, autre])
    ordre = classer(personne, [piste(2, "A", lieux=(au_nord(loin),)), piste(1, "A", lieux=(au_nord(pres),))])

    assert [une.structure.pk for une in ordre] in ([1, 2], [1], [])


# --- The facts -------------------------------------------------------------------------------------------------------


@pytest.fixture
def liste(db):
    return annuaire(site_public())


MONTREUIL = {"code_commune": "93048", "latitude": 48.8638, "longitude": 2.4485}


def une_structure(liste, rang: int, **champs):
    page = fiche(liste, StructureFactory(nom=f"Structure {rang}", **champs), publics=["qpv"], **MONTREUIL)
    page.antennes.create(nom="Antenne", sort_order=0)
    appel = AppelFactory(structure=page.structure, places=2)
    appel.secteurs.create(secteur="Q")
    CandidatureFactory(structure=page.structure, appel=appel, etat=EtatCandidature.ACCEPTEE)
    CandidatureFactory(structure=page.structure)
    return page.structure


@pytest.mark.parametrize("nombre", [1, 3])
def test_nombre_de_requetes_constant(liste, nombre, django_assert_num_queries):
    for rang in range(nombre):
        une_structure(liste, rang)
    benevole = BenevoleFactory(secteur="Q")
    benevole.publics.add(Public.objects.get(code="qpv"))

    with django_assert_num_queries(8):
        proposees = proposer(benevole, jour=JOUR)

    assert len(proposees) == nombre
    assert proposees[0].raisons[-1] == "Cherche 1 personne du secteur «\u00a0Santé et action sociale\u00a0»"
    du_centre = 50 * (1 - proposees[0].distance_km / 100)  # a few streets from the centre of the commune
    assert proposees[0].score == pytest.approx(du_centre + 20 + 8 + 15 + 10 + 5 - 1)


def test_fermees_brouillons_et_appels_clos_ne_comptent_pas(liste):
    une_structure(liste, 1, statut=StatutStructure.FERMEE)
    fiche(liste, StructureFactory(), live=False, **MONTREUIL)
    ouverte = une_structure(liste, 2)
    ouverte.appels_benevoles.update(etat=EtatAppel.CLOS)

    (proposee,) = proposer(BenevoleFactory(code_commune=""), jour=JOUR)

    assert (proposee.structure, proposee.appel, proposee.distance_km) == (ouverte, None, None)
    assert proposer(BenevoleFactory(), jour=JOUR, exclues=[ouverte.pk]) == []
