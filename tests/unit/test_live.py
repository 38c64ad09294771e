"""The library in use follows its files, whatever is done to them, and never to an error."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from painbot.app import live as living
from painbot.app.files import FlowFiles, compiled
from painbot.app.live import Live, News, Refused, Reloaded, watching
from tests.library_fixture import lay_out

PATIENCE = 20.0


class Reader:
    """Whoever is told what came of an edit."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self._news: asyncio.Queue[News] = asyncio.Queue()

    def tell(self, news: News) -> None:
        self._news.put_nowait(news)

    async def next(self) -> News:
        async with asyncio.timeout(PATIENCE):
            return await self._news.get()

    async def reloaded(self) -> str:
        """Return what the first question of the library in use is now."""
        assert await self.next() == Reloaded()
        return self.asked()

    async def refused(self) -> Refused:
        news = await self.next()
        assert isinstance(news, Refused), news
        return news

    async def nothing(self) -> None:
        await asyncio.sleep(1.0)
        assert self._news.empty()

    def asked(self) -> str:
        return self.live.library().facts["who"].ask.say


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "flows")


@pytest.fixture
async def reader(folder: Path) -> AsyncIterator[Reader]:
    live, _ = Live.open(folder)
    assert live is not None
    reader = Reader(live)
    async with watching(live, reader.tell):
        await asyncio.sleep(0.2)  # it watches
        yield reader


def ask(folder: Path, text: str) -> bytes:
    """Return the facts file with another first question."""
    facts = (folder / "facts.yaml").read_text()
    old = next(line for line in facts.splitlines() if line.startswith("    ask: Who"))
    return facts.replace(old, f"    ask: {text}").encode()


def in_place(file: Path, data: bytes) -> None:
    file.write_bytes(data)


def by_renaming(file: Path, data: bytes) -> None:
    """Save as most editors do: a temporary file beside it, a backup, a rename."""
    beside = file.with_name(f".{file.name}.swp")
    beside.write_bytes(data)
    file.replace(file.with_name(f"{file.name}~"))
    beside.replace(file)


def moved(folder: Path, name: str) -> Path:
    return folder.rename(folder.with_name(name))


@pytest.mark.parametrize("save", [in_place, by_renaming])
async def test_an_edit_is_taken_up(
    folder: Path, reader: Reader, save: Callable[[Path, bytes], None]
) -> None:
    for text in ("Who then?", "Who else?"):
        save(folder / "facts.yaml", ask(folder, text))
        assert await reader.reloaded() == text
    await reader.nothing()


async def test_an_edit_with_errors_is_refused_with_its_place_and_then_mended(
    folder: Path, reader: Reader
) -> None:
    before = reader.live.library()
    good = (folder / "knee.yaml").read_text()
    (folder / "knee.yaml").write_text(good.replace("how-long >= 2", "how-lnog >= 2"))
    refused = await reader.refused()
    assert [each.code for each in refused.findings] == ["PB022"]
    assert refused.findings[0].at.file.endswith("knee.yaml")
    assert reader.live.library() is before

    (folder / "knee.yaml").write_text(good)
    assert await reader.next() == Reloaded()
    assert reader.live.library() is not before


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00\xd8", b"\x00" * 10, b"format: 1\nflow: ["])
async def test_what_is_no_text_is_refused(folder: Path, reader: Reader, data: bytes) -> None:
    (folder / "facts.yaml").write_bytes(data)
    refused = await reader.refused()
    assert refused.findings
    assert reader.asked() == "Who is it for?"


async def test_a_save_in_pieces_is_taken_up_whole(folder: Path, reader: Reader) -> None:
    data = ask(folder, "Who then?")
    with (folder / "facts.yaml").open("wb") as file:
        for place in range(0, len(data), 40):
            file.write(data[place : place + 40])
            file.flush()
            await asyncio.sleep(0.03)
    assert await reader.reloaded() == "Who then?"


async def test_a_file_that_is_as_before_is_no_news(folder: Path, reader: Reader) -> None:
    facts = (folder / "facts.yaml").read_bytes()
    (folder / "facts.yaml").write_bytes(facts)
    os.utime(folder / "knee.yaml")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "knee.yaml").write_text("no: flow")
    (folder / ".knee.yaml.swp").write_text("no: flow")
    await reader.nothing()


