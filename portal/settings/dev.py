"""A developer's machine and the demonstration: `make run`."""

from .base import *  # noqa: F403
from .base import STORAGES, VAR

DEBUG = True
SECRET_KEY = "demonstration-only-never-in-production"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
VAR.mkdir(parents=True, exist_ok=True)
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Mails are kept as files, so that the whole road can be tried without a mail server.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "courriels"
