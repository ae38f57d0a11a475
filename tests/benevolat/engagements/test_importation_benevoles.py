"""The import of a list: foreseen line by line, written once confirmed, each person told."""

import unicodedata
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from espace_structures.benevolat.engagements.metier.importation import COLONNES, ImportDeBenevoles, prevoir
from espace_structures.benevolat.models import Benevole, Engagement
from espace_structures.structures.enums import RoleStructure
from portal.socle.importation import lecture as lectures
from portal.socle.importation.depots import avancement
from portal.socle.importation.ecriture import ImportRefuse
from portal.socle.importation.ecriture import ecrire as ecrire_tout
from portal.socle.importation.lignes import FichierRefuse
from portal.socle.importation.lignes import SortDeLigne as Sort
from portal.socle.importation.modeles import memoire
from tests.fabriques.benevolat import BenevoleFactory, EngagementFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory

pytestmark = pytest.mark.django_db

LE = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)
JOUR = date(2026, 3, 3)
ENTETES = "Prénom;Nom;Courriel;Téléphone;Commune;Sexe;Depuis;Fin de saison;Département"


def lire(octets):
    return lectures.lire(octets, COLONNES, lignes=ImportDeBenevoles.lignes_maximum)


def ecrire(lecture, structure, **options):
    bilan = ecrire_tout(ImportDeBenevoles(structure), lecture, **options)
    return bilan.crees + bilan.modifies


def fichier(*lignes):
    return "\n".join([ENTETES, *lignes]).encode()


@pytest.fixture
def structure():
    structure = StructureFactory()
    structure.implantations.get_or_create(departement="75")
    return structure


def sorts(structure, *lignes):
    return [ligne.sort for ligne in prevoir(lire(fichier(*lignes)), structure, jour=JOUR).lignes]


def test_chaque_ligne_a_son_sort(structure):
    active = EngagementFactory(structure=structure, benevole__sexe="F")
    sortie = EngagementFactory(structure=structure, statut="SORTI", sorti_le=date(2026, 2, 1), motif_sortie="TEMPS")
    ailleurs = EngagementFactory()

    obtenus = sorts(
        structure,
        "Léa;Roy;lea@exemple.fr;;;;01/09/2025;;",
        f"Awa;Diop;{active.benevole.courriel};;;;01/09/2025;;",
        f"Awa;Diop;{sortie.benevole.courriel};;;;01/09/2025;;",
        f"Awa;Diop;{ailleurs.benevole.courriel};;;;01/09/2025;;",
        "Léa;Roy;LEA@exemple.fr;;;;01/09/2025;;",
    )

    assert obtenus == [Sort.CREEE, Sort.INCHANGEE, Sort.RATTACHEE, Sort.CREEE, Sort.REFUSEE]


def test_ce_que_la_personne_a_dit_n_est_pas_remplace(structure):
    engagement = EngagementFactory(structure=structure, benevole__sexe="", departement="75")
    lecture = lire(fichier(f"Autre;Nom;{engagement.benevole.courriel};06 12 34 56 78;;Femme;01/09/2025;;93"))
    prevision = prevoir(lecture, structure, jour=JOUR)

    ecrire(lecture, structure, empreinte=prevision.empreinte, par=CompteFactory(), le=LE)

    benevole = Benevole.objects.get()
    assert prevision.lignes[0].sort == Sort.MODIFIEE
    assert (benevole.prenom, benevole.telephone, benevole.sexe) == ("Awa", "+33612345678", "F")
    assert Engagement.objects.get().departement == "93"


