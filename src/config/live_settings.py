"""Settings of the live process: its own addresses, and only middleware that never needs a thread."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "config.live_urls"
MIDDLEWARE = [
    "config.middleware.trusted_proxies",
    "config.middleware.requests",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.locale.LocaleMiddleware",
]
