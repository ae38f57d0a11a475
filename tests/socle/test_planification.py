"""Daily jobs: each at most once a day, alone; a failure is told, tried again, and stops nobody else."""

import os
import signal
import threading
from datetime import date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.utils.translation import gettext, override

from portal.socle.models import Envoi, ExecutionDeTache
from portal.socle.planification import envoyer_une_fois, registre, tache_quotidienne
from portal.socle.planification.etat import est_muet, etat_des_taches
from portal.socle.planification.execution import executer, executer_les_dues, prochaine, reclamer
from tests.fabriques.planification import registre_a_part, tache_de_test

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def a(heure: int, minute: int = 0, jour: int = 10) -> datetime:
    return datetime(2026, 3, jour, heure, minute, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _registre():
    with registre_a_part():
        yield


class Compteur:
    """A job that counts its runs, and fails as many times as asked."""

    def __init__(self, echecs: int = 0):
        self.moments, self.echecs = [], echecs

    def __call__(self, *, le) -> str:
        self.moments.append(le)
        if len(self.moments) <= self.echecs:
            raise ValueError("le fournisseur ne répond pas")
        return f"{len(self.moments)} passage"


# --- Registry --------------------------------------------------------------------------------------------------------


def test_taches_sont_dans_l_ordre_de_la_journee():
    tache_de_test(Compteur(), code="soir", heure=time(20, 0))
    tache_de_test(Compteur(), code="b", heure=time(6, 0))
    tache_de_test(Compteur(), code="a", heure=time(6, 0))

    assert [tache.code for tache in registre.taches()] == ["a", "b", "soir"]


def test_code_ne_se_donne_qu_une_fois():
    tache_de_test(Compteur(), code="a")

    with pytest.raises(registre.CodeDejaPris, match=r"^a$"):
        tache_quotidienne(code="a", titre="Autre", heure=time(1, 0))(Compteur())


# --- Once a day ------------------------------------------------------------------------------------------------------


def test_tache_attend_son_heure_d_ici():
    travail = Compteur()
    tache_de_test(travail, heure=time(6, 0))

    avant = executer_les_dues(le=a(5, 59))
    apres = executer_les_dues(le=a(6, 0))

    assert (avant, [e.compte_rendu for e in apres], len(travail.moments)) == ([], ["1 passage"], 1)


def test_tache_ne_tourne_qu_une_fois_par_jour():
    travail = Compteur()
    tache_de_test(travail)

    passages = [len(executer_les_dues(le=le)) for le in (a(7), a(8), a(23, 59), a(7, jour=11))]

    assert passages == [1, 0, 0, 1]
    assert list(ExecutionDeTache.objects.values_list("jour", flat=True)) == [date(2026, 3, 11), date(2026, 3, 10)]


def test_jour_est_celui_d_ici_et_non_celui_de_greenwich():
    tache = tache_de_test(Compteur())

    execution = executer(tache, le=datetime(2026, 3, 9, 23, 30, tzinfo=ZoneInfo("UTC")))

    assert execution.jour == date(2026, 3, 10)


def test_compte_rendu_est_en_francais_quelle_que_soit_la_langue_de_qui_la_lance():
    tache = tache_de_test(lambda *, le: gettext("français"))

    with override("en"):
        execution = executer(tache, le=a(7))

    assert execution.compte_rendu == "français"


def test_duree_et_compte_rendu_sont_gardes():
    tache = tache_de_test(lambda *, le: "x" * 600)

    execution = executer(tache, le=a(7))

    gardee = ExecutionDeTache.objects.get()
    assert (gardee.compte_rendu, gardee.erreur, gardee.commencee_le) == ("x" * 500, "", a(7))
    assert timedelta(0) <= gardee.duree < timedelta(seconds=5)
    assert gardee.duree == execution.duree
    assert str(gardee) == "essai (2026-03-10)"


# --- Failures --------------------------------------------------------------------------------------------------------


def test_echec_est_ecrit_au_journal_et_n_arrete_pas_les_autres(caplog):
    tache_de_test(Compteur(echecs=9), code="a")
    suivante = Compteur()
    tache_de_test(suivante, code="b")

    executions = executer_les_dues(le=a(7))

    assert [(e.code, e.erreur) for e in executions] == [("a", "ValueError: le fournisseur ne répond pas"), ("b", "")]
    assert [ligne.getMessage() for ligne in caplog.records] == ["The job a failed (attempt 1 of the day)."]
    assert "Traceback" in caplog.text


def test_echec_est_retente_apres_une_demi_heure():
    travail = Compteur(echecs=1)
    tache_de_test(travail)
    executer_les_dues(le=a(7))

    passages = [len(executer_les_dues(le=le)) for le in (a(7, 29), a(7, 31), a(8, 30))]

    assert passages == [0, 1, 0]
    execution = ExecutionDeTache.objects.get()
    assert (execution.essais, execution.erreur, execution.compte_rendu) == (2, "", "2 passage")


def test_echec_n_est_pas_retente_plus_de_trois_fois_par_jour():
    travail = Compteur(echecs=9)
    tache_de_test(travail)

    passages = [len(executer_les_dues(le=a(heure))) for heure in (7, 8, 9, 10, 11)]

    assert passages == [1, 1, 1, 0, 0]
    assert len(executer_les_dues(le=a(7, jour=11))) == 1


def test_execution_sans_fin_depuis_deux_heures_est_reprise():
    travail = Compteur()
    tache_de_test(travail)
    ExecutionDeTache.objects.create(code="essai", jour=date(2026, 3, 10), commencee_le=a(7))

    passages = [len(executer_les_dues(le=le)) for le in (a(8, 59), a(9, 0))]

    assert (passages, len(travail.moments)) == ([0, 1], 1)


def test_execution_reprise_par_un_autre_n_est_pas_ecrasee_par_la_premiere():
    def trop_longue(*, le):
        ExecutionDeTache.objects.update(essais=2, compte_rendu="repris")
        return "fini trop tard"

    executer(tache_de_test(trop_longue), le=a(7))

    assert ExecutionDeTache.objects.get().compte_rendu == "repris"


# --- By hand ---------------------------------------------------------------------------------------------------------


def test_tache_forcee_tourne_avant_l_heure_et_une_seconde_fois():
    tache = tache_de_test(Compteur(), heure=time(22, 0))

    premiere, seconde = (executer(tache, le=a(7, minute), forcee=True) for minute in (0, 5))

    assert (premiere.compte_rendu, seconde.compte_rendu, seconde.essais) == ("1 passage", "2 passage", 2)
    assert ExecutionDeTache.objects.count() == 1


def test_tache_forcee_ne_double_pas_celle_qui_tourne():
    tache = tache_de_test(Compteur())
    assert reclamer(tache, le=a(7)) is not None

    assert executer(tache, le=a(7, 1), forcee=True) is None


# --- What comes next -------------------------------------------------------------------------------------------------


def execution(**champs) -> ExecutionDeTache:
    return ExecutionDeTache(**{"code": "essai", "jour": date(2026, 3, 10), "commencee_le": a(6)} | champs)


@pytest.mark.parametrize(
    ("derniere", "attendue"),
    [
        (None, a(6)),
        (execution(jour=date(2026, 3, 9)), a(6)),
        (execution(terminee_le=a(6, 1)), a(6, jour=11)),
        (execution(terminee_le=a(6, 1), erreur="E"), a(6, 31)),
        (execution(terminee_le=a(6, 1), erreur="E", essais=3), a(6, jour=11)),
        (execution(), a(8)),
        (execution(essais=3), a(6, jour=11)),
    ],
    ids=["never", "yesterday", "done", "failed", "failed three times", "running", "died three times"],
)
def test_prochaine_execution(derniere, attendue):
    tache = tache_de_test(Compteur(), heure=time(6, 0))

    assert prochaine(tache, derniere, le=a(7)) == attendue


def test_etat_des_taches_en_une_requete(requetes_au_plus):
    for code in "abcd":
        tache_de_test(Compteur(), code=code, heure=time(6, 0))
    executer(registre.tache("a"), le=a(6, jour=8))
    executer(registre.tache("a"), le=a(6, jour=9))
    executer(registre.tache("b"), le=a(6, jour=10))
    execution(code="c").save()
    execution(code="d", commencee_le=a(4)).save()

    with requetes_au_plus("l’état des tâches"):
        etats = etat_des_taches(le=a(7))

    assert [
        (e.tache.code, e.derniere and e.derniere.jour.day, e.en_cours, e.interrompue, e.en_echec, e.prochaine)
        for e in etats
    ] == [
        ("a", 9, False, False, False, None),
        ("b", 10, False, False, False, a(6, jour=11)),
        ("c", 10, True, False, False, a(8)),
        ("d", 10, False, True, True, None),
    ]


def test_silence_se_dit_apres_vingt_six_heures():
    executer(tache_de_test(Compteur()), le=a(6))

    muets = [est_muet(etat_des_taches(le=le), le=le) for le in (a(8, jour=11), a(8, 1, jour=11))]

    assert muets == [False, True]


def test_silence_d_un_portail_sans_tache_n_en_est_pas_un():
    assert est_muet(etat_des_taches(le=a(7)), le=a(7)) is False


# --- Command ---------------------------------------------------------------------------------------------------------


def planifier(**options) -> str:
    sortie = StringIO()
    call_command("planifier", stdout=sortie, **options)
    return sortie.getvalue()


def test_commande_lance_ce_qui_est_du_et_s_arrete():
    tache_de_test(Compteur(), code="a")

    assert (planifier(), planifier()) == ("a 1 passage\n", "")


def test_commande_sort_en_erreur_apres_un_echec():
    tache_de_test(Compteur(echecs=1), code="a")
    tache_de_test(Compteur(), code="b")

    with pytest.raises(CommandError, match=r"^Tâches en échec\u00a0: a") as leve:
        planifier()

    assert leve.value.returncode == 1
    assert ExecutionDeTache.objects.get(code="b").compte_rendu == "1 passage"


def test_commande_lance_une_tache_a_la_demande():
    tache_de_test(Compteur(), code="a", heure=time(23, 59))
    tache_de_test(Compteur(), code="b", heure=time(23, 59))

    assert (planifier(tache="b"), planifier(tache="b")) == ("b 1 passage\n", "b 2 passage\n")


def test_commande_dit_les_taches_quand_elle_n_en_connait_pas_le_code():
    tache_de_test(Compteur(), code="a")
    tache_de_test(Compteur(), code="b")

    with pytest.raises(CommandError, match=r"z\u00a0». Tâches connues\u00a0: a, b"):
        planifier(tache="z")


def test_commande_ne_double_pas_une_tache_en_cours():
    def double(*, le):
        planifier(tache="a")

    tache_de_test(double, code="a")

    with pytest.raises(CommandError, match=r"^Tâches en échec\u00a0: a"):
        planifier(tache="a")

    erreur = ExecutionDeTache.objects.get().erreur
    assert erreur == "CommandError: La tâche «\u00a0a\u00a0» est déjà en cours."


def test_commande_liste_les_taches():
    tache_de_test(Compteur(), code="jamais")
    tache_de_test(Compteur(echecs=1), code="rate")
    planifier_sans_erreur(tache="rate")
    ExecutionDeTache.objects.filter(code="rate").update(commencee_le=a(7), terminee_le=a(7, 1), essais=3)
    tache_de_test(lambda *, le: planifier_sans_erreur(liste=True).split("\n")[0].split(" | ")[3], code="encours")

    planifier(tache="encours")
    lignes = planifier(liste=True).splitlines()

    assert ExecutionDeTache.objects.get(code="encours").compte_rendu == "en cours"
    assert lignes[1] == "jamais | Tâche jamais | dernière\u00a0: jamais | prochaine\u00a0: au prochain passage"
    morceaux = lignes[2].split(" | ")
    assert morceaux[:4] == ["rate", "Tâche rate", "dernière\u00a0: 2026-03-10T07:00:00+01:00", "en échec"]
    assert morceaux[4].endswith("T00:00:00+01:00") or morceaux[4].endswith("T00:00:00+02:00")


def planifier_sans_erreur(**options) -> str:
    try:
        return planifier(**options)
    except CommandError as erreur:
        return str(erreur)


def test_commande_en_continu_finit_la_tache_avant_de_s_arreter():
    ancien = signal.getsignal(signal.SIGTERM)

    def etre_arretee(*, le):
        os.kill(os.getpid(), signal.SIGTERM)
        return "finie"

    tache_de_test(etre_arretee, code="a")

    assert planifier(en_continu=True) == "a finie\n"
    assert signal.getsignal(signal.SIGTERM) is ancien


@pytest.mark.django_db(transaction=True)
def test_commande_en_continu_attend_une_base_perdue(caplog):
    tours = []

    def perdue(execute, sql, params, many, context):
        if "socle_executiondetache" not in sql:
            return execute(sql, params, many, context)
        tours.append(sql)
        if len(tours) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        raise DatabaseError("perdue")

    tache_de_test(Compteur(), code="a")

    with connection.execute_wrapper(perdue):
        sortie = planifier(en_continu=True, pause=0.01)

    assert (sortie, len(tours)) == ("", 2)
    assert [ligne.getMessage() for ligne in caplog.records] == [
        "The planner could not reach the database: it tries again later."
    ] * 2


# --- Two planners ----------------------------------------------------------------------------------------------------

SANS_VERROU = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has no concurrent writers: its transactions already queue"
)


