"""Addresses of what protects accounts and persons: sessions, second factor, registers."""

from django.urls import path

from kentongan.desk.views import breaches, carrying, privacy, retention, second_factor, sessions, single

urlpatterns = [
    path("privacy/", privacy.register, name="privacy"),
    path("privacy/new/", privacy.new, name="new-request"),
    path("privacy/<int:pk>/", privacy.one, name="request"),
    path("privacy/<int:pk>/persons/", privacy.find, name="request-persons"),
    path("privacy/<int:pk>/decide/", privacy.decide, name="decide-request"),
    path("privacy/<int:pk>/erase/", privacy.erase, name="erase-request"),
    path("privacy/<int:pk>/letter/", privacy.letter, name="request-letter"),
    path("privacy/<int:pk>/copy/", carrying.copy, name="request-copy"),
    path("privacy/<int:pk>/correct/", carrying.correct, name="request-correct"),
    path("privacy/<int:pk>/carried-out/", carrying.carried_out, name="request-carried-out"),
    path("privacy/retention/", retention.rules, name="retention"),
    path("privacy/retention/rehearse/", retention.rehearse, name="rehearse-retention"),
    path("privacy/retention/rules/<str:key>/", retention.change, name="retention-rule"),
    path("privacy/retention/<int:pk>/", retention.run, name="retention-run"),
    path("privacy/retention/<int:pk>/erase/", retention.erase, name="erase-rehearsed"),
    path("privacy/breaches/", breaches.register, name="breaches"),
    path("privacy/breaches/new/", breaches.new, name="new-breach"),
    path("privacy/breaches/<int:pk>/", breaches.one, name="breach"),
    path("privacy/breaches/<int:pk>/edit/", breaches.change, name="edit-breach"),
    path("privacy/breaches/<int:pk>/told/", breaches.told, name="breach-told"),
    path("privacy/breaches/<int:pk>/close/", breaches.close, name="close-breach"),
    path("privacy/breaches/<int:pk>/letter/<str:key>/", breaches.letter, name="breach-letter"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/end-others/", sessions.end_others, name="end-other-sessions"),
    path("sessions/noted/", sessions.noted, name="sign-in-noted"),
    path("sessions/<int:pk>/end/", sessions.end, name="end-session"),
    path("sign-in/single/", single.begin, name="single-sign-in"),
    path("sign-in/single/back/", single.back, name="single-back"),
    path("sign-in/code/", second_factor.sign_in_code, name="sign-in-code"),
    path("sign-in/app/", second_factor.sign_in_app, name="sign-in-app"),
    path("second-factor/", second_factor.own, name="second-factor"),
    path("security/required/", second_factor.require, name="require-factor"),
    path("security/<int:pk>/reset-factor/", second_factor.reset, name="reset-factor"),
    path("security/", sessions.security, name="security"),
]
