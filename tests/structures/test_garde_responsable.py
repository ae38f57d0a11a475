"""Memberships changed in the back office: the last responsable stays, rights follow, the log tells."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from espace_structures.comptes.models import Compte
from espace_structures.structures import journal
from espace_structures.structures.enums import RoleFinanceur, RoleStructure, StatutStructure
from espace_structures.structures.metier.garde_responsable import photographier, suivre_les_changements
from espace_structures.structures.metier.membres import MembreRefuse
from espace_structures.structures.models import MembreFinanceur, MembreStructure, Moderateur, Structure
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import (
    FinanceurFactory,
    StructureFactory,
    agent,
    animateur,
    editeurs,
    membre,
    responsable,
)

pytestmark = pytest.mark.django_db

LE = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


def adresse(modele: str, vue: str = "list", *args) -> str:
    return reverse(f"wagtailsnippets_structures_{modele}:{vue}", args=args)


@pytest.fixture
def animation(client):
    """The browser of a signed-in person of the animation."""
    client.force_login(animateur())
    return client


def saisie(structure, *rangees: dict, nouvelles: int = 0) -> dict:
    """The record as it is, with these rows of members; the last `nouvelles` of them are added."""
    connus = list(structure.membres.order_by("pk"))
    implantations = [{"id": i.pk, "departement": i.departement} for i in structure.implantations.all()]
    lignes = [
        {"id": connu.pk, "compte": connu.compte_id} | rangee for connu, rangee in zip(connus, rangees, strict=False)
    ] + list(rangees[len(connus) :])
    return nested_form_data(
        {
            "nom": structure.nom,
            "siret": structure.siret,
            "rna": "",
            "type": structure.type,
            "referent_nom": "",
            "referent_courriel": "",
            "referent_telephone": "",
            "implantations": inline_formset(implantations, initial=len(implantations)),
            "membres": inline_formset(lignes, initial=len(connus)),
        }
    )


RESPONSABLE = {"role": RoleStructure.RESPONSABLE, "actif": "on"}
CONTRIBUTEUR = {"role": RoleStructure.CONTRIBUTEUR, "actif": "on"}


def actions() -> list[str]:
    entrees = ModelLogEntry.objects.filter(action__startswith="structures.").order_by("pk")
    return [entree.action for entree in entrees]


# --- From the record -------------------------------------------------------------------------------------------------


def test_membres_changes_depuis_la_fiche_donnent_leurs_droits_et_vont_au_journal(animation):
    structure = StructureFactory()
    ancienne, partie, nouvelle = responsable(structure), membre(structure), CompteFactory()

    reponse = animation.post(
        adresse("structure", "edit", structure.pk),
        saisie(
            structure,
            CONTRIBUTEUR,
            {"role": RoleStructure.CONTRIBUTEUR},
            {"compte": nouvelle.pk, **RESPONSABLE},
        ),
    )

    structure.refresh_from_db()
    assert reponse.status_code == 302
    assert editeurs(structure) == {ancienne, nouvelle}
    assert actions() == [journal.CHANGER_ROLE, journal.DESACTIVER, journal.REJOINDRE]
    assert MembreStructure.objects.get(compte=partie).quitte_le is not None


@pytest.mark.parametrize("rangee", [CONTRIBUTEUR, {"role": RoleStructure.RESPONSABLE}])
def test_dernier_responsable_reste(animation, rangee):
    structure = StructureFactory(nom="Le Relais")
    responsable(structure)

    reponse = animation.post(adresse("structure", "edit", structure.pk), saisie(structure, rangee))

    assert reponse.context["form"].errors == {
        "__all__": [
            "« Le Relais » n’aurait plus de responsable : nommez d’abord une autre personne responsable, puis "
            "recommencez."
        ]
    }
    assert [(m.role, m.actif) for m in MembreStructure.objects.all()] == [(RoleStructure.RESPONSABLE, True)]


def test_membre_ne_s_efface_pas(animation):
    structure = StructureFactory()
    responsable(structure)
    membre(structure)

    reponse = animation.post(
        adresse("structure", "edit", structure.pk), saisie(structure, RESPONSABLE, CONTRIBUTEUR | {"DELETE": "on"})
    )

    assert reponse.context["form"].errors == {
        "__all__": ["Un membre ne s’efface pas : décochez « actif » pour retirer son accès, l’histoire garde son nom."]
    }
    assert MembreStructure.objects.count() == 2


def test_membre_ne_devient_pas_quelqu_un_d_autre(animation):
    structure = StructureFactory()
    responsable(structure)

    reponse = animation.post(
        adresse("structure", "edit", structure.pk),
        saisie(structure, RESPONSABLE | {"compte": CompteFactory().pk}),
    )

    assert list(reponse.context["form"].errors) == ["__all__"]


def test_nom_d_une_structure_ne_change_pas_dans_sa_fiche(animation):
    structure = StructureFactory(nom="Le Relais")

    animation.post(
        adresse("structure", "edit", structure.pk), saisie(structure) | {"nom": "Autre", "rna": "w751 234 567"}
    )

    structure = Structure.objects.get()
    assert (structure.nom, structure.rna) == ("Le Relais", "W751234567")


# --- From the list of members ----------------------------------------------------------------------------------------


def test_membre_ajoute_depuis_la_liste_ecrit_les_pages(animation):
    structure, compte = StructureFactory(), CompteFactory()

    animation.post(adresse("membrestructure", "add"), {"compte": compte.pk, "structure": structure.pk, **CONTRIBUTEUR})

    assert editeurs(structure) == {compte}
    assert actions() == [journal.REJOINDRE]


def test_dernier_responsable_reste_aussi_depuis_la_liste(animation):
    structure = StructureFactory(nom="Le Relais")
    responsable(structure)
    (seul,) = structure.membres.all()

    reponse = animation.post(
        adresse("membrestructure", "edit", seul.pk),
        {"compte": seul.compte_id, "structure": structure.pk, "role": RoleStructure.LECTEUR, "actif": "on"},
    )

    assert (reponse.status_code, list(reponse.context["form"].errors)) == (200, ["__all__"])
    seul.refresh_from_db()
    assert seul.role == RoleStructure.RESPONSABLE


def test_acces_rendu_depuis_la_liste_efface_le_depart(animation):
    structure, autre = StructureFactory(), StructureFactory()
    compte = membre(structure)
    MembreStructure.objects.update(actif=False, quitte_le=LE)
    (rangee,) = structure.membres.all()

    animation.post(
        adresse("membrestructure", "edit", rangee.pk),
        {"compte": compte.pk, "structure": autre.pk, **CONTRIBUTEUR},
    )

    rangee.refresh_from_db()
    assert (rangee.structure, rangee.actif, rangee.quitte_le) == (structure, True, None)
    assert actions() == [journal.REACTIVER]


@pytest.mark.parametrize("modele", ["membrestructure", "membrefinanceur", "moderateur", "invitation"])
def test_ces_lignes_ne_s_effacent_pas(client, modele):
    client.force_login(CompteFactory(is_superuser=True, is_staff=True))
    responsable(StructureFactory())
    agent(FinanceurFactory())
    Moderateur.objects.create(compte=CompteFactory(), departement="75")
    chemin = reverse("wagtail_bulk_action", args=("structures", modele, "delete"))

    client.post(adresse(modele, "delete", 1))
    client.post(f"{chemin}?id=1&next=/cms/")

    assert [m.objects.count() for m in (MembreStructure, MembreFinanceur, Moderateur)] == [1, 1, 1]


def test_membre_d_un_financeur_est_au_journal(animation):
    financeur = FinanceurFactory()
    agent(financeur)
    (rangee,) = financeur.membres.all()

    animation.post(
        adresse("membrefinanceur", "edit", rangee.pk),
        {"compte": rangee.compte_id, "financeur": financeur.pk, "role": RoleFinanceur.LECTEUR, "actif": "on"},
    )

    assert actions() == [journal.CHANGER_ROLE]


# --- The rule --------------------------------------------------------------------------------------------------------


def test_structure_fermee_n_a_besoin_de_personne():
    structure = StructureFactory(statut=StatutStructure.FERMEE)
    responsable(structure)
    avant = photographier(structure)
    MembreStructure.objects.update(actif=False)

    suivre_les_changements(structure, avant, par=None, le=LE)

    assert MembreStructure.objects.get().quitte_le == LE


def test_structure_laissee_seule_entre_temps_est_refusee():
    structure = StructureFactory()
    responsable(structure)
    avant = photographier(structure)
    MembreStructure.objects.update(role=RoleStructure.LECTEUR)

    with pytest.raises(MembreRefuse):
        suivre_les_changements(structure, avant, par=None, le=LE)


def test_structure_nouvelle_n_avait_personne():
    assert photographier(Structure()) == {}


def test_membre_ajoute_sans_acces_ne_dit_rien():
    structure = StructureFactory()
    avant = photographier(structure)
    membre(structure)
    MembreStructure.objects.update(actif=False)

    suivre_les_changements(structure, avant, par=None, le=LE)

    assert actions() == []


# --- Moderators ------------------------------------------------------------------------------------------------------


def test_mission_de_moderation_s_ouvre_et_se_ferme(animation):
    compte = CompteFactory()
    animation.post(adresse("moderateur", "add"), {"compte": compte.pk, "departement": "75", "actif": "on"})
    mission = Moderateur.objects.get()
    assert Compte.objects.get(pk=compte.pk).has_perm("wagtailadmin.access_admin")

    animation.post(adresse("moderateur", "edit", mission.pk), {"compte": compte.pk, "departement": "75"})

    mission.refresh_from_db()
    assert not mission.actif
    assert not Compte.objects.get(pk=compte.pk).has_perm("wagtailadmin.access_admin")


def test_un_compte_desactive_ne_tient_pas_lieu_de_responsable(animation):
    structure = StructureFactory()
    seul = responsable(structure)
    responsable(structure, is_active=False)

    reponse = animation.post(
        adresse("structure", "edit", structure.pk),
        saisie(structure, RESPONSABLE | {"role": RoleStructure.LECTEUR}, RESPONSABLE),
    )

    assert "n’aurait plus de responsable" in reponse.content.decode()
    assert MembreStructure.objects.get(compte=seul).role == RoleStructure.RESPONSABLE
    avant = photographier(structure)
    MembreStructure.objects.filter(compte=seul).update(role=RoleStructure.LECTEUR)
    with pytest.raises(MembreRefuse):
        suivre_les_changements(structure, avant, par=None, le=LE)
