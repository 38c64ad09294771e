"""Comparisons with numbers and durations: exact, because only whole answers are accepted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from painbot.flow.conditions.syntax import Test
from painbot.flow.findings import Findings
from painbot.flow.model import Answer, Question
from painbot.flow.text import Place

MOST_SHOWN: Final = 12
UNIT_DAYS: Final[Mapping[str, int]] = {"day": 1, "week": 7, "month": 30, "year": 365}
_LENGTH = re.compile(r"([0-9]{1,4}) (day|week|month|year)s?\Z")


def days(text: str) -> int | None:
    """Return the days in `2 weeks`, or None if the text is not a length of time."""
    match = _LENGTH.match(text)
    return int(match[1]) * UNIT_DAYS[match[2]] if match else None


def accepted_amounts(
    test: Test, question: Question, at: Place, findings: Findings
) -> frozenset[str] | None:
    """Return the ids of the answers that satisfy the comparison, or None with a finding."""
    value = test.values[0]
    amount = _amount(value, question)
    if amount is None:
        kind = "a number" if question.kind == "number" else "a length such as `2 weeks`"
        hint = (
            f"Compare it with {kind}."
            if question.kind in ("number", "duration")
            else f"It has no order: write `{test.name} is ...`."
        )
        how = f"`{test.operation} {value}`"
        findings.add("PB024", at, name=test.name, test=how, hint=hint)
        return None
    ranges = [answer for answer in question.answers if answer.low is not None]
    hint = "Use `>=` or `<` with one of: " + ", ".join(_borders(question, ranges)) + "."
    slots = {"name": test.name, "test": f"{test.operation} {value}", "hint": hint}
    if not all(_whole(test.operation, amount, answer) for answer in ranges):
        findings.add("PB025", at, value=value, **slots)
        return None
    accepted = frozenset(a.id for a in ranges if _HOLDS[test.operation](a.low or 0, amount))
    if len(accepted) in (0, len(ranges)):
        findings.add("PB059", at, truth="never" if not accepted else "always", **slots)
        return None
    return accepted


def _amount(value: str, question: Question) -> int | None:
    if question.kind == "number" and value.isdigit():
        return int(value)
    if question.kind == "duration":
        return days(value)
    return None


_HOLDS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    ">=": lambda low, amount: low >= amount,
    "<": lambda low, amount: low < amount,
    ">": lambda low, amount: low > amount,
    "<=": lambda low, amount: low <= amount,
}


def _whole(operation: str, amount: int, answer: Answer) -> bool:
    """Return whether the comparison says the same of every value this answer stands for."""
    low, high = answer.low or 0, answer.high
    border = amount + 1 if operation in (">", "<=") else amount
    if high is not None and high == low + 1:
        return True  # a single number: every comparison is exact
    return not low < border < (high if high is not None else border + 1)


def _borders(question: Question, ranges: list[Answer]) -> list[str]:
    lows = [answer.low or 0 for answer in ranges[1:]]
    if question.kind == "number":
        shown = [str(low) for low in lows]
    else:
        shown = [length(low) for low in lows]
    return shown if len(shown) <= MOST_SHOWN else [shown[0], "...", shown[-1]]


def length(amount: int) -> str:
    """Return days as operators write them: `2 weeks`."""
    unit, size = max(
        ((name, size) for name, size in UNIT_DAYS.items() if amount % size == 0),
        key=lambda pair: pair[1],
    )
    count = amount // size
    return f"{count} {unit}{'' if count == 1 else 's'}"
