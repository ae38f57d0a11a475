"""A developer's machine and the demonstration: `make run`."""

import os

from .base import *  # noqa: F403
from .base import STORAGES, VAR

DEBUG = True
SECRET_KEY = "demonstration-only-never-in-production"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
VAR.mkdir(parents=True, exist_ok=True)
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Mails are kept as files, so that the whole road can be tried without a mail server.
PORTAIL_COURRIEL_SERVEUR = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "courriels"
# The demonstration prints passwords for everybody to try each role: a second factor would close its doors.
PORTAIL_SECOND_FACTEUR_OBLIGATOIRE = os.environ.get("PORTAIL_SECOND_FACTEUR_OBLIGATOIRE", "0") == "1"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys over plain HTTP, at http://localhost only (never 127.0.0.1)
