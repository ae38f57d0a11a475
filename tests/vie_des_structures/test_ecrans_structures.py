"""The screens that rename, close, reopen and merge structures; the ways to them; who may open them."""

from datetime import date

import pytest
from django.urls import reverse

from espace_structures.bilans.models import Bilan
from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import AncienNom, Structure
from espace_structures.vitrines.models import ActionPage, FichePage
from tests.fabriques.bilans import bilan_de, campagne_ouverte
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.fusions import demande, invitation
from tests.fabriques.pages import site_public
from tests.fabriques.structures import ConventionFactory, StructureFactory, animateur, membre, responsable
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = pytest.mark.django_db


@pytest.fixture
def animation(client):
    """The browser of a signed-in person of the animation."""
    client.force_login(animateur())
    return client


@pytest.fixture
def structure():
    return StructureFactory(nom="Le Relais")


@pytest.fixture
def autre():
    return StructureFactory(nom="Les Deux Rives")


def fiche_cms(structure) -> str:
    return reverse("wagtailsnippets_structures_structure:edit", args=[structure.pk])


def messages(reponse) -> list[str]:
    return [str(message).strip() for message in reponse.context["messages"]]


# --- Renaming --------------------------------------------------------------------------------------------------------


def test_renommer_change_la_fiche_l_adresse_et_les_bilans_en_cours(
    animation, structure, django_capture_on_commit_callbacks
):
    page = fiche(annuaire(site_public()), structure)
    forum = action(page, titre="Forum")
    page.accroche = "Une phrase qui attend d’être relue."
    page.save_revision()
    bilan_de(structure, campagne_ouverte())
    anciennes = [page.get_url(), forum.get_url()]

    with django_capture_on_commit_callbacks(execute=True):
        reponse = animation.post(reverse("structure_renommer", args=[structure.pk]), {"nom": "Les Deux Rives"})

    page, forum = FichePage.objects.get(), ActionPage.objects.get()
    assert reponse.url == fiche_cms(structure)
    assert (page.title, page.slug, forum.url) == ("Les Deux Rives", "les-deux-rives", f"{page.url}forum/")
    brouillon = page.get_latest_revision_as_object()
    assert (brouillon.title, brouillon.slug, brouillon.accroche) == (
        "Les Deux Rives",
        "les-deux-rives",
        "Une phrase qui attend d’être relue.",
    )
    assert page.accroche != brouillon.accroche
    assert [animation.get(ancienne)["Location"] for ancienne in anciennes] == [page.url, forum.url]
    assert Bilan.objects.get().nom_structure == "Les Deux Rives"


def test_renommer_une_fiche_en_brouillon_ne_la_publie_pas(animation, structure):
    fiche(annuaire(site_public()), structure, live=False)

    animation.post(reverse("structure_renommer", args=[structure.pk]), {"nom": "Le  Relais bis"})

    page = FichePage.objects.get()
    assert (page.title, page.slug, page.live) == ("Le Relais bis", "le-relais-bis", False)


def test_adresse_prise_recoit_un_numero(animation, structure, autre):
    liste = annuaire(site_public())
    fiche(liste, autre)
    fiche(liste, structure)

    animation.post(reverse("structure_renommer", args=[structure.pk]), {"nom": "Les deux rives"})

    assert FichePage.objects.get(structure=structure).slug == "les-deux-rives-1"


def test_nom_sans_lettre_garde_l_adresse(animation, structure):
    fiche(annuaire(site_public()), structure)

    animation.post(reverse("structure_renommer", args=[structure.pk]), {"nom": "!!!"})

    assert FichePage.objects.get().slug == "le-relais"


def test_renommage_refuse_garde_ce_qui_est_tape(animation, structure):
    reponse = animation.post(reverse("structure_renommer", args=[structure.pk]), {"nom": "Le Relais"})

    assert (reponse.status_code, reponse.context["form"]["nom"].value()) == (422, "Le Relais")
    assert reponse.context["form"].non_field_errors() == ["La structure porte déjà ce nom : écrivez le nouveau."]


@pytest.mark.parametrize("cherche", ["Ancien Relais", "ancien"])
def test_structure_se_retrouve_par_son_ancien_nom(animation, structure, cherche):
    for nom in ("Ancien Relais", "Très ancien Relais"):
        AncienNom.objects.create(structure=structure, nom=nom, jusqu_au=date(2020, 1, 1))
    StructureFactory()

    liste = animation.get(reverse("wagtailsnippets_structures_structure:list"), {"q": cherche})
    choix = animation.get(reverse("wagtailsnippetchoosers_structures_structure:choose_results"), {"q": cherche})

    assert (list(liste.context["object_list"]), list(choix.context["results"])) == ([structure], [structure])


# --- Closing ---------------------------------------------------------------------------------------------------------


