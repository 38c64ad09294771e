"""`painbot diff`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from textwrap import indent
from typing import TYPE_CHECKING

import click

from painbot.cli.plain import plain_words, print_findings

if TYPE_CHECKING:
    from painbot.app.diff import Waiting
    from painbot.flow.model import Library
    from painbot.proof.diff import Change, Compared
    from painbot.proof.waiting import Fate
    from painbot.settings import Settings

LAST_COMMIT = "HEAD"
TROUBLE = 2  # as with diff: 1 is for a difference that matters


_SIGN_OFF = (
    "If a level is meant to be lower, sign it off in the file of {files}:"
    " `lowered:`, and below it the day and why."
)


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--live", is_flag=True, help="Replay copies of the conversations in the store.")
def diff(old: str | None, new: str | None, *, live: bool) -> None:
    """Say who would be told something else by the flows of NEW than by those of OLD.

    Each is a folder of flows or a git revision: HEAD~1, v1, v1:flows. Without NEW it is the flows
    that painbot would use here, without OLD the last commit.

    painbot diff --live [NEW] counts how the conversations that wait in the store would go on with
    NEW. It changes nothing there and shows nothing that people said.
    """
    from painbot.cli.loading import load_settings

    if live and new is not None:
        message = "--live replays what is in the store: name one folder or revision at most."
        raise click.UsageError(message)
    settings = load_settings()
    with plain_words(), _versions_in_plain_words():
        if live:
            _print_waiting(settings, _library(old, settings))
        else:
            _compare(old or LAST_COMMIT, new, settings)


def _compare(old: str, new: str | None, settings: Settings) -> None:
    before, after = _library(old, settings), _library(new, settings)
    from painbot.proof.diff import compare

    compared = compare(before, after)
    for line in _told(compared):
        click.echo(line)
    sys.exit(1 if compared.unsigned else 0)


def _told(compared: Compared) -> Iterator[str]:
    """Yield the differences by group, the shortest conversation of each as an example."""
    from painbot.proof.diff import GROUPS

    for group, title in GROUPS.items():
        changes = sorted((c for c in compared.changes if c.group == group), key=_length)
        if not changes:
            continue
        yield f"{title}, through {len(changes)} of what decides it:"
        for each in changes:
            signed = f" - signed off: {each.signed}" if each.signed else ""
            yield f"  {each.what}: {each.before} -> {each.after}{signed}"
        examples = [each.chat for each in changes if each.chat]
        if examples:
            yield "  For instance:"
            yield indent(examples[0], " " * 6)
        yield ""
    undecided = dict.fromkeys(compared.undecided)
    yield from (f"NOT COMPARED: {each}" for each in undecided)
    lowered = (c for c in compared.changes if c.group == "lowered" and c.chat)
    unsigned = {change.owner for change in lowered if not change.signed}
    if unsigned:
        yield _SIGN_OFF.format(files=", ".join(f"`{each}`" for each in sorted(unsigned)))
    counts = ", ".join(
        f"{sum(c.group == group for c in compared.changes)} {group}" for group in GROUPS
    )
    anything = compared.changes or compared.undecided
    counts += f", {len(undecided)} NOT COMPARED" if undecided else ""
    yield counts if anything else "Nobody would be told another level or first cause."


def _length(change: Change) -> int:
    return change.length


def _library(name: str | None, settings: Settings) -> Library:
    from painbot.app.revisions import load_version

    return load_version(settings.flows if name is None else name, settings.flows)


@contextmanager
def _versions_in_plain_words() -> Iterator[None]:
    from painbot.app.revisions import CannotLoad

    try:
        yield
    except CannotLoad as error:
        print_findings(error.errors, err=True)
        click.echo(str(error), err=True)
        sys.exit(TROUBLE)


def _print_waiting(settings: Settings, library: Library) -> None:
    from painbot.app.diff import replay_waiting

    now = datetime.now().astimezone().replace(tzinfo=None)  # the engine reads local time
    for line in _lines(replay_waiting(settings, library, now)):
        click.echo(line)


def _lines(waiting: Waiting) -> Iterator[str]:
    total: Counter[Fate] = sum(waiting.flows.values(), Counter())
    if waiting.unreadable:
        yield f"{_conversations(waiting.unreadable)} could not be read."
    if not total:
        yield "No conversation is waiting."
        return
    for flow, counts in waiting.flows.items():
        yield f"{flow}: {_went(counts)}"
    yield f"{_conversations(total.total())}: {_went(total)}"


def _went(counts: Counter[Fate]) -> str:
    """Return how many went how, and how many were told another level."""
    from painbot.proof.waiting import Goes

    parts = [(sum(n for f, n in counts.items() if f.goes is goes), goes.value) for goes in Goes]
    parts.append((sum(n for f, n in counts.items() if f.raised), "told a higher level"))
    parts.append((sum(n for f, n in counts.items() if f.lowered), "told a lower level"))
    return ", ".join(f"{number} {what}" for number, what in parts if number)


def _conversations(number: int) -> str:
    return f"{number} conversation{'' if number == 1 else 's'}"
