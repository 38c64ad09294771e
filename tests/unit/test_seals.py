"""What is sealed opens with its key, under its own name, unchanged, and not otherwise."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from painbot.store.seal import Seals, Unreadable

OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32
NAME = b"session:somebody"


@given(value=st.binary(max_size=200), name=st.binary(max_size=50))
def test_what_is_sealed_opens_and_says_nothing(value: bytes, name: bytes) -> None:
    kept = Seals((NEW,)).seal(value, name)
    assert Seals((OLD, NEW)).open(kept, name) == value
    assert len(value) < 4 or value not in kept


def test_nothing_is_sealed_alike_twice() -> None:
    seals = Seals((NEW,))
    assert seals.seal(b"value", NAME) != seals.seal(b"value", NAME)


@pytest.mark.parametrize(
    ("keys", "name"),
    [((OTHER,), NAME), ((), NAME), ((NEW,), b"session:another"), ((NEW,), b"outbox:somebody")],
)
def test_without_its_key_or_name_nothing_opens(keys: tuple[bytes, ...], name: bytes) -> None:
    with pytest.raises(Unreadable):
        Seals(keys).open(Seals((NEW,)).seal(b"value", NAME), name)


def test_whatever_byte_is_changed_it_does_not_open() -> None:
    seals = Seals((NEW,))
    kept = seals.seal(b"value", NAME)
    for place, byte in enumerate(kept):
        changed = kept[:place] + bytes([byte ^ 0x80]) + kept[place + 1 :]
        with pytest.raises(Unreadable):
            seals.open(changed, NAME)


@given(kept=st.binary(max_size=60).filter(lambda kept: kept[:1] != b"\x00"))
def test_what_was_never_sealed_does_not_open(kept: bytes) -> None:
    for seals in (Seals(), Seals((NEW,))):
        with pytest.raises(Unreadable):
            seals.open(kept, NAME)


def test_keys_may_be_changed_one_after_another() -> None:
    plain, old, new = Seals(), Seals((OLD,)), Seals((NEW, OLD))
    for seals in (plain, old, new):
        assert new.open(seals.seal(b"value", NAME), NAME) == b"value"
    with pytest.raises(Unreadable):
        old.open(new.seal(b"value", NAME), NAME)  # it seals with the new one


def test_a_key_of_another_length_is_refused_without_being_told() -> None:
    with pytest.raises(ValueError, match="32 bytes") as caught:
        Seals((b"short",))
    assert "short" not in str(caught.value)


def test_without_keys_no_cryptography_is_loaded() -> None:
    code = (
        "import sys; from painbot.store.seal import Seals; seals = Seals();"
        "seals.open(seals.seal(b'value', b'name'), b'name');"
        "sys.exit('cryptography.hazmat.primitives.ciphers.aead' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
