"""The updates on their way to the bot: kept until the bot confirms them."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from random import Random

from .refused import blame
from .spec import UPDATE_KINDS, USUAL_KINDS

Lane = tuple[str, int]
_UPDATE_ID = re.compile(rb'"update_id"\s*:\s*([0-9]{1,18})\b')
_FAR = 10  # an offset that is farther ahead than this is from before a jump, and confirms nothing


@dataclass(slots=True, eq=False)
class Pending:
    """One update to be delivered; those of one lane are delivered one after the other."""

    update_id: int
    lane: Lane
    body: bytes
    expires: float = inf
    told: bool = False


class Queue:
    """Updates in the order of their ids, and apart from them those that come out of order."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.next_id = random.randrange(10**8, 9 * 10**8)
        self.kinds = USUAL_KINDS
        self._ordered: OrderedDict[Pending, None] = OrderedDict()
        self._stray: OrderedDict[Pending, None] = OrderedDict()
        self.made: dict[int, Pending] = {}
        self.confirmed: set[int] = set()
        self.expired: set[int] = set()
        self.forgotten: set[int] = set()
        self.on_arrival: Callable[[Pending], None] = lambda _: None

    def __len__(self) -> int:
        return len(self._ordered) + len(self._stray)

    def wants(self, kinds: list[str]) -> None:
        """Let in only such updates from now on; an empty list means the usual ones."""
        for kind in kinds:
            if kind not in UPDATE_KINDS:
                blame(f"unknown kind of update {kind}")
        self.kinds = frozenset(kinds) or USUAL_KINDS

    def jump(self) -> None:
        """Go on with an id drawn at random, which is lower only when nothing is waiting."""
        low, high = (self.next_id + 10**6, 2**31 - 10**7) if len(self) else (10**6, 2**31 - 10**7)
        old = self.next_id
        while abs(self.next_id - old) < 10**5:
            self.next_id = self._random.randrange(low, high)

    def new_id(self) -> int:
        """Take the next id."""
        self.next_id += 1
        return self.next_id - 1

    def arrive(self, pending: Pending, *, stray: bool = False) -> None:
        """Make an update ready to be delivered."""
        (self._stray if stray else self._ordered)[pending] = None
        self.made.setdefault(pending.update_id, pending)
        self.on_arrival(pending)

    def arrive_raw(self, body: bytes, *, fresh: bool = False) -> int:
        """Make bytes ready to be delivered as they are, under the id they contain, if any."""
        found = _UPDATE_ID.search(body)
        update_id = int(found[1]) if found else self.new_id()
        stray = not fresh and found is not None and update_id < self.next_id
        self.next_id = max(self.next_id, update_id + 1)
        self.arrive(Pending(update_id, ("raw", update_id), body), stray=stray)
        return update_id

    def waiting(self) -> list[Pending]:
        """List all that is not confirmed."""
        return [*self._stray, *self._ordered]

    def batch(self, limit: int) -> list[Pending]:
        """Choose what a poll gets now."""
        now = time.monotonic()
        chosen: list[Pending] = []
        late: list[Pending] = []
        for part in (self._stray, self._ordered):
            for pending in part:
                if len(chosen) == limit:
                    break
                (late if pending.expires < now else chosen).append(pending)
        for pending in late:
            self.expire(pending)
        return chosen

    def confirm_before(self, offset: int) -> None:
        """Confirm as a poll with this offset does; a negative one forgets all but the last ones."""
        if offset < 0:
            for pending in self.waiting()[:offset]:
                self.forgotten.add(pending.update_id)
                self._drop(pending)
        if offset <= 0 or offset > self.next_id + _FAR:
            return
        for pending in [one for one in self._stray if one.told and one.update_id < offset]:
            self.confirm(pending)
        while self._ordered and (first := next(iter(self._ordered))).update_id < offset:
            self.confirm(first)

    def confirm(self, pending: Pending) -> None:
        """Take an update off the queue for good."""
        self.confirmed.add(pending.update_id)
        self._drop(pending)

    def expire(self, pending: Pending) -> None:
        """Take an update off the queue that has become too old."""
        self.expired.add(pending.update_id)
        self._drop(pending)

    def forget_all(self) -> None:
        """Drop what is waiting, as the bot asked."""
        self.forgotten.update(pending.update_id for pending in self.waiting())
        self._ordered.clear()
        self._stray.clear()

    def holds(self, pending: Pending) -> bool:
        """Tell whether it is still to be delivered."""
        return pending in self._ordered or pending in self._stray

    def _drop(self, pending: Pending) -> None:
        self._ordered.pop(pending, None)
        self._stray.pop(pending, None)
