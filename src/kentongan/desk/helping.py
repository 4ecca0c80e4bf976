"""Addresses of the help inside: the manual, the words of the field, the tour."""

from django.urls import path

from kentongan.desk.views import help as pages

urlpatterns = [
    path("help/", pages.manual, name="help"),
    path("help/words/", pages.glossary, name="glossary"),
    path("help/tour/", pages.tour, name="tour"),
    path("help/tour/end/", pages.end_tour, name="end-tour"),
    path("help/<str:key>/", pages.manual, name="manual"),
]
