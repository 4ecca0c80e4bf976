"""People at the desk, for the tests of its pages in a browser."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.test import Client
from playwright.sync_api import Page

from kentongan.agencies.models import Agency, User
from kentongan.agencies.queries import actor_for
from kentongan.cases import actions
from kentongan.cases.actions import Upload, Verification
from kentongan.core.actor import PUBLIC
from kentongan.intake.actions import Submission, receive
from kentongan.public.tests.conftest import jpeg

PASSWORD = "kentongan-uji-coba"
TEXT = "Lampu gang dekat musala padam sudah tiga malam."
WORK = "Regu mengganti dua lampu dan satu saklar."
Opener = Callable[..., Page]


@dataclass
class Office:
    """Those who work here; `at` opens a page of theirs in a browser of its own, signed in."""

    open_page: Opener
    coordinator: User
    officer: User
    pages: list[Page] = field(default_factory=list)

    def at(self, user: User, path: str = "/desk/", size: Any = None, **more: Any) -> Page:
        page = self.open_page("/robots.txt", size, **more)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(path)
        self.pages.append(page)
        return page

    def leave(self) -> None:
        """Everyone goes home: before the server they listen to is stopped."""
        for page in self.pages:
            page.context.close()

    def received(self, key: str = "1", **told: Any) -> str:
        base = Submission("test", key, "web", TEXT, category="pju", lat=-7.8385, lon=112.0325)
        photo = Upload("lampu.jpg", jpeg())
        whole = replace(base, place_text="Seberang musala", files=(photo,))
        return receive(replace(whole, **told), by=PUBLIC).code

    def routed(self, key: str = "1", **told: Any) -> str:
        number, by = self.received(key, **told), actor_for(self.coordinator)
        answers = Verification("unsupervised", "pju", is_anonymous=False, is_confidential=False)
        actions.verify(number, answers, by=by)
        actions.route(number, lead=self.officer.agency_id or 0, note="Dekat sekolah, mohon cepat.", by=by)
        return number

    def in_progress(self, key: str = "1", **told: Any) -> str:
        number = self.routed(key, **told)
        actions.follow_up(number, text=WORK, by=actor_for(self.officer))
        return number

    def sent_back(self, key: str = "1") -> str:
        number = self.routed(key)
        actions.send_back(number, reason="Tiang ini milik Perkim.", by=actor_for(self.officer))
        return number


def new_user(username: str, role: str, agency: str = "") -> User:
    user = User(username=username, name=f"Petugas {username.title()}", roles=[role])
    user.agency = Agency.objects.get(code=agency) if agency else None
    user.set_unusable_password()
    user.save()
    return user
