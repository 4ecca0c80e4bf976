"""The worker: the sequencer, the followers, the timers, and the jobs people asked for, as threads of one process.

Any number of workers may run: what only one may do is held by a lock in the database, which a death frees at once.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

import procrastinate
from django.db import connection

from config import database, logs, management

GRACE_SECONDS = 20
_LONGEST_WAIT_SECONDS = 10.0
_STALLED_SECONDS = 30
_SWEEP_SECONDS = 5

log = logging.getLogger("kentongan.worker")
Loop = Callable[[threading.Event], None]


def main() -> int:
    """Run until a signal comes; then every loop ends what it holds in hand."""
    logs.process = "worker"
    management.set_up()
    loops = _loops()
    database.size_pool(len(loops) + 5)
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    threads = [
        threading.Thread(target=_keep_running, args=(name, loop, stop), name=name, daemon=True)
        for name, loop in loops.items()
    ]
    for thread in threads:
        thread.start()
    log.info("worker started: %s", ", ".join(loops))
    while not stop.wait(1):
        pass
    return _finish(threads)


def _finish(threads: list[threading.Thread]) -> int:
    until = time.monotonic() + GRACE_SECONDS
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    late = [thread.name for thread in threads if thread.is_alive()]
    if late:
        log.warning("not finished in time: %s", ", ".join(late))
        logging.shutdown()
        os._exit(1)  # a thread that hangs cannot hold the process up
    database.close_pools()
    log.info("worker stopped")
    return 0


def _loops() -> dict[str, Loop]:
    from config.followers import FOLLOWERS
    from config.timers import TIMERS
    from kentongan.history.tasks import run_follower, run_sequencer

    loops: dict[str, Loop] = {"sequencer": run_sequencer, "jobs": run_jobs}
    for follower in FOLLOWERS:
        loops[f"follower {follower.name}"] = partial(run_follower, follower)
    for timer in TIMERS:
        loops[f"timer {timer.name}"] = partial(run_timer, timer.sweep, timer.every)
    return loops


def _keep_running(name: str, loop: Loop, stop: threading.Event) -> None:
    """A loop that fails (the database restarts, a mistake of ours) is said so and begun again, slower each time."""
    wait = 0.5
    while not stop.is_set():
        started = time.monotonic()
        try:
            loop(stop)
            stop.wait(wait)
        except Exception:
            if time.monotonic() - started > 60:
                wait = 0.5
            log.exception("%s failed; it goes on in %.1f s", name, wait)
            connection.close()
            stop.wait(wait)
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS)


def run_timer(sweep: Callable[[], object], every: float, stop: threading.Event) -> None:
    """Sweep at a steady pace; at once again while a sweep finds something. Gives the connection back in between."""
    while not stop.is_set():
        found = sweep()
        if not found:
            connection.close()
            stop.wait(every)


def run_jobs(stop: threading.Event) -> None:
    """Procrastinate's worker, in an event loop of this thread."""
    from procrastinate.contrib.django import app

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as working:
        asyncio.run(_work(working, stop))


async def _work(app: procrastinate.App, stop: threading.Event) -> None:
    async with app.open_async():
        sweeper = asyncio.create_task(_sweep_stalled(app))
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=2,
                delete_jobs="successful",
                install_signal_handlers=False,
                shutdown_graceful_timeout=GRACE_SECONDS - 5,
            )
        )
        while not stop.is_set() and not worker.done() and not sweeper.done():
            await asyncio.sleep(0.2)
        sweeper.cancel()
        worker.cancel()
        for task in (sweeper, worker):
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _sweep_stalled(app: procrastinate.App) -> None:
    """Jobs of dead workers are done again: nothing else picks them up. Every job bears being done twice."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_SECONDS):
            log.warning("job %s of a dead worker is tried again", job.id)
            await app.job_manager.retry_job(job)
        await asyncio.sleep(_SWEEP_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
