"""Opening an account from an invitation: a proven address, one account an address."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection

from espace_structures.comptes.metier.ouverture import OuvertureRefusee, ouvrir_compte
from espace_structures.comptes.models import Compte
from tests.fabriques.comptes import CompteFactory

LE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ALIX = {"courriel": "Alix@Exemple.fr", "prenom": " Alix ", "nom": "Martin", "mot_de_passe": "quatre mots sans lien"}


@pytest.mark.django_db
def test_compte_ouvert_a_son_adresse_prouvee_et_son_mot_de_passe():
    compte = ouvrir_compte(**ALIX, le=LE)

    compte.refresh_from_db()
    adresses = list(EmailAddress.objects.values_list("user", "email", "verified", "primary"))
    assert (compte.email, str(compte), compte.date_joined) == ("alix@exemple.fr", "Alix Martin", LE)
    assert compte.check_password("quatre mots sans lien") is True
    assert adresses == [(compte.pk, "alix@exemple.fr", True, True)]
    assert mail.outbox == []


@pytest.mark.django_db
def test_compte_ouvert_sans_mot_de_passe_n_en_a_aucun():
    compte = ouvrir_compte(**ALIX | {"mot_de_passe": None}, le=LE)

    assert compte.has_usable_password() is False


@pytest.mark.django_db
def test_adresse_deja_prise_est_refusee_quelles_que_soient_les_majuscules():
    CompteFactory(email="alix@exemple.fr", is_active=False)

    with pytest.raises(OuvertureRefusee) as refus:
        ouvrir_compte(**ALIX, le=LE)

    assert str(refus.value) == "Un compte existe déjà avec l’adresse alix@exemple.fr\u00a0: connectez-vous."
    assert Compte.objects.count() == 1


@pytest.mark.django_db
def test_adresse_prise_entre_la_lecture_et_l_ecriture_est_refusee():
    """Written past our own functions, with capitals: only the database sees that it is the same address."""
    Compte.objects.bulk_create([Compte(email="Alix@exemple.fr")])

    with pytest.raises(OuvertureRefusee):
        ouvrir_compte(**ALIX, le=LE)

    assert Compte.objects.count() == 1


@pytest.mark.django_db
def test_ancienne_adresse_d_un_autre_passe_a_qui_la_prouve():
    ancien = CompteFactory(email="sacha@exemple.fr")
    EmailAddress.objects.create(user=ancien, email="alix@exemple.fr", verified=True)

    compte = ouvrir_compte(**ALIX, le=LE)

    assert list(EmailAddress.objects.values_list("user", "email")) == [(compte.pk, "alix@exemple.fr")]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one writer at a time, and no wait")
@pytest.mark.django_db(transaction=True)
def test_deux_ouvertures_a_la_fois_ne_font_qu_un_compte():
    depart, issues = Barrier(2), []

    def ouvrir():
        depart.wait()
        try:
            issues.append(ouvrir_compte(**ALIX, le=LE).email)
        except OuvertureRefusee:
            issues.append("refus")
        finally:
            connection.close()

    fils = [Thread(target=ouvrir) for _ in range(2)]
    for un in fils:
        un.start()
    for un in fils:
        un.join()

    assert sorted(issues) == ["alix@exemple.fr", "refus"]
    assert Compte.objects.count() == 1
