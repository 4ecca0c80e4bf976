"""Django's settings, all from `config.environment`. Importing them needs no database."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from config import environment, logs, secret_key
from config.database import from_url
from config.generic import allow_subscripts

allow_subscripts()

BASE = Path(__file__).resolve().parents[1]

KENTONGAN_DATA = Path(environment.read("KENTONGAN_DATA")).absolute()
KENTONGAN_KEYS = Path(environment.read("KENTONGAN_KEYS") or KENTONGAN_DATA / "keys").absolute()
KENTONGAN_FILES = KENTONGAN_DATA / "files"
KENTONGAN_HOST = environment.read("KENTONGAN_HOST")
KENTONGAN_PORT = environment.port()
KENTONGAN_LIVE_PORT = environment.live_port()
KENTONGAN_LIVE_URL = environment.read("KENTONGAN_LIVE_URL")
KENTONGAN_PUBLIC_URL = environment.read("KENTONGAN_PUBLIC_URL") or environment.address()
KENTONGAN_TRUSTED_PROXIES = environment.read_list("KENTONGAN_TRUSTED_PROXIES")
KENTONGAN_CITY = environment.read("KENTONGAN_CITY")
KENTONGAN_TIME_ZONE = environment.read("KENTONGAN_TIME_ZONE")
KENTONGAN_CLOCK_MOVABLE = environment.read_flag("KENTONGAN_CLOCK_MOVABLE")
KENTONGAN_SMTP_URL = environment.read("KENTONGAN_SMTP_URL")
KENTONGAN_MAIL_FROM = environment.read("KENTONGAN_MAIL_FROM")
KENTONGAN_METRICS_TOKEN = environment.read("KENTONGAN_METRICS_TOKEN")
KENTONGAN_WEB_WORKERS = int(environment.read("KENTONGAN_WEB_WORKERS"))
KENTONGAN_WEB_THREADS = int(environment.read("KENTONGAN_WEB_THREADS"))

SECRET_KEY = secret_key.read(KENTONGAN_KEYS)
DEBUG = False
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    KENTONGAN_HOST,
    urlsplit(KENTONGAN_PUBLIC_URL).hostname or "localhost",
    *environment.read_list("KENTONGAN_ALLOWED_HOSTS"),
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "axes",
    "procrastinate.contrib.django",
    "kentongan.core",
    "kentongan.history",
    "kentongan.places",
    "kentongan.ui",
    "kentongan.agencies",
    "kentongan.channels",
    "kentongan.people",
    "kentongan.workspace",
    "kentongan.notifications",
    "kentongan.cases",
    "kentongan.triage",
    "kentongan.intake",
    "kentongan.statistics",
    "kentongan.partners",
    "kentongan.public",
    "kentongan.desk",
    "kentongan.api",
    "kentongan.live",
    "kentongan.training",
]

MIDDLEWARE = [
    "config.middleware.trusted_proxies",
    "config.middleware.requests",
    "kentongan.api.middleware.MachineDoor",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "kentongan.public.middleware.Languages",
    "kentongan.ui.middleware.Sizes",  # before anything reads the form
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "kentongan.ui.middleware.Problems",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kentongan.public.context.city",
            ],
        },
    }
]

DATABASES = {
    "default": from_url(environment.read("DATABASE_URL") or "postgresql:///kentongan", threads=KENTONGAN_WEB_THREADS)
}
KENTONGAN_TEXTS = "config.verifiers.TEXTS"  # what events hold marks of
KENTONGAN_FOLLOWERS = "config.followers.FOLLOWERS"  # what follows the history
KENTONGAN_ERASERS = "config.erasers.ERASERS"  # what more goes with a person
KENTONGAN_CONFIGURATION = "config.configured.SECTIONS"  # what the configuration file holds
KENTONGAN_RETAINED = "config.retained.RETAINED"  # what is kept for a time
KENTONGAN_KEEPERS = "config.retained.KEEPERS"  # who says that a person is still needed
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "desk:sign-in"
KENTONGAN_OIDC_ISSUER = environment.read("KENTONGAN_OIDC_ISSUER")
KENTONGAN_OIDC_CLIENT_ID = environment.read("KENTONGAN_OIDC_CLIENT_ID")
KENTONGAN_OIDC_CLIENT_SECRET = environment.read("KENTONGAN_OIDC_CLIENT_SECRET")
KENTONGAN_OIDC_CLAIM = environment.read("KENTONGAN_OIDC_CLAIM")
KENTONGAN_OIDC_NAME = environment.read("KENTONGAN_OIDC_NAME")
KENTONGAN_ACTOR_FOR = "kentongan.agencies.queries.actor_for"  # the look knows no agencies; `ui.gate` asks here
CSRF_FAILURE_VIEW = "kentongan.ui.handlers.stale_form"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_DISABLE_ACCESS_LOG = True  # `agencies.SignIn` keeps sign-ins, without whole addresses
AXES_LOCKOUT_CALLABLE = "kentongan.desk.views.session.locked_out"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KENTONGAN_PUBLIC_URL.startswith("https:")

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "kentongan.ui.uploads.Bounded",
]

LOGGING = logs.dictionary()

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE / "config" / "locale"]
USE_TZ = True
TIME_ZONE = KENTONGAN_TIME_ZONE

STATIC_URL = "/static/"
STATIC_ROOT = environment.COLLECTED
STATICFILES_DIRS = [("manual", Path(__file__).parents[2] / "docs" / "panduan" / "gambar")]
STORAGES = {
    "default": {"BACKEND": "kentongan.cases.storage.Files", "OPTIONS": {"location": KENTONGAN_FILES}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Nothing is told to other hosts. "no-referrer" would make browsers send forms with `Origin: null`, which CSRF refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
_LIVE = [] if KENTONGAN_LIVE_URL.startswith("/") else [KENTONGAN_LIVE_URL or environment.live_sources()]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *_LIVE],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
