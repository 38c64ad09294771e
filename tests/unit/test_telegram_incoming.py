"""Whatever bytes come, they mean something or are malformed; nothing else is ever raised."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from painbot.dialogue.events import Called, Typed
from painbot.platforms.telegram import Delivery, to_incoming
from painbot.platforms.telegram.incoming import Heard, Meaning, Nothing, meaning
from painbot.platforms.telegram.updates import Malformed, decode
from painbot.ports import ConversationKey

NIGHT = datetime(2026, 11, 22, 3)  # noqa: DTZ001 - local, as a person's clock
BOT, NAME = "700000001", "PainExampleBot"
ADA = {"id": 5551, "is_bot": False, "first_name": "Ada"}
TO_BOT = {"id": 5551, "type": "private", "first_name": "Ada"}
FOLDER = Path(__file__).parents[1] / "recordings/telegram"
UPDATES = [json.loads(each.read_bytes())["update"] for each in sorted(FOLDER.glob("*.json"))]
RAW = [json.dumps(each).encode() for each in UPDATES]


def raw(content: dict[str, Any], update_id: int = 901) -> bytes:
    message = {"message_id": 41, "from": ADA, "chat": TO_BOT, "date": 1795219200, **content}
    return json.dumps({"update_id": update_id, "message": message}).encode()


def understood(data: bytes, bot: str = BOT) -> Meaning:
    return meaning(decode(data), NIGHT, bot, NAME)


def heard(data: bytes) -> Heard:
    found = understood(data)
    assert isinstance(found, Heard)
    return found


def test_the_conversation_is_that_of_the_person_with_this_bot() -> None:
    incoming = to_incoming(Delivery(raw({"text": "clf"}), NIGHT, BOT, NAME))
    assert incoming.key == ConversationKey("telegram", BOT, "5551", "5551")
    assert incoming.event_id == "901"
    assert incoming.place == 41
    assert incoming.event == Typed("clf", NIGHT, incoming.event.fresh)


def test_what_is_no_message_of_a_conversation_is_refused() -> None:
    with pytest.raises(ValueError, match="no message of a conversation"):
        to_incoming(Delivery(b'{"update_id": 1}', NIGHT, BOT, NAME))


def test_a_conversation_that_begins_has_an_id_that_a_second_delivery_gives_again() -> None:
    data = raw({"text": "clf"})
    fresh = heard(data).incoming.event.fresh
    assert len(fresh) == 12
    assert fresh.isalnum()
    assert heard(data).incoming.event.fresh == fresh
    assert heard(raw({"text": "clf"}, 902)).incoming.event.fresh != fresh
    other = understood(data, "700000002")
    assert isinstance(other, Heard)
    assert other.incoming.event.fresh != fresh


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("calf\0\x07 pain\nat night\x85", "calf   pain\nat night "),
        ("calf \ud83d pain", "calf \ufffd pain"),
        ("\ude00\ud83d", "\ufffd\ufffd"),
        ("\U0001f600", "\U0001f600"),
        ("pain " * 2000, "pain " * 2000),
    ],
)
def test_a_text_is_made_safe_and_is_not_cut(text: str, said: str) -> None:
    assert heard(raw({"text": text})).incoming.event == Typed(
        said, NIGHT, heard(raw({"text": text})).incoming.event.fresh
    )
    said.encode()


@pytest.mark.parametrize("half", ["\ud83d", "\ude00\ud83d"])
@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "A", "width": 9}]},
        {"voice": {"file_id": "A"}},
        {"dice": {"value": 3}},
    ],
)
def test_a_name_that_is_no_whole_text_loses_no_message(content: dict[str, Any], half: str) -> None:
    event = heard(raw({**content, "from": {**ADA, "first_name": half}})).incoming.event
    assert event == Called("not-text", NIGHT, event.fresh)


@pytest.mark.parametrize("null", ["voice", "photo", "sticker"])
def test_a_kind_that_is_null_is_not_there(null: str) -> None:
    assert understood(raw({null: None})) == Nothing("service")


@pytest.mark.parametrize(
    ("data", "update_id"),
    [
        (b"", None),
        (b"null", None),
        (b"[]", None),
        (b"{}", None),
        (b'{"update_id": "5"}', None),
        (b'{"update_id": 5', 5),
        (b'{"update_id": 5, "message": 3}', 5),
        (b'{"update_id": 5, "message": {"text": "secret"}}', 5),
        (b'{"update_id": 5, "message": {"chat": {"id": 1}, "text": "\xff"}}', 5),
        (b'{"update_id": 5, "x": "\\ud83d", "message": 4}', 5),
        (b'{"update_id": 5, "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 5),
        (b'{"update_id": 5, "message": {"chat": {"id": ' + b"9" * 30 + b"}}}", 5),
        (b'{"update_id": 5, "message": {"chat": {"id": 9e99}}}', 5),
        (b'{"update_id": ' + b"9" * 30 + b"}", None),
        (b'{"update_id": ' + b"9" * 5_000 + b"}", None),
        (b'{"update_id": 1.5}', None),
        (b'{"update_id": 5e9}', None),
    ],
)
def test_what_is_no_update_is_malformed_and_not_quoted(data: bytes, update_id: int | None) -> None:
    with pytest.raises(Malformed) as caught:
        decode(data)
    assert caught.value.update_id == update_id
    assert caught.value.__suppress_context__
    assert str(caught.value) == "this is no update"


def survives(data: bytes) -> None:
    """Fail if the bytes raise anything but Malformed, or are heard as what is no text."""
    try:
        found = understood(data)
    except Malformed:
        return
    repr(found).encode()
    if isinstance(found, Heard) and isinstance(found.incoming.event, Typed):
        assert "\0" not in found.incoming.event.text
        found.incoming.event.text.encode()


@given(st.binary(max_size=200))
def test_any_bytes_are_malformed_or_mean_something(data: bytes) -> None:
    survives(data)


DAMAGE = st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=4)), min_size=1, max_size=4)


@given(st.sampled_from(RAW), DAMAGE)
def test_any_damage_to_an_update_is_malformed_or_means_something(
    data: bytes, damage: list[tuple[int, bytes]]
) -> None:
    for at, put in damage:
        place = at % (len(data) + 1)
        data = data[:place] + put + data[place + 1 :]
    survives(data)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(codec=None), max_size=9),
    st.just([]),
    st.just({}),
)


@given(st.sampled_from(UPDATES), st.data())
def test_any_other_value_in_an_update_is_malformed_or_means_something(
    update: Any,  # noqa: ANN401 - whatever JSON holds
    data: st.DataObject,
) -> None:
    survives(json.dumps(changed(update, data)).encode())


def changed(value: Any, data: st.DataObject) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the same with one value, somewhere, replaced or left out."""
    if not isinstance(value, dict) or not value:
        return data.draw(ODD)
    key = data.draw(st.sampled_from(sorted(value)))
    rest = {each: value[each] for each in value if each != key}
    return rest if data.draw(st.booleans()) else {**rest, key: changed(value[key], data)}
