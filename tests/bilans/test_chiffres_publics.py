"""The figures given to the public: small numbers kept back, frozen, replaced, taken back."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.chiffres_publics import mesurer
from espace_structures.bilans.metier.publication import PublicationRefusee, chiffres_de, proposer, publier, retirer
from espace_structures.bilans.models import ChiffrePublie, Publication
from tests.fabriques.bilans import PETITE_TRAME, bilan_de, campagne_gelee
from tests.fabriques.structures import StructureFactory, animateur

LE = datetime(2027, 6, 1, 9, tzinfo=UTC)


def _entrants(region, **departements):
    """What is told of the entrants, over the region and by département."""
    releves = {code.strip("_"): {"B2": Decimal(valeur)} for code, valeur in departements.items()}
    mesures = mesurer(PETITE_TRAME, {"B2": Decimal(region)}, releves)
    return next(mesure for mesure in mesures if mesure.chiffre.code == "entrants")


def test_chiffres_publics_disent_les_effectifs_de_cinq_et_plus():
    mesure = _entrants(105, _75=100, _93=5)

    assert (mesure.region, mesure.par_departement, mesure.tus) == (105, {"75": 100, "93": 5}, [])


def test_chiffres_publics_taisent_un_petit_effectif_et_celui_qui_le_trahirait():
    mesure = _entrants(154, _75=100, _93=50, _92=4)

    assert mesure.par_departement == {"75": 100, "93": None, "92": None}


def test_chiffres_publics_taisent_deux_petits_effectifs_sans_en_cacher_d_autres():
    mesure = _entrants(107, _75=100, _93=3, _92=4)

    assert mesure.par_departement == {"75": 100, "93": None, "92": None}


def test_chiffres_publics_taisent_le_seul_departement_trop_petit():
    mesure = _entrants(4, _75=4)

    assert (mesure.region, mesure.par_departement) == (None, {"75": None})


def test_chiffres_publics_laissent_de_cote_ce_que_la_trame_ne_compte_pas():
    mesures = mesurer(PETITE_TRAME, {"B2": Decimal(20), "B1": Decimal(5), "B3": Decimal(25)}, {})

    assert [mesure.chiffre.code for mesure in mesures] == ["entrants", "accompagnes"]


@pytest.mark.parametrize(
    ("sortants", "positives", "attendu"),
    [
        (40, 20, Decimal("0.5")),
        (22, 11, Decimal("0.5")),
        (40, 10, None),  # ten people
        (40, 30, None),  # all but ten
        (0, 0, None),  # nothing to divide by
    ],
)
def test_chiffres_publics_taisent_un_taux_lu_sur_moins_de_onze_personnes(monkeypatch, sortants, positives, attendu):
    from espace_structures.bilans.metier import chiffres_publics

    taux = chiffres_publics.ChiffrePublic(code="taux", libelle="taux", expression="F.F1", rapporte_a="B4")
    monkeypatch.setattr(chiffres_publics, "CHIFFRES_PUBLICS", (taux,))
    releve = {"F.F1.F": Decimal(positives), "B4": Decimal(sortants)}

    [mesure] = mesurer(PETITE_TRAME, releve, {"75": releve})

    assert (mesure.region, mesure.par_departement) == (attendu, {"75": attendu})


@pytest.fixture
def campagne(db):
    return campagne_gelee()


def _valider(campagne, departement, entrants):
    return bilan_de(StructureFactory(departements=[departement]), campagne, EtatBilan.VALIDE, {"B1": 0, "B2": entrants})


def test_publication_fige_les_chiffres_valides(campagne):
    par = animateur()
    _valider(campagne, "75", 30)
    _valider(campagne, "93", 12)
    bilan_de(StructureFactory(departements=["93"]), campagne, EtatBilan.TRANSMIS, {"B2": 500})

    publication = publier(campagne, par=par, le=LE)

    assert (publication.bilans_valides, publication.bilans_attendus, publication.publiee_par) == (2, 3, par)
    assert sorted(ChiffrePublie.objects.filter(code="entrants").values_list("departement", "valeur")) == [
        ("", Decimal(42)),
        ("75", Decimal(30)),
        ("93", Decimal(12)),
    ]
    assert ModelLogEntry.objects.get(action="bilans.publier").data == {"valides": 2, "attendus": 3}


def test_publication_ne_bouge_plus_avant_d_etre_remplacee(campagne):
    _valider(campagne, "75", 30)
    publier(campagne, par=animateur(), le=LE)
    _valider(campagne, "93", 12)
    avant = chiffres_de("").chiffres[0].valeur

    publier(campagne, par=animateur(), le=LE)

    assert (avant, chiffres_de("").chiffres[0].valeur) == (30, 42)
    assert Publication.objects.count() == 1


def test_publication_refusee_sans_bilan_valide(campagne):
    bilan_de(StructureFactory(), campagne, EtatBilan.TRANSMIS, {"B2": 50})

    with pytest.raises(PublicationRefusee, match="Aucun bilan de cet exercice n’est validé"):
        publier(campagne, par=animateur(), le=LE)

    assert not Publication.objects.exists()


def test_chiffres_d_un_territoire_sont_ceux_du_dernier_exercice_publie(campagne, requetes_au_plus):
    ancienne = campagne_gelee(2024)
    for annee, entrants in ((ancienne, 20), (campagne, 30)):
        _valider(annee, "75", entrants)
        publier(annee, par=animateur(), le=LE)

    with requetes_au_plus("les chiffres publics d’un département"):
        lus = chiffres_de("75")

    assert (lus.exercice, [(lu.chiffre.code, lu.valeur) for lu in lus.chiffres]) == (
        2026,
        [("entrants", 30), ("accompagnes", 30)],
    )


def test_chiffres_d_un_territoire_dont_rien_n_est_dit(campagne):
    _valider(campagne, "75", 30)

    avant = chiffres_de("75")
    publier(campagne, par=animateur(), le=LE)

    assert (avant, chiffres_de("91")) == (None, None)


def test_retrait_enleve_les_chiffres(campagne):
    _valider(campagne, "75", 30)
    publier(campagne, par=animateur(), le=LE)

    retirer(campagne, par=animateur(), le=LE)

    assert chiffres_de("75") is None
    with pytest.raises(PublicationRefusee, match="ne sont pas publiés"):
        retirer(campagne, par=animateur(), le=LE)


def test_proposition_n_ecrit_rien(campagne):
    _valider(campagne, "75", 30)

    assert proposer(campagne).mesures[0].region == 30
    assert not Publication.objects.exists()


def test_ecran_montre_publie_puis_retire(campagne, client):
    _valider(campagne, "75", 30)
    client.force_login(animateur())
    adresse = reverse("espace:publication", args=[2026])

    apercu = client.get(adresse).content.decode()
    publiee = client.post(adresse, follow=True).content.decode()
    retiree = client.post(adresse, {"retirer": "1"}, follow=True).content.decode()

    assert ("Publier ces chiffres" in apercu, "Ces chiffres sont sur le site" in apercu) == (True, False)
    assert ("Remplacer par ces chiffres" in publiee, "Retirer du site" in publiee) == (True, True)
    assert ("Ces chiffres sont sur le site" in retiree, "ont quitté le site public" in retiree) == (False, True)


def test_ecran_dit_pourquoi_rien_ne_se_publie(campagne, client):
    client.force_login(animateur())

    reponse = client.post(reverse("espace:publication", args=[2026]), follow=True).content.decode()

    assert "Aucun bilan de cet exercice n’est validé" in reponse
