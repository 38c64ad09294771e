"""`painbot new`."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from painbot.cli.plain import plain_words

NEXT = {
    "topic": "Put your own words into it, then try:",
    "screen": "Put your own words into it, ask it in a topic with `screens: [{name}]`, then try:",
    "cause": "Put your own words into it, name it under `causes:` of a topic, then try:",
}


@click.command()
@click.argument("kind", type=click.Choice([*NEXT]))
@click.argument("name")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of flows to put it in; else the one that painbot would use here.",
)
def new(kind: str, name: str, folder: Path | None) -> None:
    """Write a small topic, screen or cause called NAME to start from.

    The file loads as it is, and its comments say what each line is for.
    """
    from painbot.app.new import SCHEMA
    from painbot.cli.loading import load_settings

    with plain_words():
        flows = folder or load_settings().flows
        path = _written(kind, name, flows)
    click.echo(f"{path} is written. {NEXT[kind].format(name=name)}")
    for line in _commands(kind, name, folder):
        click.echo(f"  {line}")
    if not (flows / SCHEMA).exists():  # a folder of one's own
        schema = shlex.quote(str(flows / SCHEMA))
        click.echo(f"For completion in VS Code, once: painbot schema > {schema}")


def _written(kind: str, name: str, flows: Path) -> Path:
    from datetime import datetime

    from painbot.app.new import CannotWrite, write_new

    try:
        return write_new(kind, name, flows, datetime.now().astimezone().date())
    except CannotWrite as error:
        click.echo(str(error), err=True)
        sys.exit(1)


def _commands(kind: str, name: str, folder: Path | None) -> tuple[str, str]:
    """Return the two commands to try next, for the same folder."""
    where = shlex.quote(str(folder)) if folder else ""
    chat = f"painbot chat{f' --flow {name}' if kind == 'topic' else ''} --fresh"
    return f"painbot check {where}".strip(), f"PAINBOT_FLOWS={where} {chat}" if where else chat
