"""The tests: same code paths as production where it matters, fast where it does not."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import STORAGES

SECRET_KEY = "tests-only"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PORTAIL_COURRIEL_SERVEUR = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="portail-media-"))
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
# The tests of the second factor turn it on by themselves.
PORTAIL_SECOND_FACTEUR_OBLIGATOIRE = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# With REDIS_URL the cache is production's; one Redis database a worker, since a test empties its cache.
if os.environ.get("REDIS_URL"):
    from urllib.parse import urlsplit

    _ouvrier = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{int(_ouvrier) + 1}").geturl(),
        }
    }
