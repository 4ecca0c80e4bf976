"""Addresses of what protects accounts and persons: sessions, second factor, registers."""

from django.urls import path

from kentongan.desk.views import sessions

urlpatterns = [
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/end-others/", sessions.end_others, name="end-other-sessions"),
    path("sessions/noted/", sessions.noted, name="sign-in-noted"),
    path("sessions/<int:pk>/end/", sessions.end, name="end-session"),
    path("security/", sessions.security, name="security"),
]
