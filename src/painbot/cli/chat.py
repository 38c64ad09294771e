"""`painbot chat`."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from painbot.cli.plain import plain_words

if TYPE_CHECKING:
    from painbot.app.chat import Wishes
    from painbot.flow.model import Library

PLACE_IS_KEPT = (
    " Your place is kept: run painbot chat again. If you may need care now, do not wait for it."
)


@click.command()
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
    from painbot.app.chat import Wishes

    with plain_words(PLACE_IS_KEPT):
        _talk(Wishes(flow, record, fresh, plain))


def _talk(wishes: Wishes) -> None:
    from painbot.app.chat import chat as talk
    from painbot.cli.loading import load_live, load_settings

    settings = load_settings()
    live = load_live(settings)
    _must_know(wishes.flow, live.library())
    _quiet_logs()
    if not asyncio.run(talk(settings, live, wishes)):
        sys.exit(1)


def _must_know(flow: str, library: Library) -> None:
    from painbot.flow.findings import did_you_mean

    if flow and flow not in library.flows:
        hint = did_you_mean(flow, library.flows)
        raise click.BadParameter(_unknown(flow, hint), param_hint="--flow")


def _unknown(flow: str, hint: str) -> str:
    return f"There is no topic called `{flow}`. {hint}"


def _quiet_logs() -> None:
    """Log to standard error if that goes to a file; on a screen it would fall into the talk."""
    log: logging.Handler = logging.NullHandler() if sys.stderr.isatty() else logging.StreamHandler()
    logging.basicConfig(handlers=[log], format="%(levelname)s %(name)s: %(message)s")
