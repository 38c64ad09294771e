"""Addresses of Sentinels and Clusters: read in parts, refused in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from painbot.ports import StoreUnavailable
from painbot.store import open_store
from painbot.store.address import Address

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "correct-horse"  # noqa: S105 - a canary, which nothing may repeat


@pytest.mark.parametrize(
    "url",
    [
        f"redis+sentinel://:{SECRET}@host:26379",
        f"redis+sentinel://:{SECRET}@/service/0",
        f"redis+sentinel://:{SECRET}@host:port/service",
        f"redis+cluster://:{SECRET}@host/service",
        f"redis+cluster://:{SECRET}@host?{SECRET}=1",
        f"redis+cloud://:{SECRET}@host",
        f"http+cluster://:{SECRET}@host",
    ],
)
async def test_a_wrong_address_is_one_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"redis\+cluster://host:6379\.$") as caught:
        await open_store(url, tmp_path)
    assert SECRET not in str(caught.value)


def test_sentinels_have_passwords_of_their_own() -> None:
    url = "rediss+sentinel://me:p%40ss@one,two:1/pain/2?sentinel_password=other&client_name=us"
    address = Address.read(url)
    assert address is not None
    assert address.service == "pain"
    assert address.guides == (
        "rediss://one:26379?password=other",
        "rediss://two:1?password=other",
    )
    assert address.server(("::1", 6380)) == "rediss://me:p%40ss@[::1]:6380/2?client_name=us"


def test_any_server_of_a_cluster_may_be_named() -> None:
    address = Address.read("redis+cluster://me:secret@one:7000,[::1]:7001")
    assert address is not None
    assert address.guides == ("redis://me:secret@one:7000/?", "redis://me:secret@[::1]:7001/?")
    assert Address.read("redis://host:6379/0") is None
    assert Address.read("unix:///path/a+b.sock") is None
