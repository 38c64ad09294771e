"""The PB codes: what each finding says and how it tells the operator to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Severity(Enum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Kind:
    """One code of the catalogue; `{slots}` are filled with what was found."""

    message: str
    remedy: str
    severity: Severity = Severity.ERROR


CATALOGUE: Final[dict[str, Kind]] = {
    # Reading a file
    "PB001": Kind("This file cannot be read: {why}.", "Save it as plain UTF-8 text under 1 MB."),
    "PB002": Kind("The file stops making sense here: {why}.", "{hint}"),
    "PB003": Kind("`{key}` stands here twice; the first is at line {line}.", "Remove one of them."),
    "PB004": Kind(
        "Anchors (&) and aliases (*) are not part of the flow language.",
        "Write the text out, or put it in quotes if it begins with & or *.",
    ),
    "PB005": Kind(
        "Tags (!) and merge keys (<<) are not part of the flow language.",
        "Write the text out, or put it in quotes if it begins with !.",
    ),
    "PB006": Kind(
        "The text ends here because ` #` begins a comment: `{cut}` is lost.",
        "Put the whole text in quotes, or put a space after # if it is a comment.",
    ),
    "PB007": Kind(
        "`{key}` has no value: a comma inside {{ }} begins a new entry.",
        "Put the text with the comma in quotes.",
    ),
    "PB008": Kind("`{key}` has no value.", "Write one, or remove the line."),
    "PB009": Kind("This is nested too deeply: {why}.", "Write it flatter, as in flows/README.md."),
    "PB010": Kind("painbot cannot tell what this file holds.", "{hint}"),
    # Shape
    "PB011": Kind("`{key}` is not a key of {what}.", "{hint}"),
    "PB012": Kind("{what} needs `{key}`.", "Add it."),
    "PB013": Kind("{key} should be {expected}, not {found}.", "{hint}"),
    "PB014": Kind(
        "`{id}` is not a good id.",
        "Use small letters, digits and hyphens, beginning with a letter.",
    ),
    "PB015": Kind("`{value}` is not possible for `{key}`.", "{hint}"),
    "PB016": Kind("`{value}` is not {key}.", "{hint}"),
    "PB017": Kind("`{value}` is not a day of the calendar.", "Write it as 2026-11-22."),
    "PB018": Kind("The id `{id}` is taken already, at {where}.", "Give one of them another id."),
    "PB019": Kind("The id `{id}` is a word of painbot's own.", "Choose another id."),
    "PB020": Kind("There is no {what} called `{id}`.", "{hint}"),
    # Conditions
    "PB021": Kind("The condition stops making sense at {near}.", "{hint}"),
    "PB022": Kind("Nothing that can be read here is called `{name}`.", "{hint}"),
    "PB023": Kind("`{value}` is not an answer of `{name}`.", "{hint}"),
    "PB024": Kind("`{name}` cannot be tested with {test}.", "{hint}"),
    "PB025": Kind(
        "`{value}` is not a border of `{name}`, so `{name} {test}` cannot be exact.", "{hint}"
    ),
    "PB026": Kind(
        "`{name}` is asked later, so this could never see its answer.",
        "Move that question up, or this one down.",
    ),
    "PB027": Kind(
        "`{test}` may be used in promises only.", "Test the screens or questions themselves."
    ),
    "PB028": Kind("The condition is longer than {most} letters.", "Split it into several."),
    "PB029": Kind("At least {count} of {given} {truth}.", "Write a number from 1 to {given}."),
    # Safety
    "PB030": Kind("{what} names no source.", "Add `sources: [...]` with the id of a source."),
    "PB031": Kind(
        'The rule `{rule}` reads `{name}`, which offers "not sure" and does not say how it counts.',
        "Add `unsure counts as: yes` or `unsure counts as: no` to that question.",
    ),
    "PB032": Kind(
        "The rule `{rule}` reads a question of the topic and raises to `{level}`; `today` is the"
        " most it can, because topic questions are not asked once someone needs care today.",
        "Put the sign into a screen, or lower the rule to `today`.",
    ),
    "PB033": Kind(
        "A level by country needs `otherwise`, and nothing in it may be higher than that.",
        "Make `otherwise` the highest level of the map.",
    ),
    "PB034": Kind("Handing over would go round in a circle: {path}.", "Remove one `go to`."),
    "PB035": Kind(
        "Nothing covers the row {row} of the reference ({title}).",
        "Add `covers: [{row}]` where it is asked or raised, or name it under `leaves out`.",
    ),
    "PB036": Kind("{row} is left out here, but {where} covers it.", "Remove one of the two."),
    "PB037": Kind(
        '`{name}` counts "not sure" as no for the rule `{rule}`.',
        "Keep it only if waiting is safe then.",
        Severity.NOTE,
    ),
    "PB038": Kind(
        '{what} does not say what "not sure" does.',
        "Add `unsure counts as:` with yes, no or a level.",
    ),
    "PB039": Kind(
        '"Not sure" about `{name}` would raise to `{level}`, more than a yes.',
        "Lower it to the level of the tick or less.",
    ),
    # Questions and flows
    "PB040": Kind(
        "A question has exactly one of `answers`, `number` and `duration`; `{id}` has {count}.",
        "Give it one of the three.",
    ),
    "PB041": Kind("`{name}` does not add up: {why}.", "Write the values from low to high."),
    "PB042": Kind("`{value}` is not a length of time.", "Write it as `2 weeks`."),
    "PB043": Kind("`{label}` could mean `{one}` or `{other}`.", "Give them different words."),
    "PB044": Kind("`for` needs `otherwise go to`, and the other way round.", "Write both or none."),
    "PB045": Kind(
        "A question needs two answers or more; `{id}` has {count}.",
        "Add answers, or leave the question out.",
    ),
    "PB046": Kind(
        "No rule of this screen reads the follow-up list `{name}`, so it changes nothing.",
        "Add a rule, or remove the list.",
    ),
    "PB047": Kind("`was: {old}` names an id that is still in use.", "Remove the `was`."),
    "PB048": Kind("This list has no tick.", "Add one."),
    "PB049": Kind("The screen `{id}` is listed twice in this flow.", "Remove one of them."),
    "PB050": Kind(
        "A promise says exactly one of `always`, `never` and `can happen`.", "Keep one of them."
    ),
    "PB051": Kind("painbot cannot read this promise: `{value}`.", "{hint}"),
    "PB052": Kind("The library has no {what}.", "{hint}"),
    "PB053": Kind("There is no line of painbot's own called `{id}`.", "{hint}"),
    "PB054": Kind("Lines of painbot's own are missing: {ids}.", "Add them here."),
    "PB055": Kind(
        "A level by country is possible in screens only.", "Write one level, or use a screen."
    ),
    "PB056": Kind(
        "The screen has `{name}` already, at {where}.",
        "Give every tick and every list of a screen its own id.",
    ),
    "PB057": Kind(
        "`{id}` is an emergency word of `{one}` and of `{other}`.", "Remove it from one of them."
    ),
    "PB058": Kind(
        "`{one}` and `{other}` are shown together, and both have a tick called `{id}`.",
        "Give one of the ticks another id, or show the screens one after the other.",
    ),
    "PB059": Kind("`{name} {test}` is {truth} true.", "{hint}"),
    # Chats
    "PB060": Kind("painbot cannot read this line of the chat: `{line}`.", "{hint}"),
    "PB061": Kind(
        "The chat expected {expected} here, but got {found}.", "Mend the chat or the flow."
    ),
}
