"""The screens of the volunteers of a structure."""

import unicodedata
from datetime import date

import pytest
from django.urls import reverse

from espace_structures.benevolat.models import AccesDossier, Accueil, Benevole, CampagneRenouvellement, Engagement
from espace_structures.structures.enums import RoleStructure
from tests.fabriques.benevolat import BenevoleFactory, DemandeRenouvellementFactory, EngagementFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure():
    structure = StructureFactory()
    structure.implantations.get_or_create(departement="75")
    return structure


@pytest.fixture
def connecte(client, structure):
    compte = CompteFactory()
    compte.membres_structures.create(structure=structure, role=RoleStructure.CONTRIBUTEUR)
    client.force_login(compte)
    return client


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize(("nom", "requetes"), [("espace:benevoles", 11), ("espace:renouvellement", 14)])
def test_les_listes_coutent_un_nombre_fixe_de_requetes(
    connecte, structure, nom, requetes, nombre, django_assert_num_queries
):
    for _rang in range(nombre):
        DemandeRenouvellementFactory(saison=EngagementFactory(structure=structure).saisons.get())
    connecte.get(reverse(nom))

    with django_assert_num_queries(requetes):
        reponse = connecte.get(reverse(nom))

    assert len(reponse.context["page_obj"]) == nombre


@pytest.mark.parametrize("garde", ["+33612345678", "06 12 34 56 78"])
def test_la_liste_trouve_un_telephone_et_un_nom_comme_on_les_ecrit(connecte, structure, garde):
    zoe = EngagementFactory(
        structure=structure, benevole__prenom="Zoé", benevole__nom="Lefèvre", benevole__telephone=garde
    )
    EngagementFactory(structure=structure, benevole__telephone="+33699999999")

    trouves = [
        [engagement.pk for engagement in connecte.get(reverse("espace:benevoles"), {"q": mots}).context["page_obj"]]
        for mots in ("06 12 34 56 78", "zoe lefevre", unicodedata.normalize("NFD", "Lefèvre"))
    ]

    assert trouves == [[zoe.pk]] * 3


def test_la_liste_cherche_et_ne_montre_que_les_siens(connecte, structure):
    EngagementFactory(structure=structure, benevole__nom="Diallo")
    EngagementFactory(structure=structure, benevole__nom="Martin")
    EngagementFactory(benevole__nom="Diallo")

    page = connecte.get(reverse("espace:benevoles"), {"q": "awa diallo", "onglet": "faux"})

    assert [str(engagement.benevole) for engagement in page.context["page_obj"]] == ["Awa Diallo"]


def test_exports_et_fiche_laissent_une_trace(connecte, structure):
    engagement = EngagementFactory(structure=structure)
    DemandeRenouvellementFactory(saison=engagement.saisons.get(), a_appeler=True)

    for adresse in (
        reverse("espace:benevoles-export") + "?onglet=actifs",
        reverse("espace:renouvellement-export"),
        reverse("espace:benevole", args=[engagement.pk]),
    ):
        assert connecte.get(adresse).status_code == 200

    acces = list(AccesDossier.objects.order_by("pk").values_list("benevole", "action"))
    assert acces == [(engagement.benevole.pk, "EXPORTER")] * 2 + [(engagement.benevole.pk, "LIRE")]


def test_une_sortie_repond_a_la_question_ouverte(connecte, structure):
    demande = DemandeRenouvellementFactory(saison=EngagementFactory(structure=structure).saisons.get())
    engagement = demande.saison.engagement

    reponse = connecte.post(reverse("espace:benevole-geste", args=[engagement.pk, "sortie"]), {"motif": "STRUCTURE"})

    demande.refresh_from_db()
    assert reponse.status_code == 302
    assert (demande.reponse, demande.canal) == ("ARRET", "STRUCTURE")


@pytest.mark.parametrize("geste", ["reprise", "saison"])
def test_gestes_sans_question(connecte, structure, geste):
    engagement = EngagementFactory(structure=structure, statut="EN_PAUSE", pause_jusqu_au=date(2099, 1, 1))

    reponse = connecte.post(reverse("espace:benevole-geste", args=[engagement.pk, geste]))

    assert reponse.status_code == 302
    assert Engagement.objects.get().statut == "ACTIF"


def test_geste_refuse_ou_inconnu(connecte, structure):
    engagement = EngagementFactory(structure=structure)

    refuse = connecte.post(reverse("espace:benevole-geste", args=[engagement.pk, "pause"]), {"jusqu_au": "2020-01-01"})

    assert refuse.status_code == 422
    assert connecte.get(reverse("espace:benevole-geste", args=[engagement.pk, "rien"])).status_code == 404


def ajout(**valeurs):
    return {"prenom": "Léa", "nom": "Roy", "courriel": "lea@exemple.fr", "depuis": "2026-01-05"} | valeurs


