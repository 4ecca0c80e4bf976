"""The exported history: one JSON object a line, events in their order, each checkpoint after its last event."""

import json
from datetime import datetime
from typing import Any

from kentongan.history.chain.events import Link, moment
from kentongan.history.chain.merkle import Seal

Line = tuple[int, Link] | Seal | dict[str, Any]


def opening() -> str:
    return _line({"type": "kentongan history", "version": 1})


def event_line(position: int, link: Link) -> str:
    return _line(
        {
            "type": "event",
            "position": position,
            "stream": link.stream,
            "seq": link.seq,
            "kind": link.kind,
            "actor": link.actor,
            "occurred_at": moment(link.occurred_at),
            "recorded_at": moment(link.recorded_at),
            "exercise": link.exercise,
            "body": link.body,
            "prev_hash": link.prev_hash.hex(),
            "hash": link.hash.hex(),
        }
    )


def checkpoint_line(seal: Seal) -> str:
    return _line(
        {
            "type": "checkpoint",
            "number": seal.number,
            "first_position": seal.first_position,
            "last_position": seal.last_position,
            "root": seal.root.hex(),
            "prev_hash": seal.prev_hash.hex(),
            "hash": seal.hash.hex(),
            "made_at": moment(seal.made_at),
        }
    )


def closing(*, events: int, checkpoints: int) -> str:
    return _line({"type": "end", "events": events, "checkpoints": checkpoints})


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_line(text: str) -> Line:
    """An event with its position, a checkpoint, or the opening or closing object. ValueError where it is neither."""
    try:
        value = json.loads(text)
        kind = value["type"]
        if kind == "event":
            return int(value["position"]), _link(value)
        if kind == "checkpoint":
            return _seal(value)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(text[:40]) from error
    if kind not in {"kentongan history", "end"}:
        raise ValueError(text[:40])
    return dict(value)


def _link(value: dict[str, Any]) -> Link:
    return Link(
        stream=str(value["stream"]),
        seq=int(value["seq"]),
        kind=str(value["kind"]),
        actor=str(value["actor"]),
        occurred_at=datetime.fromisoformat(value["occurred_at"]),
        recorded_at=datetime.fromisoformat(value["recorded_at"]),
        exercise=value["exercise"],
        body=str(value["body"]),
        prev_hash=bytes.fromhex(value["prev_hash"]),
        hash=bytes.fromhex(value["hash"]),
    )


def _seal(value: dict[str, Any]) -> Seal:
    return Seal(
        number=int(value["number"]),
        first_position=int(value["first_position"]),
        last_position=int(value["last_position"]),
        root=bytes.fromhex(value["root"]),
        prev_hash=bytes.fromhex(value["prev_hash"]),
        hash=bytes.fromhex(value["hash"]),
        made_at=datetime.fromisoformat(value["made_at"]),
    )
