"""Settings and flows for a command; with errors in them it says so and leaves."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from painbot.cli.plain import print_findings

if TYPE_CHECKING:
    from painbot.app.live import Live
    from painbot.settings import Settings


def load_settings() -> Settings:
    """Return the settings, or print everything that is wrong with them and leave."""
    from painbot.settings import BadSettings, read_settings

    try:
        return read_settings()
    except BadSettings as bad:
        click.echo(str(bad), err=True)
        sys.exit(1)


def load_live(settings: Settings) -> Live:
    """Return the library of these settings, or print its errors and leave."""
    from painbot.app.live import Live

    live, findings = Live.open(settings.flows, settings.keep_days)
    if live is None:
        print_findings((each for each in findings if each.severity.value == "error"), err=True)
        where = settings.flows
        click.echo(f"Nothing was loaded from {where}. Mend these lines and try again.", err=True)
        sys.exit(1)
    return live


__all__ = ["load_live", "load_settings"]
