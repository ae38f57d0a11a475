"""Production: refuses to start on a missing or default secret, and passes `check --deploy` without a warning."""

import os

from django.core.exceptions import ImproperlyConfigured

from portal.socle.courrier.fournisseurs import reglages

from .base import *  # noqa: F403
from .base import TASKS, VAR


def exiger(nom: str) -> str:
    """The value of an environment variable; raises ImproperlyConfigured, naming it, when it is missing."""
    valeur = os.environ.get(nom, "").strip()
    if not valeur:
        raise ImproperlyConfigured(f"Set the environment variable {nom} (see docs/production.md).")
    return valeur


SECRET_KEY = exiger("SECRET_KEY")
if len(SECRET_KEY) < 50 or "demonstration" in SECRET_KEY or SECRET_KEY.startswith("django-insecure"):
    raise ImproperlyConfigured(
        "SECRET_KEY must be a random string of at least 50 characters, kept for this portal alone."
    )
ALLOWED_HOSTS = [hote.strip() for hote in exiger("ALLOWED_HOSTS").split(",")]
exiger("DATABASE_URL")
WAGTAILADMIN_BASE_URL = exiger("PORTAIL_ADRESSE")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

SECURE_SSL_REDIRECT = os.environ.get("PORTAIL_HTTPS", "1") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # the load balancer asks over plain HTTP
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
EMAIL_TIMEOUT = 10
PORTAIL_COURRIEL_FOURNISSEUR = os.environ.get("PORTAIL_COURRIEL_FOURNISSEUR", "").strip().lower()
if PORTAIL_COURRIEL_FOURNISSEUR:
    PORTAIL_COURRIEL_SERVEUR, ANYMAIL = reglages(PORTAIL_COURRIEL_FOURNISSEUR, os.environ, exiger)

# Queues in the database, each worked by `manage.py db_worker --backend NAME`.
TASKS = TASKS | {alias: {"BACKEND": "django_tasks_db.backend.DatabaseBackend"} for alias in ("courriels", "travaux")}

# Sign-in limits and cached pages must be the same for every worker: Redis, or files on the machine they share.
if os.environ.get("REDIS_URL"):
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["REDIS_URL"]}
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 5_000},
        }
    }
# Proxies in front, each adding to X-Forwarded-For: without it every visitor would share the proxy's sign-in limit.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PORTAIL_MANDATAIRES", "1"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"ligne": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "ligne"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
