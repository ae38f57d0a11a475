"""The queue of those who moderate: what waits, since when, for whom; and the reminders."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Site

from espace_structures.structures.models import Moderateur
from espace_structures.vitrines.metier.moderation import installer_moderation, soumettre
from espace_structures.vitrines.metier.relecture import delai_de_rappel, nombre_a_relire, pages_a_relire, rappeler
from espace_structures.vitrines.models import ActionPage, ReglagesModeration
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import langue, site_public
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = pytest.mark.django_db

LUNDI = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAMEDI = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
LENDEMAIN = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
DIX_JOURS = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def structures():
    page = annuaire(site_public())
    installer_moderation()
    return page


def en_attente(structures, nom="Relais", departement="93", le=LUNDI, **champs) -> ActionPage:
    """An action that waits to be read since a day."""
    page = fiche(structures, StructureFactory(nom=nom, departements=[departement]))
    autrice = membre(page.structure)
    creee = action(page, f"Atelier de {nom}", live=False, owner=autrice, **champs)
    soumettre(creee, par=autrice, le=le)
    return ActionPage.objects.get(pk=creee.pk)


def moderateur(departement, **compte):
    personne = CompteFactory(**compte)
    Moderateur.objects.create(compte=personne, departement=departement)
    return personne


def test_file_dit_qui_attend_depuis_quand(structures):
    page = en_attente(structures)

    (attente,) = pages_a_relire(animateur(), le=SAMEDI)

    assert (attente.page.pk, attente.structure.nom, attente.auteur, attente.depuis) == (
        page.pk,
        "Relais",
        page.owner,
        LUNDI,
    )
    assert (attente.jours, attente.est_en_retard, attente.est_nouvelle, attente.est_traduction) == (
        5,
        True,
        True,
        False,
    )


def test_file_est_vide_quand_rien_n_attend(structures):
    assert pages_a_relire(animateur(), le=LUNDI) == []
    assert nombre_a_relire(animateur()) == 0


def test_file_d_un_moderateur_ne_montre_que_ses_departements(structures):
    page = en_attente(structures, "Relais", "93")
    en_attente(structures, "Tremplin", "75")
    personne = moderateur("93")

    assert [attente.page.pk for attente in pages_a_relire(personne, le=LUNDI)] == [page.pk]
    assert nombre_a_relire(personne) == 1


def test_file_se_filtre_par_departement(structures):
    en_attente(structures, "Relais", "93")
    page = en_attente(structures, "Tremplin", "75")

    attentes = pages_a_relire(animateur(), le=LUNDI, departement="75")

    assert [attente.page.pk for attente in attentes] == [page.pk]


def test_file_montre_la_fiche_elle_meme_et_ce_qui_change(structures):
    page = fiche(structures, StructureFactory(nom="Relais"))
    page.save_revision().publish()
    autrice = membre(page.structure)
    page.save_revision(user=autrice)
    soumettre(page, par=autrice, le=LUNDI)

    (attente,) = pages_a_relire(animateur(), le=LUNDI)

    assert (attente.page.pk, attente.est_nouvelle, attente.jours, attente.est_en_retard) == (page.pk, False, 0, False)


def test_file_montre_une_traduction(structures):
    anglais = langue("en")
    structures.get_parent().specific.copy_for_translation(anglais)
    structures.copy_for_translation(anglais)
    installer_moderation()
    page = fiche(structures, StructureFactory(nom="Relais"))
    autrice = membre(page.structure)
    traduite = page.copy_for_translation(anglais)
    soumettre(traduite, par=autrice, le=LUNDI)

    (attente,) = pages_a_relire(animateur(), le=LUNDI)

    assert (attente.page.pk, attente.est_traduction) == (traduite.pk, True)


@pytest.mark.parametrize("nombre", [1, 3])
def test_ecran_de_la_file_a_un_nombre_fixe_de_requetes(structures, client, django_assert_max_num_queries, nombre):
    for rang in range(nombre):
        en_attente(structures, f"Structure {rang}")
    client.force_login(animateur())
    client.get(reverse("vitrines_relecture"))

    with django_assert_max_num_queries(22):
        reponse = client.get(reverse("vitrines_relecture"))

    assert reponse.text.count("Atelier de Structure") == nombre


def test_ecran_de_la_file_dit_le_retard_et_le_filtre(structures, client):
    en_attente(structures, le=datetime(2020, 1, 1, tzinfo=UTC))
    client.force_login(moderateur("93"))

    page = client.get(reverse("vitrines_relecture"))
    vide = client.get(reverse("vitrines_relecture"), {"departement": "75"})
    inconnu = client.get(reverse("vitrines_relecture"), {"departement": "ZZ"})

    assert "Atelier de Relais" in page.text
    assert "En retard" in page.text
    assert "Rien n’attend dans ce département." in vide.text
    assert inconnu.status_code == 404


def test_ecran_de_la_file_est_ferme_aux_membres(structures, client):
    page = en_attente(structures)
    client.force_login(page.owner)

    assert client.get(reverse("vitrines_relecture")).status_code == 404


def test_rappel_va_aux_moderateurs_passe_le_delai(structures, django_capture_on_commit_callbacks):
    en_attente(structures)
    moderateur("93", email="m93@exemple.fr")
    moderateur("75", email="m75@exemple.fr")
    animateur(email="animation@exemple.fr")
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        avant = rappeler(le=datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
        envoyes = rappeler(le=SAMEDI)

    assert (avant, envoyes) == (0, 1)
    assert [message.to for message in mail.outbox] == [["m93@exemple.fr"]]
    assert "Atelier de Relais" in mail.outbox[0].body


def test_rappel_part_une_fois_par_jour(structures):
    en_attente(structures)
    moderateur("93")

    assert (rappeler(le=SAMEDI), rappeler(le=SAMEDI), rappeler(le=LENDEMAIN)) == (1, 0, 1)


def test_rappel_va_aussi_a_l_animation_passe_le_double(structures, django_capture_on_commit_callbacks):
    en_attente(structures)
    moderateur("93", email="m93@exemple.fr")
    animateur(email="animation@exemple.fr")
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        envoyes = rappeler(le=DIX_JOURS)

    assert envoyes == 2
    assert sorted(message.to[0] for message in mail.outbox) == ["animation@exemple.fr", "m93@exemple.fr"]


def test_rappel_sans_moderateur_ne_dit_qu_une_fois_chaque_page(structures, django_capture_on_commit_callbacks):
    en_attente(structures)
    animateur(email="animation@exemple.fr")
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        rappeler(le=DIX_JOURS)

    (message,) = mail.outbox
    assert message.body.count("Atelier de Relais") == 1


def test_rappel_nomme_chaque_page_en_retard_de_la_plus_ancienne_a_la_plus_recente(
    structures, django_capture_on_commit_callbacks
):
    en_attente(structures, "Relais", le=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    en_attente(structures, "Passerelle", le=LUNDI)
    en_attente(structures, "Tremplin", le=LENDEMAIN)
    en_attente(structures, "Ailleurs", "75", le=LUNDI)
    moderateur("93", email="m93@exemple.fr")
    animateur(email="animation@exemple.fr")
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        rappeler(le=DIX_JOURS)

    lignes = {
        message.to[0]: [ligne.strip(" -•*") for ligne in message.body.splitlines() if "Atelier de" in ligne]
        for message in mail.outbox
    }
    passerelle = "«\u00a0Atelier de Passerelle\u00a0», de «\u00a0Passerelle\u00a0»\u00a0: 10 jours"
    assert lignes == {
        "m93@exemple.fr": [passerelle, "«\u00a0Atelier de Relais\u00a0», de «\u00a0Relais\u00a0»\u00a0: 9 jours"],
        "animation@exemple.fr": [
            passerelle,
            "«\u00a0Atelier de Ailleurs\u00a0», de «\u00a0Ailleurs\u00a0»\u00a0: 10 jours",
        ],
    }


def test_delai_se_regle(structures):
    reglages = ReglagesModeration.for_site(Site.objects.get(is_default_site=True))
    reglages.delai_rappel = 2
    reglages.save()

    assert delai_de_rappel() == 2
