"""The stand-in as tests hold it: a server in its own thread, and everything that it remembers."""

from __future__ import annotations

import http.client
from dataclasses import replace
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.standins.hosting import Host
from tests.standins.looking import Called

from . import payloads
from .delivering import Deliverer, Delivery, Envelope, Kind
from .oauth import allowed
from .people import Channel, Person
from .screens import Json
from .server import Door
from .sockets import Lines
from .world import Team, World

PAUSES = (0.05, 1.0, 5.0)


class SlackApi(Called):
    """Slack for one app; every method may be called from any thread.

    `pauses` are those before an event is brought again: Slack's own are none, a minute and five.
    """

    _world: World

    def __init__(
        self, latency: float = 0.0, seed: int = 0, pauses: tuple[float, ...] = PAUSES
    ) -> None:
        self._world = World(seed)
        self._lines = Lines(self._world)
        self._deliverer = Deliverer(self._world, self._lines, pauses)
        self._door = Door(self._world, self._lines, latency)
        self._host = Host("slack", self._door.application)
        self._world.offer = self._offer
        self.team = self._world.open_team()

    def __enter__(self) -> Self:
        self._host.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._host.close(self._deliverer.close)

    def go_away(self) -> None:
        """Refuse connections, as in an outage, until `come_back`; open ones are cut."""
        self._host.go_away()

    def come_back(self) -> None:
        """Serve again, at the same address."""
        self._host.come_back()

    @property
    def url(self) -> str:
        """Say where the Web API is."""
        return f"{self._host.url}/api/"

    # --- who is there ---

    def another_team(self, **how: Any) -> Team:  # noqa: ANN401
        """Begin one more workspace."""
        return self._world.open_team(**how)

    def person(self, team: Team | None = None) -> Person:
        """Begin a private chat with somebody new."""
        return Person(self._world, team or self.team)

    def channel(self, team: Team | None = None) -> Channel:
        """Begin a channel that the bot is in."""
        return Channel(self._world, team or self.team)

    def uninstalls(self, team: Team) -> str:
        """Throw the app out of a workspace."""
        with self._world.lock:
            team.installed = False
            name, made = payloads.event(self._world, team, {"type": "app_uninstalled"})
            return self._offer("events_api", name, made)

    def installs(self, install_page: str, team: Team) -> tuple[int, str]:
        """Let the app into a workspace, in a browser; return what painbot's last page says."""
        status, headers, _ = _get(install_page)
        to_slack = headers.get("location", "")
        if status not in (301, 302, 303, 307) or not to_slack:
            return status, ""
        back = allowed(self._world, dict(parse_qsl(urlsplit(to_slack).query)), team)
        cookies = headers.get("set-cookie", "").partition(";")[0]
        status, _, text = _get(back, {"Cookie": cookies})
        return status, text

    # --- how the app is reached ---

    def calls_at(self, *urls: str) -> None:
        """Call the app at these addresses from now on, by turns; at none, use its lines."""
        self._deliverer.urls = urls

    @property
    def lines(self) -> int:
        """Count the lines the app holds open."""
        return len(self._lines)

    @property
    def opened(self) -> int:
        """Count the lines the app has ever opened."""
        return self._lines.opened

    def refresh(self) -> None:
        """Ask the app to open its lines anew."""
        self._host.run(self._lines.refresh())

    def cut(self) -> None:
        """Cut all lines without a word."""
        self._host.run(self._lines.cut())

    def inject(self, payload: Json, kind: Kind = "events_api") -> str:
        """Bring anything."""
        return self._offer(kind, self._world.draw("injected-"), payload)

    def again(self, name: str, delay: float = 0.0, attempt: int = 1) -> None:
        """Bring something once more that was brought before, as a retry; nobody hears of it."""
        self._begin(
            replace(self._deliverer.made[name], heard=_nothing, failed=_nothing), delay, attempt
        )

    # --- what the app did ---

    @property
    def deliveries(self) -> list[Delivery]:
        """Every try to bring something."""
        return self._deliverer.log

    @property
    def lost(self) -> list[Envelope]:
        """What was never taken, however often it was brought."""
        return self._deliverer.lost

    def waiting(self) -> int:
        """Count what is on its way, copies and what is still to come included."""
        with self._world.lock:
            return self._deliverer.coming

    # --- on the way ---

    def _offer(  # noqa: PLR0913 - how it is brought
        self,
        kind: Kind,
        name: str,
        payload: Json,
        *,
        delay: float = 0.0,
        copies: int = 1,
        late: float = 0.05,
        **ends: Any,  # noqa: ANN401
    ) -> str:
        """Bring something, maybe later and maybe several times; return its name."""
        envelope = Envelope(name, kind, payload, **ends)
        with self._world.lock:
            self._deliverer.made[name] = envelope
        self._begin(envelope, delay, 0)
        for copy in range(1, copies):
            self.again(name, delay + late * copy, copy)
        return name

    def _begin(self, envelope: Envelope, delay: float, attempt: int) -> None:
        with self._world.lock:
            self._deliverer.coming += 1
        self._host.soon(self._deliverer.begin, envelope, delay, attempt)


def _nothing(*_: object) -> None:
    return


def _get(url: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
    """Read a page, and do not follow it anywhere."""
    at = urlsplit(url)
    connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=20)
    try:
        connection.request("GET", f"{at.path}?{at.query}", headers=headers or {})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, answer.read().decode()
    finally:
        connection.close()
