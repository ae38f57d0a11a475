"""The ground's own daily job."""

import os
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from wagtail.images.models import Image
from wagtail.models import UploadedFile

from portal.socle.models import ExecutionDeTache
from portal.socle.planification.execution import executer
from portal.socle.planification.registre import tache

pytestmark = pytest.mark.django_db
LE = datetime(2026, 3, 10, 4, 0, tzinfo=ZoneInfo("Europe/Paris"))


def televersement(age: timedelta) -> UploadedFile:
    abandon = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(Image), file=ContentFile(b"x", name="photo.png")
    )
    instant = (LE - age).timestamp()
    os.utime(abandon.file.path, (instant, instant))
    return abandon


def test_menage_supprime_ce_qui_ne_sert_plus():
    for cle, jours in (("expiree", -1), ("ouverte", 1)):
        Session.objects.create(session_key=cle, session_data="", expire_date=LE + timedelta(days=jours))
    abandonne, recent = televersement(timedelta(days=8)), televersement(timedelta(days=6))
    televersement(timedelta(days=1)).file.delete(save=False)  # a row whose file is gone
    for jour in (date(2025, 2, 1), date(2025, 2, 10)):
        ExecutionDeTache.objects.create(code="a", jour=jour, commencee_le=LE)

    execution = executer(tache("socle.menage"), le=LE)

    assert execution.compte_rendu == (
        "Sessions expirées\u00a0: 1\u00a0; téléversements abandonnés\u00a0: 2\u00a0; "
        "exécutions anciennes\u00a0: 1\u00a0; courriels anciens\u00a0: 0\u00a0; travaux finis\u00a0: 0."
    )
    assert list(Session.objects.values_list("session_key", flat=True)) == ["ouverte"]
    assert list(UploadedFile.objects.all()) == [recent]
    assert (abandonne.file.storage.exists(abandonne.file.name), recent.file.storage.exists(recent.file.name)) == (
        False,
        True,
    )
    assert list(ExecutionDeTache.objects.filter(code="a").values_list("jour", flat=True)) == [date(2025, 2, 10)]
