"""The demonstration: loaded once, coherent to the last figure, plainly fictional, and never over a real portal."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from stdnum.fr import siret as stdnum_siret
from wagtail.models import Collection, Locale, Page

from espace_structures.bilans.enums import EtatBilan, Severite
from espace_structures.bilans.journal import historique
from espace_structures.bilans.metier.controle import anomalies_du_bilan
from espace_structures.bilans.metier.expressions import completer
from espace_structures.bilans.metier.gel import definition_de
from espace_structures.bilans.metier.lecture import nombres, reponses_de
from espace_structures.bilans.models import Bilan, Campagne, Justification, Modification
from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import PerimetreFinanceur
from espace_structures.structures.groupes import ANIMATION
from espace_structures.structures.models import Convention, Financeur, Structure
from portal.demonstration.acteurs import aides_par_departement
from portal.demonstration.calendrier import calendrier
from portal.demonstration.chargement import DemonstrationRefusee, charger, refuser_un_vrai_portail, vider
from portal.demonstration.chiffres import Commande, feuille_plausible
from portal.demonstration.jeu import STRUCTURES, siret_fictif
from portal.demonstration.roles import COMPTES, MOT_DE_PASSE
from portal.demonstration.tirage import Tirage, partager, partager_effectif
from tests.fabriques.bilans import campagne_gelee
from tests.fabriques.structures import StructureFactory

LE = datetime(2026, 11, 24, 15, tzinfo=UTC)
# A sheet drawn on any machine, whatever Python's hash seed.
EMPREINTE = {
    "B1": Decimal(22),
    "B2": Decimal(60),
    "D1.total.F": Decimal(22),
    "F.F1.H": Decimal(5),
    "E2": Decimal("5.2"),
    "G1": Decimal("36642.00"),
    "A7": "rendez_vous",
}
SANS_ACTION = {EtatBilan.A_SAISIR, EtatBilan.EN_COURS}


@dataclass
class Instantane:
    """What the tests look at, read once after a single loading."""

    etats: Counter = field(default_factory=Counter)
    anomalies: list = field(default_factory=list)  # (exercice, état, rule, severity, is it justified)
    stocks: dict = field(default_factory=dict)  # (siret, département, exercice): (B1, B5)
    histoires: list = field(default_factory=list)  # (exercice, état, actions oldest first, last date of the row)
    visibles: dict = field(default_factory=dict)  # address: number of bilans it may open
    entrees: dict = field(default_factory=dict)  # address: status of the first screen after sign-in
    structures: list = field(default_factory=list)
    conventions: list = field(default_factory=list)
    perimetres: set = field(default_factory=set)
    campagnes: dict = field(default_factory=dict)
    comptages: list = field(default_factory=list)  # rows by table, after the first loading and after the second
    sorties: list = field(default_factory=list)  # what the second loading printed
    modifications: int = 0
    justifications: list = field(default_factory=list)


def _compter():
    with connection.cursor() as curseur:
        tables = sorted(connection.introspection.django_table_names(only_existing=True))
        resultat = {}
        for table in tables:
            curseur.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            resultat[table] = curseur.fetchone()[0]
        return resultat


def _lire(instantane):
    for campagne in Campagne.objects.all():
        instantane.campagnes[campagne.exercice] = campagne
        definition = definition_de(campagne)
        for bilan in campagne.bilans.select_related("structure"):
            bilan.campagne = campagne
            cle = (campagne.exercice, bilan.etat)
            instantane.etats[cle] += 1
            instantane.anomalies += [
                (*cle, s.anomalie.regle, s.anomalie.severite, s.est_justifiee) for s in anomalies_du_bilan(bilan)
            ]
            actions = [(e.action, e.le) for e in reversed(historique(bilan))]
            instantane.histoires.append((*cle, actions, bilan.modifie_le))
            for feuille in bilan.feuilles.all():
                chiffres = completer(nombres(reponses_de(feuille)), definition)
                instantane.stocks[bilan.structure.siret, feuille.departement, campagne.exercice] = (
                    *(chiffres.get("B1"), chiffres.get("B5")),
                    bilan.etat,
                )
    for compte in Compte.objects.filter(email__in=[c.courriel for c in COMPTES]):
        instantane.visibles[compte.email] = Bilan.objects.visibles_par(compte).count()
        navigateur = Client()
        navigateur.post(reverse("account_login"), {"login": compte.email, "password": MOT_DE_PASSE})
        instantane.entrees[compte.email] = navigateur.get(reverse("espace:accueil")).status_code
    instantane.structures = list(
        Structure.objects.values_list("nom", "siret", "type", "referent_courriel").order_by("siret")
    )
    instantane.conventions = list(Convention.objects.values_list("exercice", "ligne", "objectif", "montant"))
    instantane.perimetres = set(Financeur.objects.values_list("perimetre", flat=True))


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The demonstration loaded once for the whole module, read, then undone."""
    instantane = Instantane()
    with django_db_blocker.unblock(), transaction.atomic():
        charger(le=LE, dire=lambda _ligne: None)
        instantane.comptages.append(_compter())
        _lire(instantane)
        sortie = StringIO()
        call_command("charger_demonstration", stdout=sortie)
        instantane.sorties = sortie.getvalue().splitlines()
        instantane.comptages.append(_compter())
        instantane.modifications = Modification.objects.count()
        instantane.justifications = list(Justification.objects.values_list("regle", "texte"))
        transaction.set_rollback(True)
    return instantane


