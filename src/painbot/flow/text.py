"""The smallest values of a library: where something stands, what is said, when it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


class Place(NamedTuple):
    """A position in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return file:line:column."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Text:
    """What is said to the person, and what is said when they ask for someone else."""

    say: str
    them: str

    def to(self, someone_else: bool) -> str:  # noqa: FBT001 - the one question a text answers
        """Return the wording for this person."""
        return self.them if someone_else else self.say


class View(Protocol):
    """What a condition may look at: answers given so far, by key.

    `picks` holds answer ids (a tick list: the ticks said yes to; an empty tuple: none of
    these). `doubts` holds the ticks answered "not sure". `open` names tick lists that are
    not asked yet and count as unknown.
    """

    @property
    def picks(self) -> Mapping[str, tuple[str, ...]]:
        """Return the picked answer ids by key."""
        ...

    @property
    def doubts(self) -> Mapping[str, tuple[str, ...]]:
        """Return the ticks answered "not sure" by list key."""
        ...

    @property
    def open(self) -> frozenset[str]:
        """Return the keys of lists that count as unknown."""
        ...

    @property
    def level(self) -> int:
        """Return the level of care reached so far."""
        ...


Test = Callable[[View], bool]

# What a look or a condition comes to: (may hold, must hold); None where that is still open.
Fate = tuple[bool | None, bool | None]


@dataclass(frozen=True, slots=True)
class Look:
    """The smallest thing a condition looks at: the answer of one key, or ticks of some lists.

    Over several lists it holds as soon as it holds of one of them. `shape` is its meaning.
    """

    shape: str
    keys: frozenset[str]
    may: Test = field(compare=False, repr=False)
    must: Test = field(compare=False, repr=False)

    def __hash__(self) -> int:
        """Return the hash of the shape, which strings keep: proofs hash looks by the million."""
        return hash(self.shape)


Known = Callable[[Look], Fate]


class Sight(NamedTuple):
    """Half a look: whether it may hold, or whether it surely holds."""

    look: Look
    surely: bool

    def of(self, view: View) -> bool:
        """Return what is seen of these answers."""
        return self.look.must(view) if self.surely else self.look.may(view)


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition.

    `may` reads what is unknown as the worse case (rules, ticks, routing); `must` counts only
    what is known (causes, tips). `reads` names every key it can look at. `shape` is its
    meaning without layout, for digests. `evidence` returns the (key, answer ids) that make
    it true. `may_see` and `must_see` are all that the two tests can see of the answers, and
    `fate` says what they come to when some of it is not settled yet.
    """

    text: str
    shape: str
    reads: frozenset[str]
    may: Test = field(compare=False, repr=False)
    must: Test = field(compare=False, repr=False)
    evidence: Callable[[View], tuple[tuple[str, tuple[str, ...]], ...]] = field(
        compare=False, repr=False
    )
    may_see: frozenset[Sight] = field(default=frozenset(), compare=False, repr=False)
    must_see: frozenset[Sight] = field(default=frozenset(), compare=False, repr=False)
    fate: Callable[[Known], Fate] = field(
        default=lambda _known: (None, None), compare=False, repr=False
    )
