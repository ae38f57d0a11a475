"""What every environment shares. Whatever is secret or local comes from the environment."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

RACINE = Path(__file__).resolve().parent.parent.parent
# Everything that the portal writes on disk: database, uploaded media, collected static files, demonstration mails.
VAR = Path(os.environ.get("PORTAIL_VAR", RACINE / "var"))

DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "portal.socle",
    "portal.demonstration",
    "home",
    "actualites",
    "espace_structures.tableau_de_bord",
    "espace_structures.vie_des_structures",
    "espace_structures.benevolat",
    "espace_structures.bilans",
    "espace_structures.vitrines",
    "espace_structures.structures",
    "espace_structures.comptes",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "espace_structures.comptes.utilisateurs.UtilisateursConfig",  # wagtail.users with our account screens
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rules.apps.AutodiscoverRulesConfig",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "hijack",
    "leaflet",
    "csp",
    "anymail",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.socle.middleware.PolitiqueDeSecuriteMiddleware",
    # Before the session: a page kept for visitors costs neither a query nor a cookie.
    "portal.socle.cache_pages.CachePagesMiddleware",
    "portal.socle.entrees.requetes.EntreesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hijack.middleware.HijackUserMiddleware",
    "espace_structures.structures.contexte.OrganisationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "espace_structures.comptes.middleware.AssistanceMiddleware",
    "portal.socle.middleware.EspaceFermeMiddleware",
    "espace_structures.vitrines.cloison.middleware.CloisonMiddleware",
    "portal.socle.middleware.BackOfficeReserveMiddleware",
    "espace_structures.vitrines.cloison.middleware.ModerationMiddleware",
    "espace_structures.comptes.middleware.SecondFacteurMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [RACINE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.socle.contexte.portail",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------------------------
# SQLite is the embedded default; DATABASE_URL (postgres://…) puts the same commands on PostgreSQL.


def base_de_donnees(url: str) -> dict:
    """Django's DATABASES["default"] for an address; SQLite gets WAL, immediate transactions and a busy timeout."""
    config = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["CONN_MAX_AGE"] = 0
        config["OPTIONS"] = {
            # A transaction that will write takes the lock at once: no "database is locked" half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
        }
    return config


