"""Promises: parsed and type-checked here, proved elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from painbot.flow.compiler.draft import Draft
from painbot.flow.compiler.vocabulary import condition
from painbot.flow.conditions import Scope
from painbot.flow.findings import did_you_mean
from painbot.flow.kinds import Record, Value
from painbot.flow.levels import LEVELS
from painbot.flow.model import Cause, Promise, Tip
from painbot.flow.reader import Scalar

_HINTS: Final[Mapping[str, str]] = {
    "always": "Write `at least LEVEL`, `at most LEVEL` or `at most 14 questions`.",
    "never": "Write `cause X`, `cause X first` or `tip X`.",
    "can happen": "Write a level, `cause X` or `tip X`, joined by `and`.",
}
_LEVEL = re.compile(r"at (least|most) ([a-z-]+)\Z")
_QUESTIONS = re.compile(r"at most ([0-9]{1,3}) questions?\Z")
_THING = re.compile(r"(cause|tip) ([a-z][a-z0-9-]*)( first)?\Z")


def promises(
    draft: Draft,
    pairs: Value,
    scope: Scope,
    causes: Mapping[str, Cause],
    tips: Mapping[str, Tip],
) -> tuple[Promise, ...]:
    """Return the promises that could be read; the others are findings."""
    reader = _PromiseReader(draft, {"cause": causes, "tip": tips})
    found = (reader.promise(name, record, scope) for name, record in pairs)
    return tuple(promise for promise in found if promise is not None)


class _PromiseReader:
    def __init__(self, draft: Draft, things: Mapping[str, Mapping[str, Value]]) -> None:
        self._draft = draft
        self._things = things

    def promise(self, name: Scalar, record: Record, scope: Scope) -> Promise | None:
        says = [key for key in _HINTS if key in record.values]
        covers = self._draft.covers(record)
        holds = condition(self._draft, record, "if", scope)
        if len(says) != 1:
            self._draft.findings.add("PB050", name.at)
            return None
        parts = self._parts(says[0], record.get(says[0]))
        if parts is None:
            return None
        kind, level, number, targets = parts
        return Promise(name.value, holds, kind, name.at, level, number, targets, covers)

    def _parts(self, says: str, value: Scalar) -> Value:
        readers = {"always": self._always, "never": self._never, "can happen": self._can_happen}
        found = readers[says](value)
        if found is None:
            self._unread(value, _HINTS[says])
        return found

    def _unread(self, value: Scalar, hint: str) -> None:
        self._draft.findings.add("PB051", value.at, value=value.value, hint=hint)

    def _always(self, value: Scalar) -> Value:
        if match := _QUESTIONS.match(value.value):
            return "questions", None, int(match[1]), ()
        match = _LEVEL.match(value.value)
        if match and match[2] in LEVELS:
            return f"at {match[1]}", LEVELS[match[2]], 0, ()
        return None

    def _never(self, value: Scalar) -> Value:
        match = _THING.match(value.value)
        if not match or (match[3] and match[1] == "tip"):
            return None
        self._known(value, match[1], match[2])
        return f"never {match[1]}{match[3] or ''}", None, 0, ((match[1], match[2]),)

    def _can_happen(self, value: Scalar) -> Value:
        level, targets = None, []
        for part in value.value.split(" and "):
            if part in LEVELS and level is None:
                level = LEVELS[part]
            elif (match := _THING.match(part)) and not match[3]:
                self._known(value, match[1], match[2])
                targets.append((match[1], match[2]))
            else:
                return None
        return "can happen", level, 0, tuple(targets)

    def _known(self, value: Scalar, what: str, name: str) -> None:
        if name not in self._things[what]:
            hint = did_you_mean(name, self._things[what])
            self._draft.findings.add("PB020", value.at, what=what, id=name, hint=hint)
