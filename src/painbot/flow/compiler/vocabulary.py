"""What all flows share: levels, contacts, countries, phrases, sources, tips, causes."""

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
from painbot.flow.text import Condition, Place, Text

MOST_SHOWN = 8
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
    missing = [name for name in PHRASES if name not in lines]
    records = draft.records("phrases")
    for record in records[:1] if not draft.findings.lost.intersection(missing) else ():
        at = next((name.at for name, _ in record.get("lines", ())), record.at)
        if missing:
            shown = ", ".join(f"`{name}`" for name in missing[:MOST_SHOWN])
            more = len(missing) - MOST_SHOWN
            draft.findings.add("PB054", at, ids=f"{shown} and {more} more" if more > 0 else shown)
    needs(draft, "phrases", "phrases", "Add a file `phrases: en`.", there=bool(records))
    return {**dict(zip(missing, missing, strict=True)), **lines}


def needs(draft: Draft, what: str, key: str, hint: str, *, there: bool) -> None:
    """Note what a library cannot do without, if it is not there."""
    if not there:
        draft.findings.add("PB052", NOWHERE, what=what, id=key, hint=hint)


def countries(draft: Draft) -> Mapping[str, Country]:
    """Return the countries; `other` is required."""
    found = {}
    for name, record in draft.entries("answers", "countries"):
        lines = {LEVELS[key]: record.get(key) for key in LEVELS if record.get(key)}
        also = tuple(word.value for word in record.get("also", []))
        found[name.value] = Country(name.value, record.wording(), also, lines)
    hint = "Add the country `other` to the vocabulary."
    there = OTHER_COUNTRY in found or "countries" in draft.findings.lost
    needs(draft, "country `other`", OTHER_COUNTRY, hint, there=there)
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
                meanwhile = tuple((n.value, text) for n, text in card.get("meanwhile", ()))
                because = card.get("because")
                later = card.get("check again")
                cards[level] = LevelCard(NightText(headline, night), because, meanwhile, later)
    records = draft.records("levels")
    needs(draft, "levels", "levels", "Add a file `levels:`.", there=bool(records))
    for record in records[1:]:
        where = records[0].at
        draft.findings.add("PB018", record.at, id="levels", where=where)
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
    there = ANY_CONTACT in found or bool({"levels", "contacts"} & draft.findings.lost)
    needs(draft, "contact `any`", ANY_CONTACT, hint, there=there or not draft.records("levels"))
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


def places(draft: Draft) -> Mapping[tuple[str, str], Place]:
    """Return where the lines, countries, sources, signs and levels of a library stand."""
    kept = {
        "phrase": ("phrases", "lines"),
        "country": ("answers", "countries"),
        "source": ("sources", ""),
        "urgent sign": ("levels", "urgent signs"),
    }
    found = {
        (what, name.value): name.at
        for what, (head, key) in kept.items()
        for name, _ in draft.entries(head, key)
    }
    cards = (record.get("levels").values for record in draft.records("levels"))
    return found | {("level", name): card.at for each in cards for name, card in each.items()}


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
            draft.sources(value, (), f"The tip `{name.value}`") if value.has("sources") else (),
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
        if not draft.take(name):
            continue
        if None in texts:
            draft.findings.lose(name.value)
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
