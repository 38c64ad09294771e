"""painbot processes that a drill starts, kills, stops, pauses and looks at."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import urllib.error
import urllib.request
from contextlib import suppress
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Final

from tests.faults.painbot_with_faults import PRELOADED, Death, serve
from tests.store_fixtures import free_ports

PATIENCE: Final = 30.0
# Each process is forked off one that has read all modules: it starts in a quarter of the time.
NURSERY: Final[ForkServerContext] = multiprocessing.get_context("forkserver")
NURSERY.set_forkserver_preload(list(PRELOADED))


class Painbot:
    """One process that serves."""

    def __init__(
        self,
        environment: dict[str, str],
        complaints: Path,
        death: Death | None = None,
        *,
        poisoned: bool = False,
    ) -> None:
        (self.port,) = free_ports(1)
        settings = {**environment, "PAINBOT_PORT": f"{self.port}"}
        if "TELEGRAM_WEBHOOK_URL" in settings:
            settings["TELEGRAM_WEBHOOK_URL"] = self.hook
        self.complaints = complaints
        self.process = NURSERY.Process(
            target=serve,
            args=(settings, complaints, death),
            kwargs={"poisoned": poisoned},
            daemon=True,
        )
        self.process.start()

    @property
    def hook(self) -> str:
        """Say where Telegram should call it."""
        return f"{self.url}/telegram"

    @property
    def url(self) -> str:
        """Say where it is, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def lives(self) -> bool:
        return self.process.is_alive()

    def answers(self, page: str = "healthz") -> bool:
        """Return whether it says that all is well there."""
        return self.status(page) == 200

    def status(self, page: str) -> int:
        """Return the status of one of its pages, 0 when there is no answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{page}", timeout=5) as read:
                return int(read.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def events(self) -> dict[str, float]:
        """Return what it has counted of what else happened."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=5) as read:
            lines = read.read().decode().splitlines()
        pairs = (line.rpartition(" ") for line in lines if line.startswith("painbot_events_total"))
        return {labels.partition('what="')[2].partition('"')[0]: float(n) for labels, _, n in pairs}

    def ready(self) -> None:
        """Wait until it serves, or is dead already."""
        end = time.monotonic() + PATIENCE
        while self.lives and not self.answers("readyz"):
            assert time.monotonic() < end, self.complaints.read_text()
            time.sleep(0.005)

    def kill(self) -> None:
        """Kill it as suddenly as can be."""
        self.process.kill()
        self.process.join()

    def ends(self) -> None:
        """Wait for its end."""
        self.process.join(PATIENCE)
        assert not self.lives, "it does not end"

    def stop(self) -> int | None:
        """Stop it as a system does, and return how it ended."""
        self.process.terminate()
        self.ends()
        return self.process.exitcode

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self.process.pid is not None
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, number)


__all__ = ["PATIENCE", "Painbot"]
