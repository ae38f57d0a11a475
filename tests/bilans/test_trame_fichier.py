"""importer_trame and exporter_trame: round trip, versions, refusals that change nothing."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from espace_structures.bilans.metier.trame_cms import definition_de_trame
from espace_structures.bilans.metier.trame_fichier import TRAME_LIVREE, publier
from espace_structures.bilans.metier.trame_yaml import ecrire, lire
from espace_structures.bilans.metier.verification import Defaut, TrameInvalide
from espace_structures.bilans.models import Trame
from tests.fabriques.bilans import PETITE_TRAME

pytestmark = pytest.mark.django_db


def importer(fichier) -> str:
    sortie = StringIO()
    call_command("importer_trame", str(fichier), stdout=sortie)
    return sortie.getvalue().replace("\u00a0", " ")


@pytest.fixture
def petite(tmp_path) -> Path:
    fichier = tmp_path / "petite.yaml"
    fichier.write_text(ecrire(PETITE_TRAME), encoding="utf-8")
    return fichier


def test_import_puis_export_rendent_le_fichier_livre(tmp_path):
    sortie = tmp_path / "copie.yaml"
    importer(TRAME_LIVREE)

    call_command("exporter_trame", sortie=sortie, stdout=StringIO())

    assert sortie.read_bytes() == TRAME_LIVREE.read_bytes()


def test_export_sans_sortie_ecrit_sur_la_sortie_standard(petite):
    importer(petite)
    sortie = StringIO()

    call_command("exporter_trame", trame="petite", stdout=sortie)

    assert sortie.getvalue() == petite.read_text(encoding="utf-8")


def test_import_cree_la_trame_publiee_avec_sa_revision(petite):
    dit = importer(petite)

    trame = Trame.objects.get(code="petite")
    assert dit == "La trame « Petite trame » (petite) est créée et publiée.\n"
    assert (trame.live, trame.has_unpublished_changes, trame.revisions.count()) == (True, False, 1)


def test_import_d_un_fichier_change_publie_une_nouvelle_version(petite):
    importer(petite)
    petite.write_text(ecrire(PETITE_TRAME).replace("titre: Flux", "titre: Flux de l’année"), encoding="utf-8")

    dit = importer(petite)

    trame = Trame.objects.get(code="petite")
    assert dit == "La trame « Petite trame » (petite) est publiée dans une nouvelle version.\n"
    assert (definition_de_trame(trame).sections[0].titre, trame.revisions.count()) == ("Flux de l’année", 2)


def test_import_du_meme_fichier_ne_change_rien(petite):
    importer(petite)

    dit = importer(petite)

    assert dit == "La trame « Petite trame » (petite) disait déjà la même chose : rien n’est changé.\n"
    assert Trame.objects.get(code="petite").revisions.count() == 1


def test_import_d_une_trame_fautive_ne_change_rien_et_dit_tout(petite):
    importer(petite)
    petite.write_text(
        ecrire(PETITE_TRAME).replace("titre: Flux", "titre: Autre").replace("total: B2", "total: B22"), encoding="utf-8"
    )

    with pytest.raises(CommandError) as refus:
        importer(petite)

    assert str(refus.value).replace("\u00a0", " ") == (
        f"{petite} n’est pas importé :\n- règle R1-C2 > paramètre total : le code « B22 » n’existe pas dans la trame"
    )
    assert definition_de_trame(Trame.objects.get(code="petite")) == PETITE_TRAME


def test_publication_d_une_definition_fautive_est_refusee_et_ne_cree_rien():
    with pytest.raises(TrameInvalide) as refus:
        publier(replace(PETITE_TRAME, sections=(), regles=(), indicateurs=()))

    assert refus.value.defauts == (Defaut("trame", "elle n’a aucune section\u00a0: ajoutez-en une"),)
    assert Trame.objects.count() == 0


def test_import_d_une_trame_verrouillee_est_refuse(petite):
    importer(petite)
    Trame.objects.filter(code="petite").update(locked=True)
    petite.write_text(ecrire(PETITE_TRAME).replace("titre: Flux", "titre: Autre"), encoding="utf-8")

    with pytest.raises(CommandError, match="est verrouillée"):
        importer(petite)

    assert definition_de_trame(Trame.objects.get(code="petite")) == PETITE_TRAME


@pytest.mark.parametrize(
    ("contenu", "raison"),
    [(None, "ne se lit pas"), ("é".encode("latin-1"), "n’est pas un texte en UTF-8")],
)
def test_import_d_un_fichier_illisible_est_refuse(tmp_path, contenu, raison):
    fichier = tmp_path / "trame.yaml"
    if contenu is not None:
        fichier.write_bytes(contenu)

    with pytest.raises(CommandError, match=raison):
        importer(fichier)


def test_export_d_une_trame_inconnue_dit_celles_qui_existent(petite):
    importer(petite)

    with pytest.raises(CommandError) as refus:
        call_command("exporter_trame", trame="autre")

    assert str(refus.value).replace("\u00a0", " ") == ("La trame « autre » n’existe pas. Trames connues : petite.")


def test_export_d_un_brouillon_jamais_publie_est_refuse(petite):
    importer(petite)
    Trame.objects.get(code="petite").unpublish()

    with pytest.raises(CommandError, match="n’est pas publiée"):
        call_command("exporter_trame", trame="petite")


def test_export_ignore_le_brouillon_en_cours(petite):
    importer(petite)
    trame = Trame.objects.get(code="petite")
    trame.titre = "Titre en chantier"
    trame.save_revision()
    sortie = StringIO()

    call_command("exporter_trame", trame="petite", stdout=sortie)

    assert lire(sortie.getvalue()) == PETITE_TRAME
