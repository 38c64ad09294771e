"""`painbot doctor`."""

from __future__ import annotations

import asyncio
import sys

import click

from painbot.cli.plain import plain_words


@click.command()
def doctor() -> None:
    """Say what is set up, what answers and what is missing for `painbot serve`.

    Secrets are never shown, only that they are set. Fails when painbot could not serve.
    """
    with plain_words():
        missing = asyncio.run(_print())
    if not missing:
        click.echo("painbot serve can start.")
        return
    things = "One thing has" if missing == 1 else f"{missing} things have"
    click.echo(f"{things} to be mended before painbot serve can start.")
    sys.exit(1)


async def _print() -> int:
    """Print each thing as soon as it is known; return how many keep painbot from serving."""
    from painbot.app.doctor import examine

    missing = 0
    async for check in examine():
        click.echo(str(check))
        missing += check.ok is False
    return missing


__all__ = ["doctor"]
