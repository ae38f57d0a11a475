"""Import in the back office: sent, foreseen without writing, confirmed all or nothing."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse
from wagtail.models import ModelLogEntry

from espace_structures.structures.metier.importation.ecriture import (
    CONVENTIONS,
    IMPORTER,
    STRUCTURES,
    verrouiller_structures,
)
from espace_structures.structures.models import Convention, Implantation, Structure
from portal.socle.importation.ecriture import ImportRefuse, ecrire
from portal.socle.importation.lecture import lire
from portal.socle.importation.lignes import Lecture, LigneLue
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.importation import CONVENTIONS as ENTETES_CONVENTIONS
from tests.fabriques.importation import ENTETES, en_csv, en_xlsx, envoi, ligne
from tests.fabriques.structures import (
    ConventionFactory,
    FinanceurFactory,
    StructureFactory,
    animateur,
    responsable,
    siret_fictif,
)

pytestmark = pytest.mark.django_db

LE = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


def adresse(modele: str, vue: str = "importer") -> str:
    return reverse(f"wagtailsnippets_structures_{modele}:{vue}")


@pytest.fixture
def animation(client):
    """The browser of a signed-in person of the animation."""
    client.force_login(animateur())
    return client


def envoyer(client, octets: bytes, nom="structures.csv", modele="structure"):
    return client.post(adresse(modele), {"fichier": envoi(octets, nom)})


def confirmer(client, chemin: str):
    apercu = client.get(chemin)
    return client.post(chemin, {"empreinte": apercu.context["prevision"].empreinte})


def sorts(apercu) -> list[tuple[int, str]]:
    return [(prevue.numero, prevue.sort.value) for prevue in apercu.context["prevision"].lignes]


# --- Screens ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("modele", ["structure", "convention"])
def test_liste_mene_a_l_import_et_au_modele(animation, modele):
    texte = animation.get(adresse(modele, "list")).content.decode()
    assert adresse(modele) in texte

    reponse = animation.get(f"{adresse(modele)}?modele=csv")

    lignes = list(csv.reader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))
    assert len(lignes) == 2
    assert lignes[0][-1] == "Note"
    assert lignes[1][-1] == "Exemple : cette ligne n’est pas lue"


@pytest.mark.parametrize(("genre", "modele"), [(STRUCTURES, "structure"), (CONVENTIONS, "convention")])
def test_modele_rempli_se_relit_sauf_son_exemple(animation, genre, modele):
    octets = animation.get(f"{adresse(modele)}?modele=csv").content
    remplie = octets + octets.splitlines()[1].replace("Exemple : cette ligne n’est pas lue".encode(), b"")

    lecture = lire(remplie, genre.colonnes)

    assert [lue.numero for lue in lecture.lignes] == [3]
    assert (lecture.colonnes, lecture.ignorees) == (tuple(c.code for c in genre.colonnes), ())


def test_apercu_montre_chaque_sort_et_n_ecrit_rien(animation):
    StructureFactory(nom="Le Relais", siret=siret_fictif(1), type="ASSOCIATION", departements=["75"])
    StructureFactory(nom="Val", siret=siret_fictif(2), type="ASSOCIATION", departements=["75"])
    octets = en_csv(
        ENTETES, ligne(1), ligne(2, nom="Val", departements="75, 93"), ligne(3, nom="Neuve"), ligne(4, nom="")
    )

    reponse = envoyer(animation, octets)
    apercu = animation.get(reponse.url)

    assert sorts(apercu) == [(2, "INCHANGEE"), (3, "MODIFIEE"), (4, "CREEE"), (5, "REFUSEE")]
    assert Structure.objects.count() == 2
    texte = apercu.content.decode()
    assert "Rien ne sera importé tant qu’une ligne est à corriger." in texte
    assert "Ligne 5, Nom : il faut une valeur pour créer la structure." in texte
    assert 'name="empreinte"' not in texte


def test_import_confirme_cree_et_modifie_et_se_lit_au_journal(animation):
    connue = StructureFactory(nom="Val", siret=siret_fictif(2), type="ASSOCIATION", departements=["75", "92"])
    octets = en_xlsx(
        [*ENTETES, "RNA"], [*ligne(2, nom="Val", departements="93 et 75"), "w751 234 567"], ligne(3, nom="Neuve")
    )
    chemin = envoyer(animation, octets, "structures.xlsx").url

    reponse = confirmer(animation, chemin)

    connue.refresh_from_db()
    neuve = Structure.objects.get(nom="Neuve")
    assert reponse.url == adresse("structure", "list")
    assert (connue.rna, connue.noms_departements()) == ("W751234567", "Paris, Seine-Saint-Denis")
    assert (neuve.siret, neuve.type, neuve.noms_departements()) == (siret_fictif(3), "ASSOCIATION", "Paris")
    entrees = {entree.object_id: entree.data["changements"] for entree in ModelLogEntry.objects.filter(action=IMPORTER)}
    assert entrees[str(connue.pk)] == [
        "Départements : Paris, Hauts-de-Seine → Paris, Seine-Saint-Denis",
        "RNA :  → W751234567",
    ]
    assert set(entrees) == {str(connue.pk), str(neuve.pk)}
    suite = animation.get(chemin)
    assert (suite.status_code, suite.url) == (302, adresse("structure"))


def test_conventions_importees(animation):
    structure = StructureFactory(siret=siret_fictif(1))
    financeur = FinanceurFactory(nom="DRIEETS Île-de-France", sigle="DRIEETS")
    connue = ConventionFactory(structure=structure, financeur=financeur, exercice=2026, ligne="P102", numero="A1")
    octets = en_csv(
        ENTETES_CONVENTIONS,
        [siret_fictif(1), "DRIEETS", "2026", "P102", "A1", "03/04/2026", "", "12 345,67 €"],
        [siret_fictif(1), "drieets ile-de-france", "2027", "Politique de la ville", "", "", "40", ""],
        encodage="cp1252",
    )

    confirmer(animation, envoyer(animation, octets, "conventions.csv", "convention").url)

    connue.refresh_from_db()
    assert (connue.montant, connue.signee_le, connue.objectif) == (Decimal("12345.67"), date(2026, 4, 3), 50)
    neuve = Convention.objects.exclude(pk=connue.pk).get()
    assert (neuve.exercice, neuve.ligne, neuve.numero, neuve.objectif, neuve.montant) == (2027, "P147", "", 40, None)


def test_fiche_changee_depuis_l_apercu_redemande_une_relecture(animation):
    structure = StructureFactory(nom="Val", siret=siret_fictif(2), type="ASSOCIATION", departements=["75"])
    chemin = envoyer(animation, en_csv(ENTETES, ligne(2, nom="Val", departements="93"))).url
    empreinte = animation.get(chemin).context["prevision"].empreinte
    Implantation.objects.create(structure=structure, departement="92")

    reponse = animation.post(chemin, {"empreinte": empreinte})

    assert reponse.status_code == 409
    assert "Des fiches ont changé depuis l’aperçu : rien n’a été importé." in reponse.content.decode()
    assert Structure.objects.get().noms_departements() == "Paris, Hauts-de-Seine"
    assert reponse.context["prevision"].lignes[0].ecarts[0].avant == "Paris, Hauts-de-Seine"


def test_lignes_refusees_n_importent_rien_meme_forcees(animation):
    chemin = envoyer(animation, en_csv(ENTETES, ligne(2, nom="Val"), ligne(3, nom=""))).url

    reponse = confirmer(animation, chemin)

    assert (reponse.status_code, Structure.objects.count()) == (409, 0)


def test_panne_au_milieu_n_importe_rien(animation):
    lecture = lire(en_csv(ENTETES, ligne(2, nom="Val")), STRUCTURES.colonnes)
    compte = animateur()

    with pytest.raises(ImportRefuse) as refus:
        ecrire(STRUCTURES, lecture, empreinte="autre", par=compte, le=LE)

    assert Structure.objects.count() == 0
    assert len(refus.value.prevision.a_ecrire) == 1


def test_remarques_se_telechargent_sans_formule(animation):
    chemin = envoyer(animation, en_csv(ENTETES, ligne(2, nom="=1+1"), ligne(3, nom="", genre="?"))).url

    reponse = animation.get(f"{chemin}&controle=1")

    lignes = list(csv.reader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))
    assert lignes[1][:3] == ["2", "'=1+1", "Créée"]
    assert lignes[2][2] == "Refusée"
    assert lignes[2][3].startswith("Ligne 3, Type : « ? » n’est pas dans la liste.")


def test_longue_liste_est_montree_en_partie(animation):
    octets = en_csv(ENTETES, *(ligne(numero, nom=f"Structure {numero}") for numero in range(1, 151)))

    apercu = animation.get(envoyer(animation, octets).url)

    groupe = apercu.context["groupes"][1]
    assert (groupe["nombre"], len(groupe["lignes"]), groupe["autres"]) == (150, 100, 50)
    assert "Et 50 autres lignes :" in apercu.content.decode()


@pytest.mark.parametrize("nombre", [1, 3])
def test_apercu_garde_le_meme_nombre_de_requetes(animation, django_assert_num_queries, nombre):
    for numero in range(1, nombre + 1):
        StructureFactory(siret=siret_fictif(numero))
    octets = en_csv(ENTETES, *(ligne(numero, departements="93") for numero in range(1, nombre + 1)))
    lecture = lire(octets, STRUCTURES.colonnes)

    with django_assert_num_queries(3):
        prevision = STRUCTURES.prevoir(lecture, le=LE)

    assert len(prevision.lignes) == nombre


# --- Bad files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "octets", "message"),
    [
        ("structures.csv", b"", "Le fichier est vide : remplissez le modèle, enregistrez-le, puis recommencez."),
        (
            "structures.csv",
            b"Code\n1",
            "Ces intitulés manquent à la première ligne : SIRET, Nom. Partez du modèle à télécharger.",
        ),
        (
            "structures.pdf",
            b"%PDF-1.4",
            "Ce fichier n’est ni un CSV, ni un XLSX, ni un ODS : enregistrez-le dans l’un de ces formats.",
        ),
        (
            "structures.csv",
            b"SIRET;Nom\n" + b"x" * (2 * 1024 * 1024),
            "Le fichier dépasse 2 Mo : découpez-le en plusieurs fichiers.",
        ),
        (
            "structures.csv",
            en_csv(ENTETES, *(ligne(n) for n in range(3000))),
            "Le fichier compte plus de 2000 lignes : découpez-le en plusieurs fichiers.",
        ),
    ],
    ids=["empty", "headings", "pdf", "heavy", "3000 lines"],
)
def test_mauvais_fichier_est_refuse_sur_place(animation, nom, octets, message):
    reponse = envoyer(animation, octets, nom)

    assert (reponse.status_code, reponse.context["form"].errors) == (422, {"fichier": [message]})


@pytest.mark.parametrize("octets", [b"SIRET;Nom\x00\n1;a", b"\x89PNG\r\n\x1a\n" + bytes(64)])
def test_classeur_qui_n_en_est_pas_un_est_refuse(animation, octets):
    for nom in ("structures.xlsx", "structures.csv"):
        reponse = envoyer(animation, octets, nom)

        assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["fichier"])


def test_aucun_fichier_est_demande(animation):
    reponse = animation.post(adresse("structure"), {})

    assert reponse.context["form"].errors == {"fichier": ["Choisissez un fichier."]}


# --- Who -------------------------------------------------------------------------------------------------------------


def test_apercu_n_est_lu_que_par_qui_a_envoye_le_fichier(animation, client):
    chemin = envoyer(animation, en_csv(ENTETES, ligne(2))).url
    assert animation.get(chemin).status_code == 200
    client.force_login(animateur())

    reponse = client.get(chemin)

    assert (reponse.status_code, reponse.url) == (302, adresse("structure"))


def test_jeton_d_un_genre_ne_sert_pas_a_l_autre(animation):
    chemin = envoyer(animation, en_csv(ENTETES, ligne(2))).url

    reponse = animation.get(chemin.replace("/structure/", "/convention/"))

    assert (reponse.status_code, reponse.url) == (302, adresse("convention"))


@pytest.mark.parametrize("jeton", ["", "faux", "a:b:c"])
def test_jeton_faux_renvoie_a_l_envoi(animation, jeton):
    reponse = animation.get(f"{adresse('structure', 'apercu')}?fichier={jeton}")

    assert (reponse.status_code, reponse.url) == (302, adresse("structure"))


def test_fichier_oublie_redemande_l_envoi(animation):
    chemin = envoyer(animation, en_csv(ENTETES, ligne(2))).url
    cache.clear()

    reponse = animation.post(chemin, {"empreinte": "x"}, follow=True)

    assert "L’aperçu a expiré : envoyez le fichier de nouveau." in reponse.content.decode()


@pytest.mark.parametrize("vue", ["importer", "colonnes", "apercu"])
@pytest.mark.parametrize("modele", ["structure", "convention"])
def test_import_est_ferme_aux_membres_et_aux_comptes_sans_role(client, modele, vue):
    client.force_login(responsable(StructureFactory()))
    assert client.get(adresse(modele, vue)).status_code == 404

    client.force_login(CompteFactory())

    assert client.get(adresse(modele, vue)).status_code in (403, 404)


def test_verrou_laisse_de_cote_les_lignes_qui_ne_nomment_aucune_structure(django_assert_num_queries):
    lecture = Lecture(lignes=(LigneLue(numero=2, valeurs={"siret": "pas un SIRET"}),), colonnes=("siret",))

    with django_assert_num_queries(0):  # no SIRET to look for
        verrouiller_structures(lecture)
