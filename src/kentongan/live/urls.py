"""Addresses of the streams."""

from django.urls import path

from kentongan.live import views

app_name = "live"

urlpatterns = [path("stream", views.stream, name="stream")]
