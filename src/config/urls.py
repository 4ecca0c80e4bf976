"""All addresses: each door names its own."""

from django.urls import include, path

from kentongan.api.views import health

urlpatterns = [
    path("api/", include("kentongan.api.urls")),  # first: its hot path walks the fewest patterns
    path("health", health.health, name="health"),
    path("health/all", health.health_all, name="health-all"),
    path("metrics", health.metrics, name="metrics"),
    path("desk/", include("kentongan.desk.urls")),
    path("", include("kentongan.public.urls")),
]

handler400 = "kentongan.ui.handlers.bad_request"
handler403 = "kentongan.ui.handlers.forbidden"
handler404 = "kentongan.ui.handlers.not_found"
handler500 = "kentongan.ui.handlers.broken"