def test_ecran_de_fermeture_dit_ce_qui_se_passe(animation, structure):
    responsable(structure)
    membre(structure)
    invitation(structure, "a@exemple.fr")
    demande(structure, "b@exemple.fr")
    bilan_de(structure, campagne_ouverte())

    texte = animation.get(reverse("structure_fermer", args=[structure.pk])).content.decode()

    for phrase in (
        "Ses 2 membres reçoivent le motif par courriel",
        "1 invitation en attente est annulée.",
        "1 demande d’adhésion est refusée",
        "1 bilan est en cours : il reste, et peut encore être transmis.",
    ):
        assert phrase in texte


def test_fermer_retire_les_pages_aux_editeurs(animation, structure, autre):
    page = fiche(annuaire(site_public()), structure)
    compte = responsable(structure)

    reponse = animation.post(
        reverse("structure_fermer", args=[structure.pk]),
        {"fermee_le": "01/06/2026", "motif": "Dissolution.", "successeur": autre.pk},
    )

    structure.refresh_from_db()
    assert reponse.url == fiche_cms(structure)
    assert (structure.statut, structure.fermee_le, structure.successeur) == (
        StatutStructure.FERMEE,
        date(2026, 6, 1),
        autre,
    )
    assert page.permissions_for_user(compte).can_edit() is False


@pytest.mark.parametrize(
    ("saisie", "champ"),
    [
        ({"motif": ""}, "motif"),
        ({"fermee_le": "hier"}, "fermee_le"),
        ({"fermee_le": "01/01/2099"}, "__all__"),
        ({"successeur": "0"}, "successeur"),
    ],
)
def test_fermeture_refusee_dit_ou(animation, structure, saisie, champ):
    reponse = animation.post(
        reverse("structure_fermer", args=[structure.pk]), {"fermee_le": "01/06/2026", "motif": "Dissolution."} | saisie
    )

    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, [champ])
    assert Structure.objects.get(pk=structure.pk).statut == StatutStructure.ACTIVE


def test_rouvrir_rend_la_structure(animation, structure, autre):
    page = fiche(annuaire(site_public()), structure)
    compte = responsable(structure)
    Structure.objects.filter(pk=structure.pk).update(
        statut=StatutStructure.FERMEE, fermee_le=date(2026, 1, 1), successeur=autre
    )
    chemin = reverse("structure_rouvrir", args=[structure.pk])
    assert "« Les Deux Rives » ne prend plus sa suite." in animation.get(chemin).content.decode()

    animation.post(chemin)

    structure.refresh_from_db()
    assert (structure.statut, structure.successeur) == (StatutStructure.ACTIVE, None)
    assert page.permissions_for_user(compte).can_edit() is True


def test_fermer_et_rouvrir_deux_fois_ne_cassent_rien(animation, structure):
    rouvrir = animation.post(reverse("structure_rouvrir", args=[structure.pk]))
    Structure.objects.filter(pk=structure.pk).update(statut=StatutStructure.FERMEE)
    fermer = animation.post(
        reverse("structure_fermer", args=[structure.pk]), {"fermee_le": "01/06/2026", "motif": "Dissolution."}
    )

    assert (rouvrir.status_code, fermer.status_code) == (422, 422)
    assert "Cette structure est déjà fermée" in fermer.content.decode()


# --- Merging ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gardee", ["celle-ci", "autre"])
def test_choix_mene_a_l_apercu_dans_le_bon_sens(animation, structure, autre, gardee):
    reponse = animation.post(
        reverse("structure_fusion_choix", args=[structure.pk]), {"autre": autre.pk, "gardee": gardee}
    )

    sens = [structure.pk, autre.pk] if gardee == "celle-ci" else [autre.pk, structure.pk]
    assert reponse.url == reverse("structure_fusion", args=sens)


def test_choix_refuse_la_meme_fiche_et_une_fiche_fermee(animation, structure, autre):
    chemin = reverse("structure_fusion_choix", args=[structure.pk])
    meme = animation.post(chemin, {"autre": structure.pk, "gardee": "autre"})
    Structure.objects.filter(pk=autre.pk).update(statut=StatutStructure.FERMEE)
    fermee = animation.post(chemin, {"autre": autre.pk, "gardee": "autre"})
    Structure.objects.update(statut=StatutStructure.FERMEE)
    troisieme = StructureFactory()
    elle_meme = animation.post(chemin, {"autre": troisieme.pk, "gardee": "autre"})

    assert [list(reponse.context["form"].errors) for reponse in (meme, fermee, elle_meme)] == [
        ["autre"],
        ["autre"],
        ["__all__"],
    ]


def test_apercu_de_fusion_montre_tout_et_n_ecrit_rien(animation, structure, autre):
    campagne = campagne_ouverte()
    bilan_de(structure, campagne)
    bilan_de(autre, campagne)
    responsable(autre, first_name="Alix", last_name="Martin")
    ConventionFactory(structure=autre, exercice=2020)
    liste = annuaire(site_public())
    fiche(liste, structure)
    action(fiche(liste, autre), titre="Café des parrains")
    invitation(autre, "a@exemple.fr")

    reponse = animation.get(reverse("structure_fusion", args=[structure.pk, autre.pk]))

    texte = reponse.content.decode()
    for phrase in (
        "Alix Martin – Responsable",
        "1 convention",
        "Café des parrains",
        "les deux structures en ont un",
        "1 invitation en attente",
        "anciens noms, toujours trouvables : Les Deux Rives",
    ):
        assert phrase in texte
    assert Structure.objects.actives().count() == 2


