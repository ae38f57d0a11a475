"""Pictures of people leave the site with their consent: announced, taken out of reach, said."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from espace_structures.vitrines.metier import consentements
from espace_structures.vitrines.models import ActionPage, PhotoAction
from espace_structures.vitrines.taches import suivre_les_consentements
from portal.socle.cache_pages import CLE_GENERATION
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import article, image, liste_actualites, site_public
from tests.fabriques.structures import responsable
from tests.fabriques.vitrines import action, annuaire, fiche, photo

pytestmark = pytest.mark.django_db
SUJET = "Une photo quittera le site le 24 novembre 2026"
FIN = date(2026, 11, 24)
LE = datetime(2026, 11, 24, 0, 5, tzinfo=UTC)


@pytest.fixture
def accueil():
    return site_public()


@pytest.fixture
def page_fiche(accueil):
    return fiche(annuaire(accueil))


@pytest.fixture
def page_action(page_fiche):
    return action(page_fiche, "Un café")


@pytest.fixture
def chef(page_fiche):
    return responsable(page_fiche.structure)


@pytest.fixture
def executer(django_capture_on_commit_callbacks):
    """Runs the job; its report and its mails."""

    def executer_le(le):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            compte_rendu = suivre_les_consentements(le=le)
        return compte_rendu, list(mail.outbox)

    return executer_le


def dire(retirees, prevenus) -> str:
    return f"Photos retirées\u00a0: {retirees}\u00a0; courriels de préavis\u00a0: {prevenus}."


@pytest.mark.parametrize(
    ("jours_avant", "attendus"),
    [
        (31, []),
        (30, [SUJET]),
        (1, ["Une photo quittera le site le 24 novembre 2026"]),
    ],
)
def test_preavis_dans_les_trente_jours(page_action, chef, executer, jours_avant, attendus):
    photo(page_action, jusqu_au=FIN, alternative="Un groupe rit.")

    compte_rendu, messages = executer(LE - timedelta(days=jours_avant))

    assert [message.subject for message in messages] == attendus
    assert [message.to for message in messages] == [[chef.email] for _sujet in attendus]
    assert all("Un groupe rit." in message.body for message in messages)
    assert compte_rendu == dire(0, len(attendus))


def test_preavis_une_seule_fois_mais_encore_si_la_date_change(page_action, chef, executer):
    cliche = photo(page_action, jusqu_au=FIN)

    nombres = [len(executer(LE - timedelta(days=jours))[1]) for jours in (30, 29)]
    PhotoAction.objects.filter(pk=cliche.pk).update(consentement_jusqu_au=FIN + timedelta(days=10))
    nombres.append(len(executer(LE - timedelta(days=20))[1]))

    assert nombres == [1, 0, 1]


def test_qui_a_ecrit_la_page_est_prevenu_aussi(page_fiche, chef, executer):
    autrice = CompteFactory()
    photo(action(page_fiche, owner=autrice), jusqu_au=FIN)

    _compte_rendu, messages = executer(LE - timedelta(days=5))

    assert sorted(message.to[0] for message in messages) == sorted([chef.email, autrice.email])


def test_le_jour_venu_fichiers_hors_de_portee_et_auteur_prevenu(page_action, chef, executer):
    cliche = photo(page_action, jusqu_au=FIN)
    fichiers, original = cliche.image.file.storage, cliche.image.file.name
    rendu = cliche.image.get_rendition("width-400").file.name
    assert (fichiers.exists(original), fichiers.exists(rendu)) == (True, True)

    compte_rendu, messages = executer(LE)

    assert compte_rendu == dire(1, 0)
    assert [(message.subject, message.to) for message in messages] == [("Une photo a quitté le site", [chef.email])]
    assert (fichiers.exists(original), fichiers.exists(rendu)) == (False, False)
    cliche.image.refresh_from_db()
    nom = cliche.image.file.name.rsplit("/", 1)[-1]
    assert (nom.startswith(consentements.MARQUE), len(nom) > 30) == (True, True)
    assert fichiers.exists(cliche.image.file.name)
    assert cliche.image.renditions.count() == 0


def test_tache_refaite_ne_redit_rien(page_action, chef, executer):
    cliche = photo(page_action, jusqu_au=FIN)
    executer(LE)
    cliche.image.refresh_from_db()
    nom = cliche.image.file.name

    compte_rendu, messages = executer(LE + timedelta(days=1))

    cliche.image.refresh_from_db()
    assert (compte_rendu, messages, cliche.image.file.name) == (dire(0, 0), [], nom)


def test_photo_gardee_de_la_veille_est_oubliee_du_cache(page_action, chef, executer):
    from django.core.cache import cache

    photo(page_action, jusqu_au=FIN)
    cache.set(CLE_GENERATION, 1, None)

    executer(LE)

    assert cache.get(CLE_GENERATION) != 1


@pytest.mark.parametrize("usage", ["action", "article"])
def test_photo_qui_sert_ailleurs_a_bon_droit_garde_son_fichier(accueil, page_fiche, page_action, chef, executer, usage):
    partagee = image()
    photo(page_action, jusqu_au=FIN, image=partagee)
    if usage == "action":
        photo(action(page_fiche, "Une autre"), image=partagee)
    else:
        article(liste_actualites(accueil), image=partagee, image_alternative="Un carré.", image_credit="Nous")
    nom = partagee.file.name

    executer(LE)

    partagee.refresh_from_db()
    assert partagee.file.name == nom


def test_fichier_deja_perdu_n_arrete_pas_la_tache(page_action, chef, executer):
    cliche = photo(page_action, jusqu_au=FIN)
    cliche.image.file.storage.delete(cliche.image.file.name)

    compte_rendu, messages = executer(LE)

    assert (compte_rendu, len(messages)) == (dire(1, 0), 1)


def test_photo_sans_personne_reste(page_action, chef, executer):
    cliche = photo(page_action)

    assert executer(LE)[0] == dire(0, 0)
    assert ActionPage.objects.get().photos_du_jour(FIN) == [cliche]
