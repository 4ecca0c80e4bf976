"""Events, the order they were given, who has followed how far, and the daily checkpoints."""

from typing import ClassVar

from django.db import models
from django.db.models import Func

from kentongan.history.fields import TransactionId


class Event(models.Model):
    """One thing that was done. Written once, by `history.append` or a statement composed from `history.sql`.

    `body` is canonical JSON text, hashed as stored; it holds no personal data.
    """

    public: ClassVar = ()
    internal: ClassVar = ("stream", "kind", "actor", "body", "prev_hash", "hash")

    stream = models.CharField(max_length=80)
    seq = models.IntegerField()
    kind = models.CharField(max_length=60)
    actor = models.CharField(max_length=60)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    exercise = models.BigIntegerField(null=True)
    body = models.TextField()
    prev_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["stream", "seq"], name="history_event_stream_seq")]


class Pending(models.Model):
    """An event that has no place in the order yet. Inserted by the statement that inserts the event.

    `xid` is the transaction of the act: the sequencer looks only at what was not finished when it looked last.
    """

    pk = models.CompositePrimaryKey("xid", "event_id")
    xid = TransactionId(db_default=Func(function="pg_current_xact_id", output_field=TransactionId()))
    event_id = models.BigIntegerField()


class Log(models.Model):
    """The one order of all events. Positions have no gaps and are given only to committed events.

    No foreign key in the database: both tables are only added to, and a key would lock each event once more.
    """

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="log", db_constraint=False)


class Cursor(models.Model):
    """How far a follower has come."""

    internal: ClassVar = ("name",)

    name = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)


class SetAside(models.Model):
    """An event a follower failed on five times. Shown, replayable, and no longer in the way of the rest."""

    internal: ClassVar = ("follower", "error")

    follower = models.CharField(max_length=60)
    position = models.BigIntegerField()
    error = models.TextField()
    attempts = models.IntegerField()
    set_aside_at = models.DateTimeField()
    replayed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follower", "position"], name="history_setaside_once"),
        ]


class Checkpoint(models.Model):
    """The Merkle root over the log since the last checkpoint, chained to it."""

    internal: ClassVar = ("root", "prev_hash", "hash", "made_by")

    number = models.IntegerField(unique=True)
    first_position = models.BigIntegerField()
    last_position = models.BigIntegerField()
    root = models.BinaryField()
    prev_hash = models.BinaryField()
    hash = models.BinaryField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
