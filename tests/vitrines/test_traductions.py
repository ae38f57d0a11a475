"""Sheets and actions in English, through wagtail-localize; and what is said when there is no English yet."""

from copy import deepcopy
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.test import TestCase
from wagtail.models import Page
from wagtail_localize.models import (
    LocaleSynchronization,
    StringSegment,
    StringTranslation,
    Translation,
)
from wagtail_localize.operations import translate_object

from espace_structures.structures.models import Structure
from espace_structures.vitrines.metier import fraicheur, interets
from espace_structures.vitrines.models import ActionPage, Antenne, FichePage, GaleriePage, PhotoAction
from tests.fabriques.pages import appel, article, langue, liste_actualites, liste_appels, site_public
from tests.fabriques.structures import StructureFactory, membre
from tests.fabriques.vitrines import action, annuaire, chiffre, fiche, galerie, photo, public, temoignage

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
FR = {"first_published_at": datetime(2026, 3, 12, tzinfo=UTC)}


def publier(traduction: Translation) -> None:
    """wagtail-localize publishes once the transaction is over."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        traduction.save_target(publish=True)


def traduire(page, **textes):
    """Send a page for translation, type these translations field by field, publish; the English page."""
    source = type(page).objects.get(pk=page.pk)
    translate_object(source, [langue("en")])
    traduction = Translation.objects.get(source__object_id=source.translation_key, target_locale=langue("en"))
    for champ, texte in textes.items():
        segment = StringSegment.objects.get(source=traduction.source, context__path__endswith=champ.replace("__", "."))
        StringTranslation.objects.create(
            translation_of=segment.string, locale=langue("en"), context=segment.context, data=texte
        )
    publier(traduction)
    return type(page).objects.get(translation_key=page.translation_key, locale=langue("en"))


@pytest.fixture(scope="module")
def site_du_module(ecrire_pour_le_module):
    return ecrire_pour_le_module(un_site)


@pytest.fixture
def site(site_du_module):
    return deepcopy(site_du_module)


def un_site():
    """A French site whose home page and directory exist in English."""
    accueil = site_public()
    LocaleSynchronization.objects.create(locale=langue("en"), sync_from=langue("fr"))
    page_annuaire = annuaire(accueil)
    page_galerie = galerie(accueil)
    page_fiche = fiche(
        page_annuaire,
        StructureFactory(nom="Relais 93"),
        ["jeunes-26"],
        adresse="3 rue des Lilas",
        contact_telephone="01 44 55 66 77",
        **FR,
    )
    Antenne.objects.create(page=page_fiche, nom="Antenne de Bondy")
    page_action = action(page_fiche, "Un café", ["93"], ["jeunes-26"], fin=date(2026, 6, 1), **FR)
    photo(page_action, jusqu_au=date(2090, 1, 1))
    chiffre(page_action)
    temoignage(page_action)
    traduire(accueil, title="Home", accroche="A sentence.")
    traduire(page_annuaire, title="Organisations")
    traduire(page_galerie, title="What they do")
    return accueil


def anglaise(modele):
    return modele.objects.get(locale=langue("en"))


def test_fiche_traduite_garde_ce_qui_ne_se_traduit_pas(client, site):
    page = traduire(FichePage.objects.sources().get(), accroche="We link volunteers and jobseekers.")

    assert (page.live, page.structure, page.adresse, page.contact_telephone) == (
        True,
        Structure.objects.get(),
        "3 rue des Lilas",
        "01 44 55 66 77",
    )
    assert [p.code for p in page.publics.all()] == ["jeunes-26"]
    assert [a.nom for a in page.antennes.all()] == ["Antenne de Bondy"]
    assert [list(defauts) for defauts in Page.find_problems()] == [[], [], [], [], []]
    contenu = client.get(page.url).content.decode()
    assert page.url.startswith("/en/")
    for attendu in ('<html lang="en">', "We link volunteers and jobseekers.", "Young people under 26"):
        assert attendu in contenu


def test_action_traduite_garde_dates_territoire_chiffres_et_photos(client, site):
    traduire(FichePage.objects.sources().get())

    page = traduire(ActionPage.objects.sources().get(), title="A coffee", but="Bringing people together.")

    assert (page.title, page.debut, page.fin) == ("A coffee", date(2026, 1, 15), date(2026, 6, 1))
    assert [ligne.departement for ligne in page.departements.all()] == ["93"]
    assert [p.code for p in page.publics.all()] == ["jeunes-26"]
    assert [c.annee for c in page.chiffres.all()] == [2026]
    assert [t.accord for t in page.temoignages.all()] == [True]
    assert [p.consentement_jusqu_au for p in page.photos.all()] == [date(2090, 1, 1)]
    assert [list(defauts) for defauts in Page.find_problems()] == [[], [], [], [], []]
    contenu = client.get(page.url).content.decode()
    assert ("Bringing people together." in contenu, "A coffee" in contenu) == (True, True)


def test_date_corrigee_en_francais_passe_dans_la_traduction(site):
    traduire(FichePage.objects.sources().get())
    page = ActionPage.objects.sources().get()
    traduire(page, title="A coffee")

    page = ActionPage.objects.get(pk=page.pk)
    page.fin = None
    page.publics.set([public("seniors")])
    page.save_revision().publish()
    traduction = Translation.objects.get(source__object_id=page.translation_key)
    traduction.source.update_from_db()
    publier(traduction)

    traduite = anglaise(ActionPage)
    assert (traduite.title, traduite.fin) == ("A coffee", None)
    assert [p.code for p in traduite.publics.all()] == ["seniors"]


def test_liste_anglaise_montre_l_anglais_et_a_defaut_le_francais(client, site):
    page_fiche = FichePage.objects.sources().get()
    action(page_fiche, "Pas traduite", ["93"])
    traduire(page_fiche)
    traduire(ActionPage.objects.sources().get(title="Un café"), title="A coffee")

    reponse = client.get(anglaise(GaleriePage).url)

    assert [a.title for a in reponse.context["actions"]] == ["A coffee", "Pas traduite"]
    contenu = reponse.content.decode()
    assert contenu.count('<article class="carte carte--action" lang="fr">') == 1
    assert contenu.count('<article class="carte carte--action">') == 1
    assert [a.title for a in client.get(GaleriePage.objects.get(locale=langue("fr")).url).context["actions"]] == [
        "Un café",
        "Pas traduite",
    ]


def test_recherche_anglaise_trouve_dans_les_deux_langues(client, site):
    traduire(FichePage.objects.sources().get())
    traduire(ActionPage.objects.sources().get(), title="A coffee")
    adresse = anglaise(GaleriePage).url

    trouvees = {mot: len(client.get(adresse, {"mots": mot}).context["actions"]) for mot in ("coffee", "cafe", "tea")}

    assert trouvees == {"coffee": 1, "cafe": 1, "tea": 0}


def test_fiche_anglaise_montre_ses_actions_et_la_date_de_l_originale(client, site):
    page = traduire(FichePage.objects.sources().get())
    fraicheur.confirmer(page, par=None, le=date(2026, 10, 2))

    reponse = client.get(page.url)

    assert [a.title for a in reponse.context["actions"]] == ["Un café"]
    assert reponse.context["page"].verifiee_le == date(2026, 10, 2)
    assert FichePage.objects.sources().get().verifiee_le == date(2026, 10, 2)


def test_interet_dit_en_anglais_compte_pour_l_action(site):
    traduire(FichePage.objects.sources().get())
    page, curieuse = traduire(ActionPage.objects.sources().get()), StructureFactory()

    interets.exprimer(page, curieuse, par=membre(curieuse), message="", le=datetime(2026, 11, 24, tzinfo=UTC))

    assert [i.structure for i in interets.de(ActionPage.objects.sources().get())] == [curieuse]
    assert [i.structure for i in interets.de(page)] == [curieuse]


def test_photo_de_la_traduction_quitte_le_site_aussi(client, site):
    traduire(FichePage.objects.sources().get())
    page = traduire(ActionPage.objects.sources().get())
    assert len(client.get(page.url).context["photos"]) == 1
    cache.clear()

    PhotoAction.objects.update(consentement_jusqu_au=date(2020, 1, 1))

    assert client.get(page.url).context["photos"] == []


# --- No English yet ---------------------------------------------------------------------------------------------------


def pages_sans_anglais(accueil) -> dict:
    return {
        "fiche": FichePage.objects.sources().get(),
        "action": ActionPage.objects.sources().get(),
        "article": article(liste_actualites(accueil), "Une nouvelle"),
        "appel": appel(liste_appels(accueil), "Un appel"),
    }


@pytest.mark.parametrize("genre", ["fiche", "action", "article", "appel"])
def test_page_sans_anglais_mene_au_francais_et_le_dit(client, site, genre):
    page = pages_sans_anglais(site)[genre]

    reponse = client.get(f"/en{page.url}")

    assert (reponse.status_code, reponse["Location"]) == (302, f"{page.url}?langue=en")
    contenu = client.get(f"{page.url}?langue=en").content.decode()
    assert '<div class="cadre" lang="en">' in contenu
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in contenu
    assert '<div class="cadre" lang="en">' not in client.get(page.url).content.decode()


@pytest.mark.parametrize("demandee", ["fr", "xx", "", "<script>"])
def test_avis_ne_se_montre_pas_pour_une_autre_valeur(client, site, demandee):
    contenu = client.get(FichePage.objects.sources().get().url, {"langue": demandee}).content.decode()

    assert '<div class="cadre" lang=' not in contenu


def test_page_traduite_ne_porte_pas_l_avis(client, site):
    page = FichePage.objects.sources().get()
    assert '<div class="cadre" lang="en">' in client.get(f"{page.url}?langue=en").content.decode()
    cache.clear()
    traduire(page)

    assert '<div class="cadre" lang="en">' not in client.get(f"{page.url}?langue=en").content.decode()


def test_adresse_qui_n_existe_nulle_part_reste_introuvable(client, site):
    assert client.get("/en/structures/personne/").status_code == 404
    assert client.get("/structures/personne/").status_code == 404
