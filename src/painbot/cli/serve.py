"""`painbot serve`."""

from __future__ import annotations

import click

from painbot.cli.plain import plain_words


@click.command()
def serve() -> None:
    """Talk with people on Telegram, until stopped with Ctrl-C or SIGTERM.

    TELEGRAM_TOKEN is all it needs; painbot.toml and the environment say the rest. `painbot
    doctor` says what is configured and what is missing.
    """
    with plain_words():
        _serve()


def _serve() -> None:
    from painbot.app.serve import serve as serve_people
    from painbot.app.tuning import run
    from painbot.cli.loading import load_live, load_settings
    from painbot.observe import start_logging

    settings = load_settings()
    start_logging(settings)
    for warning in settings.warnings:
        click.echo(warning, err=True)
    run(serve_people(settings, load_live(settings)))