def test_demonstration_chargee_deux_fois_ne_change_rien(demonstration):
    avant, apres = demonstration.comptages
    # Sign-ins of these tests apart, nothing was written between the two.
    differences = {table for table in avant if avant[table] != apres[table]} - {"django_session"}

    assert avant["bilans_reponse"] > 10_000
    assert differences == set()
    assert demonstration.sorties[0] == "La démonstration est déjà chargée\u00a0: rien n’est changé."


def test_demonstration_dit_ses_comptes_chaque_fois(demonstration):
    adresses = [ligne.split()[0] for ligne in demonstration.sorties if "@" in ligne]

    assert adresses == [compte.courriel for compte in COMPTES]
    assert any(MOT_DE_PASSE in ligne for ligne in demonstration.sorties)


def test_demonstration_montre_un_bilan_dans_chaque_etat(demonstration):
    assert demonstration.etats == {
        (2023, EtatBilan.VALIDE): 11,
        (2024, EtatBilan.VALIDE): 12,
        (2025, EtatBilan.A_SAISIR): 2,
        (2025, EtatBilan.EN_COURS): 2,
        (2025, EtatBilan.TRANSMIS): 3,
        (2025, EtatBilan.A_COMPLETER): 1,
        (2025, EtatBilan.VALIDE): 4,
    }


def test_demonstration_n_a_aucune_anomalie_bloquante(demonstration):
    transmis = [a for a in demonstration.anomalies if a[1] not in SANS_ACTION]
    a_justifier = [a for a in transmis if a[3] == Severite.A_JUSTIFIER]

    assert [a for a in transmis if a[3] == Severite.BLOQUANTE] == []
    assert [a for a in a_justifier if not a[4]] == []
    assert 1 <= len(a_justifier) <= 15
    assert len(demonstration.justifications) == len(a_justifier)


def test_demonstration_bilans_en_cours_ne_manquent_que_de_reponses(demonstration):
    en_cours = {a[2] for a in demonstration.anomalies if a[1] == EtatBilan.EN_COURS}

    assert en_cours == {"OBLIGATOIRE"}
    assert demonstration.modifications > 300


def test_demonstration_chaque_annee_part_de_la_fin_de_la_precedente(demonstration):
    suites = [
        (depart, demonstration.stocks[siret, departement, exercice - 1][1])
        for (siret, departement, exercice), (depart, _fin, etat) in demonstration.stocks.items()
        if etat != EtatBilan.A_SAISIR and (siret, departement, exercice - 1) in demonstration.stocks
    ]

    assert len(suites) == 13 + 12  # sheets of 2024, then those of 2025 that have been filled
    assert [(depart, fin) for depart, fin in suites if depart != fin or not fin] == []


