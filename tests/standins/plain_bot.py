"""A bot without any sense, by which the stand-ins themselves are tested."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import msgspec

Json = dict[str, Any]


class PlainBot:
    """Calls methods of the Bot API and hands back what it hears."""

    def __init__(self, url: str, token: str) -> None:
        self.base = f"{url}/bot{token}"

    def __call__(self, method: str, **params: Any) -> Json:  # noqa: ANN401
        """Call with a JSON body."""
        return self.raw(method, msgspec.json.encode(params), "application/json")

    def raw(self, method: str, body: bytes, content_type: str) -> Json:
        """Call with any body."""
        request = urllib.request.Request(  # noqa: S310
            f"{self.base}/{method}", body, {"Content-Type": content_type}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return msgspec.json.decode(answer.read(), type=Json)
        except urllib.error.HTTPError as failure:
            with failure:
                return msgspec.json.decode(failure.read(), type=Json)

    def polled(self, **params: Any) -> list[Json]:  # noqa: ANN401
        """Poll, and give the updates."""
        answer = self("getUpdates", **params)
        assert answer["ok"], answer
        return list(answer["result"])

    def ids(self, **params: Any) -> list[int]:  # noqa: ANN401
        """Poll, and give the ids of the updates."""
        return [update["update_id"] for update in self.polled(**params)]


class PlainHook:
    """Takes in what a webhook is sent; `answers` decides the status of each try."""

    def __init__(self, answers: Callable[[Json], int] = lambda _: 200) -> None:
        self.got: list[tuple[Json, str | None, float]] = []
        self.most_at_once = self._at_once = 0
        self._answers = answers
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def ids(self) -> list[int]:
        """List the ids in the order they came, each as often as it came."""
        return [update["update_id"] for update, _, _ in self.got]

    def _take(self, body: bytes, secret: str | None) -> int:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        update = msgspec.json.decode(body, type=Json)
        self.got.append((update, secret, time.monotonic()))
        status = self._answers(update)
        self._at_once -= 1
        return status

    def _handler(hook) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = hook._take(body, self.headers["X-Telegram-Bot-Api-Secret-Token"])
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
