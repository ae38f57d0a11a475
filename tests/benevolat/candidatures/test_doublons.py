"""The same person known twice: found, compared, made one."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.urls import reverse

from espace_structures.benevolat.candidatures.metier.doublons import a_doublon, doublons_de, peut_reunir, reunir
from espace_structures.benevolat.enums import Auteur, Consultation, EtatCandidature, Honorabilite
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import (
    AccesDossier,
    Accueil,
    Benevole,
    Candidature,
    Etiquette,
    LangueParlee,
    Message,
)
from tests.fabriques.benevolat import LE, AppelFactory, BenevoleFactory, CandidatureFactory, EngagementFactory
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import public

pytestmark = pytest.mark.django_db
E = EtatCandidature


@pytest.fixture
def structure():
    return StructureFactory(nom="Relais Emploi")


@pytest.fixture
def compte(structure):
    return membre(structure)


def _connue(structure, **champs) -> Benevole:
    benevole = BenevoleFactory(**champs)
    CandidatureFactory(benevole=benevole, structure=structure)
    return benevole


@pytest.mark.parametrize(
    ("une", "autre", "raison"),
    [
        ({"telephone": "06 12 34 56 78"}, {"telephone": "+33 6 12 34 56 78"}, "même téléphone"),
        ({"prenom": "Éva", "nom": "Le Goff"}, {"prenom": "eva", "nom": "LE-GOFF"}, "même nom, même commune"),
        (
            {"courriel": "eva.legoff@exemple.fr"},
            {"courriel": "evalegoff+aide@exemple.fr"},
            "adresses électroniques très proches",
        ),
    ],
)
def test_les_dossiers_proches_sont_reconnus_et_la_raison_dite(structure, compte, une, autre, raison):
    premiere, seconde = _connue(structure, **une), _connue(structure, **autre)

    (trouve,) = doublons_de(premiere, compte)

    assert (trouve.benevole, trouve.raisons) == (seconde, [raison])
    assert a_doublon([premiere.pk], compte) == {premiere.pk}


def test_on_n_apprend_jamais_qu_une_personne_est_connue_ailleurs(structure, compte):
    ici = _connue(structure, telephone="06 12 34 56 78", courriel="")
    _connue(StructureFactory(), telephone="06 12 34 56 78", code_commune="")
    _connue(structure, nom="Roy", courriel="roy@exemple.fr")

    assert doublons_de(ici, compte) == []
    assert a_doublon([ici.pk], compte) == set()
    assert len(doublons_de(ici, animateur())) == 1


def test_reunir_garde_le_profil_choisi_et_tout_ce_que_les_deux_ont_vecu(
    structure, compte, django_capture_on_commit_callbacks
):
    garde = BenevoleFactory(prenom="Eva", courriel="eva@exemple.fr")
    autre = BenevoleFactory(
        prenom="Éva",
        courriel="eva.bis@exemple.fr",
        telephone="06 12 34 56 78",
        dernier_contact_le=datetime(2026, 3, 9, 8, tzinfo=UTC),
    )
    LangueParlee.objects.create(benevole=autre, code="ar")
    appel = AppelFactory(structure=structure)
    sienne = CandidatureFactory(benevole=garde, structure=structure, promise_le=date(2026, 3, 12))
    double = CandidatureFactory(benevole=autre, structure=structure, etat=E.CONTACTEE, appel=appel)
    finie = CandidatureFactory(benevole=autre, structure=structure, etat=E.RETIREE)
    double.etiquettes.add(Etiquette.objects.create(structure=structure, nom="Soir"))
    Message.objects.create(candidature=sienne, auteur=Auteur.CANDIDAT, texte="Bonjour", ecrit_le=LE)
    engagement = EngagementFactory(benevole=autre, structure=structure)
    for benevole, vue in ((garde, None), (autre, date(2026, 2, 1))):
        Accueil.objects.create(
            benevole=benevole,
            structure=structure,
            entretien_le=date(2026, 1, 5) if vue else None,
            honorabilite=Honorabilite.ATTESTATION if vue else "",
            honorabilite_le=vue,
            modifie_le=LE,
        )

    with django_capture_on_commit_callbacks(execute=True):
        reunir(garde, autre, par=compte, le=LE)

    garde.refresh_from_db()
    assert list(Benevole.objects.all()) == [garde]
    assert (garde.prenom, garde.courriel, garde.telephone) == ("Eva", "eva@exemple.fr", "06 12 34 56 78")
    assert garde.dernier_contact_le == datetime(2026, 3, 9, 8, tzinfo=UTC)
    assert set(garde.candidatures.all()) == {double, finie}
    double.refresh_from_db()
    assert (double.etat, double.promise_le, double.appel) == (E.CONTACTEE, date(2026, 3, 10), appel)
    assert double.messages.count() == double.etiquettes.count() == 1
    assert garde.engagements.get() == engagement
    accueil = garde.accueils.get()
    assert (accueil.entretien_le, accueil.honorabilite_le) == (date(2026, 1, 5), date(2026, 2, 1))
    assert garde.langues_parlees.get().code == "ar"
    assert AccesDossier.objects.filter(benevole=garde, action=Consultation.FUSIONNER).count() == 1
    par_adresse = {message.to[0]: message.body for message in mail.outbox}
    assert set(par_adresse) == {"eva@exemple.fr", "eva.bis@exemple.fr"}
    assert "Ouvrir ma page" in par_adresse["eva@exemple.fr"]
    # Were they two people, the second one opens nothing of the first.
    assert "Ouvrir ma page" not in par_adresse["eva.bis@exemple.fr"]
    assert "eva@exemple.fr" not in par_adresse["eva.bis@exemple.fr"]


def test_reunir_garde_un_accueil_d_une_autre_structure_et_l_adresse_qui_manquait(structure):
    garde = BenevoleFactory(courriel="", telephone="06 12 34 56 78")
    autre = BenevoleFactory(courriel="eva@exemple.fr")
    Accueil.objects.create(benevole=autre, structure=structure, modifie_le=LE)
    CandidatureFactory(benevole=autre, structure=None)

    reunir(garde, autre, par=animateur(), le=LE)

    garde.refresh_from_db()
    assert garde.courriel == "eva@exemple.fr"
    assert (garde.accueils.count(), garde.candidatures.count()) == (1, 1)


def test_reunir_garde_la_piece_vue_le_plus_tard_et_les_publics_choisis(structure, compte):
    garde, autre = _connue(structure), _connue(structure)
    autre_public, sien = public("qpv"), public("jeunes")
    garde.publics.set([sien])
    autre.publics.set([autre_public])
    for benevole, vue in ((garde, date(2026, 2, 1)), (autre, date(2025, 2, 1))):
        Accueil.objects.create(
            benevole=benevole,
            structure=structure,
            honorabilite=Honorabilite.ATTESTATION,
            honorabilite_le=vue,
            modifie_le=LE,
        )

    reunir(garde, autre, par=compte, le=LE)

    assert garde.accueils.get().honorabilite_le == date(2026, 2, 1)
    assert list(garde.publics.all()) == [sien]


def test_deux_engagements_dans_la_meme_structure_ne_se_melangent_pas(structure, compte):
    garde, autre = BenevoleFactory(), BenevoleFactory()
    for benevole in (garde, autre):
        EngagementFactory(benevole=benevole, structure=structure)

    with pytest.raises(BenevolatRefuse, match="leurs saisons ne se mélangent pas"):
        reunir(garde, autre, par=compte, le=LE)


@pytest.mark.parametrize("ailleurs", ["autre_structure", "animation"])
def test_une_structure_ne_reunit_que_ce_qu_elle_suit_seule(structure, compte, ailleurs):
    garde, autre = _connue(structure), _connue(structure)
    CandidatureFactory(benevole=autre, structure=StructureFactory() if ailleurs == "autre_structure" else None)

    assert not peut_reunir([garde, autre], compte)
    with pytest.raises(BenevolatRefuse, match="seule l’animation"):
        reunir(garde, autre, par=compte, le=LE)
    assert Benevole.objects.count() == 2


def test_reunir_refuse_le_meme_dossier_et_celui_qui_n_est_plus_la(structure, compte):
    garde, brouillon = _connue(structure), BenevoleFactory(confirme_le=None)

    for autre in (garde, brouillon):
        with pytest.raises(BenevolatRefuse):
            reunir(garde, autre, par=compte, le=LE)


def test_l_ecran_compare_puis_reunit_en_gardant_le_profil_choisi(client, structure, compte):
    garde = _connue(structure, prenom="Eva", telephone="06 12 34 56 78")
    autre = _connue(structure, prenom="Éva", telephone="0612345678")
    client.force_login(compte)
    adresse = reverse("espace:candidatures-doublons", args=[Candidature.objects.get(benevole=garde).pk])

    page = client.get(adresse)
    assert "même téléphone" in page.text
    assert AccesDossier.objects.filter(action=Consultation.LIRE).count() == 2
    assert client.post(adresse, {"autre": "9" * 30}).status_code == 422
    reponse = client.post(adresse, {"autre": autre.pk, "garde": autre.pk})

    assert reponse.status_code == 302
    assert list(Benevole.objects.all()) == [autre]


def test_l_ecran_dit_pourquoi_il_ne_reunit_pas(client, structure, compte):
    garde, autre = _connue(structure, telephone="0612345678"), _connue(structure, telephone="0612345678")
    client.force_login(compte)
    adresse = reverse("espace:candidatures-doublons", args=[Candidature.objects.get(benevole=garde).pk])
    for benevole in (garde, autre):
        EngagementFactory(benevole=benevole, structure=structure)

    assert client.post(adresse, {"autre": autre.pk, "garde": garde.pk}).status_code == 422
    CandidatureFactory(benevole=autre)
    assert "seule l’animation" in client.get(adresse).text
    assert client.post(adresse, {"autre": autre.pk, "garde": garde.pk}).status_code == 403