def test_demonstration_chaque_bilan_raconte_son_chemin_dans_l_ordre(demonstration):
    attendues = {
        EtatBilan.A_SAISIR: [],
        EtatBilan.EN_COURS: ["commencer"],
        EtatBilan.TRANSMIS: ["commencer", "transmettre"],
        EtatBilan.A_COMPLETER: ["commencer", "transmettre", "renvoyer"],
        EtatBilan.VALIDE: ["commencer", "transmettre", "valider"],
    }
    renvoyes = 0
    for exercice, etat, actions, modifie_le in demonstration.histoires:
        noms = [action.removeprefix("bilans.") for action, _le in actions if action != "bilans.justifier"]
        if exercice < 2025 and "renvoyer" in noms:
            renvoyes += 1
            assert noms == ["commencer", "transmettre", "renvoyer", "transmettre", "valider"]
        else:
            assert noms == attendues[etat]
        moments = [le for _action, le in actions]
        campagne = demonstration.campagnes[exercice]
        assert moments == sorted(moments)
        assert all(campagne.ouvre_le <= timezone.localdate(le) for le in moments)
        assert all(le < LE for le in moments)
        assert modifie_le < LE

    assert renvoyes == 1


def test_demonstration_la_derniere_campagne_est_ouverte_a_la_saisie(demonstration):
    campagne = demonstration.campagnes[2025]

    assert campagne.ouvre_le < timezone.localdate(LE) < campagne.envoi_jusqu_au < campagne.examen_jusqu_au
    assert demonstration.campagnes[2024].envoi_jusqu_au == date(2025, 3, 31)


def test_demonstration_ne_porte_le_nom_ni_le_siret_de_personne(demonstration):
    assert len(demonstration.structures) == 12
    for nom, siret, _type, courriel in demonstration.structures:
        assert nom.endswith("(exemple)")
        assert siret.startswith("000")
        assert stdnum_siret.is_valid(siret)
        assert courriel.endswith(".example")


def test_demonstration_couvre_les_departements_et_les_types(demonstration):
    par_structure = Counter(siret for siret, _departement, exercice in demonstration.stocks if exercice == 2025)

    assert {departement for _siret, departement, _exercice in demonstration.stocks} == {
        *("75", "77", "78", "91", "92", "93", "94", "95")
    }
    assert sorted(par_structure.values()) == [1] * 10 + [2, 2]
    assert len({type_ for _nom, _siret, type_, _courriel in demonstration.structures}) >= 6


def test_demonstration_aucune_convention_de_l_etat_ne_depasse_le_plafond(demonstration):
    etat = [
        (objectif, montant) for _ex, ligne, objectif, montant in demonstration.conventions if ligne.startswith("P1")
    ]

    assert {exercice for exercice, *_reste in demonstration.conventions} == {2023, 2024, 2025}
    assert len(etat) >= 40
    assert [(objectif, montant) for objectif, montant in etat if montant > 305 * objectif] == []
    assert demonstration.perimetres == set(PerimetreFinanceur)


def test_demonstration_chaque_compte_entre_et_voit_ce_que_dit_son_role(demonstration):
    assert demonstration.entrees == dict.fromkeys((compte.courriel for compte in COMPTES), 200)
    assert demonstration.visibles == {
        "animation@parrainage.example": 35,
        "responsable@parrainage.example": 3,
        "contributeur@parrainage.example": 3,
        "instruction@parrainage.example": 31,  # what has been sent at least once
        "lecture@parrainage.example": 8,  # three structures of Seine-Saint-Denis, one not yet sent this year
        "ville@parrainage.example": 6,
        "moderation@parrainage.example": 0,
    }


def test_demonstration_est_la_meme_partout():
    feuille = feuille_plausible(
        Commande(
            graine="1-77-2023",
            profil=STRUCTURES[1].profil,
            departement="77",
            exercice=2023,
            attendus=61,
            part_qpv=0.24,
            aides=aides_par_departement(STRUCTURES[1], 2023)["77"],
            nature="vers_emploi",
        )
    )

    assert {code: feuille[code] for code in ("B1", "B2", "D1.total.F", "F.F1.H", "E2", "G1", "A7")} == EMPREINTE


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_demonstration_refuse_un_portail_ou_existe_une_structure_reelle():
    StructureFactory(nom="Mission locale de Quelque-Part", siret=siret_fictif(1))

    with pytest.raises(CommandError) as refus:
        call_command("charger_demonstration", stdout=StringIO())

    assert str(refus.value) == (
        "Ce portail compte une structure réelle («\u00a0Mission locale de Quelque-Part\u00a0»)\u00a0: "
        "la démonstration ne s’y charge pas."
    )
    assert Structure.objects.count() == 1


@pytest.mark.django_db
def test_demonstration_refuse_un_portail_ou_existe_une_campagne():
    campagne_gelee()

    with pytest.raises(DemonstrationRefusee, match="Une campagne de bilans existe déjà"):
        charger(le=LE, dire=lambda _ligne: None)


