"""The methods by which the bot says how it wants its updates."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from .pending import Pending
from .polling import Polling, busy_with_webhook
from .refused import blame
from .webhook import Deliverer, Delivery, Webhook
from .world import World

Params = dict[str, Any]
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Receiving:
    """Either polls or delivers; lives in the server's event loop."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._polling = Polling(world)
        self._deliverer: Deliverer | None = None
        self.webhook: Webhook | None = None
        self.deliveries: list[Delivery] = []

    def listen(self, soon: Callable[..., None]) -> None:
        """Hear from any thread of what arrives, `soon` in the server's."""
        self._world.queue.on_arrival = lambda pending: soon(self._arrived, pending)

    async def close(self) -> None:
        """Stop polls and deliveries."""
        self._polling.end("the stand-in is closing")
        if self._deliverer:
            await self._deliverer.close()
            self._deliverer = None

    def _arrived(self, pending: Pending) -> None:
        if self._deliverer:
            self._deliverer.offer(pending)
        else:
            self._polling.wake()

    async def get_updates(self, params: Params) -> list[Pending]:
        """Answer a poll, unless updates are delivered."""
        if self.webhook:
            raise busy_with_webhook()
        return await self._polling.get_updates(params)

    async def set_webhook(self, params: Params) -> object:
        """Deliver updates from now on; to no address means not at all."""
        if not params["url"]:
            return await self.delete_webhook(params)
        new = self._read_webhook(params)
        with self._world.lock:
            if "allowed_updates" in params:
                self._world.queue.wants(params["allowed_updates"])
        await self._stop(params, "terminated by setWebhook request")
        self.webhook = new
        self._deliverer = Deliverer(self._world, new, self.deliveries)
        return True

    async def delete_webhook(self, params: Params) -> object:
        """Let the bot poll again."""
        await self._stop(params, "")
        self.webhook = None
        return True

    def info(self) -> object:
        """Tell how deliveries are going."""
        with self._world.lock:
            waiting = len(self._world.queue)
        webhook = self.webhook or Webhook("", "", 40)
        return webhook.info(waiting)

    async def _stop(self, params: Params, why: str) -> None:
        """End what goes on, and forget what is waiting if the bot wants that."""
        if why:
            self._polling.end(why)
        if self._deliverer:
            old, self._deliverer = self._deliverer, None
            await old.close()
        if params.get("drop_pending_updates"):
            with self._world.lock:
                self._world.queue.forget_all()

    @staticmethod
    def _read_webhook(params: Params) -> Webhook:
        """Check an address and the secret that proves who calls it."""
        address = urlsplit(params["url"])
        if address.scheme != "https" and address.hostname not in _LOOPBACK:
            blame("bad webhook: An HTTPS URL must be provided for webhook")
        if not _SECRET.fullmatch(params.get("secret_token", "none")):
            blame("secret token contains unallowed characters")
        most = params.get("max_connections", 40)
        if not 1 <= most <= 100:
            blame("max_connections must be from 1 to 100")
        secret = params.get("secret_token", "")
        return Webhook(params["url"], secret, most, params.get("allowed_updates"))
