"""The English words, read from flows/words.yaml as the loader reads them."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from painbot.flow.levels import LEVELS
from painbot.flow.text import Place, Text
from painbot.flow.words import Alarm, Words

FILE = Path(__file__).parents[1] / "flows" / "words.yaml"
LISTS = ("yes", "no", "unsure", "none", "done", "less", "fillers", "negations", "breaks")


@cache
def english() -> Words:
    tree = yaml.load(FILE.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506 - all text, like ours
    lists: dict[str, Any] = {name: tuple(tree[name]) for name in LISTS}
    return Words(
        language=tree["words"],
        **lists,
        numbers=_values(tree["numbers"], int),
        ordinals=_values(tree["ordinals"], int),
        units=_values(tree["units"], float),
        moments=_values(tree["moments"], float),
        weekdays=_values(tree["weekdays"], int),
        months=_values(tree["months"], int),
        commands={name: tuple(words) for name, words in tree["commands"].items()},
        alarms=tuple(_alarm(name, entry) for name, entry in tree["alarms"].items()),
    )


def table(text: str) -> list[tuple[str, str]]:
    """Return (what is expected, what is typed) of lines `expected: typed | typed | ...`."""
    rows = (line.split(":", 1) for line in text.strip().splitlines())
    return [(head.strip(), typed.strip()) for head, tail in rows for typed in tail.split(" | ")]


def _values(tree: dict[str, str], kind: type) -> dict[str, Any]:
    return {word: kind(value) for word, value in tree.items()}


def _alarm(name: str, entry: dict[str, Any]) -> Alarm:
    return Alarm(
        id=name,
        words=tuple(entry["words"]),
        ask=_text(entry["ask"]),
        level=LEVELS[entry["level"]],
        contact=entry.get("contact", "any"),
        because=_text(entry["because"]),
        sources=tuple(entry["sources"]),
        covers=tuple(entry["covers"]),
        at=Place("words.yaml", 1, 1),
    )


def _text(entry: str | dict[str, str]) -> Text:
    if isinstance(entry, str):
        return Text(entry, entry)
    return Text(entry["say"], entry["them"])
