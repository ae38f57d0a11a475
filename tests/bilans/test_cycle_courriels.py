"""The mails of the road of a bilan: to the right people, in their language, once the step is done."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.utils import translation
from wagtail.users.models import UserProfile

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier import courriels, cycle
from espace_structures.structures.enums import PerimetreFinanceur, RoleFinanceur, TypeStructure
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee
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

LE = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)  # 14:05 in Paris


def campagne(**dates):
    """The campaign of 2025: entry until 31 March 2026, review until 30 June."""
    return campagne_gelee(
        2025,
        **{
            "ouvre_le": date(2026, 1, 15),
            "envoi_jusqu_au": date(2026, 3, 31),
            "examen_jusqu_au": date(2026, 6, 30),
        }
        | dates,
    )


def bilan_pret(etat=EtatBilan.EN_COURS, reponses=REPONSES_COHERENTES, **champs):
    """A bilan of 2025 without any anomaly."""
    structure = StructureFactory(nom="Passerelle", type=TypeStructure.ASSOCIATION)
    return bilan_de(structure, campagne(), etat, reponses, **champs)


def refus(etape, bilan, **options):
    """The message of the refusal of that step."""
    with pytest.raises(cycle.TransitionRefusee) as erreur:
        etape(bilan, par=options.pop("par", None) or CompteFactory(), le=options.pop("le", LE), **options)
    return str(erreur.value)


def test_transmission_annoncee_aux_instructeurs_du_perimetre_seuls(django_capture_on_commit_callbacks):
    bilan = bilan_pret()
    region = FinanceurFactory(perimetre=PerimetreFinanceur.REGION)
    agent(region, email="region@exemple.fr")
    agent(region, RoleFinanceur.LECTEUR, email="lecteur@exemple.fr")
    agent(region, email="partie@exemple.fr", is_active=False)
    agent(FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["75"]), email="paris@exemple.fr")
    agent(FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["91"]), email="essonne@exemple.fr")
    convention = ConventionFactory(structure=bilan.structure, exercice=2025)
    agent(convention.financeur, email="convention@exemple.fr")
    agent(ConventionFactory(structure=bilan.structure, exercice=2024).financeur, email="ancien@exemple.fr")
    animateur(email="animation@exemple.fr")

    with django_capture_on_commit_callbacks(execute=True):
        cycle.transmettre(bilan, par=responsable(bilan.structure), le=LE, commentaire="Effectif <réduit>.")

    assert sorted(message.to for message in mail.outbox) == [
        ["convention@exemple.fr"],
        ["paris@exemple.fr"],
        ["region@exemple.fr"],
    ]
    message = mail.outbox[0]
    assert message.subject == "Bilan 2025 de « Passerelle » à examiner"
    assert f"/espace/bilans/{bilan.pk}/" in message.body
    assert "\nEffectif <réduit>.\n" in message.body
    assert "<blockquote>Effectif &lt;réduit&gt;.</blockquote>" in message.alternatives[0].content


def test_transmission_sans_instructeur_annoncee_a_l_animation(django_capture_on_commit_callbacks):
    bilan = bilan_pret()
    animateur(email="animation@exemple.fr")
    animateur(email="partie@exemple.fr", is_active=False)

    with django_capture_on_commit_callbacks(execute=True):
        cycle.transmettre(bilan, par=responsable(bilan.structure), le=LE)

    assert [message.to for message in mail.outbox] == [["animation@exemple.fr"]]


@pytest.mark.parametrize("etat", list(EtatBilan))
def test_financeurs_du_bilan_sont_ceux_qui_l_ont_dans_leur_perimetre(etat):
    bilan = bilan_de(StructureFactory(departements=["75", "92"]), campagne(), etat)
    conventionne = ConventionFactory(structure=bilan.structure, exercice=2025).financeur
    ConventionFactory(structure=bilan.structure, exercice=2025, financeur=conventionne, ligne="P147")
    ConventionFactory(structure=bilan.structure, exercice=2024)
    region = FinanceurFactory(perimetre=PerimetreFinanceur.REGION)
    paris = FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["75", "92"])
    FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["91"])

    assert courriels.financeurs_du_bilan(bilan) == [conventionne, region, paris]


def test_retour_annonce_a_tous_les_membres_avec_le_motif_et_l_echeance(django_capture_on_commit_callbacks):
    bilan = bilan_pret(EtatBilan.TRANSMIS)
    membre(bilan.structure, email="contributrice@exemple.fr")
    responsable(bilan.structure, email="responsable@exemple.fr")
    responsable(bilan.structure, email="partie@exemple.fr", is_active=False)
    responsable(StructureFactory(), email="ailleurs@exemple.fr")

    with django_capture_on_commit_callbacks(execute=True):
        cycle.renvoyer(bilan, par=CompteFactory(), le=LE, motif="Revoir C2 & C3.")

    assert [message.to for message in mail.outbox] == [["contributrice@exemple.fr"], ["responsable@exemple.fr"]]
    message = mail.outbox[0]
    assert message.subject == "Bilan 2025 à compléter"
    assert "\nRevoir C2 & C3.\n" in message.body
    assert "avant le mardi 30 juin 2026 inclus" in message.body
    assert "<blockquote>Revoir C2 &amp; C3.</blockquote>" in message.alternatives[0].content


def test_retour_apres_l_examen_dit_de_demander_un_delai(django_capture_on_commit_callbacks):
    bilan = bilan_pret(EtatBilan.VALIDE)
    responsable(bilan.structure)

    with django_capture_on_commit_callbacks(execute=True):
        cycle.rouvrir(bilan, par=CompteFactory(), le=datetime(2026, 9, 1, 8, tzinfo=UTC), motif="Une erreur.")

    assert len(mail.outbox) == 1
    assert "La campagne est close : demandez un délai à l’animation régionale" in mail.outbox[0].body


def test_validation_annoncee_aux_membres_avec_le_mot_du_financeur(django_capture_on_commit_callbacks):
    bilan = bilan_pret(EtatBilan.TRANSMIS, commentaire="Commentaire de la structure.")
    responsable(bilan.structure, email="responsable@exemple.fr")

    with django_capture_on_commit_callbacks(execute=True):
        cycle.valider(bilan, par=CompteFactory(), le=LE, commentaire="Merci.")

    (message,) = mail.outbox
    assert (message.to, message.subject) == (["responsable@exemple.fr"], "Bilan 2025 validé")
    assert "\nMerci.\n" in message.body
    assert "Commentaire de la structure." not in message.body


def test_courriels_ecrits_dans_la_langue_choisie_par_chaque_personne(django_capture_on_commit_callbacks):
    bilan = bilan_pret(EtatBilan.TRANSMIS)
    responsable(bilan.structure, email="francais@exemple.fr")
    anglophone = responsable(bilan.structure, email="anglais@exemple.fr")
    UserProfile.objects.create(user=anglophone, preferred_language="en")

    with django_capture_on_commit_callbacks(execute=True), translation.override("en"):
        cycle.valider(bilan, par=CompteFactory(), le=LE)

    liens = {
        message.to[0]: [ligne for ligne in message.body.splitlines() if f"/espace/bilans/{bilan.pk}/" in ligne]
        for message in mail.outbox
    }
    assert liens == {
        "francais@exemple.fr": [f"http://127.0.0.1:8000/espace/bilans/{bilan.pk}/"],
        "anglais@exemple.fr": [f"http://127.0.0.1:8000/en/espace/bilans/{bilan.pk}/"],
    }


def test_etape_refusee_n_ecrit_a_personne(django_capture_on_commit_callbacks):
    bilan = bilan_pret(EtatBilan.EN_COURS)
    responsable(bilan.structure)

    with django_capture_on_commit_callbacks(execute=True) as rappels:
        refus(cycle.valider, bilan)

    assert (rappels, mail.outbox) == ([], [])
