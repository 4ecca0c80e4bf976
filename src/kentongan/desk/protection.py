"""Addresses of what protects accounts and persons: sessions, second factor, registers."""

from django.urls import path

from kentongan.desk.views import second_factor, sessions

urlpatterns = [
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/end-others/", sessions.end_others, name="end-other-sessions"),
    path("sessions/noted/", sessions.noted, name="sign-in-noted"),
    path("sessions/<int:pk>/end/", sessions.end, name="end-session"),
    path("sign-in/code/", second_factor.sign_in_code, name="sign-in-code"),
    path("sign-in/app/", second_factor.sign_in_app, name="sign-in-app"),
    path("second-factor/", second_factor.own, name="second-factor"),
    path("security/required/", second_factor.require, name="require-factor"),
    path("security/<int:pk>/reset-factor/", second_factor.reset, name="reset-factor"),
    path("security/", sessions.security, name="security"),
]
