"""Renewal: asked once a season, answered in one click, reminded on weekdays until the answer, then to be called."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from espace_structures.benevolat.engagements.metier import rappels
from espace_structures.benevolat.engagements.metier import renouvellement as metier
from espace_structures.benevolat.enums import CanalReponse, Reponse, StatutEngagement
from espace_structures.benevolat.metier import attestation, liens
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import CampagneRenouvellement, DemandeRenouvellement, Engagement, Saison
from espace_structures.structures.enums import RoleStructure
from tests.fabriques.benevolat import (
    BenevoleFactory,
    CampagneRenouvellementFactory,
    DemandeRenouvellementFactory,
    EngagementFactory,
)
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory

pytestmark = pytest.mark.django_db

LANCEE = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)  # Tuesday
LE = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
FIN = date(2026, 12, 31)


def lancer(structure=None, **options):
    options = {"titre": "Renouvellement 2027", "fin_de_saison": FIN, "message": "", "le": LANCEE} | options
    return metier.lancer(structure, par=CompteFactory(), **options)


def repondre(demande, choix, *, le=LE, canal=CanalReponse.LIEN, **options):
    return metier.repondre(demande, choix=choix, canal=canal, le=le, **options)


def dates(engagement):
    return list(engagement.saisons.order_by("debut").values_list("debut", "fin"))


def etat(demande):
    engagement = Engagement.objects.get(pk=demande.saison.engagement_id)
    return engagement.statut, dates(engagement)


def test_lancer_interroge_une_fois_ceux_dont_la_saison_finit(mailoutbox, django_capture_on_commit_callbacks):
    structure = StructureFactory()
    concerne = EngagementFactory(structure=structure)
    sans_adresse = EngagementFactory(structure=structure, benevole=BenevoleFactory(courriel="", telephone="0612345678"))
    EngagementFactory(structure=structure, saison=(date(2026, 6, 1), date(2027, 6, 30)))
    EngagementFactory(structure=structure, statut="EN_PAUSE", pause_jusqu_au=date(2027, 1, 31))
    EngagementFactory()

    with django_capture_on_commit_callbacks(execute=True):
        campagne = lancer(structure)

    demandes = campagne.demandes.values_list("saison__engagement", "a_appeler")
    assert set(demandes) == {(concerne.pk, False), (sans_adresse.pk, True)}
    assert [courriel.to for courriel in mailoutbox] == [[concerne.benevole.courriel]]
    with pytest.raises(BenevolatRefuse, match="Personne n’est concerné"):
        lancer(structure)


def test_lancer_pour_toutes_n_interroge_pas_deux_fois():
    ici, ailleurs = EngagementFactory(), EngagementFactory()
    lancer(ici.structure)

    campagne = lancer()

    assert [demande.saison.engagement for demande in campagne.demandes.all()] == [ailleurs]


def test_continuer_ouvre_la_saison_du_lendemain():
    demande = DemandeRenouvellementFactory()

    repondre(demande, Reponse.CONTINUE)
    repondre(demande, Reponse.CONTINUE)

    demande.refresh_from_db()
    assert (demande.reponse, demande.repondue_le, demande.canal) == ("CONTINUE", LE, "LIEN")
    assert etat(demande) == (
        "ACTIF",
        [(date(2026, 1, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 12, 31))],
    )


@pytest.mark.parametrize("avant", list(Reponse))
@pytest.mark.parametrize("apres", list(Reponse))
def test_changer_d_avis_vaut_la_seule_derniere_reponse(avant, apres):
    demande = DemandeRenouvellementFactory()
    options = {Reponse.PAUSE: {"jusqu_au": date(2027, 3, 31)}, Reponse.ARRET: {"motif": "TEMPS"}}
    repondre(demande, avant, **options.get(avant, {}))

    repondre(demande, apres, le=LE + timedelta(days=1), **options.get(apres, {}))

    statut, saisons = etat(demande)
    assert statut == {"CONTINUE": "ACTIF", "PAUSE": "EN_PAUSE", "ARRET": "SORTI"}[apres]
    assert len(saisons) == (2 if apres == Reponse.CONTINUE else 1)
    assert all(fin < debut for (_d, fin), (debut, _f) in pairwise(saisons))


def test_pause_sans_date_ou_reponse_inconnue_refusees_sans_rien_changer():
    demande = DemandeRenouvellementFactory()

    with pytest.raises(BenevolatRefuse, match="jusqu’à quand"):
        repondre(demande, Reponse.PAUSE)
    with pytest.raises(BenevolatRefuse, match="trois réponses"):
        repondre(demande, "AUTRE")

    assert etat(demande) == ("ACTIF", [(date(2026, 1, 1), FIN)])


def test_campagne_close_ou_engagement_termine_ne_prend_plus_de_reponse():
    demande = DemandeRenouvellementFactory()
    terminee = DemandeRenouvellementFactory(
        saison=EngagementFactory(statut="SORTI", sorti_le=date(2026, 11, 1), motif_sortie="TEMPS").saisons.get()
    )
    metier.clore(demande.campagne, par=CompteFactory(), le=LE)
    metier.clore(demande.campagne, par=CompteFactory(), le=LE + timedelta(days=1))

    with pytest.raises(BenevolatRefuse, match="close"):
        repondre(demande, Reponse.CONTINUE)
    with pytest.raises(BenevolatRefuse, match="terminé"):
        repondre(terminee, Reponse.CONTINUE)

    assert CampagneRenouvellement.objects.get(pk=demande.campagne.pk).close_le == LE


def test_une_question_plus_recente_l_emporte():
    demande = DemandeRenouvellementFactory()
    repondre(demande, Reponse.CONTINUE)
    suivante = Saison.objects.get(debut=date(2027, 1, 1))
    DemandeRenouvellementFactory(saison=suivante)

    with pytest.raises(BenevolatRefuse, match="plus récente"):
        repondre(demande, Reponse.ARRET, motif="TEMPS")


def test_reponse_notee_par_la_structure_previent_la_personne(mailoutbox, django_capture_on_commit_callbacks):
    demande = DemandeRenouvellementFactory(a_appeler=True)

    with django_capture_on_commit_callbacks(execute=True):
        repondre(demande, Reponse.PAUSE, canal=CanalReponse.STRUCTURE, jusqu_au=date(2027, 3, 31))

    demande.refresh_from_db()
    assert (demande.canal, demande.a_appeler) == ("STRUCTURE", False)
    assert "31 mars 2027" in mailoutbox[0].body


def test_rappels_dates_ecrites():
    demande = DemandeRenouvellementFactory(envoyee_le=LANCEE)

    def passer(jour):
        return rappels.relancer(le=datetime(2026, 12, jour, 8, 0, tzinfo=UTC))

    assert passer(10) == (0, 0)
    assert passer(11) == (1, 0)  # Friday, ten days later
    assert passer(11) == (0, 0)
    assert passer(21) == (1, 0)
    assert rappels.relancer(le=datetime(2027, 1, 2, 8, 0, tzinfo=UTC)) == (0, 0)  # Saturday
    assert rappels.relancer(le=datetime(2027, 1, 4, 8, 0, tzinfo=UTC)) == (0, 1)
    demande.refresh_from_db()
    assert (demande.rappels, demande.a_appeler) == (2, True)
    assert rappels.relancer(le=datetime(2027, 1, 20, 8, 0, tzinfo=UTC)) == (0, 0)


def test_pas_de_rappel_apres_une_reponse_une_cloture_ou_une_reconduction():
    repondre(DemandeRenouvellementFactory(), Reponse.CONTINUE)
    DemandeRenouvellementFactory(campagne=CampagneRenouvellementFactory(close_le=LE))
    DemandeRenouvellementFactory(
        saison=EngagementFactory(statut="EN_PAUSE", pause_jusqu_au=date(2027, 2, 1)).saisons.get()
    )

    assert rappels.relancer(le=datetime(2026, 12, 21, 8, 0, tzinfo=UTC)) == (0, 0)
    assert rappels._relancer_une(DemandeRenouvellement.objects.first().pk, le=LE) == ""


def test_les_pauses_se_reveillent_le_lendemain(mailoutbox, django_capture_on_commit_callbacks):
    engagement = EngagementFactory(statut="EN_PAUSE", pause_jusqu_au=date(2027, 3, 31))

    assert rappels.reveiller(le=datetime(2027, 3, 31, 8, 0, tzinfo=UTC)) == 0
    assert rappels._reveiller_une(engagement.pk, le=datetime(2027, 3, 31, 8, 0, tzinfo=UTC)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert rappels.reveiller(le=datetime(2027, 4, 1, 8, 0, tzinfo=UTC)) == 1

    engagement.refresh_from_db()
    assert engagement.statut == StatutEngagement.ACTIF
    assert dates(engagement) == [(date(2026, 1, 1), FIN), (date(2027, 4, 1), date(2027, 12, 31))]
    assert [courriel.to for courriel in mailoutbox] == [[engagement.benevole.courriel]]


def test_la_fin_d_une_pause_rouvre_la_question_de_la_campagne(mailoutbox, django_capture_on_commit_callbacks):
    demande = DemandeRenouvellementFactory()
    repondre(demande, Reponse.PAUSE, jusqu_au=date(2027, 3, 31))

    with django_capture_on_commit_callbacks(execute=True):
        rappels.reveiller(le=datetime(2027, 4, 1, 8, 0, tzinfo=UTC))
    repondre(demande, Reponse.ARRET, motif="TEMPS", le=datetime(2027, 4, 2, 8, 0, tzinfo=UTC))

    assert "/renouveler/" in mailoutbox[-1].body
    assert etat(demande) == (
        StatutEngagement.SORTI,
        [(date(2026, 1, 1), FIN), (date(2027, 4, 1), date(2027, 4, 2))],
    )


def test_le_point_du_lundi_une_fois_par_structure(mailoutbox, django_capture_on_commit_callbacks):
    demande = DemandeRenouvellementFactory()
    structure = demande.saison.engagement.structure
    compte = CompteFactory()
    compte.membres_structures.create(structure=structure, role=RoleStructure.RESPONSABLE)
    repondre(DemandeRenouvellementFactory(), Reponse.CONTINUE)
    lundi = datetime(2026, 12, 7, 8, 0, tzinfo=UTC)

    with django_capture_on_commit_callbacks(execute=True):
        resultats = [rappels.faire_le_point(le=moment) for moment in (lundi - timedelta(days=1), lundi, lundi)]

    assert resultats == [0, 1, 0]
    assert [courriel.to for courriel in mailoutbox if "Renouvellement" in courriel.subject] == [[compte.email]]


def adresses_du_courriel(courriel):
    return [
        urlsplit(a)._replace(scheme="", netloc="").geturl()
        for a in re.findall(r"https?://\S+/renouveler/\S+", courriel.body)
    ]


def test_les_robots_qui_lisent_les_liens_ne_changent_rien(client, mailoutbox, django_capture_on_commit_callbacks):
    EngagementFactory()
    with django_capture_on_commit_callbacks(execute=True):
        lancer()
    adresses = adresses_du_courriel(mailoutbox[0])

    statuts = [getattr(client, methode)(a).status_code for a in adresses for methode in ("get", "head")]

    assert [a.partition("?")[2] for a in adresses] == ["choix=continue", "choix=pause", "choix=arret"]
    assert statuts == [200] * 6
    assert etat(DemandeRenouvellement.objects.get()) == ("ACTIF", [(date(2026, 1, 1), FIN)])


def test_un_lien_faux_revoque_ou_d_un_autre_genre_mene_a_la_sortie(client):
    demande = DemandeRenouvellementFactory()
    bon = liens.jeton(liens.RENOUVELLEMENT, demande)
    autre = liens.jeton(liens.SUIVI, demande.saison.engagement.benevole)

    statuts = [
        client.post(reverse("benevolat:renouveler", args=[j]), {"choix": "continue"}).status_code
        for j in (bon[:-1] + ("A" if bon[-1] != "A" else "B"), autre, "x")
    ]
    liens.revoquer(demande)
    statuts.append(client.get(reverse("benevolat:renouveler", args=[bon])).status_code)

    assert statuts == [410] * 4
    assert etat(demande) == ("ACTIF", [(date(2026, 1, 1), FIN)])


def test_repondre_depuis_la_page(client):
    demande = DemandeRenouvellementFactory()
    adresse = reverse("benevolat:renouveler", args=[liens.jeton(liens.RENOUVELLEMENT, demande)])

    vide = client.post(adresse, {"choix": "arret"})
    sans_choix = client.post(adresse, {})
    refuse = client.post(adresse, {"choix": "pause", "jusqu_au": "2020-01-01"})
    reussi = client.post(adresse, {"choix": "continue"})
    assert reussi.headers["Referrer-Policy"] == "strict-origin"  # less would blank the Origin of the form, refused then
    rejoue = client.post(adresse, {"choix": "continue"})

    assert [r.status_code for r in (vide, sans_choix, refuse, reussi, rejoue)] == [422, 422, 422, 302, 302]
    demande.refresh_from_db()
    assert demande.reponse == "CONTINUE"
    assert demande.saison.engagement.saisons.count() == 2
    assert "votre réponse est notée" in client.get(adresse).content.decode()


def test_attestation(client):
    engagement = EngagementFactory(benevole__prenom="Awa", benevole__nom="Diop")
    jeton = attestation.jeton(engagement)

    page = client.get(reverse("benevolat:attestation", args=[jeton]))
    faux = client.get(reverse("benevolat:attestation", args=[jeton + "x"]))
    liens.revoquer(engagement.benevole)
    revoque = client.get(reverse("benevolat:attestation", args=[jeton]))

    assert [page.status_code, faux.status_code, revoque.status_code] == [200, 410, 410]
    assert "Awa Diop" in page.content.decode()
