"""The road of a bilan: each step at the right moment, once, and logged."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, connections
from wagtail.models import ModelLogEntry

from espace_structures.bilans import journal
from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier import controle, cycle
from espace_structures.bilans.models import Prolongation
from espace_structures.structures.enums import PerimetreFinanceur, StatutStructure, TypeStructure
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import (
    FinanceurFactory,
    StructureFactory,
    agent,
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


# --- Sending -----------------------------------------------------------------------------------------------------


def test_transmettre_date_signe_et_note_le_bilan():
    bilan = bilan_pret()
    camille = responsable(bilan.structure, first_name="Camille", last_name="Durand")

    cycle.transmettre(bilan, par=camille, le=LE, commentaire="  Deux départs en cours d’année.  ")

    bilan.refresh_from_db()
    assert (bilan.etat, bilan.transmis_le, bilan.transmis_par) == (EtatBilan.TRANSMIS, LE, camille)
    assert bilan.commentaire == "Deux départs en cours d’année."
    assert journal.historique(bilan) == [
        journal.Evenement(
            objet=str(bilan.pk),
            action="bilans.transmettre",
            fait="Bilan transmis",
            le=LE,
            par="Camille Durand",
            donnees={"comment": "Deux départs en cours d’année."},
        )
    ]


def test_transmettre_reprend_le_nom_et_le_type_du_jour():
    bilan = bilan_pret()
    bilan.structure.nom, bilan.structure.type = "Passerelle Nord", TypeStructure.PLIE
    bilan.structure.save()

    cycle.transmettre(bilan, par=CompteFactory(), le=LE)

    bilan.refresh_from_db()
    assert (bilan.nom_structure, bilan.type_structure) == ("Passerelle Nord", TypeStructure.PLIE)


def test_transmettre_un_bilan_renvoye_sans_rien_changer_est_possible():
    bilan = bilan_pret(EtatBilan.A_COMPLETER)

    cycle.transmettre(bilan, par=CompteFactory(), le=LE)

    bilan.refresh_from_db()
    assert (bilan.etat, bilan.transmis_le) == (EtatBilan.TRANSMIS, LE)


def test_transmettre_refuse_un_bilan_vide():
    bilan = bilan_pret(EtatBilan.A_SAISIR, reponses={})

    message = refus(cycle.transmettre, bilan)

    assert message == "Ce bilan est vide : remplissez au moins les réponses obligatoires avant de le transmettre."
    bilan.refresh_from_db()
    assert (bilan.etat, journal.historique(bilan)) == (EtatBilan.A_SAISIR, [])


@pytest.mark.parametrize(
    ("reponses", "attendu"),
    [
        (
            REPONSES_COHERENTES | {"B2": 11, "C2.prij.F": Decimal(1)},
            "1 anomalie bloquante empêche la transmission : corrigez-la.",
        ),
        (
            # Every exit to a CDI: 6 of 6.
            REPONSES_COHERENTES | {"F.F1.F": 3, "F.F1.H": 3, "F.F12.F": 0, "F.F12.H": 0},
            "1 anomalie attend une justification : corrigez les chiffres ou expliquez-les en une phrase.",
        ),
        (
            REPONSES_COHERENTES | {"B2": 11, "F.F1.F": 3, "F.F1.H": 3, "F.F12.F": 0, "F.F12.H": 0},
            "1 anomalie bloquante empêche la transmission : corrigez-la. "
            "1 anomalie attend une justification : corrigez les chiffres ou expliquez-les en une phrase.",
        ),
    ],
)
def test_transmettre_refuse_et_compte_les_anomalies(reponses, attendu):
    bilan = bilan_pret(reponses=reponses)

    message = refus(cycle.transmettre, bilan)

    assert message == attendu
    bilan.refresh_from_db()
    assert bilan.etat == EtatBilan.EN_COURS


def test_transmettre_accepte_une_anomalie_justifiee():
    bilan = bilan_pret(reponses=REPONSES_COHERENTES | {"F.F1.F": 3, "F.F1.H": 3, "F.F12.F": 0, "F.F12.H": 0})
    camille = responsable(bilan.structure)
    controle.justifier(
        bilan,
        feuille=bilan.feuilles.get(),
        regle="R12",
        texte="Un employeur a recruté tout le groupe.",
        par=camille,
        le=LE,
    )

    cycle.transmettre(bilan, par=camille, le=LE)

    bilan.refresh_from_db()
    assert bilan.etat == EtatBilan.TRANSMIS


@pytest.mark.parametrize(
    ("le", "attendu"),
    [
        (
            datetime(2026, 1, 14, 22, 59, tzinfo=UTC),  # 23:59 in Paris, the day before
            "La campagne n’est pas encore ouverte : vous pourrez transmettre à partir du 15 janvier 2026.",
        ),
        (
            datetime(2026, 3, 31, 22, 0, tzinfo=UTC),  # midnight in Paris (summer time), the day after
            "La campagne est close depuis le 31 mars 2026 : demandez un délai à l’animation régionale.",
        ),
    ],
)
def test_transmettre_refuse_hors_campagne(le, attendu):
    assert refus(cycle.transmettre, bilan_pret(), le=le) == attendu


def test_transmettre_est_possible_le_dernier_jour_jusqu_a_minuit_a_paris():
    bilan = bilan_pret()

    cycle.transmettre(bilan, par=CompteFactory(), le=datetime(2026, 3, 31, 21, 59, tzinfo=UTC))

    bilan.refresh_from_db()
    assert bilan.etat == EtatBilan.TRANSMIS


def test_transmettre_suit_le_delai_accorde_a_la_structure():
    bilan = bilan_pret()
    Prolongation.objects.create(
        campagne=bilan.campagne, structure=bilan.structure, jusqu_au=date(2026, 4, 10), motif="Arrêt maladie"
    )

    assert refus(cycle.transmettre, bilan, le=datetime(2026, 4, 11, 8, tzinfo=UTC)) == (
        "La campagne est close depuis le 10 avril 2026 : demandez un délai à l’animation régionale."
    )
    cycle.transmettre(bilan, par=CompteFactory(), le=datetime(2026, 4, 10, 8, tzinfo=UTC))

    bilan.refresh_from_db()
    assert bilan.etat == EtatBilan.TRANSMIS


def test_transmettre_un_bilan_renvoye_reste_possible_jusqu_a_la_fin_de_l_examen():
    bilan = bilan_pret(EtatBilan.A_COMPLETER)

    assert refus(cycle.transmettre, bilan, le=datetime(2026, 7, 1, 8, tzinfo=UTC)) == (
        "La campagne est close depuis le 30 juin 2026 : demandez un délai à l’animation régionale."
    )
    cycle.transmettre(bilan, par=CompteFactory(), le=datetime(2026, 6, 30, 8, tzinfo=UTC))

    bilan.refresh_from_db()
    assert bilan.etat == EtatBilan.TRANSMIS


def test_transmettre_refuse_une_structure_fermee():
    bilan = bilan_pret()
    bilan.structure.statut = StatutStructure.FERMEE
    bilan.structure.save()

    assert refus(cycle.transmettre, bilan) == (
        "« Passerelle » est fermée dans le portail : demandez à l’animation régionale de la rouvrir."
    )


def test_transmettre_deux_fois_dit_qui_l_a_deja_fait_sans_second_courriel(django_capture_on_commit_callbacks):
    bilan = bilan_pret()
    agent(FinanceurFactory(perimetre=PerimetreFinanceur.REGION))
    camille = responsable(bilan.structure, first_name="Camille", last_name="Durand")
    with django_capture_on_commit_callbacks(execute=True):
        cycle.transmettre(bilan, par=camille, le=LE)

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(cycle.DejaFait) as erreur:
        cycle.transmettre(bilan, par=camille, le=LE)

    assert str(erreur.value) == "Ce bilan a déjà été transmis à 14:05 par Camille Durand."
    assert (len(mail.outbox), len(journal.historique(bilan))) == (1, 1)


def test_transmettre_deux_fois_un_autre_jour_dit_le_jour():
    bilan = bilan_pret()
    camille = responsable(bilan.structure, first_name="Camille", last_name="Durand")
    cycle.transmettre(bilan, par=camille, le=LE)

    message = refus(cycle.transmettre, bilan, le=datetime(2026, 3, 4, 9, tzinfo=UTC))

    assert message == "Ce bilan a déjà été transmis le 3 mars 2026 à 14:05 par Camille Durand."


def test_transmettre_refuse_un_bilan_valide():
    bilan = bilan_pret(EtatBilan.VALIDE, valide_le=LE, valide_par=CompteFactory(first_name="Ana", last_name="Roy"))

    assert refus(cycle.transmettre, bilan) == "Ce bilan a déjà été validé à 14:05 par Ana Roy."


# --- Sending back, validating, opening again ---------------------------------------------------------------------


def test_renvoyer_garde_le_motif_et_le_note():
    bilan = bilan_pret(EtatBilan.TRANSMIS)
    ana = CompteFactory(first_name="Ana", last_name="Roy")

    cycle.renvoyer(bilan, par=ana, le=LE, motif=" Revoir le tableau C2. ")

    bilan.refresh_from_db()
    assert (bilan.etat, bilan.motif_renvoi) == (EtatBilan.A_COMPLETER, "Revoir le tableau C2.")
    assert [(e.action, e.le, e.par, e.detail) for e in journal.historique(bilan)] == [
        ("bilans.renvoyer", LE, "Ana Roy", "Revoir le tableau C2.")
    ]


def test_ligne_ecrite_sous_l_ancien_mot_se_lit_encore():
    bilan = bilan_pret(EtatBilan.TRANSMIS)
    cycle.renvoyer(bilan, par=CompteFactory(), le=LE, motif="Revoir le tableau C2.")
    ModelLogEntry.objects.update(action="bilans.retourner")

    import_module("espace_structures.bilans.migrations.0005_motif_renvoi").rebaptiser(apps, None)

    assert [(e.action, e.detail) for e in journal.historique(bilan)] == [("bilans.renvoyer", "Revoir le tableau C2.")]


@pytest.mark.parametrize("etape", [cycle.renvoyer, cycle.rouvrir])
@pytest.mark.parametrize("motif", ["", "   \n "])
def test_motif_vide_refuse(etape, motif):
    bilan = bilan_pret(EtatBilan.TRANSMIS)

    assert refus(etape, bilan, motif=motif) == (
        "Dites à la structure ce qu’elle doit compléter : un motif est nécessaire."
    )


def test_motif_trop_long_refuse():
    bilan = bilan_pret(EtatBilan.TRANSMIS)

    assert refus(cycle.renvoyer, bilan, motif="x" * 4001) == (
        "Ce texte compte 4001 caractères : raccourcissez-le à 4000 au plus."
    )


def test_renvoyer_apres_un_collegue_dit_qui_et_quand():
    bilan = bilan_pret(EtatBilan.TRANSMIS)
    cycle.renvoyer(bilan, par=CompteFactory(first_name="Ana", last_name="Roy"), le=LE, motif="Revoir C2.")

    with pytest.raises(cycle.DejaFait) as erreur:
        cycle.renvoyer(bilan, par=CompteFactory(), le=LE, motif="Revoir C3.")

    assert str(erreur.value) == "Ce bilan a déjà été renvoyé à la structure à 14:05 par Ana Roy."
    bilan.refresh_from_db()
    assert bilan.motif_renvoi == "Revoir C2."


def test_renvoyer_refuse_un_bilan_valide():
    bilan = bilan_pret(EtatBilan.VALIDE, valide_le=LE, valide_par=CompteFactory(first_name="Ana", last_name="Roy"))

    assert refus(cycle.renvoyer, bilan, motif="Revoir C2.") == (
        "Ce bilan a déjà été validé à 14:05 par Ana Roy. Pour le renvoyer à la structure, rouvrez-le."
    )


@pytest.mark.parametrize("etat", [EtatBilan.A_SAISIR, EtatBilan.EN_COURS])
@pytest.mark.parametrize(("etape", "options"), [(cycle.renvoyer, {"motif": "Revoir."}), (cycle.valider, {})])
def test_examiner_refuse_un_bilan_qui_n_est_pas_transmis(etat, etape, options):
    bilan = bilan_pret(etat)

    assert refus(etape, bilan, **options) == (
        "Ce bilan n’a pas encore été transmis : attendez que la structure l’envoie."
    )


def test_valider_date_et_signe():
    bilan = bilan_pret(EtatBilan.TRANSMIS)
    ana = CompteFactory(first_name="Ana", last_name="Roy")

    cycle.valider(bilan, par=ana, le=LE, commentaire="Bravo.")

    bilan.refresh_from_db()
    assert (bilan.etat, bilan.valide_le, bilan.valide_par) == (EtatBilan.VALIDE, LE, ana)
    assert [(e.action, e.detail) for e in journal.historique(bilan)] == [("bilans.valider", "Bravo.")]


def test_valider_apres_un_collegue_dit_qui_et_quand():
    bilan = bilan_pret(EtatBilan.TRANSMIS)
    cycle.valider(bilan, par=CompteFactory(first_name="Ana", last_name="Roy"), le=LE)

    with pytest.raises(cycle.DejaFait) as erreur:
        cycle.valider(bilan, par=CompteFactory(), le=LE)

    assert str(erreur.value) == "Ce bilan a déjà été validé à 14:05 par Ana Roy."
    assert len(journal.historique(bilan)) == 1


def test_valider_un_bilan_qu_un_collegue_vient_de_renvoyer_est_refuse():
    bilan = bilan_pret(EtatBilan.TRANSMIS)
    cycle.renvoyer(bilan, par=CompteFactory(first_name="Ana", last_name="Roy"), le=LE, motif="Revoir C2.")

    assert refus(cycle.valider, bilan) == (
        "Ce bilan a déjà été renvoyé à la structure à 14:05 par Ana Roy. "
        "Il pourra être validé quand la structure l’aura transmis à nouveau."
    )


def test_rouvrir_retire_la_validation():
    bilan = bilan_pret(EtatBilan.VALIDE, valide_par=CompteFactory())

    cycle.rouvrir(bilan, par=CompteFactory(), le=LE, motif="Une erreur de montant.")

    bilan.refresh_from_db()
    assert (bilan.etat, bilan.motif_renvoi) == (EtatBilan.A_COMPLETER, "Une erreur de montant.")
    assert (bilan.valide_le, bilan.valide_par) == (None, None)
    assert [(e.action, e.detail) for e in journal.historique(bilan)] == [("bilans.rouvrir", "Une erreur de montant.")]


def test_rouvrir_deux_fois_dit_qui_l_a_deja_fait():
    bilan = bilan_pret(EtatBilan.VALIDE)
    cycle.rouvrir(bilan, par=CompteFactory(first_name="Ana", last_name="Roy"), le=LE, motif="Une erreur.")

    with pytest.raises(cycle.DejaFait) as erreur:
        cycle.rouvrir(bilan, par=CompteFactory(), le=LE, motif="Une erreur.")

    assert str(erreur.value) == "Ce bilan a déjà été renvoyé à la structure à 14:05 par Ana Roy."


@pytest.mark.parametrize("etat", [EtatBilan.A_SAISIR, EtatBilan.EN_COURS, EtatBilan.TRANSMIS])
def test_rouvrir_refuse_un_bilan_qui_n_est_pas_valide(etat):
    assert refus(cycle.rouvrir, bilan_pret(etat), motif="Une erreur.") == (
        "Ce bilan n’est pas validé : il n’y a pas lieu de le rouvrir."
    )


def test_renvoyer_un_bilan_importe_deux_fois_ne_nomme_personne():
    bilan = bilan_pret(EtatBilan.A_COMPLETER)  # no line in the log

    assert refus(cycle.renvoyer, bilan, motif="Revoir.") == "Ce bilan a déjà été renvoyé à la structure."
    assert refus(cycle.transmettre, bilan_de(StructureFactory(), bilan.campagne, EtatBilan.TRANSMIS)) == (
        "Ce bilan a déjà été transmis le 1 mars 2026 à 13:00 par le portail."
    )


# --- Locks -------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row lock: its transactions queue up")
@pytest.mark.django_db(transaction=True)
def test_deux_transmissions_au_meme_instant_n_en_font_qu_une():
    bilan = bilan_pret()
    camille = responsable(bilan.structure, first_name="Camille", last_name="Durand")
    agent(FinanceurFactory(perimetre=PerimetreFinanceur.REGION))
    depart = threading.Barrier(2)
    issues = []

    def transmettre():
        try:
            depart.wait(timeout=10)
            cycle.transmettre(bilan, par=camille, le=LE)
            issues.append("transmis")
        except cycle.DejaFait as refus_:
            issues.append(str(refus_))
        finally:
            connections.close_all()

    fils = [threading.Thread(target=transmettre) for _rang in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=30)

    assert sorted(issues) == ["Ce bilan a déjà été transmis à 14:05 par Camille Durand.", "transmis"]
    assert (len(journal.historique(bilan)), len(mail.outbox)) == (1, 1)
