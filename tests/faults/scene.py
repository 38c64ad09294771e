"""A stage for drills: Telegram, a store, painbot processes, and people."""

from __future__ import annotations

import os
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any, Final, cast

from painbot.platforms.telegram.html import safe
from painbot.platforms.telegram.wire import read
from painbot.ports import ConversationKey
from painbot.store.keys import Naming
from painbot.store.seal import Seals
from painbot.store.values import Values
from tests.faults.counts import NEW, Counts, done_to, unheard
from tests.faults.painbot_with_faults import Death
from tests.faults.processes import Painbot
from tests.faults.stores import Server
from tests.faults.walkers import Crowd, Walker
from tests.library_fixture import compiled, lay_out
from tests.standins.telegram import BotApi, Call

SECRET: Final = "the-secret-of-the-hook"  # noqa: S105 - nobody else is on this stage
PATIENCE: Final = 40.0
LEASE_SECONDS: Final = 2  # on a busy machine a shorter one lapses while its holder is at work


class Scene:
    """Everything that a drill plays with; `counts` is what comes of it."""

    def __init__(self, drill: str, seed: int, folder: Path, api: BotApi, people: int) -> None:
        self.random = Random(f"{drill} {seed}")  # noqa: S311
        self.api = api
        self.folder = folder
        self.flows = lay_out(folder / "flows")
        self.library = compiled(self.flows)
        self.crowd = Crowd(api, self.library, self.random, people)
        self.store = Server(folder / "store")
        self.counts = Counts(drill)
        self.bots: list[Painbot] = []
        self.more: dict[str, str] = {}
        self.lines: set[str] = set()
        self._unnoted: set[tuple[int, int]] = set()
        self._couriers = ThreadPoolExecutor(8)

    def start(self, death: Death | None = None, *, poisoned: bool = False) -> Painbot:
        """Begin to serve; nobody waits for it."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PAINBOT_HOME": str(self.folder),
            "PAINBOT_FLOWS": str(self.flows),
            "PAINBOT_REDIS_URL": self.store.url,
            "PAINBOT_LEASE_SECONDS": f"{LEASE_SECONDS}",
            "TELEGRAM_TOKEN": self.api.token,
            "TELEGRAM_API_URL": self.api.url,
            "TELEGRAM_PER_CHAT": "0",
            "TELEGRAM_PER_SECOND": "0",
            **self.more,
        }
        complaints = self.folder / "complaints"
        bot = Painbot(environment, complaints, death, poisoned=poisoned)
        self.bots.append(bot)
        return bot

    def called(self) -> None:
        """Let Telegram call painbot from now on, and not be asked."""
        self.more |= {"TELEGRAM_WEBHOOK_URL": "somewhere", "TELEGRAM_WEBHOOK_SECRET": SECRET}

    def kill(self, bot: Painbot) -> None:
        """Kill a process, and count what was on its way."""
        bot.kill()
        self.died()

    def died(self) -> None:
        """Count the messages that were sent or on their way, and that nobody could note."""
        self.counts.repetitions += 1
        with suppress(AssertionError):  # what has reached Telegram is done, though nobody is there
            self.api.wait(lambda api: all(map(_settled, api.calls)), seconds=1.0)
        new = self.unnoted() - self._unnoted
        self._unnoted |= new
        self.counts.allowed += len(new)
        # What is typed below such a message is answered with a notice: nobody knows it was seen.
        self.counts.notices += len(new)

    def unnoted(self) -> set[tuple[int, int]]:
        """Return the chats whose outbox begins with what was sent already, and its place there."""
        values, naming = Values(Seals()), Naming("pb", b"")
        bot = self.api.token.partition(":")[0]
        found = set()
        for chat, sent in done_to(tuple(self.api.calls)).items():
            keys = naming.keys(ConversationKey("telegram", bot, f"{chat}", f"{chat}"))
            kept = cast("list[bytes]", self.store.client.lrange(keys.outbox, 0, -1))
            entries = (values.entry(keys, one) for one in kept)
            parts = (read(entry.part) for entry in entries if entry and not entry.part.harmless)
            if (first := next(parts, None)) is not None and first.html == sent[-1]:
                found.add((chat, len(sent)))
        return found

    def bring(self, bot: Painbot, update_id: int) -> None:
        """Bring an update to a process beside Telegram's own deliveries, without waiting."""
        body = self.api._world.queue.made[update_id].body
        self._couriers.submit(_post, bot.hook, body)

    def finish(self, seconds: float = PATIENCE) -> Counts:
        """Let everybody come to a result, end all processes, and look at what is left."""
        if not self.crowd.finish(seconds):
            self.fault("somebody waits for a result for ever")
        quiet = self.crowd.until(lambda: not (self.api.waiting() or self.store.outboxes()), seconds)
        if not quiet:
            self.fault(
                f"{self.api.waiting()} updates and {len(self.store.outboxes())} outboxes wait"
            )
        for bot in self.bots:
            if bot.lives:
                bot.stop()
        sent = done_to(tuple(self.api.calls))
        for walker in self.crowd.walkers:
            self.counts.judge(walker, sent.get(walker.person.user_id, []), self.lines)
        self.counts.allowed += unheard(tuple(self.api.calls))
        self.counts.notices += unheard(tuple(self.api.calls))
        self.counts.notices += sum(walker.again for walker in self.crowd.walkers)
        # A notice comes with the question that is asked now.
        self.counts.allowed += min(self.counts.strange, self.counts.notices)
        self._look_around()
        return self.counts

    def close(self) -> None:
        """End whatever still runs."""
        for bot in self.bots:
            bot.resume()
            bot.kill()
        self._couriers.shutdown()
        self.store.close()

    def fault(self, what: str) -> None:
        """Note something that must not be."""
        self.counts.faults.append(f"{self.counts.drill}: {what}")

    def let(self, phrase: str) -> None:
        """Let painbot say this line; nobody does anything because of it."""
        line = self.library.phrases[phrase]
        self.lines.add(safe(line))
        greet = self.crowd.greet

        def know(walker: Walker) -> None:
            walker.known.add(line)
            greet(walker)

        self.crowd.greet = know

    def told(self, phrase: str) -> Counter[int]:
        """Count how often each chat was told a line of painbot's own."""
        line, sent = safe(self.library.phrases[phrase]), done_to(tuple(self.api.calls))
        return Counter({chat: texts.count(line) for chat, texts in sent.items()})

    def _look_around(self) -> None:
        for mistake in self.api.mistakes[:3]:
            self.fault(mistake)
        for key in self.store.immortal()[:3]:
            self.fault(f"{key!r} would stay for ever")
        said = (self.folder / "complaints").read_text()
        if "Traceback" in said or '"exception"' in said:
            self.fault("there is a traceback in the log")


def _post(where: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET}
    request = urllib.request.Request(where, body, headers)  # noqa: S310 - it is on this machine
    with suppress(OSError), urllib.request.urlopen(request, timeout=10):  # noqa: S310
        pass


def _settled(call: Call) -> bool:
    return bool(call.ok or call.status or call.done_at) or call.method not in NEW


@contextmanager
def scene(drill: str, seed: int, people: int = 12, **telegram: Any) -> Iterator[Scene]:  # noqa: ANN401
    """Set the stage, and clear it."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pb") as folder, BotApi(seed=seed, **telegram) as api:
        stage = Scene(drill, seed, Path(folder), api, people)
        try:
            yield stage
        finally:
            stage.close()
            stage.counts.seconds = time.monotonic() - began


__all__ = ["LEASE_SECONDS", "SECRET", "Scene", "scene"]