@pytest.mark.django_db
def test_demonstration_refuse_les_reglages_de_production(settings):
    settings.SETTINGS_MODULE = "portal.settings.production"

    with pytest.raises(CommandError) as refus:
        call_command("charger_demonstration", stdout=StringIO())

    assert str(refus.value) == (
        "Ces réglages sont ceux de la production\u00a0: ajoutez --force pour y charger la démonstration."
    )


@pytest.mark.django_db
def test_demonstration_vider_refuse_quand_une_structure_reelle_s_est_ajoutee():
    StructureFactory(nom="Mission locale des Deux-Rives (exemple)", siret=siret_fictif(1))
    StructureFactory(nom="Mission locale de Quelque-Part", siret=siret_fictif(99))

    with pytest.raises(CommandError, match="structure réelle"):
        call_command("charger_demonstration", "--vider", stdout=StringIO())

    assert Structure.objects.count() == 2


@pytest.fixture
def _types_de_contenu_oublies(db):
    """Emptying the database gives content types new keys, which the rollback of the test undoes."""
    yield
    ContentType.objects.clear_cache()


@pytest.mark.usefixtures("_types_de_contenu_oublies")
def test_demonstration_vider_remet_la_base_comme_au_premier_jour():
    StructureFactory(nom="Mission locale des Deux-Rives (exemple)", siret=siret_fictif(1))
    Page.objects.get(depth=1).add_child(instance=Page(title="À oublier", slug="a-oublier"))
    droits = Group.objects.get(name=ANIMATION).permissions.count()
    connection.check_constraints()  # deferred checks would hold the tables of PostgreSQL

    vider()

    assert (Structure.objects.count(), Compte.objects.count()) == (0, 0)
    assert list(Page.objects.values_list("slug", "depth", "numchild")) == [("root", 1, 0)]
    assert Page.find_problems() == ([], [], [], [], [])
    assert list(Collection.objects.values_list("name", flat=True)) == ["Root"]
    assert list(Locale.objects.values_list("language_code", flat=True)) == ["fr"]
    assert Group.objects.get(name=ANIMATION).permissions.count() == droits > 0


@pytest.mark.django_db
def test_demonstration_vider_refuse_un_portail_qui_n_est_pas_une_demonstration():
    with pytest.raises(DemonstrationRefusee) as refus:
        vider()

    assert str(refus.value) == "Ce portail n’est pas une démonstration\u00a0: rien n’est vidé."


@pytest.mark.django_db
def test_portail_vide_n_est_pas_refuse():
    assert refuser_un_vrai_portail() is None


# --- drawing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jour", "ouvre_le"),
    [
        (date(2026, 11, 24), date(2026, 10, 10)),
        (date(2026, 2, 1), date(2026, 1, 2)),
        (date(2026, 1, 5), date(2025, 11, 21)),
        (date(2031, 3, 1), date(2031, 1, 15)),
    ],
)
def test_calendrier_de_la_derniere_campagne_suit_le_jour_du_chargement(jour, ouvre_le):
    dates = calendrier(2025, le=datetime(jour.year, jour.month, jour.day, 12, tzinfo=UTC))

    assert dates.ouvre_le == ouvre_le
    assert dates.ouvre_le < dates.vecu_jusqu_au < jour < dates.envoi_jusqu_au < dates.examen_jusqu_au
    moments = [dates.moment(part) for part in (0, 0.4, 0.8, 1)]
    assert moments == sorted(moments)
    assert timezone.localdate(moments[-1]) < jour


def test_tirage_repartit_sans_perdre_personne():
    tirage = Tirage("graine")

    parts = [tirage.repartir(total, (3, 0, 5, 1)) for total in (0, 1, 17, 400)]

    assert [sum(part) for part in parts] == [0, 1, 17, 400]
    assert all(part[1] == 0 for part in parts)


def test_partager_donne_le_reste_a_la_derniere_part():
    assert partager(Decimal("100.00"), (1, 1, 1)) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
    assert partager_effectif(10, (1, 2)) == [3, 7]


def test_chaque_structure_fictive_a_son_etat_et_ses_aides():
    assert {fictive.etat for fictive in STRUCTURES} == set(EtatBilan)
    assert all(fictive.aides for fictive in STRUCTURES)
