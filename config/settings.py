"""All settings, read from the environment. With no variable set this is a working demonstration.

DEBUG=0 makes it a service: SECRET_KEY must then be given, HTTPS is on, demonstration accounts cannot sign in.
"""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment, stores

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

DEBUG = environment.flag("DEBUG", True)
HTTPS = environment.flag("HTTPS", not DEBUG)
# Whether a proxy of ours stands in front; only then is its word about the visitor's address taken (config/proxy.py).
BEHIND_PROXY = environment.flag("BEHIND_PROXY", HTTPS)
SECRET_KEY = environment.secret_key("SECRET_KEY", DEBUG, VAR / "secret_key")
# Without the variable only this machine is answered: safe, and enough to try it.
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = environment.origins("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "accounts.apps.OfficeAdminConfig",  # django.contrib.admin behind our own door
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "accounts.apps.SignInProtectionConfig",  # axes
    "django_tasks",
    "django_tasks_db",
    "regions",
    "registry",
    "accounts",
    "submissions",
    "evaluations",
]

MIDDLEWARE = [
    # Outermost, so that its redirect and its headers also go for what the cache answers.
    "django.middleware.security.SecurityMiddleware",
    # Answers public pages whole, before session, user or CSRF is touched; stores them with the headers made below.
    "registry.cache.PublicCacheMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Language and display mode. Not LocaleMiddleware: it gives English to a browser that merely says en-US.
    "registry.display.DisplayMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last: it turns a lock-out found while signing in into its page.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": environment.database("DATABASE_URL", VAR / "shifan.sqlite3", BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people signing in ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.RoleBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
CSRF_FAILURE_VIEW = "accounts.views.form_expired"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "home"
# Name and address together: a stranger cannot lock an official out, nor one office's address all its colleagues.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "config.proxy.client_ip"
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_ENABLE_ADMIN = False  # its models stand in accounts/admin, in Chinese
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

# --- what goes over the wire ---
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, past the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the admin's icons
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# W005 and W021 ask to bind all names below this host and to enter the browsers' preload list. The office's other sites
# may not speak HTTPS yet, and the list can hardly be left again: both are for the owner of the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # outcomes are recorded for many submissions at once
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "submissions.materials.streaming.WithinBounds",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- language and time ---
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- files ---
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = environment.folder("MEDIA_ROOT", VAR / "media", BASE_DIR)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "materials": stores.material_storage(MEDIA_ROOT / "materials"),
    "articles": stores.material_storage(MEDIA_ROOT / "articles"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The Word template of the recommendation letter; an office may put its own in the place of ours.
LETTER_TEMPLATE = environment.file(
    "LETTER_TEMPLATE", BASE_DIR / "submissions/office/recommendation_letter.docx", BASE_DIR
)
# Where clamd listens for files to scan, and whether a file that could not be scanned is refused.
CLAMD_ADDRESS = stores.clamd("CLAMD_ADDRESS")
SCAN_REQUIRED = environment.flag("SCAN_REQUIRED", False)
# A location of the proxy marked `internal`, under which it finds the folder of materials (deploy/proxy/shifan.conf).
ACCEL_PATH = stores.inner_path("ACCEL_PATH")

# Whole public pages, in each worker's own memory, take so many bytes at most (registry/kept.py).
PUBLIC_CACHE_BYTES = 64 * 1024 * 1024
# For how long a worker answers public pages without asking the database whether they still are the newest.
PUBLIC_VERSION_TRUST_SECONDS = 1.0
# Of a record with more statements than these nobody is kept waiting while its files are made (registry/opendata/).
OPEN_DATA_AT_ONCE = 20_000

# --- background work and mail ---
# Tasks are rows of the same database: what is enqueued in a transaction goes with it if it is rolled back.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MAIL_SERVER = environment.mail_server("EMAIL_URL")
SENDS_MAIL = bool(MAIL_SERVER)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SENDS_MAIL else 'dummy'}.EmailBackend"
globals().update(MAIL_SERVER)  # EMAIL_HOST and the others under their own names
DEFAULT_FROM_EMAIL = environment.sender("DEFAULT_FROM_EMAIL", needed=SENDS_MAIL)
SITE_URL = environment.site("SITE_URL", needed=SENDS_MAIL)
# Printed on /data/ as it stands; without it nothing is assumed.
DATA_LICENCE = os.environ.get("DATA_LICENCE", "").strip()

REST_FRAMEWORK = {
    # JSON alone: the browsable pages need inline script. Nobody signs in here: the API is public and read-only.
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "registry.api.refusals.JsonAlone",
    "EXCEPTION_HANDLER": "registry.api.refusals.answer",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": _("Shifan open data"),
    "DESCRIPTION": _("The public record of demonstration creation for law-based government, to be read by programs."),
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ReleaseKind": "registry.models.kinds.ReleaseKind",
        "SourceKind": "registry.models.kinds.SourceKind",
        "NoticeChangeKind": "registry.models.notices.NoticeChange.Kind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would mail, or print a second time.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
