"""The account itself: an address in lower case, unique."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from espace_structures.comptes.models import Compte
from tests.fabriques.comptes import CompteFactory

pytestmark = pytest.mark.django_db


def test_compte_garde_son_adresse_en_minuscules():
    assert Compte.objects.create_user(" Camille@Exemple.FR ").email == "camille@exemple.fr"


def test_compte_sans_adresse_est_refuse():
    with pytest.raises(ValueError, match="e-mail"):
        Compte.objects.create_user("")


def test_compte_se_retrouve_quelles_que_soient_les_majuscules():
    compte = CompteFactory(email="camille@exemple.fr")

    assert Compte.objects.get_by_natural_key("CAMILLE@exemple.fr") == compte


def test_deux_comptes_ne_different_pas_par_les_seules_majuscules():
    CompteFactory(email="camille@exemple.fr")

    with pytest.raises(IntegrityError), transaction.atomic():
        Compte.objects.bulk_create([Compte(email="Camille@exemple.fr")])


def test_adresse_normalisee_par_la_validation():
    compte = Compte(email="Camille@Exemple.fr", first_name="Camille", last_name="Durand", password="!")

    compte.full_clean()

    assert compte.email == "camille@exemple.fr"


def test_adresse_mal_ecrite_est_refusee():
    with pytest.raises(ValidationError) as refus:
        Compte(email="camille", first_name="C", last_name="D", password="!").full_clean()

    assert list(refus.value.message_dict) == ["email"]


def test_compte_se_nomme_par_ses_noms_ou_son_adresse():
    assert [str(Compte(email="a@b.fr", first_name="Alix", last_name="Martin")), str(Compte(email="a@b.fr"))] == [
        "Alix Martin",
        "a@b.fr",
    ]


def test_superutilisateur_a_tous_les_droits():
    compte = Compte.objects.create_superuser("racine@exemple.fr", "un mot de passe assez long")

    assert (compte.is_superuser, compte.has_perm("auth.add_group")) == (True, True)
