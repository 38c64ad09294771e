"""Numbers for keys and sights, so that sets of them are whole numbers: proofs join millions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

from painbot.dialogue.session import Answered
from painbot.flow.text import Fate, Known, Look, Sight

T = TypeVar("T")
_OPEN: Fate = (None, None)


def joined(masks: Iterable[int]) -> int:
    """Return the bits of all of these."""
    found = 0
    for mask in masks:
        found |= mask
    return found


class Keys:
    """Keys of questions and lists; each has one bit."""

    def __init__(self) -> None:
        """Begin without any."""
        self._bits: dict[str, int] = {}
        self._sets: dict[int, frozenset[str]] = {}

    def mask(self, keys: Iterable[str]) -> int:
        """Return the bits of these keys."""
        found = 0
        for key in keys:
            found |= self._bits.setdefault(key, 1 << len(self._bits))
        return found

    def of(self, mask: int) -> frozenset[str]:
        """Return the keys of these bits."""
        if mask not in self._sets:
            self._sets[mask] = frozenset(key for key, bit in self._bits.items() if bit & mask)
        return self._sets[mask]


class Sights:
    """Sights; each look has two bits side by side, the higher for whether it surely holds.

    A look over several keys holds as soon as it holds of one of them, so what is seen of single
    answers can be joined.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._bits: dict[Look, int] = {}
        self._about: dict[str, list[tuple[int, Look]]] = {}
        self._keys: dict[int, frozenset[str]] = {}
        self._groups: dict[Iterable[str], tuple[int, int]] = {}
        self._seen: dict[Answered, tuple[int, int]] = {}

    def mask(self, sights: Iterable[Sight]) -> int:
        """Return the bits of these sights."""
        found = 0
        for sight in sights:
            found |= self._bit(sight.look) << sight.surely
        return found

    def both(self, looks: Iterable[Look]) -> int:
        """Return both bits of these looks."""
        found = 0
        for look in looks:
            found |= self._bit(look) * 3
        return found

    def _bit(self, look: Look) -> int:
        if look not in self._bits:
            bit = self._bits[look] = 1 << 2 * len(self._bits)
            for key in look.keys:
                self._about.setdefault(key, []).append((bit, look))
        return self._bits[look]

    def pairs(self, mask: int) -> tuple[tuple[int, Look], ...]:
        """Return the looks that have one of these bits, each with its lower bit."""
        return tuple((bit, look) for look, bit in self._bits.items() if mask & bit * 3)

    def keys(self, mask: int) -> frozenset[str]:
        """Return the keys that the looks of these bits look at."""
        if mask not in self._keys:
            self._keys[mask] = frozenset(key for _, look in self.pairs(mask) for key in look.keys)
        return self._keys[mask]

    def about(self, keys: frozenset[str] | tuple[str, ...]) -> int:
        """Return both bits of all looks at these keys."""
        there, found = self._groups.get(keys, (0, 0))
        if there < len(self._bits):
            pairs = chain.from_iterable(self._about.get(key, ()) for key in keys)
            found = joined(bit * 3 for bit, _ in pairs)
            self._groups[keys] = len(self._bits), found
        return found

    def of_answer(self, given: Answered) -> int:
        """Return the bits that hold of one answer alone; each is looked at once."""
        pairs = self._about.get(given.key, [])
        done, found = self._seen.get(given, (0, 0))
        if done < len(pairs):
            doubts = {given.key: given.doubts} if given.doubts else {}
            glimpse = Glimpse({given.key: given.picks}, doubts)
            for bit, look in pairs[done:]:
                found |= bit * look.may(glimpse) | bit * 2 * look.must(glimpse)
            self._seen[given] = len(pairs), found
        return found

    def of_answers(self, answers: Iterable[Answered]) -> int:
        """Return the bits that hold of answers; what was not asked holds of nobody here."""
        return joined(map(self.of_answer, answers))

    def known(self, true: int, false: int) -> Known:
        """Return what looks come to when these bits are settled as true and these as false."""

        def known(look: Look) -> Fate:
            bit = self._bits.get(look)
            return _OPEN if bit is None else (half(bit), half(bit << 1))

        def half(bit: int) -> bool | None:
            return True if true & bit else False if false & bit else None

        return known


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One answer alone, as a look takes it in."""

    picks: Mapping[str, tuple[str, ...]]
    doubts: Mapping[str, tuple[str, ...]]
    open: frozenset[str] = frozenset()
    level: int = 0


class Verdict(Generic[T]):
    """What something comes to by what is settled of the looks it takes; worked out once each."""

    def __init__(self, sights: Sights, looks: int, fate: Callable[[Known], T]) -> None:
        """Take both bits of all looks, and what it comes to."""
        self._sights = sights
        self._looks = looks
        self._fate = fate
        self._found: dict[tuple[int, int], T] = {}

    def of(self, true: int, false: int) -> T:
        """Return what it comes to when these bits are settled."""
        settled = (true & self._looks, false & self._looks)
        if settled not in self._found:
            self._found[settled] = self._fate(self._sights.known(*settled))
        return self._found[settled]
