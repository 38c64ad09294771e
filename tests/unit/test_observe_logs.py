"""What log lines tell, and above all what they do not."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import structlog

from painbot.observe import start_logging
from painbot.observe.logs import HELD
from painbot.observe.scrubbing import Scrubber
from painbot.observe.telling import told

TOKEN = "123456789:" + "CANARY_tok-" * 3 + "ab"
CANARY = "CANARY"
EVERY_PATH = """
import asyncio, dataclasses, gc, logging, sys, threading, warnings
import structlog
from painbot.observe import start_logging
from painbot.settings import read_settings

start_logging(read_settings({"HOME": "/h", "PAINBOT_LOG": "debug", "PAINBOT_LOG_FORMAT": "FORM"}))

def fail():
    said = "CANARY local"
    raise ValueError(f"CANARY {said}") from KeyError("CANARY cause")

for name in ("telegram", "telegram.ext", "aiohttp.server", "asyncio", "slack_bolt.x", "anything"):
    log = logging.getLogger(name)
    log.setLevel(logging.DEBUG)
    try:
        fail()
    except ValueError as error:
        for level in (5, 10, 20, 25, 30, 40, 50):
            log.log(level, "CANARY %s", error, exc_info=True, stack_info=True)
own, ours = logging.getLogger("painbot.some"), structlog.get_logger("painbot.other")
try:
    fail()
except ValueError as error:
    own.exception("a fault: %s", error)
    own.error("%d of %s", error, {"text": "CANARY"})
    own.error(error)
    ours.exception("a fault", error=error, update={"text": "CANARY"}, exc_info=error)
    ours.error("a fault", why=[error], stack_info=True)
    ours.bind(update=b"CANARY").info("bound")
try:
    raise ExceptionGroup("CANARY group", [ValueError("CANARY inside")])
except ExceptionGroup:
    ours.exception("a group")
warnings.warn("CANARY warning", UserWarning)
thread = threading.Thread(target=fail, name="CANARY thread")
thread.start(); thread.join()

class Leaving:
    def __del__(self):
        fail()

Leaving()

async def forgotten():
    asyncio.create_task(asyncio.sleep(0, "CANARY")).add_done_callback(lambda _: fail())
    task = asyncio.create_task(asyncio.to_thread(fail))
    await asyncio.sleep(0.1)
    del task
    gc.collect()

asyncio.run(forgotten(), debug=True)
fail()
"""


@dataclass(frozen=True)
class Wanting:
    log_level: str = "info"
    log_format: str = "json"
    confidential: frozenset[str] = frozenset({"hush hush", "no"})


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in (None, "painbot", *HELD)]
    before = [(each, each.level, each.handlers[:]) for each in loggers]
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    for each, level, handlers in before:
        each.setLevel(level)
        each.handlers[:] = handlers
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def started(wanting: Wanting | None = None, stream: io.StringIO | None = None) -> io.StringIO:
    stream = stream or io.StringIO()
    start_logging(wanting or Wanting(), stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize("form", ["json", "text"])
def test_nothing_that_was_said_is_printed_on_any_path(form: str) -> None:
    script = EVERY_PATH.replace('"FORM"', repr(form))
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "ValueError" in done.stderr
    assert "nobody caught an error" in done.stderr
    assert "a fault" in done.stderr
    assert done.stderr.count("a fatal error of this library") == 6
    assert CANARY not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_into_a_file_our_own_records_and_events_are_json_alike() -> None:
    stream = started(Wanting(log_format="auto"))
    logging.getLogger("painbot.service").warning("%s refused %d messages", "telegram", 2)
    structlog.get_logger("painbot.app").warning("refused", count=2)
    first, second = lines(stream)
    assert first["event"] == "telegram refused 2 messages"
    assert (first["level"], first["logger"]) == ("warning", "painbot.service")
    assert first["timestamp"].endswith("Z")
    assert (second["event"], second["count"], second["logger"]) == ("refused", 2, "painbot.app")


def test_of_a_library_only_who_where_and_which_error_is_told() -> None:
    stream = started(Wanting("debug"))
    log = logging.getLogger("telegram")
    log.info("said: %s", CANARY)
    log.warning("said: %s", CANARY, exc_info=ConnectionError(CANARY))
    (line,) = lines(stream)
    assert (line["logger"], line["level"]) == ("telegram", "warning")
    assert line["event"] == "a warning of this library"
    assert line["error"] == "ConnectionError"
    assert line["at"].startswith("test_observe_logs.py:")


def test_an_error_is_told_by_its_type_and_the_lines_it_came_through() -> None:
    stream = started()
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("painbot").exception("a fault")
    (line,) = lines(stream)
    assert line["error"] == "ValueError"
    (frame,) = line["trace"]
    assert frame.startswith("unit/test_observe_logs.py:")
    assert frame.endswith(" test_an_error_is_told_by_its_type_and_the_lines_it_came_through")


def test_levels_are_kept() -> None:
    stream = started(Wanting("error"))
    logging.getLogger("painbot").warning("no")
    structlog.get_logger("painbot").warning("no")
    logging.getLogger("httpx").warning("no")
    assert not stream.getvalue()


def test_on_a_screen_lines_are_for_people_and_cannot_steer_it() -> None:
    stream = started(Wanting(log_format="auto"), Screen())
    structlog.get_logger("painbot.app").error("mend\nthis \x1b[2J", file="a.yaml", lines=[1, 2])
    (line,) = stream.getvalue().splitlines()
    assert line[8:] == " error    painbot.app: mend\\nthis \\x1b[2J  file=a.yaml  lines=1,2"


def test_a_screen_that_is_gone_does_no_harm() -> None:
    stream = started()
    stream.close()
    logging.getLogger("painbot").error("nobody reads this")


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"https://api.telegram.org/bot{TOKEN.replace(':', '%3A')}/getMe",
        "xoxb-1234-CANARY",
        "xoxe.xoxp-1-CANARY",
        "xapp-1-CANARY",
        "wss://wss.slack.com/link/?ticket=CANARY&app_id=1",
        "redis://ann:CANARY@host/0",
        "redis://:CANARY@host/0",
    ],
)
def test_tokens_are_taken_out_wherever_they_are(text: str) -> None:
    stream = started()
    log = structlog.get_logger("painbot")
    log.info(text, why=text, many=[text, [text]], **{text: 1})
    logging.getLogger("painbot").warning("called %s", text)
    assert CANARY not in stream.getvalue()
    assert len(lines(stream)) == 2


def test_the_secrets_of_the_settings_are_taken_out() -> None:
    clean = Scrubber(["hush hush", "hush", "no", "it's"]).clean
    assert clean("hush hush is hush%20hush") == "[removed] is [removed]"
    assert clean("no: too short to be looked for") == "no: too short to be looked for"
    stream = started()
    structlog.get_logger("painbot").info("it is hush hush", it="hush hush")
    assert "hush" not in stream.getvalue()


def test_what_is_no_plain_value_is_told_by_its_type() -> None:
    event = told(
        None, "info", {"event": "x", "a": object(), "b": 1.5, "c": (1, {"y": 2}), "d": "z" * 900}
    )
    assert event == {
        "event": "x",
        "a": "object",
        "b": 1.5,
        "c": [1, "dict"],
        "d": "z" * 500 + "...",
    }
