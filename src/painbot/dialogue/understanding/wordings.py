"""How the answers of one question are worded, and what a few words of a wording stand for.

It knows which words of weight belong to which answer. It refuses to hear a word of many as the
whole: that is a hint.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from painbot.dialogue.understanding.spelling import Spellings
from painbot.dialogue.understanding.typed import bare, fold, split
from painbot.dialogue.understanding.vocabulary import WORTH_MENDING, Vocabulary
from painbot.flow.model import NONE, UNSURE

PLAIN: Final = frozenset({"yes", "no", NONE, UNSURE})
FEW: Final = 2  # words of a wording that may all be fillers and still weigh: "left leg"
MENDABLE: Final = 3  # letters


class _Part(NamedTuple):
    """The words of weight of one wording of one answer; turned: a "not" is among the others."""

    id: str
    content: frozenset[str]
    turned: bool


class Wordings:
    """All wordings of the answers of one question."""

    def __init__(
        self, order: tuple[str, ...], wordings: Iterable[tuple[str, str]], vocabulary: Vocabulary
    ) -> None:
        """Weigh the words of every (answer, wording)."""
        self._order = order
        self._parts = tuple(
            part for name, text in wordings if (part := _part(name, text, vocabulary)).content
        )
        self.owners: dict[str, frozenset[str]] = {}
        for part in self._parts:
            for word in part.content:
                self.owners[word] = self.owners.get(word, frozenset()) | {part.id}
        self._spellings = Spellings(word for word in self.owners if len(word) >= MENDABLE)
        self._special = vocabulary.special

    def spelt(self, word: str) -> tuple[str, ...]:
        """Return the words this misspelt word may have been, as Spellings do."""
        found = self._spellings.near(word)
        if not found and len(word) > WORTH_MENDING:
            found = self._special.near(word)
        return found

    def explain(self, content: frozenset[str], *, turned: bool) -> tuple[str, tuple[str, ...]]:
        """Return what a few words of weight say: (said, denied or close; the answers).

        They must be all of one wording, or more than half and in no other answer's: the shin is
        not yet "back of the shin", and one word of many may stand for anything.
        """
        holding = [part for part in self._parts if content <= part.content]
        same = [part for part in holding if part.turned == turned]
        whole = self._ids(part.id for part in same if part.content == content)
        ids = whole or self._ids(part.id for part in same)
        if len(ids) == 1 and (whole or any(_covers(content, part) for part in same)):
            return "said", ids
        if turned and not same:
            return "denied", self._ids(part.id for part in holding)
        return "close", ids or self._ids(part.id for part in holding)

    def apart(self, content: frozenset[str]) -> tuple[str, ...]:
        """Return the answers of a list of words that each belong to one answer only."""
        groups: dict[str, set[str]] = {}
        for word in content:
            owner, *others = self.owners.get(word, ("", ""))
            if others:
                return ()
            groups.setdefault(owner, set()).add(word)
        whole = [
            part.id
            for part in self._parts
            if not part.turned and _covers(frozenset(groups.get(part.id, ())), part)
        ]
        return self._ids(whole) if groups.keys() == set(whole) else ()

    def hints(self, content: frozenset[str]) -> tuple[str, ...]:
        """Return the answers that any of these words belong to."""
        return self._ids(each for word in content for each in self.owners.get(word, ()))

    def _ids(self, ids: Iterable[str]) -> tuple[str, ...]:
        there = set(ids)
        return tuple(each for each in self._order if each in there)


def _part(name: str, text: str, vocabulary: Vocabulary) -> _Part:
    words = frozenset(bare(split(fold(text))))
    content = words - vocabulary.fillers - vocabulary.negations - PLAIN
    if not content and len(words) <= FEW:
        content = frozenset(word for word in words if len(word) >= WORTH_MENDING)
    return _Part(name, content, not vocabulary.negations.isdisjoint(words))


def _covers(content: frozenset[str], part: _Part) -> bool:
    return content <= part.content and 2 * len(content) > len(part.content)
