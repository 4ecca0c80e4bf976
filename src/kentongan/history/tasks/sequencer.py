"""The sequencer: moves committed events into the one order, every 50 ms."""

import logging
import threading

import psycopg

from kentongan.history import actions
from kentongan.history.sql import sessions

_EVERY_SECONDS = 0.05
_LONGEST_WAIT_SECONDS = 2.0

log = logging.getLogger(__name__)


def run_sequencer(stop: threading.Event) -> None:
    """Run until `stop`. Any number may run; one works, the others stand by. Outlives restarts of the database."""
    wait = _EVERY_SECONDS
    while not stop.is_set():
        try:
            with sessions.holding(actions.SEQUENCER, stop) as session:
                if session is not None:
                    wait = _EVERY_SECONDS
                    _work(session, stop)
        except psycopg.Error as error:
            log.warning("sequencer: the database failed (%s), again in %.1f s", type(error).__name__, wait)
            stop.wait(wait)
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS)


def _work(session: sessions.Connection, stop: threading.Event) -> None:
    look = actions.Look()
    sessions.prefer_indexes(session)  # the table may be full of rows that are gone but not cleaned away
    while not stop.is_set():
        if actions.sequence(session, look) < actions.BATCH:
            stop.wait(_EVERY_SECONDS)
