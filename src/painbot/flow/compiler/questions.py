"""Questions, shared questions and facts: their answers, bands and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from painbot.flow.compiler.draft import RESERVED, Draft
from painbot.flow.compiler.vocabulary import condition
from painbot.flow.conditions import Scope
from painbot.flow.conditions.amounts import days
from painbot.flow.findings import did_you_mean
from painbot.flow.kinds import Record, Value
from painbot.flow.levels import Country
from painbot.flow.model import UNSURE, Answer, Question
from painbot.flow.reader import Scalar
from painbot.flow.text import Place, Text

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
        for answers in self._sets.values():
            self._stays(answers, "a set that questions share")
        self._countries = countries
        self._phrases = phrases

    def question(
        self, name: Scalar, record: Record, key: str, scope: Scope, *, fact: bool = False
    ) -> Question | None:
        """Return the question, or None with findings."""
        kinds = [kind for kind in _KINDS if record.has(kind)]
        ask = record.get("ask")
        answers: tuple[Answer, ...] = ()
        if len(kinds) == 1:
            answers = self._answers(name, kinds[0], record, scope)
        else:
            self._draft.findings.add("PB040", name.at, id=name.value, count=len(kinds))
        if ask is None or not answers:
            self._draft.findings.lose(name.value)
            return None
        if "." not in key:
            self._stays(record.get("answers"), "a shared question or fact")
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
            condition=condition(self._draft, record, "if", scope),
            unsure_as=record.line("unsure counts as"),
            unit=record.get("number", record).line("unit"),
            picture=record.line("picture"),
            fact=fact,
            was=record.line("was"),
        )

    def _stays(self, value: Value, where: str) -> None:
        """Refuse to hand over from answers that no flow owns."""
        for _, given in value if isinstance(value, list) else ():
            if isinstance(given, Record) and (target := given.get("go to")) is not None:
                what = f"an answer of {where}"
                hint = "Hand over from a question of the flow itself, or with a signpost."
                self._draft.findings.add("PB011", target.at, key="go to", what=what, hint=hint)

    def _answers(self, name: Scalar, kind: str, record: Record, scope: Scope) -> tuple[Answer, ...]:
        value = record.get(kind)
        if value is None:
            return ()
        found = self._of_kind(kind, value, scope)
        unsure: Text | None = record.get("unsure")
        if unsure and found:
            found = (*found, Answer(UNSURE, unsure))
        if len(found) < 2 and (found or not value):  # noqa: PLR2004 - one answer is no question
            self._draft.findings.add("PB045", name.at, id=name.value, count=len(found))
        self._fits_kind(kind, record)
        self._distinct(found, record)
        return found

    def _of_kind(self, kind: str, value: Value, scope: Scope) -> tuple[Answer, ...]:
        if kind == "answers":
            return self._declared(value, scope)
        return self._numbers(value) if kind == "number" else self._durations(value)

    def _fits_kind(self, kind: str, record: Record) -> None:
        choose = record.get("choose")
        if choose is not None and kind != "answers":
            what, hint = f"a question with `{kind}`", "Remove it: such a question has one answer."
            self._draft.findings.add("PB011", choose.at, key="choose", what=what, hint=hint)

    def _declared(self, value: Value, scope: Scope) -> tuple[Answer, ...]:
        if isinstance(value, Scalar):
            return self._from_set(value, scope)
        answers = []
        for name, given in value:
            if name.value in RESERVED - {"no", UNSURE}:
                self._draft.findings.add("PB019", name.at, id=name.value)
                self._draft.findings.lose(name.value)
            elif isinstance(given, Text):
                answers.append(Answer(name.value, given))
            elif "say" in given.values:
                answers.append(self._long(name, given, scope))
            else:
                self._draft.findings.lose(name.value)
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
            condition(self._draft, given, "if", scope),
            given.line("go to") or None,
        )

    def _numbers(self, number: Record) -> tuple[Answer, ...]:
        low, high = number.get("from"), number.get("to")
        if low is None or high is None or "borders" in number.faulty:
            return ()
        borders = number.get("borders", [])
        why = ""
        if low >= high:
            why = "`to` must be higher than `from`"
        elif any(a >= b for a, b in pairwise([low, *borders, high + 1])):
            why = "its borders must rise, and lie above `from` and not above `to`"
        elif not borders and high - low > MAX_NUMBERS:
            why = f"it spans more than {MAX_NUMBERS} numbers and has no `borders`"
        if why:
            self._draft.findings.add("PB041", number.at, name="number", why=why)
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
        for border, (before, size) in zip(borders, pairwise([0, *sizes]), strict=True):
            if before >= size:
                why = f"`{border.value}` is not longer than what stands before it"
                self._draft.findings.add("PB041", border.at, name="duration", why=why)
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

    def _distinct(self, answers: tuple[Answer, ...], record: Record) -> None:
        """Two answers with the same words could never be told apart when typed."""
        places = self._places(record)
        seen: dict[str, str] = {}
        for answer in answers:
            words = {answer.say.say, answer.say.them, *answer.also}
            for label in {word.casefold() for word in words}:
                other = seen.setdefault(label, answer.id)
                if other != answer.id:
                    at = places.get(answer.id, record.at)
                    self._draft.findings.add("PB043", at, label=label, one=other, other=answer.id)
        ids = [answer.id for answer in answers]
        if ids.count(UNSURE) > 1:
            at = places.get(UNSURE, record.at)
            self._draft.findings.add("PB018", at, id=UNSURE, where="the key `unsure` beside it")

    def _places(self, record: Record) -> dict[str, Place]:
        """Return where each answer stands, by id."""
        value = record.get("answers")
        if isinstance(value, Scalar):
            answers = self._sets.get(value.value, ())
            return {name.value: value.at for name, _ in answers}
        return {name.value: name.at for name, _ in value or ()}


def _number(name: str, label: str, low: int, high: int | None) -> Answer:
    return Answer(name, Text(label, label), low=low, high=high)
