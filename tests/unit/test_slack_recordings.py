"""Every kind of payload there is, what it means, and what painbot calls Slack for because of it.

The recordings are found by name in tests/recordings/slack: a new file is a new test.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from painbot.dialogue.events import Called, Tapped, Typed
from painbot.dialogue.rights import kept
from painbot.platforms.slack.api import Answer
from painbot.platforms.slack.bolt import app, dispatch
from painbot.platforms.slack.channel import SlackChannel
from painbot.platforms.slack.incoming import meaning
from painbot.platforms.slack.meanings import AtHome, Elsewhere, Gone, Heard, Nothing
from painbot.platforms.slack.payloads import Malformed, payload
from painbot.platforms.slack.receiving import Receiver
from painbot.ports import QUIET, ConversationKey, Observer, Supplies, Surroundings, Topic
from painbot.service import Service
from painbot.settings import Slack
from tests.standins.slack.reading import read
from tests.standins.slack.strict import checked

if TYPE_CHECKING:
    from slack_bolt.response import BoltResponse

    from painbot.flow.model import Library
    from painbot.platforms.slack.api import Api
    from painbot.store import RedisStore

Json = dict[str, Any]

FOLDER = Path(__file__).parents[1] / "recordings" / "slack"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
TEAM, ADA, CHAT = "T0TEAM", "U0ADA", "D0ADA"
# What was said before, unless a recording has another `before`: now the first list is asked.
BEFORE = ("hello", "me")


def recording(name: str) -> Json:
    return cast("Json", json.loads((FOLDER / f"{name}.json").read_bytes()))


EVERY = pytest.mark.parametrize("name", NAMES)


# What a payload means


def meant(plain: Json) -> Json:
    try:
        found = meaning(payload(plain), NOON)
    except Malformed:
        return {"malformed": True}
    if isinstance(found, Heard):
        incoming, began = found.incoming, found.place
        event, key = incoming.event, incoming.key
        said: dict[type, Json] = {
            Typed: _of(event, "text", "edited", "seen"),
            Called: _of(event, "command", "argument"),
            Tapped: _of(event, "conversation", "number", "choice", "boxes"),
        }
        about = {"workspace": key.workspace, "user": key.user, "id": incoming.event_id}
        where = {"begun in": f"{began.channel} {began.thread}".strip()} if began else {}
        assert key.chat == key.user
        return {**said[type(event)], **about, "place": incoming.place, **where}
    if isinstance(found, Elsewhere):
        place = found.place
        return {"elsewhere": [place.workspace, place.channel, place.user, place.thread]}
    if isinstance(found, AtHome):
        return {"home": [found.key.workspace, found.key.user]}
    if isinstance(found, Gone):
        return {"gone": found.workspace}
    assert isinstance(found, Nothing)
    return {"nothing": found.why}


def _of(event: object, *names: str) -> Json:
    found = {name: getattr(event, name, None) for name in names}
    return {name: list(each) if isinstance(each, tuple) else each for name, each in found.items()}


@EVERY
def test_it_means(name: str) -> None:
    recorded = recording(name)
    assert meant(recorded["payload"]) == recorded["means"]


# What painbot calls Slack for


class Calls:
    """Stands where Slack does: notes each call, and answers like somebody who did it."""

    def __init__(self) -> None:
        self.made: list[list[Any]] = []
        self.number = 0
        self.client = AsyncWebClient()

    def next_ts(self) -> str:
        self.number += 1
        return f"1795348800.{self.number:06d}"

    async def call(self, method: str, token: str, params: Json) -> Answer:
        plain = json.loads(msgspec.json.encode(params))
        checked(method, plain)
        self.made.append([method, token, plain])
        ts = self.next_ts() if method == "chat.postMessage" else ""
        return Answer(ok=True, channel=CHAT, ts=ts)


class Known:
    """Knows every workspace, and has a token for each, until it lets go of it."""

    def __init__(self) -> None:
        self.forgotten: list[str] = []

    async def token(self, workspace: str) -> str:
        return f"xoxb-{workspace}"

    async def knows(self, workspace: str) -> bool:
        return workspace not in self.forgotten

    async def forget(self, workspace: str) -> None:
        self.forgotten.append(workspace)


class Talking:
    """An app with a small library, a real store, Bolt, and nobody but `Calls` to call."""

    def __init__(self, library: Library, store: RedisStore, observer: Observer = QUIET) -> None:
        self.calls, self.workspaces = Calls(), Known()
        api = cast("Api", self.calls)
        supplies = Supplies(5.0, lambda _: None, has_pictures=False, claims=store, vault=store)
        settings = Slack("xoxb-of-nobody", per_chat=0.0)
        channel = SlackChannel(settings, api, self.workspaces, supplies)
        self.around = Surroundings(
            Service(lambda: library, store, {"slack": channel}),
            store,
            observer,
            now=lambda: NOON,
            phrases=lambda: library.phrases,
            kept=lambda: kept(library),
            topics=lambda: [Topic(f.id, f.title.say, f.about.say) for f in library.flows.values()],
            language=lambda: "en",
            listen=lambda *_: None,
            show=lambda *_: None,
        )
        self.receiver = Receiver(api, self.workspaces, self.around)
        self.bolt = app(api, self.receiver)
        self.events = 0

    async def hears(self, before: Sequence[str | Json]) -> None:
        """Take texts that Ada writes, and whole payloads."""
        for each in before:
            await self.takes(each if isinstance(each, dict) else self.written(each))

    def written(self, text: str) -> Json:
        """Return a message of Ada's as Slack sends it."""
        self.events += 1
        said = {"type": "message", "channel_type": "im", "channel": CHAT, "user": ADA}
        event = {**said, "text": text, "ts": self.calls.next_ts()}
        about = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{self.events}"}
        return {**about, "event": event}

    async def takes(self, plain: Json) -> tuple[BoltResponse, list[list[Any]]]:
        """Return the answer to a payload and the calls that it leads to."""
        self.calls.made.clear()
        answer = await dispatch(self.bolt, plain)
        await self.receiver._working.finish(5.0)
        calls = [list(brief(*each)) for each in self.calls.made]
        # The line in a channel is called for beside all others.
        return answer, sorted(calls, key=lambda call: str(call[0]) == "chat.postEphemeral")


