"""How often Redis was asked: commands as they are sent, round trips as the server reads them."""

from __future__ import annotations

from typing import Any

from redis import Redis
from redis.asyncio.connection import AbstractConnection


class Counted:
    """What was counted between two looks."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url)
        self._sent = 0
        self._reads = 0
        self._before = 0
        self._worked = 0.0
        self._watch()

    def begin(self) -> None:
        """Count from here."""
        self._before = self._sent
        self._worked = self._work()
        self._redis.config_resetstat()
        self._reads = self._look()

    def end(self, turns: int) -> dict[str, Any]:
        """Return what was counted, for each turn."""
        reads, sent = self._look() - self._reads - 1, self._sent - self._before
        stats = self._redis.info("commandstats")
        names = {name.removeprefix("cmdstat_"): each["calls"] for name, each in stats.items()}
        ours = ("info", "config|resetstat")
        return {
            "commands": sent / turns,
            "round_trips": reads / turns,
            "server_us": 1_000_000 * (self._work() - self._worked) / turns,
            "commandstats": {
                name: round(calls / turns, 2) for name, calls in names.items() if name not in ours
            },
        }

    def _work(self) -> float:
        """Return the seconds of CPU that the server itself has used."""
        used = self._redis.info("cpu")
        return float(used["used_cpu_user"]) + float(used["used_cpu_sys"])

    def _look(self) -> int:
        return int(self._redis.info("stats")["total_reads_processed"])

    def _watch(self) -> None:
        """Count every command redis-py packs, in a pipeline or alone; none within a script."""
        pack = AbstractConnection.pack_command

        def counted(connection: AbstractConnection, *args: Any) -> list[bytes]:  # noqa: ANN401 - anything
            self._sent += 1
            return pack(connection, *args)

        AbstractConnection.pack_command = counted  # type: ignore[method-assign,assignment]


__all__ = ["Counted"]
