"""All addresses: each door names its own."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("kentongan.api.urls")),  # first: its hot path walks the fewest patterns
    path("desk/", include("kentongan.desk.urls")),
    path("", include("kentongan.public.urls")),
]

handler400 = "kentongan.ui.handlers.bad_request"
handler403 = "kentongan.ui.handlers.forbidden"
handler404 = "kentongan.ui.handlers.not_found"
handler500 = "kentongan.ui.handlers.broken"
