"""Accounts that nobody uses: told first, deactivated on the day, without a name a year after."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from espace_structures.comptes.metier import inactivite
from espace_structures.comptes.models import Compte, ReglagesComptes
from portal.socle.dates import plus_mois
from portal.socle.planification.registre import tache
from tests.fabriques.comptes import CompteFactory, avec_application
from tests.fabriques.structures import animateur

pytestmark = pytest.mark.django_db


def nuit(annee, mois, jour):
    return datetime(annee, mois, jour, 1, 20, tzinfo=UTC)


def dormeur(**champs):
    """An account last used on 3 March 2026, in the afternoon."""
    le = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)
    return CompteFactory(**{"first_name": "Awa", "last_name": "Diop", "last_login": le, "date_joined": le} | champs)


def nuits(*jours):
    """(told, deactivated, erased) of each night."""
    bilans = [inactivite.appliquer(le=nuit(*jour)) for jour in jours]
    return [(bilan.avertis, bilan.desactives, bilan.effaces) for bilan in bilans]


def test_avertie_un_mois_avant_desactivee_a_vingt_quatre_mois_effacee_un_an_apres(
    mailoutbox, django_capture_on_commit_callbacks
):
    compte = dormeur(email="awa@exemple.fr")

    with django_capture_on_commit_callbacks(execute=True):
        faits = nuits((2028, 2, 2), (2028, 2, 3), (2028, 2, 4), (2028, 3, 2), (2028, 3, 3))
        apres = nuits((2028, 3, 4), (2029, 3, 2), (2029, 3, 3), (2029, 3, 4))

    compte.refresh_from_db()
    assert faits == [(0, 0, 0), (1, 0, 0), (0, 0, 0), (0, 0, 0), (0, 1, 0)]
    assert apres == [(0, 0, 0), (0, 0, 0), (0, 0, 1), (0, 0, 0)]
    [message] = mailoutbox
    assert (message.to, message.subject) == (["awa@exemple.fr"], "Votre compte sera bientôt désactivé")
    assert "Bonjour Awa Diop," in message.body
    assert "depuis le 3 mars 2026" in message.body
    assert "désactivé le 3 mars 2028" in message.body
    assert reverse("account_login") in message.body
    assert (str(compte), compte.email) == ("Compte effacé", f"efface-{compte.pk}@invalide.invalid")
    assert (compte.is_active, compte.has_usable_password()) == (False, False)
    assert compte.efface_le == nuit(2029, 3, 3)


def test_il_ne_reste_rien_de_la_personne():
    compte = animateur(email="awa@exemple.fr", first_name="Awa", last_name="Diop", last_login=nuit(2020, 1, 1))
    EmailAddress.objects.create(user=compte, email="awa@exemple.fr", verified=True, primary=True)
    avec_application(compte)
    UserProfile.objects.create(user=compte, preferred_language="en")
    log(compte, "wagtail.edit")

    nuits((2026, 1, 1), (2026, 2, 1), (2027, 2, 1))

    compte.refresh_from_db()
    assert compte.efface_le is not None
    assert not EmailAddress.objects.filter(user=compte).exists()
    assert not Authenticator.objects.filter(user=compte).exists()
    assert not UserProfile.objects.filter(user=compte).exists()
    assert not compte.groups.exists()
    assert [entree.label for entree in ModelLogEntry.objects.filter(object_id=str(compte.pk))] == ["Compte effacé"]


def test_une_connexion_annule_l_avertissement():
    compte = dormeur()
    nuits((2028, 2, 3))
    Compte.objects.filter(pk=compte.pk).update(last_login=nuit(2028, 2, 20))

    faits = nuits((2028, 3, 10), (2030, 1, 19), (2030, 1, 20), (2030, 2, 20))

    assert faits == [(0, 0, 0), (0, 0, 0), (1, 0, 0), (0, 1, 0)]


def test_un_compte_jamais_utilise_compte_de_son_ouverture():
    dormeur(last_login=None)

    assert nuits((2028, 2, 2), (2028, 2, 3)) == [(0, 0, 0), (1, 0, 0)]


def test_un_avertissement_tardif_laisse_trente_jours():
    dormeur()

    faits = nuits((2030, 5, 1), (2030, 5, 30), (2030, 5, 31))

    assert faits == [(1, 0, 0), (0, 0, 0), (0, 1, 0)]


def test_jamais_un_superutilisateur():
    compte = dormeur(is_superuser=True)

    faits = nuits((2030, 5, 1), (2031, 5, 1), (2035, 5, 1))

    compte.refresh_from_db()
    assert faits == [(0, 0, 0)] * 3
    assert compte.is_active


def test_desactive_a_la_main_il_est_efface_un_an_apres_au_moins(mailoutbox, django_capture_on_commit_callbacks):
    ancien = dormeur(last_login=nuit(2020, 1, 1), is_active=False)
    recent = dormeur(last_login=nuit(2026, 3, 3), is_active=False)

    with django_capture_on_commit_callbacks(execute=True):
        faits = nuits((2026, 4, 1), (2027, 3, 31), (2027, 4, 1), (2029, 3, 2))
    ancien.refresh_from_db()
    recent.refresh_from_db()
    avant = recent.efface_le
    dernier = nuits((2029, 3, 3))

    assert faits == [(0, 0, 0), (0, 0, 0), (0, 0, 1), (0, 0, 0)]
    assert (ancien.efface_le, avant) == (nuit(2027, 4, 1), None)
    assert dernier == [(0, 0, 1)]
    assert mailoutbox == []


def test_reactive_a_la_main_il_est_averti_de_nouveau():
    compte = dormeur()
    nuits((2028, 2, 3), (2028, 3, 4))
    Compte.objects.filter(pk=compte.pk).update(is_active=True)

    faits = nuits((2028, 4, 1), (2028, 4, 30), (2028, 5, 1))

    assert faits == [(1, 0, 0), (0, 0, 0), (0, 1, 0)]


def test_le_delai_est_celui_de_l_animation():
    ReglagesComptes.objects.create(inactivite_mois=12)
    dormeur()

    assert nuits((2027, 2, 2), (2027, 2, 3), (2027, 3, 5)) == [(0, 0, 0), (1, 0, 0), (0, 1, 0)]


def test_l_avertissement_est_dans_la_langue_de_la_personne(mailoutbox, django_capture_on_commit_callbacks):
    compte = dormeur()
    UserProfile.objects.create(user=compte, preferred_language="en")

    with django_capture_on_commit_callbacks(execute=True):
        nuits((2028, 2, 3))

    assert "3 March 2026" in mailoutbox[0].body


def test_la_tache_dit_ce_qu_elle_a_fait():
    dormeur()

    assert tache("comptes.inactivite").travail(le=nuit(2028, 2, 3)) == (
        "Prévenus\u00a0: 1\u00a0; désactivés\u00a0: 0\u00a0; effacés\u00a0: 0."
    )


def test_l_animation_regle_le_delai(client):
    client.force_login(animateur(email="animation@exemple.fr"))
    adresse = reverse("wagtailsettings:edit", args=["comptes", "reglagescomptes"])

    page = client.get(adresse, follow=True)

    assert page.status_code == 200
    assert "désactivation d’un compte inutilisé" in page.content.decode().lower()


def attendu_au_plus_tot(usage, mois, averti):
    """At the delay; thirty days after a notice that left late."""
    terme = plus_mois(usage, mois)
    return terme if averti == plus_mois(usage, mois - 1) else max(terme, averti + timedelta(days=30))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    usage=st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    mois=st.integers(6, 36),
    ecarts=st.lists(st.integers(1, 200), min_size=25, max_size=25),
)
def test_rien_avant_sa_date_rien_apres_et_toujours_un_avertissement(usage, mois, ecarts):
    Compte.objects.all().delete()
    ReglagesComptes.objects.update_or_create(pk=ReglagesComptes.load().pk, defaults={"inactivite_mois": mois})
    compte = dormeur(last_login=datetime.combine(usage, time(23, 30), tzinfo=timezone.get_current_timezone()))
    le = compte.last_login

    for ecart in ecarts:  # nights when the planner was on
        veille, le = le, le + timedelta(days=ecart)
        inactivite.appliquer(le=le)
        compte.refresh_from_db()
        jour = timezone.localdate(le)

        # Nothing before its date.
        if compte.averti_inactivite_le:
            averti = timezone.localdate(compte.averti_inactivite_le)
            assert averti >= plus_mois(usage, mois - 1)
        else:
            assert jour < plus_mois(usage, mois - 1)
        if compte.desactive_le:
            desactive = timezone.localdate(compte.desactive_le)
            assert desactive >= attendu_au_plus_tot(usage, mois, averti)
        if compte.efface_le:
            assert timezone.localdate(compte.efface_le) >= plus_mois(desactive, 12)
        # Nothing left after: what was due the night before is done.
        if compte.averti_inactivite_le and compte.averti_inactivite_le <= veille:
            du = attendu_au_plus_tot(usage, mois, averti)
            assert compte.desactive_le is not None or jour < du
        if compte.desactive_le and compte.desactive_le <= veille:
            du = max(plus_mois(desactive, 12), plus_mois(usage, mois + 12))
            assert compte.efface_le is not None or jour < du
