"""What all flows share: levels, contacts, countries, phrases, words, sources, tips, causes."""

from __future__ import annotations

from collections.abc import Mapping

from painbot.flow.compiler.draft import NOWHERE, Draft
from painbot.flow.conditions import Scope, compile_condition
from painbot.flow.findings import did_you_mean
from painbot.flow.kinds import Record, Value
from painbot.flow.levels import (
    LEVELS,
    Contact,
    Country,
    Level,
    LevelCard,
    NightText,
    UrgentSign,
)
from painbot.flow.model import Care, Cause, Source, Tip
from painbot.flow.phrases import PHRASES
from painbot.flow.reader import Scalar
from painbot.flow.text import Condition, Text
from painbot.flow.words import Alarm, Words

ANY_CONTACT = "any"
OTHER_COUNTRY = "other"


def condition(draft: Draft, record: Record, key: str, scope: Scope) -> Condition | None:
    """Return the condition under a key; None when there is none or it has findings."""
    scalar = record.get(key)
    return compile_condition(scalar, scope, draft.findings) if scalar is not None else None


def phrases(draft: Draft) -> Mapping[str, str]:
    """Return painbot's own lines; missing and unknown ones are findings."""
    lines: dict[str, str] = {}
    for name, text in draft.entries("phrases", "lines"):
        if name.value not in PHRASES:
            hint = did_you_mean(name.value, PHRASES)
            draft.findings.add("PB053", name.at, id=name.value, hint=hint)
        lines[name.value] = text.say
    records = draft.records("phrases")
    at = records[0].at if records else NOWHERE
    for missing in (name for name in PHRASES if name not in lines):
        if records:
            draft.findings.add("PB054", at, id=missing)
        lines[missing] = missing
    _needs(draft, "phrases", bool(records), "Add a file `phrases: en`.")
    return lines


def _needs(draft: Draft, what: str, there: bool, hint: str) -> None:  # noqa: FBT001
    if not there:
        draft.findings.add("PB052", NOWHERE, what=what, hint=hint)


def countries(draft: Draft) -> Mapping[str, Country]:
    """Return the countries; `other` is required."""
    found = {}
    for name, record in draft.entries("answers", "countries"):
        lines = {LEVELS[key]: record.get(key) for key in LEVELS if record.get(key)}
        also = tuple(word.value for word in record.get("also", []))
        found[name.value] = Country(name.value, record.wording(), also, lines)
    hint = "Add the country `other` to the vocabulary."
    _needs(draft, "country `other`", OTHER_COUNTRY in found, hint)
    return found


def sources(draft: Draft) -> Mapping[str, Source]:
    """Return the sources by id."""
    return {
        name.value: Source(name.value, r.line("title"), r.line("by"), r.line("on"), r.line("url"))
        for name, r in draft.entries("sources")
    }


def levels(draft: Draft) -> Mapping[Level, LevelCard]:
    """Return the wording of every level."""
    cards: dict[Level, LevelCard] = {}
    for record in draft.records("levels"):
        for key, level in LEVELS.items():
            card = record.get("levels").get(key)
            headline = card.get("headline") if card else None
            if headline:
                night = card.get("at night") or headline
                cards[level] = LevelCard(NightText(headline, night), card.get("because"))
    _needs(draft, "levels", bool(draft.records("levels")), "Add a file `levels:`.")
    return cards


def night_text(value: Value) -> NightText:
    """Return a text for day and night from a text or `{say, at night}`."""
    if isinstance(value, Text):
        return NightText(value, value)
    day = value.wording()
    return NightText(day, value.get("at night") or day)


def contacts(draft: Draft, scope: Scope) -> Mapping[str, Contact]:
    """Return whom to contact; the contact `any` is required."""
    found = {}
    for name, record in draft.entries("levels", "contacts"):
        lines = {LEVELS[key]: night_text(record.get(key)) for key in LEVELS if record.get(key)}
        only_if = condition(draft, record, "only if", scope)
        found[name.value] = Contact(name.value, only_if, lines, name.at)
    hint = "Add the contact `any` to the levels file."
    _needs(draft, "contact `any`", ANY_CONTACT in found, hint)
    return found


def urgent_signs(draft: Draft, pairs: Value, scope: Scope) -> tuple[UrgentSign, ...]:
    """Return the lines of a safety net."""
    signs = []
    for name, value in pairs:
        if isinstance(value, Text):
            signs.append(UrgentSign(name.value, value, None))
        else:
            holds = condition(draft, value, "if", scope)
            signs.append(UrgentSign(name.value, value.wording(), holds))
    return tuple(signs)


def tips(draft: Draft, scope: Scope) -> Mapping[str, Tip]:
    """Return the tips by id."""
    found = {}
    for name, value in draft.entries("tips"):
        if isinstance(value, Text):
            found[name.value] = Tip(name.value, value, None, None, (), (), name.at)
            continue
        found[name.value] = Tip(
            name.value,
            value.wording(),
            condition(draft, value, "only if", scope),
            condition(draft, value, "hide if", scope),
            draft.sources(value, (), "A tip") if "sources" in value.values else (),
            draft.covers(value),
            name.at,
        )
    return found


def causes(draft: Draft, tips_there: Mapping[str, Tip]) -> Mapping[str, Cause]:
    """Return the cause cards by id."""
    found = {}
    for record in draft.records("cause"):
        name = record.get("cause")
        texts = record.get("name"), record.get("what")
        if not draft.take(name) or None in texts:
            continue
        found[name.value] = Cause(
            name.value,
            texts[0],
            tuple(word.value for word in record.get("also called", [])),
            texts[1],
            draft.known("tip", record.get("tips", []), tips_there),
            tuple(_care(key, care) for key, care in record.get("care", ()) if care.get("level")),
            draft.sources(record, (), f"The cause `{name.value}`"),
            draft.covers(record),
            draft.reviewed(record),
            name.at,
        )
    return found


def _care(name: Scalar, record: Record) -> Care:
    return Care(name.value, LEVELS[record.line("level")], record.wording())


def words(draft: Draft, contacts_there: Mapping[str, Contact]) -> Words | None:
    """Return the typed vocabulary; more than one language comes with translations."""
    records = draft.records("words")
    _needs(draft, "words", bool(records), "Add a file `words: en`.")
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
        weekdays={name.value: value for name, value in pairs("weekdays")},
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
        draft.findings.add("PB016", scalar.at, key="a place in a list", value=scalar.value)
        return 0


def _decimal(draft: Draft, scalar: Scalar) -> float:
    try:
        return float(scalar.value)
    except ValueError:
        draft.findings.add("PB016", scalar.at, key="a unit", value=scalar.value)
        return 1.0


def _alarms(
    draft: Draft, pairs: list[tuple[Scalar, Record]], contacts_there: Mapping[str, Contact]
) -> list[Alarm]:
    found = []
    owners: dict[str, str] = {}
    for name, record in pairs:
        if not {"ask", "level", "because", "words"} <= record.values.keys():
            continue
        for word in record.get("words"):
            if owners.setdefault(word.value, name.value) != name.value:
                draft.findings.add("PB057", word.at, id=word.value)
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
