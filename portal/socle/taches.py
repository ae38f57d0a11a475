"""The ground's own daily job: what nobody needs any more is thrown away."""

from datetime import datetime, time, timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.models import UploadedFile

from .courrier.menage import faire_le_menage_du_courrier
from .models import ExecutionDeTache
from .planification import tache_quotidienne

# A file sent to the back office without the words that should go with it.
ABANDON = timedelta(days=7)
MEMOIRE_DES_TACHES = timedelta(days=400)


@tache_quotidienne(
    code="socle.menage",
    titre=_("Faire le ménage"),
    explication=_("Supprime les sessions expirées, les téléversements abandonnés et les traces anciennes des tâches."),
    heure=time(3, 30),
)
def faire_le_menage(*, le: datetime) -> str:
    """Expired sessions, uploads abandoned for a week, runs of jobs older than a year, mails that are over."""
    sessions, _detail = Session.objects.filter(expire_date__lt=le).delete()
    abandons = [envoi for envoi in UploadedFile.objects.all() if _est_abandonne(envoi, le - ABANDON)]
    for abandon in abandons:
        abandon.file.delete(save=False)
        abandon.delete()
    limite = timezone.localdate(le - MEMOIRE_DES_TACHES)
    executions, _detail = ExecutionDeTache.objects.filter(jour__lt=limite).delete()
    courriels, en_file = faire_le_menage_du_courrier(le=le)
    return _t(
        "Sessions expirées : %(sessions)d ; téléversements abandonnés : %(abandons)d ; "
        "exécutions anciennes : %(executions)d ; courriels anciens : %(courriels)d ; "
        "travaux finis : %(travaux)d."
    ) % {
        "sessions": sessions,
        "abandons": len(abandons),
        "executions": executions,
        "courriels": courriels,
        "travaux": en_file,
    }


def _est_abandonne(envoi: UploadedFile, limite: datetime) -> bool:
    """Whether a file waits since before this moment; the row has no date, the file has one."""
    stockage = envoi.file.storage
    return not stockage.exists(envoi.file.name) or stockage.get_modified_time(envoi.file.name) < limite
