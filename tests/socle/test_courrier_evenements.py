"""What the mail provider tells: from itself alone, any number of times, in any order."""

import base64
import hashlib
import hmac
import json
import sys
import types

import pytest
from django.test import Client
from django.urls import clear_url_caches

from portal import urls
from portal.socle.courrier.fournisseurs import adresses
from portal.socle.models import AdresseEnDefaut
from portal.socle.planification.envois import empreinte
from tests.fabriques.courrier import courriel_envoye

pytestmark = pytest.mark.django_db
SECRET = "postmark:un-secret-de-test-assez-long"
CLE_MAILGUN = "cle-de-signature"
NUMERO = "883953f4-6105-42a2-a16a-77a8eac79483"
ADRESSE = "camille@exemple.fr"


@pytest.fixture
def monter(settings):
    """Mounts the webhook of a provider, as production does."""

    def faire(nom: str, **anymail) -> str:
        module = types.ModuleType("adresses_avec_fournisseur")
        module.urlpatterns = [*adresses(nom), *urls.urlpatterns]
        sys.modules[module.__name__] = module
        settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET} | anymail
        settings.ROOT_URLCONF = module.__name__
        clear_url_caches()
        return f"/courriels/evenements/{nom}/"

    yield faire
    sys.modules.pop("adresses_avec_fournisseur", None)


def dire(adresse: str, evenement: dict, secret: str | None = SECRET):
    """The provider's own call, with the checks of a browser turned on."""
    entetes = {} if secret is None else {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()}
    return Client(enforce_csrf_checks=True).post(
        adresse, json.dumps(evenement), content_type="application/json", headers=entetes
    )


def postmark(genre: str, **autre) -> dict:
    return {"RecordType": genre, "MessageID": NUMERO, "Email": ADRESSE, "Recipient": ADRESSE} | autre


LIVRE = postmark("Delivery", DeliveredAt="2026-03-10T09:00:00Z")
REBOND = postmark("Bounce", Type="HardBounce", ID=1, BouncedAt="2026-03-10T09:00:00Z")
PLEINE = REBOND | {"Type": "SoftBounce"}
PLAINTE = postmark("SpamComplaint", Type="SpamComplaint", ID=2, BouncedAt="2026-03-10T09:00:00Z")
REFUS = REBOND | {"Type": "BadEmailAddress"}
BLOQUE = REBOND | {"Type": "Blocked"}
OUVERT = postmark("Open")


@pytest.mark.parametrize(
    ("evenements", "etat", "defaut"),
    [
        ([LIVRE], "DELIVRE", None),
        ([REBOND], "REBOND", "REBOND"),
        ([REFUS], "REBOND", "REBOND"),
        ([PLAINTE], "PLAINTE", "PLAINTE"),
        ([PLEINE], "ECHEC", None),
        ([BLOQUE], "ECHEC", None),
        ([OUVERT], "REMIS", None),
        ([LIVRE, REBOND], "REBOND", "REBOND"),
        ([REBOND, LIVRE], "REBOND", "REBOND"),
        ([REBOND, REBOND, LIVRE, REBOND], "REBOND", "REBOND"),
        ([LIVRE, PLAINTE, REBOND, LIVRE], "PLAINTE", "PLAINTE"),
    ],
)
def test_evenement_avance_le_journal_et_met_l_adresse_en_defaut(monter, evenements, etat, defaut):
    adresse = monter("postmark")
    ligne, autre = courriel_envoye(ADRESSE, identifiant=NUMERO), courriel_envoye(identifiant="autre")

    reponses = {dire(adresse, evenement).status_code for evenement in evenements}

    ligne.refresh_from_db()
    autre.refresh_from_db()
    assert (reponses, ligne.etat, autre.etat) == ({200}, etat, "REMIS")
    assert list(AdresseEnDefaut.objects.values_list("destinataire", "genre")) == (
        [(empreinte(ADRESSE), defaut)] if defaut else []
    )


@pytest.mark.parametrize("secret", [None, "postmark:faux", "", "postmark"])
def test_evenement_d_un_autre_est_refuse_et_ne_change_rien(monter, secret):
    adresse = monter("postmark")
    ligne = courriel_envoye(ADRESSE, identifiant=NUMERO)

    reponse = dire(adresse, REBOND, secret)

    ligne.refresh_from_db()
    assert (reponse.status_code, ligne.etat, AdresseEnDefaut.objects.count()) == (400, "REMIS", 0)


def test_evenement_rejoue_ne_remet_pas_une_adresse_levee(monter):
    adresse = monter("postmark")
    courriel_envoye(ADRESSE, identifiant=NUMERO)
    dire(adresse, REBOND)
    AdresseEnDefaut.objects.all().delete()

    dire(adresse, REBOND)

    assert AdresseEnDefaut.objects.count() == 0


def test_courriel_hors_du_journal_met_aussi_l_adresse_en_defaut(monter):
    adresse = monter("postmark")

    dire(adresse, REBOND | {"Email": "Camille@Exemple.fr"})

    assert AdresseEnDefaut.objects.get().destinataire == empreinte(ADRESSE)


def mailgun(signature: str | None = None) -> dict:
    horodatage, jeton = "1773130000", "un-jeton"
    bonne = hmac.new(CLE_MAILGUN.encode(), f"{horodatage}{jeton}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": horodatage, "token": jeton, "signature": signature or bonne},
        "event-data": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "timestamp": 1773130000.1,
            "recipient": ADRESSE,
            "message": {"headers": {"message-id": "numero@exemple.fr"}},
        },
    }


@pytest.mark.parametrize(
    ("signature", "secret", "statut", "etat"),
    [(None, SECRET, 200, "REBOND"), ("0" * 64, SECRET, 400, "REMIS"), (None, "a:b", 400, "REMIS")],
    ids=["both", "signature forged", "password wrong"],
)
def test_mailgun_exige_sa_signature_et_le_secret(monter, signature, secret, statut, etat):
    adresse = monter("mailgun", MAILGUN_API_KEY="cle", MAILGUN_WEBHOOK_SIGNING_KEY=CLE_MAILGUN)
    ligne = courriel_envoye(ADRESSE, identifiant="<numero@exemple.fr>")

    reponse = dire(adresse, mailgun(signature), secret)

    ligne.refresh_from_db()
    assert (reponse.status_code, ligne.etat) == (statut, etat)


def test_sans_fournisseur_il_n_y_a_pas_d_adresse(client):
    assert adresses("") == []
    assert client.post("/courriels/evenements/postmark/").status_code == 404