DATABASES = {
    "default": base_de_donnees(os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{VAR / 'portail.sqlite3'}"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Accounts -------------------------------------------------------------------------------------------------------


def origine(adresse: str) -> str:
    """Scheme, host and port of an address."""
    return "{0.scheme}://{0.netloc}".format(urlsplit(adresse))


def reglages_proconnect(serveur: str, client: str, secret: str) -> dict:
    """allauth's SOCIALACCOUNT_PROVIDERS for ProConnect; without any application as long as something is missing."""
    application = {
        "provider_id": "proconnect",
        "name": "ProConnect",
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": serveur, "oauth_pkce_enabled": True},
    }
    return {
        "openid_connect": {
            "provider_class": "espace_structures.comptes.proconnect.FournisseurProConnect",
            "APPS": [application] if serveur and client and secret else [],
        }
    }


AUTH_USER_MODEL = "comptes.Compte"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "espace_structures.comptes.validateurs.MotsCourantsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "espace:accueil"
ACCOUNT_ADAPTER = "espace_structures.comptes.adaptateur.AdaptateurCompte"
ACCOUNT_FORMS = {
    "login": "espace_structures.comptes.connexion.ConnexionForm",
    "reset_password": "espace_structures.comptes.connexion.OubliForm",
    "reset_password_from_key": "espace_structures.comptes.connexion.ChoixMotDePasseForm",
    "change_password": "espace_structures.comptes.connexion.ChangementMotDePasseForm",
    "reauthenticate": "espace_structures.comptes.connexion.ConfirmationForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are created by the staff, never by self-registration
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "change_password": "5/m/user",
    "signaler": "5/h/ip",
    "entreprise": "5/h/ip,3/h/key",
    "entreprise_lien": "10/h/ip,3/h/key",
    "lien_perdu": "10/h/ip,3/h/key",
    "reauthenticate": "10/m/user",
    "demande_adhesion": "10/h/ip,3/h/key",
    # A whole class or company applies from one network; an address receives few mails.
    "devenir": "200/h/ip",
    "devenir_envoi": "200/h/ip,5/h/key",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes how one signs in, its owner is told

# Two factors: an authenticator application or passkeys; recovery codes come with the first of them.
MFA_ADAPTER = "espace_structures.comptes.adaptateur.AdaptateurSecondFacteur"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up: the link that opens an account went to its address
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # a telephone whose clock is half a minute off
MFA_TOTP_ISSUER = "Parrainage vers l’emploi"
MFA_RATE_LIMITS = {"webauthn_login": "10/m/ip"}
MFA_FORMS = {
    "authenticate": "espace_structures.comptes.connexion.CodeForm",
    "reauthenticate": "espace_structures.comptes.connexion.ConfirmationParCodeForm",
    "activate_totp": "espace_structures.comptes.connexion.ActivationApplicationForm",
    "add_webauthn": "espace_structures.comptes.connexion.AjoutCleForm",
    "edit_webauthn": "espace_structures.comptes.connexion.NomDeCleForm",
}
# Funders, the animation régionale and administrators must have a second factor; "0" lets them do without.
PORTAIL_SECOND_FACTEUR_OBLIGATOIRE = os.environ.get("PORTAIL_SECOND_FACTEUR_OBLIGATOIRE", "1") == "1"

# ProConnect, the State's OpenID Connect for professionals: offered when these three are set.
SOCIALACCOUNT_ADAPTER = "espace_structures.comptes.adaptateur.AdaptateurSocial"
PROCONNECT_SERVEUR = os.environ.get("PROCONNECT_SERVEUR", "").strip().rstrip("/")
PROCONNECT_CLIENT = os.environ.get("PROCONNECT_CLIENT", "").strip()
PROCONNECT_SECRET = os.environ.get("PROCONNECT_SECRET", "").strip()
SOCIALACCOUNT_PROVIDERS = reglages_proconnect(PROCONNECT_SERVEUR, PROCONNECT_CLIENT, PROCONNECT_SECRET)

# --- Languages ------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("français")), ("en", _("anglais"))]
LOCALE_PATHS = [RACINE / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
WAGTAIL_I18N_ENABLED = True
# Publishing a translated page must stay a deliberate act (see docs/decisions/adresses-et-langues.md).
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [RACINE / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The web server reads what the portal writes; a large upload waits in a temporary file, out of memory.
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 30

# --- Wagtail --------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Parrainage vers l’emploi"
WAGTAILADMIN_BASE_URL = os.environ.get("PORTAIL_ADRESSE", "http://127.0.0.1:8000")
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# The picker reads what is typed in this format alone, and replaces anything else by today without a word.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address without accents is read, typed and shared whole
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "français"), ("en", "anglais")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one hour for all, as the screens say: with a single choice Wagtail asks nothing
WAGTAILADMIN_COMMENTS_ENABLED = True
# An address typed as external stays so: turned into a page, it would tell the number and the title of somebody else's.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "portal.socle.formulaires.back_office.TexteRicheInput"},
}
WAGTAILEMBEDS_FINDERS: list[dict] = []  # no third-party call from the public pages
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif", "heic", "heif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.socle.fichiers.formulaires.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.socle.fichiers.formulaires.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "csv", "txt"]
# A document is always downloaded, by the portal itself, never opened within the site.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "portail"},
}
TAGGIT_CASE_INSENSITIVE = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long trame in the back office; the entry screens stay far below

# The translation screens of the back office are sent through this library.
REST_FRAMEWORK = {
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "portal.socle.entrees.requetes.FormulaireParser",
        "portal.socle.entrees.requetes.FormulaireEnPartiesParser",
    ]
}

# --- Forms ----------------------------------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Mail -----------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = os.environ.get(
    "PORTAIL_EXPEDITEUR", "Parrainage vers l’emploi <ne-pas-repondre@parrainage.example>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# What libraries send by themselves goes through the courier too; PORTAIL_COURRIEL_SERVEUR then hands mails over.
EMAIL_BACKEND = "portal.socle.courrier.porte.Porte"
PORTAIL_COURRIEL_SERVEUR = "django.core.mail.backends.smtp.EmailBackend"
# A provider that tells what becomes of mails: production alone has one (see `portal.socle.courrier.fournisseurs`).
PORTAIL_COURRIEL_FOURNISSEUR = ""

# --- Tasks ----------------------------------------------------------------------------------------------------------
# Done at once, in the process that asks; production gives mails and daily jobs a queue. Wagtail's index ("default")
# must be up to date when the page is saved.
TASKS = {
    alias: {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    for alias in ("default", "courriels", "travaux")
}

# --- Security -------------------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"  # Wagtail itself lifts it for the previews that its editor frames
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "portal.socle.vues.csrf_refuse"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        # The sign-in form leads to ProConnect, when there is one.
        "form-action": [SELF, *([origine(PROCONNECT_SERVEUR)] if PROCONNECT_SERVEUR else [])],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    },
}

# --- This portal ----------------------------------------------------------------------------------------------------
# Official geographic code of the region served (INSEE): 11 is Île-de-France.
PORTAIL_REGION = os.environ.get("PORTAIL_REGION", "11")
# Address of map tiles (https://…/{z}/{x}/{y}.png) drawn under the outlines, and whom to thank for them. Empty, as here,
# no page calls anybody else.
PORTAIL_CARTE_TUILES = os.environ.get("PORTAIL_CARTE_TUILES", "").strip()
PORTAIL_CARTE_ATTRIBUTION = os.environ.get("PORTAIL_CARTE_ATTRIBUTION", "").strip()