def test_ajouter_une_personne_l_en_previent(connecte, structure, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        reponse = connecte.post(reverse("espace:benevole-ajouter"), ajout())

    engagement = Engagement.objects.get()
    assert reponse.status_code == 302
    assert (engagement.structure, engagement.departement, engagement.depuis) == (structure, "75", date(2026, 1, 5))
    assert [courriel.to for courriel in mailoutbox] == [["lea@exemple.fr"]]
    assert "CNIL" in mailoutbox[0].body


def test_ajouter_une_personne_connue_ailleurs_la_rattache_sans_rien_changer(connecte, structure):
    connue = BenevoleFactory(courriel="lea@exemple.fr", prenom="Léa-Marie")

    connecte.post(reverse("espace:benevole-ajouter"), ajout(courriel="LEA@exemple.fr"))
    deux = connecte.post(reverse("espace:benevole-ajouter"), ajout())

    assert Benevole.objects.get().prenom == "Léa-Marie"
    assert Engagement.objects.get().benevole == connue
    assert deux.status_code == 422


@pytest.mark.parametrize(
    "autrement",
    [
        {"prenom": unicodedata.normalize("NFD", "Zoé"), "nom": "Lefèvre", "telephone": "0612345678"},
        {"prenom": "ZOE", "nom": "LEFEVRE", "telephone": "+33 6 12 34 56 78"},
    ],
)
def test_personne_sans_adresse_n_est_ajoutee_qu_une_fois(connecte, autrement):
    zoe = {"courriel": "", "prenom": "Zoé", "nom": "Lefèvre", "telephone": "06\u202f12\u202f34\u202f56\u202f78"}
    connecte.post(reverse("espace:benevole-ajouter"), ajout(**zoe))

    encore = connecte.post(reverse("espace:benevole-ajouter"), ajout(courriel="", **autrement))

    assert encore.status_code == 422
    assert "Cette personne est déjà dans votre liste de bénévoles." in encore.text
    assert Benevole.objects.count() == 1


@pytest.mark.parametrize("valeurs", [{"courriel": ""}, {"depuis": "2099-01-01"}, {"nom": ""}])
def test_ajout_incomplet_garde_ce_qui_est_ecrit(connecte, valeurs):
    reponse = connecte.post(reverse("espace:benevole-ajouter"), ajout(**valeurs))

    assert reponse.status_code == 422
    assert "Léa" in reponse.content.decode()


def test_lancer_compte_puis_envoie(connecte, structure):
    EngagementFactory(structure=structure)
    EngagementFactory(structure=structure, benevole=BenevoleFactory(courriel="", telephone="0612345678"))
    adresse = reverse("espace:renouvellement-lancer")

    apercu = connecte.post(adresse, {"fin_de_saison": "2026-12-31"})
    assert not CampagneRenouvellement.objects.exists()
    envoi = connecte.post(adresse, {"fin_de_saison": "2026-12-31", "envoyer": "1"})
    encore = connecte.post(adresse, {"fin_de_saison": "2026-12-31", "envoyer": "1"})

    assert apercu.context["apercu"] == {"total": 2, "sans_adresse": 1}
    assert [envoi.status_code, encore.status_code] == [302, 422]
    campagne = CampagneRenouvellement.objects.get()
    assert (campagne.structure, campagne.demandes.count()) == (structure, 2)


def test_une_campagne_pour_toutes_se_clot_par_l_animation(connecte, structure):
    demande = DemandeRenouvellementFactory(saison=EngagementFactory(structure=structure).saisons.get())

    reponse = connecte.post(reverse("espace:renouvellement-clore", args=[demande.campagne.pk]))

    assert reponse.status_code == 403


def test_les_exports_csv_disent_le_dernier_contact(connecte, structure):
    engagement = EngagementFactory(structure=structure, benevole__prenom="=Awa", benevole__telephone="+33612345678")
    DemandeRenouvellementFactory(saison=engagement.saisons.get(), a_appeler=True)

    liste = connecte.get(reverse("espace:benevoles-export-csv"))
    appels = connecte.get(reverse("espace:renouvellement-export-csv"))

    assert [reponse.headers["Content-Type"] for reponse in (liste, appels)] == ["text/csv; charset=utf-8"] * 2
    assert "2026-12-31" in liste.content.decode()
    ligne = appels.content.decode().splitlines()[1]
    assert ligne.startswith("'=Awa Diop")
    assert ligne.endswith("2026-12-31;2026-03-03")  # the end of the season, the last contact


def test_accueil_d_une_personne_venue_sans_candidature(connecte, structure):
    engagement = EngagementFactory(structure=structure)
    adresse = reverse("espace:benevole-accueil", args=[engagement.pk])

    refuse = connecte.post(adresse, {"honorabilite": "ATTESTATION"})
    fait = connecte.post(adresse, {"charte_le": "2026-03-02"})

    assert [refuse.status_code, fait.status_code] == [422, 302]
    assert Accueil.objects.get(benevole=engagement.benevole, structure=structure).charte_le == date(2026, 3, 2)
    assert "Charte signée le" in connecte.get(fait.url).content.decode()
    assert AccesDossier.objects.filter(action="ECRIRE").count() == 1


def test_corriger_le_departement(connecte, structure):
    engagement = EngagementFactory(structure=structure)
    adresse = reverse("espace:benevole-departement", args=[engagement.pk])

    reponses = [connecte.post(adresse, {"departement": code}) for code in ("999", "93")]

    assert [reponse.status_code for reponse in reponses] == [422, 302]
    assert Engagement.objects.get().departement == "93"


def test_corriger_les_dates_d_une_saison_en_previent_la_personne(
    connecte, structure, mailoutbox, django_capture_on_commit_callbacks
):
    engagement = EngagementFactory(structure=structure)
    adresse = reverse("espace:benevole-saison", args=[engagement.pk, engagement.saisons.get().pk])

    refuse = connecte.post(adresse, {"debut": "2026-03-01", "fin": "2026-02-01"})
    with django_capture_on_commit_callbacks(execute=True):
        fait = connecte.post(adresse, {"debut": "2026-02-01", "fin": "2026-08-31"})

    assert [refuse.status_code, fait.status_code] == [422, 302]
    assert engagement.saisons.values_list("debut", "fin").get() == (date(2026, 2, 1), date(2026, 8, 31))
    assert [courriel.to for courriel in mailoutbox] == [[engagement.benevole.courriel]]
    ailleurs = EngagementFactory(structure=structure).saisons.get()
    assert connecte.get(reverse("espace:benevole-saison", args=[engagement.pk, ailleurs.pk])).status_code == 404
