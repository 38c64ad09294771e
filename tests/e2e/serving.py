"""Real `painbot serve` processes, and the bot they are on the stand-in."""

from __future__ import annotations

import http.client
import re
import subprocess
import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from redis.exceptions import RedisError

from painbot.dialogue.session import Session
from painbot.ports import ConversationKey
from tests.e2e.painbots import COMMAND, Place
from tests.e2e.stored import Store
from tests.service.store_processes import clean_up, room
from tests.standins.telegram import BotApi, Person
from tests.store_fixtures import free_ports

SECRET = "the-secret_of-Telegram"  # noqa: S105 - of nobody
PATIENCE = 20.0
# What people type in these tests where painbot should not understand it, or keep it.
CANARIES = ("Zanzibar", "canaryword", "Quetzal")
# What painbot says as soon as it can be talked to.
REACHED = (
    "painbot asks Telegram for messages",
    "Telegram calls painbot",
    "painbot has a line to Slack",
    "Slack calls painbot",
)
Headers = Mapping[str, str]


def noon() -> str:
    """Return a time zone in which it is about noon: advice is worded otherwise at night."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


class Process:
    """One `painbot serve`."""

    def __init__(self, place: Place, where: Path | None = None, port: int = 0) -> None:
        self.port = port or free_ports(1)[0]
        self._complaints = place.home / f"stderr-{self.port}-{time.monotonic_ns()}"
        environment = place.with_(PAINBOT_PORT=str(self.port)).environment
        for name, value in environment.items():
            environment[name] = value.replace("{port}", str(self.port))
        with self._complaints.open("wb") as complaints:
            self.process = subprocess.Popen(
                [*COMMAND, "serve"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                env=environment,
                cwd=where or place.home,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def said(self) -> str:
        """Return what it wrote to standard error so far."""
        return self._complaints.read_text()

    def ready(self) -> Self:
        """Wait until people can be served."""
        wait(lambda: self.status("/readyz") == 200 or self.process.poll() is not None, self.state)
        assert self.process.poll() is None, self.said
        return self

    def serves(self) -> Self:
        """Wait until the platform is asked for messages, or calls."""
        wait(lambda: any(each in self.said for each in REACHED), self.state)
        return self.ready()

    def state(self) -> str:
        return f"exit status {self.process.poll()}, it said:\n{self.said}"

    def stop(self) -> float:
        """Send SIGTERM; return after how many seconds it was gone, which must be a good end."""
        began = time.monotonic()
        self.process.terminate()
        assert self.process.wait(PATIENCE) == 0, self.said
        return time.monotonic() - began

    def ends(self) -> int:
        """Return its exit status, once it has ended by itself."""
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: Headers | None = None
    ) -> tuple[int, str]:
        """Make one request; return the status, 0 when there is no answer, and the text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    def status(self, path: str) -> int:
        return self.request("GET", path)[0]

    def metrics(self) -> str:
        return self.request("GET", "/metrics")[1]

    def number(self, series: str) -> float:
        """Return one number of /metrics by its name and labels, 0 if it is not there."""
        found = re.search(rf"^{re.escape(series)} (\S+)$", self.metrics(), re.MULTILINE)
        return float(found[1]) if found else 0.0

    def happened(self, what: str, platform: str = "telegram") -> float:
        return self.number(f'painbot_events_total{{platform="{platform}",what="{what}"}}')


def wait(
    holds: Callable[[], bool], state: Callable[[], object] = lambda: "", seconds: float = PATIENCE
) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"it never came true; {state()}"
        time.sleep(0.01)


class Serving:
    """Some processes on one store."""

    def __init__(self, home: Path, flows: Path, **settings: str) -> None:
        self.home = home
        self.place = Place(home, flows, {"PAINBOT_TIMEZONE": noon(), **settings})
        self.processes: list[Process] = []

    @property
    def process(self) -> Process:
        """Return the newest process."""
        return self.processes[-1]

    def start(self, port: int = 0, **settings: str) -> Process:
        """Start one more process, which need not be ready."""
        self.processes.append(Process(self.place.with_(**settings), port=port))
        return self.process

    def serve(self, **settings: str) -> Self:
        """Start a process and wait until it is ready."""
        self.start(0, **settings).serves()
        return self

    @property
    def store(self) -> Store:
        """Return the store of the processes."""
        more = self.place.more
        keys = [b64decode(key) for key in more.get("PAINBOT_KEYS", "").split(",") if key]
        if "PAINBOT_REDIS_URL" in more:
            return Store(more["PAINBOT_REDIS_URL"], more.get("PAINBOT_SECRET", "").encode(), keys)
        socket = room(self.home).address.read_text()
        return Store(f"unix://{socket}", (self.home / "secret").read_bytes(), keys)

    def tells_nothing(self, *secrets: str) -> None:
        """Say so if a log holds one of these, or a traceback, or anything is kept for ever."""
        said = "".join(process.said for process in self.processes)
        assert "Traceback" not in said
        assert [each for each in (*secrets, *CANARIES) if each in said] == []
        with suppress(RedisError, FileNotFoundError):  # with its last process the store is gone
            assert self.store.immortal() == set()

    def close(self) -> None:
        """End every process."""
        for process in self.processes:
            process.kill()
        clean_up(self.home)


class Bot(Serving):
    """A bot on the stand-in for Telegram."""

    def __init__(self, api: BotApi, home: Path, flows: Path, **settings: str) -> None:
        self.api = api
        own = {
            "TELEGRAM_TOKEN": api.token,
            "TELEGRAM_API_URL": api.url,
            "TELEGRAM_PER_CHAT": "0",
            "TELEGRAM_PER_SECOND": "0",
        }
        super().__init__(home, flows, **{**own, **settings})
        self.people: list[Person] = []

    def person(self, language: str | None = "en") -> Person:
        """Let somebody new write to the bot."""
        self.people.append(self.api.person(language=language))
        return self.people[-1]

    def key(self, person: Person) -> ConversationKey:
        """Return how the conversation with somebody is named."""
        number, bot = str(person.chat_id), self.api.token.partition(":")[0]
        return ConversationKey("telegram", bot, number, number)

    def session(self, person: Person) -> Session | None:
        return self.store.session(self.key(person))

    def settled(self) -> None:
        """Wait until nothing is on its way to or from the bot."""
        self.api.wait(lambda api: not api.waiting())
        wait(lambda: not self.store.waiting(), lambda: self.process.said)

    def in_order(self) -> None:
        """Say so if the bot did what it should not, kept what it should not or told it."""
        assert self.api.mistakes == []
        names = (name for each in self.people for name in (str(each.chat_id), _name(each)))
        self.tells_nothing(self.api.token, self.api.token.partition(":")[2], SECRET, *names)


def _name(person: Person) -> str:
    return str(person.user["first_name"])


def is_asked(person: Person) -> bool:
    """Return whether the last thing they heard can be answered."""
    return person.heard()[-1:] != [] and bool(person.heard()[-1].buttons)


def asked(person: Person, number: int) -> None:
    """Wait until somebody has heard so many messages, and is asked something."""
    person.wait(lambda each: len(each.heard()) >= number and is_asked(each))


def say(person: Person, *texts: str) -> None:
    """Say one thing after the other, each once something new is asked."""
    for text in texts:
        before = len(person.heard())
        person.says(text)
        asked(person, before + 1)


def begun(bot: Bot) -> Person:
    """Return somebody new who was asked the first question."""
    person = bot.person()
    say(person, "/start")
    return person