def ensemble(*actions) -> None:
    """Runs these functions at the same moment, each with its own connection."""
    depart = threading.Barrier(len(actions))

    def partir(action):
        try:
            depart.wait(timeout=10)
            action()
        finally:
            connections.close_all()

    fils = [threading.Thread(target=partir, args=[action]) for action in actions]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=30)


@SANS_VERROU
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deja_ratee", [False, True], ids=["first run of the day", "retry"])
def test_deux_planificateurs_au_meme_instant_ne_lancent_la_tache_qu_une_fois(deja_ratee):
    travail = Compteur()
    tache_de_test(travail)
    if deja_ratee:
        execution(terminee_le=a(6, 1), erreur="E").save()
    nombres = []

    ensemble(*[lambda: nombres.append(len(executer_les_dues(le=a(7))))] * 2)

    assert (sorted(nombres), len(travail.moments)) == ([0, 1], 1)


@SANS_VERROU
@pytest.mark.django_db(transaction=True)
def test_deux_taches_au_meme_instant_n_ecrivent_qu_une_fois():
    reponses = []

    def rappeler():
        with transaction.atomic():
            reponses.append(rappel())

    ensemble(rappeler, rappeler)

    assert (sorted(reponses), Envoi.objects.count()) == ([False, True], 1)


