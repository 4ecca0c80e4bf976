"""The addresses citizens type and messages carry."""

from django.conf import settings


def public_address(path: str) -> str:
    """A path of the public pages, with the city's host before it."""
    return str(settings.KENTONGAN_PUBLIC_URL).rstrip("/") + path
