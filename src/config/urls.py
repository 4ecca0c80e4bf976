"""All addresses: each door names its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("kentongan.public.urls")),
    path("desk/", include("kentongan.desk.urls")),
    path("api/", include("kentongan.api.urls")),
]

handler400 = "kentongan.ui.handlers.bad_request"
handler403 = "kentongan.ui.handlers.forbidden"
handler404 = "kentongan.ui.handlers.not_found"
handler500 = "kentongan.ui.handlers.broken"