# --- What was sent ---------------------------------------------------------------------------------------------------


def rappel(**autre) -> bool:
    return envoyer_une_fois(
        **{
            "code": "fiches.rappel",
            "objet": "fiche:12",
            "destinataire": "camille@structure.example",
            "echeance": date(2026, 4, 1),
            "le": a(7),
        }
        | autre
    )


def test_rappel_ne_part_qu_une_fois():
    assert (rappel(), rappel(), rappel(le=a(9, jour=12))) == (True, False, False)


@pytest.mark.parametrize(
    "autre",
    [
        {"code": "fiches.relance"},
        {"objet": "fiche:13"},
        {"destinataire": "sacha@structure.example"},
        {"echeance": date(2027, 4, 1)},
    ],
)
def test_autre_rappel_part(autre):
    rappel()

    assert rappel(**autre) is True


def test_meme_adresse_ecrite_autrement_est_la_meme_personne():
    rappel()

    assert rappel(destinataire=" Camille@Structure.example ") is False


def test_adresse_n_est_pas_gardee_en_clair(settings):
    rappel()
    premiere = Envoi.objects.get()

    settings.SECRET_KEY = "une autre clef"
    rappel()

    assert str(premiere) == "fiches.rappel · fiche:12 (2026-04-01)"
    assert len(premiere.destinataire) == 64
    assert Envoi.objects.filter(destinataire__contains="camille").count() == 0
    # Keyed: the same address under another key is another digest, so that nobody recomputes it from a list.
    assert Envoi.objects.values("destinataire").distinct().count() == 2


def test_rappel_d_une_transaction_defaite_reste_a_envoyer():
    with transaction.atomic():
        rappel()
        transaction.set_rollback(True)

    assert rappel() is True


# --- What the database holds -----------------------------------------------------------------------------------------


def test_base_refuse_deux_executions_le_meme_jour():
    execution().save()

    with pytest.raises(IntegrityError), transaction.atomic():
        execution().save()


def test_base_refuse_un_echec_sans_fin():
    with pytest.raises(IntegrityError), transaction.atomic():
        execution(erreur="E").save()
