"""Numbers for Prometheus: how much, how fast and how often, never who or what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Generic, TypeVar, cast

from painbot import __version__
from painbot.ports import ConversationKey, Turned

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_M = TypeVar("_M", bound="Counter | Histogram")
OTHER: Final = "other"
_WORD: Final = re.compile(r"[a-z0-9-]{0,40}", re.ASCII)
_QUESTION: Final = re.compile(r"[a-z0-9.-]{1,80}/[a-z0-9.:+-]{1,200}", re.ASCII)
_MOST: Final = 3_000  # series of one metric; flows that are edited bring new ones
_TURN: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_CALL: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class _Series(dict[tuple[str, ...], _M], Generic[_M]):
    """The series of one metric by their labels, each looked up in the library only once."""

    def __init__(self, metric: _M) -> None:
        super().__init__()
        self._metric = metric

    def __missing__(self, labels: tuple[str, ...]) -> _M:
        """Make a series, unless these labels are odd or there are too many: then take "other"."""
        full = len(self) >= _MOST
        kept = tuple(OTHER if full or not _fits(label) else label for label in labels)
        series = cast("_M", self._metric.labels(*kept))
        if kept == labels:  # what is odd is not remembered, for there is no end of it
            self[labels] = series
        return series


def _fits(label: str) -> bool:
    return bool(_WORD.fullmatch(label) or _QUESTION.fullmatch(label))


class Metrics:
    """Count what happens; an Observer. Makes a registry of its own."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, ProcessCollector, disable_created_metrics

        disable_created_metrics()  # type: ignore[no-untyped-call] # else every number comes with a second one: since when
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._turns = _counter(registry, "turns", "Turns committed.", "platform")
        self._levels = _counter(registry, "levels", "Results given, by level of care.", "level")
        self._asked = _counter(registry, "questions_asked", "Questions asked.", "question")
        self._answered = _counter(registry, "questions_answered", "And answered.", "question")
        self._calls = _counter(registry, "calls", "Calls to a platform.", "platform", "how")
        self._events = _counter(registry, "events", "What else happened.", "what", "platform")
        self._reloads = _counter(registry, "reloads", "Edits of the flows.", "result")
        turn = _histogram(registry, "turn_seconds", "From coming in to commit.", _TURN)
        self._turn_seconds = turn.observe
        call = _histogram(registry, "call_seconds", "How long a call took.", _CALL, "platform")
        self._call_seconds = _Series(call)
        self._waiting = _gauge(registry, "outbox_waiting", "Conversations with unsent replies.")
        self._oldest = _gauge(registry, "outbox_oldest_seconds", "How long one waits at most.")
        _gauge(registry, "info", "What runs.", "version").labels(__version__).set(1)

    def turned(self, turn: Turned) -> None:
        """Count a turn."""
        self._turns[turn.platform,].inc()
        self._turn_seconds(turn.seconds)
        if turn.level:
            self._levels[turn.level,].inc()
        if turn.asked:
            self._asked[turn.asked,].inc()
        if turn.answered:
            self._answered[turn.answered,].inc()

    def sent(self, platform: str, how: str, seconds: float) -> None:
        """Count a call to a platform."""
        self._calls[platform, how].inc()
        self._call_seconds[platform,].observe(seconds)

    def happened(self, what: str, platform: str = "", key: ConversationKey | None = None) -> None:
        """Count something by its fixed name; whose it is is no number."""
        del key
        self._events[what, platform].inc()

    def outbox(self, waiting: int, oldest_seconds: float) -> None:
        """Note how many conversations have replies nobody is sending, and for how long."""
        self._waiting.set(waiting)
        self._oldest.set(oldest_seconds)

    def reloaded(self, result: str) -> None:
        """Count an edit of flow files: `reloaded` or `refused`."""
        self._reloads[result,].inc()

    def render(self) -> tuple[bytes, str]:
        """Return all numbers as Prometheus reads them, and the content type of that."""
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return generate_latest(self._registry), CONTENT_TYPE_LATEST


def _counter(registry: CollectorRegistry, name: str, text: str, *labels: str) -> _Series[Counter]:
    from prometheus_client import Counter

    return _Series(Counter(f"painbot_{name}", text, labels, registry=registry))


def _gauge(registry: CollectorRegistry, name: str, text: str, *labels: str) -> Gauge:
    from prometheus_client import Gauge

    return Gauge(f"painbot_{name}", text, labels, registry=registry)


def _histogram(
    registry: CollectorRegistry, name: str, text: str, buckets: tuple[float, ...], *labels: str
) -> Histogram:
    from prometheus_client import Histogram

    return Histogram(f"painbot_{name}", text, labels, registry=registry, buckets=buckets)


__all__ = ["OTHER", "Metrics"]
