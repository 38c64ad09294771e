"""Questions, shared questions and facts: their answers, bands and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from painbot.flow.compiler.draft import RESERVED, Draft
from painbot.flow.conditions import Scope, compile_condition
from painbot.flow.conditions.amounts import days
from painbot.flow.findings import did_you_mean
from painbot.flow.kinds import Record, Value
from painbot.flow.levels import Country
from painbot.flow.model import UNSURE, Answer, Question
from painbot.flow.reader import Scalar
from painbot.flow.text import Condition, Place, Text

MAX_NUMBERS = 200
_KINDS = ("answers", "number", "duration")


class QuestionMaker:
    """Build questions; knows the answer sets, the countries and painbot's own phrases."""

    def __init__(
        self, draft: Draft, countries: Mapping[str, Country], phrases: Mapping[str, str]
    ) -> None:
        """Take what every question may refer to."""
        self._draft = draft
        self._sets = {name.value: answers for name, answers in draft.entries("answers")}
        self._countries = countries
        self._phrases = phrases

    def question(
        self, name: Scalar, record: Record, key: str, scope: Scope, *, fact: bool = False
    ) -> Question | None:
        """Return the question, or None with findings."""
        kinds = [kind for kind in _KINDS if kind in record.values]
        ask = record.get("ask")
        if len(kinds) != 1:
            self._draft.findings.add("PB040", record.at, id=name.value, count=len(kinds))
            return None
        answers = self._answers(kinds[0], record, scope)
        if ask is None or not answers:
            return None
        if len(answers) < 2:  # noqa: PLR2004 - one answer is no question
            self._draft.findings.add("PB045", record.at, id=name.value, count=len(answers))
        self._distinct(answers, record.at)
        return Question(
            id=name.value,
            key=key,
            kind=record.line("choose") or "one" if kinds[0] == "answers" else kinds[0],
            ask=ask,
            short=record.get("short", ask),
            why=record.get("why"),
            help=record.get("help"),
            answers=answers,
            at=name.at,
            condition=self.condition(record, "if", scope),
            unsure_as=record.line("unsure counts as"),
            unit=record.get("number").line("unit") if "number" in record.values else "",
            picture=record.line("picture"),
            fact=fact,
            was=record.line("was"),
        )

    def condition(self, record: Record, key: str, scope: Scope) -> Condition | None:
        """Return the condition under a key, or None when there is none (or a finding)."""
        scalar = record.get(key)
        return compile_condition(scalar, scope, self._draft.findings) if scalar else None

    def _answers(self, kind: str, record: Record, scope: Scope) -> tuple[Answer, ...]:
        if kind == "answers":
            found = self._declared(record.get("answers"), scope)
        elif kind == "number":
            found = self._numbers(record.get("number"))
        else:
            found = self._durations(record.get("duration", []))
        unsure: Text | None = record.get("unsure")
        return (*found, Answer(UNSURE, unsure)) if unsure and found else found

    def _declared(self, value: Value, scope: Scope) -> tuple[Answer, ...]:
        if isinstance(value, Scalar):
            return self._from_set(value, scope)
        answers = []
        for name, given in value:
            if name.value in RESERVED - {"no", UNSURE}:
                self._draft.findings.add("PB019", name.at, id=name.value)
            elif isinstance(given, Text):
                answers.append(Answer(name.value, given))
            elif "say" in given.values:
                answers.append(self._long(name, given, scope))
        return tuple(answers)

    def _from_set(self, name: Scalar, scope: Scope) -> tuple[Answer, ...]:
        if name.value == "countries":
            return tuple(Answer(c.id, c.say, c.also) for c in self._countries.values())
        if name.value not in self._sets:
            hint = did_you_mean(name.value, [*self._sets, "countries"])
            self._draft.findings.add(
                "PB020", name.at, what="set of answers", id=name.value, hint=hint
            )
            return ()
        return self._declared(self._sets[name.value], scope)

    def _long(self, name: Scalar, given: Record, scope: Scope) -> Answer:
        return Answer(
            name.value,
            given.wording(),
            tuple(word.value for word in given.get("also", [])),
            self.condition(given, "if", scope),
            given.line("go to") or None,
        )

    def _numbers(self, number: Record) -> tuple[Answer, ...]:
        low, high = number.get("from"), number.get("to")
        if low is None or high is None:
            return ()
        borders = number.get("borders", [])
        marks = [low, *borders, high + 1]
        if any(a >= b for a, b in pairwise(marks)) or high - low > MAX_NUMBERS:
            self._draft.findings.add("PB041", number.at, name="number")
            return ()
        if not borders:
            return tuple(_number(str(n), str(n), n, n + 1) for n in range(low, high + 1))
        inner = [self._band(f"{a}-{b - 1}", f"{a}", f"{b - 1}", a, b) for a, b in pairwise(borders)]
        first, last = borders[0], borders[-1]
        return (
            _number(f"under-{first}", f"{self._phrases['under']} {first}", low, first),
            *inner,
            _number(f"{last}-plus", f"{last} {self._phrases['or-more']}", last, high + 1),
        )

    def _durations(self, borders: list[Scalar]) -> tuple[Answer, ...]:
        lengths = [days(border.value) for border in borders]
        for border, length in zip(borders, lengths, strict=True):
            if length is None:
                self._draft.findings.add("PB042", border.at, value=border.value)
        sizes = [length for length in lengths if length is not None]
        if len(sizes) < len(borders) or not borders:
            return ()
        if any(a >= b for a, b in pairwise(sizes)):
            self._draft.findings.add("PB041", borders[0].at, name="duration")
            return ()
        names = [border.value for border in borders]
        ids = [name.replace(" ", "-") for name in names]
        middle = [
            self._band(ids[i], names[i], names[i + 1], sizes[i], sizes[i + 1])
            for i in range(len(names) - 1)
        ]
        less, more = self._phrases["less-than"], self._phrases["or-more"]
        return (
            _number(f"under-{ids[0]}", f"{less} {names[0]}", 0, sizes[0]),
            *middle,
            _number(ids[-1], f"{names[-1]} {more}", sizes[-1], None),
        )

    def _band(self, name: str, first: str, last: str, low: int, high: int) -> Answer:
        return _number(name, f"{first} {self._phrases['to']} {last}", low, high)

    def _distinct(self, answers: tuple[Answer, ...], at: Place) -> None:
        """Two answers with the same words could never be told apart when typed."""
        seen: dict[str, str] = {}
        for answer in answers:
            for label in {answer.say.say.casefold(), *(word.casefold() for word in answer.also)}:
                other = seen.setdefault(label, answer.id)
                if other != answer.id:
                    self._draft.findings.add("PB043", at, label=label, one=other, other=answer.id)


def _number(name: str, label: str, low: int, high: int | None) -> Answer:
    return Answer(name, Text(label, label), low=low, high=high)
