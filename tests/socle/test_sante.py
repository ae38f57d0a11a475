"""What is answered at the root: /healthz (its 503 is proven in test_reglages.py) and the icon."""

import pytest


@pytest.mark.django_db
def test_sante_repond_quand_la_base_repond(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        reponse = client.get("/healthz")

    assert (reponse.status_code, reponse.json()) == (200, {"base": True})
    assert reponse["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.django_db
def test_sante_ne_se_poste_pas(client):
    assert client.post("/healthz").status_code == 405


def test_icone_demandee_a_la_racine_est_la_marque(client):
    reponse = client.get("/favicon.ico")

    assert (reponse.status_code, reponse["Location"]) == (302, "/static/img/favicon.svg")
