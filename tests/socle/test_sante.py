"""/healthz: whether the database answers, and nothing else. Its 503 is proven in test_reglages.py."""

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
