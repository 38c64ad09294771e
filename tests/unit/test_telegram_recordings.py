"""Every kind of update there is, what it means, and what painbot sends for it.

The recordings are found by name in tests/recordings/telegram: a new file is a new test.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec
import pytest

from painbot.dialogue.events import Called, Tapped, Typed
from painbot.platforms.telegram.channel import TelegramChannel
from painbot.platforms.telegram.incoming import Elsewhere, Gone, Heard, Nothing, meaning
from painbot.platforms.telegram.receiving import Receiver
from painbot.platforms.telegram.updates import Malformed, decode
from painbot.ports import QUIET, ConversationKey, Surroundings
from painbot.service import Service
from painbot.settings import Telegram
from tests.standins.telegram.spec import METHODS, UPDATE_KINDS
from tests.standins.telegram.strict import checked

if TYPE_CHECKING:
    from painbot.flow.model import Library
    from painbot.platforms.telegram.api import Api
    from painbot.store import RedisStore

Json = dict[str, Any]

FOLDER = Path(__file__).parents[1] / "recordings" / "telegram"
SPEC = Path(__file__).parents[3] / "shared" / "specs" / "telegram-bot-api.json"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - local, as a person's clock
BOT, USERNAME, ADA = "123456", "painbot_test_bot", 4242
# What was said before, unless a recording has another `before`: now the first list is asked.
BEFORE = ("/start", "me")

EVERY = pytest.mark.parametrize("name", NAMES)


def recording(name: str) -> Json:
    return cast("Json", json.loads((FOLDER / f"{name}.json").read_bytes()))


def as_bytes(update: object) -> bytes:
    return json.dumps(update).encode()


# What an update means


def meant(raw: bytes) -> Json:
    try:
        found = meaning(decode(raw), NOON, BOT, USERNAME)
    except Malformed as error:
        return {"malformed": error.update_id}
    if isinstance(found, Heard):
        incoming = found.incoming
        event = incoming.event
        said: dict[type, Json] = {
            Typed: {"typed": getattr(event, "text", ""), "edited": getattr(event, "edited", False)},
            Called: {
                "called": getattr(event, "command", ""),
                "argument": getattr(event, "argument", ""),
            },
            Tapped: {
                "tapped": [getattr(event, n, "") for n in ("conversation", "number", "choice")]
            },
        }
        about = {"chat": incoming.key.chat, "user": incoming.key.user, "id": incoming.event_id}
        return {**said[type(event)], **about, "place": incoming.place, "query": found.query}
    if isinstance(found, Elsewhere):
        return {"elsewhere": found.chat, "query": found.query, "thread": found.thread}
    if isinstance(found, Gone):
        return {"gone": found.key.chat, "user": found.key.user}
    assert isinstance(found, Nothing)
    return {"nothing": found.why}


@EVERY
def test_it_means(name: str) -> None:
    kept = recording(name)
    assert meant(as_bytes(kept["update"])) == kept["means"]


# What is sent for it


class Calls:
    """Stands where Telegram does: notes each call, and answers like somebody who did it."""

    def __init__(self) -> None:
        self.made: list[list[Any]] = []
        self.number = 0

    def next_number(self) -> int:
        self.number += 1
        return self.number

    async def call(self, method: str, params: Json) -> Any:  # noqa: ANN401 - as Telegram answers
        plain = json.loads(msgspec.json.encode(params))
        checked(method, plain, {}, set())
        self.made.append([method, plain])
        return {"message_id": self.next_number()} if method == "sendMessage" else True


class Talking:
    """A bot with a small library, a real store, and nobody but `Calls` to call."""

    def __init__(self, library: Library, store: RedisStore) -> None:
        self.calls = Calls()
        api = cast("Api", self.calls)
        settings = Telegram(f"{BOT}:token", per_second=0.0, per_chat=0.0)
        channel = TelegramChannel(settings, api, lambda _: None)
        turns = Service(lambda: library, store, {"telegram": channel})
        around = Surroundings(
            turns,
            store,
            QUIET,
            now=lambda: NOON,
            phrases=lambda: library.phrases,
            kept=str,
            topics=list,
            language=lambda: "en",
            listen=lambda *_: None,
            show=lambda *_: None,
        )
        self.receiver = Receiver(api, BOT, around)
        self.receiver.username = USERNAME
        self.updates = 0

    async def hears(self, before: Sequence[str | Json]) -> None:
        """Take texts that Ada writes, and whole updates."""
        for each in before:
            await self.takes(as_bytes(each if isinstance(each, dict) else self._written(each)))

    def _written(self, text: str) -> Json:
        self.updates += 1
        about = {"message_id": self.calls.next_number(), "text": text}
        ada = {"from": {"id": ADA}, "chat": {"id": ADA, "type": "private"}}
        return {"update_id": self.updates, "message": {**about, **ada}}

    async def takes(self, raw: bytes) -> list[list[Any]]:
        """Return the calls that this update leads to."""
        self.calls.made.clear()
        await self.receiver.take(raw)
        await self.receiver.finish()
        return self.calls.made.copy()


@EVERY
async def test_it_is_answered_with(name: str, library: Library, store: RedisStore) -> None:
    kept = recording(name)
    talking = Talking(library, store)
    await talking.hears(kept.get("before", BEFORE))
    raw = as_bytes(kept["update"])
    assert await talking.takes(raw) == kept["requests"]
    if "elsewhere" not in kept["means"]:
        again = await talking.takes(raw)  # as when its confirmation was lost
        assert [call for call in again if call[0] != "answerCallbackQuery"] == []
    if "gone" in kept["means"]:
        key = ConversationKey("telegram", BOT, str(ADA), str(ADA))
        assert await store.load(key) is None


# Whether the recordings, and what is sent, are as Telegram says


PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
    "True": (bool,),
}


class Official:
    """Telegram's own description of its methods and objects."""

    def __init__(self) -> None:
        if not SPEC.exists():
            pytest.skip("Telegram's description is not beside this repository")
        found = json.loads(SPEC.read_bytes())
        self._methods, self._types = found["methods"], found["types"]

    def about_call(self, method: str, params: Json) -> list[str]:
        return self._fields(method, self._methods[method].get("fields", []), params)

    def about(self, where: str, kinds: Sequence[str], value: object) -> list[str]:
        """Return what is wrong with a value that should be of one of these kinds."""
        found = [self._one(where, kind, value) for kind in kinds]
        return min(found, key=len)

    def _one(self, where: str, kind: str, value: object) -> list[str]:
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{where} is no list"]
            inner = (kind.removeprefix("Array of "),)
            return [wrong for each in value for wrong in self.about(f"{where}[]", inner, each)]
        if kind in PLAIN:
            fits = isinstance(value, PLAIN[kind]) and isinstance(value, bool) == (
                PLAIN[kind] == (bool,)
            )
            return [] if fits else [f"{where} is no {kind}"]
        subtypes = self._types[kind].get("subtypes")
        if subtypes:
            return self.about(where, subtypes, value)
        if not isinstance(value, dict):
            return [f"{where} is no {kind}"]
        return self._fields(where, self._types[kind].get("fields", []), value)

    def _fields(self, where: str, fields: Sequence[Json], given: Json) -> list[str]:
        known = {field["name"]: field for field in fields}
        wrong = [f"{where}.{name} is unknown" for name in given if name not in known]
        wrong += [
            f"{where}.{n} is missing" for n, f in known.items() if f["required"] - (n in given) > 0
        ]
        for name in given.keys() & known.keys():
            wrong += self.about(f"{where}.{name}", known[name]["types"], given[name])
        return wrong


@pytest.fixture(scope="module")
def official() -> Official:
    return Official()


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("odd-")])
def test_telegram_could_send_it(name: str, official: Official) -> None:
    assert official.about("update", ("Update",), recording(name)["update"]) == []


@EVERY
def test_telegram_could_be_asked_for_it(name: str, official: Official) -> None:
    for method, params in recording(name)["requests"]:
        assert official.about_call(method, params) == []


def test_every_kind_of_update_is_recorded() -> None:
    kinds = {key for name in NAMES for key in _keys(recording(name)["update"])}
    assert kinds >= UPDATE_KINDS


def test_every_method_painbot_may_call_in_a_talk_is_recorded() -> None:
    asked = {method for name in NAMES for method, _ in recording(name)["requests"]}
    talk = {"sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery"}
    assert asked == talk
    assert talk <= METHODS.keys()


def _keys(update: object) -> set[str]:
    return set(update) if isinstance(update, dict) else set()