def test_fusion_confirmee(animation, structure, autre):
    chemin = reverse("structure_fusion", args=[structure.pk, autre.pk])
    faux = animation.post(chemin, {"nom": "Le Relais"})
    assert (faux.status_code, list(faux.context["form"].errors)) == (422, ["nom"])

    reponse = animation.post(chemin, {"nom": "Les Deux Rives"}, follow=True)

    autre.refresh_from_db()
    assert (autre.statut, autre.successeur) == (StatutStructure.FERMEE, structure)
    assert reponse.redirect_chain[0][0] == fiche_cms(structure)
    assert "est fermée : rouvrez-la d’abord" in animation.get(chemin).content.decode()
    assert animation.post(chemin, {"nom": "Les Deux Rives"}).status_code == 422


def test_fusion_avec_soi_meme_n_existe_pas(animation, structure):
    assert animation.get(reverse("structure_fusion", args=[structure.pk, structure.pk])).status_code == 404


# --- Ways and rights -------------------------------------------------------------------------------------------------


def test_fiche_mene_a_tout_ce_qui_touche_la_structure(animation, structure):
    page = fiche(annuaire(site_public()), structure)

    texte = animation.get(fiche_cms(structure)).content.decode()

    for chemin in (
        page.get_url(),
        reverse("espace:membres", args=["structures", structure.pk]),
        f"{reverse('wagtailsnippets_structures_convention:list')}?structure={structure.pk}",
        f"{reverse('espace:bilans')}?mots={structure.siret}",
        reverse("structure_renommer", args=[structure.pk]),
        reverse("structure_fermer", args=[structure.pk]),
        reverse("structure_fusion_choix", args=[structure.pk]),
    ):
        assert f'href="{chemin}"' in texte
    assert reverse("structure_rouvrir", args=[structure.pk]) not in texte


def test_fiche_d_une_structure_fermee_ne_fait_que_rouvrir(animation, structure, autre):
    Structure.objects.filter(pk=structure.pk).update(
        statut=StatutStructure.FERMEE, fermee_le=date(2026, 1, 1), successeur=autre
    )

    texte = animation.get(fiche_cms(structure)).content.decode()

    assert reverse("structure_rouvrir", args=[structure.pk]) in texte
    assert reverse("structure_fermer", args=[structure.pk]) not in texte
    assert f'href="{fiche_cms(autre)}"' in texte


ECRANS = ["structure_renommer", "structure_fermer", "structure_rouvrir", "structure_fusion_choix", "structure_fusion"]


@pytest.mark.parametrize("methode", ["get", "post"])
@pytest.mark.parametrize("nom", ECRANS)
def test_ecrans_sont_fermes_aux_membres_et_ouverts_a_l_animation(client, structure, autre, nom, methode):
    args = [structure.pk, autre.pk] if nom == "structure_fusion" else [structure.pk]
    chemin = reverse(nom, args=args)
    fiche(annuaire(site_public()), structure)
    client.force_login(responsable(structure))
    assert getattr(client, methode)(chemin).status_code == 404
    client.force_login(CompteFactory())
    assert getattr(client, methode)(chemin).status_code in (403, 404)
    client.force_login(animateur())

    assert client.get(chemin).status_code == 200
    assert client.get(reverse(nom, args=[0, *args[1:]])).status_code == 404


# --- Opening a sheet -------------------------------------------------------------------------------------------------


def test_animation_ouvre_la_fiche_d_une_structure_qui_n_en_a_pas(animation, structure):
    annuaire(site_public())
    adresse = reverse("structure_ouvrir_fiche", args=[structure.pk])

    lien = adresse in animation.get(fiche_cms(structure)).content.decode()
    ecran = animation.get(adresse)
    reponse = animation.post(adresse)

    page = FichePage.objects.get(structure=structure)
    assert (lien, ecran.status_code) == (True, 200)
    assert (page.live, page.title) == (False, "Le Relais")
    assert reponse.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert adresse not in animation.get(fiche_cms(structure)).content.decode()


def test_fiche_ne_s_ouvre_pas_sans_annuaire(animation, structure):
    reponse = animation.post(reverse("structure_ouvrir_fiche", args=[structure.pk]))

    assert "L’annuaire n’est pas encore ouvert" in reponse.content.decode()
    assert not FichePage.objects.exists()


def test_fiche_ne_s_ouvre_pas_par_un_membre(client, structure):
    client.force_login(responsable(structure))

    assert client.post(reverse("structure_ouvrir_fiche", args=[structure.pk])).status_code in (403, 404)
    assert not FichePage.objects.exists()
