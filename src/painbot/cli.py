"""The commands of painbot."""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from painbot import __version__

if TYPE_CHECKING:
    from painbot.app import Checked, Wishes
    from painbot.flow.findings import Finding
    from painbot.flow.model import Library

PLACE_IS_KEPT = (
    " Your place is kept: run painbot chat again. If you may need care now, do not wait for it."
)
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 88}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version", message="painbot %(version)s")
def main() -> None:
    """Talk about hip or leg pain: how soon to get care, what it may be, what to do tonight.

    painbot is no clinician. In an emergency, call your emergency number.
    """


@main.command()
@click.option("--flow", metavar="ID", default="", help="Begin with this topic.")
@click.option(
    "--record",
    metavar="FILE.chat",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Begin anew, and write what is said as a transcript that can be replayed.",
)
@click.option("--fresh", is_flag=True, help="Forget the kept conversation and begin anew.")
@click.option("--plain", is_flag=True, help="Bare text, without colours; the default in a pipe.")
def chat(flow: str, record: Path | None, *, fresh: bool, plain: bool) -> None:
    """Talk with painbot in this terminal.

    Type the number of an answer, or a few words. Leave at any time with quit or Ctrl-C: your
    place is kept for seven days, and `painbot chat` goes on there.
    """
    from painbot.app import Wishes

    with _plain_words(PLACE_IS_KEPT):
        _talk(Wishes(flow, record, fresh, plain))


@main.command()
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option("--notes", is_flag=True, help="Also show notes, which need no mending.")
def check(folder: Path | None, *, notes: bool) -> None:
    """Check the flow files of FOLDER and play its chats.

    Reports everything that is wrong in one run, with file, line, column and what to do. Without
    FOLDER, checks the flows that painbot would use here.
    """
    from painbot.app import check_library
    from painbot.settings import read_settings

    with _plain_words():
        checked = check_library(folder or read_settings().flows)
    shown = [each for each in checked.findings if notes or each.severity.value != "note"]
    _print(shown, severities=True)
    click.echo(_summary(checked))
    sys.exit(1 if checked.findings.errors else 0)


@main.command()
def schema() -> None:
    """Print the JSON Schema of flow files, for completion in editors."""
    import json

    from painbot.flow import schema as flow_schema

    click.echo(json.dumps(flow_schema.schema(), indent=1, sort_keys=True))


def _talk(wishes: Wishes) -> None:
    from painbot import app
    from painbot.settings import read_settings

    settings = read_settings()
    library = _library(settings.flows)
    _must_know(wishes.flow, library)
    _quiet_logs()
    if not asyncio.run(app.chat(settings, library, wishes)):
        sys.exit(1)


def _library(folder: Path) -> Library:
    """Return the library; with errors in it nothing is loaded and nobody is talked to."""
    from painbot.app import load_library

    library, findings = load_library(folder)
    if library is None:
        _print((each for each in findings if each.severity.value == "error"), err=True)
        click.echo(f"Nothing was loaded from {folder}. Mend these lines and try again.", err=True)
        sys.exit(1)
    return library


def _must_know(flow: str, library: Library) -> None:
    from painbot.flow.findings import did_you_mean

    if flow and flow not in library.flows:
        hint = did_you_mean(flow, library.flows)
        raise click.BadParameter(_unknown(flow, hint), param_hint="--flow")


def _unknown(flow: str, hint: str) -> str:
    return f"There is no topic called `{flow}`. {hint}"


def _print(findings: Iterable[Finding], *, severities: bool = False, err: bool = False) -> None:
    """Print findings, one a line, with an empty line after each file."""
    for _, group in groupby(findings, key=lambda each: each.at.file):
        for each in group:
            line = f"{each.at} {each.severity.value} " if severities else f"{each.at} "
            click.echo(f"{line}{each.code} {each.message} {each.remedy}", err=err)
        click.echo(err=err)


def _summary(checked: Checked) -> str:
    severities = [each.severity.value for each in checked.findings]
    found = [_count(severities.count(each), each) for each in ("error", "warning")]
    notes = _count(severities.count("note"), "note")
    said = ", ".join(filter(None, found)) or "nothing to report"
    if not checked.loads:
        return f"{said}. Nothing can be loaded before the errors are mended."
    kinds = ("flow", "screen", "cause", "chat")
    counts = ", ".join(_count(getattr(checked, f"{each}s"), each) or f"0 {each}s" for each in kinds)
    return f"{counts}: {said}" + (f" ({notes}: --notes shows them)" if notes else "")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""


def _quiet_logs() -> None:
    """Log to standard error if that goes to a file; on a screen it would fall into the talk."""
    log: logging.Handler = logging.NullHandler() if sys.stderr.isatty() else logging.StreamHandler()
    logging.basicConfig(handlers=[log], format="%(levelname)s %(name)s: %(message)s")


@contextmanager
def _plain_words(comfort: str = "") -> Iterator[None]:
    """Turn what can go wrong into a sentence; a person in pain gets no traceback."""
    from painbot.app import NoFlowFiles
    from painbot.platforms.terminal import CannotRecord
    from painbot.ports import StoreUnavailable

    try:
        yield
    except KeyboardInterrupt:
        sys.exit(0)
    except (StoreUnavailable, CannotRecord, NoFlowFiles) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
        raise  # click knows them
    except Exception as error:
        if sys.flags.dev_mode:  # python -X dev
            raise
        click.echo(f"{_fault(error)}{comfort}", err=True)
        sys.exit(1)


def _fault(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"
    return f"Sorry, painbot has a fault and had to stop ({where})."
