"""All addresses: each door names its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("kentongan.public.urls")),
    path("desk/", include("kentongan.desk.urls")),
    path("api/", include("kentongan.api.urls")),
]
