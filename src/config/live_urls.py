"""Addresses of the live process."""

from django.urls import include, path

urlpatterns = [path("live/", include("kentongan.live.urls"))]
