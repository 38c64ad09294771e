"""The typed vocabulary of a language, and its emergency words."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from painbot.flow.compiler.draft import Draft
from painbot.flow.compiler.vocabulary import ANY_CONTACT, needs
from painbot.flow.kinds import Record, Value
from painbot.flow.levels import LEVELS, Contact
from painbot.flow.reader import Scalar
from painbot.flow.words import Alarm, Words


def words(draft: Draft, contacts_there: Mapping[str, Contact]) -> Words | None:
    """Return the typed vocabulary; more than one language comes with translations."""
    records = draft.records("words")
    needs(draft, "words", "words", "Add a file `words: en`.", there=bool(records))
    seen: dict[str, Record] = {}
    for record in records:
        first = seen.setdefault(record.line("words"), record)
        if first is not record:
            name = record.get("words")
            draft.findings.add("PB018", name.at, id=name.value, where=first.get("words").at)
    return _words(draft, records[0], contacts_there) if records else None


def _words(draft: Draft, record: Record, contacts_there: Mapping[str, Contact]) -> Words:
    def lines(key: str) -> tuple[str, ...]:
        return tuple(word.value.casefold() for word in record.get(key, []))

    def pairs(key: str) -> list[tuple[Scalar, Value]]:
        return list(record.get(key, ()))

    return Words(
        language=record.line("words"),
        yes=lines("yes"),
        no=lines("no"),
        unsure=lines("unsure"),
        none=lines("none"),
        done=lines("done"),
        numbers={name.value: value for name, value in pairs("numbers")},
        ordinals={n.value: _integer(draft, v) for n, v in pairs("ordinals")},
        units={name.value: _decimal(draft, value) for name, value in pairs("units")},
        moments={name.value: _decimal(draft, value) for name, value in pairs("moments")},
        weekdays={name.value: value for name, value in pairs("weekdays")},
        months={name.value: value for name, value in pairs("months")},
        less=lines("less"),
        fillers=lines("fillers"),
        negations=lines("negations"),
        breaks=lines("breaks"),
        commands={n.value: tuple(w.value for w in ws) for n, ws in pairs("commands")},
        alarms=tuple(_alarms(draft, pairs("alarms"), contacts_there)),
    )


def _integer(draft: Draft, scalar: Scalar) -> int:
    try:
        return int(scalar.value)
    except ValueError:
        hint = "Write digits, or -1 for the last."
        _no_number(draft, scalar, "a place in a list", hint)
        return 0


def _decimal(draft: Draft, scalar: Scalar) -> float:
    try:
        length = float(scalar.value)
    except ValueError:
        length = float("nan")
    if not isfinite(length):
        _no_number(draft, scalar, "a length in days", "Write a number such as 7 or 0.5.")
        return 1.0
    return length


def _no_number(draft: Draft, scalar: Scalar, key: str, hint: str) -> None:
    draft.findings.add("PB016", scalar.at, key=key, value=scalar.value, hint=hint)


def _alarms(
    draft: Draft, pairs: list[tuple[Scalar, Record]], contacts_there: Mapping[str, Contact]
) -> list[Alarm]:
    found = []
    owners: dict[str, str] = {}
    for name, record in pairs:
        if not {"ask", "level", "because", "words"} <= record.values.keys():
            continue
        for word in record.get("words"):
            owner = owners.setdefault(word.value.casefold(), name.value)
            if owner != name.value:
                draft.findings.add("PB057", word.at, id=word.value, one=owner, other=name.value)
        contact = (
            draft.known("contact", [record.get("contact")], contacts_there)
            if record.get("contact")
            else ()
        )
        found.append(
            Alarm(
                name.value,
                tuple(word.value.casefold() for word in record.get("words")),
                record.get("ask"),
                LEVELS[record.line("level")],
                contact[0] if contact else ANY_CONTACT,
                record.get("because"),
                draft.sources(record, (), f"The alarm `{name.value}`"),
                draft.covers(record),
                name.at,
            )
        )
    return found
