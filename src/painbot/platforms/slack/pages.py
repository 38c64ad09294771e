"""What painbot shows beside a conversation: its own page, and lines in channels. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from painbot.platforms.slack import blocks, marks
from painbot.platforms.slack.meanings import Place
from painbot.platforms.slack.mrkdwn import bold, fallback, safe
from painbot.platforms.slack.wire import FALLBACK
from painbot.ports import Standing, Surroundings, Topic

MOST_TOPICS: Final = 40
Phrases = Mapping[str, str]


def home(around: Surroundings, standing: Standing) -> dict[str, Any]:
    """Return the page of the app for somebody whose conversation is there."""
    return {"type": "home", "blocks": list(_home(around, standing))}


def _home(around: Surroundings, standing: Standing) -> Iterator[blocks.Block]:
    phrases = around.phrases()
    yield from blocks.sections(safe(phrases["welcome"]))
    yield from blocks.sections(safe(phrases["home-where"]))
    if standing.open:
        resume = blocks.button(phrases["home-resume"], f"{marks.HOME}-resume", "start")
        yield from blocks.actions([{**resume, "style": "primary"}])
    yield {"type": "divider"}
    yield from blocks.sections(bold(phrases["home-topics"]))
    for topic in around.topics()[:MOST_TOPICS]:
        yield _topic(phrases, topic)
    yield {"type": "divider"}
    yield from blocks.sections(safe(around.kept()))
    mine = [("mydata", phrases["home-mydata"]), ("forget", phrases["home-forget"])]
    yield from blocks.actions(
        [blocks.button(label, f"{marks.HOME}-{name}", name) for name, label in mine]
    )
    yield from blocks.contexts([safe(phrases["disclaimer"])])


def _topic(phrases: Phrases, topic: Topic) -> blocks.Block:
    """Return a topic with the button that begins it."""
    (text,) = list(blocks.sections(f"{bold(topic.title)}\n{safe(topic.about)}".strip()))[:1]
    begin = blocks.button(phrases["home-begin"], f"{marks.HOME}-{topic.id}", f"start:{topic.id}")
    return {**text, "accessory": begin}


def line(phrases: Phrases, name: str, place: Place, carries: str) -> dict[str, Any]:
    """Return one line for somebody in a channel, with a button that opens the private chat."""
    url = f"slack://app?team={place.team}&id={place.app}&tab=messages"
    button = blocks.button(phrases["open-private"], marks.OPEN, carries, url)
    text = phrases[name]
    return {
        "text": fallback(text, FALLBACK),
        "blocks": [*blocks.sections(safe(text)), *blocks.actions([button])],
    }


__all__ = ["home", "line"]