@pytest.mark.parametrize(
    ("telephone", "departement", "attendu"),
    [("0612345678", "", ("+33612345678", "75")), ("", "93", ("", "93"))],
)
def test_seul_ce_qui_manque_est_complete(structure, telephone, departement, attendu):
    engagement = EngagementFactory(structure=structure)
    lecture = lire(fichier(f"Awa;Diop;{engagement.benevole.courriel};{telephone};;;01/09/2025;;{departement}"))
    empreinte = prevoir(lecture, structure, jour=JOUR).empreinte

    ecrire(lecture, structure, empreinte=empreinte, par=CompteFactory(), le=LE)

    engagement = Engagement.objects.get()
    assert (engagement.benevole.telephone, engagement.departement) == attendu


@pytest.mark.parametrize(
    "ligne",
    [
        ";Roy;lea@exemple.fr;;;;01/09/2025;;",
        "Léa;Roy;;;;;01/09/2025;;",
        "Léa;Roy;pas une adresse;;;;01/09/2025;;",
        "Léa;Roy;lea@exemple.fr;12;;;01/09/2025;;",
        "Léa;Roy;lea@exemple.fr;;;;;;",
        "Léa;Roy;lea@exemple.fr;;;;04/03/2026;;",
        "Léa;Roy;lea@exemple.fr;;;;01/09/2025;01/08/2025;",
        "Léa;Roy;lea@exemple.fr;;Nulle part du tout;;01/09/2025;;",
        "Léa;Roy;lea@exemple.fr;;Saint-Denis;;01/09/2025;;",
    ],
)
def test_une_ligne_a_reprendre_est_refusee(structure, ligne):
    assert sorts(structure, ligne) == [Sort.REFUSEE]


def test_departement_introuvable_refuse_sauf_si_la_commune_le_dit():
    structure = StructureFactory()
    structure.implantations.all().delete()

    obtenus = sorts(
        structure,
        "Léa;Roy;lea@exemple.fr;;;;01/09/2025;;",
        "Max;Roy;max@exemple.fr;;93100 Montreuil;;01/09/2025;;",
    )

    assert obtenus == [Sort.REFUSEE, Sort.CREEE]


def test_ligne_d_une_autre_structure_et_depart_sont_refuses(structure):
    active = EngagementFactory(structure=structure)
    entetes = "Prénom;Nom;Courriel;Depuis;Structure;Statut"
    lignes = (
        f"Léa;Roy;lea@exemple.fr;01/09/2025;{structure.nom.upper()};Actif",
        "Max;Roy;max@exemple.fr;01/09/2025;Une autre;Actif",
        f"Awa;Diop;{active.benevole.courriel};01/09/2025;;Terminé",
        "Zoé;Roy;zoe@exemple.fr;01/09/2025;;Terminé",
    )

    prevision = prevoir(lire("\n".join([entetes, *lignes]).encode()), structure, jour=JOUR)

    assert [ligne.sort for ligne in prevision.lignes] == [Sort.CREEE, Sort.REFUSEE, Sort.REFUSEE, Sort.REFUSEE]
    assert [ligne.refus[0].split("\u00a0:")[0] for ligne in prevision.lignes[1:]] == [
        "Ligne 3, Structure",
        "Ligne 4, Statut",
        "Ligne 5, Statut",
    ]


def test_apercu_montre_avant_et_apres_sans_dire_qui_est_connu_ailleurs(structure):
    connue = EngagementFactory(structure=structure, benevole__sexe="", departement="75")
    ailleurs = EngagementFactory(benevole__telephone="+33611111111")
    lecture = lire(
        fichier(
            f"Awa;Diop;{connue.benevole.courriel};;;Femme;01/09/2025;;93",
            f"Awa;Diop;{ailleurs.benevole.courriel};;;;01/09/2025;;",
            "Léa;Roy;lea@exemple.fr;;;;01/09/2025;;",
        )
    )

    modifiee, dite, neuve = prevoir(lecture, structure, jour=JOUR).lignes

    assert [(e.colonne, e.avant, e.apres) for e in modifiee.ecarts] == [
        ("Sexe", "", "Femme"),
        ("Département", "Paris", "Seine-Saint-Denis"),
    ]
    assert [e.colonne for e in dite.ecarts] == [e.colonne for e in neuve.ecarts]
    assert (dite.sort, dite.cible, {e.avant for e in dite.ecarts}) == (Sort.CREEE, None, {""})


