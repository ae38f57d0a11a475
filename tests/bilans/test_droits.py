"""Rights on bilans: who, whatever the moment; twins of the querysets; nothing for a deactivated account."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.models import Bilan
from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import PerimetreFinanceur, RoleFinanceur
from espace_structures.structures.models import MembreStructure
from tests.fabriques.bilans import bilan_de, campagne_ouverte
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import (
    ConventionFactory,
    FinanceurFactory,
    StructureFactory,
    agent,
    animateur,
    membre,
    responsable,
)

pytestmark = pytest.mark.django_db

DROITS_SUR_UN_BILAN = ["voir", "saisir", "transmettre", "instruire", "rouvrir"]
DROITS_GENERAUX = ["extraire", "consolider"]
SENT = {"transmis", "a_completer", "valide"}


def _financeurs(structure, exercice):
    """Funders by the way they hold (or miss) the bilan of the structure, which acts in Paris."""
    convention = FinanceurFactory()
    ConventionFactory(structure=structure, financeur=convention, exercice=exercice)
    autre_annee = FinanceurFactory()
    ConventionFactory(structure=structure, financeur=autre_annee, exercice=exercice - 1)
    return {
        "convention": convention,
        "autre_annee": autre_annee,
        "paris": FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["75", "92"]),
        "essonne": FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["91"]),
        "sans_departement": FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS),
        "region": FinanceurFactory(perimetre=PerimetreFinanceur.REGION),
    }


@pytest.fixture
def monde():
    """One structure, one bilan, and one account a role."""
    structure = StructureFactory(departements=["75"])
    campagne = campagne_ouverte(2025)
    bilan = bilan_de(structure, campagne)
    financeurs = _financeurs(structure, 2025)
    ancien = membre(structure)
    MembreStructure.objects.filter(compte=ancien).update(actif=False)
    comptes = {
        "visiteur": AnonymousUser(),
        "sans_role": CompteFactory(),
        "autre_structure": responsable(StructureFactory()),
        "ancien_membre": ancien,
        "contributeur": membre(structure),
        "responsable": responsable(structure),
        "responsable_desactive": responsable(structure, is_active=False),
        "lecteur_convention": agent(financeurs["convention"], RoleFinanceur.LECTEUR),
        "lecteur_region": agent(financeurs["region"], RoleFinanceur.LECTEUR),
        **{f"instructeur_{nom}": agent(financeur) for nom, financeur in financeurs.items()},
        "instructeur_desactive": agent(financeurs["region"], is_active=False),
        "animation": animateur(),
        "animation_desactivee": animateur(is_active=False),
        "superutilisateur": CompteFactory(is_superuser=True),
        "superutilisateur_desactive": CompteFactory(is_superuser=True, is_active=False),
    }
    return bilan, comptes


# Rights by role, on a bilan that has been sent. Whoever is not listed has none.
SUR_UN_BILAN_TRANSMIS = {
    "contributeur": {"voir", "saisir"},
    "responsable": {"voir", "saisir", "transmettre"},
    "lecteur_convention": {"voir"},
    "lecteur_region": {"voir"},
    "instructeur_convention": {"voir", "instruire", "rouvrir"},
    "instructeur_paris": {"voir", "instruire", "rouvrir"},
    "instructeur_region": {"voir", "instruire", "rouvrir"},
    "animation": {"voir", "transmettre", "instruire", "rouvrir"},
    "superutilisateur": {"voir", "saisir", "transmettre", "instruire", "rouvrir"},
}
GENERAUX = {
    role: {"extraire", "consolider"}
    for role in [
        "lecteur_convention",
        "lecteur_region",
        "instructeur_convention",
        "instructeur_autre_annee",
        "instructeur_paris",
        "instructeur_essonne",
        "instructeur_sans_departement",
        "instructeur_region",
        "animation",
        "superutilisateur",
    ]
}


def _droits(comptes, noms, bilan=None):
    trouves = {
        role: {nom for nom in noms if compte.has_perm(f"bilans.{nom}", bilan)} for role, compte in comptes.items()
    }
    return {role: droits for role, droits in trouves.items() if droits}


def test_droits_sur_un_bilan_transmis_par_role(monde):
    bilan, comptes = monde
    bilan.etat = EtatBilan.TRANSMIS

    droits = _droits(comptes, DROITS_SUR_UN_BILAN, bilan)

    assert droits == SUR_UN_BILAN_TRANSMIS


def test_droits_sans_bilan_repondent_non_sauf_les_generaux(monde):
    _bilan, comptes = monde
    del comptes["superutilisateur"]

    droits = _droits(comptes, DROITS_SUR_UN_BILAN + DROITS_GENERAUX)

    assert droits == {
        **{role: noms for role, noms in GENERAUX.items() if role != "superutilisateur"},
        "animation": {"voir", "transmettre", "instruire", "rouvrir", "extraire", "consolider"},
    }


def test_droits_sur_un_autre_objet_repondent_non(monde):
    bilan, comptes = monde

    assert comptes["animation"].has_perm("bilans.voir", bilan) is True
    assert comptes["responsable"].has_perm("bilans.voir", bilan.structure) is False
    assert comptes["instructeur_region"].has_perm("bilans.instruire", bilan.structure) is False


@pytest.mark.parametrize("etat", list(EtatBilan))
def test_voir_est_le_jumeau_de_visibles_par(monde, etat):
    modele, comptes = monde
    bilan = bilan_de(modele.structure, campagne_ouverte(2024), etat)
    ConventionFactory(
        structure=modele.structure, exercice=2024, financeur=comptes_financeur(comptes["instructeur_convention"])
    )

    selon_le_droit = {role for role, compte in comptes.items() if compte.has_perm("bilans.voir", bilan)}
    selon_les_lignes = {
        role for role, compte in comptes.items() if Bilan.objects.visibles_par(compte).filter(pk=bilan.pk).exists()
    }

    maison = {"contributeur", "responsable", "animation", "superutilisateur"}
    # The funder "autre_annee" holds a convention for 2024: it reads this bilan, not that of 2025.
    financeurs = {
        "lecteur_convention",
        "lecteur_region",
        "instructeur_convention",
        "instructeur_autre_annee",
        "instructeur_paris",
        "instructeur_region",
    }
    attendus = maison | financeurs if etat in SENT else maison
    assert selon_le_droit == attendus
    assert selon_les_lignes == attendus


@pytest.mark.parametrize("etat", list(EtatBilan))
def test_suivre_ajoute_aux_visibles_les_bilans_du_perimetre_quel_que_soit_leur_etat(monde, etat):
    modele, comptes = monde
    bilan = bilan_de(StructureFactory(departements=["91"]), modele.campagne, etat)

    suivent = {
        role for role, compte in comptes.items() if Bilan.objects.suivis_par(compte).filter(pk=bilan.pk).exists()
    }

    assert suivent == {
        "lecteur_region",
        "instructeur_region",
        "instructeur_essonne",
        "animation",
        "superutilisateur",
    }
    assert {
        role for role, compte in comptes.items() if Bilan.objects.visibles_par(compte).filter(pk=bilan.pk).exists()
    } == (suivent if etat in SENT else {"animation", "superutilisateur"})


def test_appartenances_partagees_entre_la_requete_et_le_compte(monde, requetes_au_plus):
    bilan, comptes = monde
    requete = RequestFactory().get("/")
    requete.user = SimpleLazyObject(lambda: Compte.objects.get(pk=comptes["contributeur"].pk))

    with requetes_au_plus("un droit sur un bilan"):
        assert requete.user.has_perm("bilans.voir", bilan) is True
        assert requete.user.has_perm("bilans.saisir", bilan) is True
        assert list(Bilan.objects.none().visibles_par(requete.user)) == []


def comptes_financeur(compte):
    return compte.membres_financeurs.get().financeur
