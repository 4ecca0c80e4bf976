"""The city's profile: names, contact, look, map, how it works; each change told, each former profile can come back."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.core.actor import Role
from kentongan.core.errors import NotFound, Refused
from kentongan.desk.changes import lines_of
from kentongan.desk.forms.setup.city import ColoursForm, ContactForm, LogoForm, MapForm, WorkForm
from kentongan.desk.views.setup.editing import Sheet, asked, back_to, changed, deleted
from kentongan.desk.views.setup.listing import Item, Move, address, told
from kentongan.desk.words import Text
from kentongan.places import actions, queries
from kentongan.places.colours import contrast, palette, style_sheet
from kentongan.ui.gate import actor_of, staff

_HOUSE = ("#005755", "#003637")


@staff(Role.ADMINISTRATOR)
@require_GET
def city(request: HttpRequest) -> HttpResponse:
    """The profile as it stands, what was changed, and the way back to what it was."""
    facts = queries.city()
    moves = [
        Move(address("city-edit"), gettext_lazy("Names and contact"), "edit", is_first=True),
        Move(address("city-colours"), gettext_lazy("Colours"), "eye"),
        Move(address("city-logo"), gettext_lazy("Coat of arms"), "shield"),
        Move(address("city-map"), gettext_lazy("Map"), "map"),
        Move(address("city-work"), gettext_lazy("How it works"), "cog"),
    ]
    item = Item("city", facts.name, "city:1", _told_facts(facts), moves, undo="city-restore")
    return told(request, item)


def _told_facts(facts: queries.CityFacts) -> list[tuple[Text, Any]]:
    names = ("short_name", "government", "holder", "address", "phone", "email", "website", "links", "privacy_contact")
    shown: list[tuple[Text, Any]] = [(_label(ContactForm, name), getattr(facts, name)) for name in names]
    return [
        *shown,
        (gettext_lazy("Words beside 112"), " / ".join(filter(None, (facts.emergency_text, facts.emergency_text_en)))),
        (gettext_lazy("Colours"), " ".join(filter(None, (facts.brand, facts.brand_deep))) or _("those of the house")),
        (gettext_lazy("Coat of arms"), _("its own picture") if facts.logo else _("the drum")),
        (gettext_lazy("Map begins at"), f"{facts.lat:.4f}, {facts.lon:.4f} ({facts.zoom:g})"),
        (_label(WorkForm, "are_answers_checked"), _("yes") if facts.are_answers_checked else _("no")),
        (_label(WorkForm, "languages"), ", ".join(facts.languages)),
    ]


def _label(form: type[forms.Form], name: str) -> Text:
    return form.base_fields[name].label or name


def _sheet(title: Text, **more: Any) -> Sheet:
    return Sheet(title, back=address("city"), back_word=gettext_lazy("City"), **more)


def _changed(request: HttpRequest, sheet: Sheet, form: type[forms.Form]) -> HttpResponse:
    by = actor_of(request)

    def current() -> dict[str, Any]:
        facts = queries.city()
        return {name: getattr(facts, name) for name in form.base_fields}

    def done(_done: object) -> HttpResponse:
        return back_to(request, address("city"), gettext_lazy("Saved. Every page shows it at once."))

    return changed(request, sheet, form, current, lambda wanted: actions.change_city(wanted, by=by), done)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Names, contact, words beside 112."""
    return _changed(request, _sheet(gettext_lazy("Names and contact")), ContactForm)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def map_start(request: HttpRequest) -> HttpResponse:
    """Where maps begin."""
    return _changed(request, _sheet(gettext_lazy("Where maps begin")), MapForm)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def work(request: HttpRequest) -> HttpResponse:
    """Whether answers are checked; in which languages the public reads."""
    lede = gettext_lazy("Answers that wait to be checked go on waiting when the box is emptied.")
    return _changed(request, _sheet(gettext_lazy("How it works"), lede=lede), WorkForm)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def colours(request: HttpRequest) -> HttpResponse:
    """Two colours, looked at in both schemes before they are kept."""
    sheet = _sheet(
        gettext_lazy("Colours"),
        lede=gettext_lazy("A colour that could not be read in the light or in the dark scheme is refused."),
        preview=_contrasts,
        preview_word=gettext_lazy("Show it first"),
        beside="desk/setup/colours.html",
    )
    return _changed(request, sheet, ColoursForm)


def _contrasts(wanted: dict[str, Any]) -> str:
    """How strong the two are in each scheme; refused where that is too little."""
    actions.check_colours(wanted["brand"].lower(), wanted["brand_deep"].lower())
    if not wanted["brand"]:
        return _("The colours of the house.")
    tokens = palette(wanted["brand"].lower(), wanted["brand_deep"].lower())
    ratios = {
        f"{scheme}_{name}": f"{contrast(one[fore], one[name]):.1f}".replace(".", ",")
        for scheme, one in tokens.items()
        for name, fore in (("accent", "on-accent"), ("deep", "on-deep"))
    }
    text = _(
        "Contrast in the light scheme: main %(light_accent)s, deep %(light_deep)s; in the dark scheme: main "
        "%(dark_accent)s, deep %(dark_deep)s. 4.5 is the least."
    )
    return text % ratios


@staff(Role.ADMINISTRATOR)
@require_GET
def colours_preview(request: HttpRequest) -> HttpResponse:
    """The style sheet of the preview: the two colours of the address, on the samples alone."""
    main, deep = (request.GET.get(name, "").lower() for name in ("brand", "brand_deep"))
    try:
        actions.check_colours(main, deep)
    except Refused:  # what cannot be shown shows the house's own
        main, deep = "", ""
    sheet = style_sheet(*((main, deep) if main else _HOUSE), scope=".samples")
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def logo(request: HttpRequest) -> HttpResponse:
    """Another coat of arms, or none."""
    by, facts = actor_of(request), queries.city()

    def form_of(posted: Any = None) -> forms.Form:
        return LogoForm(posted, request.FILES if posted is not None else None, initial={"shown": facts.logo})

    def act(data: dict[str, Any]) -> None:
        sent = None if data["is_removed"] else data["logo"].read()
        actions.change_logo(sent, shown=data["shown"], by=by)

    def done(_done: object) -> HttpResponse:
        return back_to(request, address("city"), gettext_lazy("Saved. Every page shows it at once."))

    sheet = _sheet(gettext_lazy("Coat of arms"), beside="desk/setup/logo.html")
    return asked(request, sheet, form_of, act, done)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, seq: int) -> HttpResponse:
    """Make the profile again what it was after a change; what that means is shown before."""
    by = actor_of(request)
    state = queries.city_after(seq)
    if state is None:
        raise NotFound(str(seq))
    before = {name: value for name, value in queries.city_fields().items() if value != state[name]}
    lines = lines_of({"before": before, "after": {name: state[name] for name in before}})
    sheet = _sheet(
        gettext_lazy("Go back to this profile?"),
        lede=gettext_lazy(
            "These fields become again what they were then. It is a change of its own, and can be undone."
        ),
        button=gettext_lazy("Go back to it"),
        is_harm=True,
        gone_to=address("city"),
        beside="desk/setup/lines.html",
        lines=lines,
    )
    return deleted(
        request, sheet, lambda: actions.restore_city(seq, by=by), gettext_lazy("The former profile is back.")
    )
