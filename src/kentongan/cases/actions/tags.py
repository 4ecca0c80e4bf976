"""Tags: put on a case or taken off, and kept in order by the coordinator. A change of a tag is an event of its own."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kentongan.cases.actions.base import begin, finish
from kentongan.cases.models import Tag
from kentongan.cases.queries.tags import EDITION, called_now, words_of
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actions import new_edition
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.core.ids import row_id
from kentongan.core.text import clean, redacted
from kentongan.history import actions as history

MOST_TAGS, LONGEST_TAG = 10, 40


@transaction.atomic
def tag(number: str, *, add: Sequence[str] = (), remove: Sequence[str] = (), by: Actor) -> list[str]:
    """Put words on a case, or take them off, whatever others it has; gives those that were really put or taken."""
    case = begin(number, Act.EDIT, by=by)
    held = called_now(case.tags)
    gone = {word for name in remove for word in words_of(name)}
    added = [word for word in called_now(add) if word not in held]
    moved = [*added, *(name for name in held if name in gone)]
    if moved:
        case.tags = checked_tags([*(word for word in held if word not in gone), *added], by=by)
        finish(case, Act.EDIT, by=by, at=clock.now(), body={"fields": ["tags"]})
    return moved


def checked_tags(words: Iterable[str], *, by: Actor) -> list[str]:
    """The words as a case keeps them: as their tags are called now; a new one becomes known to the city."""
    named = list(called_now(" ".join(clean(word).split()) for word in words))
    if len(named) > MOST_TAGS or any(len(word) > LONGEST_TAG for word in named):
        limits = {"most": MOST_TAGS, "longest": LONGEST_TAG}
        raise Refused(_("At most %(most)s tags of %(longest)s characters, please.") % limits, field="tags")
    if any(redacted(word) != word for word in named):
        raise Refused(_("A tag holds nobody's number or address."), field="tags")
    know_tags(named, by=by)
    return named


def know_tags(words: Iterable[str], *, by: Actor) -> None:
    """Words that come with a case are known to the city from then on."""
    words = list(words)
    if not words:
        return
    known = {name.lower() for name in Tag.objects.filter(name__in=words).values_list("name", flat=True)}
    for word in words:
        if word.lower() not in known:
            _named(word, by=by)


@transaction.atomic
def _named(word: str, *, by: Actor) -> Tag:
    """The tag of this word, made where there is none; of two at once one makes it."""
    found = Tag.objects.filter(name__iexact=word).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made = Tag.objects.create(name=word)
    except IntegrityError:
        return Tag.objects.get(name__iexact=word)
    _record(made, "cases.tag_created", {"name": word}, by=by)
    return made


@transaction.atomic
def rename_tag(key: str, *, name: str, by: Actor) -> None:
    """Another name, on every case at once: the old word stands for the new one."""
    row, name = _held(key, by=by), " ".join(clean(name).split())
    if not name or len(name) > LONGEST_TAG:
        raise Refused(_("A tag has 1 to %(longest)s characters.") % {"longest": LONGEST_TAG}, field="name")
    if "," in name or redacted(name) != name:
        raise Refused(_("A tag holds no comma, and nobody's number or address."), field="name")
    if name == row.name:
        return
    there = Tag.objects.filter(name__iexact=name).exclude(pk=row.pk).first()
    if there is not None and there.stands_for_id not in {row.pk, None}:
        raise Refused(_("This word stands for another tag. Choose another name."), field="name")
    if there is not None and there.stands_for_id is None:
        raise Refused(_("There is a tag of this name. Join the two instead."), field="name")
    before = row.name
    if before.lower() == name.lower():
        row.name = name
        row.save(update_fields=["name"])
    else:
        new = there or Tag(name=name)
        new.stands_for, new.is_offered, new.name = None, row.is_offered, name
        new.save()
        _stand_for(row, new)
    _record(row, "cases.tag_renamed", {"name": {"from": before, "to": name}}, by=by)


@transaction.atomic
def merge_tag(key: str, *, into: str, by: Actor) -> None:
    """One tag of two: the cases of both are found under `into`."""
    row, target = _held(key, by=by), _held(into, by=by)
    if row.pk == target.pk:
        raise Refused(_("Choose another tag to join it to."), field="into")
    _stand_for(row, target)
    _record(row, "cases.tag_merged", {"into": target.pk, "name": {"from": row.name, "to": target.name}}, by=by)


def _stand_for(row: Tag, target: Tag) -> None:
    Tag.objects.filter(stands_for=row).exclude(pk=target.pk).update(stands_for=target)
    Tag.objects.filter(pk=row.pk).update(stands_for=target)


@transaction.atomic
def offer_tag(key: str, *, is_offered: bool, by: Actor) -> None:
    """Offer it no longer, or again; the cases that have it keep it."""
    row = _held(key, by=by)
    if row.is_offered != is_offered:
        row.is_offered = is_offered
        row.save(update_fields=["is_offered"])
        _record(row, "cases.tag_offered" if is_offered else "cases.tag_retired", {}, by=by)


def _held(key: str, *, by: Actor) -> Tag:
    if not by.has(Role.COORDINATOR):
        raise Refused(_("Only a coordinator may change tags."))
    row = Tag.objects.select_for_update().filter(pk=row_id(key), stands_for=None).first()
    if row is None:
        raise NotFound(key)
    return row


def _record(row: Tag, kind: str, body: Mapping[str, object], *, by: Actor) -> None:
    history.append_to(row, f"tag:{row.pk}", kind, by=by, body=body)
    new_edition(EDITION)
