"""Addresses of importing what an older system knew."""

from django.urls import path

from kentongan.desk.views import importing

urlpatterns = [
    path("imports/", importing.imports, name="imports"),
    path("imports/<str:key>/", importing.one, name="import"),
    path("imports/<str:key>/columns/", importing.columns, name="import-columns"),
    path("imports/<str:key>/words/", importing.words, name="import-words"),
    path("imports/<str:key>/begin/", importing.begin, name="begin-import"),
    path("imports/<str:key>/keep/", importing.keep, name="keep-import-plan"),
    path("imports/<str:key>/delete/", importing.delete, name="delete-import"),
    path("imports/<str:key>/rows/<str:name>/", importing.rows, name="import-rows"),
]
