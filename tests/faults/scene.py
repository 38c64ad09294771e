"""A stage for drills: a platform, a store, painbot processes, and people."""

from __future__ import annotations

import os
import tempfile
import time
import urllib.request
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, ClassVar, Final, Self, cast

from painbot.ports import ConversationKey
from painbot.store.keys import Naming
from painbot.store.seal import Seals
from painbot.store.values import Values
from tests.faults.counts import Counts
from tests.faults.painbot_with_faults import Death
from tests.faults.processes import Painbot
from tests.faults.stores import Server
from tests.faults.tongues import Tongue, done_to, unheard
from tests.faults.walkers import Crowd, Walker
from tests.library_fixture import compiled, lay_out
from tests.standins.faults import Call, Fault
from tests.standins.slack import SlackApi
from tests.standins.telegram import BotApi

PATIENCE: Final = 40.0
LEASE_SECONDS: Final = 2  # on a busy machine a shorter one lapses while its holder is at work
Api = BotApi | SlackApi


class Scene(ABC):
    """Everything that a drill plays with; `counts` is what comes of it.

    `backlog` is how a platform behaves to which nothing is lost while nobody is there, `outage`
    how it behaves when presses lapse soon, `refusal` how it refuses a message for good.
    """

    platform: ClassVar[str]
    tongue: ClassVar[Tongue]
    backlog: ClassVar[Mapping[str, Any]] = {}
    outage: ClassVar[Mapping[str, Any]] = {}
    refusal: ClassVar[Fault]
    api: Api

    def __init__(self, drill: str, seed: int, people: int = 12, **platform: Any) -> None:  # noqa: ANN401
        drill = f"{self.platform} {drill}"
        self.began = time.monotonic()
        self.random = Random(f"{drill} {seed}")  # noqa: S311
        self._folder = tempfile.TemporaryDirectory(prefix="pb")
        self.folder = Path(self._folder.name)
        self.api = self._open_api(seed=seed, **platform)
        self.flows = lay_out(self.folder / "flows")
        self.library = compiled(self.flows)
        self.crowd = Crowd(self.api.person, self.library, self.tongue, self.random, people)
        self.store = Server(self.folder / "store")
        self.counts = Counts(drill)
        self.bots: list[Painbot] = []
        self.more: dict[str, str] = {}
        self.lines: set[str] = set()
        self._unnoted: set[tuple[object, int]] = set()
        self._couriers = ThreadPoolExecutor(8)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for bot in self.bots:
            bot.resume()
            bot.kill()
        self._couriers.shutdown()
        self.store.close()
        self.api.__exit__()
        self._folder.cleanup()
        self.counts.seconds = time.monotonic() - self.began

    @abstractmethod
    def _open_api(self, **how: Any) -> Any:  # noqa: ANN401
        """Open the platform."""

    @abstractmethod
    def _environment(self) -> dict[str, str]:
        """Return the settings that painbot needs for the platform."""

    @abstractmethod
    def called(self) -> None:
        """Let the platform call painbot from now on, and not be asked."""

    @abstractmethod
    def bring(self, bot: Painbot, name: Any) -> None:  # noqa: ANN401
        """Bring an update to a process beside the platform's own deliveries, without waiting."""

    @abstractmethod
    def key(self, person: object) -> ConversationKey:
        """Return how the conversation with somebody is named."""

    @abstractmethod
    def disorder(self, walker: Walker, acts: list[int]) -> None:
        """Let what somebody does arrive out of order; count their acts."""

    @abstractmethod
    def expired(self) -> int:
        """Count what was done while nobody was there, and can never arrive."""

    @abstractmethod
    def whom(self, call: Call) -> object:
        """Return whose chat a call writes to."""

    @abstractmethod
    def turned_down(self) -> int:
        """Count calls to people who cannot be written to any more."""

    def start(self, death: Death | None = None, *, poisoned: bool = False) -> Painbot:
        """Begin to serve; nobody waits for it."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PAINBOT_HOME": str(self.folder),
            "PAINBOT_FLOWS": str(self.flows),
            "PAINBOT_REDIS_URL": self.store.url,
            "PAINBOT_LEASE_SECONDS": f"{LEASE_SECONDS}",
            **self._environment(),
            **self.more,
        }
        bot = Painbot(environment, self.folder / "complaints", death, poisoned=poisoned)
        self.bots.append(bot)
        return bot

    def kill(self, bot: Painbot) -> None:
        """Kill a process, and count what was on its way."""
        bot.kill()
        self.died()

    def died(self) -> None:
        """Count the messages that were sent or on their way, and that nobody could note."""
        self.counts.repetitions += 1
        self._settle()  # what has reached the platform is done, though nobody is there
        new = self.unnoted() - self._unnoted
        self._unnoted |= new
        self.counts.allowed += len(new)
        # What is typed below such a message is answered with a notice: nobody knows it was seen.
        self.counts.notices += len(new)

    def unnoted(self) -> set[tuple[object, int]]:
        """Return the people whose outbox begins with what was sent already, and its place there."""
        values, naming = Values(Seals()), Naming("pb", b"")
        found = set()
        for person, sent in done_to(self.tongue, tuple(self.api.calls)).items():
            keys = naming.keys(self.key(person))
            kept = cast("list[bytes]", self.store.client.lrange(keys.outbox, 0, -1))
            entries = (values.entry(keys, one) for one in kept)
            parts = (entry.part for entry in entries if entry and not entry.part.harmless)
            first = next(parts, None)
            if first is not None and self.tongue.part(first) == sent[-1]:
                found.add((person, len(sent)))
        return found

    def _settle(self) -> None:
        """Wait a moment for calls that are on their way."""
        end = time.monotonic() + 1.0
        while not all(map(self._settled, tuple(self.api.calls))) and time.monotonic() < end:
            time.sleep(0.01)

    def _settled(self, call: Call) -> bool:
        return bool(call.ok or call.status or call.done_at) or call.method not in self.tongue.new

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
        sent = done_to(self.tongue, tuple(self.api.calls))
        for walker in self.crowd.walkers:
            self.counts.judge(walker, sent.get(walker.person.user_id, []), self.lines)
        self.counts.allowed += unheard(self.tongue, tuple(self.api.calls))
        self.counts.notices += unheard(self.tongue, tuple(self.api.calls))
        self.counts.notices += sum(walker.again for walker in self.crowd.walkers)
        # A notice comes with the question that is asked now.
        self.counts.allowed += min(self.counts.strange, self.counts.notices)
        self._look_around()
        return self.counts

    def fault(self, what: str) -> None:
        """Note something that must not be."""
        self.counts.faults.append(f"{self.counts.drill}: {what}")

    def let(self, phrase: str) -> None:
        """Let painbot say this line; nobody does anything because of it."""
        line = self.library.phrases[phrase]
        self.lines.add(self.tongue.line(line))
        greet = self.crowd.greet

        def know(walker: Walker) -> None:
            walker.known.add(self.tongue.on_screen(self.tongue.line(line)))
            greet(walker)

        self.crowd.greet = know

    def told(self, phrase: str) -> Counter[object]:
        """Count how often each person was told a line of painbot's own."""
        line = self.tongue.line(self.library.phrases[phrase])
        sent = done_to(self.tongue, tuple(self.api.calls))
        return Counter({person: names.count(line) for person, names in sent.items()})

    def _look_around(self) -> None:
        for mistake in self.api.mistakes[:3]:
            self.fault(mistake)
        for key in self.store.immortal()[:3]:
            self.fault(f"{key!r} would stay for ever")
        said = (self.folder / "complaints").read_text()
        if "Traceback" in said or '"exception"' in said:
            self.fault("there is a traceback in the log")

    def carry(self, where: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Post something in the background."""
        self._couriers.submit(_post, where, body, headers)


def _post(where: str, body: bytes, headers: Mapping[str, str]) -> None:
    request = urllib.request.Request(where, body, dict(headers))  # noqa: S310 - it is on this machine
    with suppress(OSError), urllib.request.urlopen(request, timeout=10):  # noqa: S310
        pass


__all__ = ["LEASE_SECONDS", "Scene"]
