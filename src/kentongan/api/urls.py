"""The machine door."""

from django.urls import path

from kentongan.api.views import reports

app_name = "api"
urlpatterns = [
    path("v1/reports", reports.submit, name="reports"),
]
