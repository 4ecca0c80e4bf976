"""Pages that stand still: help, notices, language, what browsers and robots ask for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from kentongan.public.context import city_facts
from kentongan.ui.gate import open_to_all

_YEAR = 365 * 24 * 3600
TEXT_SIZE, LARGE = "huruf", "besar"


@open_to_all
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "public/help.html")


@open_to_all
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html")


@open_to_all
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@open_to_all
@csrf_exempt  # setting one's own language by a stranger's form harms nobody, and the page needs no session for it
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie and go back to where one was."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=_YEAR, httponly=True, samesite="Lax")
    return response


@open_to_all
@csrf_exempt  # as for the language
@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Keep large print in a cookie, or take it away again, and go back to where one was."""
    response = _back(request)
    if request.POST.get("size") == LARGE:
        response.set_cookie(TEXT_SIZE, LARGE, max_age=_YEAR, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(TEXT_SIZE, samesite="Lax")
    return response


def _back(request: HttpRequest) -> HttpResponseRedirect:
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(back if is_ours else reverse("public:home"))


@open_to_all
@require_GET
@cache_control(max_age=86400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Robots may read what is public and nothing that is somebody's own."""
    closed = ("public:report", "public:track")
    lines = ["User-agent: *", *(f"Disallow: {reverse(name)}" for name in closed), "Disallow: /desk/", "Disallow: /api/"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@open_to_all
@require_GET
@cache_control(max_age=600, public=True)
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest: the page can be put on the phone's first screen."""
    facts = city_facts()
    icons = [
        {"src": static("build/logo.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("build/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("build/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("build/icon-maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    if facts is not None and facts.logo:
        icons = [{"src": reverse("public:logo", kwargs={"key": facts.logo}), "sizes": "any", "type": "image/png"}]
    content = {
        "name": f"Kentongan {facts.name}" if facts else "Kentongan",
        "short_name": f"Kentongan {facts.short_name}" if facts else "Kentongan",
        "description": _("Complaints, ideas and questions to the city"),
        "id": reverse("public:home"),
        "lang": get_language(),
        "start_url": reverse("public:home"),
        "scope": reverse("public:home"),
        "display": "standalone",
        "background_color": "#f7f4ed",
        "theme_color": (facts.brand_deep if facts else "") or "#003637",
        "icons": icons,
        "shortcuts": [
            {"name": _("Make a report"), "url": reverse("public:report")},
            {"name": _("Track a report"), "url": reverse("public:track")},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")
