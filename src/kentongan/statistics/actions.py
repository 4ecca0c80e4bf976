"""Making documents. The list is read as its reader may read it, and that he took it stands in his own stream."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kentongan.agencies.actions import record_on_user
from kentongan.agencies.queries import actor_for
from kentongan.cases import queries as cases
from kentongan.cases.queries.shapes import Row
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused
from kentongan.core.ids import row_id
from kentongan.statistics import sheets
from kentongan.statistics.listing import Asked, table
from kentongan.statistics.models import Document

AT_ONCE = 2000
MOST_ROWS = 50_000
MOST_PENDING = 3
KEPT_FOR = timedelta(days=1)
_PAGE = 200


@transaction.atomic
def export_list(asked: Asked, *, form: str, name: str, by: Actor) -> tuple[int, bool]:
    """The list as a document: its id, and whether it is ready. What is long is made by the worker."""
    if by.user is None:
        raise NotFound
    if form not in Document.Form.values:
        raise Refused(_("Choose CSV or XLSX."))
    rows = list(islice(_rows(asked, by), AT_ONCE + 1))
    if not rows:
        raise Refused(_("The list is empty: there is nothing to download."))
    document = _new(asked, form, name, by)
    is_long = len(rows) > AT_ONCE
    if is_long:
        _defer(document)
    else:
        _finish(document, asked, rows, by)
    return document.pk, not is_long


def _new(asked: Asked, form: str, name: str, by: Actor) -> Document:
    now = clock.now()
    return Document.objects.create(
        owner_id=by.user or 0,
        name=name[:120],
        form=form,
        asked=asked.written(),
        exercise=by.exercise,
        asked_at=now,
        expires_at=now + KEPT_FOR,
    )


def _defer(document: Document) -> None:
    pending = Document.objects.filter(owner=document.owner_id, state__in=["waiting", "running"])
    if pending.filter(expires_at__gt=clock.now()).count() > MOST_PENDING:
        raise Refused(_("Three files of yours are being made. Wait for one of them."))
    app.configure_task("statistics.make_document").defer(document=document.pk)


def _rows(asked: Asked, by: Actor) -> Iterator[Row]:
    after: str | None = None
    while True:
        page = cases.inbox(
            asked.queue, by=by, filters=asked.filters, after=after, limit=_PAGE, order=asked.order or None
        )
        yield from page.rows
        after = page.after
        if after is None:
            return


def _finish(document: Document, asked: Asked, rows: list[Row], by: Actor) -> None:
    """The file, and the event of who took what: how many, of which list, never whose."""
    document.is_cut = len(rows) > MOST_ROWS
    rows = rows[:MOST_ROWS]
    data = sheets.written(document.form, *table(asked, rows))
    document.content = data
    document.state, document.rows, document.size = Document.State.READY, len(rows), len(data)
    document.expires_at = clock.now() + KEPT_FOR
    document.save()
    body = {"document": document.pk, "form": document.form, "queue": asked.queue, "filters": asked.narrowed_by}
    body |= {"rows": len(rows), "confidential": sum(row.is_confidential for row in rows)}
    record_on_user(by, "statistics.exported", body)


def make_document(pk: int) -> None:
    """Make what was asked for, as its owner may read it now. A second time does nothing; taken away, it is left."""
    document = Document.objects.select_related("owner").filter(pk=pk).first()
    if document is None or document.state == Document.State.READY:
        return
    if not document.owner.is_active:
        fail_document(pk)
        return
    by = replace(actor_for(document.owner), exercise=document.exercise)
    asked = Asked.read(document.asked)
    rows: list[Row] = []
    for row in islice(_rows(asked, by), MOST_ROWS + 1):
        rows.append(row)
        if len(rows) % _PAGE == 0 and not _noted(pk, len(rows)):
            return
    with transaction.atomic():
        left = Document.objects.select_for_update().filter(pk=pk).exclude(state=Document.State.READY).first()
        if left is not None:
            _finish(left, asked, rows, by)


def _noted(pk: int, count: int) -> bool:
    """Say how far it is; false where the document is no longer wanted, or another worker finished it."""
    pending = Document.objects.filter(pk=pk).exclude(state=Document.State.READY)
    return bool(pending.update(state=Document.State.RUNNING, rows=count))


def fail_document(pk: int) -> None:
    """It could not be made; its owner sees that and may ask again."""
    Document.objects.filter(pk=pk).exclude(state=Document.State.READY).update(state=Document.State.FAILED)


@transaction.atomic
def delete_document(key: str, *, by: Actor) -> None:
    """Away before its time; one that is being made is given up."""
    rows = Document.objects.filter(owner=by.user or 0)
    if not rows.filter(pk=row_id(key)).delete()[0]:
        raise NotFound(key)


def sweep_documents() -> int:
    """Delete what has expired; gives how many."""
    return Document.objects.filter(expires_at__lte=clock.now()).delete()[0]


def forget_documents(person_id: int) -> int:
    """An erasure ends every file made before it: which of them tells of the person, nobody can know."""
    return Document.objects.all().delete()[0]
