"""The inbox: tabs, filters, words of the rows, labels, ready-made messages, export."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from espace_structures.benevolat.candidatures.metier import etiquettes
from espace_structures.benevolat.candidatures.metier.boite import (
    echeance_en_mots,
    lire_les_lignes,
    offre_en_mots,
    pour_la_liste,
)
from espace_structures.benevolat.enums import Auteur, Consultation, EtatCandidature, MotifRefus, Source
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import AccesDossier, Candidature, Etiquette, Message, ModeleMessage
from espace_structures.structures.enums import RoleStructure
from tests.fabriques.benevolat import LE, AppelFactory, BenevoleFactory, CandidatureFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import annuaire, fiche

pytestmark = pytest.mark.django_db
ADRESSE = "espace:candidatures"


@pytest.fixture
def structure():
    return StructureFactory(nom="Relais Emploi")


@pytest.fixture
def compte(structure):
    return membre(structure)


@pytest.fixture
def navigateur(client, compte):
    client.force_login(compte)
    return client


def _noms(reponse) -> list[str]:
    return [ligne.candidature.benevole.nom for ligne in reponse.context["lignes"]]


def _deposee(structure, nom, **champs) -> Candidature:
    personne = {cle: champs.pop(cle) for cle in ("metier", "code_commune") if cle in champs}
    return CandidatureFactory(structure=structure, benevole=BenevoleFactory(nom=nom, **personne), **champs)


@pytest.mark.parametrize("nombre", [1, 3])
def test_la_liste_coute_un_nombre_fixe_de_requetes(navigateur, structure, nombre, django_assert_num_queries):
    appel = AppelFactory(structure=structure)
    for une in CandidatureFactory.create_batch(nombre, structure=structure, appel=appel):
        une.etiquettes.add(Etiquette.objects.get_or_create(structure=structure, nom="Soir")[0])
    navigateur.get(reverse(ADRESSE))

    with django_assert_num_queries(18):
        reponse = navigateur.get(reverse(ADRESSE))

    assert len(reponse.context["lignes"]) == nombre


def test_chaque_onglet_compte_ses_etats_et_la_plus_pressee_vient_d_abord(navigateur, structure):
    _deposee(structure, "Tard", promise_le=date(2026, 3, 20))
    _deposee(structure, "Vite", promise_le=date(2026, 3, 5))
    _deposee(structure, "Contactee", etat=EtatCandidature.CONTACTEE)
    _deposee(structure, "Refusee", etat=EtatCandidature.REFUSEE, motif_refus=MotifRefus.COMPLET)
    _deposee(structure, "Brouillon", etat=EtatCandidature.A_CONFIRMER)
    CandidatureFactory(benevole__nom="Ailleurs")

    reponse = navigateur.get(reverse(ADRESSE))

    assert _noms(reponse) == ["Vite", "Tard"]
    assert [onglet["nombre"] for onglet in reponse.context["onglets"]] == [2, 1, 0, 1, 4]


def test_les_mots_ignorent_accents_et_capitales(navigateur, structure):
    _deposee(structure, "Éloïse", metier="Chaudronnière", code_commune="93048")
    _deposee(structure, "Paul", metier="Cuisinier", code_commune="75056")

    par_nom = navigateur.get(reverse(ADRESSE), {"mots": "ELOISE"})
    par_metier_et_commune = navigateur.get(reverse(ADRESSE), {"mots": "chaudronniere montreuil"})
    par_rien = navigateur.get(reverse(ADRESSE), {"mots": "boulanger"})

    assert _noms(par_nom) == _noms(par_metier_et_commune) == ["Éloïse"]
    assert _noms(par_rien) == []
    assert "Aucune candidature ne répond" in par_rien.text


def test_les_filtres_se_combinent_et_une_valeur_etrange_ne_demande_rien(navigateur, structure, compte):
    appel = AppelFactory(structure=structure)
    _deposee(
        structure,
        "Choisie",
        appel=appel,
        confiee_a=compte,
        source=Source.MEDIA,
        promise_le=date(2026, 3, 5),
    ).etiquettes.add(Etiquette.objects.create(structure=structure, nom="Soir"))
    _deposee(structure, "Autre", promise_le=date(2100, 1, 1))
    etiquette = Etiquette.objects.get()

    for question in (
        {"appel": appel.pk},
        {"confiee": "moi"},
        {"source": "MEDIA"},
        {"etiquette": etiquette.pk},
        {"retard": "1"},
        {"onglet": "toutes", "etat": "NOUVELLE", "confiee": "moi", "structure": structure.pk},
    ):
        assert _noms(navigateur.get(reverse(ADRESSE), question)) == ["Choisie"], question
    assert _noms(navigateur.get(reverse(ADRESSE), {"confiee": "personne"})) == ["Autre"]
    etrange = {"appel": "x", "etat": "A_CONFIRMER", "onglet": "?", "tri": "?", "structure": "9" * 30, "page": "x"}
    assert len(_noms(navigateur.get(reverse(ADRESSE), etrange))) == 2


def test_l_animation_voit_tout_et_celles_sans_structure(client, structure):
    client.force_login(animateur())
    _deposee(structure, "Placee")
    CandidatureFactory(structure=None, benevole__nom="Sans")

    assert sorted(_noms(client.get(reverse(ADRESSE)))) == ["Placee", "Sans"]
    assert _noms(client.get(reverse(ADRESSE), {"structure": "aucune"})) == ["Sans"]
    assert _noms(client.get(reverse(ADRESSE), {"structure": structure.pk})) == ["Placee"]


def test_qui_suit_plusieurs_structures_choisit_pour_laquelle_il_agit(client, structure, compte):
    autre = StructureFactory(nom="Zénith")
    compte.membres_structures.create(structure=autre, role="CONTRIBUTEUR")
    client.force_login(compte)
    _deposee(structure, "Ici")
    _deposee(autre, "La")

    toutes = _noms(client.get(reverse(ADRESSE)))
    client.post(reverse("espace:choisir-organisation"), {"organisation": f"structures-{autre.pk}"})

    assert sorted(toutes) == ["Ici", "La"]
    assert _noms(client.get(reverse(ADRESSE))) == ["La"]


@pytest.mark.parametrize(
    ("promise", "dit"),
    [
        (date(2026, 3, 13), "à répondre avant le 13 mars 2026"),
        (date(2026, 3, 4), "à répondre demain au plus tard"),
        (date(2026, 3, 3), "à répondre aujourd’hui"),
        (date(2026, 3, 2), "en retard d’un jour"),
        (date(2026, 2, 28), "en retard de 3 jours"),
        (None, ""),
    ],
)
def test_l_echeance_est_dite_en_mots(promise, dit):
    candidature = CandidatureFactory.build(benevole=None, structure=None, promise_le=promise)

    assert echeance_en_mots(candidature, date(2026, 3, 3)) == dit


def test_une_candidature_repondue_n_a_plus_d_echeance():
    candidature = CandidatureFactory.build(benevole=None, structure=None, etat=EtatCandidature.CONTACTEE)

    assert echeance_en_mots(candidature, date(2026, 3, 30)) == ""


def test_l_offre_tient_en_quelques_mots():
    benevole = BenevoleFactory.build(metier="Comptable", le_week_end=True)

    assert offre_en_mots(benevole) == "Comptable – accompagnement régulier, le week-end, sur place ou à distance"


def test_une_ligne_dit_ou_combien_de_messages_et_le_rang_d_attente(structure, compte):
    une_fiche = fiche(annuaire(site_public()), structure)
    une_fiche.latitude, une_fiche.longitude = 48.8566, 2.3522
    une_fiche.save()
    attend = {"etat": EtatCandidature.LISTE_ATTENTE}
    seconde = _deposee(structure, "B", etat_depuis=datetime(2026, 3, 5, 8, tzinfo=UTC), **attend)
    premiere = _deposee(structure, "A", etat_depuis=datetime(2026, 3, 4, 8, tzinfo=UTC), code_commune="", **attend)
    proche = _deposee(structure, "C", code_commune="75101")
    ailleurs = CandidatureFactory(structure=None)
    Message.objects.create(candidature=seconde, auteur=Auteur.CANDIDAT, texte="Bonjour", ecrit_le=LE)

    lignes = lire_les_lignes(list(pour_la_liste(Candidature.objects.order_by("pk"))), compte=compte, jour=LE.date())

    par_pk = {ligne.candidature.pk: ligne for ligne in lignes}
    assert par_pk[seconde.pk].lieu == "Montreuil (93), à 7 km"
    assert par_pk[seconde.pk].non_lus == 1
    assert [par_pk[pk].rang for pk in (premiere.pk, seconde.pk, proche.pk)] == [1, 2, None]
    assert par_pk[premiere.pk].lieu == ""
    assert par_pk[proche.pk].lieu.endswith(("à moins d’un kilomètre", "à 1 km"))
    assert par_pk[ailleurs.pk].lieu == "Montreuil (93)"


def test_une_place_libre_dit_combien_de_personnes_attendent(navigateur, structure):
    appel = AppelFactory(structure=structure, titre="Aide aux CV")
    CandidatureFactory.create_batch(2, structure=structure, appel=appel, etat=EtatCandidature.LISTE_ATTENTE)

    reponse = navigateur.get(reverse(ADRESSE))

    assert "2 personnes attendent" in reponse.text


def test_une_boite_vide_dit_quoi_faire(navigateur):
    assert "Aucune candidature pour le moment" in navigateur.get(reverse(ADRESSE)).text


# --- Labels and ready-made messages --------------------------------------------------------------------------------


def test_poser_des_etiquettes_les_cree_une_seule_fois(structure):
    candidature = CandidatureFactory(structure=structure)
    Etiquette.objects.create(structure=structure, nom="Été")

    etiquettes.poser(candidature, etiquettes.lire_les_noms("ete, Soir ,soir,,"))

    assert sorted(candidature.etiquettes.values_list("nom", flat=True)) == ["Soir", "Été"]
    etiquettes.ajouter(candidature, ["Week-end"])
    assert candidature.etiquettes.count() == 3
    etiquettes.poser(candidature, [])
    assert candidature.etiquettes.count() == 0


@pytest.mark.parametrize("noms", [[], ["x" * 41], ["!?"]])
def test_une_etiquette_vide_trop_longue_ou_sans_lettre_est_refusee(structure, noms):
    candidature = CandidatureFactory(structure=structure)

    with pytest.raises(BenevolatRefuse):
        etiquettes.ajouter(candidature, noms)


def test_sans_structure_pas_d_etiquette():
    with pytest.raises(BenevolatRefuse, match="celles d’une structure"):
        etiquettes.ajouter(CandidatureFactory(structure=None), ["Soir"])


def test_renommer_et_supprimer_une_etiquette(navigateur, structure):
    soir = Etiquette.objects.create(structure=structure, nom="Soir")
    Etiquette.objects.create(structure=structure, nom="Matin")
    CandidatureFactory(structure=structure).etiquettes.add(soir)
    adresse = reverse("espace:etiquette", args=[soir.pk])

    assert navigateur.post(adresse, {"nom": "matin"}).status_code == 422
    assert navigateur.post(adresse, {"nom": "Soirée"}).status_code == 302
    assert "une candidature" in navigateur.get(reverse("espace:etiquettes")).text
    navigateur.post(reverse("espace:etiquette-supprimer", args=[soir.pk]))

    assert list(Etiquette.objects.values_list("nom", flat=True)) == ["Matin"]
    assert Candidature.objects.count() == 1
    with pytest.raises(BenevolatRefuse, match="Donnez un nom"):
        etiquettes.renommer(Etiquette.objects.get(), "  ")


def test_une_structure_tient_ses_modeles_et_lit_ceux_de_tous(navigateur, structure):
    navigateur.post(reverse("espace:modele-message-nouveau"), {"titre": "Merci", "texte": "Merci {prenom}"})
    modele = ModeleMessage.objects.get(structure=structure)
    navigateur.post(reverse("espace:modele-message", args=[modele.pk]), {"titre": "Merci !", "texte": "Merci {prenom}"})

    page = navigateur.get(reverse("espace:modeles-messages")).text
    assert "Merci !" in page
    assert "Proposition de rencontre" in page  # offered to all from the first day
    commun = ModeleMessage.objects.filter(structure=None).first()
    assert navigateur.get(reverse("espace:modele-message", args=[commun.pk])).status_code == 404
    navigateur.post(reverse("espace:modele-message-supprimer", args=[modele.pk]))
    assert not ModeleMessage.objects.filter(structure=structure).exists()


def test_pour_un_modele_qui_suit_plusieurs_structures_en_choisit_une(client, structure, compte):
    autre = StructureFactory()
    compte.membres_structures.create(structure=autre, role="CONTRIBUTEUR")
    client.force_login(compte)
    adresse = reverse("espace:modele-message-nouveau")

    assert client.get(adresse).status_code == 403
    assert client.get(adresse, {"structure": autre.pk}).status_code == 200
    assert client.get(reverse("espace:modeles-messages")).status_code == 200


def test_les_modeles_d_une_structure_restent_chez_elle(navigateur, client, structure):
    ailleurs = ModeleMessage.objects.create(structure=StructureFactory(), titre="Ailleurs", texte="Bonjour")
    sien = ModeleMessage.objects.create(structure=structure, titre="Ici", texte="Bonjour")
    commun = ModeleMessage.objects.filter(structure=None).first()

    adresse = reverse("espace:modele-message", args=[ailleurs.pk])
    assert navigateur.get(adresse).status_code == 404
    assert navigateur.post(adresse, {"titre": "Pris", "texte": "Pris"}).status_code == 404
    assert navigateur.post(reverse("espace:modele-message-supprimer", args=[ailleurs.pk])).status_code == 404
    assert "Ailleurs" not in navigateur.get(reverse("espace:modeles-messages")).text
    for vue in ("edit", "delete", "history", "usage"):
        nom = f"wagtailsnippets_benevolat_modelemessage:{vue}"
        assert navigateur.get(reverse(nom, args=[sien.pk])).status_code == 404
        assert navigateur.get(reverse(nom, args=[commun.pk])).status_code in (302, 403, 404)
    client.force_login(animateur())
    for vue in ("edit", "delete", "history", "usage"):
        nom = f"wagtailsnippets_benevolat_modelemessage:{vue}"
        assert client.get(reverse(nom, args=[sien.pk])).status_code == 404
        assert client.get(reverse(nom, args=[commun.pk])).status_code == 200
    liste = client.get(reverse("wagtailsnippets_benevolat_modelemessage:list")).text
    assert commun.titre in liste
    assert "Ailleurs" not in liste
    assert ModeleMessage.objects.filter(titre="Ailleurs").exists()


def test_un_modele_sans_texte_revient_avec_ce_qui_est_tape(navigateur, structure):
    sien = ModeleMessage.objects.create(structure=structure, titre="Ici", texte="Bonjour")

    for adresse in (
        reverse("espace:modele-message-nouveau"),
        reverse("espace:modele-message", args=[sien.pk]),
    ):
        reponse = navigateur.post(adresse, {"titre": "Gardé", "texte": ""})
        assert reponse.status_code == 422
        assert "Gardé" in reponse.text
    assert navigateur.post(reverse("espace:etiquette", args=[_soir(structure).pk]), {"nom": ""}).status_code == 422


def _soir(structure) -> Etiquette:
    return Etiquette.objects.create(structure=structure, nom="Soir")


def test_sans_structure_suivie_pas_de_candidatures(client, structure):
    client.force_login(membre(structure, RoleStructure.LECTEUR))

    assert client.get(reverse(ADRESSE)).status_code == 403


@pytest.mark.parametrize(("tri", "noms"), [("", ["Tot", "Tard"]), ("nom", ["Tard", "Tot"])])
def test_la_liste_d_attente_se_lit_par_ordre_d_arrivee_ou_par_nom(navigateur, structure, tri, noms):
    for nom, jour in (("Tard", 9), ("Tot", 4)):
        depuis = datetime(2026, 3, jour, 9, tzinfo=UTC)
        _deposee(structure, nom, etat=EtatCandidature.LISTE_ATTENTE, etat_depuis=depuis)

    assert _noms(navigateur.get(reverse(ADRESSE), {"onglet": "attente", "tri": tri})) == noms


# --- Export --------------------------------------------------------------------------------------------------------


def test_le_classeur_dit_sa_portee_et_chaque_dossier_garde_la_trace(navigateur, structure, compte):
    une = _deposee(structure, "=HYPERLINK(1)", metier="Comptable", source=Source.PROCHE)
    une.etiquettes.add(Etiquette.objects.create(structure=structure, nom="Soir"))
    _deposee(structure, "Contactee", etat=EtatCandidature.CONTACTEE)

    reponse = navigateur.post(reverse("espace:candidatures-xlsx"))

    lignes = list(openpyxl.load_workbook(BytesIO(reponse.content)).active.iter_rows(values_only=True))
    assert lignes[1][0].startswith("Relais Emploi – liste du ")
    assert len(lignes) == 4
    assert lignes[3][0] == "Awa =HYPERLINK(1)"
    trace = AccesDossier.objects.get()
    assert (trace.benevole, trace.action, trace.structure) == (une.benevole, Consultation.EXPORTER, structure)
    entree = ModelLogEntry.objects.get(action="benevolat.export")
    assert (entree.user, entree.data["detail"]) == (compte, "1 candidature, XLSX")


def test_le_csv_neutralise_les_formules_et_suit_les_filtres(client):
    client.force_login(animateur())
    CandidatureFactory(structure=None, benevole__prenom="=1+1", benevole__nom="Formule")
    CandidatureFactory(benevole__nom="Autre", confiee_a=membre(StructureFactory()), appel=AppelFactory())

    reponse = client.post(reverse("espace:candidatures-csv") + "?mots=formule")

    texte = reponse.content.decode("utf-8-sig")
    assert "'=1+1 Formule" in texte
    assert "Autre" not in texte
    assert texte.startswith("Toutes les structures suivies")
    assert ModelLogEntry.objects.filter(action="benevolat.export").exists()
    assert "Autre" in client.post(reverse("espace:candidatures-csv")).content.decode("utf-8-sig")


def test_exporter_ne_se_fait_pas_par_un_lien(navigateur):
    assert navigateur.get(reverse("espace:candidatures-csv")).status_code == 405
