"""Each house rule: a case that breaks it is named, the project itself keeps them all."""

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import models
from django.http import HttpResponse
from django.test.utils import isolate_apps
from django.urls import include, path
from taggit.models import ItemBase
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField

from espace_structures.tableau_de_bord.views.a_faire import a_faire
from portal.socle.champs import FluxField
from portal.socle.checks import (
    ENTREES,
    ESPACE_FERME,
    FICHIERS,
    POLITIQUE,
    defauts_de_la_traduction,
    defauts_des_adresses,
    defauts_des_middlewares,
    defauts_du_modele,
)
from portal.socle.vues import ouverte_a_tous


def codes(defauts) -> list[str]:
    return [defaut.id for defaut in defauts]


@pytest.mark.django_db
def test_projet_respecte_ses_regles():
    assert run_checks(tags=["portail"]) == []


# --- Settings --------------------------------------------------------------------------------------------------------


def test_middlewares_du_projet_sont_dans_l_ordre():
    assert defauts_des_middlewares(settings.MIDDLEWARE) == []


def test_whitenoise_ailleurs_qu_en_deuxieme_est_refuse():
    chaine = [nom for nom in settings.MIDDLEWARE if nom != FICHIERS] + [FICHIERS]

    assert codes(defauts_des_middlewares(chaine)) == ["portail.E001"]


def test_espace_ferme_absent_est_refuse():
    chaine = [nom for nom in settings.MIDDLEWARE if nom != ESPACE_FERME]

    assert codes(defauts_des_middlewares(chaine)) == ["portail.E002"]


def test_espace_ferme_avant_l_authentification_est_refuse():
    autres = [nom for nom in settings.MIDDLEWARE if nom != ESPACE_FERME]
    chaine = [*autres[:2], ESPACE_FERME, *autres[2:]]

    assert codes(defauts_des_middlewares(chaine)) == ["portail.E002"]


def test_politique_de_securite_absente_est_refusee():
    chaine = [nom for nom in settings.MIDDLEWARE if nom != POLITIQUE]

    assert codes(defauts_des_middlewares(chaine)) == ["portail.E003"]


def test_lecture_des_entrees_absente_est_refusee():
    chaine = [nom for nom in settings.MIDDLEWARE if nom != ENTREES]

    assert codes(defauts_des_middlewares(chaine)) == ["portail.E005"]


@pytest.mark.parametrize(("synchronise", "attendu"), [(False, []), (True, ["portail.E004"])])
def test_traduction_ne_publie_pas_d_elle_meme(synchronise, attendu):
    assert codes(defauts_de_la_traduction(synchronise)) == attendu


# --- Models ----------------------------------------------------------------------------------------------------------


@isolate_apps("espace_structures.structures")
def test_modele_en_regle_n_a_pas_de_defaut():
    class EnRegle(models.Model):
        blocs = FluxField([("texte", CharBlock())])

        class Meta:
            app_label = "structures"
            verbose_name = "essai"
            verbose_name_plural = "essais"
            constraints = [models.UniqueConstraint(fields=["blocs"], name="structures_essai_unique")]

        def __str__(self):
            return "essai"

    assert defauts_du_modele(EnRegle) == []


@isolate_apps("espace_structures.structures")
def test_modele_en_faute_est_nomme_pour_chacune():
    class EnFaute(models.Model):
        blocs = StreamField([("texte", CharBlock())])

        class Meta:
            app_label = "structures"
            verbose_name = "essai"
            constraints = [models.UniqueConstraint(fields=["blocs"], name="essai_unique")]

        def __str__(self):
            return "essai"

        def save(self, *args, **kwargs):
            super().save(*args, **kwargs)

    assert codes(defauts_du_modele(EnFaute)) == ["portail.E010", "portail.E011", "portail.E012", "portail.E013"]


@isolate_apps("espace_structures.structures")
def test_lien_d_une_etiquette_peut_rester_sans_nom():
    class Lien(ItemBase):
        class Meta:
            app_label = "structures"

    assert defauts_du_modele(Lien) == []


# --- Addresses -------------------------------------------------------------------------------------------------------


def dehors(request):
    return HttpResponse()


def test_ecran_de_l_espace_hors_de_sa_porte_est_refuse():
    motifs = [path("ailleurs/", a_faire, name="ailleurs")]

    assert codes(defauts_des_adresses(motifs)) == ["portail.E020"]


def test_ecran_de_l_espace_derriere_une_autre_porte_est_refuse():
    motifs = [path("x/", include(([path("y/", a_faire, name="y")], "autre"), namespace="autre"))]

    assert codes(defauts_des_adresses(motifs)) == ["portail.E020"]


def test_ecran_de_l_espace_derriere_sa_porte_passe():
    motifs = [path("x/", include(([path("y/", a_faire, name="y")], "espace"), namespace="espace"))]

    assert defauts_des_adresses(motifs) == []


def test_adresse_sans_nom_dans_l_espace_est_refusee():
    motifs = [path("x/", include(([path("y/", a_faire)], "espace"), namespace="espace"))]

    assert codes(defauts_des_adresses(motifs)) == ["portail.E021"]


def test_ecran_de_l_espace_ouvert_a_dessein_passe():
    def vue(request):
        return HttpResponse()

    vue.__module__ = "espace_structures.vitrines.views"
    motifs = [path("ailleurs/", vue, name="ailleurs")]
    assert codes(defauts_des_adresses(motifs)) == ["portail.E020"]

    ouverte_a_tous(vue)

    assert defauts_des_adresses(motifs) == []


def test_ecran_public_se_sert_sans_porte():
    assert defauts_des_adresses([path("dehors/", dehors)]) == []
