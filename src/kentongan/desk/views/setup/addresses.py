"""The addresses of the settings."""

from django.urls import URLPattern, path

from kentongan.desk.views.setup import (
    agencies,
    categories,
    city,
    configuration,
    deadlines,
    home,
    routes,
    texts,
    timing,
    user_sheets,
    users,
)

_AGENCY = "agencies/<int:pk>/"
_CATEGORY = "categories/<str:code>/"
_TEXT = "texts/<str:name>/<str:language>/"
_ROUTE = "routes/<int:pk>/"
_USER = "users/<int:pk>/"

addresses: list[URLPattern] = [
    path("", home.home, name="setup"),
    path("configuration/", configuration.configuration, name="configuration"),
    path("configuration/export/", configuration.export, name="export-configuration"),
    path("configuration/carry-out/", configuration.carry_out, name="carry-out-configuration"),
    path("users/", users.users, name="users"),
    path("users/export/", user_sheets.export, name="users-export"),
    path("users/import/", user_sheets.take, name="users-import"),
    path("users/new/", users.create, name="user-new"),
    path(_USER, users.user, name="user"),
    path(f"{_USER}edit/", users.edit, name="user-edit"),
    path(f"{_USER}close/", users.close, name="user-close"),
    path(f"{_USER}reopen/", users.reopen, name="user-reopen"),
    path(f"{_USER}password/", users.password, name="user-password"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/new/", agencies.create, name="agency-new"),
    path(_AGENCY, agencies.agency, name="agency"),
    path(f"{_AGENCY}edit/", agencies.edit, name="agency-edit"),
    path(f"{_AGENCY}merge/", agencies.merge, name="agency-merge"),
    path(f"{_AGENCY}delete/", agencies.delete, name="agency-delete"),
    path("routes/", routes.routes, name="routes"),
    path("routes/new/", routes.create, name="routing-new"),
    path("routes/try/", routes.try_it, name="routing-try"),
    path(_ROUTE, routes.route, name="routing-line"),
    path(f"{_ROUTE}edit/", routes.edit, name="routing-edit"),
    path(f"{_ROUTE}renew/", routes.renew, name="routing-renew"),
    path(f"{_ROUTE}delete/", routes.delete, name="routing-delete"),
    path("city/", city.city, name="city"),
    path("city/edit/", city.edit, name="city-edit"),
    path("city/colours/", city.colours, name="city-colours"),
    path("city/colours/preview.css", city.colours_preview, name="city-colours-preview"),
    path("city/logo/", city.logo, name="city-logo"),
    path("city/map/", city.map_start, name="city-map"),
    path("city/work/", city.work, name="city-work"),
    path("city/back/<int:seq>/", city.restore, name="city-restore"),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    path("deadlines/new/", deadlines.create, name="deadline-new"),
    path("timing/", timing.timing, name="timing"),
    path("timing/edit/", timing.edit, name="timing-edit"),
    path("texts/", texts.texts, name="texts"),
    path(_TEXT, texts.text, name="text"),
    path(f"{_TEXT}edit/", texts.edit, name="text-edit"),
    path(f"{_TEXT}reset/", texts.reset, name="text-reset"),
    path("categories/", categories.categories, name="categories"),
    path("categories/new/", categories.create, name="category-new"),
    path(_CATEGORY, categories.category, name="category"),
    path(f"{_CATEGORY}edit/", categories.edit, name="category-edit"),
    path(f"{_CATEGORY}order/", categories.order, name="category-order"),
    path(f"{_CATEGORY}retire/", categories.retire, name="category-retire"),
    path(f"{_CATEGORY}restore/", categories.restore, name="category-restore"),
    path(f"{_CATEGORY}delete/", categories.delete, name="category-delete"),
]
