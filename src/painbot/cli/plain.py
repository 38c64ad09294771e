"""What every command says in the same words: findings, and faults without a traceback."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from painbot.flow.findings import Finding


def print_findings(
    findings: Iterable[Finding], *, severities: bool = False, err: bool = False
) -> None:
    """Print findings, one a line, with an empty line after each file."""
    for _, group in groupby(findings, key=lambda each: each.at.file):
        for each in group:
            line = f"{each.at} {each.severity.value} " if severities else f"{each.at} "
            click.echo(f"{line}{each.code} {each.message} {each.remedy}", err=err)
            if each.example:
                click.echo("    To see it, save this as a .chat file:", err=err)
                click.echo(indent(each.example, " " * 6), err=err)
        click.echo(err=err)


@contextmanager
def plain_words(comfort: str = "") -> Iterator[None]:
    """Turn what can go wrong into a sentence; a person in pain gets no traceback."""
    from painbot.app import CannotServe, NoFlowFiles
    from painbot.platforms.terminal import CannotRecord
    from painbot.ports import StoreUnavailable
    from painbot.settings import BadSettings

    try:
        yield
    except KeyboardInterrupt:
        sys.exit(0)
    except (StoreUnavailable, CannotRecord, NoFlowFiles, BadSettings, CannotServe) as error:
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
