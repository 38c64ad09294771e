"""The stand-in as tests hold it: a server in its own thread, and everything that it remembers."""

from __future__ import annotations

from typing import Any, Self

import msgspec

from tests.standins.hosting import Host
from tests.standins.looking import Called

from .people import Group, Kind, Person
from .receiving import Receiving
from .server import Door
from .webhook import Delivery, Webhook
from .world import World


class BotApi(Called):
    """Telegram's Bot API for one bot; every method may be called from any thread."""

    _world: World

    def __init__(
        self,
        token: str = "123456:TEST-token-of-the-stand-in",  # noqa: S107
        username: str = "painbot_test_bot",
        latency: float = 0.0,
        seed: int = 0,
        callback_seconds: float = 150.0,
    ) -> None:
        self.token = token
        self._world = World(token, username, seed, callback_seconds)
        self._receiving = Receiving(self._world)
        self._door = Door(self._world, self._receiving, latency)
        self._host = Host("telegram", self._door.application)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- the server ---

    def start(self) -> None:
        """Serve on a free port of this computer."""
        self._receiving.listen(self._host.soon)
        self._world.later = self._host.later
        self._host.start()

    def close(self) -> None:
        """Stop serving; what was remembered can still be read."""
        self._host.close(self._receiving.close)

    def go_away(self) -> None:
        """Refuse connections, as in an outage, until `come_back`; open ones are cut."""
        self._host.go_away()

    def come_back(self) -> None:
        """Serve again, at the same address."""
        self._host.come_back()

    @property
    def url(self) -> str:
        """Say where the stand-in is, without a slash at the end."""
        return self._host.url

    # --- who talks to the bot ---

    def person(self, user_id: int | None = None, language: str | None = "en") -> Person:
        """Begin a private chat with somebody new."""
        return Person(self._world, user_id, language)

    def group(self, kind: Kind = "supergroup") -> Group:
        """Begin a group or channel which the bot is in."""
        return Group(self._world, kind)

    def inject(self, update: dict[str, Any] | bytes) -> int:
        """Queue any update; without an update_id it gets one, bytes are delivered as they are."""
        with self._world.lock:
            if isinstance(update, dict) and "update_id" not in update:
                update = {"update_id": self._world.queue.new_id(), **update}
                return self._world.queue.arrive_raw(msgspec.json.encode(update), fresh=True)
            body = update if isinstance(update, bytes) else msgspec.json.encode(update)
            return self._world.queue.arrive_raw(body)

    def again(self, update_id: int, delay: float = 0.0) -> None:
        """Deliver an earlier update once more, also if it was confirmed."""
        with self._world.lock:
            self._world.send_again(update_id, delay)

    def jump(self) -> None:
        """Draw the next update's id at random, as after a week without updates."""
        with self._world.lock:
            self._world.queue.jump()

    # --- what the bot did ---

    @property
    def commands(self) -> dict[tuple[str, str], list[dict[str, str]]]:
        """The menus of commands by scope and language."""
        return self._world.commands

    @property
    def descriptions(self) -> dict[tuple[str, str], str]:
        """The `description` and `short_description` by language."""
        return self._world.descriptions

    # --- what became of the updates ---

    @property
    def confirmed(self) -> set[int]:
        """The ids of updates the bot has confirmed."""
        return self._world.queue.confirmed

    @property
    def expired(self) -> set[int]:
        """The ids of button presses that were delivered too late or never."""
        return self._world.queue.expired

    @property
    def forgotten(self) -> set[int]:
        """The ids of updates the bot asked to drop."""
        return self._world.queue.forgotten

    def waiting(self) -> int:
        """Count what is not confirmed, copies and what is still to come included."""
        with self._world.lock:
            return len(self._world.queue) + self._world.coming

    @property
    def webhook(self) -> Webhook | None:
        """Where updates are delivered, if they are."""
        return self._receiving.webhook

    @property
    def deliveries(self) -> list[Delivery]:
        """Every try to deliver an update to the webhook."""
        return self._receiving.deliveries
