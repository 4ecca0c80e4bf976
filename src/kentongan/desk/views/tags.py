"""Tags: put on one case, and kept in order for all."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.cases import actions
from kentongan.cases.queries import tags as queries
from kentongan.core.actor import Role
from kentongan.core.errors import Refused
from kentongan.desk import undoing
from kentongan.desk.forms.acts import tags_of
from kentongan.desk.forms.tags import JoinForm, RenameForm
from kentongan.desk.page import is_fragment, show
from kentongan.desk.views.acting import acted, told_beside
from kentongan.desk.views.showing import case_of
from kentongan.ui.gate import actor_of, staff


@staff(Role.COORDINATOR)
@require_POST
def tag(request: HttpRequest, number: str) -> HttpResponse:
    """Put words on a case, or take one off."""
    page, by = case_of(request, number), actor_of(request)
    add, remove = tags_of(request.POST.get("add", "")), tags_of(request.POST.get("remove", ""))
    moved = actions.tag(page.row.number, add=add, remove=remove, by=by)
    slug = "tag" if add else "untag"
    undo = undoing.keep(slug, page.row.number, {"tags": moved}, since=page.head_seq, by=by)
    return acted(request, page.row.number, _("Tags saved."), undo=undo)


@staff(Role.COORDINATOR)
@require_GET
def tags(request: HttpRequest) -> HttpResponse:
    """All tags, and how often each is used."""
    counts = queries.uses()
    lines = [(one, counts.get(one.id, 0)) for one in queries.tags()]
    return show(request, "desk/tags.html", {"here": "tags", "lines": lines})


@staff(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Another name."""
    tag, by = queries.tag(key), actor_of(request)
    form = RenameForm(request.POST if request.method == "POST" else None, initial={"name": tag.name})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and _did(form, lambda: actions.rename_tag(key, name=form.cleaned_data["name"], by=by)):
        return _done(request, _("Tag renamed."))
    return _form(request, tag, form, JoinForm(but=tag.id))


@staff(Role.COORDINATOR)
@require_POST
def merge(request: HttpRequest, key: str) -> HttpResponse:
    """One tag of two."""
    tag, by = queries.tag(key), actor_of(request)
    form = JoinForm(request.POST, but=tag.id)
    if form.is_valid() and _did(form, lambda: actions.merge_tag(key, into=form.cleaned_data["into"], by=by)):
        return _done(request, _("Tags joined."))
    return _form(request, tag, RenameForm(initial={"name": tag.name}), form)


@staff(Role.COORDINATOR)
@require_POST
def offer(request: HttpRequest, key: str) -> HttpResponse:
    """Offer it no longer, or again."""
    tag, is_offered = queries.tag(key), request.POST.get("offered") != "no"
    actions.offer_tag(str(tag.id), is_offered=is_offered, by=actor_of(request))
    messages.success(
        request, _("Offered again.") if is_offered else _("No longer offered; cases that have it keep it.")
    )
    return redirect("desk:tags")


def _did(form: forms.Form, do: Callable[[], object]) -> bool:
    try:
        do()
    except Refused as refusal:
        told_beside(form, refusal)
        return False
    return True


def _done(request: HttpRequest, message: str) -> HttpResponse:
    messages.success(request, message)
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("desk:tags")})
    return redirect("desk:tags")


def _form(request: HttpRequest, tag: queries.TagFacts, form: RenameForm, joining: JoinForm) -> HttpResponse:
    context = {"here": "tags", "tag": tag, "count": queries.uses().get(tag.id, 0), "form": form, "joining": joining}
    template = "desk/tag_form.html" if is_fragment(request) else "desk/tag_page.html"
    return show(request, template, context, status=422 if form.errors or joining.errors else 200)
