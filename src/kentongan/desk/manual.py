"""The manual as the desk shows it: Markdown pages of docs/panduan, made into HTML once.

The pages are Indonesian, for those who work here. A link to another page and a picture are found by their file names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kentongan.core.actor import Actor, Role

FOLDER = Path(__file__).parents[3] / "docs" / "panduan"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page: its name in addresses, its title, and whose work it tells of (nobody's in particular: empty)."""

    name: str
    title: Promise
    roles: frozenset[Role]


CHAPTERS = (
    Chapter("umum", _("For everyone"), frozenset()),
    Chapter("koordinator", _("Verifying and passing on"), frozenset({Role.COORDINATOR, Role.SUPERVISOR})),
    Chapter("opd", _("The work of an agency"), frozenset({Role.OFFICER, Role.FIELD_OFFICER})),
    Chapter("mencatat", _("Entering reports"), frozenset({Role.CALL_TAKER, Role.VILLAGE_STAFF, Role.COORDINATOR})),
    Chapter("melihat", _("Reading along"), frozenset({Role.LEADER, Role.AUDITOR, Role.PRIVACY_OFFICER})),
    Chapter("administrator", _("Administration"), frozenset({Role.ADMINISTRATOR})),
)


FILES = {one.name: FOLDER / f"{one.name}.md" for one in CHAPTERS} | {"umum": FOLDER / "README.md"}
_NAMES = {file.name: name for name, file in FILES.items()}


def chapter(name: str) -> Chapter | None:
    return next((one for one in CHAPTERS if one.name == name), None)


def first_for(by: Actor) -> Chapter:
    """The chapter of his own work."""
    return next((one for one in CHAPTERS if one.roles and by.has(*one.roles)), CHAPTERS[0])


@cache
def page(name: str) -> SafeString:
    """The chapter as HTML. The pages are ours: raw HTML in them is not let through all the same."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(FILES[name].read_text(encoding="utf-8"))
    _redirect(tokens)
    return mark_safe(str(parser.renderer.render(tokens, parser.options, {})))  # noqa: S308 -- made by the parser from our own files


def _redirect(tokens: Sequence[Token]) -> None:
    """Point links and pictures at where the product serves them."""
    for token in tokens:
        if token.type == "link_open":
            token.attrSet("href", _address(str(token.attrGet("href"))))
        elif token.type == "image":
            token.attrSet("src", static(f"manual/{Path(str(token.attrGet('src'))).name}"))
            token.attrSet("loading", "lazy")
        _redirect(token.children or ())


def _address(href: str) -> str:
    parts = urlsplit(href)
    name = _NAMES.get(Path(parts.path).name)
    return href if parts.netloc or name is None else reverse("desk:manual", args=[name])