def test_plus_de_mille_lignes_refusees():
    with pytest.raises(FichierRefuse, match="1000"):
        lire(fichier(*(f"Léa;Roy;lea{n}@exemple.fr;;;;01/09/2025;;" for n in range(1001))))


def test_ecrire_cree_et_previent(structure, mailoutbox, django_capture_on_commit_callbacks):
    connue = BenevoleFactory(courriel="lea@exemple.fr")
    ancien = EngagementFactory(
        structure=structure,
        benevole=BenevoleFactory(prenom="Max", nom="Roy", courriel="", telephone="+33612345678"),
        saison=(date(2025, 1, 1), date(2025, 6, 30)),
        statut="SORTI",
        sorti_le=date(2025, 6, 30),
        motif_sortie="TEMPS",
    )
    lecture = lire(
        fichier(
            "Léa;Roy;lea@exemple.fr;;;;01/09/2020;;",
            "Max;Roy;;0612345678;;;01/09/2025;30/06/2026;",
        )
    )
    empreinte = prevoir(lecture, structure, jour=JOUR).empreinte

    with django_capture_on_commit_callbacks(execute=True):
        nombre = ecrire(lecture, structure, empreinte=empreinte, par=CompteFactory(), le=LE)

    assert nombre == 2
    assert Benevole.objects.count() == 2
    assert [courriel.to for courriel in mailoutbox] == [["lea@exemple.fr"]]
    saison = Engagement.objects.get(benevole=connue).saisons.get()
    assert (saison.debut, saison.fin) == (date(2020, 9, 1), date(2026, 12, 31))
    assert ancien.saisons.last().fin == date(2026, 6, 30)


def test_une_ligne_refusee_et_rien_n_est_ecrit(structure):
    lecture = lire(fichier("Léa;Roy;lea@exemple.fr;;;;01/09/2025;;", ";;x@exemple.fr;;;;;;"))
    empreinte = prevoir(lecture, structure, jour=JOUR).empreinte

    with pytest.raises(ImportRefuse, match="Corrigez-les d’abord"):
        ecrire(lecture, structure, empreinte=empreinte, par=CompteFactory(), le=LE)

    assert not Engagement.objects.exists()


def test_une_liste_qui_a_change_n_est_pas_ecrite(structure):
    lecture = lire(fichier("Léa;Roy;lea@exemple.fr;;;;01/09/2025;;"))
    empreinte = prevoir(lecture, structure, jour=JOUR).empreinte
    ecrire(lecture, structure, empreinte=empreinte, par=CompteFactory(), le=LE)

    with pytest.raises(ImportRefuse, match="aperçu"):
        ecrire(lecture, structure, empreinte=empreinte, par=CompteFactory(), le=LE)
    rien = prevoir(lecture, structure, jour=JOUR).empreinte

    assert ecrire(lecture, structure, empreinte=rien, par=CompteFactory(), le=LE) == 0
    assert Engagement.objects.count() == 1


def test_ecrans_envoyer_relire_confirmer(client, structure):
    compte = CompteFactory()
    compte.membres_structures.create(structure=structure, role=RoleStructure.CONTRIBUTEUR)
    client.force_login(compte)
    envoi = reverse("espace:benevoles-importer")

    refuse = client.post(envoi, {"fichier": SimpleUploadedFile("liste.csv", b"rien\n1")})
    recu = client.post(
        envoi, {"fichier": SimpleUploadedFile("liste.csv", fichier("L;Roy;lea@exemple.fr;;;;01/09/2025;;"))}
    )
    page = client.get(recu.url)
    assert not Engagement.objects.exists()
    perime = client.post(recu.url, {"empreinte": "x"})
    fait = client.post(recu.url, {"empreinte": page.context["prevision"].empreinte})

    assert [r.status_code for r in (refuse, recu, page, perime, fait)] == [422, 302, 200, 409, 302]
    assert Engagement.objects.get().structure == structure
    assert client.get(recu.url).status_code == 302  # the file is not kept once written


