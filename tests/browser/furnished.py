"""A city with something at every address: cases in each state, and one of everything people keep at the desk."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import product
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from kentongan.agencies.actions.loading import load_users
from kentongan.agencies.models import Agency, Route, User
from kentongan.agencies.queries import actor_for
from kentongan.cases.actions.tags import tag
from kentongan.cases.actions.tasks import give_task
from kentongan.cases.models import Attachment, Case, Note, Tag, Task
from kentongan.cases.queries import public_list
from kentongan.core import clock
from kentongan.core.actor import PUBLIC, Role, system
from kentongan.core.roles import NOT_STAFF
from kentongan.desk.manual import CHAPTERS
from kentongan.exercises.stories import plan
from kentongan.intake.actions import Submission, receive
from kentongan.intake.models import Import
from kentongan.intake.tests.test_importing import HEAD, ROW
from kentongan.people.actions import breaches, requests, retention
from kentongan.people.models import Breach, DataRequest, RetentionRun
from kentongan.people.queries import persons_told
from kentongan.people.registry import retained
from kentongan.places.profile import open_profile
from kentongan.statistics.models import Document
from kentongan.training.demo import Player
from kentongan.workspace.actions import templates
from kentongan.workspace.models import AnswerTemplate, Bulk, SavedView
from tests.test_permissions import Address

PHONE = "+628110000047"
_PLACE = r"<(?:\w+:)?(\w+)>"


@dataclass(frozen=True)
class Found:
    """What stands at an address: a page and whose it is, `is_page` false where it only answers (sheets, JSON, acts)."""

    path: str = ""
    role: str = ""
    is_page: bool = False


class City:
    """Everything that can be looked at, and who may."""

    def __init__(self) -> None:
        load_users(open_profile("kediri"), password="", by=system("demo"))
        player = Player(clock.now())
        for telling in plan(70, seed=112):
            player.play(telling)
        self._keep_things()

    @cached_property
    def users(self) -> dict[str, User]:
        """One for each role of those who work here."""
        found: dict[str, User] = {}
        for user in User.objects.order_by("id"):
            for role in user.roles:
                found.setdefault(role, user)
        for role in set(Role) - NOT_STAFF - set(found):
            agency = Agency.objects.get(code="dishub")
            found[role] = User.objects.create(username=role, name=f"Petugas {role}", roles=[role], agency=agency)
        return found

    @cached_property
    def browsers(self) -> dict[str, Client]:
        found = {role: Client() for role in self.users}
        for role, browser in found.items():
            browser.force_login(self.users[role], backend="django.contrib.auth.backends.ModelBackend")
        return {**found, "": Client()}

    def post(self, whose: str, path: str, **data: Any) -> str:
        """Sent by somebody of this role; where it led."""
        response = self.browsers[whose].post(path, data)
        assert response.status_code == 302, f"{path}: {response.status_code}"
        return response.headers["Location"]

    def _keep_things(self) -> None:
        coordinator, keeper = actor_for(self.users["coordinator"]), actor_for(self.users["privacy_officer"])
        told = Submission("test", "kept", "web", "Selokan depan pasar meluap.", name="Wulan Sekarjati", phone=PHONE)
        receive(told, by=PUBLIC)
        for kind in ("erasure", "access", "correction"):
            asked = requests.Asked(kind, "counter", "Wulan Sekarjati", text="Mohon diproses.")
            pk = requests.take_in_request(asked, by=keeper)
            requests.name_persons(pk, persons_told(PHONE), by=keeper)
        breaches.enter_breach(
            {
                "known_at": clock.now() - timedelta(hours=3),
                "happened_at": clock.now() - timedelta(hours=9),
                "data": ["phone"],
                "persons": 3,
                "is_estimate": True,
                "needs_public_notice": True,
                "cause": "Salah kirim.",
                "measures": "Penerima diminta menghapus.",
                "advice": "",
                "contact": "Dinas Kominfo",
            },
            by=keeper,
        )
        retention.rehearse(by=keeper)
        retention.carry_all()
        values = {"name": "Terima kasih", "purpose": "answer", "text": "Terima kasih atas laporannya.", "agency": None}
        templates.create_template(values, by=coordinator)
        self.post("coordinator", "/desk/views/new/?queue=verify", name="Minggu ini", audience="mine")
        numbers = list(Case.objects.filter(state="received").values_list("number", flat=True)[:2])
        self.post("coordinator", "/desk/bulk/?queue=all", act="watch", case=numbers)
        self.browsers["coordinator"].post("/desk/export/?queue=all", {"form": "csv"})
        self.post("coordinator", f"/desk/cases/{self._with_file}/note/", text="Mohon dicek.", audience="all")
        tag(self._with_file, add=["musala"], by=coordinator)
        handed_on = Case.objects.filter(state="routed").order_by("-id")[0]
        day = clock.today() + timedelta(days=1)
        give_task(handed_on.number, agency=handed_on.lead_id or 0, text="Ukur dahulu.", due_on=day, by=coordinator)
        self._enter_sheet()

    def _enter_sheet(self) -> None:
        """A sheet of an older system, mapped as its columns were guessed."""
        sheet = SimpleUploadedFile("aduan.csv", (HEAD + ROW).encode())
        columns = self.post("coordinator", "/desk/imports/", source="surga", plan="", file=sheet)
        form = self.browsers["coordinator"].get(columns).context["form"]
        self.post("coordinator", columns, **{bound.html_name: bound.value() or "" for bound in form})

    def at(self, address: Address) -> Found | None:
        """What stands there for the first who finds something; None where nobody does."""
        answer = None
        for role, path in product(self._roles(address), self._paths(address)):
            response = self.browsers[role].get(path, headers={"Accept": "text/html"})
            if response.status_code in {403, 404}:
                continue
            kind = response.headers.get("Content-Type", "")
            is_whole = kind.startswith("text/html") and not response.streaming and b"<html" in response.content
            if response.status_code == 200 and is_whole:
                return Found(path, role, is_page=True)
            answer = Found(path, role)
            if response.status_code == 405:
                break
        return answer

    def _roles(self, address: Address) -> list[str]:
        if address.access.kind != "staff":
            return [""]
        return [role for role in self.users if role in {one.value for one in address.access.roles}]

    def _paths(self, address: Address) -> list[str]:
        """The address with what lies there in its places, one path for each thing."""
        names = re.findall(_PLACE, address.route)
        paths = []
        for values in product(*(self._values(address.route, name) for name in names)):
            filled = iter(values)
            paths.append("/" + re.sub(_PLACE, lambda _place, filled=filled: str(next(filled)), address.route))  # type: ignore[misc]
        return paths

    def _values(self, route: str, name: str) -> list[Any]:
        if name == "number":
            return [self._with_file] if "files/<str:key>" in route else self._numbers
        where = max((prefix for prefix in self._things if route.startswith(prefix)), key=len, default="")
        return self._things.get(f"{route}#{name}") or self._things.get(where) or []

    @cached_property
    def _things(self) -> dict[str, list[Any]]:
        """What lies below an address: ids and keys by the longest beginning; a second place by its own name."""
        file = Attachment.objects.filter(case__number=self._with_file)[0]
        return {
            "desk/privacy/": ids(DataRequest),
            "desk/privacy/breaches/": ids(Breach),
            "desk/privacy/breaches/<int:pk>/letter/<str:key>/#key": ["authority", "persons", "public"],
            "desk/privacy/retention/": ids(RetentionRun),
            "desk/privacy/retention/rules/": [one.kind for one in retained()],
            "desk/sessions/": [1],
            "desk/security/": ids(User),
            "desk/setup/users/": ids(User),
            "desk/setup/agencies/": ids(Agency),
            "desk/setup/routes/": ids(Route),
            "desk/setup/categories/": ["jalan", "pju"],
            "desk/views/": ids(SavedView),
            "desk/bulk/": ids(Bulk),
            "desk/bulk/<str:key>/<str:name>/#name": ["result.csv"],
            "desk/files/": ids(Document),
            "desk/templates/": ids(AnswerTemplate),
            "desk/help/": [one.name for one in CHAPTERS],
            "desk/cases/": [file.key],
            "desk/cases/<str:number>/note/": ids(Note),
            "desk/cases/<str:number>/tasks/": ids(Task),
            "desk/setup/texts/<str:name>/<str:language>/": ["receipt"],
            "desk/setup/texts/<str:name>/<str:language>/#language": ["id"],
            "desk/setup/texts/<str:name>/<str:language>/edit/#language": ["id"],
            "desk/setup/texts/<str:name>/<str:language>/reset/#language": ["id"],
            "desk/imports/": ids(Import),
            "desk/tags/": ids(Tag),
            "desk/setup/city/back/": [1, 2, 3, 4],
            "desk/imports/<str:key>/rows/<str:name>/#name": ["refused"],
            "desk/cases/<str:number>/files/<str:key>/pages/<int:page>/#page": [1],
            "laporan/": [row.case for row in public_list(limit=5).rows],
        }

    @cached_property
    def _with_file(self) -> str:
        return str(Attachment.objects.filter(case__isnull=False).order_by("id")[0].case.number)

    @cached_property
    def _numbers(self) -> list[str]:
        """One case of each state, and of each way it is with the reporter."""
        found: dict[tuple[Any, ...], str] = {}
        for case in Case.objects.order_by("-id"):
            found.setdefault((case.state, case.returns > 0, case.asked_at is None, case.lead_id is None), case.number)
        return [*found.values(), self._with_file]


def ids(rows: type[Model]) -> list[Any]:
    """The newest few."""
    return list(rows._default_manager.order_by("-pk").values_list("pk", flat=True)[:3])