async def test_files_that_come_and_go_count(folder: Path, reader: Reader) -> None:
    (folder / "more" / "deep").mkdir(parents=True)
    new = folder / "more" / "deep" / "new.yaml"
    new.write_text("format: 1\nscreen: [\n")
    refused = await reader.refused()
    assert refused.findings[0].at.file.endswith("new.yaml")
    new.unlink()
    assert await reader.next() == Reloaded()


async def test_a_file_that_cannot_be_read_is_refused(folder: Path, reader: Reader) -> None:
    (folder / "gone.yaml").symlink_to("nowhere.yaml")
    refused = await reader.refused()
    assert [each.code for each in refused.findings] == ["PB001"]


async def test_a_folder_that_goes_and_comes_back_is_watched_again(
    folder: Path, reader: Reader
) -> None:
    away = moved(folder, "away")
    refused = await reader.refused()
    assert refused.why.startswith("There are no flow files")
    assert reader.asked() == "Who is it for?"

    (away / "facts.yaml").write_bytes(ask(away, "Who then?"))
    shutil.copytree(away, folder)
    assert await reader.reloaded() == "Who then?"
    (folder / "facts.yaml").write_bytes(ask(folder, "Who else?"))
    assert await reader.reloaded() == "Who else?"


async def test_a_link_that_is_turned_to_another_folder_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "flows"
    link.symlink_to(lay_out(tmp_path / "one"))
    other = lay_out(tmp_path / "two")
    (other / "facts.yaml").write_bytes(ask(other, "Who then?"))
    live, _ = Live.open(link)
    assert live is not None
    reader = Reader(live)
    async with watching(live, reader.tell):
        (tmp_path / "new").symlink_to(other)
        (tmp_path / "new").replace(link)
        assert await reader.reloaded() == "Who then?"
        (other / "facts.yaml").write_bytes(ask(other, "Who else?"))
        assert await reader.reloaded() == "Who else?"


async def test_a_change_between_reading_and_watching_is_not_missed(folder: Path) -> None:
    live, _ = Live.open(folder)
    assert live is not None
    (folder / "facts.yaml").write_bytes(ask(folder, "Who then?"))
    reader = Reader(live)
    async with watching(live, reader.tell):
        assert await reader.reloaded() == "Who then?"


async def test_a_system_that_watches_nothing_only_takes_longer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_more(*_: object, **__: object) -> object:
        raise OSError(28, "OS file watch limit reached.")

    monkeypatch.setattr("watchfiles.awatch", no_more)
    live, _ = Live.open(folder)
    assert live is not None
    reader = Reader(live)
    async with watching(live, reader.tell):
        (folder / "facts.yaml").write_bytes(ask(folder, "Who then?"))
        assert await reader.reloaded() == "Who then?"


async def test_a_fault_ends_neither_the_library_nor_the_watching(
    folder: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(living, "compiled", faulty)
        (folder / "facts.yaml").write_bytes(ask(folder, "Who then?"))
        refused = await reader.refused()
    assert "ZeroDivisionError" in refused.why
    (folder / "facts.yaml").write_bytes(ask(folder, "Who else?"))
    assert await reader.reloaded() == "Who else?"


async def test_who_cannot_be_told_stops_nothing(folder: Path) -> None:
    live, _ = Live.open(folder)
    assert live is not None
    reader = Reader(live)
    deaf = asyncio.Event()

    def tell(news: News) -> None:
        if not deaf.is_set():
            deaf.set()
            raise BrokenPipeError
        reader.tell(news)

    async with watching(live, tell):
        (folder / "facts.yaml").write_bytes(ask(folder, "Who then?"))
        async with asyncio.timeout(PATIENCE):
            await deaf.wait()
        assert reader.asked() == "Who then?"
        (folder / "facts.yaml").write_bytes(ask(folder, "Who else?"))
        assert await reader.reloaded() == "Who else?"


async def test_the_event_loop_stays_free_while_an_edit_is_compiled(
    folder: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slowly(files: FlowFiles) -> object:
        asyncio.run_coroutine_threadsafe(_set(ticked), loop).result(PATIENCE)
        return compiled(files)

    monkeypatch.setattr(living, "compiled", slowly)
    (folder / "facts.yaml").write_bytes(ask(folder, "Who then?"))
    assert await reader.reloaded() == "Who then?"
    assert ticked.is_set()


async def _set(event: asyncio.Event) -> None:
    event.set()