def brief(method: str, token: str, params: Json) -> tuple[str, str, Json]:
    """Return what matters of a call: whose token, where to, what is read, pressed and ticked."""
    blocks = params.get("blocks") or params.get("view", {}).get("blocks", [])
    seen = read(blocks)
    about = {name: params[name] for name in params if name not in {"blocks", "view"}}
    assert about.pop("unfurl_links", False) is about.pop("unfurl_media", False) is False
    lists = [each for block in blocks for each in block.get("elements", ()) if "options" in each]
    ticks = [each.get("initial_options", ()) for each in lists for _ in each["options"]]
    boxes = [each for every in lists for each in every["options"]]
    shown = {
        "reads": seen.text,
        "boxes": [
            f"{'☑' if box in ticked else '☐'} {box['text']['text']}: {box['value']}"
            for box, ticked in zip(boxes, ticks, strict=True)
        ],
        "fields": [each.block_id for each in seen.fields],
        "buttons": [[each.text, each.value] for each in seen.buttons],
        "opens": [each.url for each in seen.buttons if each.url],
    }
    return method, token, {**about, **{name: each for name, each in shown.items() if each}}


def answered(answer: BoltResponse) -> Json:
    """Return an answer with what matters of its body."""
    retry = {"no retry": True} if answer.headers.get("x-slack-no-retry") == ["1"] else {}
    if not answer.body:
        return {"status": answer.status, **retry}
    body = json.loads(answer.body)
    said = brief("", "", body)[2] if "response_type" in body else body
    return {"status": answer.status, **retry, "body": said}


@EVERY
async def test_it_is_answered_with(name: str, library: Library, store: RedisStore) -> None:
    recorded = recording(name)
    talking = Talking(library, store)
    await talking.hears(recorded.get("before", BEFORE))
    answer, calls = await talking.takes(recorded["payload"])
    assert answered(answer) == recorded["answer"]
    assert calls == recorded["calls"]
    if "gone" in recorded["means"]:
        gone = recorded["means"]["gone"]
        assert talking.workspaces.forgotten == [gone]
        assert await store.load(ConversationKey("slack", gone, ADA, ADA)) is None
        return
    again, more = await talking.takes(recorded["payload"])  # as when the answer was lost
    assert again.status == answer.status
    assert [call for call in more if call[0] != "views.publish"] == []


def test_every_method_painbot_may_call_in_a_talk_is_recorded() -> None:
    made = {method for name in NAMES for method, _, _ in recording(name)["calls"]}
    assert made == {"chat.postMessage", "chat.update", "chat.postEphemeral", "views.publish"}


def test_nothing_but_the_one_line_ever_goes_to_a_channel() -> None:
    for name in NAMES:
        for method, _, params in recording(name)["calls"]:
            goes = {"chat.postMessage": ("U", "W"), "chat.update": ("D",)}.get(method)
            assert goes is None or params["channel"].startswith(goes), name