def test_une_personne_ecrite_de_plusieurs_facons_est_une_seule_personne(structure):
    decomposee = unicodedata.normalize("NFD", "Zoé;Lefèvre")
    lignes = [f"{qui};;06 12 34 56 78;;;01/09/2025;;" for qui in ("Zoé;Lefèvre", decomposee, "ZOE;LEFEVRE")]

    dans_le_fichier = sorts(structure, *lignes)
    EngagementFactory(
        structure=structure, benevole__prenom="Zoé", benevole__nom="Lefèvre", benevole__telephone="+33612345678"
    )
    deja_la = [sorts(structure, ligne) for ligne in lignes]

    assert dans_le_fichier == [Sort.CREEE, Sort.REFUSEE, Sort.REFUSEE]
    assert Sort.CREEE not in {sort for (sort,) in deja_la}


def test_colonnes_dites_se_retiennent_pour_la_structure_seule(client, structure):
    compte = CompteFactory()
    compte.membres_structures.create(structure=structure, role=RoleStructure.CONTRIBUTEUR)
    client.force_login(compte)
    octets = "Petit nom;Nom;Contact;Début\nAwa;Diop;awa@exemple.fr;01/09/2025".encode()

    def envoyer():
        return client.post(reverse("espace:benevoles-importer"), {"fichier": SimpleUploadedFile("liste.csv", octets)})

    recu = envoyer()
    ecran = client.get(recu.url)
    suite = client.post(
        recu.url, {"colonne_0": "prenom", "colonne_1": "nom", "colonne_2": "courriel", "colonne_3": "depuis"}
    )
    apercu = client.get(suite.url)

    assert recu.url.startswith(reverse("espace:benevoles-colonnes"))
    assert "awa@exemple.fr" in ecran.content.decode()
    assert [ligne.sort for ligne in apercu.context["prevision"].lignes] == [Sort.CREEE]
    assert memoire("benevoles", f"structure-{structure.pk}") == {"petit nom": "prenom", "contact": "courriel"}
    assert memoire("benevoles", "structure-0") == {}
    assert envoyer().url.startswith(reverse("espace:benevoles-apercu"))


def test_domaine_mal_tape_se_remarque_dans_l_apercu(client, structure):
    compte = CompteFactory()
    compte.membres_structures.create(structure=structure, role=RoleStructure.CONTRIBUTEUR)
    client.force_login(compte)
    octets = fichier("Léa;Roy;lea@gmail.con;;;;01/09/2025;;")

    apercu = client.post(
        reverse("espace:benevoles-importer"), {"fichier": SimpleUploadedFile("l.csv", octets)}, follow=True
    )

    [ligne] = apercu.context["prevision"].lignes
    assert (ligne.sort, ligne.refus) == (Sort.CREEE, ())
    assert "« gmail.con » ressemble à une faute de frappe" in apercu.content.decode()


def test_avancement_se_lit_pendant_l_ecriture(client, structure):
    compte = CompteFactory()
    compte.membres_structures.create(structure=structure, role=RoleStructure.CONTRIBUTEUR)
    client.force_login(compte)
    octets = fichier(*(f"Léa;Roy;lea{n}@exemple.fr;;;;01/09/2025;;" for n in range(3)))
    recu = client.post(reverse("espace:benevoles-importer"), {"fichier": SimpleUploadedFile("l.csv", octets)})
    empreinte = client.get(recu.url).context["prevision"].empreinte
    jeton = parse_qs(urlsplit(recu.url).query)["fichier"][0]

    assert client.post(recu.url, {"empreinte": empreinte}).status_code == 302

    assert avancement(jeton) == {"faites": 3, "total": 3}
