"""Parts on their way out: who may send them, where the last question is, who was left waiting.

This module knows the scripts that touch an outbox. It knows nothing of sessions.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from painbot.ports import ConversationKey, OutboxEntry, Overdue, Shown, Waiting
from painbot.store.due import Lapsed, lapsed
from painbot.store.values import ID_LENGTH, Values, entry_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from painbot.store.keys import Keys, Naming
    from painbot.store.lifetimes import Lifetimes
    from painbot.store.wire import Wire

NOBODY = ""
_LOG = logging.getLogger(__name__)


class Outboxes:
    """Run scripts on conversations and read the outbox out of their answers."""

    def __init__(self, wire: Wire, naming: Naming, values: Values, lifetimes: Lifetimes) -> None:
        self._wire = wire
        self._naming = naming
        self._values = values
        self._lifetimes = lifetimes

    async def run(
        self,
        name: str,
        keys: Keys,
        *args: str | bytes | int,
        lease: str = NOBODY,
        lease_seconds: float = 0.0,
    ) -> list[bytes]:
        """Run a script on one conversation; all of them take a lease first."""
        milliseconds = round(lease_seconds * 1000)
        return await self._wire.run(
            ("lease", name), keys.all, lease, milliseconds, self._lifetimes.session, *args
        )

    async def sent(
        self,
        keys: Keys,
        ids: Sequence[str],
        lease: str,
        lease_seconds: float,
        shown: Shown | None = None,
    ) -> Waiting:
        """Remove these parts, note where the question is, and return what is to be sent now."""
        place = b"" if shown is None else self._values.shown(keys, shown)
        left = await self.run(
            "outbox", keys, place, ID_LENGTH, *ids, lease=lease, lease_seconds=lease_seconds
        )
        return await self.waiting(keys, left, lease, lease_seconds)

    async def waiting(
        self,
        keys: Keys,
        answer: list[bytes],
        lease: str,
        lease_seconds: float,
        own: Mapping[str, OutboxEntry] | None = None,
    ) -> Waiting:
        """Read {shown, entry...}; entries known as `own` are not opened again."""
        shown, *kept = answer
        known = own or {}
        read = [known.get(entry_id(one)) or self._values.entry(keys, one) for one in kept]
        lost = [entry_id(one) for one, entry in zip(kept, read, strict=True) if entry is None]
        if lost:  # they would be in the way for ever
            await self._drop(keys, lost, lease, lease_seconds)
        entries = tuple(entry for entry in read if entry is not None)
        return Waiting(entries, self._values.read_shown(keys, shown))

    async def overdue(self, most: int) -> Overdue:
        """Return those whose parts nobody has a lease on, the longest waiting first."""
        found = await lapsed(self._wire, self._naming, most)
        people = [(one.seconds, await self._addressee(one)) for one in found]
        left = [(seconds, person) for seconds, person in people if person is not None]
        return Overdue(
            keys=tuple(person for _, person in left),
            oldest_seconds=max((seconds for seconds, _ in left), default=0.0),
        )

    async def _addressee(self, found: Lapsed) -> ConversationKey | None:
        """Return who waits; tidy up where there is nothing to send or nobody to send it to."""
        if found.entry is None:
            await self.run("gone", found.keys)
            return None
        person = self._values.addressee(found.keys, found.entry)
        if person is None:
            await self._drop(found.keys, [entry_id(found.entry)], NOBODY, 0.0)
        return person

    async def _drop(self, keys: Keys, ids: list[str], lease: str, lease_seconds: float) -> None:
        """Remove entries that nobody can read."""
        _LOG.warning(
            "%d replies were dropped: they cannot be opened with the keys painbot has", len(ids)
        )
        await self.run(
            "outbox", keys, b"", ID_LENGTH, *ids, lease=lease, lease_seconds=lease_seconds
        )


__all__ = ["Outboxes"]
