"""Two records of one structure become one: what moves, what stays apart, where the addresses lead."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Page, Site

from espace_structures.bilans.models import Bilan, Prolongation
from espace_structures.structures.enums import EtatDemande, RoleStructure, StatutStructure
from espace_structures.structures.models import AncienNom, MembreStructure, Structure
from espace_structures.vie_des_structures.metier.fusion import FUSIONNER, FusionRefusee, fusionner
from espace_structures.vie_des_structures.metier.fusion_prevision import prevoir
from espace_structures.vitrines.metier.mediatheque import collection_de
from espace_structures.vitrines.metier.moderation import installer_moderation, soumettre
from espace_structures.vitrines.models import ActionPage, FichePage
from tests.fabriques.bilans import bilan_de, campagne_ouverte
from tests.fabriques.fusions import demande, invitation
from tests.fabriques.pages import image, langue, site_public
from tests.fabriques.structures import (
    ConventionFactory,
    FinanceurFactory,
    StructureFactory,
    animateur,
    editeurs,
    membre,
    responsable,
)
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = pytest.mark.django_db

LE = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # already July in Paris


@pytest.fixture
def gardee():
    return StructureFactory(nom="Les Deux Rives", departements=["75"])


@pytest.fixture
def absorbee():
    return StructureFactory(nom="Mission locale Deux Rives", departements=["75", "93"])


def fondre(gardee, absorbee, **valeurs):
    return fusionner(gardee, absorbee, **{"nom": absorbee.nom, "par": animateur(), "le": LE} | valeurs)


# --- What moves ------------------------------------------------------------------------------------------------------


def test_structure_absorbee_ferme_et_mene_a_celle_qui_reste(gardee, absorbee):
    avant = StructureFactory(statut=StatutStructure.FERMEE, successeur=absorbee)
    AncienNom.objects.create(structure=absorbee, nom="Le Relais", jusqu_au=date(2020, 1, 1))

    fondre(gardee, absorbee)

    absorbee.refresh_from_db()
    avant.refresh_from_db()
    assert (absorbee.statut, absorbee.fermee_le, absorbee.successeur) == (
        StatutStructure.FERMEE,
        date(2026, 7, 1),
        gardee,
    )
    assert avant.successeur == gardee
    assert sorted(a.nom for a in gardee.anciens_noms.all()) == ["Le Relais", "Mission locale Deux Rives"]
    assert [i.departement for i in gardee.implantations.all()] == ["75", "93"]


def test_conventions_vont_sauf_celles_que_l_autre_a_deja(gardee, absorbee):
    financeur = FinanceurFactory()
    ConventionFactory(structure=gardee, financeur=financeur, exercice=2025)
    double = ConventionFactory(structure=absorbee, financeur=financeur, exercice=2025)
    seule = ConventionFactory(structure=absorbee, financeur=financeur, exercice=2026)

    fusion = fondre(gardee, absorbee)

    assert (fusion.conventions, fusion.conventions_a_part) == ([seule], [double])
    assert [c.exercice for c in gardee.conventions.order_by("exercice")] == [2025, 2026]
    assert list(absorbee.conventions.all()) == [double]


def test_bilans_vont_sauf_ceux_d_une_campagne_ou_les_deux_en_ont(gardee, absorbee):
    commune, seule = campagne_ouverte(exercice=2024), campagne_ouverte(exercice=2025)
    bilan_de(gardee, commune)
    reste = bilan_de(absorbee, commune, reponses={"B1": 4})
    vont = bilan_de(absorbee, seule, reponses={"B1": 7})
    convention = ConventionFactory(structure=absorbee, exercice=2024)
    Prolongation.objects.create(campagne=seule, structure=absorbee, jusqu_au=date(2026, 9, 1), motif="Été")

    fusion = fondre(gardee, absorbee)

    assert (fusion.bilans, fusion.bilans_a_part, fusion.conventions_a_part) == ([vont], [reste], [convention])
    assert sorted(gardee.bilans.values_list("campagne__exercice", flat=True)) == [2024, 2025]
    assert list(absorbee.bilans.all()) == [reste]
    assert Bilan.objects.get(pk=vont.pk).nom_structure == "Mission locale Deux Rives"
    assert Prolongation.objects.get().structure == gardee


def test_membres_prennent_le_plus_haut_de_leurs_deux_roles(gardee, absorbee):
    camille, sacha, alix = membre(gardee, RoleStructure.LECTEUR), responsable(gardee), membre(absorbee)
    MembreStructure.objects.create(compte=camille, structure=absorbee, role=RoleStructure.RESPONSABLE)
    MembreStructure.objects.create(compte=sacha, structure=absorbee, role=RoleStructure.REDACTEUR)

    fondre(gardee, absorbee)

    roles = dict(gardee.membres.filter(actif=True).values_list("compte", "role"))
    assert roles == {
        camille.pk: RoleStructure.RESPONSABLE,
        sacha.pk: RoleStructure.RESPONSABLE,
        alix.pk: RoleStructure.CONTRIBUTEUR,
    }
    assert absorbee.membres.filter(actif=True).count() == 0
    gardee.refresh_from_db()
    assert editeurs(gardee) == {camille, sacha, alix}


def test_qui_est_parti_d_un_cote_reste_de_l_autre_avec_son_role(gardee, absorbee):
    camille, sacha, lou = responsable(gardee), membre(absorbee, RoleStructure.RESPONSABLE), membre(gardee)
    gardee.membres.filter(compte=camille).update(actif=False, quitte_le=LE)
    MembreStructure.objects.create(compte=camille, structure=absorbee, role=RoleStructure.REDACTEUR)
    absorbee.membres.filter(compte=sacha).update(actif=False, quitte_le=LE)
    gardee.membres.filter(compte=lou).update(actif=False, quitte_le=LE)
    MembreStructure.objects.create(compte=lou, structure=absorbee, role=RoleStructure.LECTEUR, actif=False)

    fondre(gardee, absorbee)

    assert list(gardee.membres.order_by("pk").values_list("compte", "role", "actif", "quitte_le")) == [
        (camille.pk, RoleStructure.REDACTEUR, True, None),
        (sacha.pk, RoleStructure.RESPONSABLE, False, LE),
        (lou.pk, RoleStructure.LECTEUR, False, LE),
    ]


def test_membres_gardent_la_lecture_du_bilan_reste_a_part(gardee, absorbee):
    campagne = campagne_ouverte()
    bilan_de(gardee, campagne)
    reste = bilan_de(absorbee, campagne)
    alix, camille = membre(absorbee), membre(gardee)
    MembreStructure.objects.create(compte=camille, structure=absorbee, role=RoleStructure.LECTEUR)

    fondre(gardee, absorbee)

    assert list(Bilan.objects.visibles_par(alix).filter(pk=reste.pk)) == [reste]
    assert list(Bilan.objects.visibles_par(camille).filter(pk=reste.pk)) == [reste]
    assert set(gardee.membres.filter(actif=True).values_list("compte", flat=True)) == {alix.pk, camille.pk}


def test_invitations_et_demandes_vont_sans_doublon(gardee, absorbee):
    membre(gardee, email="membre@exemple.fr")
    invitation(gardee, "deja@exemple.fr")
    demande(gardee, "attend@exemple.fr")
    va, deja, connue = (invitation(absorbee, f"{n}@exemple.fr") for n in ("va", "Deja", "membre"))
    suit, attend = demande(absorbee, "suit@exemple.fr"), demande(absorbee, "attend@exemple.fr")

    fondre(gardee, absorbee)

    for ligne in (va, deja, connue, suit, attend):
        ligne.refresh_from_db()
    assert [(i.structure, i.annulee_le) for i in (va, deja, connue)] == [
        (gardee, None),
        (absorbee, LE),
        (absorbee, LE),
    ]
    assert [(d.structure, d.etat) for d in (suit, attend)] == [
        (gardee, EtatDemande.EN_ATTENTE),
        (absorbee, EtatDemande.RETIREE),
    ]


def test_prevision_ne_change_rien_et_dit_ce_qui_sera_fait(gardee, absorbee):
    ConventionFactory(structure=absorbee)
    responsable(absorbee)

    fusion = prevoir(gardee, absorbee)

    assert (len(fusion.conventions), len(fusion.adhesions), fusion.noms_departements()) == (1, 1, "Seine-Saint-Denis")
    assert fusion.adhesions[0].role_lisible == "Responsable"
    assert (gardee.conventions.count(), gardee.membres.count(), absorbee.conventions.count()) == (0, 0, 1)
    assert prevoir(gardee, absorbee) == fusion


def test_fusion_est_au_journal_des_deux_avec_ses_chiffres(gardee, absorbee):
    ConventionFactory(structure=absorbee)
    responsable(absorbee)

    fondre(gardee, absorbee)

    entrees = ModelLogEntry.objects.filter(action=FUSIONNER)
    assert {entree.object_id for entree in entrees} == {str(gardee.pk), str(absorbee.pk)}
    assert entrees[0].data == {
        "gardee": "Les Deux Rives",
        "absorbee": "Mission locale Deux Rives",
        "conventions": 1,
        "conventions_a_part": 0,
        "adhesions": 1,
        "invitations": 0,
        "invitations_en_double": 0,
        "demandes": 0,
        "demandes_en_double": 0,
        "bilans": 0,
        "bilans_a_part": 0,
        "departements": 1,
        "anciens_noms": 1,
        "predecesseurs": 0,
        "actions": 0,
    }


def test_membres_de_l_absorbee_sont_prevenus(gardee, absorbee, django_capture_on_commit_callbacks):
    responsable(absorbee, email="a@exemple.fr")
    parti = membre(absorbee)
    absorbee.membres.filter(compte=parti).update(actif=False)
    responsable(gardee)

    with django_capture_on_commit_callbacks(execute=True):
        fondre(gardee, absorbee)

    assert [m.to for m in mail.outbox] == [["a@exemple.fr"]]
    assert mail.outbox[0].subject == "« Mission locale Deux Rives » et « Les Deux Rives » ne font plus qu’une"


# --- Pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def page_annuaire():
    return annuaire(site_public())


def test_actions_passent_sous_la_fiche_gardee_et_les_adresses_suivent(
    client, gardee, absorbee, page_annuaire, django_capture_on_commit_callbacks
):
    la_gardee, l_absorbee = fiche(page_annuaire, gardee), fiche(page_annuaire, absorbee)
    action(la_gardee, titre="Forum")
    meme, autre = action(l_absorbee, titre="Forum"), action(l_absorbee, titre="Café des parrains")
    adresses = [page.get_url() for page in (l_absorbee, meme, autre)]

    with django_capture_on_commit_callbacks(execute=True):
        fondre(gardee, absorbee)

    actions = ActionPage.objects.child_of(Page.objects.get(pk=la_gardee.pk)).order_by("path")
    assert [(a.title, a.slug, a.live) for a in actions] == [
        ("Forum", "forum", True),
        ("Forum", "forum-1", True),
        ("Café des parrains", "cafe-des-parrains", True),
    ]
    suites = [client.get(adresse) for adresse in adresses]
    assert [(s.status_code, s["Location"]) for s in suites] == [
        (301, FichePage.objects.get(pk=la_gardee.pk).url),
        (301, actions[1].url),
        (301, actions[2].url),
    ]
    assert FichePage.objects.get(pk=l_absorbee.pk).live is False
    assert Page.find_problems() == ([], [], [], [], [])


def test_redirection_ancienne_mene_a_la_fiche_gardee(gardee, absorbee, page_annuaire):
    la_gardee, l_absorbee = fiche(page_annuaire, gardee), fiche(page_annuaire, absorbee)
    Redirect.objects.create(old_path="/relais", redirect_page=l_absorbee)

    fondre(gardee, absorbee)

    assert Redirect.objects.get(old_path="/relais").redirect_page_id == la_gardee.pk


def test_fiche_est_adoptee_quand_la_gardee_n_en_a_pas(
    client, gardee, absorbee, page_annuaire, django_capture_on_commit_callbacks
):
    l_absorbee = fiche(page_annuaire, absorbee)
    l_absorbee.save_revision()
    action(l_absorbee, titre="Forum")
    ancienne = l_absorbee.get_url()

    with django_capture_on_commit_callbacks(execute=True):
        fusion = fondre(gardee, absorbee)

    adoptee = FichePage.objects.get(pk=l_absorbee.pk)
    assert (fusion.pages.adoptee, adoptee.structure, adoptee.title, adoptee.live) == (
        True,
        gardee,
        "Les Deux Rives",
        True,
    )
    brouillon = adoptee.get_latest_revision_as_object()
    assert (brouillon.structure, brouillon.title, brouillon.slug) == (gardee, "Les Deux Rives", "les-deux-rives")
    assert client.get(ancienne)["Location"] == adoptee.url
    assert [a.title for a in ActionPage.objects.child_of(adoptee)] == ["Forum"]


def test_brouillons_bougent_sans_paraitre(gardee, absorbee, page_annuaire):
    la_gardee, l_absorbee = fiche(page_annuaire, gardee), fiche(page_annuaire, absorbee, live=False)
    action(la_gardee, titre="Forum")
    attend = action(l_absorbee, titre="Forum", live=False)
    attend.save_revision()

    fondre(gardee, absorbee)

    attend = ActionPage.objects.get(pk=attend.pk)
    assert (attend.get_parent().pk, attend.live, attend.slug) == (la_gardee.pk, False, "forum-1")
    assert attend.get_latest_revision_as_object().slug == "forum-1"


def test_actions_traduites_gardent_leur_langue(gardee, absorbee, page_annuaire):
    la_gardee, l_absorbee = fiche(page_annuaire, gardee), fiche(page_annuaire, absorbee)
    anglais = langue("en")
    traduite = l_absorbee.copy_for_translation(anglais, copy_parents=True)
    traduite.save_revision().publish()
    forum = action(l_absorbee, titre="Forum").copy_for_translation(anglais)
    forum.save_revision().publish()

    fondre(gardee, absorbee)

    parent = Page.objects.get(pk=forum.pk).get_parent().specific
    assert (parent.structure, parent.locale, parent.live) == (gardee, anglais, False)
    assert parent.translation_key == la_gardee.translation_key
    assert ActionPage.objects.get(pk=forum.pk).live is True
    assert FichePage.objects.get(pk=traduite.pk).live is False


def test_images_vont_dans_la_collection_de_la_gardee(gardee, absorbee, page_annuaire):
    fiche(page_annuaire, gardee)
    photo = image()
    photo.collection = collection_de(absorbee)
    photo.save()

    fondre(gardee, absorbee)

    photo.refresh_from_db()
    assert photo.collection == collection_de(gardee)


def test_editeurs_de_l_absorbee_ecrivent_les_pages_de_la_gardee(gardee, absorbee, page_annuaire):
    la_gardee, l_absorbee = fiche(page_annuaire, gardee), fiche(page_annuaire, absorbee)
    compte = responsable(absorbee)

    fondre(gardee, absorbee)

    compte = type(compte).objects.get(pk=compte.pk)
    assert la_gardee.permissions_for_user(compte).can_edit() is True
    assert l_absorbee.permissions_for_user(compte).can_edit() is False


def test_relecture_en_cours_de_la_fiche_absorbee_s_arrete(gardee, absorbee, page_annuaire):
    installer_moderation()
    fiche(page_annuaire, gardee)
    l_absorbee = fiche(page_annuaire, absorbee, live=False)
    l_absorbee.save_revision()
    soumettre(l_absorbee, par=responsable(absorbee), le=LE)
    assert FichePage.objects.get(pk=l_absorbee.pk).workflow_in_progress is True

    fondre(gardee, absorbee)

    assert FichePage.objects.get(pk=l_absorbee.pk).workflow_in_progress is False


def test_pages_hors_de_tout_site_se_fondent_sans_redirection(gardee, absorbee, page_annuaire):
    fiche(page_annuaire, gardee)
    fiche(page_annuaire, absorbee)
    Site.objects.all().delete()

    fondre(gardee, absorbee)

    assert Redirect.objects.count() == 0


# --- Refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", ["", "Les Deux Rives", "Mission locale"])
def test_nom_qui_n_est_pas_celui_de_l_absorbee_est_refuse(gardee, absorbee, nom):
    with pytest.raises(FusionRefusee, match="recopiez « Mission locale Deux Rives »"):
        fondre(gardee, absorbee, nom=nom)

    absorbee.refresh_from_db()
    assert absorbee.statut == StatutStructure.ACTIVE


def test_nom_se_tape_sans_egard_aux_capitales(gardee, absorbee):
    fondre(gardee, absorbee, nom="  mission  locale deux rives ")

    assert Structure.objects.get(pk=absorbee.pk).statut == StatutStructure.FERMEE


def test_structure_ne_se_fond_pas_en_elle_meme(gardee):
    with pytest.raises(FusionRefusee, match="Choisissez deux structures différentes"):
        fondre(gardee, gardee)


@pytest.mark.parametrize("laquelle", ["gardee", "absorbee"])
def test_structure_fermee_ne_se_fond_pas(gardee, absorbee, laquelle):
    structure = {"gardee": gardee, "absorbee": absorbee}[laquelle]
    Structure.objects.filter(pk=structure.pk).update(statut=StatutStructure.FERMEE)

    with pytest.raises(FusionRefusee, match=f"« {structure.nom} » est fermée"):
        fondre(gardee, absorbee)
